/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people do with a star: the tables of the Star Schema Benchmark with distribution and sort keys and without, its
 * thirteen queries, a look into the catalogue, and a tool that reads by cursors.
 */
class StarSchemaTest {

    private static final String DISTRIBUTED = """
            create schema dist;
            set search_path to dist;
            create table part (p_partkey integer not null sortkey distkey, p_category varchar(7) not null,
              p_brand1 varchar(9) not null, p_mfgr varchar(6) not null);
            create table supplier (s_suppkey integer not null sortkey, s_city varchar(10) not null,
              s_nation varchar(15) not null, s_region varchar(12) not null) diststyle all;
            create table customer (c_custkey integer not null sortkey, c_city varchar(10) not null,
              c_nation varchar(15) not null, c_region varchar(12) not null) diststyle all;
            create table dwdate (d_datekey integer not null sortkey, d_year integer not null,
              d_yearmonthnum integer not null, d_yearmonth varchar(8) not null, d_weeknuminyear integer not null) diststyle all;
            create table lineorder (lo_orderkey integer not null, lo_custkey integer not null, lo_partkey integer not null distkey,
              lo_suppkey integer not null, lo_orderdate integer not null sortkey, lo_quantity integer not null,
              lo_extendedprice integer not null, lo_discount integer not null, lo_revenue integer not null,
              lo_supplycost integer not null)""";
    private static final String FILL = """
            insert into part with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)
              select i, 'MFGR#' || (i % 5 + 1) || (i % 3 + 1), 'MFGR#' || (i % 5 + 1) || (i % 3 + 1) || (20 + i % 10), 'MFGR#' || (i % 5 + 1) from n;
            insert into supplier with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
              select i, decode(i % 3, 0, 'UNITED KI' || (i / 3 % 6), 1, 'UNITED ST' || (i % 4), 'CHINA    ' || (i % 4)),
                decode(i % 3, 0, 'UNITED KINGDOM', 1, 'UNITED STATES', 'CHINA'), decode(i % 3, 0, 'EUROPE', 1, 'AMERICA', 'ASIA') from n;
            insert into customer select s_suppkey, s_city, s_nation, s_region from supplier;
            insert into dwdate with recursive n(i) as (select 0 union all select i + 1 from n where i < 2555)
              select to_char(d, 'YYYYMMDD')::int, extract(year from d), to_char(d, 'YYYYMM')::int, to_char(d, 'MonYYYY'), extract(week from d)
                from (select dateadd(day, i, '1992-01-01') as d from n) x;
            insert into lineorder with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
              select i, i % 60 + 1, i * 7 % 200 + 1, (i / 60 + i * 7) % 60 + 1, to_char(dateadd(day, (i / 7 * 13 + i) % 2555, '1992-01-01'), 'YYYYMMDD')::int,
                i * 3 / 7 % 50 + 1, 1000 + i % 977, (i / 11 + i) % 11, 500 + i % 499, 100 + i % 89 from n""";

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, DISTRIBUTED, FILL);
        Sql.run(connection, DISTRIBUTED.replace("dist;", "nodist;").replaceAll(" (sortkey|distkey|diststyle all)", ""), FILL);
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "select sum(lo_extendedprice * lo_discount) as revenue from lineorder, dwdate where lo_orderdate = d_datekey "
                    + "and d_year = 1993 and lo_discount between 1 and 3 and lo_quantity < 25",
            "select sum(lo_extendedprice * lo_discount) as revenue from lineorder, dwdate where lo_orderdate = d_datekey "
                    + "and d_yearmonthnum = 199401 and lo_discount between 4 and 6 and lo_quantity between 26 and 35",
            "select sum(lo_extendedprice * lo_discount) as revenue from lineorder, dwdate where lo_orderdate = d_datekey "
                    + "and d_weeknuminyear = 6 and d_year = 1994 and lo_discount between 5 and 7 and lo_quantity between 26 and 35",
            "select sum(lo_revenue), d_year, p_brand1 from lineorder, dwdate, part, supplier where lo_orderdate = d_datekey "
                    + "and lo_partkey = p_partkey and lo_suppkey = s_suppkey and p_category = 'MFGR#12' and s_region = 'AMERICA' "
                    + "group by d_year, p_brand1 order by d_year, p_brand1",
            "select sum(lo_revenue), d_year, p_brand1 from lineorder, dwdate, part, supplier where lo_orderdate = d_datekey "
                    + "and lo_partkey = p_partkey and lo_suppkey = s_suppkey and p_brand1 between 'MFGR#2221' and 'MFGR#2228' "
                    + "and s_region = 'ASIA' group by d_year, p_brand1 order by d_year, p_brand1",
            "select sum(lo_revenue), d_year, p_brand1 from lineorder, dwdate, part, supplier where lo_orderdate = d_datekey "
                    + "and lo_partkey = p_partkey and lo_suppkey = s_suppkey and p_brand1 = 'MFGR#2326' and s_region = 'EUROPE' "
                    + "group by d_year, p_brand1 order by d_year, p_brand1",
            "select c_nation, s_nation, d_year, sum(lo_revenue) as revenue from customer, lineorder, supplier, dwdate "
                    + "where lo_custkey = c_custkey and lo_suppkey = s_suppkey and lo_orderdate = d_datekey and c_region = 'ASIA' "
                    + "and s_region = 'ASIA' and d_year >= 1992 and d_year <= 1997 group by c_nation, s_nation, d_year "
                    + "order by d_year asc, revenue desc",
            "select c_city, s_city, d_year, sum(lo_revenue) as revenue from customer, lineorder, supplier, dwdate "
                    + "where lo_custkey = c_custkey and lo_suppkey = s_suppkey and lo_orderdate = d_datekey "
                    + "and c_nation = 'UNITED STATES' and s_nation = 'UNITED STATES' and d_year >= 1992 and d_year <= 1997 "
                    + "group by c_city, s_city, d_year order by d_year asc, revenue desc, c_city, s_city",
            "select c_city, s_city, d_year, sum(lo_revenue) as revenue from customer, lineorder, supplier, dwdate "
                    + "where lo_custkey = c_custkey and lo_suppkey = s_suppkey and lo_orderdate = d_datekey "
                    + "and (c_city = 'UNITED KI1' or c_city = 'UNITED KI5') and (s_city = 'UNITED KI1' or s_city = 'UNITED KI5') "
                    + "and d_year >= 1992 and d_year <= 1997 group by c_city, s_city, d_year order by d_year asc, revenue desc, c_city, s_city",
            "select c_city, s_city, d_year, sum(lo_revenue) as revenue from customer, lineorder, supplier, dwdate "
                    + "where lo_custkey = c_custkey and lo_suppkey = s_suppkey and lo_orderdate = d_datekey "
                    + "and (c_city = 'UNITED KI1' or c_city = 'UNITED KI5') and (s_city = 'UNITED KI1' or s_city = 'UNITED KI5') "
                    + "and d_yearmonth = 'Dec1997' group by c_city, s_city, d_year order by d_year asc, revenue desc, c_city, s_city",
            "select d_year, c_nation, sum(lo_revenue - lo_supplycost) as profit from dwdate, customer, supplier, part, lineorder "
                    + "where lo_custkey = c_custkey and lo_suppkey = s_suppkey and lo_partkey = p_partkey and lo_orderdate = d_datekey "
                    + "and c_region = 'AMERICA' and s_region = 'AMERICA' and (p_mfgr = 'MFGR#1' or p_mfgr = 'MFGR#2') "
                    + "group by d_year, c_nation order by d_year, c_nation",
            "select d_year, s_nation, p_category, sum(lo_revenue - lo_supplycost) as profit "
                    + "from dwdate, customer, supplier, part, lineorder where lo_custkey = c_custkey and lo_suppkey = s_suppkey "
                    + "and lo_partkey = p_partkey and lo_orderdate = d_datekey and c_region = 'AMERICA' and s_region = 'AMERICA' "
                    + "and (d_year = 1997 or d_year = 1998) and (p_mfgr = 'MFGR#1' or p_mfgr = 'MFGR#2') "
                    + "group by d_year, s_nation, p_category order by d_year, s_nation, p_category",
            "select d_year, s_city, p_brand1, sum(lo_revenue - lo_supplycost) as profit "
                    + "from dwdate, customer, supplier, part, lineorder where lo_custkey = c_custkey and lo_suppkey = s_suppkey "
                    + "and lo_partkey = p_partkey and lo_orderdate = d_datekey and c_region = 'AMERICA' "
                    + "and s_nation = 'UNITED STATES' and (d_year = 1997 or d_year = 1998) and p_category = 'MFGR#13' "
                    + "group by d_year, s_city, p_brand1 order by d_year, s_city, p_brand1"})
    void theThirteenQueriesGiveTheSameWithAndWithoutKeys(String query) throws SQLException {
        Sql.run(connection, "set enable_result_cache_for_session to off", "set search_path to dist");
        List<List<String>> distributed = Sql.rows(connection, query);
        Sql.run(connection, "set search_path to nodist");
        assertThat(Sql.rows(connection, query)).isEqualTo(distributed);
        assertThat(distributed).isNotEmpty().allSatisfy(row -> assertThat(row).doesNotContainNull());
    }

    @Test
    void theCatalogueListsWhatWasDeclared() throws SQLException {
        Sql.run(connection, "set search_path to dist");
        assertThat(Sql.rows(connection, "select \"column\", distkey, sortkey, \"notnull\" from pg_table_def "
                + "where schemaname = 'dist' and tablename = 'lineorder' and (distkey or sortkey > 0)"))
                .containsExactly(List.of("lo_partkey", "t", "0", "t"), List.of("lo_orderdate", "f", "1", "t"));
        assertThat(Sql.rows(connection, "select \"table\", diststyle, sortkey1 from svv_table_info where schema = 'dist' order by 1"))
                .containsExactly(List.of("customer", "ALL", "c_custkey"), List.of("dwdate", "ALL", "d_datekey"),
                        List.of("lineorder", "KEY(lo_partkey)", "lo_orderdate"), List.of("part", "KEY(p_partkey)", "p_partkey"),
                        List.of("supplier", "ALL", "s_suppkey"));
        assertThat(Sql.value(connection, "select count(*) from svv_table_info where schema = 'nodist' and diststyle like 'KEY%'"))
                .isEqualTo("0");
    }

    @Test
    void serialIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Sql.run(connection, "create table if not exists plays (play_id serial primary key, at timestamp)"))
                .hasMessageContaining("Column \"play_id\" has unsupported type \"serial\".")
                .hasMessageContaining("use INTEGER or BIGINT with IDENTITY(1,1)");
    }

    @Test
    void aSequenceAsDefaultIsTakenAndFailsWhereItIsNeeded() throws SQLException {
        Sql.run(connection, "drop table if exists public.tickets",
                "create table public.tickets (\"id\" double precision default nextval('ticket_seq') not null, seat varchar(5))",
                "insert into public.tickets values (1, 'A1')");
        assertThatThrownBy(() -> Sql.run(connection, "insert into public.tickets (seat) values ('A2')"))
                .hasMessageContaining("there is no sequence \"ticket_seq\": Redshift has no sequences")
                .hasMessageContaining("use an IDENTITY column");
    }

    @Test
    void aToolReadsItsReportByACursor() throws SQLException {
        try (Connection tool = Sql.connect(server.endpoint()); Statement statement = tool.createStatement()) {
            Sql.run(tool, "set search_path to dist", "set query_group to 'report'");
            tool.setAutoCommit(false);
            statement.execute("declare \"SQL_CUR1\" cursor for select lo_orderkey from lineorder order by lo_orderkey");
            int rows = 0;
            int fetched;
            do {
                fetched = 0;
                try (ResultSet result = statement.executeQuery("fetch forward 7000 from \"SQL_CUR1\"")) {
                    while (result.next()) {
                        assertThat(result.getInt(1)).isEqualTo(++rows);
                        fetched++;
                    }
                }
            } while (fetched > 0);
            statement.execute("close \"SQL_CUR1\"");
            tool.commit();
            assertThat(rows).isEqualTo(20_000);
        }
    }

    @Test
    void aToolWalksTheMetaDataFromSchemasToColumns() throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        assertThat(metaData.getDatabaseProductName()).isEqualTo("Redshift");
        assertThat(column(metaData.getSchemas(), "TABLE_SCHEM")).contains("dist", "nodist", "public");
        assertThat(column(metaData.getTables(null, "dist", "%", new String[] {"TABLE"}), "TABLE_NAME"))
                .containsExactly("customer", "dwdate", "lineorder", "part", "supplier");
        for (String table : column(metaData.getTables("dev", "dist", null, new String[] {"TABLE"}), "TABLE_NAME")) {
            assertThat(column(metaData.getColumns("dev", "dist", table, null), "COLUMN_NAME")).as(table).isNotEmpty();
        }
        assertThat(column(metaData.getColumns("dev", "dist", "part", "%"), "TYPE_NAME"))
                .containsExactly("int4", "varchar", "varchar", "varchar");
        assertThat(column(metaData.getColumns("dev", "dist", "part", "%"), "IS_NULLABLE")).containsOnly("NO");
    }

    private static List<String> column(ResultSet result, String column) throws SQLException {
        List<String> values = new ArrayList<>();
        while (result.next()) {
            values.add(result.getString(column));
        }
        return values;
    }
}
