/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients do, through the drivers that they use: each test by the Redshift driver and by pgjdbc, in two modes. */
class EndpointTest {

    @TempDir
    static Path bucket;

    private static LocalRedshiftServer server;

    /** A driver, and whether it sends the simple or the extended protocol. */
    enum Driver {
        REDSHIFT("jdbc:redshift:", "enableFetchRingBuffer=false"),
        REDSHIFT_RING_BUFFER("jdbc:redshift:", "enableFetchRingBuffer=true"),
        REDSHIFT_SIMPLE("jdbc:redshift:", "preferQueryMode=simple"),
        PGJDBC("jdbc:postgresql:", "loggerLevel=OFF&prepareThreshold=1"),
        PGJDBC_SIMPLE("jdbc:postgresql:", "loggerLevel=OFF&preferQueryMode=simple");

        private final String scheme;
        private final String option;

        Driver(String scheme, String option) {
            this.scheme = scheme;
            this.option = option;
        }

        Connection connect() throws SQLException {
            Endpoint endpoint = server.endpoint();
            Properties properties = endpoint.properties();
            return DriverManager.getConnection(scheme + "//" + endpoint.host() + ":" + endpoint.port() + "/"
                    + endpoint.database() + (scheme.contains("redshift") ? "?ssl=false&" : "?sslmode=disable&") + option, properties);
        }

        boolean isSimple() {
            return option.contains("simple");
        }

        /** The Redshift driver in simple mode writes a backslash into literals as it is, which Redshift takes for an escape. */
        String text() {
            return this == REDSHIFT_SIMPLE ? "it's " : "it's \\ ";
        }

        String table() {
            return "t_" + name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(bucket.resolve("good.txt"), "1|one\n2|two\n3|three\n");
        Files.writeString(bucket.resolve("bad.txt"), "1|one\nx|two\n");
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            large.append(i).append("|row ").append(i).append('\n');
        }
        Files.writeString(bucket.resolve("large.txt"), large);
        server = LocalRedshift.temporary().bucket("data", bucket).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void makeTable(Connection connection, Driver driver) throws SQLException {
        Sql.run(connection, "drop table if exists " + driver.table(),
                "create table " + driver.table() + " (a int distkey, b varchar(20))");
    }

