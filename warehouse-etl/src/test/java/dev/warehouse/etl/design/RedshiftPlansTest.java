/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockExecuteContext;
import org.jooq.tools.jdbc.MockResult;
import org.junit.jupiter.api.Test;

/** Answers in the form of the manual's pages stand for a cluster. */
class RedshiftPlansTest {

    private static final DSLContext ROWS = DSL.using(SQLDialect.POSTGRES);
    private static final DesignQuery QUERY = new DesignQuery("Q", select(count()).from(table(name("lineorder"))));
    private static final Design DESIGN = new Design("dist", "dist", new Migrations() {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public Migrated migrate(Endpoint endpoint) {
            throw new AssertionError("nothing is migrated here");
        }

        @Override
        public void drop(Endpoint endpoint) {
            throw new AssertionError("nothing is dropped here");
        }
    });

    private final List<String> asked = new java.util.ArrayList<>();

    private LoadedDesign design(boolean detail) {
        DSLContext dsl = DSL.using(RedshiftConfiguration.on(new MockConnection(context -> answer(context, detail))));
        return new LoadedDesign(DESIGN, dsl, List.of("lineorder", "part"), List.of(QUERY));
    }

    private MockResult[] answer(MockExecuteContext context, boolean detail) throws java.sql.SQLException {
        String sql = context.sql();
        asked.add(sql);
        if (sql.startsWith("explain")) {
            return rows(new String[] {"QUERY PLAN"}, ExplainPlanTest.PLAN.lines().map(line -> new Object[] {line})
                    .toArray(Object[][]::new));
        }
        if (sql.contains("pg_last_query_id")) {
            return rows(new String[] {"pg_last_query_id"}, new Object[] {4711L});
        }
        if (sql.contains("sys_query_detail")) {
            if (!detail) {
                throw new java.sql.SQLException("permission denied for relation sys_query_detail");
            }
            return rows(new String[] {"step_name", "table_name", "output_rows", "output_bytes", "blocks_read",
                    "is_rrscan"},
                    new Object[] {"broadcast", "", 10_224L, 81_792L, 0L, "f"},
                    new Object[] {"scan", "dist.lineorder", 163_002L, 1_956_024L, 72L, "t"});
        }
        if (sql.contains("stl_query_metrics")) {
            return rows(new String[] {"rows", "blocks_read"}, new Object[] {-1L, 80L});
        }
        if (sql.contains("svv_table_info")) {
            return rows(new String[] {"table", "diststyle", "sortkey1", "tbl_rows", "size", "skew_rows", "unsorted",
                    "stats_off"}, new Object[] {"lineorder", "KEY(lo_partkey)", "lo_orderdate", 600_597L, 152L, 1.04,
                            0.0, 0.0},
                    new Object[] {"flyway_schema_history", "AUTO(ALL)", null, 1L, 14L, null, null, 0.0});
        }
        return rows(new String[] {"count"}, new Object[] {600_597L});
    }

    private static MockResult[] rows(String[] columns, Object[]... rows) {
        Field<?>[] fields = new Field<?>[columns.length];
        for (int i = 0; i < columns.length; i++) {
            fields[i] = DSL.field(name(columns[i]), SQLDataType.OTHER);
        }
        org.jooq.Result<org.jooq.Record> result = ROWS.newResult(fields);
        for (Object[] row : rows) {
            org.jooq.Record record = ROWS.newRecord(fields);
            record.fromArray(row);
            result.add(record);
        }
        return new MockResult[] {new MockResult(rows.length, result)};
    }

    @Test
    void planAndWhatWasMeasuredStandTogether() {
        DesignAnalysis analysis = RedshiftPlans.explained().analyze(design(true));

        assertThat(analysis.assumptions()).isEmpty();
        assertThat(analysis.queries().get("Q").rows()).containsExactly(
                List.of("DS_DIST_NONE", "inner side: p", 1800L, 70_200L, "",
                        "EXPLAIN: Hash Join, Hash Cond: (\"outer\".lo_partkey = \"inner\".p_partkey)"),
                List.of("DS_BCAST_INNER", "inner side: dwdate", 2556L, 20_448L, "",
                        "EXPLAIN: Hash Join, Hash Cond: (\"outer\".lo_orderdate = \"inner\".d_datekey)"),
                List.of("warning", "Tables missing statistics: dwdate", "", "", "", "EXPLAIN"),
                List.of("warning", "Update statistics by running the ANALYZE command on these tables", "", "", "",
                        "EXPLAIN"),
                List.of("broadcast", "", 10_224L, 81_792L, "", "sys_query_detail"),
                List.of("scan", "dist.lineorder", 163_002L, 1_956_024L, 72L,
                        "sys_query_detail: range-restricted scan, so that zone maps were used"));
        assertThat(asked).anyMatch(sql -> sql.contains("query_id = 4711"));
    }

    @Test
    void tablesAreThoseOfTheDesign() {
        DesignAnalysis analysis = RedshiftPlans.explained().analyze(design(true));

        assertThat(analysis.tables().rows()).containsExactly(
                List.of("lineorder", "KEY(lo_partkey)", "lo_orderdate", 600_597L, 152L, 1.04, 0.0, 0.0));
    }

    @Test
    void metricsOfTheWholeQueryStandInWhereDetailsCannotBeRead() {
        DesignAnalysis analysis = RedshiftPlans.explained().analyze(design(false));

        assertThat(analysis.queries().get("Q").rows()).contains(List.of("query", "", "", "", 80L, "stl_query_metrics"));
        assertThat(analysis.assumptions()).singleElement().asString()
                .startsWith("sys_query_detail could not be read (")
                .contains("permission denied for relation sys_query_detail");
    }
}
