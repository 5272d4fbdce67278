/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainPlanTest {

    /** In the form that the manual documents. */
    static final String PLAN = """
            XN Merge  (cost=1000000047117.54..1000000047117.90 rows=140 width=43)
              Merge Key: dwdate.d_year
              ->  XN Network  (cost=1000000047117.54..1000000047117.90 rows=140 width=43)
                    Send to leader
                    ->  XN Sort  (cost=1000000047117.54..1000000047117.90 rows=140 width=43)
                          Sort Key: dwdate.d_year
                          ->  XN HashAggregate  (cost=47112.20..47112.55 rows=140 width=43)
                                ->  XN Hash Join DS_BCAST_INNER  (cost=230.10..46010.33 rows=88149 width=43)
                                      Hash Cond: ("outer".lo_orderdate = "inner".d_datekey)
                                      ->  XN Hash Join DS_DIST_NONE  (cost=204.50..41002.77 rows=88149 width=47)
                                            Hash Cond: ("outer".lo_partkey = "inner".p_partkey)
                                            ->  XN Seq Scan on lineorder  (cost=0.00..6005.97 rows=600597 width=12)
                                                  Filter: (lo_discount <= 3)
                                            ->  XN Hash  (cost=200.00..200.00 rows=1800 width=39)
                                                  ->  XN Seq Scan on part p  (cost=0.00..200.00 rows=1800 width=39)
                                      ->  XN Hash  (cost=25.56..25.56 rows=2556 width=8)
                                            ->  XN Seq Scan on dwdate  (cost=0.00..25.56 rows=2556 width=8)
            ----- Tables missing statistics: dwdate -----
            ----- Update statistics by running the ANALYZE command on these tables -----
            """;

    @Test
    void readsOperatorsWithTheirInputsCostsAndDetails() {
        ExplainPlan plan = ExplainPlan.parse(PLAN.lines().toList());

        assertThat(plan.nodes()).hasSize(1);
        assertThat(plan.nodes().get(0).all().map(ExplainPlan.Node::operator)).containsExactly("Merge", "Network",
                "Sort",
                "HashAggregate", "Hash Join", "Hash Join", "Seq Scan on lineorder", "Hash", "Seq Scan on part p",
                        "Hash",
                "Seq Scan on dwdate");
        ExplainPlan.Node scan = plan.nodes().get(0).all().filter(node ->
                node.operator().endsWith("lineorder")).findFirst()
                .orElseThrow();
        assertThat(scan.cost()).isEqualTo(6005.97);
        assertThat(scan.rows()).isEqualTo(600_597);
        assertThat(scan.width()).isEqualTo(12);
        assertThat(scan.details()).containsExactly("Filter: (lo_discount <= 3)");
    }

    @Test
    void joinsAreInTheOrderInWhichTheyRunWithWhatTheyMove() {
        ExplainPlan plan = ExplainPlan.parse(List.of(PLAN));

        assertThat(plan.joins()).extracting(ExplainPlan.Node::movement)
                .containsExactly(DataMovement.DS_DIST_NONE, DataMovement.DS_BCAST_INNER);
        assertThat(plan.joins()).extracting(ExplainPlan.Node::innerTables).containsExactly(List.of("p"),
                List.of("dwdate"));
        assertThat(plan.movement("dwdate")).contains(DataMovement.DS_BCAST_INNER);
        assertThat(plan.movement("lineorder")).isEmpty();
    }

    @Test
    void warningsBesideThePlanAreKept() {
        assertThat(ExplainPlan.parse(List.of(PLAN)).warnings()).containsExactly("Tables missing statistics: dwdate",
                "Update statistics by running the ANALYZE command on these tables");
    }

    @Test
    void otherKindsOfJoinsAreReadToo() {
        ExplainPlan plan = ExplainPlan.parse(List.of("""
                XN Hash Left Join DS_DIST_BOTH  (cost=7.50..10.00 rows=10 width=4)
                  Hash Cond: ("outer".a = "inner".a)
                  ->  XN Nested Loop DS_BCAST_INNER  (cost=0.00..5.00 rows=10 width=4)
                        ->  XN Merge Join DS_DIST_NONE  (cost=0.00..3.00 rows=10 width=4)
                              Merge Cond: ("outer".b = "inner".b)
                              ->  XN Seq Scan on a  (cost=0.00..1.00 rows=10 width=4)
                              ->  XN Seq Scan on b  (cost=0.00..1.00 rows=10 width=4)
                        ->  XN Seq Scan on c  (cost=0.00..1.00 rows=10 width=4)
                  ->  XN Hash  (cost=1.00..1.00 rows=10 width=4)
                        ->  XN Seq Scan on d  (cost=0.00..1.00 rows=10 width=4)
                ----- Nested Loop Join in the query plan - review the join predicates to avoid Cartesian products -----
                """));

        assertThat(plan.joins()).extracting(ExplainPlan.Node::operator)
                .containsExactly("Merge Join", "Nested Loop", "Hash Left Join");
        assertThat(plan.movement("d")).contains(DataMovement.DS_DIST_BOTH);
        assertThat(plan.warnings()).singleElement().asString().startsWith("Nested Loop Join in the query plan");
    }

    @Test
    void planOfPostgresIsNoPlanOfRedshift() {
        ExplainPlan plan = ExplainPlan.parse(List.of("Hash Join  (cost=1.00..2.00 rows=1 width=4)",
                "  ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)"));

        assertThat(plan.isRedshift()).isFalse();
        assertThat(plan.joins()).isEmpty();
    }
}
