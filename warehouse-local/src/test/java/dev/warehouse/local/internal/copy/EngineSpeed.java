/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.jspecify.annotations.Nullable;

/**
 * Times the engine alone, into a session that drops what it gets: what COPY costs beside PostgreSQL's own part. Run its
 * main with a number of rows.
 */
final class EngineSpeed {

    private static final String[] LINEORDER = {"lo_orderkey int4", "lo_linenumber int4", "lo_custkey int4",
        "lo_partkey int4", "lo_suppkey int4", "lo_orderdate int4", "lo_orderpriority varchar(15)",
        "lo_shippriority varchar(1)", "lo_quantity int4", "lo_extendedprice int4", "lo_ordertotalprice int4",
        "lo_discount int4", "lo_revenue int4", "lo_supplycost int4", "lo_tax int4", "lo_commitdate int4",
        "lo_shipmode varchar(10)"};
    private static final String[] EVENTS = {"artist varchar(256)", "auth varchar(20)", "first_name varchar(50)",
        "gender bpchar(1)", "item_in_session int4", "last_name varchar(50)", "length float8", "level varchar(10)",
        "location varchar(100)", "method varchar(10)", "page varchar(30)", "registration float8", "session_id int4",
        "song varchar(256)", "status int4", "ts timestamp", "user_agent varchar(256)", "user_id int4"};
    private static final String EVENT_PATHS = "{\"jsonpaths\":[\"$['artist']\",\"$['auth']\",\"$['firstName']\","
            + "\"$['gender']\",\"$['itemInSession']\",\"$['lastName']\",\"$['length']\",\"$['level']\","
            + "\"$['location']\",\"$['method']\",\"$['page']\",\"$['registration']\",\"$['sessionId']\",\"$['song']\","
            + "\"$['status']\",\"$['ts']\",\"$['userAgent']\",\"$['userId']\"]}";
    private static final String[] MIXED = {"a int8", "d date", "ts timestamp", "p numeric(12,2)", "f float8",
        "s varchar(50)", "b bool"};

    private static final int PARTS = 8;
    private static final int PART_ROUNDS = 7;

    private EngineSpeed() {
    }

    public static void main(String[] args) throws Exception {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        MemoryBucket bucket = new MemoryBucket().with("paths.json", EVENT_PATHS);
        byte[] lineorder = lineorder(rows);
        bucket.with("lineorder.tbl", lineorder).with("lineorder.gz", gzip(lineorder));
        byte[] events = events(rows / 3);
        bucket.with("events.json", events).with("events.gz", gzip(events));
        byte[] mixed = mixed(rows);
        bucket.with("mixed.csv", mixed);
        for (int round = 0; round < 3; round++) {
            time(bucket, "lineorder.tbl", LINEORDER, "delimiter '|'", rows, lineorder.length);
            time(bucket, "lineorder.gz", LINEORDER, "delimiter '|' gzip", rows, lineorder.length);
            time(bucket, "lineorder.tbl", LINEORDER, "csv delimiter '|'", rows, lineorder.length);
            time(bucket, "mixed.csv", MIXED, "csv", rows, mixed.length);
            time(bucket, "events.json", EVENTS, "json 's3://b/paths.json' timeformat 'epochmillisecs'", rows / 3,
                    events.length);
            time(bucket, "events.gz", EVENTS, "json 's3://b/paths.json' timeformat 'epochmillisecs' gzip", rows / 3,
                    events.length);
            System.out.println();
        }
        for (String compression : List.of("", CompressorStreamFactory.GZIP, CompressorStreamFactory.BZIP2)) {
            parts(bucket, "lineorder", LINEORDER, "delimiter '|'", lineorder, compression);
            parts(bucket, "events", EVENTS, "json 's3://b/paths.json' timeformat 'epochmillisecs'", events,
                    compression);
        }
    }

