package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.LocalRedshiftServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Unloads a loaded table in every format, in turns with pgjdbc, which writes what {@code COPY TO STDOUT} of the same query
 * gives it into a file of the same disk.
 */
final class UnloadContest {

    private static final String YARDSTICK = "COPY TO STDOUT by pgjdbc";

    private final LocalRedshiftServer redshift;
    private final Path folder;
    private final int rounds;
    private final int warmUps;
    private final PrintWriter out;

    UnloadContest(LocalRedshiftServer redshift, Path folder, int rounds, int warmUps, PrintWriter out) {
        this.redshift = redshift;
        this.folder = folder;
        this.rounds = rounds;
        this.warmUps = warmUps;
        this.out = out;
    }

    void run(Dataset data) throws SQLException, IOException {
        Map<String, double[]> rates = new LinkedHashMap<>();
        rates.put(YARDSTICK, new double[rounds]);
        for (String format : new String[] {"CSV", "DELIMITER '|'", "JSON", "PARQUET", "CSV GZIP"}) {
            rates.put("UNLOAD " + format, new double[rounds]);
        }
        try (Connection above = DriverManager.getConnection(redshift.endpoint().jdbcUrl(),
                redshift.endpoint().properties());
                Connection below = Contest.postgres(redshift)) {
            for (int round = -warmUps; round < rounds; round++) {
                for (Map.Entry<String, double[]> way : rates.entrySet()) {
                    long start = System.nanoTime();
                    if (way.getKey().equals(YARDSTICK)) {
                        stdout(below, data);
                    } else {
                        unload(above, data, way.getKey().substring("UNLOAD ".length()));
                    }
                    if (round >= 0) {
                        way.getValue()[round] = data.rows() / ((System.nanoTime() - start) / 1e9);
                    }
                }
            }
        }
        double yardstick = Contest.median(rates.get(YARDSTICK));
        out.printf("%n%s, unloaded: %,d rows%n  %-36s %12s %12s%n", data.title(), data.rows(), "rows/s", "median", "ratio");
        rates.forEach((way, measured) -> out.printf("  %-36s %,12.0f %12.2f%n", way, Contest.median(measured),
                Contest.median(measured) / yardstick));
        out.flush();
    }

    private void stdout(Connection connection, Dataset data) throws SQLException, IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(folder.resolve("stdout")), 1 << 16)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (select * from " + data.table()
                    + ") TO STDOUT", file);
        }
    }

    private static void unload(Connection connection, Dataset data, String options) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLOAD ('select * from " + data.table() + "') TO 's3://" + Dataset.BUCKET
                    + "/unloaded/' IAM_ROLE default CLEANPATH " + options);
        }
    }
}
