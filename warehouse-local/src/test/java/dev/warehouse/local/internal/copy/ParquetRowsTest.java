/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.warehouse.api.internal.sql.RedshiftError;
import io.airlift.compress.snappy.SnappyFramedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetRowsTest {

    private static final MessageType USER = message("required int64 id; optional binary name (STRING);");

    private static MessageType message(String fields) {
        return MessageTypeParser.parseMessageType("message m { " + fields + " }");
    }

    static byte[] file(MessageType schema, CompressionCodecName codec, long rowGroup, Group... rows) {
        try {
            Path directory = Files.createTempDirectory("parquet-test");
            Path path = directory.resolve("file");
            try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                    .withConf(new PlainParquetConfiguration()).withType(schema).withCompressionCodec(codec)
                    .withRowGroupSize(rowGroup).build()) {
                for (Group row : rows) {
                    writer.write(row);
                }
            }
            byte[] bytes = Files.readAllBytes(path);
            try (var left = Files.list(directory)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] file(MessageType schema, Group... rows) {
        return file(schema, CompressionCodecName.SNAPPY, ParquetWriter.DEFAULT_BLOCK_SIZE, rows);
    }

    static byte[] users() {
        return file(USER, new SimpleGroup(USER).append("id", 1L).append("name", "Z\u00fcrich"),
                new SimpleGroup(USER).append("id", 2L));
    }

    private static Copying copying(byte[] file, String... columns) {
        Copying copy = new Copying(new MemorySession("t", columns));
        copy.bucket.with("data", file);
        return copy;
    }

    /** A file of one column {@code v} and one row. */
    private static Copying one(String type, Consumer<Group> value, String column) {
        MessageType schema = message("optional " + type + ";");
        Group row = new SimpleGroup(schema);
        value.accept(row);
        return copying(file(schema, row), "v " + column);
    }

    @Test
    void columnsAreMatchedByTheirPlace() {
        Copying copy = copying(users(), "number int8", "city varchar(9)");
        assertThat(copy.load("format as parquet")).isEqualTo(new CopyResult(7, 2, 0));
        assertThat(copy.rows()).isEqualTo("1|Z\u00fcrich\n2|∅");
        assertThat(copy.log.get(0).fileFormat()).isEqualTo("parquet");
        assertThat(copy.log.get(0).files().get(0).lines()).isEqualTo(2);
    }

    @Test
    void columnListSaysWhichColumnsTheyAre() {
        Copying copy = copying(users(), "city varchar(9)", "more int4", "number int8");
        copy.run("copy t (number, city) from 's3://b/data'" + Copying.ROLE + "parquet");
        assertThat(copy.rows()).isEqualTo("1|Z\u00fcrich\n2|∅");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "int32 v~5~int4~5", "int32 v~5~int8~5", "int32 v~5~int2~5", "int32 v~5~super~5",
        "int32 v (INTEGER(8,true))~-5~int2~-5", "int32 v (INTEGER(32,false))~-1~int8~4294967295",
        "int64 v~-9223372036854775808~int8~-9223372036854775808",
        "int32 v (DATE)~18262~date~2020-01-01", "int32 v (DATE)~-719529~date~0002-12-31 BC",
        "int32 v (DATE)~18262~super~\"2020-01-01\"",
        "int64 v (TIMESTAMP(MILLIS,true))~1541105830796~timestamp~2018-11-01 20:57:10.796",
        "int64 v (TIMESTAMP(MICROS,true))~1541105830796001~timestamptz~2018-11-01 20:57:10.796001+00",
        "int64 v (TIMESTAMP(NANOS,false))~-1~timestamp~1969-12-31 23:59:59.999999",
        "int64 v (TIMESTAMP(MICROS,false))~0~super~\"1970-01-01 00:00:00\"",
        "int32 v (TIME(MILLIS,true))~3723004~time~01:02:03.004",
        "int64 v (TIME(MICROS,false))~86399999999~time~23:59:59.999999",
        "int32 v (DECIMAL(9,2))~-5~numeric(9,2)~-0.05", "int32 v (DECIMAL(9,2))~12345~numeric(12,3)~123.450",
        "int64 v (DECIMAL(18,4))~-9223372036854775808~numeric(38,4)~-922337203685477.5808",
        "int32 v (DECIMAL(9,0))~70~super~70"})
    void wholeNumbersAndWhatTheyStandForLoad(String type, long value, String column, String loaded) {
        Copying copy = one(type, row -> {
            if (type.startsWith("int32")) {
                row.append("v", (int) value);
            } else {
                row.append("v", value);
            }
        }, column);
        copy.load("parquet");
        assertThat(copy.rows()).isEqualTo(loaded);
    }

    @Test
    void otherTypesLoad() {
        assertLoaded(one("boolean v", row -> row.append("v", true), "bool"), "t");
        assertLoaded(one("float v", row -> row.append("v", 0.1f), "float4"), "0.1");
        assertLoaded(one("float v", row -> row.append("v", 0.5f), "float8"), "0.5");
        assertLoaded(one("double v", row -> row.append("v", -1e300), "float8"), "-1.0E300");
        assertLoaded(one("double v", row -> row.append("v", Double.NaN), "float8"), "NaN");
        assertLoaded(one("binary v (STRING)", row -> row.append("v", "\\N"), "varchar(2)"), "\\N");
        assertLoaded(one("binary v (STRING)", row -> row.append("v", ""), "varchar(2)"), "");
        assertLoaded(one("binary v (ENUM)", row -> row.append("v", "RED"), "char(3)".replace("char", "bpchar")), "RED");
        assertLoaded(one("binary v (STRING)", row -> row.append("v", "a\"b"), "super"), "\"a\\\"b\"");
        assertLoaded(one("binary v (JSON)", row -> row.append("v", "{\"a\":[1]}"), "super"), "{\"a\":[1]}");
        assertLoaded(one("binary v (JSON)", row -> row.append("v", "{\"a\":[1]}"), "varchar(9)"), "{\"a\":[1]}");
        assertLoaded(one("binary v", row -> row.append("v", "hi"), "varchar(2)"), "hi");
        Binary bytes = Binary.fromConstantByteArray(new byte[] {(byte) 0xca, 0});
        assertLoaded(one("binary v", row -> row.append("v", bytes), "bytea"), "ca00");
        Binary decimal = Binary.fromConstantByteArray(new BigDecimal("-12345678901234567890.12").unscaledValue()
                .toByteArray());
        assertLoaded(one("binary v (DECIMAL(30,2))", row -> row.append("v", decimal), "numeric(38,2)"),
                "-12345678901234567890.12");
        Binary uuid = Binary.fromConstantByteArray(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        assertLoaded(one("fixed_len_byte_array(16) v (UUID)", row -> row.append("v", uuid), "varchar(36)"),
                "00010203-0405-0607-0809-0a0b0c0d0e0f");
        ByteBuffer int96 = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(3_723_000_000_000L)
                .putInt(2_440_589);
        assertLoaded(one("int96 v", row -> row.append("v", Binary.fromConstantByteArray(int96.array())), "timestamp"),
                "1970-01-02 01:02:03");
    }

    private static void assertLoaded(Copying copy, String rows) {
        copy.load("parquet");
        assertThat(copy.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "int32 v~varchar(5)~VARCHAR(5)", "int64 v~int4~INT", "int64 v~int2~SMALLINT", "int64 v~timestamp~TIMESTAMP",
        "int64 v (INTEGER(64,false))~int8~BIGINT", "int32 v (INTEGER(32,false))~int4~INT",
        "int32 v~numeric(9,2)~DECIMAL(9, 2)", "int32 v~float8~DOUBLE", "double v~float4~REAL",
        "double v~numeric(9,2)~DECIMAL(9, 2)", "boolean v~int4~INT", "binary v (STRING)~int4~INT",
        "binary v (STRING)~date~DATE", "int32 v (DATE)~timestamp~TIMESTAMP", "int64 v (TIMESTAMP(MILLIS,true))~date~DATE",
        "int32 v (DECIMAL(9,4))~numeric(9,2)~DECIMAL(9, 2)", "binary v (BSON)~varchar(9)~VARCHAR(9)"})
    void typeThatIsNotTheColumnsIsRefused(String type, String column, String shown) {
        RedshiftError error = one(type, row -> { }, column).failure("parquet");
        assertThat(error.sqlState()).isEqualTo("XX000");
        assertThat(error).hasMessage("Spectrum Scan Error: Load into table 't' failed: s3://b/data: incompatible Parquet "
                + "schema for column 'v'. Column type: " + shown + ", Parquet schema: optional " + type);
        assertThat(error.hint()).startsWith("Columns are matched by their place");
    }

    @Test
    void numberOfColumnsMustMatch() {
        RedshiftError few = copying(users(), "a int8", "b varchar(9)", "c int4").failure("parquet");
        assertThat(few).hasMessage("Spectrum Scan Error: Load into table 't' failed: s3://b/data: "
                + "Unmatched number of columns between table and file. Table columns: 3, Data columns: 2");
        assertThat(few.hint()).contains("FILLRECORD").contains("id, name");
        RedshiftError many = copying(users(), "a int8").failure("parquet fillrecord");
        assertThat(many).hasMessageContaining("Table columns: 1, Data columns: 2");
    }

    @Test
    void missingLastColumnsAreFilledWithNull() {
        Copying copy = copying(users(), "a int8", "b varchar(9)", "c int4", "d varchar(9)");
        copy.load("parquet fillrecord");
        assertThat(copy.rows()).isEqualTo("1|Z\u00fcrich|∅|∅\n2|∅|∅|∅");
        Copying notNull = copying(users(), "a int8", "b varchar(9)", "c int4 not null");
        assertThat(notNull.failure("parquet fillrecord").detail()).contains("Missing data for not-null field");
    }

    @Test
    void badValueFailsTheLoadAndIsNamed() {
        Copying copy = copying(users(), "a int8", "b varchar(3)");
        RedshiftError error = copy.failure("parquet");
        assertThat(error).hasMessageStartingWith("Spectrum Scan Error: Load into table 't' failed.");
        assertThat(error.detail()).isEqualTo("s3://b/data line 1, column b (varchar(3)): String length exceeds DDL "
                + "length (code 1204), raw value \"Z.rich\"");
        assertThat(error.hint()).doesNotContain("MAXERROR");
        assertThat(copy.session.finished).isFalse();
        Copying notNull = copying(users(), "a int8", "b varchar(9) not null");
        assertThat(notNull.failure("parquet").detail()).contains("line 2, column b");
        Copying small = one("int32 v", row -> row.append("v", 70_000), "int2");
        assertThat(small.failure("parquet").detail()).contains("raw value \"70000\"");
    }

    @Test
    void invalidCharactersAreReplacedIfAskedTo() {
        Consumer<Group> value = row -> row.append("v", Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xff}));
        assertThat(one("binary v (STRING)", value, "varchar(9)").failure("parquet").detail()).contains("code 1220");
        Copying copy = one("binary v (STRING)", value, "varchar(9)");
        copy.load("parquet acceptinvchars '^'");
        assertThat(copy.rows()).isEqualTo("a^");
    }

    @Test
    void nestedColumnsLoadIntoSuperWithSerializeToJson() {
        MessageType schema = message("""
                required int32 id;
                optional group person { optional binary name (STRING); optional int32 age; }
                optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
                optional group old (LIST) { repeated int32 array; }
                optional group props (MAP) { repeated group key_value {
                  required binary key (STRING); optional double value; } }
                optional group by_day (MAP) { repeated group key_value {
                  required int32 key (DATE); optional group value (LIST) { repeated group list {
                    optional int64 element (DECIMAL(18,2)); } } } }
                repeated boolean flags;""");
        Group full = new SimpleGroup(schema).append("id", 1);
        full.addGroup("person").append("name", "A\"nn").append("age", 30);
        Group tags = full.addGroup("tags");
        tags.addGroup("list").append("element", "x");
        tags.addGroup("list");
        full.addGroup("old").append("array", 1).append("array", 2);
        Group props = full.addGroup("props");
        props.addGroup("key_value").append("key", "k").append("value", 1.5);
        props.addGroup("key_value").append("key", "none");
        full.addGroup("by_day").addGroup("key_value").append("key", 0).addGroup("value").addGroup("list")
                .append("element", 250L);
        full.append("flags", true).append("flags", false);
        Group empty = new SimpleGroup(schema).append("id", 2);
        empty.addGroup("person");
        empty.addGroup("tags");
        byte[] file = file(schema, full, empty);
        String[] columns = {"id int4", "person super", "tags super", "old super", "props super", "by_day super",
            "flags super"};
        Copying copy = copying(file, columns);
        copy.load("parquet serializetojson");
        assertThat(copy.rows()).isEqualTo("""
                1|{"name":"A\\"nn","age":30}|["x",null]|[1,2]|{"k":1.5,"none":null}|{"1970-01-01":[2.50]}|[true,false]
                2|{"name":null,"age":null}|[]|∅|∅|∅|[]""");
        RedshiftError error = copying(file, columns).failure("parquet");
        assertThat(error).hasMessageContaining("s3://b/data: column 'person' is nested: optional group person");
        assertThat(error.hint()).isEqualTo("Load it into a SUPER column with PARQUET SERIALIZETOJSON.");
        columns[1] = "person varchar(99)";
        assertThat(copying(file, columns).failure("parquet serializetojson"))
                .hasMessageContaining("Column type: VARCHAR(99), Parquet schema: optional group person");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void codecsAreReadOverSeveralRowGroups(CompressionCodecName codec) {
        Group[] rows = IntStream.range(0, 30_000).mapToObj(i -> new SimpleGroup(USER).append("id", (long) i)
                .append("name", "name " + i * 7919L % 30_000)).toArray(Group[]::new);
        Copying copy = copying(file(USER, codec, 64 << 10, rows), "id int8", "name varchar(20)");
        copy.load("parquet");
        assertThat(copy.session.rows).hasSize(30_000);
        for (int i = 0; i < rows.length; i++) {
            assertThat(copy.session.rows.get(i)).containsExactly(String.valueOf(i), "name " + i * 7919L % 30_000);
        }
    }

    @Test
    void compressionAroundAFileIsKnownByTheEndOfItsName() throws IOException {
        byte[] file = users();
        ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(bzip2)) {
            out.write(file);
        }
        ByteArrayOutputStream snappy = new ByteArrayOutputStream();
        try (OutputStream out = new SnappyFramedOutputStream(snappy)) {
            out.write(file);
        }
        Copying copy = copying(file, "id int8", "name varchar(9)");
        copy.bucket.with("data.gz", MemoryBucket.gzip(file)).with("data.bz2", bzip2.toByteArray())
                .with("data.snappy", snappy.toByteArray()).with("data.within.gz", file);
        assertThat(copy.load("parquet").loadedRows()).isEqualTo(10);
        copy.bucket.with("data.other", MemoryBucket.gzip(file));
        assertThat(copy.failure("parquet")).hasMessageContaining("s3://b/data.other");
    }

    @Test
    void everyFileOfAPrefixIsLoadedAndOneBadOneFailsAll() {
        Copying copy = copying(users(), "a int8", "b varchar(9)");
        copy.bucket.with("data-2", users()).with("data-3", users()).with("data-4", new byte[0]);
        copy.load("parquet");
        assertThat(copy.session.rows).hasSize(6);
        assertThat(copy.log.get(0).files()).hasSize(3);
        copy.bucket.with("data-5.csv", "1,2");
        assertThat(copy.failure("parquet")).hasMessageStartingWith(
                "Spectrum Scan Error: Load into table 't' failed: s3://b/data-5.csv: the file is corrupt: ");
    }

    @Test
    void corruptAndTruncatedFilesFailAndAreNamed() {
        byte[] users = users();
        assertCorrupt("PAR1 it is not".getBytes());
        assertCorrupt(Arrays.copyOf(users, users.length - 5));
        assertCorrupt(Arrays.copyOfRange(users, users.length / 2, users.length));
        byte[] damaged = users.clone();
        Arrays.fill(damaged, 4, 60, (byte) 0x7f);
        assertCorrupt(damaged);
    }

    private static void assertCorrupt(byte[] file) {
        Copying copy = copying(file, "a int8", "b varchar(9)");
        RedshiftError error = copy.failure("parquet");
        assertThat(error.sqlState()).isEqualTo("XX000");
        assertThat(error).hasMessageStartingWith(
                "Spectrum Scan Error: Load into table 't' failed: s3://b/data: the file is corrupt: ");
        assertThat(copy.session.finished).isFalse();
    }

    @Test
    void manifestNeedsTheLengthOfEachFile() {
        String manifest = "{\"entries\":[{\"url\":\"s3://b/data\",\"mandatory\":true%s}]}";
        Copying copy = copying(users(), "a int8", "b varchar(9)");
        String sql = "copy t from 's3://b/m'" + Copying.ROLE + "manifest parquet";
        int length = users().length;
        copy.bucket.with("m", manifest.formatted(",\"meta\":{\"x\":[1],\"content_length\":" + length + "}"));
        copy.run(sql);
        assertThat(copy.session.rows).hasSize(2);
        copy.bucket.with("m", manifest.formatted(""));
        assertThat(copy.failureOf(sql)).hasMessage("Problem reading manifest file: url s3://b/data has no "
                + "meta.content_length, which PARQUET needs");
        copy.bucket.with("m", manifest.formatted(",\"meta\":{\"content_length\":5}"));
        assertThat(copy.failureOf(sql)).hasMessage("Problem reading manifest file: url s3://b/data has content_length "
                + "5, but the object has " + length + " bytes");
    }

    @Test
    void nothingIsLeftOnDisk() throws IOException {
        List<String> before = SpoolTest.left();
        copying(users(), "a int8", "b varchar(9)").load("parquet");
        copying(users(), "a int8").failure("parquet");
        Copying cancelled = copying(users(), "a int8", "b varchar(9)");
        cancelled.session.cancelAfter = 1;
        assertThat(catchThrowable(() -> cancelled.load("parquet"))).isInstanceOf(RedshiftError.class);
        assertThat(SpoolTest.left()).isEqualTo(before);
    }
}
