package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
        server = LocalRedshift.temporary().bucket("data", folder).start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table t (a int, b varchar(10), c decimal(8,2))");
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
}
