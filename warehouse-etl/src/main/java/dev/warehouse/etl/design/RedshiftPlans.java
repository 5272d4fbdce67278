/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.internal.Reasons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;

/**
 * What Redshift itself says of a design: its tables by {@code svv_table_info}, and each query by EXPLAIN and, after one
 * run of it, by {@code sys_query_detail}, or {@code stl_query_metrics} where that cannot be read. Stands beside a
 * {@link ClusterModel} in the report of a comparison. Of a database that is no Redshift it says nothing, and says so:
 * the plan of a local Redshift is PostgreSQL's, in Redshift's words.
 *
 * <pre>{@code
 * comparison.analyze(ClusterModel.of(Cluster.of("ra3.xlplus", 4))).analyze(RedshiftPlans.explained())
 * }</pre>
 *
 * <p>See SVV_TABLE_INFO, EXPLAIN, SYS_QUERY_DETAIL and STL_QUERY_METRICS in the AWS database developer guide.
 */
public final class RedshiftPlans implements DesignAnalyzer {

    static final String NO_REDSHIFT = "EXPLAIN does not write a plan of Redshift's here: what distribution does"
            + " cannot be read"
            + " from this database.";
    private static final List<String> TABLES = List.of("table", "diststyle", "sortkey1", "rows", "size in MB",
            "skew_rows",
            "unsorted %", "stats_off %");
    private static final List<String> QUERIES = List.of("step", "what", "rows", "bytes", "blocks", "detail");
    private static final int MOST_TRIES = 30;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String LOCAL = "This is a Redshift on the laptop: its EXPLAIN says PostgreSQL's plan in Redshift's words,"
            + " and nothing was sent anywhere. What a cluster does cannot be read from it.";

    private RedshiftPlans() {
    }

    /**
     * Reads plans and system views; each query runs once for it, with the session as it is.
     *
     * @return an analyzer
     */
    public static RedshiftPlans explained() {
        return new RedshiftPlans();
    }

    @Override
    public String name() {
        return "Redshift's own word";
    }

    @Override
    public DesignAnalysis analyze(LoadedDesign design) {
        if (isLocal(design.dsl())) {
            return new DesignAnalysis(List.of(LOCAL), Facts.NONE, Map.of());
        }
        Set<String> remarks = new LinkedHashSet<>();
        Map<String, Facts> queries = new LinkedHashMap<>();
        for (DesignQuery query : design.queries()) {
            ExplainPlan plan = explain(design.dsl(), query.select());
            if (!plan.isRedshift()) {
                return new DesignAnalysis(List.of(NO_REDSHIFT), Facts.NONE, Map.of());
            }
            List<List<Object>> rows = new ArrayList<>(planned(plan));
            rows.addAll(measured(design.dsl(), query.select(), remarks));
            queries.put(query.name(), new Facts(QUERIES, rows));
        }
        return new DesignAnalysis(List.copyOf(remarks), tables(design), queries);
    }

    /** Whether a warehouse is a Redshift on the laptop, by what it says of itself. */
    static boolean isLocal(DSLContext dsl) {
        return isLocal(String.valueOf(dsl.fetchValue("select version()")));
    }

    static boolean isLocal(String version) {
        return version.contains("(local,");
    }

    /** The plan of a query, by EXPLAIN. */
    static ExplainPlan explain(DSLContext dsl, Select<?> query) {
        List<String> lines = new ArrayList<>();
        dsl.fetch("explain " + dsl.renderInlined(query)).forEach(row -> lines.add(row.get(0, String.class)));
        return ExplainPlan.parse(lines);
    }

    private static List<List<Object>> planned(ExplainPlan plan) {
        List<List<Object>> rows = new ArrayList<>();
        for (ExplainPlan.Node join : plan.joins()) {
            ExplainPlan.Node inner = join.inputs().get(1);
            rows.add(List.of(join.movement() == null ? join.operator() : join.movement().name(),
                    "inner side: " + String.join(", ", join.innerTables()), inner.rows(),
                            inner.rows() * inner.width(), "",
                    "EXPLAIN: " + join.operator() + ", " + String.join("; ", join.details())));
        }
        plan.warnings().forEach(warning -> rows.add(List.of("warning", warning, "", "", "", "EXPLAIN")));
        return rows;
    }

