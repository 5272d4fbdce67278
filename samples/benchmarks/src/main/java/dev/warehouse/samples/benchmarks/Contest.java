package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * Runs the two ways to load the same rows in turns, into the same table of the same server, so that whatever slows the
 * machine down slows both.
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

    /** The ratio of the medians: 1.0 means as fast as PostgreSQL takes ready text. */
    double run(Dataset data) throws SQLException, IOException {
        double[] endpoint = new double[rounds];
        double[] stdin = new double[rounds];
        try (Connection above = DriverManager.getConnection(redshift.endpoint().jdbcUrl(),
                redshift.endpoint().properties());
                Connection below = postgres(redshift)) {
            for (int round = -warmUps; round < rounds; round++) {
                double copied = measure(data, above, below, () -> execute(above, data.copy()));
                double streamed = measure(data, above, below, () -> stdin(below, data));
                if (round >= 0) {
                    endpoint[round] = copied;
                    stdin[round] = streamed;
                }
            }
        }
        double ratio = median(endpoint) / median(stdin);
        out.printf("%n%s: %,d rows, %,.0f MB in files, %,.0f MB as text%n", data.title(), data.rows(),
                data.fileBytes() / 1e6, data.textBytes() / 1e6);
        out.printf("  %-36s %12s %12s %12s%n", "rows/s", "min", "median", "max");
        print("COPY from files by the endpoint", endpoint);
        print("COPY FROM STDIN by pgjdbc", stdin);
        out.printf("  %-36s %12s %12.2f%n", "ratio of the medians", "", ratio);
        out.flush();
        return ratio;
    }

    // below the endpoint: the socket's owner is trusted, so there is no password
    static Connection postgres(LocalRedshiftServer redshift) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
        properties.setProperty("socketFactoryArg", redshift.postgresSocket().toString());
        return DriverManager.getConnection("jdbc:postgresql://localhost/" + redshift.endpoint().database(), properties);
    }

    private static double measure(Dataset data, Connection above, Connection below, Load load)
            throws SQLException, IOException {
        execute(above, "DROP TABLE IF EXISTS " + data.table());
        execute(above, data.ddl());
        execute(below, "CHECKPOINT"); // neither pays for what the other left to be written
        long start = System.nanoTime();
        load.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        long loaded = count(above, data.table());
        if (loaded != data.rows()) {
            throw new IllegalStateException(data.title() + ": " + loaded + " rows were loaded instead of "
                    + data.rows());
        }
        return data.rows() / seconds;
    }

    private static void stdin(Connection connection, Dataset data) throws SQLException, IOException {
        try (InputStream text = Files.newInputStream(data.text())) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(data.stdin(), text, STDIN_BUFFER);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
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
    private interface Load {
        void run() throws SQLException, IOException;
    }
}
