/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements by the Data API, beside the same by JDBC. */
@NeedsStandIn
class DataApiTest {

    private static LocalRedshiftServer redshift;
    private AwsStandIn aws;
    private Provisioned provisioned;
    private DataSource source;

    @BeforeAll
    static void startRedshift() throws SQLException {
        redshift = LocalRedshift.temporary().start();
        try (Connection connection = jdbc(); Statement statement = connection.createStatement()) {
            statement.execute("create table kinds (i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision,"
                    + " n numeric(12,3), b boolean, d date, t timestamp, tz timestamptz, c char(4), v varchar(60), s super)");
            statement.execute("insert into kinds select 1, 2, 9007199254740993, 1.5, 2.25, 12345.678, true, '2018-11-01',"
                    + " '2018-11-01 21:01:46.796', '2018-11-01 21:01:46.796+00', 'ab', 'Ünï \"q\" \\\\ :p1 ?',"
                    + " json_parse('{\"a\":[1,2]}')");
            statement.execute("insert into kinds (i4) values (3)");
        }
    }

    @AfterAll
    static void stopRedshift() {
        redshift.close();
    }

    @BeforeEach
    void start() throws IOException {
        aws = new AwsStandIn().clustersAt(redshift.endpoint());
        provisioned = StandInClusters.workgroup(aws).dataApi().provision(Progress.SILENT);
        source = provisioned.dataSource().orElseThrow();
    }

    @AfterEach
    void stop() {
        provisioned.close();
        aws.close();
    }

    private static Connection jdbc() throws SQLException {
        return DriverManager.getConnection(redshift.endpoint().jdbcUrl(), redshift.endpoint().properties());
    }

