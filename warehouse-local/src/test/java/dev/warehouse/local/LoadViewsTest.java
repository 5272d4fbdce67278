/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a load leaves in the system views, as the manual describes them column by column. */
class LoadViewsTest {

    @TempDir
    static Path folder;

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(folder.resolve("good.txt"), "1|one|1.5\n2|two|2.5\n");
        Files.writeString(folder.resolve("bad.txt"), "1|one|1.5\n\\N|two|x\ny|three|3\n3|four\n");
        Files.write(folder.resolve("odd.txt"), new byte[] {'1', '|', 'a', (byte) 0xff, '|', '1', '\n', '2', '|', 'b', '|',
            '2', '\n', '3', '|', (byte) 0xfe, '|', '3', '\n'});
        server = LocalRedshift.temporary().bucket("data", folder).bucket("tagged", new TaggedBucket()).start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table t (a int, b varchar(10), c decimal(8,2))");
    }

    /** One object with a tag, as S3 has them. */
    private static final class TaggedBucket implements Bucket {

        @Override
        public Iterator<StoredObject> list(String prefix) {
            return List.of(new StoredObject("one", 9, Instant.parse("2026-02-03T00:00:00Z"), "0a1b")).iterator();
        }

        @Override
        public InputStream open(String key) {
            return new ByteArrayInputStream("1|one|1.5".getBytes(StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "stl_load_errors; userid int4, slice int4, tbl int4, starttime timestamp, session int4, query int4, filename bpchar(256), line_number int8, colname bpchar(127), type bpchar(10), col_length bpchar(10), position int4, raw_line bpchar(1024), raw_field_value bpchar(1024), err_code int4, err_reason bpchar(100), is_partial int4, start_offset int8, copy_job_id int8",
        "stl_loaderror_detail; userid int4, slice int4, session int4, query int4, filename bpchar(256), line_number int8, field int4, colname bpchar(1024), value bpchar(1024), is_null int4, type bpchar(10), col_length bpchar(10)",
        "stl_replacements; userid int4, query int4, slice int4, tbl int4, starttime timestamp, session int4, filename bpchar(256), line_number int8, colname bpchar(127), raw_line bpchar(1024), user_query_id int8",
        "sys_copy_replacements; user_id int4, query_id int8, table_id int4, file_name bpchar(256), column_name bpchar(127), line_number int8, raw_line bpchar(1024)",
        "sys_load_error_detail; user_id int4, query_id int8, transaction_id int8, session_id int4, database_name bpchar(64), table_id int4, start_time timestamp, file_name bpchar(256), line_number int8, column_name bpchar(127), column_type bpchar(10), column_length bpchar(10), position int4, error_code int4, error_message bpchar(512)",
        "sys_load_history; user_id int4, query_id int8, transaction_id int8, session_id int4, database_name text, status text, table_name text, start_time timestamp, end_time timestamp, duration int8, data_source text, file_format text, loaded_rows int8, loaded_bytes int8, source_file_count int4, source_file_bytes int8, file_count_scanned int4, file_bytes_scanned int8, error_count int8, copy_job_id int8",
        "sys_load_detail; user_id int4, query_id int4, file_name bpchar(256), bytes_scanned int4, lines_scanned int4, record_time timestamp, splits_scanned int4, start_time timestamp, end_time timestamp, file_etag bpchar(256), file_last_modified timestamp",
        "stl_load_commits; userid int4, query int4, slice int4, name bpchar(256), filename bpchar(256), byte_offset int4, lines_scanned int4, errors int4, curtime timestamp, status int4, file_format bpchar(16), is_partial int4, start_offset int8, copy_job_id int8",
        "stl_unload_log; userid int4, query int4, slice int4, pid int4, path bpchar(1280), start_time timestamp, end_time timestamp, line_count int8, transfer_size int8, file_format bpchar(10)",
    })
    void viewsHaveTheDocumentedColumns(String view, String columns) throws SQLException {
        List<String> found = new ArrayList<>();
        for (List<String> column : Sql.rows(connection, "select a.attname || ' ' || t.typname || case when t.typname = "
                + "'bpchar' then '(' || a.atttypmod - 4 || ')' else '' end from pg_attribute a join pg_type t on "
                + "t.oid = a.atttypid where a.attrelid = '" + view + "'::regclass and a.attnum > 0 order by a.attnum")) {
            found.add(column.get(0));
        }
        assertThat(String.join(", ", found)).isEqualTo(columns);
    }

    @Test
    void detailsEndWithTheFieldThatFailed() throws SQLException {
        Sql.run(connection, "copy t from 's3://data/bad.txt' iam_role default maxerror 10");
        assertThat(Sql.rows(connection, "select line_number, field, trim(colname), trim(value), is_null, trim(type), "
                + "trim(col_length), session = pg_backend_pid(), trim(filename) from stl_loaderror_detail "
                + "where query = pg_last_copy_id() order by line_number, field")).containsExactly(
                        List.of("2", "0", "a", "", "1", "int4", "", "t", "s3://data/bad.txt"),
                        List.of("2", "1", "b", "two", "0", "varchar", "10", "t", "s3://data/bad.txt"),
                        List.of("2", "2", "c", "", "0", "numeric", "8, 2", "t", "s3://data/bad.txt"),
                        List.of("3", "0", "a", "", "0", "int4", "", "t", "s3://data/bad.txt"),
                        List.of("4", "0", "a", "3", "0", "int4", "", "t", "s3://data/bad.txt"),
                        List.of("4", "1", "b", "", "0", "varchar", "10", "t", "s3://data/bad.txt"));
        assertThat(Sql.rows(connection, "select d.line_number, trim(d.value), trim(le.raw_line) from stl_loaderror_detail d, "
                + "stl_load_errors le where d.query = le.query and d.line_number = le.line_number and "
                + "le.query = pg_last_copy_id() and d.field = 1 order by 1")).contains(List.of("2", "two", "\\N|two|x"));
    }

    @Test
    void detailsSurviveTheRollback() throws SQLException {
        assertThatThrownBy(() -> Sql.run(connection, "copy t from 's3://data/bad.txt' iam_role default"))
                .hasMessageContaining("failed");
        assertThat(Sql.rows(connection, "select field, trim(colname) from stl_loaderror_detail where query = pg_last_copy_id() "
                + "order by line_number, field")).startsWith(List.of("0", "a"), List.of("1", "b"), List.of("2", "c"));
    }

    @Test
    void replacementsAreListed() throws SQLException {
        Sql.run(connection, "copy t from 's3://data/odd.txt' iam_role default acceptinvchars '^'");
        assertThat(Sql.rows(connection, "select r.query = pg_last_copy_id(), p.name = 't', trim(filename), line_number, "
                + "trim(colname), trim(raw_line), user_query_id = query, session = pg_backend_pid() "
                + "from stl_replacements r join stv_tbl_perm p on p.id = r.tbl order by line_number")).containsExactly(
                        List.of("t", "t", "s3://data/odd.txt", "1", "b", "1|a.|1", "t", "t"),
                        List.of("t", "t", "s3://data/odd.txt", "3", "b", "3|.|3", "t", "t"));
        assertThat(Sql.rows(connection, "select trim(file_name), trim(column_name), line_number from sys_copy_replacements "
                + "where query_id = pg_last_copy_id() order by line_number")).containsExactly(
                        List.of("s3://data/odd.txt", "b", "1"), List.of("s3://data/odd.txt", "b", "3"));
    }

    @Test
    void filesOfALoadAreListed() throws SQLException {
        Sql.run(connection, "copy t from 's3://data/good.txt' iam_role default");
        assertThat(Sql.rows(connection, "select trim(file_name), bytes_scanned, lines_scanned, splits_scanned, "
                + "start_time <= end_time from sys_load_detail where query_id = pg_last_copy_id()"))
                .containsExactly(List.of("s3://data/good.txt", "20", "2", "1", "t"));
    }

    @Test
    void historyTellsOfTheLoadThatFailedAndOfTheOneThatDidNot() throws SQLException {
        Sql.run(connection, "copy t from 's3://data/good.txt' iam_role default");
        String history = "select status, table_name, data_source, file_format, loaded_rows, loaded_bytes, source_file_count, "
                + "source_file_bytes, file_count_scanned, file_bytes_scanned, error_count, copy_job_id, "
                + "user_id = (select usesysid from pg_user where usename = current_user), session_id = pg_backend_pid(), "
                + "transaction_id > 0, database_name, duration >= 0 from sys_load_history where query_id = pg_last_copy_id()";
        assertThat(Sql.rows(connection, history)).containsExactly(List.of("completed", "t", "s3://data/good.txt", "txt", "2",
                "20", "1", "20", "1", "20", "0", "0", "t", "t", "t", "dev", "t"));
        assertThatThrownBy(() -> Sql.run(connection, "copy t from 's3://data/bad.txt' iam_role default"))
                .hasMessageContaining("failed");
        assertThat(Sql.rows(connection, history)).containsExactly(List.of("aborted", "t", "s3://data/bad.txt", "txt", "0",
                "0", "1", "36", "0", "0", "1", "0", "t", "t", "t", "dev", "t"));
        assertThat(Sql.rows(connection, "select trim(database_name), transaction_id > 0, line_number, trim(column_name), "
                + "trim(column_type), trim(column_length), position, error_code, trim(error_message) "
                + "from sys_load_error_detail where query_id = pg_last_copy_id()")).containsExactly(List.of("dev", "t", "2",
                        "c", "numeric", "8, 2", "-1", "1207", "Invalid digit, Value 'x', Pos 0, Type: Decimal"));
    }

    @Test
    void commitsNameTheFormatOfEachFile() throws Exception {
        Files.writeString(folder.resolve("c1.json"), "{\"a\":1}\n");
        Sql.run(connection, "copy t from 's3://data/c1.json' iam_role default json 'auto'");
        assertThat(Sql.rows(connection, "select trim(filename), lines_scanned, trim(file_format), is_partial, start_offset "
                + "from stl_load_commits where query = pg_last_copy_id()"))
                .containsExactly(List.of("s3://data/c1.json", "1", "JSON", "0", "0"));
        Sql.run(connection, "copy t from 's3://data/good.txt' iam_role default");
        assertThat(Sql.value(connection, "select trim(file_format) from stl_load_commits where query = pg_last_copy_id()"))
                .isEqualTo("Text");
    }

    @Test
    void filesAreShownWithWhatTheBucketSaysOfThem() throws Exception {
        Files.setLastModifiedTime(folder.resolve("good.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Sql.run(connection, "copy t from 's3://data/good.txt' iam_role default");
        assertThat(Sql.rows(connection, "select file_last_modified, file_etag from sys_load_detail "
                + "where query_id = pg_last_copy_id()"))
                .containsExactly(Arrays.asList("2026-01-02 03:04:05", null));
        Sql.run(connection, "copy t from 's3://tagged/one' iam_role default");
        assertThat(Sql.rows(connection, "select file_last_modified, trim(file_etag) from sys_load_detail "
                + "where query_id = pg_last_copy_id()"))
                .containsExactly(List.of("2026-02-03 00:00:00", "0a1b"));
    }

    @Test
    void usersSeeTheirOwnLoads() throws SQLException {
        Sql.run(connection, "create user loader password 'Loader123'", "grant insert on t to loader");
        assertThatThrownBy(() -> Sql.run(connection, "copy t from 's3://data/bad.txt' iam_role default"))
                .hasMessageContaining("failed");
        Properties properties = new Properties();
        properties.setProperty("user", "loader");
        properties.setProperty("password", "Loader123");
        try (Connection loader = DriverManager.getConnection(server.endpoint().jdbcUrl(), properties)) {
            for (String view : List.of("stl_load_errors", "stl_loaderror_detail", "sys_load_history", "stl_load_commits")) {
                assertThat(Sql.value(loader, "select count(*) from " + view)).as(view).isEqualTo("0");
            }
            assertThatThrownBy(() -> Sql.run(loader, "copy t from 's3://data/bad.txt' iam_role default"))
                    .hasMessageContaining("failed");
            assertThat(Sql.value(loader, "select count(*) from stl_load_errors")).isEqualTo("1");
            assertThat(Sql.value(connection, "select count(distinct userid) from stl_load_errors")).isEqualTo("2");
        }
    }

    @Test
    void idAndCountFollowTheLoadsOfTheSession() throws SQLException {
        try (Connection own = Sql.connect(server.endpoint())) {
            String both = "select pg_last_copy_id(), pg_last_copy_count()";
            assertThat(Sql.rows(own, both)).containsExactly(List.of("-1", "0"));
            Sql.run(own, "copy t from 's3://data/good.txt' iam_role default");
            List<String> first = Sql.rows(own, both).get(0);
            assertThat(first.get(1)).isEqualTo("2");
            // errors before the load begins change neither
            for (String sql : List.of("copy t from 's3://data/good.txt' iam_role default nonsense",
                    "copy t from 's3://data/none' iam_role default", "copy nope from 's3://data/good.txt' iam_role default")) {
                assertThatThrownBy(() -> Sql.run(own, sql)).isInstanceOf(SQLException.class);
                assertThat(Sql.rows(own, both)).containsExactly(first);
            }
            assertThatThrownBy(() -> Sql.run(own, "copy t from 's3://data/bad.txt' iam_role default"))
                    .hasMessageContaining("failed");
            List<String> failed = Sql.rows(own, both).get(0);
            assertThat(failed.get(1)).isEqualTo("0");
            assertThat(Integer.parseInt(failed.get(0))).isGreaterThan(Integer.parseInt(first.get(0)));
            Sql.run(own, "copy t from 's3://data/bad.txt' iam_role default maxerror 10");
            assertThat(Sql.value(own, "select pg_last_copy_count()")).isEqualTo("1");
            Sql.run(own, "begin", "copy t from 's3://data/good.txt' iam_role default", "commit");
            assertThat(Sql.value(own, "select pg_last_copy_count()")).isEqualTo("2");
            List<String> kept = Sql.rows(own, both).get(0);
            Sql.run(own, "begin", "copy t from 's3://data/good.txt' iam_role default", "rollback");
            assertThat(Sql.rows(own, both)).containsExactly(kept);
            assertThat(Sql.rows(connection, both)).doesNotContain(Sql.rows(own, both).get(0));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "select query, substring(filename,22,25) as filename, line_number as line, substring(colname,0,12) as column, type, "
                + "position as pos, substring(raw_line,0,30) as line_text, substring(raw_field_value,0,15) as field_text, "
                + "substring(err_reason,0,45) as reason from stl_load_errors order by query desc limit 10",
        "select le.starttime, d.query, d.line_number, d.colname, d.value, le.raw_line, le.err_reason "
                + "from stl_loaderror_detail d, stl_load_errors le where d.query = le.query and le.query = pg_last_copy_id()",
        "select distinct tbl, trim(name) as table_name, query, starttime, trim(filename) as input, line_number, colname, "
                + "err_code, trim(err_reason) as reason from stl_load_errors sl, stv_tbl_perm sp where sl.tbl = sp.id",
    })
    void queriesOfTheManualRun(String query) throws SQLException {
        assertThatThrownBy(() -> Sql.run(connection, "copy t from 's3://data/bad.txt' iam_role default"))
                .hasMessageContaining("failed");
        assertThat(Sql.rows(connection, query)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"extended", "simple"})
    void theLastQueryIsThatOfTheSession(String mode) throws SQLException {
        try (Connection own = DriverManager.getConnection(server.endpoint().jdbcUrl() + "&preferQueryMode=" + mode,
                server.endpoint().properties());
                PreparedStatement last = own.prepareStatement("select pg_last_query_id(), pg_last_copy_id()")) {
            assertThat(Sql.value(own, "select pg_last_copy_id()")).isEqualTo("-1");
            for (int round = 0; round < 3; round++) {
                Sql.run(own, "copy t from 's3://data/good.txt' iam_role default", "set search_path to public");
                for (int twice = 0; twice < 2; twice++) {
                    try (ResultSet result = last.executeQuery()) {
                        assertThat(result.next()).isTrue();
                        assertThat(result.getInt(1)).isEqualTo(result.getInt(2)).isPositive();
                    }
                }
            }
            int before = Integer.parseInt(Sql.value(own, "select pg_last_query_id()"));
            Sql.run(own, "insert into t values (1, 'x', 1)");
            assertThat(Integer.parseInt(Sql.value(own, "select pg_last_query_id()"))).isGreaterThan(before);
        }
    }

    @Test
    void storeThatCannotBeUsedIsToldInABlock() {
        assertThatThrownBy(() -> Sql.run(connection, "copy t from 's3://data/nothing' iam_role default"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("ERROR: The specified S3 prefix 'nothing' does not exist")
                .hasMessageContaining("  error:  The specified S3 prefix 'nothing' does not exist\n"
                        + "  code:      8001\n"
                        + "  context:   no object in bucket data has a key that begins with it\n"
                        + "  query:     ")
                .hasMessageContaining("Hint: Check the bucket and the beginning of the keys; their case counts.");
    }
}
