/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.OptionalLibrariesTest;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFormatTest {

    /** Makes a format, and says which suffix it has or why there is none; run on a class path of its own. */
    public static final class Program implements UnaryOperator<String> {

        @Override
        public String apply(String options) {
            String sql = "unload ('select 1') to 's3://b/p' iam_role default " + options;
            Columns columns = new Columns(List.of(new ResultColumn("n", 23, -1)), new int[] {0});
            try {
                return FileFormat.of(UnloadStatement.parse(sql, Tokenizer.tokenize(sql)), columns).suffix();
            } catch (RedshiftError e) {
                return e.sqlState() + " " + e.getMessage() + " " + e.hint();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"^parquet-hadoop,org.apache.parquet:parquet-hadoop",
        "^hadoop-client-api,org.apache.hadoop:hadoop-client-api"})
    void parquetWithoutItsLibraryNamesTheDependency(String library, String dependency)
            throws ReflectiveOperationException, IOException {
        assertThat(OptionalLibrariesTest.runWithout(library, Program.class, "parquet"))
                .startsWith("0A000 UNLOAD with PARQUET needs a library that is not on the class path: ")
                .contains("Add to your build ").contains(dependency);
    }

    @ParameterizedTest
    @CsvSource({"json gzip,.gz", "csv,''", "zstd,.zst"})
    void otherFormatsNeedNone(String options, String suffix) throws ReflectiveOperationException, IOException {
        assertThat(OptionalLibrariesTest.runWithout("^(avro|parquet|orc|hadoop|snappy|aircompressor)-", Program.class,
                options)).isEqualTo(suffix);
    }
}
