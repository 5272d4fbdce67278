/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.CheckedStatement;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.LocalRedshiftTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jooq.Record;
import org.junit.jupiter.api.Test;

/** The SQL that the pages show, run as it stands there. */
@LocalRedshiftTest(buckets = @LocalRedshiftTest.Bucket(name = "reports"))
class PagesSqlTest {

    @Test
    void theRejectedRowsOfALoadAreAskedFor(Warehouse warehouse, TestBucket reports) throws Exception {
        String question = Page.blockOf("theRejectedRowsOfALoadAreAskedFor");
        reports.put("bad.csv", "1,Ann\nx,Bob\n");
        // one connection: the number of the last COPY is the session's
        try (Connection connection = connect(warehouse.endpoint());
                Statement statement = connection.createStatement()) {
            statement.execute("create table people (id int, name varchar(20))");
            assertThatThrownBy(() -> statement.execute("copy people from 's3://reports/bad' iam_role default csv"))
                    .isInstanceOf(SQLException.class);

            Record row = warehouse.dsl().fetch(statement.executeQuery(question)).get(0);

            assertThat(row.get("filename", String.class).strip()).isEqualTo("s3://reports/bad.csv");
            assertThat(row.get("line_number", Integer.class)).isEqualTo(2);
            assertThat(row.get("colname", String.class).strip()).isEqualTo("id");
            assertThat(row.get("raw_field_value", String.class).strip()).isEqualTo("x");
            assertThat(row.get("err_code", Integer.class)).isEqualTo(1207);
            assertThat(row.get("err_reason", String.class)).startsWith("Invalid digit");
        }
    }

    @Test
    void anUnloadLeavesFilesAndTraces(Warehouse warehouse, TestBucket reports) throws Exception {
        List<Page.Block> blocks = Page.blocksOf("anUnloadLeavesFilesAndTraces");
        assertThat(blocks).hasSize(2);
        String[] traces = blocks.get(1).text().split(";\n");
        try (Connection connection = connect(warehouse.endpoint());
                Statement statement = connection.createStatement()) {
            statement.execute("create table venue (venueid int, venuename varchar(40), venuestate char(2))");
            statement.execute("insert into venue values (1, 'Ann''s', 'NV'), (2, 'Bob''s', 'NV'), (3, 'Cid''s', 'NV'), "
                    + "(4, 'Dan''s', 'CA')");

            statement.execute(blocks.get(0).text());

            assertThat(statement.getWarnings().getMessage())
                    .isEqualTo("UNLOAD completed, 3 record(s) unloaded successfully.");
            assertThat(reports.keys().stream().filter(key -> key.startsWith("venue_")))
                    .containsExactly("venue_0000_part_00.gz", "venue_0001_part_00.gz", "venue_manifest");
            assertThat(warehouse.dsl().fetch(statement.executeQuery(traces[0])).intoMaps())
                    .extracting(row -> row.get("path").toString().strip(), row -> row.get("line_count"))
                    .containsExactly(tuple("s3://reports/venue_0000_part_00.gz", 2L),
                            tuple("s3://reports/venue_0001_part_00.gz", 1L));
            assertThat(warehouse.dsl().fetch(statement.executeQuery(traces[1])).getValue(0, 0)).hasToString("3");
        }
    }

    @Test
    void aSlipInTheShownScriptIsToldWithItsPlace() throws Exception {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            List<CheckedStatement> checked = server.check(Page.blockOf("aSlipInTheShownScriptIsToldWithItsPlace"));

            assertThat(checked).hasSize(2);
            assertThat(checked.get(0).isAccepted()).isTrue();
            assertThat(checked.get(1).refusals()).singleElement().hasToString(
                    "2:24: column \"solt\" of relation \"sales\" does not exist (unknown-column)");
        }
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        return DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.properties());
    }
}
