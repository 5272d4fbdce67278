/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** COPY as a statement of a stored procedure. */
class ProcedureCopyTest {

    private static final TestBucket BUCKET = TestBucket.empty().put("users.txt", "1|Ann|2.50\n2|Zoë|\n")
            .put("bad.txt", "3|Eve|1\nx|Bob|1\n").put("more.csv", "4,\"a, \"\"b\"\" \\ c\",9.99\n");
    private static final String USERS = "copy users from 's3://data/users.txt' iam_role default delimiter '|'";
    private static final String BAD = "copy users from 's3://data/bad.txt' iam_role default delimiter '|'";

    private static LocalRedshiftServer server;
    private Connection connection;

    @BeforeAll
    static void start() {
        server = LocalRedshift.temporary().bucket("data", BUCKET).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "drop table if exists users",
                "create table users (id int not null, name varchar(20), amount decimal(8,2), loaded varchar(5) default 'yes')");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void procedure(String body) throws SQLException {
        procedure("", body);
    }

    private void procedure(String attributes, String body) throws SQLException {
        Sql.run(connection, "create or replace procedure p() " + attributes + " as $$ " + body + " $$ language plpgsql");
    }

    private List<String> call() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("call p()");
            List<String> infos = new ArrayList<>();
            for (SQLWarning info = statement.getWarnings(); info != null; info = info.getNextWarning()) {
                infos.add(info.getMessage());
            }
            return infos;
        }
    }

    @Test
    void loadsItsRowsIntoTablesOfItsOwnTransaction() throws SQLException {
        procedure("begin create temp table stage (like users); copy stage (id, name, amount) from 's3://data/users.txt' "
                + "iam_role default delimiter '|'; copy stage (id, name, amount) from 's3://data/more.csv' iam_role default csv; "
                + "insert into users select id + 10, name, amount, 'own' from stage; end");

        assertThat(call()).containsExactly("Load into table 'stage' completed, 2 record(s) loaded successfully.",
                "Load into table 'stage' completed, 1 record(s) loaded successfully.");
        assertThat(Sql.rows(connection, "select id, name, amount, loaded from users order by id")).containsExactly(
                List.of("11", "Ann", "2.50", "own"), Arrays.asList("12", "Zoë", null, "own"),
                List.of("14", "a, \"b\" \\ c", "9.99", "own"));
    }

    @Test
    void aTextThatIsExecutedMayBeACopy() throws SQLException {
        procedure("declare file varchar(20) := 'users.txt'; begin execute 'copy users (id, name, amount) from ''s3://data/' "
                + "|| file || ''' iam_role default delimiter ''|'''; end");
        call();
        assertThat(Sql.rows(connection, "select id, loaded from users order by id"))
                .containsExactly(List.of("1", "yes"), List.of("2", "yes"));
    }

    @Test
    void itsTracesAreSeenInTheProcedureAndBehindIt() throws SQLException {
        procedure("declare n int; begin delete from users; copy users (id, name, amount) from 's3://data/users.txt' iam_role default "
                + "delimiter '|'; select into n count(*) from sys_load_history where query_id = pg_last_copy_id() "
                + "and loaded_rows = pg_last_copy_count(); raise info 'traces: %', n; end");
        assertThat(call()).contains("traces: 1");
        assertThat(Sql.rows(connection, "select trim(filename), lines_scanned from stl_load_commits "
                + "where query = pg_last_copy_id()")).containsExactly(List.of("s3://data/users.txt", "2"));
    }

    @Test
    void badRowsFailTheCallAndKeepNothing() throws SQLException {
        Sql.run(connection, "alter table users drop column loaded");
        procedure("begin insert into users values (7, 'Max', 1); " + BAD + "; end");
        assertThatThrownBy(this::call).isInstanceOf(SQLException.class)
                .hasMessageContaining("Load into table 'users' failed.  Check 'stl_load_errors' system table for details.")
                .hasMessageContaining("s3://data/bad.txt line 2, column id (int4): Invalid digit, Value 'x'");
        assertThat(Sql.value(connection, "select count(*) from users")).isEqualTo("0");
        assertThat(Sql.rows(connection, "select line_number, trim(raw_field_value) from stl_load_errors order by query desc limit 1"))
                .containsExactly(List.of("2", "x"));
    }

    @Test
    void aHandlerTakesItsErrorAndLoadsSomethingElse() throws SQLException {
        Sql.run(connection, "alter table users drop column loaded");
        procedure("nonatomic", "begin " + BAD + "; exception when others then raise info '%', sqlerrm; " + USERS + "; end");
        assertThat(call()).containsExactly("Load into table 'users' failed.  Check 'stl_load_errors' system table for details.",
                "Load into table 'users' completed, 2 record(s) loaded successfully.");
        assertThat(Sql.value(connection, "select count(*) from users")).isEqualTo("2");
    }

    @Test
    void aRollbackTakesItsRowsAway() throws SQLException {
        Sql.run(connection, "alter table users drop column loaded");
        procedure("begin " + USERS + "; end");
        Sql.run(connection, "begin", "call p()");
        assertThat(Sql.value(connection, "select count(*) from users")).isEqualTo("2");
        Sql.run(connection, "rollback");
        assertThat(Sql.value(connection, "select count(*) from users")).isEqualTo("0");
    }

    @Test
    void whatIsWrongWithItIsSaidWhenItRuns() throws SQLException {
        procedure("begin copy nowhere from 's3://data/users.txt' iam_role default; end");
        assertThatThrownBy(this::call).hasMessageContaining("relation \"nowhere\" does not exist")
                .hasMessageContaining("create it first");
        procedure("begin copy users from 's3://data/users.txt' iam_role default nonsense; end");
        assertThatThrownBy(this::call).hasMessageContaining("syntax error at or near \"nonsense\"");
        procedure("begin copy users from 's3://other/users.txt' iam_role default; end");
        assertThatThrownBy(this::call).hasMessageContaining("other");
        procedure("begin execute 'select 1; " + USERS.replace("'", "''") + "'; end");
        assertThatThrownBy(this::call).hasMessageContaining("does not execute COPY beside other statements of one EXECUTE")
                .hasMessageContaining("give each its EXECUTE");
        assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
    }

    @Test
    void theCheckerLooksIntoIt() {
        assertThat(LocalRedshift.check("create procedure q() as $$ begin copy users from 's3://data/users.txt' "
                + "iam_role default nonsense; end $$ language plpgsql"))
                .singleElement().satisfies(refusal -> assertThat(refusal.toString()).contains("nonsense"));
    }

    @Test
    void whoMayNotInsertMayNotLoad() throws SQLException {
        Sql.run(connection, "alter table users drop column loaded");
        procedure("begin " + USERS + "; end");
        Sql.run(connection, "create user copier password 'Secret12'", "grant execute on procedure p() to copier");
        try {
            Sql.run(connection, "set session authorization copier");
            assertThatThrownBy(this::call).hasMessageContaining("permission denied for table users");
            Sql.run(connection, "reset session authorization");
            procedure("begin " + USERS + "; end");
            Sql.run(connection, "grant insert on users to copier", "set session authorization copier");
            call();
            Sql.run(connection, "reset session authorization");
            assertThat(Sql.value(connection, "select count(*) from users")).isEqualTo("2");
        } finally {
            Sql.run(connection, "reset session authorization", "drop table users", "drop procedure p()", "drop user copier");
        }
    }

    @Test
    void manyRowsComeWhole() throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            rows.append(i).append("|name").append(i).append('|').append(i % 1000).append(".25\n");
        }
        BUCKET.put("many.txt", rows.toString());
        procedure("begin copy users (id, name, amount) from 's3://data/many.txt' iam_role default delimiter '|'; end");
        call();
        assertThat(Sql.rows(connection, "select count(*), sum(id::bigint), sum(amount) from users"))
                .containsExactly(List.of("200000", "19999900000", "99950000.00"));
    }
}
