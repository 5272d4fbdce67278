/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.samples.benchmarks.Dataset.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.PGConnection;

/**
 * Runs the two ways to load the same rows, or to write them, in turns, with the same table of the same server, so that
 * whatever slows the machine down slows both.
 */
final class Contest {

    private static final int STDIN_BUFFER = 1 << 16;

    private final LocalRedshiftServer redshift;
    private final int rounds;
    private final int warmUps;
    private final PrintWriter out;

    Contest(LocalRedshiftServer redshift, int rounds, int warmUps, PrintWriter out) {
        this.redshift = redshift;
        this.rounds = rounds;
        this.warmUps = warmUps;
        this.out = out;
    }

    /** Measures one part; gives the ratio of the medians: 1.0 means as fast as PostgreSQL itself. */
    double run(Dataset data, Part part) throws SQLException, IOException {
        double[] endpoint = new double[rounds];
        double[] postgres = new double[rounds];
        try (Connection above = DriverManager.getConnection(redshift.endpoint().jdbcUrl(),
                redshift.endpoint().properties());
                Connection below = Below.connect(redshift)) {
            if (part.isUnload() || !part.made().isEmpty()) {
                recreate(data, above);
                stdin(below, data.stdin(), data);
                execute(above, part.isUnload() ? "ANALYZE " + data.table() : part.made());
            }
            for (int round = -warmUps; round < rounds; round++) {
                double ours = measure(data, part, above, below, () -> execute(above, part.statement()));
                double theirs = measure(data, part, above, below, () -> {
                    if (part.isUnload()) {
                        stdout(below, part.yardstick());
                    } else {
                        stdin(below, part.yardstick(), data);
                    }
                });
                if (round >= 0) {
                    endpoint[round] = ours;
                    postgres[round] = theirs;
                }
            }
        }
        double ratio = median(endpoint) / median(postgres);
        out.printf("%n%s: %,d rows%n", part.title(), data.rows());
        out.printf("  %-36s %12s %12s %12s%n", "rows/s", "min", "median", "max");
        print((part.isUnload() ? "UNLOAD to files" : "COPY from files") + " by the endpoint", endpoint);
        print((part.isUnload() ? "COPY TO STDOUT" : "COPY FROM STDIN") + " by pgjdbc", postgres);
        out.printf("  %-36s %12s %12.2f%n", "ratio of the medians", "", ratio);
        out.flush();
        return ratio;
    }

    private static double measure(Dataset data, Part part, Connection above, Connection below, Work work)
            throws SQLException, IOException {
        if (!part.isUnload()) {
            recreate(data, above);
        }
        execute(below, "CHECKPOINT"); // neither pays for what the other left to be written
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        long rows = count(above, part.isUnload() ? "SELECT pg_last_unload_count()"
                : "SELECT count(*) FROM " + data.table());
        if (rows != data.rows()) {
            throw new IllegalStateException(part.title() + ": it were " + rows + " rows instead of " + data.rows());
        }
        return data.rows() / seconds;
    }

    private static void recreate(Dataset data, Connection above) throws SQLException {
        execute(above, "DROP TABLE IF EXISTS " + data.table());
        execute(above, data.ddl());
    }

    private static void stdin(Connection connection, String copy, Dataset data) throws SQLException, IOException {
        try (InputStream text = Files.newInputStream(data.text())) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, text, STDIN_BUFFER);
        }
    }

    // the lines are dropped, while UNLOAD writes them to files
    private static void stdout(Connection connection, String copy) throws SQLException, IOException {
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, OutputStream.nullOutputStream());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void print(String name, double[] rates) {
        out.printf("  %-36s %,12.0f %,12.0f %,12.0f%n", name, Arrays.stream(rates).min().orElseThrow(), median(rates),
                Arrays.stream(rates).max().orElseThrow());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException, IOException;
    }
}
