/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a SELECT of Redshift can hold beyond PostgreSQL's, for which the columns of its FROM must be known. */
class SelectFormsTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection,
                "create table t (id int, g varchar(5), v decimal(8,2))",
                "insert into t values (1, 'a', 10), (2, 'a', 20), (3, 'b', 30), (4, 'b', 5)",
                "create table u (id int, w varchar(5))", "insert into u values (1, 'one'), (3, 'three'), (9, 'nine')",
                "create view vt as select id, g from t",
                "create schema s", "create table s.x (\"Mixed Case\" int, b int)", "insert into s.x values (7, 8)",
                // the manual's tables for PIVOT, UNPIVOT and CONNECT BY
                "create table part (partname varchar, manufacturer varchar, quality int, price decimal(12, 2))",
                "insert into part values ('prop', 'local parts co', 2, 10.00), ('prop', 'big parts co', null, 9.00), "
                        + "('prop', 'small parts co', 1, 12.00), ('rudder', 'local parts co', 1, 2.50), "
                        + "('rudder', 'big parts co', 2, 3.75), ('rudder', 'small parts co', null, 1.90), "
                        + "('wing', 'local parts co', null, 7.50), ('wing', 'big parts co', 1, 15.20), "
                        + "('wing', 'small parts co', null, 11.80)",
                "create table count_by_color (quality varchar, red int, green int, blue int)",
                "insert into count_by_color values ('high', 15, 20, 7), ('normal', 35, null, 40), ('low', 10, 23, null)",
                "create table employee (id int, name varchar(20), manager_id int)",
                "insert into employee values (100, 'Carlos', null), (101, 'John', 100), (102, 'Jorge', 101), "
                        + "(103, 'Kwaku', 101), (110, 'Liu', 101), (106, 'Mateo', 102), (110, 'Nikki', 103), "
                        + "(104, 'Paulo', 103), (105, 'Richard', 103), (120, 'Saanvi', 104), (200, 'Shirley', 104), "
                        + "(201, 'Sofia', 102), (205, 'Zhang', 104)",
                "create table gaps (g int, i int, x int)",
                "insert into gaps values (1, 1, 10), (1, 2, null), (1, 3, 30), (1, 4, null), (1, 5, null), (2, 1, null), (2, 2, 5)");
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

    private static String headings(String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
            return IntStream.rangeClosed(1, result.getMetaData().getColumnCount()).mapToObj(i -> {
                try {
                    return result.getMetaData().getColumnLabel(i);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }).collect(Collectors.joining(" "));
        }
    }

    /** Columns: a query, its rows. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select * exclude (g, v) from t order by id                                ! 1, 2, 3, 4
            select * exclude g from t where id = 1                                    ! 1 10.00
            select * exclude g, v from t where id = 2                                 ! 2
            select *, id + 1 as n exclude (id, v) from t where id = 2                 ! a 3
            select x.* exclude ("MIXED case"), 1 from s.x                             ! 8 1
            select t.* exclude (v), u.w from t join u on t.id = u.id order by 1       ! 1 a one, 3 b three
            select * exclude (v, w) from t join u using (id) order by 1               ! 1 a, 3 b
            select * exclude (v, w) from t join u on t.id = u.id order by 2           ! 1 a 1, 3 b 3
            select * exclude (g) from (select id, g from t where id > 3) q            ! 4
            with q as (select id, upper(g) as g, v from t) select * exclude v from q where id = 1 ! 1 A
            with q as (select * exclude v from t), r as (select * exclude g from q) select * from r where id < 3 order by 1 ! 1, 2
            select * exclude id from vt where id = 1                                  ! a
            select id from t where id in (select * exclude w from u) order by 1       ! 1, 3
            select a.id from (select * exclude (g) from t) a, (select * exclude (w) from u) b where a.id = b.id order by 1 ! 1, 3
            select g, count(*), sum(v) from t group by all order by g                 ! a 2 30.00, b 2 35.00
            select count(*) from t group by all                                       ! 4
            select upper(g) || '-' as k, max(v) from t group by all order by k        ! A- 20.00, B- 30.00
            select g, sum(v) as s, s * 2 as d from t group by all order by g          ! a 30.00 60.00, b 35.00 70.00
            select vt.*, count(*) from vt group by all having count(*) = 1 order by id limit 1 ! 1 a 1
            select *, count(*) from u group by all order by id limit 1                ! 1 one 1
            select g, (select max(id) from u) from t group by all order by g          ! a 9, b 9
            select * from t x where id > 0 qualify row_number() over (partition by g order by v desc) = 1 order by id ! 2 a 20.00, 3 b 30.00
            select x.*, upper(g), 1 from t as x qualify rank() over (order by v) = 1  ! 4 b 5.00 B 1
            select id, id from t x qualify row_number() over (order by v desc) < 3 order by v ! 2 2, 3 3
            select g from t x qualify row_number() over (order by id) <= 3 order by v desc nulls last, id ! b, a, a
            select count(*) from (select * from t x qualify rank() over (partition by g order by v) = 1) q ! 2
            select g, sum(v) as s from t group by g qualify rank() over (order by s) = 1 ! a 30.00
            select top 1 * from t x where id > 1 qualify row_number() over (partition by g order by id) = 1 order by id desc ! 3 b 30.00
            select id from t x qualify row_number() over (order by id) = 1 union all select 5 order by 1 ! 1, 5
            select top 1 id from t x where id > 1 qualify row_number() over (partition by g order by id) = 1 union all select 9 order by 1 ! 2, 9
            select c.conkey[1] from pg_catalog.pg_constraint c where c.conkey[1] > 99 !
            with w as (select *, row_number() over (order by v) as rn from t x qualify rn = 2) select id from w ! 1
            select t.id, w from t, u where t.id = u.id (+) order by 1                 ! 1 one, 2 null, 3 three, 4 null
            select t.id, u.id from t, u where t.id (+) = u.id order by 2              ! 1 1, 3 3, null 9
            select t.id, w from t, u where t.id = u.id(+) and u.w(+) = 'one' and t.id < 4 order by 1 ! 1 one, 2 null, 3 null
            select x.id, y.w, z.id from t x, u y, t z where x.id = y.id(+) and z.id(+) = y.id and x.v between 10 and 30 order by 1 ! 1 one 1, 2 null null, 3 three 3
            select t.id, w from t, u where t.id = u.id and w(+) = 'one'               ! 1 one
            select id * 2 as v, v + 1 from t where id = 1                             ! 2 11.00
            select (select max(id) from u where id > 1) as w, w + 1 from t where id = 1 ! 9 10
            select id as w, w + 1 from t where id in (select id from u where w = 'three') ! 3 4
            select w, n from (select id + 1 as w, w * 2 as n from t) q where w = 2    ! 2 4
            with q as (select id as a, a + 1 as b from t), r as (select b as c, c + 1 as d from q) select d from r order by 1 limit 1 ! 3
            """)
    void queriesGiveRedshiftsRows(String query, String rows) throws SQLException {
        assertThat(text(Sql.rows(connection, query))).isEqualTo(rows == null ? "" : rows);
    }

    /** Columns: a query, its headings, its rows: the manual's examples, and what follows from its text. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select * from (select partname, price from part) pivot (avg(price) for partname in ('prop', 'rudder', 'wing')) ! prop rudder wing ! 10.33 2.71 11.50
            select * from (select quality, manufacturer from part) pivot (count(*) for quality in (1, 2, null)) order by manufacturer ! manufacturer 1 2 null ! big parts co 1 1 1, local parts co 1 1 1, small parts co 1 0 2
            select * from (select quality, manufacturer from part) pivot (count(*) for quality in (1 as high, 2 as low, null as na)) order by manufacturer desc limit 1 ! manufacturer high low na ! small parts co 1 0 2
            select * from (select quality, manufacturer from part) pivot (count(*) as n for quality in (1 as high, 2 low)) p order by p.manufacturer limit 1 ! manufacturer high_n low_n ! big parts co 1 1
            select p.wing from part pivot (max(price) for partname in ('prop', 'wing')) as p where p.quality = 1 order by 1 ! wing ! 15.20, null, null
            with q as (select partname, quality from part) select * from q pivot (count(distinct quality) for partname in ('prop')) ! prop ! 2
            select * from (select red, green, blue from count_by_color) unpivot (cnt for color in (red, green, blue)) order by color, cnt ! color cnt ! blue 7, blue 40, green 20, green 23, red 10, red 15, red 35
            select * from count_by_color unpivot include nulls (cnt for color in (red, green as g, blue)) where quality = 'low' order by color ! quality color cnt ! low blue null, low g 23, low red 10
            select count(*) from count_by_color unpivot exclude nulls (cnt for color in (green, blue)) ! count ! 4
            select id, name, manager_id from employee where level < 4 start with name = 'John' connect by prior id = manager_id order by level, id, name limit 4 ! id name manager_id ! 101 John 100, 102 Jorge 101, 103 Kwaku 101, 110 Liu 101
            select count(*) from employee "start" connect by prior id = manager_id start with name = 'John' ! count ! 12
            select * from employee e start with manager_id is null connect by manager_id = prior e.id and level <= 2 order by id ! id name manager_id ! 100 Carlos null, 101 John 100
            select level, count(*) from employee start with id = 101 connect by prior id = manager_id group by level order by 1 ! level count ! 1 1, 2 3, 3 5, 4 3
            select name from employee start with name = 'Zhang' connect by id = prior manager_id order by level ! name ! Zhang, Paulo, Kwaku, John, Carlos
            """)
    void pivotsAndHierarchiesGiveTheManualsRows(String query, String headings, String rows) throws SQLException {
        assertThat(text(Sql.rows(connection, query))).isEqualTo(rows);
        assertThat(headings(query)).isEqualTo(headings);
    }

    /** Columns: a window function over the table gaps, its values by g and i, its heading. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            lag(x ignore nulls) over (partition by g order by i)                      ! null 10 10 30 30 null null ! lag
            lag(x) ignore nulls over (partition by g order by i)                      ! null 10 10 30 30 null null ! lag
            lag(x, 1) ignore nulls over (partition by g order by i)                   ! null 10 10 30 30 null null ! lag
            lag(x, 2) ignore nulls over (partition by g order by i)                   ! null null null 10 10 null null ! lag
            lag(x) respect nulls over (partition by g order by i)                     ! null 10 null 30 null null null ! lag
            lead(x ignore nulls) over (partition by g order by i)                     ! 30 30 null null null 5 null ! lead
            lead(x, 2) ignore nulls over (partition by g order by i desc)             ! null null null 10 10 null null ! lead
            lead(x) ignore nulls over (partition by g order by i asc nulls last, x)   ! 30 30 null null null 5 null ! lead
            first_value(x) ignore nulls over (partition by g order by i rows between unbounded preceding and unbounded following) ! 10 10 10 10 10 5 5 ! first_value
            first_value(x ignore nulls) over (partition by g order by i rows between 1 preceding and current row) ! 10 10 30 30 null null 5 ! first_value
            last_value(x) ignore nulls over (partition by g order by i rows unbounded preceding) ! 10 10 30 30 30 null 5 ! last_value
            last_value(x respect nulls) over (partition by g order by i rows unbounded preceding) ! 10 null 30 null null null 5 ! last_value
            nth_value(x, 2) ignore nulls over (partition by g order by i rows between unbounded preceding and unbounded following) ! 30 30 30 30 30 null null ! nth_value
            nth_value(x, 2 ignore nulls) over (partition by g order by i rows between unbounded preceding and unbounded following) ! 30 30 30 30 30 null null ! nth_value
            percentile_cont(0.5) within group (order by x) over (partition by g)      ! 20.0 20.0 20.0 20.0 20.0 5.0 5.0 ! percentile_cont
            percentile_cont(0.25) within group (order by x desc) over (partition by g) ! 25.00 25.00 25.00 25.00 25.00 5.00 5.00 ! percentile_cont
            percentile_disc(0.5) within group (order by x) over (partition by g)      ! 10 10 10 10 10 5 5 ! percentile_disc
            median(x) over (partition by g)                                           ! 20.0 20.0 20.0 20.0 20.0 5 5 ! median
            listagg(x, '+') within group (order by i desc) over (partition by g)      ! 30+10 30+10 30+10 30+10 30+10 5 5 ! listagg
            ratio_to_report(nvl(x, 0)) over (partition by g)                          ! 0.25 0.0 0.75 0.0 0.0 0.0 1.0 ! ?column?
            """)
    void windowFunctionsGiveRedshiftsValues(String function, String values, String heading) throws SQLException {
        String query = "select " + function + " from gaps order by g, i";
        assertThat(Sql.rows(connection, query).stream().map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.joining(" "))).isEqualTo(values);
        assertThat(headings(query)).isEqualTo(heading);
    }

    /** Columns: a query, the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select * exclude (nonsense) from t                                        ! column "nonsense" does not exist
            select * exclude (id) from no_table                                       ! relation "no_table" does not exist
            select * exclude (id, w) from u                                           ! EXCLUDE leaves no column
            select id exclude (id) from u                                             ! EXCLUDE needs a * in the list
            select * from part pivot (stddev(price) for partname in ('prop'))         ! PIVOT takes COUNT, SUM, MIN, MAX and AVG
            select * from part pivot (sum(price) in ('prop'))                         ! PIVOT and UNPIVOT need FOR column IN
            select t.id from t join u on true where t.id = u.id (+)                   ! (+) cannot stand beside JOIN
            select t.id from t, u where t.id = u.id (+) or t.id = 1                   ! (+) cannot stand beside OR
            select t.id from t, u where t.id (+) = u.id (+)                           ! (+) marks the columns of one table
            select level from t, u connect by prior t.id = u.id                       ! CONNECT BY over one table
            """)
    void whatCannotBeExecutedIsRefused(String query, String message) {
        assertThatThrownBy(() -> Sql.rows(connection, query)).hasMessageContaining(message);
    }

    @Test
    void listaggHasALimit() throws SQLException {
        Sql.run(connection, "create temp table long_texts as select repeat('x', 20000) as x union all select repeat('y', 20000) "
                + "union all select repeat('z', 20000)");
        assertThat(Sql.value(connection, "select len(listagg(x, ',')) from long_texts")).isEqualTo("60002");
        Sql.run(connection, "insert into long_texts values ('v')", "insert into long_texts select repeat('w', 5535)");
        assertThatThrownBy(() -> Sql.rows(connection, "select listagg(x) from long_texts"))
                .hasMessageContaining("Result size exceeds LISTAGG limit");
        assertThatThrownBy(() -> Sql.rows(connection, "select listagg(distinct x, ',') within group (order by x) from long_texts"))
                .hasMessageContaining("Result size exceeds LISTAGG limit");
    }

    @Test
    void aStatementSeesTheTablesThatTheOneBeforeItMakes() throws SQLException {
        Sql.run(connection, "create table made (a int, b int); insert into made values (1, 2); "
                + "create table copied as select * exclude b from made; drop table made");
        assertThat(text(Sql.rows(connection, "select * from copied"))).isEqualTo("1");
    }

    @Test
    void parametersAndViewsWork() throws SQLException {
        Sql.run(connection, "create view best as select * exclude (id) from t x where id < 4 "
                + "qualify row_number() over (partition by g order by v desc) = 1");
        try (PreparedStatement statement = connection.prepareStatement(
                "select *, v * ? as w, w + 1 from best where g = ? qualify rank() over (order by v) = 1")) {
            statement.setInt(1, 2);
            statement.setString(2, "b");
            ResultSet result = statement.executeQuery();
            assertThat(result.next()).isTrue();
            assertThat(result.getString(4)).isEqualTo("61.00");
        }
    }

    @Test
    void theTransactionGoesOnWhereColumnsWereAskedFor() throws SQLException {
        try (Connection other = Sql.connect(server.endpoint())) {
            other.setAutoCommit(false);
            Sql.run(other, "create table in_transaction (a int, b int)", "insert into in_transaction values (1, 2)");
            assertThat(text(Sql.rows(other, "select * exclude a from in_transaction"))).isEqualTo("2");
            other.rollback();
            assertThatThrownBy(() -> Sql.rows(other, "select * exclude a from in_transaction"))
                    .hasMessageContaining("relation \"in_transaction\" does not exist");
        }
    }

    @Test
    void anErrorInARewrittenQueryPointsToTheClientsWord() {
        String query = "select *, id as n exclude (v) from t x where id > nonsense and n > 0 group by all";
        assertThatThrownBy(() -> Sql.rows(connection, query))
                .hasMessageContaining("column \"nonsense\" does not exist")
                .hasMessageContaining("Position: " + (query.indexOf("nonsense") + 1));
    }
}
