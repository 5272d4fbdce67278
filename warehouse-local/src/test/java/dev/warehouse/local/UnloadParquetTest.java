/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UNLOAD as Parquet: what is in the files, beside the rows that a round trip compares. */
class UnloadParquetTest {

    private static final String HASHES = "select n, md5(n::varchar) as h from generate_series(1, %d) n";

    @TempDir
    static Path folder;

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().bucket("out", folder).start();
        connection = Sql.connect(server.endpoint());
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static void unload(String query, String prefix, String options) throws SQLException {
        Sql.run(connection, "unload ($$" + query + "$$) to 's3://out/" + prefix + "' iam_role default parquet "
                + options);
    }

    private static ParquetMetadata footer(String key) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(folder.resolve(key)),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            return reader.getFooter();
        }
    }

    private static List<String> schema(String key) throws IOException {
        return footer(key).getFileMetaData().getSchema().getFields().stream().map(Type::toString).toList();
    }

    private static List<String> keys(String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix)).sorted().toList();
        }
    }

    /** Loads what was unloaded into a table of its own, and shows it. */
    private static List<List<String>> loaded(String prefix, String columns) throws SQLException {
        Sql.run(connection, "drop table if exists loaded", "create temp table loaded (" + columns + ")",
                "copy loaded from 's3://out/" + prefix + "' iam_role default parquet");
        return Sql.rows(connection, "select * from loaded order by 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "1::smallint~optional int32 v (INTEGER(16,true))",
        "1::int~optional int32 v",
        "1::bigint~optional int64 v",
        "1::decimal(9,2)~optional int32 v (DECIMAL(9,2))",
        "1::decimal(10,0)~optional int64 v (DECIMAL(10,0))",
        "1::decimal(18,2) * 2~optional fixed_len_byte_array(13) v (DECIMAL(29,2))",
        "1::decimal(19,4)~optional fixed_len_byte_array(9) v (DECIMAL(19,4))",
        "1::decimal(38,10)~optional fixed_len_byte_array(16) v (DECIMAL(38,10))",
        "1::real~optional float v",
        "1::float8~optional double v",
        "true~optional boolean v",
        "'a'::char(3)~optional binary v (STRING)",
        "'a'::varchar(3)~optional binary v (STRING)",
        "'2026-07-31'::date~optional int32 v (DATE)",
        "'2026-07-31'::timestamp~optional int64 v (TIMESTAMP(MICROS,false))",
        "'2026-07-31'::timestamptz~optional int64 v (TIMESTAMP(MICROS,true))",
        "'12:00'::time~optional int64 v (TIME(MICROS,false))",
        "'12:00'::timetz~optional int64 v (TIME(MICROS,true))",
        "json_parse('[1]')~optional binary v (JSON)",
        "current_user~optional binary v (STRING)",
    })
    void everyTypeHasItsOwn(String value, String type) throws Exception {
        unload("select " + value + " as v", "type_", "parallel off allowoverwrite");
        assertThat(schema("type_000.parquet")).containsExactly(type);
    }

    @Test
    void pagesAreCompressedWithSnappy() throws Exception {
        unload(HASHES.formatted(1000), "snappy_", "parallel off");
        ParquetMetadata footer = footer("snappy_000.parquet");
        assertThat(footer.getBlocks().get(0).getColumns()).hasSize(2)
                .allMatch(column -> column.getCodec() == CompressionCodecName.SNAPPY);
        assertThat(footer.getBlocks().get(0).getRowCount()).isEqualTo(1000);
    }

    @Test
    void slicesWithoutRowsWriteNoFile() throws Exception {
        unload("select 1 as n", "one_", "");
        assertThat(keys("one_")).containsExactly("one_0000_part_00.parquet");
        assertThat(loaded("one_", "n int")).containsExactly(List.of("1"));
    }

    @Test
    void groupsOfRowsAreOfTheirSize() throws Exception {
        unload(HASHES.formatted(2_500_000), "groups_", "parallel off");
        List<BlockMetaData> groups = footer("groups_000.parquet").getBlocks();
        assertThat(groups).hasSizeGreaterThan(2);
        for (BlockMetaData group : groups.subList(0, groups.size() - 1)) {
            assertThat(group.getTotalByteSize()).isBetween(20L << 20, 40L << 20);
        }
        unload(HASHES.formatted(2_500_000), "large_", "parallel off rowgroupsize 64 mb");
        assertThat(footer("large_000.parquet").getBlocks()).hasSizeLessThan(groups.size());
    }

    @Test
    void filesAreNotLargerThanTheyMayBe() throws Exception {
        unload(HASHES.formatted(700_000), "small_", "maxfilesize 5 mb");
        assertThat(keys("small_")).hasSizeGreaterThan(4).contains("small_0000_part_01.parquet");
        for (String key : keys("small_")) {
            assertThat(Files.size(folder.resolve(key))).isLessThanOrEqualTo(5 << 20);
        }
        loaded("small_", "n int, h char(32)");
        assertThat(Sql.rows(connection, "select count(*), count(distinct n), max(n), sum((h = md5(n::varchar))::int) "
                + "from loaded")).containsExactly(List.of("700000", "700000", "700000", "700000"));
    }

    @Test
    void partitionsAreFoldersWhateverTheirType() throws Exception {
        Sql.run(connection, "drop table if exists keys", "create temp table keys (n int, d date, b boolean, c char(5), "
                + "e decimal(5,2), t timestamp)",
                "insert into keys values (1, '2026-07-31', true, 'x y', -1.5, '2026-07-31 12:00'), (2, null, null, "
                + "null, null, null)");
        String none = "__HIVE_DEFAULT_PARTITION__";
        unload("select n, d, b, c, e, t from keys", "by", "partition by (d, b, c, e, t) manifest verbose");
        assertThat(keys("by")).containsExactly(
                "by/d=2026-07-31/b=true/c=x y/e=-1.50/t=2026-07-31 12%3A00%3A00/0000_part_00.parquet",
                "by/d=" + none + "/b=" + none + "/c=" + none + "/e=" + none + "/t=" + none + "/0000_part_00.parquet",
                "by/manifest");
        assertThat(schema(keys("by").get(0))).containsExactly("optional int32 n");
        assertThat(Files.readString(folder.resolve("by/manifest")).replaceAll("\\s", ""))
                .contains("\"record_count\":1}},", "\"schema\":{\"elements\":[{\"name\":\"n\",",
                        "\"record_count\":2},\"author\"");
        unload("select n as k, n from keys", "included", "partition by (k) include parallel off");
        assertThat(schema("included/k=1/000.parquet")).containsExactly("optional int32 k", "optional int32 n");
    }

    @Test
    void manyPartitionsAreWrittenOneAfterTheOther() throws Exception {
        unload("select n % 1000 as k, n from generate_series(1, 3000) n", "many/", "partition by (k) parallel off");
        assertThat(keys("many/")).hasSize(1000);
        assertThat(loaded("many/k=17/", "n int")).containsExactly(List.of("17"), List.of("1017"), List.of("2017"));
    }

    @Test
    void rowsKeepTheirOrderInAPartition() throws Exception {
        unload("select n % 2 as k, n from generate_series(1, 9) n order by n desc", "sorted",
                "partition by (k) parallel off");
        Sql.run(connection, "drop table if exists sorted",
                "create temp table sorted (position int identity(1,1), n int)",
                "copy sorted (n) from 's3://out/sorted/k=1/' iam_role default parquet");
        assertThat(Sql.rows(connection, "select n from sorted order by position"))
                .containsExactly(List.of("9"), List.of("7"), List.of("5"), List.of("3"), List.of("1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "select 1.25 + n as v from generate_series(1, 2) n~decimal(38,2)~2.25,3.25",
        "select sum(v) as v from (select 0.5::decimal(38,4) as v union all select 1)~decimal(38,4)~1.5000",
        "select -n / 3.0 as v from generate_series(1, 1) n~decimal(38,20)~-0.33333333333333333333",
        "select * from (select null::decimal(38,0) as v union all select 99999999999999999999999999999999999999)~decimal(38,0)~99999999999999999999999999999999999999,null",
        "select v::decimal(38,38) from (select 0.00000000000000000000000000000000000001 as v)~decimal(38,38)~0.00000000000000000000000000000000000001",
        "select -0.05::decimal(4,2) as v~decimal(4,2)~-0.05",
        "select 100000000::decimal(9,0) * -1 as v~decimal(38,0)~-100000000",
        "select 0.00010000::decimal(18,8) as v~decimal(18,8)~0.00010000",
    })
    void decimalsKeepTheirDigits(String query, String type, String values) throws Exception {
        unload(query, "decimal_", "cleanpath");
        assertThat(loaded("decimal_", "v " + type)).extracting(row -> String.valueOf(row.get(0)))
                .containsExactly(values.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "select 'infinity'::date as v~infinity is no DATE",
        "select '-infinity'::timestamp as v~infinity is no timestamp without time zone",
        "select '294276-12-31'::timestamp as v~Parquet counts microseconds up to the year 294247",
        "select 'NaN'::numeric as v~NaN and infinity are no DECIMAL",
        "select 1e20 * 1e20 as v~it has more than 38 digits",
        "select case when n > 100000 then 25e-2 else 1 end as v from generate_series(1, 100001) n~it has more than 0 digits behind the point",
    })
    void whatParquetCannotHoldIsAnError(String query, String message) throws Exception {
        assertThatThrownBy(() -> unload(query, "wrong_", "")).hasMessageContaining(
                "a value of the column \"v\" cannot be written as PARQUET").hasMessageContaining(message);
        assertThat(keys("wrong_")).isEmpty();
    }

    @Test
    void columnsWithoutADeclaredScaleAreToBeCast() {
        assertThatThrownBy(() -> unload("select 1e20 * 1e20 as v", "cast_", ""))
                .hasMessageContaining("cast it, as in v::decimal(38,10)");
    }
}