    /** One file, the same rows in eight read one after the other, and side by side; in turn, so that drift hits all. */
    private static void parts(MemoryBucket bucket, String name, String[] columns, String options, byte[] text,
            String compression) throws Exception {
        bucket.with("one/" + name, compressed(text, compression));
        int from = 0;
        for (int part = 1; part <= PARTS; part++) {
            int to = part == PARTS ? text.length
                    : Bytes.indexOf(text, (int) ((long) text.length * part / PARTS), text.length, (byte) '\n') + 1;
            bucket.with("parts/" + name + "." + part, compressed(Arrays.copyOfRange(text, from, to), compression));
            from = to;
        }
        String clause = compression.equals(CompressorStreamFactory.GZIP) ? " gzip"
                : compression.isEmpty() ? "" : " bzip2";
        for (String noLoad : List.of("", " noload")) {
            List<List<Double>> seconds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < PART_ROUNDS; round++) {
                String with = options + clause + noLoad;
                seconds.get(0).add(seconds(bucket, "one/" + name, columns, with, 1));
                seconds.get(1).add(seconds(bucket, "parts/" + name, columns, with, 1));
                seconds.get(2).add(seconds(bucket, "parts/" + name, columns, with, 0));
            }
            System.out.printf("%-24s one file %s  %d in turn %s  side by side %s  ratio %4.2f, of the best %4.2f%n",
                    name + clause + noLoad, times(seconds.get(0)), PARTS, times(seconds.get(1)), times(seconds.get(2)),
                    median(seconds.get(1)) / median(seconds.get(2)), best(seconds.get(1)) / best(seconds.get(2)));
        }
    }

    private static byte[] compressed(byte[] plain, String algorithm) throws Exception {
        if (algorithm.isEmpty()) {
            return plain;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new CompressorStreamFactory().createCompressorOutputStream(algorithm, bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String times(List<Double> seconds) {
        return String.format("%.3f (%.3f)", median(seconds), best(seconds));
    }

    private static double best(List<Double> seconds) {
        return Collections.min(seconds);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double seconds(MemoryBucket bucket, String prefix, String[] columns, String options, int lanes)
            throws Exception {
        String sql = "copy t from 's3://b/" + prefix + "' iam_role default " + options;
        CopyStatement statement = CopyStatement.parse(sql, Tokenizer.tokenize(sql));
        long start = System.nanoTime();
        new CopyExecutor(Buckets.of(Map.of("b", bucket)), load -> { }, CopyPipeline.CHUNK, lanes)
                .execute(statement, new Dropping(new MemorySession("t", columns), 0), "ann");
        return (System.nanoTime() - start) / 1e9;
    }

    private static void time(MemoryBucket bucket, String key, String[] columns, String options, int rows, int bytes)
            throws Exception {
        MemorySession catalog = new MemorySession("t", columns);
        String sql = "copy t from 's3://b/" + key + "' iam_role default " + options;
        CopyStatement statement = CopyStatement.parse(sql, Tokenizer.tokenize(sql));
        long cpu = cpu();
        long start = System.nanoTime();
        CopyResult result = new CopyExecutor(Buckets.of(Map.of("b", bucket)), load -> { })
                .execute(statement, new Dropping(catalog, rows), "ann");
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (cpu() - cpu) / 1e9;
        System.out.printf("%-14s %-60s %,9d rows %6.3f s  %,9.0f rows/s %6.1f MB/s  cpu %6.3f s%n", key, options,
                result.loadedRows(), seconds, rows / seconds, bytes / seconds / 1e6, cpuSeconds);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static byte[] gzip(byte[] plain) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] lineorder(int rows) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        String[] priorities = {"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECI", "5-LOW"};
        String[] modes = {"TRUCK", "MAIL", "REG AIR", "SHIP", "AIR", "FOB", "RAIL"};
        for (int i = 0; i < rows; i++) {
            int price = 100_000 + random.nextInt(9_000_000);
            text.append(i / 4 + 1).append('|').append(i % 4 + 1).append('|').append(random.nextInt(30_000)).append('|')
                    .append(random.nextInt(200_000)).append('|').append(random.nextInt(2000)).append("|1996")
                    .append(1001 + random.nextInt(200)).append('|').append(priorities[random.nextInt(5)]).append("|0|")
                    .append(1 + random.nextInt(50)).append('|').append(price).append('|')
                            .append(price * 3L % 40_000_000)
                    .append('|').append(random.nextInt(11)).append('|').append(price / 2).append('|')
                    .append(random.nextInt(120_000)).append('|').append(random.nextInt(9)).append("|1996")
                    .append(1001 + random.nextInt(200)).append('|').append(modes[random.nextInt(7)]).append("|\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mixed(int rows) {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            text.append(random.nextLong()).append(",20").append(10 + random.nextInt(15)).append("-0")
                    .append(1 + random.nextInt(9)).append('-').append(10 + random.nextInt(18)).append(",2018-11-")
                    .append(10 + random.nextInt(20)).append(" 12:").append(10 + random.nextInt(50)).append(":07.125,")
                    .append(random.nextInt(10_000_000)).append('.').append(10 + random.nextInt(90)).append(',')
                    .append(random.nextDouble() * 1000).append(",\"Name \"\"").append(random.nextInt(5000))
                    .append("\"\", quoted\",").append(random.nextBoolean()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] events(int rows) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            text.append("{\"artist\":\"Artist ").append(random.nextInt(3000))
                    .append("\",\"auth\":\"Logged In\",\"firstName\":\"Walter\",\"gender\":\"M\",\"itemInSession\":")
                    .append(random.nextInt(50)).append(",\"lastName\":\"Frye\",\"length\":")
                    .append(100 + random.nextInt(300)).append('.').append(10000 + random.nextInt(80000))
                    .append(",\"level\":\"free\",\"location\":\"San Francisco-Oakland-Hayward, CA\",\"method\":\"PUT\","
                            + "\"page\":\"NextSong\",\"registration\":1540919166796.0,\"sessionId\":")
                    .append(random.nextInt(1000)).append(",\"song\":\"Song \\u00e9 number ")
                            .append(random.nextInt(9999))
                    .append("\",\"status\":200,\"ts\":").append(1_541_105_830_796L + i)
                    .append(",\"userAgent\":\"\\\"Mozilla\\/5.0 (Macintosh; Intel Mac OS X 10_9) AppleWebKit\\/537.36 "
                            + "(KHTML, like Gecko) Chrome\\/36.0.1985.143 Safari\\/537.36\\\"\",\"userId\":\"")
                    .append(random.nextInt(100)).append("\"}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The catalog of one session, and a COPY into nothing. */
    private static final class Dropping implements StatementSession {

        private final MemorySession catalog;
        private final long rows;

        Dropping(MemorySession catalog, long rows) {
            this.catalog = catalog;
            this.rows = rows;
        }

        @Override
        public List<@Nullable String[]> query(String sql) {
            return catalog.query(sql);
        }

        @Override
        public CopyIn copyIn(Target target) {
            return new CopyIn() {
                @Override
                public void write(byte[] buffer, int offset, int length) {
                }

                @Override
                public long finish() {
                    return rows;
                }

                @Override
                public void abort(String reason) {
                }
            };
        }

        @Override
        public void notice(String message) {
        }

        @Override
        public void checkCancelled() {
        }

        @Override
        public int pid() {
            return 1;
        }

        @Override
        public long queryId() {
            return 1;
        }

        @Override
        public String database() {
            return "dev";
        }
    }
}
