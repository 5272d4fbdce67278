/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.warehouse.api.Endpoint;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types of what is computed from numbers: precision, scale and digits as Redshift has them. */
class NumbersTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table n (id int, s smallint, b bigint, d decimal(8,2), e decimal(8,2), w decimal(38,6), "
                + "f float, r real, v varchar(20), t timestamp)",
                "insert into n values (1, 3, 7, 1.25, 3, 2.5, 1.5, 1.5, 'a', '2024-01-01'), "
                + "(2, 4, 8, 10, 4, 3.5, 2.5, 2.5, 'b', '2024-01-02')",
                "create view vn as select id, d / e as q, sum(d) over (partition by id rows unbounded preceding) as s from n",
                "create table m (id int, x decimal(15,3))", "insert into m values (1, 5.125)");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            select d / e from n where id = 1                          | 0.416666666 | 17,9
            select -d / e from n where id = 1                         | -0.416666666 | 17,9
            select n.d / n.e as x from n where id = 1                 | 0.416666666 | 17,9
            select d/e from n where id = 1                            | 0.416666666 | 17,9
            select d /-e from n where id = 1                          | -0.416666666 | 17,9
            select (d + e) / e from n where id = 1                    | 1.416666666 | 18,9
            select d + e from n where id = 1                          | 4.25 | 9,2
            select d - s from n where id = 1                          | -1.75 | 9,2
            select d * e from n where id = 1                          | 3.7500 | 17,4
            select d * s from n where id = 1                          | 3.75 | 14,2
            select d % 1 from n where id = 1                          | 0.25 | 12,2
            select d / s from n where id = 1                          | 0.41666666 | 14,8
            select d / id from n where id = 1                         | 1.2500000000000 | 19,13
            select d / b from n where id = 1                          | 0.1785714285714285714285 | 28,22
            select id / d from n where id = 1                         | 0.8000000 | 19,7
            select d / e / 2 from n where id = 1                      | 0.20833333300000000000 | 28,20
            select 1.0 / 3                                            | 0.333333333333 | 13,12
            select 2 / 3.0                                            | 0.6666 | 15,4
            select 2.0 / 3 + 1                                        | 1.666666666666 | 23,12
            select sum(d) / sum(e) from n                             | 1.6071 | 38,4
            select sum(d) from n                                      | 11.25 | 38,2
            select avg(d) from n                                      | 5.62 | 38,2
            select max(d) * 2 from n                                  | 20.00 | 19,2
            select sum(d) over (order by id rows unbounded preceding) from n order by id limit 1 | 1.25 | 38,2
            select sum(d * e) from n                                  | 43.7500 | 38,4
            select count(*) / 4.0 from n                              | 0.5000 | 24,4
            select sum(s) / count(*) from n                           | 3 | 0,0
            select w * w from n where id = 1                          | 6.2500 | 38,4
            select w * d from n where id = 1                          | 3.1250 | 38,4
            select coalesce(sum(d), 0) from n where id > 9            | 0.00 | 38,2
            select nvl(d, 0) from n where id = 1                      | 1.25 | 12,2
            select nvl(null, d) from n where id = 1                   | 1.25 | 8,2
            select case when id = 1 then 1 else d end from n where id = 1 | 1.00 | 12,2
            select case id when 1 then d / e else 0.5 end from n where id = 1 | 0.416666666 | 17,9
            select decode(id, 1, 1, d) from n where id = 1            | 1.00 | 12,2
            select greatest(d, 2) from n where id = 1                 | 2.00 | 12,2
            select round(d / e, 2) from n where id = 1                | 0.42 | 17,2
            select trunc(d / e, 2) from n where id = 1                | 0.41 | 17,2
            select round(d) from n where id = 1                       | 1 | 8,0
            select abs(-d) from n where id = 1                        | 1.25 | 8,2
            select d::decimal(10,1) / 3 from n where id = 1           | 0.433333333333 | 21,12
            select cast(d as decimal(4,1)) / cast(3 as decimal(4,1)) from n where id = 1 | 0.43333 | 9,5
            select x / 3 from (select d as x from n where id = 1)     | 0.4166666666666 | 19,13
            select q.x / 3 from (select sum(d) as x from n) q         | 3.7500 | 38,4
            with c as (select d / e as q from n where id = 1) select q * 2 from c | 0.833333332 | 28,9
            with c (a) as (select d from n where id = 1) select a / 3 from c | 0.4166666666666 | 19,13
            select q from vn where id = 1                             | 0.416666666 | 17,9
            select q / 2 from vn where id = 1                         | 0.20833333300000000000 | 28,20
            select s / 3 from vn where id = 1                         | 0.4166 | 38,4
            select * from (select d / e from n where id = 1)          | 0.416666666 | 17,9
            select d / (select max(e) from n) from n where id = 1     | 0.312500000 | 17,9
            select (select max(n.d) / m.x from n) from m              | 1.951219512195121 | 24,15
            select a.d / b.x from n a join m b on a.id = b.id         | 0.243902439024390 | 24,15
            select x / 3 from (select d as x from n where id = 1 union all select 7 where false) | 0.4166666666666 | 23,13
            select d from n where id = 1 union select x from m where false | 1.250 | 15,3
            select d from n where id = 1 union all select 0 where false | 1.25 | 12,2
            select d / 2 as h from n where d / 2 > 1 and d / e > 2 order by d / e | 5.0000000000000 | 19,13
            select distinct d / e from n where id = 1 order by d / e  | 0.416666666 | 17,9
            select d / e from n where id = 1 group by d / e           | 0.416666666 | 17,9
            select (d / e) * 2 from n where id = 1 group by d / e having d / e < 1 | 0.833333332 | 28,9
            select d / f from n where id = 1                          | 0.8333333333333334 | 0,0
            select d * 2 as x, x / 3 from n where id = 1              | 2.50 | 19,2
            select id + 1 from n where id = 1                         | 2 | 0,0
            select 7 / 2                                              | 3 | 0,0
            select len(v) / 2.0 from n where id = 1                   | 0.5000 | 15,4
            select d / datediff(day, '2024-01-01', t) from n where id = 2 | 10.0000000000000000000000 | 28,22
            select sum(case when id = 1 then d else 0 end) / sum(d) from n | 0.1111 | 38,4
            select top 1 d / e from n order by id                     | 0.416666666 | 17,9
            select convert(decimal(8,2), 1) / 3                       | 0.3333333333333 | 19,13
            select d / nullif(e, 0) from n where id = 1               | 0.416666666 | 17,9
            select d+d/e from n where id = 1                          | 1.666666666 | 18,9
            select d from n where id = 1 minus select 0               | 1.25 | 12,2
            select d / e, 1when from n where id = 1                   | 0.416666666 | 17,9
            select 100.0 * d / e from n where id = 1                  | 41.6666666666 | 22,10
            """)
    void aComputationHasTheTypeOfRedshift(String sql, String value, String type) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData shape = result.getMetaData();
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo(value);
            if (!type.equals("0,0")) {
                assertThat(shape.getPrecision(1) + "," + shape.getScale(1)).isEqualTo(type);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s + s   | smallint
            s * id  | integer
            id - b  | bigint
            b / s   | bigint
            s + r   | double precision
            id * r  | double precision
            d + r   | double precision
            d * f   | double precision
            r * r   | real
            r / f   | double precision
            d + b   | numeric
            -s      | smallint
            sum(s)  | bigint
            avg(id) | bigint
            sum(r)  | double precision
            """)
    void operandsGiveTheTypeOfTheManual(String expression, String type) throws SQLException {
        assertThat(Sql.value(connection, "select pg_typeof(x) from (select " + expression + " as x from n)")).isEqualTo(type);
    }

    @Test
    void aTableMadeOfAQueryHasItsTypes() throws SQLException {
        Sql.run(connection, "create table made as select d / e as q, sum(d) over (order by id rows unbounded preceding) as s, "
                + "coalesce(d, 0) as c, 1.5 * 2 as l, id from n");

        assertThat(Sql.rows(connection, "select \"column\", type from pg_table_def where tablename = 'made' order by 1"))
                .hasToString("[[c, numeric(12,2)], [id, integer], [l, numeric(13,1)], [q, numeric(17,9)], [s, numeric(38,2)]]");
    }

    @Test
    void whatChangesATableComputesAsAQueryDoes() throws SQLException {
        Sql.run(connection, "create table c (id int, x decimal(20,12))", "insert into c values (1, 1.0 / 3)",
                "insert into c select id, d / e from n where id = 1 union all select id, x from m where id > 1",
                "insert into c (id, x) (select 3, sum(d) / sum(e) from n)");
        assertThat(Sql.rows(connection, "select x from c order by id, x"))
                .hasToString("[[0.333333333333], [0.416666666000], [1.607100000000]]");

        Sql.run(connection, "update c set x = d / e from n where n.id = 1 and c.id = 3",
                "update c set x = x / (select max(e) from n) where id = 1");
        assertThat(Sql.rows(connection, "select x from c order by id, x"))
                .hasToString("[[0.083333333333], [0.104166666500], [0.416666666000]]");

        Sql.run(connection, "create table src (id int, d decimal(8,2))", "insert into src values (3, 2)",
                "merge into c using src on c.id = src.id when matched then update set x = src.d / 3.0 "
                        + "when not matched then insert values (src.id, src.d)",
                "delete from c where x / 3.00 < 0.04");
        assertThat(Sql.rows(connection, "select x from c order by id")).hasToString("[[0.666600000000]]");
    }

    @Test
    void partsOfARecursiveQueryAgreeInTheirTypes() throws SQLException {
        assertThat(Sql.rows(connection, "with recursive r(i, x) as (select 1, 1.0 / 4 union all select i + 1, x / 2.0 from r "
                + "where i < 3) select i, x from r order by i")).extracting(row -> new BigDecimal(row.get(1)).stripTrailingZeros())
                .containsExactly(new BigDecimal("0.25"), new BigDecimal("0.125"), new BigDecimal("0.0625"));
    }

    @Test
    void headingsStayAsTheyAre() throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(
                "select d / e, sum(d), case when id = 1 then d else 0 end, coalesce(d, 0), d * 2 as twice, (d + 1), -d / 2, d "
                        + "from n group by d, e, id")) {
            List<String> headings = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                headings.add(result.getMetaData().getColumnName(i));
            }
            assertThat(headings).containsExactly("?column?", "sum", "case", "coalesce", "twice", "?column?", "?column?", "d");
        }
    }

    @Test
    void aParameterLeavesTheComputationToPostgres() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select d / ?, d / ?::decimal(8,2), d / e from n where id = ?")) {
            for (int run = 0; run < 8; run++) {
                statement.setBigDecimal(1, new BigDecimal("3"));
                statement.setBigDecimal(2, new BigDecimal("3"));
                statement.setInt(3, 1);
                try (ResultSet result = statement.executeQuery()) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getBigDecimal(1)).isCloseTo(new BigDecimal("0.416666666"),
                            offset(new BigDecimal("0.000000001")));
                    assertThat(result.getString(2)).isEqualTo("0.416666666");
                    assertThat(result.getString(3)).isEqualTo("0.416666666");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select 99999999999999999999999999999999999999::decimal(38,0) * 10 | 128 bit numeric data overflow (multiplication)
            select w * 1000000000000000000 * 1000000000000000000 from n       | 128 bit numeric data overflow (multiplication)
            select 99999999999999999999999999999999999999::decimal(38,0) + 1  | 128 bit numeric data overflow (addition)
            select -99999999999999999999999999999999999999::decimal(38,0) - 1 | 128 bit numeric data overflow (subtraction)
            """)
    void moreThan38DigitsOverflow(String sql, String message) {
        assertThatThrownBy(() -> Sql.rows(connection, sql)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            select v::int from n                        ~ XX000 ~ Invalid digit, Value 'a', Pos 0, Type: Integer
            select ('12' || v)::smallint from n         ~ XX000 ~ Invalid digit, Value 'a', Pos 2, Type: Short
            select ('-1' || v)::bigint from n           ~ XX000 ~ Invalid digit, Value 'a', Pos 2, Type: Long
            select ('1.5' || v)::decimal(8,2) from n    ~ XX000 ~ Invalid digit, Value 'a', Pos 3, Type: Decimal
            select ('1.5' || id)::int from n            ~ XX000 ~ Invalid digit, Value '.', Pos 1, Type: Integer
            select (b || '9999999999')::int from n      ~ XX000 ~ Value out of range for 4 bytes.
            select (id + 2147483646)::int + id from n   ~ XX000 ~ Value out of range for 4 bytes.
            select (b * 100000)::smallint from n        ~ XX000 ~ Value out of range for 2 bytes.
            select b * 9000000000000000000 from n       ~ XX000 ~ Value out of range for 8 bytes.
            select (d * 1000)::decimal(4,2) from n      ~ XX000 ~ Numeric data overflow (result precision)
            insert into m select id, d * 1e12 from n    ~ XX000 ~ Numeric data overflow (result precision)
            select d / (id - 1) from n                  ~ XX000 ~ Divide by zero
            select id / (id - 1) from n                 ~ XX000 ~ Divide by zero
            select 'abc'::int                           ~ 22P02 ~ invalid input syntax for integer: "abc"
            insert into n (id) values ('abc')           ~ 22P02 ~ invalid input syntax for integer: "abc"
            select 'a'::decimal(8,2) from n             ~ 22P02 ~ invalid input syntax for type numeric: "a"
            select 1 / 0                                ~ 22012 ~ division by zero
            select 2147483647 + 1                       ~ 22003 ~ integer out of range
            select 99999::decimal(5,2)                  ~ 22003 ~ numeric field overflow
            """)
    void whatIsNoNumberOrDoesNotFitSaysSoAsRedshift(String sql, String state, String message) {
        assertThatThrownBy(() -> Sql.run(connection, sql)).hasMessageContaining("ERROR: " + message)
                .isInstanceOfSatisfying(SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo(state));
    }

    @Test
    void anErrorOfAComputeNodeHasItsCodeAndItsLimits() {
        assertThatThrownBy(() -> Sql.rows(connection, "select (d * 1000)::decimal(4,2) from n"))
                .hasMessageContaining("  error:  Numeric data overflow (result precision)\n  code:      1058\n")
                .hasMessageContaining("Hint: A field with precision 4, scale 2 must round to an absolute value less than 10^2.");
    }

    @Test
    void aTableThatChangesIsAskedAnew() throws SQLException {
        try (Connection other = Sql.connect(server.endpoint())) {
            String query = "select d / 3.0 from changing";
            Sql.run(connection, "create table changing (d decimal(8,2))", "insert into changing values (2)");
            assertThat(Sql.value(other, query)).isEqualTo("0.6666");
            assertThat(Sql.value(connection, query)).isEqualTo("0.6666");

            Sql.run(connection, "drop table changing", "create table changing (d decimal(8,6))",
                    "insert into changing values (2)");
            assertThat(Sql.value(other, query)).isEqualTo("0.66666666");
            assertThat(Sql.value(connection, query)).isEqualTo("0.66666666");

            Sql.run(other, "create temp table changing as select 2::decimal(8,1) as d");
            assertThat(Sql.value(other, query)).isEqualTo("0.6666");
            Sql.run(other, "begin", "drop table changing");
            assertThat(Sql.value(other, query)).isEqualTo("0.66666666");
            Sql.run(other, "rollback");
            assertThat(Sql.value(other, query)).isEqualTo("0.6666");
            Sql.run(other, "create table #t as select 1::decimal(4,3) as x; create table #q as select x / 3.0 as q from #t");
            assertThat(Sql.value(other, "select q from #q")).isEqualTo("0.33333");
        }
    }

    @Test
    void aSessionOfSimpleQueriesCommitsEachStatement() throws SQLException {
        Endpoint endpoint = server.endpoint();
        try (Connection simple = DriverManager.getConnection(endpoint.jdbcUrl() + "?preferQueryMode=simple",
                endpoint.properties())) {
            for (int i = 0; i < 5; i++) {
                Sql.run(simple, "create table simple_" + i + " as select d / e as q, id from n",
                        "update simple_" + i + " set q = q * 2 where id = 1");
                assertThat(Sql.value(simple, "select sum(q) / 1.0 from simple_" + i)).isEqualTo("3.33333333");
                assertThat(Sql.value(connection, "select sum(q) from simple_" + i)).isEqualTo("3.333333332");
            }
            Sql.run(simple, "begin");
            assertThatThrownBy(() -> Sql.value(simple, "select q / nothing from simple_1")).hasMessageContaining("nothing");
            assertThatThrownBy(() -> Sql.value(simple, "select q / 2 from simple_1"))
                    .hasMessageContaining("current transaction is aborted");
            Sql.run(simple, "rollback");
            assertThat(Sql.value(simple, "select q / 2.0 from simple_1 where id = 1")).isEqualTo("0.41666666600");
        }
    }
}