    private static List<List<Object>> measured(DSLContext dsl, Select<?> query, Set<String> remarks) {
        dsl.fetch(query);
        long id = dsl.fetchSingle("select pg_last_query_id()").get(0, Long.class);
        try {
            Result<Record> steps = dsl.fetch(detail(id));
            // the view is written some seconds behind the query
            for (int tries = 1; steps.isEmpty() && tries < MOST_TRIES && pause(); tries++) {
                steps = dsl.fetch(detail(id));
            }
            if (steps.isEmpty()) {
                remarks.add("sys_query_detail had nothing of a query " + MOST_TRIES + " seconds after it: only its"
                        + " plan is told.");
            }
            return steps.map(RedshiftPlans::step);
        } catch (DataAccessException e) {
            remarks.add("sys_query_detail could not be read (" + Reasons.of(e) + "): blocks are of"
                    + " stl_query_metrics, and what"
                    + " crossed the network is not known.");
            return metrics(dsl, id, remarks);
        }
    }

    private static String detail(long query) {
        return "select step_name, trim(table_name) as table_name, sum(output_rows) as output_rows, "
                + "sum(output_bytes) as output_bytes, sum(blocks_read) as blocks_read, max(is_rrscan) as is_rrscan "
                + "from sys_query_detail where query_id = " + query + " and lower(metrics_level) = 'step' "
                + "and step_name in ('scan', 'broadcast', 'distribute') group by step_name, trim(table_name) "
                + "order by step_name, table_name";
    }

    private static List<Object> step(Record row) {
        String table = row.get("table_name", String.class);
        String step = row.get("step_name", String.class).strip();
        boolean restricted = "t".equals(row.get("is_rrscan", String.class));
        return List.of(step, table == null ? "" : table, number(row, "output_rows"), number(row, "output_bytes"),
                step.equals("scan") ? number(row, "blocks_read") : "", "sys_query_detail"
                        + (restricted ? ": range-restricted scan, so that zone maps were used" : ""));
    }

    private static List<List<Object>> metrics(DSLContext dsl, long query, Set<String> remarks) {
        try {
            // the row of the whole query; -1 is what a metric without value has
            return dsl.fetch("select max(rows) as rows, max(blocks_read) as blocks_read from stl_query_metrics "
                    + "where query = " + query + " and segment = -1 and step_type = -1").map(row -> List.<Object>of(
                    "query", "", number(row, "rows"), "", number(row, "blocks_read"), "stl_query_metrics"));
        } catch (DataAccessException e) {
            remarks.add("stl_query_metrics could not be read either (" + Reasons.of(e) + "): only plans are told.");
            return List.of();
        }
    }

    private static Facts tables(LoadedDesign design) {
        Result<Record> rows = design.dsl().fetch("select \"table\", diststyle, sortkey1, tbl_rows, size, skew_rows,"
                + " unsorted,"
                + " stats_off from svv_table_info where \"schema\" = ?", design.design().schema());
        List<List<Object>> cells = new ArrayList<>();
        for (Record row : rows) {
            if (design.tables().contains(row.get("table", String.class))) {
                cells.add(List.of(row.get("table", String.class), text(row, "diststyle"), text(row, "sortkey1"),
                        number(row, "tbl_rows"), number(row, "size"), decimal(row, "skew_rows"), decimal(row,
                                "unsorted"),
                        decimal(row, "stats_off")));
            }
        }
        return new Facts(TABLES, cells);
    }

    private static String text(Record row, String column) {
        String value = row.get(column, String.class);
        return value == null ? "" : value.strip();
    }

    private static Object number(Record row, String column) {
        Long value = row.get(column, Long.class);
        return value == null || value < 0 ? "" : value;
    }

    private static Object decimal(Record row, String column) {
        Double value = row.get(column, Double.class);
        return value == null ? "" : value;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
