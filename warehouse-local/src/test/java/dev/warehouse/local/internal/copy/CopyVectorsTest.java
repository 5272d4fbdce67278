/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.command.CopyCommand;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CopyVectorsTest {

    @Test
    void everyDocumentedExampleIsThere() {
        assertThat(CopyVectors.all().stream().map(vector -> Integer.valueOf(vector.name().split("\\D")[0])).distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 88).boxed().toList());
    }

    static Stream<Arguments> examples() {
        return Stream.of(CopyVectors.all(), CopyRules.all()).flatMap(List::stream).flatMap(example ->
                Stream.of(1, 2, 3, 7, 1 << 16).map(chunk -> Arguments.of(example, chunk)));
    }

    static Stream<CopyExample> statements() {
        return Stream.of(CopyVectors.all(), CopyRules.all()).flatMap(List::stream)
                .filter(example -> example.refusal().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void statementIsReadBackFromWhatItIsRenderedAs(CopyExample example) {
        CopyCommand command = command(example.copy());
        assertThat(command(command.sql())).isEqualTo(command);
    }

    private static CopyCommand command(String sql) {
        return CopyCommand.parse(sql, Tokenizer.tokenize(sql)).command();
    }

    @ParameterizedTest(name = "{0}, {1} bytes a chunk")
    @MethodSource("examples")
    void documentedExampleLoadsAsDocumented(CopyExample example, int chunk) {
        Copying copying = new Copying(new MemorySession("t", example.columns().toArray(String[]::new))).chunks(chunk);
        example.objects().forEach(copying.bucket::with);
        String sql = example.copy();
        if (!example.refusal().isEmpty()) {
            assertThat(copying.failureOf(sql)).hasMessage(example.refusal());
            assertThat(copying.log).isEmpty();
            assertThat(copying.session.rows).isEmpty();
        } else if (example.failure().isEmpty()) {
            CopyResult result = copying.run(sql);
            assertThat(copying.rows().lines().map(String::stripTrailing).collect(Collectors.joining("\n")))
                    .isEqualTo(example.rows().lines().map(String::stripTrailing).collect(Collectors.joining("\n")));
            assertThat(result.rejectedRows()).isEqualTo(example.rejected());
        } else {
            RedshiftError failure = copying.failureOf(sql);
            assertThat(failure).hasMessage(
                    "Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
            List<LoadError> errors = copying.errors();
            assertThat(errors.get(0).code() + " " + errors.get(0).reason()).isEqualTo(example.failure());
            assertThat(copying.session.rows).isEmpty();
            assertThat(copying.session.aborted != null).isEqualTo(!sql.contains("noload"));
        }
    }
}
