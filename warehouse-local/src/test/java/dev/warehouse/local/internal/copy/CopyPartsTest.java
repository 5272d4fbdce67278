/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.Bucket;
import dev.warehouse.local.internal.copy.LoadLog.Load;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.LoadLog.LoadedFile;
import dev.warehouse.local.internal.copy.StatementSession.StatementFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A COPY of many files, read side by side, is the COPY that reads one after the other. */
class CopyPartsTest {

    private static final String COPY = "copy t from 's3://b/part' iam_role default ";

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("copy-read", "copy-parse");
    }

    /** Opens objects as told, and lists the ones of a bucket in memory. */
    private record Opening(MemoryBucket inner, Map<String, Opener> openers) implements Bucket {

        interface Opener {
            InputStream open(byte[] bytes) throws IOException;
        }

        @Override
        public Iterator<StoredObject> list(String prefix) {
            return inner.list(prefix);
        }

        @Override
        public InputStream open(String key) throws IOException {
            Opener opener = openers.get(key);
            InputStream stored = inner.open(key);
            return opener == null ? stored : opener.open(stored.readAllBytes());
        }

        @Override
        public boolean isRemote() {
            return false;
        }
    }

    private static CopyResult run(Copying copy, Bucket bucket, String options, int lanes) throws IOException {
        String sql = COPY + options;
        return new CopyExecutor(Buckets.of(Map.of("b", bucket)), copy.log::add, CopyPipeline.CHUNK, lanes)
                .execute(CopyStatement.parse(sql, Tokenizer.tokenize(sql)), copy.session, "ann");
    }

    /** Everything that a user can see of a load but its times. */
    private static String outcome(Consumer<MemoryBucket> fill, String options, int lanes, int chunk,
            String... columns) {
        Copying copy = new Copying(new MemorySession("t", columns)).lanes(lanes).chunks(chunk);
        fill.accept(copy.bucket);
        StringBuilder told = new StringBuilder();
        try {
            CopyResult result = copy.run(COPY + options);
            told.append(result).append(copy.session.notices);
            assertThat(copy.session.finished).isEqualTo(!options.contains("noload"));
            told.append(copy.log.get(0).sourceFiles()).append(' ').append(copy.log.get(0).sourceBytes());
        } catch (RedshiftError e) {
            assertThat(copy.session.finished).isFalse();
            told.append(e.sqlState()).append(e.getMessage()).append(e.detail()).append(e.hint());
        }
        Load load = copy.log.get(0);
        told.append('\n').append(copy.rows()).append('\n').append(load.loadedRows()).append(' ')
                .append(load.errorCount()).append('\n');
        load.errors().forEach(error -> told.append(error).append('\n'));
        load.files().forEach(file -> told.append(file.name()).append(' ').append(file.bytes()).append(' ')
                .append(file.lines()).append('\n'));
        load.replacements().forEach(row -> told.append(row).append('\n'));
        return told.toString();
    }

    /** Rows of all kinds, bad ones among them, in parts of which some are a hundred times as long as others. */
    private static void fill(MemoryBucket bucket, long seed) {
        Random random = new Random(seed);
        for (int part = 10; part < 24; part++) {
            StringBuilder rows = new StringBuilder();
            int count = random.nextInt(4) == 0 ? 4000 : random.nextInt(60);
            for (int i = 0; i < count; i++) {
                boolean bad = random.nextInt(count > 100 ? 900 : 20) == 0;
                rows.append(bad ? random.nextBoolean() ? "x" : "" : String.valueOf(part * 10_000 + i)).append('|')
                        .append(random.nextInt(50) == 0 ? "a\u00ff" : "name " + i).append('\n');
            }
            byte[] text = rows.toString().getBytes(random.nextInt(3) == 0 ? ISO_8859_1 : UTF_8);
            bucket.with("part-" + part, text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "maxerror 2", "maxerror 3", "maxerror 5", "maxerror 10", "maxerror 30", "maxerror 60",
        "ignoreallerrors", "ignoreallerrors acceptinvchars", "maxerror 7 acceptinvchars '?'", "noload maxerror 8",
        "noload ignoreallerrors", "emptyasnull maxerror 20", "gzip"})
    void rowsAndRejectedRowsAreThoseOfOneLane(String options) {
        String[] columns = {"id int4 not null", "name varchar(20)"};
        for (int round = 0; round < 8; round++) {
            long seed = round;
            String one = outcome(bucket -> fill(bucket, seed), options, 1, CopyPipeline.CHUNK, columns);
            for (int lanes : new int[] {2, 3, 8}) {
                assertThat(outcome(bucket -> fill(bucket, seed), options, lanes, 1 << (4 + round), columns))
                        .as("%d lanes, seed %d", lanes, seed).isEqualTo(one);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 9, 10, 11, 14, 15, 16, 17})
    void errorLimitCountsInTheOrderOfTheFiles(int limit) {
        Copying copy = new Copying(new MemorySession("t", "id int4")).lanes(4);
        List<String> bad = new ArrayList<>();
        for (int part = 1; part <= 6; part++) {
            StringBuilder rows = new StringBuilder();
            for (int line = 1; line <= 3000; line++) {
                // each in another place, so that lanes meet theirs in any order
                boolean wrong = part % 2 == 0 && line % 700 == 13 * part;
                rows.append(wrong ? "x" : String.valueOf(line)).append('\n');
                if (wrong) {
                    bad.add("s3://b/part-" + part + ":" + line);
                }
            }
            copy.bucket.with("part-" + part, rows.toString());
        }
        assertThat(bad).hasSize(15);
        if (limit <= bad.size()) {
            assertThat(copy.failureOf(COPY + "maxerror " + limit).detail()).startsWith("s3://b/part-2 line 26, ");
            assertThat(copy.session.aborted).isEqualTo("COPY rejected its data");
        } else {
            assertThat(copy.run(COPY + "maxerror " + limit)).isEqualTo(new CopyResult(7, 18_000 - 15, 15));
        }
        assertThat(copy.errors()).extracting(error -> error.fileName() + ":" + error.line())
                .isEqualTo(bad.subList(0, Math.min(limit, bad.size())));
        assertThat(copy.log.get(0).errorCount()).isEqualTo(copy.errors().size());
    }

    /** The later parts are read to their ends before the first one goes on. */
    @Test
    void partThatIsReadFirstDoesNotFailTheLoadFirst() throws IOException {
        Copying copy = new Copying(new MemorySession("t", "id int4"));
        copy.bucket.with("part-1", "1\nbad one\n").with("part-2", "bad two\n").with("part-3", "3\n");
        CountDownLatch others = new CountDownLatch(1);
        Opening bucket = new Opening(copy.bucket, Map.of("part-1",
                bytes -> {
                    await(others);
                    return new ByteArrayInputStream(bytes);
                }, "part-2", bytes -> new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        others.countDown();
                        throw new IOException("the disk is on fire");
                    }
                })));
        assertThatThrownBy(() -> run(copy, bucket, "", 3)).hasMessageStartingWith("Load into table 't' failed.  Check")
                .extracting(e -> ((RedshiftError) e).detail()).asString()
                .isEqualTo("s3://b/part-1 line 2, column id (int4): Invalid digit, Value 'b', Pos 0, Type: Integer "
                        + "(code 1207), raw value \"bad one\"");
        assertThat(copy.errors()).extracting(LoadError::fileName).containsExactly("s3://b/part-1");
        assertThat(copy.log.get(0).files()).isEmpty();
    }

    @Test
    void fileThatCannotBeReadFailsTheLoadInItsPlace() throws IOException {
        Copying copy = new Copying(new MemorySession("t", "id int4"));
        byte[] cut = MemoryBucket.gzip("3\n".repeat(100_000).getBytes(UTF_8));
        copy.bucket.with("part-1", MemoryBucket.gzip("1\nx\n".getBytes(UTF_8)))
                .with("part-2", Arrays.copyOf(cut, cut.length / 2))
                .with("part-3", MemoryBucket.gzip("x\n".repeat(50).getBytes(UTF_8)))
                .with("part-4", "no gzip");
        CountDownLatch others = new CountDownLatch(2);
        Opening.Opener counting = bytes -> {
            others.countDown();
            return new ByteArrayInputStream(bytes);
        };
        Opening bucket = new Opening(copy.bucket, Map.of("part-3", counting, "part-4", counting, "part-1", bytes -> {
            await(others);
            return new ByteArrayInputStream(bytes);
        }));
        assertThatThrownBy(() -> run(copy, bucket, "gzip maxerror 40", 4))
                .hasMessage("Load into table 't' failed: s3://b/part-2: the compressed file ends too early");
        assertThat(copy.errors()).extracting(LoadError::fileName, LoadError::line)
                .containsExactly(tuple("s3://b/part-1", 2L),
                        tuple("s3://b/part-2", 0L));
        assertThat(copy.log.get(0).files()).extracting(LoadedFile::name).containsExactly("s3://b/part-1");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void thousandTinyPartsAreLoadedInTheirOrder(int lanes) {
        Copying copy = new Copying(new MemorySession("t", "id int4")).lanes(lanes);
        for (int i = 0; i < 1000; i++) {
            copy.bucket.with("part-" + (1000 + i), i + "\n");
        }
        assertThat(copy.run(COPY).loadedRows()).isEqualTo(1000);
        assertThat(copy.rows()).isEqualTo(IntStream.range(0, 1000).mapToObj(String::valueOf)
                .collect(Collectors.joining("\n")));
        assertThat(copy.log.get(0).files()).hasSize(1000).allMatch(file -> file.lines() == 1);
        assertThat(copy.log.get(0).sourceFiles()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void hugePartAmongTinyOnesKeepsItsPlace(int lanes) {
        Copying copy = new Copying(new MemorySession("t", "id int4")).lanes(lanes);
        copy.bucket.with("part-00", "0\n").with("part-20", "20\n".repeat(900_000));
        for (int part = 21; part < 60; part++) {
            copy.bucket.with("part-" + part, (part + "\n").repeat(1 + part % 3));
        }
        copy.run(COPY);
        List<Integer> ids = copy.session.rows.stream().map(row -> Integer.valueOf(row.get(0))).toList();
        assertThat(ids).isSorted().hasSize(900_001 + 39 + 39);
    }

    static Stream<Arguments> formats() {
        String[] users = {"id int8", "name varchar(20)"};
        return Stream.of(
                Arguments.of("parquet", ParquetRowsTest.users(), users),
                Arguments.of("orc", OrcRowsTest.users(), users),
                Arguments.of("avro 'auto'", AvroRowsTest.users(), users),
                Arguments.of("json 'auto'", "{\"id\":1,\"name\":\"a\"}{\"name\":\"b\"}".getBytes(UTF_8), users),
                Arguments.of("json 's3://b/paths' ignoreallerrors",
                        "{\"x\":{\"id\":7},\"y\":[\"a\"]}\n{\"x\":{}}\n{\"x\":8}\n{".repeat(200).getBytes(UTF_8),
                        users),
                Arguments.of("csv dateformat 'auto' timeformat 'auto' ignoreallerrors",
                        "Jan 8 1999,08/01/2020 4:05 PM\n2020-01-02,2009-01-12 14:15:16.5\nx,\n".repeat(40)
                                .getBytes(UTF_8), new String[] {"d date", "t timestamp"}),
                Arguments.of("csv", "1,\"a\nb\"\n2,\"\"\"\"\n".getBytes(UTF_8), users),
                Arguments.of("fixedwidth 'id:3,name:4'", "  1name\n 22x\n".getBytes(UTF_8), users),
                Arguments.of("csv encoding utf16 maxerror 20", "\ufeff1,a\n2,b\n".getBytes(UTF_16LE),
                        users));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyFormatLoadsItsPartsInTheirOrder(String options, byte[] part, String[] columns) {
        Consumer<MemoryBucket> fill = bucket -> {
            bucket.with("paths", "{\"jsonpaths\":[\"$.x.id\",\"$.y[0]\"]}");
            for (int i = 10; i < 40; i++) {
                bucket.with("part-" + i, part);
            }
        };
        String one = outcome(fill, options, 1, CopyPipeline.CHUNK, columns);
        assertThat(one).startsWith("CopyResult[");
        for (int lanes : new int[] {2, 4}) {
            assertThat(outcome(fill, options, lanes, CopyPipeline.CHUNK, columns)).isEqualTo(one);
        }
    }

    @Test
    void brokenColumnarPartIsNamed() {
        Consumer<MemoryBucket> fill = bucket -> {
            for (int i = 10; i < 20; i++) {
                bucket.with("part-" + i, i < 15 ? ParquetRowsTest.users() : "no parquet at all".getBytes(UTF_8));
            }
        };
        String told = outcome(fill, "parquet", 4, CopyPipeline.CHUNK, "id int8", "name varchar(20)");
        assertThat(told).contains("Load into table 't' failed: s3://b/part-15: the file is corrupt");
        assertThat(told).isEqualTo(outcome(fill, "parquet", 1, CopyPipeline.CHUNK, "id int8", "name varchar(20)"));
    }

    @Test
    void cancelEndsAllLanes() {
        Copying copy = new Copying(new MemorySession("t", "id int4")).lanes(4);
        for (int part = 1; part <= 8; part++) {
            copy.bucket.with("part-" + part, "1\n".repeat(500_000));
        }
        copy.session.cancelAfter = 9;
        assertThat(copy.failureOf(COPY)).hasMessage("canceling statement due to user request");
        assertThat(copy.session.aborted).isEqualTo("COPY was cancelled");
        assertThat(copy.log).extracting(Load::succeeded).containsExactly(false);
    }

    @Test
    void failureOfPostgresEndsAllLanes() {
        Copying copy = new Copying(new MemorySession("t", "id int4")).lanes(4);
        for (int part = 1; part <= 8; part++) {
            copy.bucket.with("part-" + part, "1\n".repeat(500_000));
        }
        copy.session.failAfterBytes = 1_500_000;
        assertThatThrownBy(() -> copy.run(COPY)).isInstanceOf(StatementFailedException.class).hasMessage("disk full");
        assertThat(copy.log).extracting(Load::succeeded).containsExactly(false);
    }

    /** Parts without end, behind one that waits until nothing more is read of them, and then fails the load. */
    @Test
    void lanesAheadHoldBoundedMemory() {
        Copying copy = new Copying(new MemorySession("t", "name varchar(100)"));
        copy.bucket.with("part-1", "x".repeat(101)).with("part-2", "2").with("part-3", "3");
        AtomicLong read = new AtomicLong();
        Opening.Opener endless = bytes -> new InputStream() {
            @Override
            public int read() {
                return read.getAndIncrement() % 50 == 49 ? '\n' : 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    target[offset + i] = (byte) (i % 50 == 49 ? '\n' : 'x');
                }
                read.addAndGet(length);
                return length;
            }
        };
        Opening bucket = new Opening(copy.bucket, Map.of("part-2", endless, "part-3", endless, "part-1", bytes -> {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (standing() < 2 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            return new ByteArrayInputStream(bytes);
        }));
        assertThatThrownBy(() -> run(copy, bucket, "", 3)).hasMessageStartingWith("Load into table 't' failed.");
        assertThat(copy.errors()).extracting(LoadError::fileName).containsExactly("s3://b/part-1");
        // two shares of the 64 MB of three lanes, or of a small heap's sixteenth, and the chunks on their way
        assertThat(read.get()).isBetween(1L << 20, (2L << 26) / 3 + (4L << 20));
    }

    /** The lanes that wait for their turn. */
    private static long standing() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("copy-parse"))
                .filter(thread -> thread.getKey().getState() == Thread.State.WAITING)
                .filter(thread -> Stream.of(thread.getValue()).anyMatch(frame -> frame.getMethodName().equals("hand")))
                .count();
    }

    @Test
    void oneFileNeedsOneLane() {
        Copying copy = new Copying(new MemorySession("t", "id int4")).lanes(8);
        List<Long> parsing = new ArrayList<>();
        copy.bucket.with("part", "1\n".repeat(200_000));
        Opening bucket = new Opening(copy.bucket, Map.of("part", bytes -> new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                parsing.add(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("copy-parse")).count());
            }
        }));
        assertThat(catchThrowable(() -> run(copy, bucket, "", 8))).isNull();
        assertThat(parsing).isNotEmpty().allMatch(threads -> threads <= 1);
    }
}
