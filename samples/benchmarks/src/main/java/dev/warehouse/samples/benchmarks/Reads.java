/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.LocalRedshiftServer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Queries through the endpoint and straight to the PostgreSQL below it, in turns, by the same driver: how much later a
 * single row comes, and how much slower many rows do.
 */
final class Reads {

    static final String POINT = "point";
    static final String FETCH = "fetch";

    private static final int KEYS = 1_000;
    private static final int CHUNK = 10_000;
    private static final String COLUMNS = "id, name, amount, placed";

    private final LocalRedshiftServer redshift;
    private final int rounds;
    private final int warmUps;
    private final PrintWriter out;
    private double[] endpoint = {};
    private double[] postgres = {};

    Reads(LocalRedshiftServer redshift, int rounds, int warmUps, PrintWriter out) {
        this.redshift = redshift;
        this.rounds = rounds;
        this.warmUps = warmUps;
        this.out = out;
    }

    /** Measures the latency of a query for one row; gives the ratios of a prepared one and of one with its value. */
    List<Double> point(int queries) throws SQLException {
        try (Connection above = above(); Connection below = Below.connect(redshift)) {
            makeRows(above, KEYS);
            double prepared = contest(above, below, connection -> prepared(connection, queries));
            print("point query, prepared", "us", prepared);
            double literal = contest(above, below, connection -> literal(connection, queries));
            print("point query, with its value", "us", literal);
            return List.of(prepared, literal);
        }
    }

    /** Measures the fetching of many rows in chunks; gives the ratio of the rows a second. */
    double fetch(long rows) throws SQLException {
        try (Connection above = above(); Connection below = Below.connect(redshift)) {
            makeRows(above, rows);
            above.setAutoCommit(false); // else the driver fetches all rows at once
            below.setAutoCommit(false);
            double ratio = contest(above, below, connection -> fetch(connection, rows));
            print(String.format("fetch of %,d rows", rows), "rows/s", ratio);
            return ratio;
        }
    }

    private Connection above() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(redshift.endpoint().properties());
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection(redshift.endpoint().jdbcUrl()
                .replaceFirst("^jdbc:redshift:", "jdbc:postgresql:")
                .replaceFirst("[?].*", ""), properties);
    }

    private double contest(Connection above, Connection below, Measured measured) throws SQLException {
        endpoint = new double[rounds];
        postgres = new double[rounds];
        for (int round = -warmUps; round < rounds; round++) {
            double ours = measured.run(above);
            double theirs = measured.run(below);
            if (round >= 0) {
                endpoint[round] = ours;
                postgres[round] = theirs;
            }
        }
        return Contest.median(endpoint) / Contest.median(postgres);
    }

    private static void makeRows(Connection connection, long rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists reads");
            statement.execute("create table reads (id int sortkey, name varchar(20), amount decimal(10,2), placed timestamp)");
            statement.execute("insert into reads with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) "
                    + "select i, 'name ' || i, i * 1.25, dateadd(minute, i, '2024-01-01') "
                    + "from (select (a.i - 1) * 1000 + b.i as i from n a cross join n b) x where i <= " + rows);
            statement.execute("analyze reads");
        }
    }

    private static double prepared(Connection connection, int queries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + COLUMNS
                + " from reads where id = ?")) {
            long start = System.nanoTime();
            for (int i = 0; i < queries; i++) {
                statement.setInt(1, 1 + i % KEYS);
                readAll(statement.executeQuery(), 1);
            }
            return (System.nanoTime() - start) / 1e3 / queries;
        }
    }

    private static double literal(Connection connection, int queries) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long start = System.nanoTime();
            for (int i = 0; i < queries; i++) {
                readAll(statement.executeQuery("select " + COLUMNS + " from reads where id = " + (1 + i % KEYS)), 1);
            }
            return (System.nanoTime() - start) / 1e3 / queries;
        }
    }

    private static double fetch(Connection connection, long rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(CHUNK);
            long start = System.nanoTime();
            readAll(statement.executeQuery("select " + COLUMNS + " from reads"), rows);
            double seconds = (System.nanoTime() - start) / 1e9;
            connection.commit();
            return rows / seconds;
        }
    }

    private static void readAll(ResultSet result, long expected) throws SQLException {
        long rows = 0;
        while (result.next()) {
            for (int column = 1; column <= 4; column++) {
                if (result.getObject(column) == null) {
                    throw new IllegalStateException("a value is missing in row " + rows + ", column " + column);
                }
            }
            rows++;
        }
        if (rows != expected) {
            throw new IllegalStateException("it were " + rows + " rows instead of " + expected);
        }
        result.close();
    }

    private void print(String title, String unit, double ratio) {
        out.printf("%n%s%n", title);
        out.printf("  %-36s %12s %12s %12s%n", unit, "min", "median", "max");
        line("by the endpoint", endpoint);
        line("straight to PostgreSQL", postgres);
        out.printf("  %-36s %12s %12.2f%n", "ratio of the medians", "", ratio);
        out.flush();
    }

    private void line(String name, double[] values) {
        out.printf("  %-36s %,12.0f %,12.0f %,12.0f%n", name, Arrays.stream(values).min().orElseThrow(),
                Contest.median(values), Arrays.stream(values).max().orElseThrow());
    }

    @FunctionalInterface
    private interface Measured {
        double run(Connection connection) throws SQLException;
    }
}
