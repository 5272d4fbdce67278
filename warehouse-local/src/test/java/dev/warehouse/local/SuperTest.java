/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SUPER is navigated, unnested, cast and compared as in Redshift. */
class SuperTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create schema s", "create table s.c (id int, c super)", "create table c (id int, name super, orders super)",
                "insert into c select 1, json_parse('{\"given\": \"Ada\", \"Family\": \"L\", \"born\": {\"year\": 1815, \"day\": \"1815-12-10\"}}'), "
                        + "json_parse('[{\"key\": 10, \"lines\": [1, 2]}, {\"key\": 11, \"status\": \"open\", \"lines\": [{\"n\": 3}]}]')",
                "insert into c select 2, json_parse('{\"given\": \"Bob\", \"nothing\": null}'), json_parse('[]')",
                "insert into c (id) values (3)",
                "insert into s.c select 1, json_parse('{\"a\": {\"b\": [5, {\"c\": true}]}}')",
                "create table kinds (i int, v super)",
                "insert into kinds select 1, json_parse('{\"a\": 1}')", "insert into kinds select 2, json_parse('[1]')",
                "insert into kinds select 3, json_parse('\"x\"')", "insert into kinds select 4, json_parse('\"Y\"')",
                "insert into kinds select 5, json_parse('10')", "insert into kinds select 6, json_parse('9.5')",
                "insert into kinds select 7, json_parse('true')");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static String text(List<List<String>> rows) {
        return rows.stream().map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }

    /** Columns: a query, its rows. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select c.name.given, c.name.born.year from c order by id                  ! "Ada" 1815, "Bob" null, null null
            select name.given from c where id = 1                                     ! "Ada"
            select x.name.given from c x where x.name.born.year = 1815                ! "Ada"
            select orders[0].key, c.orders[1].lines[0].n, orders[7] from c where id = 1 ! 10 3 null
            select c.orders[1]['status'] from c where id = 1                          ! "open"
            select c.name.family, c.name."Family" from c where id = 1                 ! null null
            select c.name.given.deeper[0], c.orders.key from c where id = 1           ! null null
            select id from c where c.name.given = 'Bob'                               ! 2
            select id from c where 'Ada' = c.name.given                               ! 1
            select id from c where c.name.given in ('Ada', 'Bob') order by 1          ! 1, 2
            select id from c where c.name.born.year between 1800 and 1900             ! 1
            select id from c where c.name.born.day::date < '1900-01-01'               ! 1
            select id from c where c.name.given > 5                                   !
            select id from c where name.given is null                                 ! 3
            select id from c where name.nothing is null order by 1                    ! 1, 2, 3
            select c.c.a.b[1].c, c.c.a.b[0] + 1, 2 * x.c.a.b[0] from s.c, s.c x        ! true 6 10
            select s.c.c.a.b[0] from s.c                                              ! 5
            select c.id, o.key from c, c.orders as o order by 2                       ! 1 10, 1 11
            select c.id, o.key, i from c, c.orders o at i order by i desc             ! 1 11 1, 1 10 0
            select o.key, l from c, c.orders o, o.lines as l order by o.key, l        ! 10 1, 10 2, 11 {"n":3}
            select count(*) from c, c.orders o, o.lines l where l.n = 3               ! 1
            select c.id, o.key from c left join c.orders o on true order by 1, 2      ! 1 10, 1 11, 2 null, 3 null
            select k, v from c, unpivot c.name as v at k where id = 2 order by k      ! given "Bob", nothing null
            select id from c where exists (select 1 from c.orders o where o.status = 'open') ! 1
            select id, (select count(*) from c.orders o) from c order by 1            ! 1 2, 2 0, 3 0
            with q as (select id, name as n, orders[0] as first from c) select q.n.given, first.key from q where id = 1 ! "Ada" 10
            select o.key::int + 1 as k, k * 2 from c, c.orders o order by 1           ! 11 22, 12 24
            select x.id, x.name.given from (select * from c) x where x.id = 2         ! 2 "Bob"
            select name.given::varchar || '?', c.name.given::text from c where id = 1 ! Ada? Ada
            select upper(c.name.given::varchar(2)), cast(c.name.born.year as smallint) from c where id = 1 ! AD 1815
            select c.name::varchar, c.name.given::int, c.name.born.year::varchar from c where id = 1 ! null null 1815
            select c.orders[0].key::decimal(5,1), c.orders[0].key::float, c.orders[0].key::bool from c where id = 1 ! 10.0 10.0 null
            select c.name.given, count(*) from c group by c.name.given order by 1     ! "Ada" 1, "Bob" 1, null 1
            select i from kinds order by v, i                                         ! 7, 6, 5, 4, 3, 2, 1
            select i from kinds where v = 10                                          ! 5
            select i from kinds where v > 9 order by 1                                ! 5, 6
            select distinct v from kinds where i in (5, 6) order by v                 ! 9.5, 10
            select max(o.key::int) from c, c.orders o                                 ! 11
            select * exclude (orders) from c where c.name.given = 'Bob'               ! 2 {"given":"Bob","nothing":null}
            select o.* from (select 1 as a) o                                         ! 1
            """)
    void pathsGiveRedshiftsRows(String query, String rows) throws SQLException {
        assertThat(text(Sql.rows(connection, query))).isEqualTo(rows == null ? "" : rows);
    }

    /** Columns: an expression, its value. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            array(1, 'a', null, 2.5)                                                  ! [1,"a",null,2.5]
            array()                                                                   ! []
            array(1, array(2, 3), json_parse('{"a": 1}'))                             ! [1,[2,3],{"a":1}]
            object('a', 1, 'b', array('x'))                                           ! {"a":1,"b":["x"]}
            object()                                                                  ! {}
            array_concat(array(1, 2), array('a'))                                     ! [1,2,"a"]
            array_flatten(array(1, array(2, array(3)), 'x'))                          ! [1,2,[3],"x"]
            subarray(array('a', 'b', 'c', 'd'), 1, 2)                                 ! ["b","c"]
            subarray(array('a', 'b', 'c', 'd'), 2)                                    ! ["c","d"]
            get_array_length(array(1, 2, 3))                                          ! 3
            get_array_length(json_parse('{"a": [1, 2]}'))                             ! null
            split_to_array('12|345|6789', '|')                                        ! ["12","345","6789"]
            split_to_array('a,b')                                                     ! ["a","b"]
            json_typeof(json_parse('{"a": 1}'))                                       ! object
            json_typeof(array(1, 2))                                                  ! array
            is_array(array(1)) and not is_array(json_parse('1'))                      ! t
            is_object(object('a', 1))                                                 ! t
            is_scalar(json_parse('"a"')) and not is_scalar(array(1))                  ! t
            is_varchar(json_parse('"a"'))                                             ! t
            is_boolean(json_parse('true'))                                            ! t
            is_integer(json_parse('5')) and not is_integer(json_parse('5000000000'))  ! t
            is_bigint(json_parse('5000000000'))                                       ! t
            is_smallint(json_parse('1.5'))                                            ! f
            is_decimal(json_parse('1.22'))                                            ! t
            is_float(json_parse('2.22'))                                              ! t
            json_serialize(array(1, object('k', 'v')))                                ! [1,{"k":"v"}]
            'abc'::super                                                              ! "abc"
            cast(5 as super)                                                          ! 5
            json_parse('"5"')::int + 1                                                ! 6
            json_parse('"x"')::int                                                    ! null
            json_parse('70000')::smallint                                             ! null
            json_parse('[1]')::varchar                                                ! null
            json_parse('"2024-02-29"')::date                                          ! 2024-02-29
            json_parse('true')::boolean                                               ! t
            json_parse('{"b": 1, "a":  "x  y"}')                                      ! {"b":1,"a":"x  y"}
            """)
    void functionsGiveTheDocumentedResults(String expression, String value) throws SQLException {
        assertThat(Sql.value(connection, "select " + expression)).isEqualTo(value);
    }

    @Test
    void theLastKeyOfAPathNamesItsColumn() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select c.name.given, c.orders[0] from c")) {
            assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo("given");
            assertThat(result.getMetaData().getColumnLabel(2)).isEqualTo("orders");
        }
    }

    @Test
    void keysKeepTheirCaseIfTheSessionIsToldSo() throws SQLException {
        try (Connection other = Sql.connect(server.endpoint())) {
            Sql.run(other, "set enable_case_sensitive_identifier to true");
            assertThat(text(Sql.rows(other, "select c.name.\"Family\" from c where id = 1"))).isEqualTo("\"L\"");
        }
    }

    @Test
    void anAttributeMayNotStandTwiceUnlessTheSessionIsToldSo() throws SQLException {
        String twice = "select json_parse('{\"a\": 1, \"a\": 2}')";
        assertThatThrownBy(() -> Sql.value(connection, twice)).hasMessageContaining("JSON parsing error");
        try (Connection other = Sql.connect(server.endpoint())) {
            Sql.run(other, "set json_parse_dedup_attributes to on");
            assertThat(Sql.value(other, twice)).isEqualTo("{\"a\":2}");
        }
    }

    @Test
    void anUnknownTableIsStillToldAsOne() {
        assertThatThrownBy(() -> Sql.rows(connection, "select nobody.id from c"))
                .hasMessageContaining("missing FROM-clause entry for table \"nobody\"");
    }
}