    private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData about = result.getMetaData();
            List<Object> names = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                names.add(about.getColumnLabel(i));
            }
            rows.add(names);
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    row.add(result.getObject(i));
                    row.add(result.getString(i));
                    row.add(result.wasNull());
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"i2", "i4", "i8", "f4", "f8", "n", "b", "d", "t", "c", "v"})
    void valuesAreThoseOfJdbc(String column) throws SQLException {
        String query = "select " + column + ", " + column + " as \"Another Name\" from kinds order by i4";
        try (Connection dataApi = source.getConnection(); Connection jdbc = jdbc()) {
            List<List<Object>> expected = rows(jdbc, query);
            List<List<Object>> found = rows(dataApi, query);
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                List<Object> expectedRow = new ArrayList<>(expected.get(i));
                if (i > 0 && List.of("i2").contains(column)) {
                    // the driver gives an Integer for a SMALLINT
                    expectedRow.replaceAll(value -> value instanceof Integer number ? (Object) number.shortValue() : value);
                }
                if (i > 0 && List.of("b", "t", "d").contains(column)) {
                    // the texts of both are Redshift's or Java's
                    assertThat(found.get(i).get(0)).isEqualTo(expectedRow.get(0));
                } else {
                    assertThat(found.get(i)).isEqualTo(expectedRow);
                }
            }
        }
    }

    @Test
    void jooqReadsTheSameByBoth() throws SQLException {
        try (Connection dataApi = source.getConnection(); Connection jdbc = jdbc()) {
            var query = DSL.select(DSL.field("i8", SQLDataType.BIGINT), DSL.field("n", SQLDataType.NUMERIC(12, 3)),
                    DSL.field("b", SQLDataType.BOOLEAN), DSL.field("d", SQLDataType.LOCALDATE),
                    DSL.field("t", SQLDataType.LOCALDATETIME), DSL.field("tz", SQLDataType.TIMESTAMPWITHTIMEZONE),
                    DSL.field("tz", SQLDataType.INSTANT).as("instant"), DSL.field("v", SQLDataType.VARCHAR),
                    DSL.field("s", SQLDataType.VARCHAR)).from("kinds").orderBy(DSL.field("i4"));
            List<Object[]> expected = new ArrayList<>();
            DSL.using(RedshiftConfiguration.on(jdbc)).fetch(query).forEach(row -> expected.add(row.intoArray()));
            List<Object[]> found = new ArrayList<>();
            DSL.using(RedshiftConfiguration.on(dataApi)).fetch(query).forEach(row -> found.add(row.intoArray()));
            assertThat(found.get(0)[5]).isEqualTo(OffsetDateTime.of(2018, 11, 1, 21, 1, 46, 796_000_000, ZoneOffset.UTC));
            assertThat(found).usingRecursiveComparison().isEqualTo(expected);
        }
    }

    @Test
    void valuesAreBoundByKind() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("select ? + 1, ? * 2, ? || '?:p1' /* ? */, ?, ?,"
                        + " coalesce(?, 'none'), ? = '', ? + interval '1 day' -- ?\n, ?, ?")) {
            statement.setInt(1, -5);
            statement.setBigDecimal(2, new BigDecimal("1.25"));
            statement.setString(3, "it's \\ :p9");
            statement.setBoolean(4, true);
            statement.setDate(5, Date.valueOf("2018-11-01"));
            statement.setString(6, null);
            statement.setString(7, "");
            statement.setTimestamp(8, Timestamp.valueOf("2018-11-01 10:00:00"));
            statement.setDouble(9, 1e-3);
            statement.setString(10, "second");
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(-4);
                assertThat(result.getBigDecimal(2)).isEqualByComparingTo("2.50");
                assertThat(result.getString(3)).isEqualTo("it's \\ :p9?:p1");
                assertThat(result.getBoolean(4)).isTrue();
                assertThat(result.getDate(5)).isEqualTo(Date.valueOf("2018-11-01"));
                assertThat(result.getString(6)).isEqualTo("none");
                assertThat(result.getBoolean(7)).isTrue();
                assertThat(result.getTimestamp(8)).isEqualTo(Timestamp.valueOf("2018-11-02 10:00:00"));
                assertThat(result.getDouble(9)).isEqualTo(1e-3);
                assertThat(result.getString(10)).isEqualTo("second");
            }
        }
        assertThat(aws.statements()).anySatisfy(statement -> assertThat(statement).contains("select (-5) + 1, 1.25 * 2,"
                + " :p1 || '?:p1' /* ? */, true, cast('2018-11-01' as date), coalesce(null, 'none'), '' = ''"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select ?, ?   | the statement has more placeholders than the 1 values that were given
            select '?'    | the statement has 0 placeholders, but 1 values were given
            """)
    void valuesThatDoNotFitAreRefused(String sql, String message) throws SQLException {
        try (Connection connection = source.getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, 1);
            assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLException.class).hasMessage(message);
        }
    }

    @Test
    void resultsArePagedAndMayBeEmpty() throws SQLException {
        aws.rowsOfAPage(7);
        try (Connection connection = source.getConnection()) {
            assertThat(rows(connection, "select generate_series(1, 100) as n order by 1")).hasSize(101);
            assertThat(rows(connection, "select i4 from kinds where false")).hasSize(1);
        }
    }

    @Test
    void transactionsSpanStatementsAndOthersSeeThemWhenCommitted() throws SQLException {
        try (Connection connection = source.getConnection(); Connection other = source.getConnection()) {
            DSLContext dsl = DSL.using(RedshiftConfiguration.on(connection));
            dsl.execute("create table counted (n integer)");
            connection.setAutoCommit(false);
            assertThat(dsl.execute("insert into counted values (1), (2)")).isEqualTo(2);
            assertThat(DSL.using(RedshiftConfiguration.on(other)).fetchCount(DSL.table("counted"))).isZero();
            connection.commit();
            assertThat(DSL.using(RedshiftConfiguration.on(other)).fetchCount(DSL.table("counted"))).isEqualTo(2);
            dsl.execute("delete from counted");
            connection.rollback();
            assertThat(dsl.fetchCount(DSL.table("counted"))).isEqualTo(2);
            connection.setAutoCommit(true);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class)
                    .hasMessage("cannot commit while the connection commits by itself");
            dsl.execute("drop table counted");
        }
        assertThat(aws.sessions()).isZero();
    }

    @Test
    void closingEndsAnOpenTransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.createStatement().execute("create table left_open (n integer)");
            connection.setAutoCommit(false);
            connection.createStatement().execute("insert into left_open values (1)");
        }
        try (Connection connection = source.getConnection()) {
            assertThat(rows(connection, "select * from left_open")).hasSize(1);
            connection.createStatement().execute("drop table left_open");
        }
    }

    @Test
    void batchIsOneTransactionOfOneCall() throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            aws.forgetCalls();
            statement.addBatch("create table batched (n integer)");
            statement.addBatch("insert into batched values (1), (2), (3)");
            statement.addBatch("update batched set n = n + 1 where n > 1");
            assertThat(statement.executeBatch()).containsExactly(0, 3, 2);
            assertThat(aws.calls().stream().filter("redshift-data:BatchExecuteStatement"::equals)).hasSize(1);

            statement.addBatch("insert into batched values (9)");
            statement.addBatch("insert into nowhere values (9)");
            assertThatThrownBy(statement::executeBatch).isInstanceOf(SQLException.class)
                    .hasMessageContaining("relation \"nowhere\" does not exist");
            assertThat(rows(connection, "select * from batched")).hasSize(4);
            try (PreparedStatement prepared = connection.prepareStatement("insert into batched values (?)")) {
                for (int round = 0; round < 2; round++) {
                    prepared.setInt(1, 7);
                    prepared.addBatch();
                    prepared.setInt(1, 8);
                    prepared.addBatch();
                    assertThat(prepared.executeBatch()).containsExactly(1, 1);
                }
            }
            assertThat(rows(connection, "select * from batched where n in (7, 8)")).hasSize(5);
            statement.execute("drop table batched");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from nowhere", "select nothing from kinds", "selec 1", "select 1/0",
        "insert into kinds (c) values ('longer than four')", "create table kinds (n integer)",
        "select 'x'::integer", "insert into kinds (i4) values (1) on conflict do nothing", "select no_such_function(1)",
        "drop schema no_such_schema"})
    void failuresAreThoseOfJdbc(String sql) throws SQLException {
        try (Connection dataApi = source.getConnection(); Connection jdbc = jdbc();
                Statement byDataApi = dataApi.createStatement(); Statement byJdbc = jdbc.createStatement()) {
            SQLException expected = null;
            try {
                byJdbc.execute(sql);
            } catch (SQLException e) {
                expected = e;
            }
            assertThat((Throwable) expected).isNotNull();
            String message = expected.getMessage();
            String state = expected.getSQLState();
            assertThatThrownBy(() -> byDataApi.execute(sql)).isInstanceOf(SQLException.class).hasMessage(message)
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(state));
            assertThat(rows(dataApi, "select 1")).hasSize(2);
        }
    }

    @Test
    void failedTransactionIsOverUntilItIsRolledBack() throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.execute("select * from nowhere")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("current transaction is aborted");
            connection.rollback();
            assertThat(statement.execute("select 1")).isTrue();
        }
    }

    @Test
    void runningStatementIsCancelled() throws Exception {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create table locked (n integer)");
            try (Connection holder = jdbc()) {
                holder.setAutoCommit(false);
                holder.createStatement().execute("lock table locked");
                aws.forgetCalls();
                CompletableFuture<SQLException> waiting = CompletableFuture.supplyAsync(() -> {
                    try {
                        statement.execute("delete from locked");
                        return null;
                    } catch (SQLException e) {
                        return e;
                    }
                });
                while (!aws.calls().contains("redshift-data:DescribeStatement")) {
                    Thread.onSpinWait();
                }
                statement.cancel();
                SQLException cancelled = waiting.get(20, TimeUnit.SECONDS);
                assertThat((Throwable) cancelled).isNotNull();
                assertThat(cancelled.getSQLState()).isEqualTo("57014");
                holder.rollback();
            }
            statement.cancel();
            statement.execute("drop table locked");
        }
    }

    @Test
    void wishToCancelIsKeptWhileAStatementIsOnItsWay() throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement();
                Connection holder = jdbc()) {
            statement.execute("create table awaited (n integer)");
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table awaited");
            aws.during("redshift-data:ExecuteStatement", () -> {
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> statement.execute("delete from awaited")).isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"));
            holder.rollback();
            statement.execute("drop table awaited");
        }
    }

    @Test
    void lostAnswerDoesNotRunAStatementTwice() throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create table once (n integer)");
            aws.forgetCalls();
            aws.loseAnswerOf(1).failAt(3, 400, "ThrottlingException", "Rate exceeded").failAt(4, 500,
                    "InternalServerException", "Something failed.");
            assertThat(statement.executeUpdate("insert into once values (1)")).isEqualTo(1);
            aws.heal();
            assertThat(rows(connection, "select * from once")).hasSize(2);
            statement.execute("drop table once");
        }
    }

    @Test
    void endedSessionIsToldAndTheConnectionIsBroken() throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            aws.endSessions();
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("its session has ended").hasMessageEndingWith("AWS said: Session is not available.")
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08006"));
        }
        try (Connection shortLived = new DataApiSource(new AwsSession(StandInClusters.workgroup(aws).settings,
                Progress.SILENT).data(), new DataApiTarget(null, "sales", "dev", null, null, "jdbc:redshift:"),
                Duration.ofSeconds(1), Duration.ofMillis(1)).getConnection()) {
            assertThat(shortLived.isValid(1)).isTrue();
            shortLived.createStatement().execute("select 1");
            assertThat(shortLived.isValid(1)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ExecuteStatement   | ActiveStatementsExceededException | try again once some are done
            ExecuteStatement   | ActiveSessionsExceededException   | close some connections
            ExecuteStatement   | DatabaseConnectionException       | check the secret, or the user
            ExecuteStatement   | ValidationException               | statements have 200 KB at most
            ExecuteStatement   | QueryTimeoutException             | try again
            DescribeStatement  | ResourceNotFoundException         | results are kept for 24 hours
            GetStatementResult | InternalServerException           | AWS failed: try again
            GetStatementResult | AccessDeniedException             | Allow that action to the caller in an IAM policy
            """)
    void errorCodesAreExplained(String action, String code, String wayOut) throws SQLException {
        aws.refuse("redshift-data:" + action, code.startsWith("Internal") ? 500 : 400, code, "What AWS said.");
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("select 1")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("redshift-data:" + action + " on workgroup sales, database dev")
                    .hasMessageContaining(wayOut).hasMessageEndingWith("AWS said: What AWS said.");
            aws.heal();
        }
    }

    @Test
    void metadataTellsWhatItCanAndRefusesTheRest() throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Redshift");
            assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("8.0");
            assertThat(connection.getMetaData().getURL()).startsWith("jdbc:redshift://127.0.0.1:");
            assertThat(connection.getMetaData().getUserName()).isEqualTo("awsuser");
            assertThatThrownBy(() -> connection.getMetaData().getTables(null, null, null, null))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessage("the Data API does not tell getTables; ask Redshift's system views");
        }
        assertThatThrownBy(() -> source.getConnection("me", "Passw0rd")).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void everyLoginEntersAClusterWithoutPassword(Login login) throws SQLException {
        RedshiftCluster cluster = StandInClusters.cluster(aws).login(login).dataApi();
        assertThat(cluster.plan().permissions()).contains("redshift-data:ExecuteStatement");
        aws.forgetCalls();
        try (Provisioned running = cluster.provision(Progress.SILENT);
                Connection connection = running.dataSource().orElseThrow().getConnection()) {
            assertThat(rows(connection, "select 1")).hasSize(2);
            assertThat(running.endpoint().password()).isEmpty();
            assertThat(running.endpoint().user()).isEqualTo("awsuser");
            assertThat(aws.calls()).doesNotContain("secretsmanager:GetSecretValue");
        }
    }

    @Test
    void passwordsThatTheDataApiCannotTakeAreRefused() {
        assertThatThrownBy(() -> StandInClusters.workgroup(aws).password("Passw0rdOfMine").dataApi().plan())
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("the Data API takes no password: leave it to Secrets"
                        + " Manager, or say login(Login.IAM_IDENTITY)");
        assertThatThrownBy(() -> StandInClusters.workgroup(aws).dataApi(Duration.ofHours(25)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("keepAlive must be at most 24 hours, was PT25H");
    }

    @Test
    void generatedPasswordIsTakenFromItsSecret() {
        RedshiftServerless kept = StandInClusters.reached(RedshiftServerless.workgroup("kept").region("us-west-2"),
                aws.uri()).readsEveryBucket().generatedPassword().dataApi();
        try (Provisioned running = kept.provision(Progress.SILENT)) {
            assertThat(running.endpoint().password()).isEmpty();
        }
    }
}
