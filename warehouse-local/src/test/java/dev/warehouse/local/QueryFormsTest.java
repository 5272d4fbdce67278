/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of queries and commands that Redshift has and PostgreSQL has not. */
class QueryFormsTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        Sql.run(connection, "drop table if exists t", "drop table if exists u",
                "create table t (id int primary key, g varchar(5), v decimal(8,2))", "create table u (id int, double_v int)",
                "insert into t values (1, 'a', 10), (2, 'a', 20), (3, 'b', 30), (4, 'b', 5)", "insert into u values (1, 99)");
    }

    private static String text(List<List<String>> rows) {
        return rows.stream().map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }

    /** Columns: a query, its rows. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select top 2 id from t order by id                                        ! 1, 2
            select distinct top 1 g from t order by g desc                            ! b
            select count(*) from (select top 3 id from t) x                           ! 3
            select top 1 id from t where id > 3 union all select 9 order by 1         ! 4, 9
            select id from t minus select id from u order by 1                        ! 2, 3, 4
            select id from t where id < 3 minus (select 2) order by 1                 ! 1
            select id from t order by id limit 2 offset 1                             ! 2, 3
            select id from t order by id offset 3                                     ! 4
            select id + 1 as a, a * 2 as b, a + b as c from t where id = 1            ! 2 4 6
            select v * 2 as double_v, double_v + 1 from t where double_v > 50         ! 60.00 61.00
            select v * 2 as double_v, double_v + 1 from t join u using (id)           ! 20.00 100
            select upper(g) as g, g || '-' from t where id = 1                        ! A a-
            select sum(v) as s, count(*) as n, s / n > 20 from t where g = 'a'        ! 30.00 2 f
            select nvl(g, 'x') as "G2", len(g2) as l, decode(l, 1, 'one') from t where id = 1 ! a 1 one
            select dateadd(day, 1, '2024-01-01') d, datediff(day, '2024-01-01', d) n from t where id = 1 ! 2024-01-02 00:00:00 1
            select id from t x qualify row_number() over (partition by g order by v desc) = 1 order by id ! 2, 3
            select id, row_number() over (partition by g order by v) as rn from t where id > 0 qualify rn = 1 order by id ! 1 1, 4 1
            select t.id from t group by id having id > 1 qualify rank() over (order by id) < 3 order by 1 limit 1 ! 2
            select case when id = 1then 'x' else 'y' end from t where id = 1          ! x
            select 1 as top                                                           ! 1
            with w as (select id + 1 as a, a + 1 as b from t) select top 1 b from w order by 1 ! 3
            """)
    void queriesGiveRedshiftsRows(String query, String rows) throws SQLException {
        assertThat(text(Sql.rows(connection, query))).isEqualTo(rows);
    }

    @Test
    void deleteNeedsNoFrom() throws SQLException {
        Sql.run(connection, "delete t where id = 1", "delete from t using u where t.id = 2", "delete t using u where t.id = 3");
        assertThat(text(Sql.rows(connection, "select id from t"))).isEqualTo("4");
    }

    @Test
    void anAliasCanBeUsedWithParametersAndInInsertions() throws SQLException {
        Sql.run(connection, "insert into t select id + 10 as a, 'z' as b, a * 2 as c from t where id = 1");
        try (PreparedStatement statement = connection.prepareStatement("select v + ? as w, w * 2 from t where id = ?")) {
            statement.setInt(1, 1);
            statement.setInt(2, 11);
            ResultSet result = statement.executeQuery();
            assertThat(result.next()).isTrue();
            assertThat(result.getString(2)).isEqualTo("46.00");
        }
    }

    @Test
    void truncateCommits() throws SQLException {
        try (Connection other = Sql.connect(server.endpoint())) {
            other.setAutoCommit(false);
            other.clearWarnings();
            Sql.run(other, "insert into u values (2, 3)", "truncate t");
            assertThat((Throwable) other.getWarnings()).isNull();
            other.rollback();
        }
        assertThat(text(Sql.rows(connection, "select (select count(*) from t), (select count(*) from u)"))).isEqualTo("0 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            vacuum
            vacuum full t
            vacuum sort only t to 75 percent
            vacuum delete only t
            vacuum reindex t
            vacuum recluster t boost
            analyze
            analyze t
            analyze t (id, v)
            analyze t predicate columns
            analyze verbose t all columns
            comment on table t is 'a table'
            comment on column t.id is 'a column'
            grant select on t to public
            revoke select on t from public
            analyze compression t
            """)
    void commandsAreTaken(String command) throws SQLException {
        Sql.run(connection, command);
    }

    @Test
    void analyzeCompressionProposesAnEncodingForEachColumn() throws SQLException {
        assertThat(text(Sql.rows(connection, "analyze compression t comprows 1000")))
                .isEqualTo("t id az64 0.00, t g lzo 0.00, t v az64 0.00");
    }

    @Test
    void aFailedTransactionStaysFailedWhereAnAliasIsUsed() throws SQLException {
        try (Connection other = Sql.connect(server.endpoint())) {
            other.setAutoCommit(false);
            assertThatThrownBy(() -> Sql.run(other, "select nonsense"));
            assertThatThrownBy(() -> Sql.run(other, "select id as a, a + 1 from t"))
                    .hasMessageContaining("current transaction is aborted");
            other.rollback();
            assertThat(text(Sql.rows(other, "select id as a, a + 1 from t where id = 1"))).isEqualTo("1 2");
        }
    }

    @Test
    void theDriversMetaDataShowsTablesAndColumns() throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        assertThat(column(metaData.getTables(null, "public", "%", null), "TABLE_NAME")).contains("t", "u");
        assertThat(column(metaData.getTables(null, null, "t", new String[] {"TABLE"}), "TABLE_NAME")).containsExactly("t");
        assertThat(column(metaData.getColumns(null, "public", "t", "%"), "COLUMN_NAME")).containsExactly("id", "g", "v");
        assertThat(column(metaData.getColumns(null, "public", "t", "%"), "COLUMN_SIZE")).containsExactly("10", "5", "8");
        assertThat(column(metaData.getColumns(null, null, null, null), "COLUMN_NAME")).contains("double_v");
        assertThat(column(metaData.getSchemas(), "TABLE_SCHEM")).contains("public");
        assertThat(column(metaData.getProcedures(null, "public", "%"), "PROCEDURE_NAME")).isEmpty();
        assertThat(column(metaData.getPrimaryKeys(null, "public", "t"), "COLUMN_NAME")).containsExactly("id");
    }

    private static List<String> column(ResultSet result, String column) throws SQLException {
        List<String> values = new ArrayList<>();
        while (result.next()) {
            values.add(result.getString(column));
        }
        return values;
    }
}
