/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** AVRO, PARQUET and ORC through the Redshift driver, the endpoint and PostgreSQL. */
class RecordFilesEndpointTest {

    private static final MemoryBucket BUCKET = new MemoryBucket();

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        BUCKET.with("users.avro", AvroRowsTest.users()).with("users.parquet", ParquetRowsTest.users())
                .with("users.orc", OrcRowsTest.users());
        server = LocalRedshift.temporary().bucket("b", BUCKET).start();
        connection = Sql.connect(server.endpoint());
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void avroReachesTheTable() throws SQLException {
        Sql.run(connection, "create table avro_users (id bigint, name varchar(9), home super, tags super)",
                "copy avro_users from 's3://b/users.avro' iam_role default avro 'auto ignorecase'");
        String home = "{\"city\":\"Z\\\"\u00fcrich\",\"zip\":8000}";
        assertThat(Sql.rows(connection, "select id, name, home, tags from avro_users order by id"))
                .containsExactly(List.of("1", "Ann", home, "[\"a\",\"b\"]"),
                        Arrays.asList("2", null, home, "[]"));
        assertThat(Sql.value(connection, "select pg_last_copy_count()")).isEqualTo("2");
    }

    @Test
    void columnarFilesReachTheTable() throws SQLException {
        Sql.run(connection, "create table users (id bigint not null, name varchar(9))",
                "copy users from 's3://b/users.parquet' iam_role default format as parquet",
                "copy users from 's3://b/users.orc' iam_role default format as orc");
        assertThat(Sql.rows(connection, "select id, name from users order by id, name"))
                .containsExactly(List.of("1", "Z\u00fcrich"), List.of("1", "Z\u00fcrich"),
                        Arrays.asList("2", null), Arrays.asList("2", null));
    }

    @Test
    void fileThatDoesNotFitFailsTheCopyAndKeepsNothing() throws SQLException {
        Sql.run(connection, "create table small_users (id integer, name varchar(9))");
        assertThatThrownBy(() -> Sql.run(connection,
                "copy small_users from 's3://b/users.parquet' iam_role default parquet"))
                .hasMessageContaining("Spectrum Scan Error")
                .hasMessageContaining("incompatible Parquet schema for column 'id'. Column type: INT, Parquet schema: "
                        + "required int64 id");
        assertThatThrownBy(() -> Sql.run(connection,
                "copy small_users from 's3://b/users.parquet' iam_role default parquet maxerror 5"))
                .hasMessageContaining("MAXERROR is not supported with PARQUET");
        assertThat(Sql.value(connection, "select count(*) from small_users")).isEqualTo("0");
    }
}
