/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrcRowsTest {

    private static final String USER = "struct<id:bigint,name:string>";

    private static byte[] file(String schema, CompressionKind codec, int rows, ObjIntConsumer<ColumnVector[]> fill) {
        try {
            Path directory = Files.createTempDirectory("orc-test");
            Path path = directory.resolve("file");
            Configuration configuration = new Configuration(false);
            RawLocalFileSystem disk = new RawLocalFileSystem();
            disk.initialize(directory.toUri(), configuration);
            TypeDescription type = TypeDescription.fromString(schema);
            try (Writer writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(path.toUri()),
                    OrcFile.writerOptions(configuration).fileSystem(disk).setSchema(type).compress(codec)
                            .useUTCTimestamp(true).setProlepticGregorian(true).stripeSize(1 << 16))) {
                VectorizedRowBatch batch = type.createRowBatch();
                for (int row = 0; row < rows; row++) {
                    fill.accept(batch.cols, batch.size++);
                    if (batch.size == batch.getMaxSize() || row == rows - 1) {
                        writer.addRowBatch(batch);
                        batch.reset();
                    }
                }
            }
            byte[] bytes = Files.readAllBytes(path);
            try (var left = Files.list(directory)) {
                for (Path one : left.toList()) {
                    Files.delete(one);
                }
            }
            Files.delete(directory);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] users() {
        return file(USER, CompressionKind.ZLIB, 2, (columns, row) -> {
            ((LongColumnVector) columns[0]).vector[row] = row + 1;
            if (row == 0) {
                text(columns[1], row, "Z\u00fcrich");
            } else {
                setNull(columns[1], row);
            }
        });
    }

    private static void text(ColumnVector column, int row, String value) {
        ((BytesColumnVector) column).setVal(row, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void setNull(ColumnVector column, int row) {
        column.noNulls = false;
        column.isNull[row] = true;
    }

    private static Copying copying(byte[] file, String... columns) {
        Copying copy = new Copying(new MemorySession("t", columns));
        copy.bucket.with("data", file);
        return copy;
    }

    private static Copying one(String type, String column, ObjIntConsumer<ColumnVector> fill) {
        return copying(file("struct<v:" + type + ">", CompressionKind.NONE, 1,
                (columns, row) -> fill.accept(columns[0], row)), "v " + column);
    }

    @Test
    void columnsAreMatchedByTheirPlace() {
        Copying copy = copying(users(), "number int8", "city varchar(9)");
        assertThat(copy.load("format as orc")).isEqualTo(new CopyResult(7, 2, 0));
        assertThat(copy.rows()).isEqualTo("1|Z\u00fcrich\n2|∅");
        assertThat(copy.log.get(0).fileFormat()).isEqualTo("orc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "tinyint~5~int2~5", "smallint~-5~int2~-5", "int~5~int4~5", "int~5~int8~5", "int~7~super~7",
        "bigint~-9223372036854775808~int8~-9223372036854775808", "boolean~1~bool~t", "boolean~0~super~false",
        "date~18262~date~2020-01-01", "date~-719529~date~0002-12-31 BC", "date~0~super~\"1970-01-01\""})
    void wholeNumbersLoad(String type, long value, String column, String loaded) {
        assertLoaded(one(type, column, (vector, row) -> {
            if (vector instanceof DateColumnVector dates) {
                dates.changeCalendar(true, false);
            }
            ((LongColumnVector) vector).vector[row] = value;
        }), loaded);
    }

    @Test
    void otherTypesLoad() {
        assertLoaded(one("float", "float4", (vector, row) -> ((DoubleColumnVector) vector).vector[row] = 0.1f), "0.1");
        assertLoaded(one("double", "float8", (vector, row) -> ((DoubleColumnVector) vector).vector[row] = 0.1), "0.1");
        assertLoaded(one("string", "varchar(3)", (vector, row) -> text(vector, row, "\\N")), "\\N");
        assertLoaded(one("varchar(3)", "bpchar(3)", (vector, row) -> text(vector, row, "abc")), "abc");
        assertLoaded(one("string", "super", (vector, row) -> text(vector, row, "a\"")), "\"a\\\"\"");
        assertLoaded(one("binary", "bytea", (vector, row) ->
                ((BytesColumnVector) vector).setVal(row, new byte[] {(byte) 0xca, 0})), "ca00");
        ObjIntConsumer<ColumnVector> decimal = (vector, row) ->
                ((DecimalColumnVector) vector).set(row, HiveDecimal.create("-12345678901234567890.50"));
        assertLoaded(one("decimal(30,2)", "numeric(38,2)", decimal), "-12345678901234567890.50");
        assertLoaded(one("decimal(30,2)", "super", decimal), "-12345678901234567890.50");
        ObjIntConsumer<ColumnVector> time = (vector, row) -> {
            ((TimestampColumnVector) vector).time[row] = -86_400_001;
            ((TimestampColumnVector) vector).nanos[row] = 999_999_999;
        };
        assertLoaded(one("timestamp", "timestamp", time), "1969-12-30 23:59:59.999999");
        assertLoaded(one("timestamp with local time zone", "timestamptz", time), "1969-12-30 23:59:59.999999+00");
        assertLoaded(one("timestamp with local time zone", "timestamp", time), "1969-12-30 23:59:59.999999");
    }

    private static void assertLoaded(Copying copy, String rows) {
        copy.load("orc");
        assertThat(copy.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "int~varchar(5)~VARCHAR(5)", "bigint~int4~INT", "double~float4~REAL", "string~int4~INT",
        "timestamp~date~DATE", "decimal(9,4)~numeric(9,2)~DECIMAL(9, 2)", "double~numeric(9,2)~DECIMAL(9, 2)"})
    void typeThatIsNotTheColumnsIsRefused(String type, String column, String shown) {
        RedshiftError error = one(type, column, OrcRowsTest::setNull).failure("orc");
        assertThat(error).hasMessage("Spectrum Scan Error: Load into table 't' failed: s3://b/data: incompatible ORC "
                + "schema for column 'v'. Column type: " + shown + ", ORC schema: " + type);
    }

    @Test
    void numberOfColumnsMustMatch() {
        assertThat(copying(users(), "a int8").failure("orc")).hasMessageContaining(
                "s3://b/data: Unmatched number of columns between table and file. Table columns: 1, Data columns: 2");
        Copying filled = copying(users(), "a int8", "b varchar(9)", "c varchar(9)");
        filled.load("orc fillrecord");
        assertThat(filled.rows()).isEqualTo("1|Z\u00fcrich|∅\n2|∅|∅");
    }

    @Test
    void badValueFailsTheLoadAndIsNamed() {
        Copying copy = copying(users(), "a int8", "b varchar(9) not null");
        RedshiftError error = copy.failure("orc");
        assertThat(error).hasMessageStartingWith("Spectrum Scan Error: Load into table 't' failed.");
        assertThat(error.detail()).startsWith("s3://b/data line 2, column b (varchar(9)): Missing data");
        assertThat(copy.session.finished).isFalse();
    }

    @Test
    void nestedColumnsLoadIntoSuperWithSerializeToJson() {
        byte[] file = file("struct<id:int,p:struct<name:string,age:int>,tags:array<string>,props:map<int,double>,"
                + "by_name:map<string,array<date>>,either:uniontype<int,string>>", CompressionKind.SNAPPY, 2,
                (columns, row) -> {
                    ((LongColumnVector) columns[0]).vector[row] = row + 1;
                    if (row == 1) {
                        for (int i = 1; i < columns.length; i++) {
                            setNull(columns[i], row);
                        }
                        return;
                    }
                    StructColumnVector person = (StructColumnVector) columns[1];
                    text(person.fields[0], row, "A\"nn");
                    setNull(person.fields[1], row);
                    ListColumnVector tags = (ListColumnVector) columns[2];
                    tags.lengths[row] = 2;
                    tags.childCount = 2;
                    text(tags.child, 0, "x");
                    setNull(tags.child, 1);
                    MapColumnVector props = (MapColumnVector) columns[3];
                    props.lengths[row] = 1;
                    props.childCount = 1;
                    ((LongColumnVector) props.keys).vector[0] = 5;
                    ((DoubleColumnVector) props.values).vector[0] = 1.5;
                    MapColumnVector names = (MapColumnVector) columns[4];
                    names.lengths[row] = 1;
                    names.childCount = 1;
                    text(names.keys, 0, "k");
                    ListColumnVector days = (ListColumnVector) names.values;
                    days.lengths[0] = 1;
                    days.childCount = 1;
                    ((LongColumnVector) days.child).vector[0] = 18262;
                    UnionColumnVector either = (UnionColumnVector) columns[5];
                    either.tags[row] = 1;
                    text(either.fields[1], row, "s");
                });
        String[] columns = {"id int4", "p super", "tags super", "props super", "by_name super", "either super"};
        Copying copy = copying(file, columns);
        copy.load("orc serializetojson");
        assertThat(copy.rows()).isEqualTo("1|{\"name\":\"A\\\"nn\",\"age\":null}|[\"x\",null]|{\"5\":1.5}|"
                + "{\"k\":[\"2020-01-01\"]}|\"s\"\n2|∅|∅|∅|∅|∅");
        assertThat(copying(file, columns).failure("orc"))
                .hasMessageContaining("s3://b/data: column 'p' is nested: struct<name:string,age:int>");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ZLIB", "SNAPPY", "ZSTD", "LZ4"})
    void codecsAreReadOverSeveralStripes(CompressionKind codec) {
        byte[] file = file(USER, codec, 30_000, (columns, row) -> {
            ((LongColumnVector) columns[0]).vector[row] = row;
            text(columns[1], row, "name " + row);
        });
        Copying copy = copying(file, "id int8", "name varchar(20)");
        copy.load("orc");
        assertThat(copy.session.rows).hasSize(30_000).allSatisfy(row ->
                assertThat(row.get(1)).isEqualTo("name " + row.get(0)));
    }

    @Test
    void everyFileOfAPrefixIsLoaded() {
        Copying copy = copying(users(), "a int8", "b varchar(9)");
        copy.bucket.with("data-2", users());
        copy.load("orc");
        assertThat(copy.session.rows).hasSize(4);
    }

    @Test
    void corruptAndTruncatedFilesFailAndAreNamed() {
        byte[] users = users();
        assertCorrupt("no ORC at all, but long enough to look at".getBytes(StandardCharsets.UTF_8));
        assertCorrupt(Arrays.copyOf(users, users.length - 5));
        byte[] damaged = users.clone();
        Arrays.fill(damaged, 3, users.length / 2, (byte) 0x7f);
        assertCorrupt(damaged);
    }

    private static void assertCorrupt(byte[] file) {
        Copying copy = copying(file, "a int8", "b varchar(9)");
        RedshiftError error = copy.failure("orc");
        assertThat(error).hasMessageStartingWith(
                "Spectrum Scan Error: Load into table 't' failed: s3://b/data: the file is corrupt: ");
        assertThat(copy.session.finished).isFalse();
    }

    @Test
    void fileWithoutRowsLoadsNothing() {
        byte[] file = file("struct<v:int>", CompressionKind.NONE, 0, (columns, row) -> { });
        assertThat(copying(file, "v int4").load("orc")).isEqualTo(new CopyResult(7, 0, 0));
    }

    @Test
    void nothingIsLeftOnDisk() throws IOException {
        List<String> before = SpoolTest.left();
        copying(users(), "a int8", "b varchar(9)").load("orc");
        copying(users(), "a int8").failure("orc");
        assertThat(SpoolTest.left()).isEqualTo(before);
    }
}
