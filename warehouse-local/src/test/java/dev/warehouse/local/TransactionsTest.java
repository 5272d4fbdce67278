/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction sees a snapshot, as Redshift's do. */
class TransactionsTest {

    @TempDir
    static Path bucket;

    private static LocalRedshiftServer server;
    private Connection one;
    private Connection two;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(bucket.resolve("rows.csv"), "1\nx\n3\n");
        server = LocalRedshift.temporary().bucket("b", bucket).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        one = Sql.connect(server.endpoint());
        two = Sql.connect(server.endpoint());
        Sql.run(one, "drop table if exists t", "create table t (a int, b int)", "insert into t values (1, 1), (2, 2)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        one.close();
        two.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "begin isolation level read committed", "begin transaction isolation level snapshot",
            "start transaction isolation level serializable", "begin work isolation level read uncommitted read write"})
    void aTransactionDoesNotSeeWhatOthersCommitMeanwhile(String begin) throws SQLException {
        Sql.run(one, begin);
        assertThat(Sql.value(one, "select count(*) from t")).isEqualTo("2");
        Sql.run(two, "insert into t values (3, 3)");
        assertThat(Sql.value(one, "select count(*) from t")).isEqualTo("2");
        Sql.run(one, "commit");
        assertThat(Sql.value(one, "select count(*) from t")).isEqualTo("3");
    }

    @Test
    void theLevelThatADriverSetsIsTakenToo() throws SQLException {
        one.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        one.setAutoCommit(false);
        assertThat(Sql.value(one, "select count(*) from t")).isEqualTo("2");
        Sql.run(two, "insert into t values (3, 3)");
        assertThat(Sql.value(one, "select count(*) from t")).isEqualTo("2");
        one.rollback();
    }

    @Test
    void aRowThatAnotherHasChangedIsAConflict() throws SQLException {
        Sql.run(one, "begin", "select count(*) from t");
        Sql.run(two, "update t set b = 9 where a = 1");
        Sql.run(one, "update t set b = 5 where a = 2");
        assertThatThrownBy(() -> Sql.run(one, "update t set b = 7 where a = 1")).isInstanceOf(SQLException.class)
                .hasMessageContaining("1023").hasMessageContaining("Serializable isolation violation on a table")
                .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("40001");
        Sql.run(one, "rollback");
        assertThat(Sql.rows(one, "select b from t order by a")).containsExactly(List.of("9"), List.of("2"));
    }

    @Test
    void aTransactionSeesTheTracesOfItsOwnLoads() throws SQLException {
        one.setAutoCommit(false);
        Sql.run(one, "copy t (a) from 's3://b/rows.csv' iam_role default csv maxerror 5");
        String errors = "select count(*) from stl_load_errors where query = pg_last_copy_id()";
        String files = "select count(*) from stl_load_commits where query = pg_last_copy_id()";
        assertThat(Sql.value(one, errors)).isEqualTo("1");
        assertThat(Sql.value(one, files)).isEqualTo("1");
        Sql.run(one, "copy t (a) from 's3://b/rows.csv' iam_role default csv maxerror 5");
        assertThat(Sql.value(one, errors)).isEqualTo("1");
        assertThat(Sql.value(one, "select count(*) from sys_load_error_detail")).isEqualTo("2");
        one.commit();
        assertThat(Sql.value(one, errors)).isEqualTo("1");
        assertThat(Sql.value(two, "select count(*) from sys_load_error_detail")).isEqualTo("2");
        one.rollback();
    }
}
