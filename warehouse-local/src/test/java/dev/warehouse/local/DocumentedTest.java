/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that docs/local-redshift.md shows, run as it stands there. */
class DocumentedTest {

    @Test
    void aServerInJava(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("2026"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("2026/11.csv.gz")))) {
            out.write("day,shop,amount\n2026-11-21,\"Oslo, centre\",19.90\n".getBytes(StandardCharsets.UTF_8));
        }
        // tag::start[]
        try (LocalRedshiftServer redshift = LocalRedshift.temporary().bucket("sales", folder).start();
                Connection connection = DriverManager.getConnection(
                        redshift.endpoint().jdbcUrl(), redshift.endpoint().properties());
                Statement statement = connection.createStatement()) {
            statement.execute("create table sales (day date sortkey, shop varchar(20) distkey, amount decimal(10,2))");
            statement.execute("copy sales from 's3://sales/2026/' iam_role default csv gzip ignoreheader 1");
            // end::start[]
            assertThat(Sql.rows(connection, "select * from sales"))
                    .containsExactly(List.of("2026-11-21", "Oslo, centre", "19.90"));
        }
    }
}
