/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The data of the Star Schema Benchmark at a scale factor: tables, domains, cardinalities and correlations as its
 * specification has them (O'Neil, O'Neil, Chen: Star Schema Benchmark, revision 3, 2009). The same values give the same
 * rows on every machine, whatever the number of files, and the memory needed does not depend on the scale.
 *
 * <p>Where the specification leaves the choice open, cities and brands are dealt out evenly, so that the share of the
 * rows that a query selects is that of the specification also at small scales, and days of the week are those of the
 * calendar.
 *
 * @param scale the scale factor, 0.001 to 300: 1 makes 6 million rows of lineorder, 600 MB
 * @param seed what all random choices depend on
 */
record StarData(BigDecimal scale, long seed) {

    private static final BigDecimal SMALLEST = new BigDecimal("0.001");
    /** Keys of orders above would not fit an INTEGER. */
    private static final BigDecimal LARGEST = new BigDecimal("300");
    private static final int CUSTOMERS_OF_SCALE_1 = 30_000;
    private static final int SUPPLIERS_OF_SCALE_1 = 2_000;
    private static final int PARTS_OF_SCALE_1 = 200_000;
    static final int MOST_FILES = 10_000;
    private static final int GZIP_BUFFER = 1 << 16;

    StarData {
        if (scale.compareTo(SMALLEST) < 0 || scale.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("scale must be between " + SMALLEST + " and " + LARGEST + ", was "
                    + scale.toPlainString());
        }
    }

    /** A table, called as in the designs. */
    enum Table {
        CUSTOMER, DWDATE, SUPPLIER, PART, LINEORDER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was written.
     *
     * @param rows the rows of each table
     * @param files how many files
     * @param bytes the bytes of all files, as stored
     */
    record Summary(Map<Table, Long> rows, int files, long bytes) { }

    int customers() {
        return scaled(CUSTOMERS_OF_SCALE_1);
    }

    int suppliers() {
        return scaled(SUPPLIERS_OF_SCALE_1);
    }

    /** From scale 1 on, each doubling of the scale adds as many. */
    int parts() {
        int times = 31 - Integer.numberOfLeadingZeros(scale.max(BigDecimal.ONE).intValue());
        return scale.compareTo(BigDecimal.ONE) < 0 ? scaled(PARTS_OF_SCALE_1) : PARTS_OF_SCALE_1 * (1 + times);
    }

    long orders() {
        return scale.multiply(BigDecimal.valueOf(LineOrders.ORDERS_OF_SCALE_1)).setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private int scaled(int rows) {
        return scale.multiply(BigDecimal.valueOf(rows)).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }

    /** How many things of a table have a number: rows, and in lineorder orders. */
    long count(Table table) {
        return switch (table) {
            case CUSTOMER -> customers();
            case SUPPLIER -> suppliers();
            case PART -> parts();
            case DWDATE -> Days.COUNT;
            case LINEORDER -> orders();
        };
    }

    /** The rows of a table, for one thread. */
    Rows rows(Table table) {
        return switch (table) {
            case CUSTOMER -> new Customers(seed);
            case SUPPLIER -> new Suppliers(seed);
            case PART -> new Parts(seed);
            case DWDATE -> new Days();
            case LINEORDER -> new LineOrders(seed, customers(), parts(), suppliers());
        };
    }

    /**
     * Writes the tables into a bucket, one file each, lineorder in parts: {@code <prefix>lineorder0000_part_00.gz}.
     * Files are made side by side, and nothing is held back. Existing files of the same names are replaced.
     *
     * @param objects the buckets
     * @param prefix where to, such as {@code s3://bucket/ssbgz/}
     * @param files how many files lineorder is written to
     * @param gzip whether they are compressed
     * @return what was written
     * @throws IOException if a file cannot be written; files written before stay
     */
    Summary writeTo(S3Objects objects, S3Location prefix, int files, boolean gzip) throws IOException {
        if (files < 1 || files > MOST_FILES) {
            throw new IllegalArgumentException("files must be between 1 and " + MOST_FILES + ", was " + files);
        }
        ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            CompletionService<Written> running = new ExecutorCompletionService<>(threads);
            int tasks = 0;
            for (Table table : List.of(Table.LINEORDER, Table.PART, Table.CUSTOMER, Table.SUPPLIER, Table.DWDATE)) {
                int parts = table == Table.LINEORDER ? files : 1;
                for (int part = 0; part < parts; part++) {
                    S3Location file = prefix.append(String.format("%s%04d_part_00%s", table.word(), part,
                            gzip ? ".gz" : ""));
                    long from = count(table) * part / parts;
                    long to = count(table) * (part + 1) / parts;
                    running.submit(() -> write(objects, file, table, from, to, gzip));
                    tasks++;
                }
            }
            return summary(running, tasks);
        } finally {
            threads.shutdownNow();
        }
    }

    private record Written(Table table, long rows, long bytes) { }

    private static Summary summary(CompletionService<Written> running, int tasks) throws IOException {
        Map<Table, Long> rows = new EnumMap<>(Table.class);
        long bytes = 0;
        for (int task = 0; task < tasks; task++) {
            try {
                Written written = running.take().get();
                rows.merge(written.table(), written.rows(), Long::sum);
                bytes += written.bytes();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IOException("The data could not be made: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The data was not made: interrupted", e);
            }
        }
        return new Summary(rows, tasks, bytes);
    }

    private Written write(S3Objects objects, S3Location file, Table table, long from, long to, boolean gzip)
            throws IOException {
        long[] counts = new long[2];
        objects.write(file, out -> {
            Counting counting = new Counting(out);
            OutputStream compressed = gzip ? new Gzip(counting) : counting;
            counts[0] = append(table, from, to, compressed);
            compressed.flush();
            if (compressed instanceof Gzip stream) {
                stream.finish();
            }
            counts[1] = counting.bytes;
        });
        return new Written(table, counts[0], counts[1]);
    }

    /** Writes some of a table; gives the number of rows. */
    long append(Table table, long from, long to, OutputStream out) throws IOException {
        Lines lines = new Lines(out);
        Rows rows = rows(table);
        for (long number = from; number < to; number++) {
            if ((number & 0xfff) == 0 && Thread.interrupted()) {
                throw new IOException("The data was not made: interrupted");
            }
            rows.append(number, lines);
        }
        lines.flush();
        return lines.rows();
    }

    /** Fast rather than small: the files are read once. */
    private static final class Gzip extends GZIPOutputStream {

        Gzip(OutputStream out) throws IOException {
            super(out, GZIP_BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class Counting extends FilterOutputStream {

        private long bytes;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) throws IOException {
            out.write(some, offset, length);
            bytes += length;
        }
    }
}
