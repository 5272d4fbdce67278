/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroRowsTest {

    private static final Schema USER = schema("""
            {"type":"record","name":"user","fields":[
             {"name":"Id","type":"long"},
             {"name":"name","type":["null","string"]},
             {"name":"level","type":{"type":"enum","name":"level","symbols":["free","paid"]}},
             {"name":"home","type":{"type":"record","name":"home","fields":[
               {"name":"city","type":"string"},{"name":"zip","type":"int"}]}},
             {"name":"tags","type":{"type":"array","items":"string"}},
             {"name":"props","type":{"type":"map","values":"double"}}]}""");

    static Schema schema(String json) {
        return new Schema.Parser().parse(json);
    }

    private static Object user(long id, String name, String level, String... tags) {
        Schema home = USER.getField("home").schema();
        return new GenericRecordBuilder(USER).set("Id", id).set("name", name)
                .set("level", new GenericData.EnumSymbol(USER.getField("level").schema(), level))
                .set("home", new GenericRecordBuilder(home).set("city", "Z\"\u00fcrich").set("zip", 8000).build())
                .set("tags", Arrays.asList(tags)).set("props", Map.of("x", 0.5)).build();
    }

    private static byte[] file(Schema schema, CodecFactory codec, int syncInterval, Object... records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec).setSyncInterval(syncInterval).create(schema, bytes);
            for (Object record : records) {
                writer.append(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] users() {
        return file(USER, CodecFactory.nullCodec(), 16_000, user(1, "Ann", "free", "a", "b"), user(2, null, "paid"));
    }

    private static Copying copying(byte[] file, String... columns) {
        Copying copy = new Copying(new MemorySession("t", columns));
        copy.bucket.with("data", file);
        return copy;
    }

    /** One record of one field {@code v}. */
    private static Copying one(String type, Object value, String column) {
        Schema schema = schema("{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"v\",\"type\":" + type + "}]}");
        return copying(file(schema, CodecFactory.nullCodec(), 16_000, new GenericRecordBuilder(schema).set("v", value)
                .build()), "v " + column);
    }

    @Test
    void fieldsGoToTheColumnsOfTheirNames() {
        Copying copy = copying(users(), "name varchar(9)", "id int8", "level varchar(4)", "home varchar(99)",
                "tags super", "props super", "other int4");
        assertThat(copy.load("avro 'auto'")).isEqualTo(new CopyResult(7, 2, 0));
        assertThat(copy.rows()).isEqualTo("""
                Ann|∅|free|{"city":"Z\\"\u00fcrich","zip":8000}|["a","b"]|{"x":0.5}|∅
                ∅|∅|paid|{"city":"Z\\"\u00fcrich","zip":8000}|[]|{"x":0.5}|∅""");
        assertThat(copy.log.get(0).fileFormat()).isEqualTo("avro");
        assertThat(copy.log.get(0).files().get(0).lines()).isEqualTo(2);
    }

    @Test
    void caseOfNamesMayBeIgnored() {
        Copying copy = copying(users(), "id int4", "level varchar(4)");
        copy.load("format as avro as 'auto ignorecase'");
        assertThat(copy.rows()).isEqualTo("1|free\n2|paid");
    }

    @Test
    void jsonpathsReachIntoRecordsArraysAndMaps() {
        Copying copy = copying(users(), "id int4", "city varchar(20)", "tag varchar(9)", "x float8", "all_of_it super");
        copy.bucket.with("paths", "{\"jsonpaths\":[\"$.Id\",\"$.home.city\",\"$.tags[1]\",\"$.props.x\",\"$\"]}");
        copy.load("avro 's3://b/paths' maxerror 2");
        assertThat(copy.rows()).isEqualTo("1|Z\"\u00fcrich|b|0.5|{\"Id\":1,\"name\":\"Ann\",\"level\":\"free\",\"home\":"
                + "{\"city\":\"Z\\\"\u00fcrich\",\"zip\":8000},\"tags\":[\"a\",\"b\"],\"props\":{\"x\":0.5}}");
        assertThat(copy.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.column()).isEqualTo("tag");
            assertThat(error.reason())
                    .isEqualTo("Invalid JSONPath format: Not an array or index out of range.");
        });
    }

    @Test
    void pathThroughAValueThatIsNoRecordIsAnError() {
        Copying copy = copying(users(), "id int4");
        copy.bucket.with("paths", "{\"jsonpaths\":[\"$.Id.more\"]}");
        copy.failure("avro 's3://b/paths'");
        assertThat(copy.errors().get(0).reason()).isEqualTo("Invalid JSONPath format: Member is not an object.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "\"int\"~5~int2~5", "\"int\"~70000~numeric(9,2)~70000.00", "\"int\"~5~varchar(5)~5", "\"int\"~1~bool~t",
        "\"int\"~5~float4~5.0", "\"int\"~5~super~5",
        "\"long\"~-9223372036854775808~int8~-9223372036854775808",
        "\"long\"~-9223372036854775808~varchar(20)~-9223372036854775808",
        "{\"type\":\"int\",\"logicalType\":\"date\"}~18262~date~2020-01-01",
        "{\"type\":\"int\",\"logicalType\":\"date\"}~-719529~date~0002-12-31 BC",
        "{\"type\":\"int\",\"logicalType\":\"date\"}~18262~varchar(10)~2020-01-01",
        "{\"type\":\"int\",\"logicalType\":\"date\"}~18262~int4~18262",
        "{\"type\":\"int\",\"logicalType\":\"date\"}~18262~super~\"2020-01-01\"",
        "{\"type\":\"int\",\"logicalType\":\"date\"}~18262~timestamp~2020-01-01 00:00:00",
        "{\"type\":\"int\",\"logicalType\":\"time-millis\"}~3723004~time~01:02:03.004",
        "{\"type\":\"int\",\"logicalType\":\"time-millis\"}~3723004~timetz~01:02:03.004Z",
        "{\"type\":\"long\",\"logicalType\":\"time-micros\"}~3723000004~time~01:02:03.000004",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}~1541105830796~timestamp~2018-11-01 20:57:10.796",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}~1541105830796~timestamptz~2018-11-01 20:57:10.796+00",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}~-1~timestamp~1969-12-31 23:59:59.999999",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}~-1~timestamp~1969-12-31 23:59:59.999999",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}~-1~varchar(40)~1969-12-31 23:59:59.999999+00",
        "{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}~1~varchar(40)~1970-01-01 00:00:00.000001",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}~1541105830796~int8~1541105830796",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}~1541105830796~date~2018-11-01"})
    void wholeNumbersAndTheirLogicalTypesLoad(String type, long value, String column, String loaded) {
        Copying copy = one(type, type.contains("\"int\"") ? (Object) (int) value : (Object) value, column);
        copy.load("avro 'auto'");
        assertThat(copy.rows()).isEqualTo(loaded);
    }

    @Test
    void otherTypesLoad() {
        String decimal = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":3}";
        ByteBuffer unscaled = ByteBuffer.wrap(new BigDecimal("-12.345").unscaledValue().toByteArray());
        assertLoaded(one(decimal, unscaled, "numeric(9,2)"), "-12.34");
        assertLoaded(one(decimal, unscaled, "varchar(9)"), "-12.345");
        assertLoaded(one(decimal, unscaled, "super"), "-12.345");
        assertLoaded(one("\"bytes\"", ByteBuffer.wrap(new byte[] {(byte) 0xca, 0}), "bytea"), "ca00");
        assertLoaded(one("\"bytes\"", ByteBuffer.wrap(new byte[] {'h', 'i'}), "varchar(2)"), "hi");
        assertLoaded(one("\"boolean\"", true, "bool"), "t");
        assertLoaded(one("\"boolean\"", false, "varchar(5)"), "false");
        assertLoaded(one("\"double\"", 0.1, "float8"), "0.1");
        assertLoaded(one("\"float\"", 0.1f, "float4"), "0.1");
        assertLoaded(one("\"double\"", 1e20, "numeric(30,1)"), "100000000000000000000.0");
        assertLoaded(one("\"double\"", Double.NaN, "super"), "null");
        assertLoaded(one("\"string\"", "12", "int4"), "12");
        assertLoaded(one("\"string\"", "\\N", "varchar(2)"), "\\N");
        assertLoaded(one("\"string\"", "", "int4"), "∅");
        assertLoaded(one("\"string\"", "", "varchar(2)"), "");
        assertLoaded(one("\"string\"", "a\"\n", "super"), "\"a\\\"\\n\"");
        assertLoaded(one("[\"null\",\"long\",\"string\"]", null, "int4"), "∅");
        assertLoaded(one("[\"null\",\"long\",\"string\"]", "x", "varchar(2)"), "x");
    }

    private static void assertLoaded(Copying copy, String rows) {
        copy.load("avro");
        assertThat(copy.rows()).isEqualTo(rows);
    }

    @Test
    void clausesOfConversionApply() {
        Copying epoch = one("\"long\"", 1541105830796L, "timestamp");
        epoch.load("avro 'auto' timeformat 'epochmillisecs'");
        assertThat(epoch.rows()).isEqualTo("2018-11-01 20:57:10.796");
        Copying pattern = one("\"string\"", "31/12/2020", "date");
        pattern.load("avro 'auto' dateformat 'DD/MM/YYYY'");
        assertThat(pattern.rows()).isEqualTo("2020-12-31");
        Copying empty = one("\"string\"", "", "varchar(3)");
        empty.load("avro 'auto' emptyasnull");
        assertThat(empty.rows()).isEqualTo("∅");
        Copying cut = one("\"string\"", "abcdef", "varchar(3)");
        cut.load("avro 'auto' truncatecolumns");
        assertThat(cut.rows()).isEqualTo("abc");
        Copying any = one("\"long\"", 5L, "date");
        any.load("avro 'auto' acceptanydate");
        assertThat(any.rows()).isEqualTo("∅");
    }

    @Test
    void badValuesNameRecordColumnAndValue() {
        Copying copy = copying(users(), "level varchar(3)", "home super");
        copy.failure("avro 'auto'");
        assertThat(copy.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(1);
            assertThat(error.column()).isEqualTo("level");
            assertThat(error.rawValue()).isEqualTo("free");
            assertThat(error.rawLine()).startsWith("free,{\"city\"");
            assertThat(error.code()).isEqualTo(BadData.TOO_LONG);
        });
        Copying overflow = one("\"long\"", 40_000L, "int2");
        overflow.failure("avro 'auto'");
        assertThat(overflow.errors().get(0).rawValue()).isEqualTo("40000");
        assertThat(overflow.errors().get(0).code()).isEqualTo(BadData.OVERFLOW);
    }

    @Test
    void badRecordsMayBeSkipped() {
        Copying copy = copying(users(), "name varchar(9) not null");
        assertThat(copy.load("avro 'auto' maxerror 2")).isEqualTo(new CopyResult(7, 1, 1));
        assertThat(copy.errors().get(0).code()).isEqualTo(BadData.NOT_NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy"})
    void codecsOfRedshiftAreRead(String codec) {
        Object[] many = new Object[3000];
        for (int i = 0; i < many.length; i++) {
            many[i] = user(i, "name " + i, "paid", "x");
        }
        Copying copy = copying(file(USER, CodecFactory.fromString(codec), 1000, many), "name varchar(20)");
        copy.load("avro 'auto'");
        assertThat(copy.session.rows).hasSize(3000);
        assertThat(copy.rows()).startsWith("name 0\nname 1\n").endsWith("\nname 2999");
    }

    @Test
    void otherCodecsAreRefused() {
        RedshiftError error = copying(file(USER, CodecFactory.bzip2Codec(), 16_000, user(1, "a", "free")), "id int4")
                .failure("avro 'auto'");
        assertThat(error).hasMessage("Load into table 't' failed: s3://b/data: its codec is bzip2, "
                + "which COPY does not read");
        assertThat(error.hint()).contains("deflate");
    }

    @Test
    void rootMustBeARecord() {
        RedshiftError error = copying(file(schema("\"long\""), CodecFactory.nullCodec(), 16_000, 5L), "id int4")
                .failure("avro 'auto'");
        assertThat(error).hasMessageContaining("s3://b/data: the root of the schema is long, but must be a record");
    }

    @Test
    void largeBlocksAreRefused() {
        RedshiftError error = copying(file(USER, CodecFactory.nullCodec(), 1 << 29,
                user(1, "x".repeat(5 << 20), "free")), "id int4").failure("avro 'auto'");
        assertThat(error).hasMessageContaining("s3://b/data: a block has").hasMessageContaining("COPY takes 4 MB");
    }

    @Test
    void filesOfAPrefixMayDifferInTheirSchemas() {
        Schema other = schema("""
                {"type":"record","name":"user","fields":[{"name":"level","type":"string"},{"name":"name","type":"int"}]}""");
        Copying copy = copying(users(), "name varchar(9)", "level varchar(4)");
        copy.bucket.with("data2", file(other, CodecFactory.nullCodec(), 16_000,
                new GenericRecordBuilder(other).set("level", "gold").set("name", 7).build()));
        copy.load("avro 'auto'");
        assertThat(copy.rows()).isEqualTo("Ann|free\n∅|paid\n7|gold");
    }

    @Test
    void gzippedFilesLoadByTheirClause() {
        Copying copy = copying(MemoryBucket.gzip(users()), "level varchar(4)");
        copy.load("avro 'auto' gzip");
        assertThat(copy.rows()).isEqualTo("free\npaid");
    }

    @Test
    void corruptAndTruncatedFilesFailAndAreNamed() {
        assertCorrupt("no Avro at all".getBytes(), file -> { });
        byte[] users = users();
        assertCorrupt(Arrays.copyOf(users, users.length - 20), file -> { });
        assertCorrupt(users, file -> Arrays.fill(file, file.length - 60, file.length, (byte) 0x7f));
    }

    private static void assertCorrupt(byte[] file, Consumer<byte[]> damage) {
        damage.accept(file);
        Copying copy = copying(file, "level varchar(4)");
        RedshiftError error = copy.failure("avro 'auto' maxerror 100");
        assertThat(error.sqlState()).isEqualTo("XX000");
        assertThat(error).hasMessageStartingWith("Load into table 't' failed: s3://b/data: the file is corrupt: ");
        assertThat(copy.session.finished).isFalse();
        assertThat(copy.errors()).extracting(LoadLog.LoadError::fileName).containsExactly("s3://b/data");
    }

    @Test
    void emptyFileOfRecordsLoadsNothing() {
        assertThat(copying(file(USER, CodecFactory.nullCodec(), 16_000), "id int4").load("avro 'auto'"))
                .isEqualTo(new CopyResult(7, 0, 0));
    }

    @Test
    void nothingIsLeftOnDisk() throws IOException {
        List<String> before = SpoolTest.left();
        copying(users(), "level varchar(4)").load("avro 'auto'");
        copying("x".getBytes(), "level varchar(4)").failure("avro 'auto'");
        Copying cancelled = copying(users(), "level varchar(4)");
        cancelled.session.cancelAfter = 1;
        cancelled.failure("avro 'auto'");
        assertThat(SpoolTest.left()).isEqualTo(before);
    }
}
