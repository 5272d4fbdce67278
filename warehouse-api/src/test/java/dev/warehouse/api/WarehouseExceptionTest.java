/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.Reasons;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarehouseExceptionTest {

    static Stream<WarehouseException> failures() {
        return Stream.of(new ProvisionException(KnownError.PORT_IN_USE, "Told."),
                new ProvisionException(KnownError.PORT_IN_USE, "Told.", new IOException("below")),
                new MigrateException(KnownError.PORT_IN_USE, "Told."),
                new CopyException(KnownError.PORT_IN_USE, "t", "s3://b/", List.of(), "Told.", null),
                new TransformException(KnownError.PORT_IN_USE, "t", "select 1", "Told.", null),
                new CheckException(KnownError.PORT_IN_USE, List.of(), "Told.", null),
                new ReportException(KnownError.PORT_IN_USE, "Told."),
                new UnloadException(KnownError.PORT_IN_USE, "s3://b/", "Told.", null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theLastLineOfAMessageIsWhereItsErrorIsExplained(WarehouseException failure) {
        assertThat(failure.help()).isEqualTo("docs/errors.md#port-in-use");
        assertThat(failure).hasMessage("Told.\n  See docs/errors.md#port-in-use");
        assertThat(failure).hasToString(failure.getClass().getName() + ": Told.\n  See docs/errors.md#port-in-use");
        assertThat(failure.summary()).isEqualTo("Told.");
    }

    static Stream<WarehouseException> failuresOfOthers() {
        return Stream.of(new ProvisionException("Told."), new ProvisionException("Told.", new IOException("below")),
                new MigrateException("Told."), new CopyException("t", "s3://b/", List.of(), "Told.", null),
                new TransformException("t", "select 1", "Told.", null), new CheckException(List.of(), "Told.", null),
                new ReportException("Told."), new UnloadException("s3://b/", "Told.", null));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOthers")
    void aFailureThatHasNoErrorOfItsOwnNamesItsStage(WarehouseException failure) {
        assertThat(failure).hasMessage("Told.\n  See docs/errors.md#" + failure.stage().word());
    }

    @Test
    void aRefusalIsExplained() {
        assertThat(new QueryException("ON CONFLICT", "use MERGE", "insert …"))
                .hasMessage("Redshift does not have ON CONFLICT. Instead, use MERGE. In: insert …\n"
                        + "  See docs/errors.md#not-in-redshift");
    }

    @Test
    void aReasonWithinAnotherSentenceHasNoLink() {
        WarehouseException below = new ProvisionException(KnownError.PORT_IN_USE, "port 5439 is in use.");
        assertThat(Reasons.of(below)).isEqualTo("port 5439 is in use");
        assertThat(Reasons.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");

        WarehouseException above = new TransformException(KnownError.TRANSFORM_FAILED, "t", "",
                "transform into t failed: " + Reasons.of(below) + ".", below);
        assertThat(above).hasMessage("transform into t failed: port 5439 is in use.\n  See docs/errors.md#transform-failed");
    }

    @Test
    void theLinkIsStillThereWhenAFailureHasTravelled() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ProvisionException(KnownError.PORT_IN_USE, "Told."));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat((Exception) in.readObject()).hasMessage("Told.\n  See docs/errors.md#port-in-use");
        }
    }
}
