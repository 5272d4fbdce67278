/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import dev.warehouse.samples.benchmarks.Dataset.Part;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Rows like those of the Star Schema Benchmark's fact table: 17 columns, most of them integers, about 100 bytes.
 * Written as gz parts with pipes, as CSV, and as one text file; PARQUET is made by UNLOAD.
 */
final class LineOrders {

    private static final int PARTS = 4;
    private static final String[] PRIORITIES = {"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECI", "5-LOW"};
    private static final String[] MODES = {"AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"};
    private static final int DAYS = 2_406; // the benchmark's orders run from 1992 into August 1998
    private static final List<String> COLUMNS = List.of(
            "lo_orderkey INTEGER NOT NULL", "lo_linenumber INTEGER NOT NULL",
            "lo_custkey INTEGER NOT NULL", "lo_partkey INTEGER NOT NULL", "lo_suppkey INTEGER NOT NULL",
            "lo_orderdate INTEGER NOT NULL", "lo_orderpriority VARCHAR(15) NOT NULL",
            "lo_shippriority VARCHAR(1) NOT NULL", "lo_quantity INTEGER NOT NULL", "lo_extendedprice INTEGER NOT NULL",
            "lo_ordertotalprice INTEGER NOT NULL", "lo_discount INTEGER NOT NULL", "lo_revenue INTEGER NOT NULL",
            "lo_supplycost INTEGER NOT NULL", "lo_tax INTEGER NOT NULL", "lo_commitdate INTEGER NOT NULL",
            "lo_shipmode VARCHAR(10) NOT NULL");

    static final String DDL =
            "CREATE TABLE lineorder " + Dataset.columns(COLUMNS) + " DISTKEY (lo_orderkey) SORTKEY (lo_orderdate)";

    private final SplittableRandom random = new SplittableRandom(17);
    private final int[] dates = new int[DAYS + 90];
    private long orderKey;
    private int line;
    private int lines;
    private int customer;
    private int orderDay;
    private String priority = "";
    private int total;

    private LineOrders() {
        LocalDate first = LocalDate.of(1992, 1, 1);
        for (int day = 0; day < dates.length; day++) {
            LocalDate date = first.plusDays(day);
            dates[day] = date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        }
    }

    static Dataset write(long rows, Path folder) throws IOException {
        LineOrders orders = new LineOrders();
        Path parts = Files.createDirectories(folder.resolve("bucket/lineorder"));
        Path csvs = Files.createDirectories(folder.resolve("bucket/csv"));
        Path text = folder.resolve("lineorder.txt");
        StringBuilder row = new StringBuilder(160);
        try (OutputStream all = buffered(text)) {
            for (int part = 0; part < PARTS; part++) {
                try (OutputStream gz = new GZIPOutputStream(
                                Files.newOutputStream(parts.resolve("lineorder.tbl.00" + part + ".gz")), 1 << 16);
                        OutputStream csv = buffered(csvs.resolve("lineorder00" + part + ".csv"))) {
                    for (long i = rows * part / PARTS; i < rows * (part + 1) / PARTS; i++) {
                        row.setLength(0);
                        orders.next(row);
                        byte[] bytes = row.toString().getBytes(StandardCharsets.US_ASCII);
                        gz.write(bytes);
                        all.write(bytes);
                        csv.write(row.toString().replace('|', ',').getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }
        String stdin = "COPY lineorder FROM STDIN (DELIMITER '|')";
        return new Dataset("lineorder", DDL, rows, stdin, text, List.of(
                        new Part("gz", "lineorder, pipe-delimited gz", copy("lineorder/", "DELIMITER '|' GZIP"),
                                stdin, ""),
                        new Part("csv", "lineorder, CSV", copy("csv/", "CSV"), stdin, ""),
                        new Part("parquet", "lineorder, PARQUET", copy("parquet/", "FORMAT PARQUET"), stdin,
                                unload("parquet/", "FORMAT PARQUET")),
                        new Part("unload", "lineorder, UNLOAD CSV", unload("unloaded/", "CSV"),
                                "COPY (SELECT * FROM lineorder) TO STDOUT (FORMAT csv)", ""),
                        new Part("unload-parquet", "lineorder, UNLOAD PARQUET", unload("unloaded/", "FORMAT PARQUET"),
                                "COPY (SELECT * FROM lineorder) TO STDOUT (FORMAT csv)", "")));
    }

    /** Appends the first rows; gives the sum of their quantities. */
    static long append(int rows, StringBuilder to) {
        LineOrders orders = new LineOrders();
        long quantities = 0;
        for (int i = 0; i < rows; i++) {
            quantities += orders.next(to);
        }
        return quantities;
    }

    private static OutputStream buffered(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    private static String copy(String prefix, String clauses) {
        return "COPY lineorder FROM 's3://" + Dataset.BUCKET + "/" + prefix + "' IAM_ROLE default " + clauses
                + (clauses.endsWith("PARQUET") ? "" : " COMPUPDATE OFF") + " STATUPDATE OFF";
    }

    private static String unload(String prefix, String clauses) {
        return "UNLOAD ('SELECT * FROM lineorder') TO 's3://" + Dataset.BUCKET + "/" + prefix + "' IAM_ROLE default "
                + clauses + " ALLOWOVERWRITE";
    }

    /** Appends a row; gives its quantity. */
    private int next(StringBuilder row) {
        if (line == lines) {
            orderKey++;
            line = 0;
            lines = 1 + random.nextInt(7);
            customer = 1 + random.nextInt(30_000);
            orderDay = random.nextInt(DAYS);
            priority = PRIORITIES[random.nextInt(PRIORITIES.length)];
            total = 90_000 + random.nextInt(50_000_000);
        }
        line++;
        int quantity = 1 + random.nextInt(50);
        int price = 90_000 + random.nextInt(110_000);
        int discount = random.nextInt(11);
        row.append(orderKey).append('|').append(line).append('|').append(customer).append('|')
                .append(1 + random.nextInt(200_000)).append('|').append(1 + random.nextInt(2_000)).append('|')
                .append(dates[orderDay]).append('|').append(priority).append("|0|").append(quantity).append('|')
                .append(quantity * price).append('|').append(total).append('|').append(discount).append('|')
                .append((long) quantity * price * (100 - discount) / 100).append('|').append(price * 6 / 10).append('|')
                .append(random.nextInt(9)).append('|').append(dates[orderDay + 30 + random.nextInt(60)]).append('|')
                .append(MODES[random.nextInt(MODES.length)]).append('\n');
        return quantity;
    }
}
