/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans: the nodes that Redshift has, and what the declared distributions make of a join. */
class ExplainTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table sales (id int distkey, day int, amount int)",
                "create table listings (id int distkey)", "create table days (day int) diststyle all",
                "create table events (id int) diststyle even");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    /** Columns: a query, the nodes of its plan from the top, without costs and conditions. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            select count(*) from sales                                    ! XN Aggregate, XN Seq Scan on sales
            select id from sales s where day = 1                          ! XN Seq Scan on sales s
            select s.id from sales s join listings l on s.id = l.id       ! XN Hash Join DS_DIST_NONE, XN Seq Scan on listings l, XN Hash, XN Seq Scan on sales s
            select s.id from sales s join days d on s.day = d.day where s.id = 1 ! XN Hash Join DS_DIST_ALL_INNER, XN Seq Scan on days d, XN Hash, XN Seq Scan on sales s
            select e.id from events e join events f on e.id = f.id        ! XN Hash Join DS_BCAST_INNER, XN Seq Scan on events e, XN Hash, XN Seq Scan on events f
            select id from sales order by day limit 3                     ! XN Limit, XN Merge, XN Network, XN Sort, XN Seq Scan on sales
            select rank() over (order by day) from sales                  ! XN Window, XN Sort, XN Seq Scan on sales
            select day, sum(amount) from sales group by day               ! XN HashAggregate, XN Seq Scan on sales
            insert into events select id from sales                       ! XN Seq Scan on sales
            select nvl(1, 2)                                              ! Result
            """)
    void plansHaveRedshiftsNodes(String query, String nodes) throws SQLException {
        assertThat(Sql.rows(connection, "explain " + query).stream().map(row -> row.get(0))
                .filter(line -> line.contains("(cost=")).map(line -> line.replaceAll("^[ ->]*|  \\(cost=.*", ""))
                .collect(Collectors.joining(", "))).isEqualTo(nodes);
    }

    @Test
    void conditionsOfAJoinTellItsSides() throws SQLException {
        assertThat(Sql.rows(connection, "explain select s.id from sales s join listings l on s.id = l.id where s.day = 1")
                .stream().map(row -> row.get(0).strip()).filter(line -> line.contains(": ")))
                .containsExactly("Hash Cond: (\"outer\".id = \"inner\".id)", "Filter: (day = 1)");
    }

    @Test
    void whatIsWrongWithTheQueryIsTold() {
        assertThatThrownBy(() -> Sql.run(connection, "explain select nothing from sales"))
                .hasMessageContaining("column \"nothing\" does not exist").message().doesNotContain("json");
        assertThatThrownBy(() -> Sql.run(connection, "explain select listagg(id) over (order by")).hasMessageContaining("ERROR");
    }
}
