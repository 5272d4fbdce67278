package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.command.CopyCommand;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.CopyVectors.Vector;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CopyVectorsTest {

    static Stream<Arguments> vectors() {
        return CopyVectors.all().stream().flatMap(vector -> Stream.of(1, 2, 3, 7, 1 << 16)
                .map(chunk -> Arguments.of(vector, chunk)));
    }

    static Stream<Vector> statements() {
        return CopyVectors.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void statementIsReadBackFromWhatItIsRenderedAs(Vector vector) {
        CopyCommand command = command(vector.copy());
        assertThat(command(command.sql())).isEqualTo(command);
    }

    private static CopyCommand command(String sql) {
        return CopyCommand.parse(sql, Tokenizer.tokenize(sql)).command();
    }

    @ParameterizedTest(name = "{0}, {1} bytes a chunk")
    @MethodSource("vectors")
    void documentedExampleLoadsAsDocumented(Vector vector, int chunk) {
        Copying copying = new Copying(new MemorySession("t", vector.columns().toArray(String[]::new))).chunks(chunk);
        copying.bucket.with("data", vector.data());
        vector.files().forEach(copying.bucket::with);
        String sql = vector.copy();
        if (vector.failure().isEmpty()) {
            CopyResult result = copying.run(sql);
            assertThat(copying.rows()).isEqualTo(vector.rows());
            assertThat(result.rejectedRows()).isEqualTo(vector.rejected());
        } else {
            RedshiftError failure = copying.failureOf(sql);
            assertThat(failure).hasMessage(
                    "Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
            List<LoadError> errors = copying.errors();
            assertThat(errors.get(0).code() + " " + errors.get(0).reason())
                    .isEqualTo(vector.failure().substring(0, Math.min(vector.failure().length(), 105)));
            assertThat(copying.session.rows).isEmpty();
            assertThat(copying.session.aborted).isNotNull();
        }
    }
}
