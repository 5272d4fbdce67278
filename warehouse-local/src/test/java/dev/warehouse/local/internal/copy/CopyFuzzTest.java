/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is in a file, a COPY of it loads rows or fails with an error of its own, soon, and leaves nothing half done.
 * Bounded, and the same each time; {@code -Dfuzz.rounds=100000} looks longer and {@code -Dfuzz.seed=1} elsewhere.
 */
class CopyFuzzTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 60);
    private static final long SEED = Long.getLong("fuzz.seed", 20261121L);

    private static final String[] TYPES = {"i int4", "n numeric(9,2)", "v varchar(12)", "d date", "t timestamp", "b bool",
        "f float8", "s super", "y bytea"};
    private static final String TEXT = """
            1|2.50|one|2026-01-02|2026-01-02 03:04:05|t|1.5|{"a":[1,2]}|00ff
            -7|\\N|zwei \u00e9|1999-12-31|1999-12-31 23:59:59.999999|f|-1e3|[1,"x",null]|
            2147483647|9999999.99||||||"s"|abcd
            """;
    private static final String CSV = """
            1,2.50,"a, ""1"" b",2026-01-02,2026-01-02 03:04:05,t,1.5,"{""a"":[1,2]}",00ff
            -7,,"two
            lines",1999-12-31,1999-12-31 23:59:59.999999,f,-1e3,"[1,null]",
            """;
    private static final String JSON = """
            {"i": 1, "n": 2.5, "v": "one \\u00e9\\n", "d": "2026-01-02", "t": "2026-01-02 03:04:05", "b": true,
             "f": 1.5e0, "s": {"a": [1, 2, {"b": null}]}, "y": "00ff"}
            {"v": null, "i": -7, "other": [[], {}], "s": "text"}
            [{"i": 3}, {"i": 4, "v": "x"}]
            """;
    private static final String PATHS = """
            {"jsonpaths": ["$.i", "$['n']", "$.v", "$.d", "$.t", "$.b", "$.f", "$.s.a[2]['b']", "$.y"]}
            """;
    private static final String MANIFEST = """
            {"entries": [{"url": "s3://b/plain", "mandatory": true}, {"url": "s3://b/plain", "mandatory": false,
             "meta": {"content_length": 10}}], "author": {"name": "x"}}
            """;

    /**
     * Something to make wrong.
     *
     * @param name what it is
     * @param columns the table's
     * @param object which object of the bucket is made wrong
     * @param valid the object when it is right
     * @param copy the source and the options
     */
    record Seed(String name, String[] columns, String object, byte[] valid, String copy) {

        boolean isCompressed() {
            return List.of("gzip", "bzip2", "zstd").contains(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Seed seed(String name, String valid, String options) {
        return new Seed(name, TYPES, "data", valid.getBytes(StandardCharsets.UTF_8), "'s3://b/data' " + options);
    }

    private static Seed compressed(String clause, String algorithm) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new CompressorStreamFactory().createCompressorOutputStream(algorithm, bytes)) {
            out.write(TEXT.repeat(40).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Seed(clause, TYPES, "data", bytes.toByteArray(), "'s3://b/data' " + clause);
    }

    static Stream<Seed> seeds() {
        String[] users = {"id int8", "name varchar(20)"};
        return Stream.of(
                seed("text", TEXT, ""),
                seed("text, most options", TEXT, "escape removequotes fillrecord ignoreblanklines trimblanks blanksasnull "
                        + "emptyasnull acceptinvchars truncatecolumns acceptanydate roundec dateformat 'auto' "
                        + "timeformat 'auto' ignoreheader 1 maxerror 3"),
                seed("text, long delimiter", TEXT.replace("|", "|~|"), "delimiter '|~|'"),
                seed("text in UTF-16", TEXT, "encoding utf16le maxerror 5"),
                seed("csv", CSV, "csv"),
                seed("csv, ignoring errors", CSV, "csv ignoreallerrors acceptinvchars '?'"),
                seed("fixedwidth", "0000001  2.50one 2026-01-02\n     -7  1.00     1999-12-31\n",
                        "fixedwidth 'i:7,n:6,v:4,d:10' fillrecord"),
                seed("json auto", JSON, "json 'auto'"),
                seed("json auto ignorecase", JSON, "json 'auto ignorecase' ignoreallerrors truncatecolumns"),
                new Seed("json noshred", new String[] {"s super"}, "data", JSON.getBytes(StandardCharsets.UTF_8),
                        "'s3://b/data' json 'noshred' maxerror 2"),
                seed("json with jsonpaths", JSON, "json 's3://b/paths'"),
                new Seed("the jsonpaths file", TYPES, "paths", PATHS.getBytes(StandardCharsets.UTF_8),
                        "'s3://b/plain' json 's3://b/paths'"),
                new Seed("the manifest", TYPES, "data", MANIFEST.getBytes(StandardCharsets.UTF_8),
                        "'s3://b/data' manifest"),
                compressed("gzip", CompressorStreamFactory.GZIP),
                compressed("bzip2", CompressorStreamFactory.BZIP2),
                compressed("zstd", CompressorStreamFactory.ZSTANDARD),
                new Seed("avro", users, "data", AvroRowsTest.users(), "'s3://b/data' avro 'auto'"),
                new Seed("parquet", users, "data", ParquetRowsTest.users(), "'s3://b/data' parquet"),
                new Seed("orc", users, "data", OrcRowsTest.users(), "'s3://b/data' orc"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void loadsOrFailsWithAnErrorOfItsOwn(Seed seed) {
        Mutations mutations = new Mutations(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] wrong = round == 0 ? seed.valid() : mutations.of(seed.valid());
            String what = seed + ", round " + round + ": " + HexFormat.of().formatHex(wrong);
            String whole = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> outcome(seed, wrong, 1 << 17), what);
            String inPieces = outcome(seed, wrong, 1 + round % 23);
            if (!seed.isCompressed()) {
                // of a bad row before bad compression either may be met first
                assertThat(inPieces).as(what).isEqualTo(whole);
            }
        }
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("copy-read", "copy-parse");
    }

    /** The rows, or the error; and the rejected rows. */
    private static String outcome(Seed seed, byte[] wrong, int chunk) {
        Copying copy = new Copying(new MemorySession("t", seed.columns())).chunks(chunk);
        copy.bucket.with("plain", "{}\n").with("paths", PATHS).with(seed.object(), wrong);
        String told;
        try {
            CopyResult result = copy.run("copy t" + (seed.copy().contains("fixedwidth") ? " (i, n, v, d)" : "") + " from "
                    + seed.copy() + Copying.ROLE);
            assertThat(copy.session.rows).hasSize(Math.toIntExact(result.loadedRows()));
            assertThat(copy.session.finished).isTrue();
            told = copy.rows();
        } catch (RedshiftError e) {
            assertThat(copy.session.finished).isFalse();
            assertThat(e.getMessage()).isNotBlank();
            told = e.sqlState() + " " + e.getMessage() + " " + e.detail();
        }
        return told + (copy.log.isEmpty() ? "" : "\n" + copy.errors());
    }
}