    @ParameterizedTest
    @EnumSource
    void preparedStatementsAndBatches(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            makeTable(connection, driver);
            try (PreparedStatement insert = connection.prepareStatement("insert into " + driver.table() + " values (?, ?)")) {
                for (int i = 0; i < 500; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, i % 10 == 0 ? null : driver.text() + i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(500);
            }
            try (PreparedStatement select = connection.prepareStatement("select b from " + driver.table() + " where a = ?")) {
                for (int i = 0; i < 20; i++) {
                    select.setInt(1, i);
                    try (ResultSet result = select.executeQuery()) {
                        assertThat(result.next()).isTrue();
                        assertThat(result.getString(1)).isEqualTo(i % 10 == 0 ? null : driver.text() + i);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchWithABadRowSaysWhichAndTheSessionGoesOn(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            makeTable(connection, driver);
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into " + driver.table() + " values (?, ?)")) {
                for (String value : List.of("short", "much too long for a column of twenty bytes", "short")) {
                    insert.setInt(1, 1);
                    insert.setString(2, value);
                    insert.addBatch();
                }
                assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class)
                        .hasMessageContaining("value too long for type character varying(20)");
            }
            assertThatThrownBy(() -> Sql.value(connection, "select 1")).hasMessageContaining("current transaction is aborted");
            connection.rollback();
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeResultsComeInPortions(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1000);
                try (ResultSet result = statement.executeQuery("select n, repeat('x', 100) from generate_series(1, 30000) n")) {
                    int count = 0;
                    while (result.next()) {
                        assertThat(result.getInt(1)).isEqualTo(++count);
                    }
                    assertThat(count).isEqualTo(30_000);
                }
            }
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalStatementsInOneText(Driver driver) throws SQLException {
        try (Connection connection = driver.connect(); Statement statement = connection.createStatement()) {
            makeTable(connection, driver);
            boolean result = statement.execute("insert into " + driver.table() + " values (1, ';'); select count(*) from "
                    + driver.table() + "; -- done");
            assertThat(result).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(statement.getMoreResults()).isTrue();
            try (ResultSet counted = statement.getResultSet()) {
                assertThat(counted.next()).isTrue();
                assertThat(counted.getInt(1)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunningQueryCanBeCancelled(Driver driver) throws Exception {
        try (Connection connection = driver.connect(); Statement statement = connection.createStatement()) {
            CompletableFuture<Void> query = CompletableFuture.runAsync(() -> {
                try {
                    statement.execute("select pg_sleep(60)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getSQLState(), e);
                }
            });
            awaitActive("%pg_sleep(60)");
            statement.cancel();
            assertThatThrownBy(() -> query.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("57014");
            assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
        }
    }

    /** Drivers ask once a statement, and an idle session does not hear it. */
    private static void awaitActive(String like) throws Exception {
        while (Sql.value(server.endpoint(), "select count(*) from pg_stat_activity where state = 'active' and query like '"
                + like + "' and pid <> pg_backend_pid()").equals("0")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusedStatementsAbortTheTransactionAsAnyOther(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            assertThatThrownBy(() -> Sql.run(connection, "create index i on x (a)"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
                    .hasMessageContaining("Redshift has no indexes");
            assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> Sql.run(connection, "create index i on x (a)")).hasMessageContaining("no indexes");
            assertThatThrownBy(() -> Sql.value(connection, "select 1")).hasMessageContaining("current transaction is aborted");
            connection.rollback();
            assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void copyRunsInTheClientsTransaction(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            makeTable(connection, driver);
            String copy = "copy " + driver.table() + " from 's3://data/good.txt' iam_role default";
            connection.setAutoCommit(false);
            Sql.run(connection, copy);
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("3");
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("0");
            try (Statement statement = connection.createStatement()) {
                statement.execute(copy);
                SQLWarning warning = statement.getWarnings();
                assertThat(warning.getMessage()).isEqualTo(
                        "Load into table '" + driver.table() + "' completed, 3 record(s) loaded successfully.");
            }
            assertThat(Sql.value(connection, "select pg_last_copy_count()")).isEqualTo("3");
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 3, 3", "statupdate on, 3, 3", "statupdate, 3, 3", "statupdate off, -1, -1"})
    void copyRefreshesThePlannersStatistics(String clause, int first, int again) throws SQLException {
        Driver driver = Driver.PGJDBC;
        try (Connection connection = driver.connect()) {
            makeTable(connection, driver);
            String copy = "copy " + driver.table() + " from 's3://data/good.txt' iam_role default " + clause;
            String rows = "select reltuples::int from pg_class where relname = '" + driver.table() + "'";
            Sql.run(connection, copy);
            assertThat(Sql.value(connection, rows)).isEqualTo(String.valueOf(first));
            // as a load refills a staging table
            connection.setAutoCommit(false);
            Sql.run(connection, "delete from " + driver.table(), copy);
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(Sql.value(connection, rows)).isEqualTo(String.valueOf(again));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCopyLoadsNothingAndLeavesItsTraces(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            makeTable(connection, driver);
            connection.setAutoCommit(false);
            Sql.run(connection, "insert into " + driver.table() + " values (7, 'seven')");
            assertThatThrownBy(() -> Sql.run(connection, "copy " + driver.table() + " from 's3://data/bad.txt' iam_role default"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX000"))
                    .hasMessageContaining("Load into table '" + driver.table()
                            + "' failed.  Check 'stl_load_errors' system table for details.");
            assertThatThrownBy(() -> Sql.value(connection, "select 1")).hasMessageContaining("current transaction is aborted");
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("0");
            assertThat(Sql.value(connection, "select pg_last_copy_count()")).isEqualTo("0");
            assertThat(Sql.rows(connection, "select trim(filename), line_number, trim(colname), trim(raw_line), "
                    + "trim(raw_field_value), err_code, trim(err_reason) from stl_load_errors where query = pg_last_copy_id()"))
                    .containsExactly(List.of("s3://data/bad.txt", "2", "a", "x|two", "x", "1207",
                            "Invalid digit, Value 'x', Pos 0, Type: Integer"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void copyAmongOtherStatementsOfOneText(Driver driver) throws SQLException {
        try (Connection connection = driver.connect(); Statement statement = connection.createStatement()) {
            makeTable(connection, driver);
            String copy = "copy " + driver.table() + " from 's3://data/%s.txt' iam_role default;";
            statement.execute(copy.formatted("good") + "insert into " + driver.table() + " values (4, 'four');"
                    + "delete from " + driver.table() + " where a = 1");
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("3");
            assertThatThrownBy(() -> statement.execute("delete from " + driver.table() + ";" + copy.formatted("bad")))
                    .hasMessageContaining("failed");
            String rows = Sql.value(connection, "select count(*) from " + driver.table());
            // one text is one transaction in the simple protocol; by the extended one each statement is its own
            assertThat(rows).isEqualTo(driver.isSimple() ? "3" : rows);
            assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunningCopyCanBeCancelled(Driver driver) throws Exception {
        try (Connection connection = driver.connect(); Statement statement = connection.createStatement()) {
            makeTable(connection, driver);
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        statement.execute("copy " + driver.table() + " from 's3://data/large.txt' iam_role default");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getSQLState(), e);
                }
            });
            while (!load.isDone()) {
                statement.cancel();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThatThrownBy(load::get).hasMessageContaining("57014");
            long rows = Long.parseLong(Sql.value(connection, "select count(*) from " + driver.table()));
            assertThat(rows % 200_000).as("each COPY loads all or nothing").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void unloadRunsInTheClientsTransaction(Driver driver) throws Exception {
        try (Connection connection = driver.connect()) {
            makeTable(connection, driver);
            connection.setAutoCommit(false);
            Sql.run(connection, "insert into " + driver.table() + " values (1, 'one')");
            try (Statement statement = connection.createStatement()) {
                statement.execute("unload ($$select * from " + driver.table() + " where b = 'one'$$) to 's3://data/"
                        + driver.table() + "_' iam_role default allowoverwrite parallel off");
                assertThat(statement.getWarnings().getMessage())
                        .isEqualTo("UNLOAD completed, 1 record(s) unloaded successfully.");
            }
            assertThat(Sql.value(connection, "select pg_last_unload_count()")).isEqualTo("1");
            assertThat(Files.readString(bucket.resolve(driver.table() + "_000"))).isEqualTo("1|one\n");
            assertThatThrownBy(() -> Sql.run(connection, "unload ('select a / 0 from " + driver.table()
                    + "') to 's3://data/zero' iam_role default")).hasMessageContaining("Divide by zero");
            assertThatThrownBy(() -> Sql.value(connection, "select 1")).hasMessageContaining("current transaction is aborted");
            connection.rollback();
            assertThat(Sql.value(connection, "select count(*) from " + driver.table())).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunningUnloadCanBeCancelled(Driver driver) throws Exception {
        try (Connection connection = driver.connect(); Statement statement = connection.createStatement()) {
            CompletableFuture<Void> unload = CompletableFuture.runAsync(() -> {
                try {
                    statement.execute("unload ('select n, md5(n::varchar) from generate_series(1, 100000000) n') to "
                            + "'s3://data/cancelled' iam_role default");
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getSQLState(), e);
                }
            });
            awaitActive("COPY%100000000%");
            while (!unload.isDone()) {
                statement.cancel();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThatThrownBy(unload::get).hasMessageContaining("57014");
            assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
            assertThat(bucket.toFile().list()).noneMatch(name -> name.contains("cancelled") || name.startsWith("."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionsRunSideBySide(Driver driver) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String table = driver.table() + "_" + i;
                results.add(threads.submit(() -> {
                    try (Connection connection = driver.connect()) {
                        Sql.run(connection, "create table " + table + " (a int, b varchar(20))",
                                "copy " + table + " from 's3://data/good' iam_role default",
                                "insert into " + table + " select a + 10, b from " + table);
                        String sum = Sql.value(connection, "select sum(a) from " + table);
                        Sql.run(connection, "drop table " + table);
                        return sum;
                    }
                }));
            }
            for (Future<String> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("42");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void errorsPointIntoTheClientsOwnText(Driver driver) throws SQLException {
        try (Connection connection = driver.connect()) {
            String sql = "select sysdate, cast('a' as varchar(max)), nonsense";
            assertThatThrownBy(() -> Sql.run(connection, sql))
                    .hasMessageContaining("column \"nonsense\" does not exist")
                    .hasMessageContaining("Position: " + (sql.indexOf("nonsense") + 1));
        }
    }
}
