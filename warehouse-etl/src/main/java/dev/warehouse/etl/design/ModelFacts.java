/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's analysis as facts for the report of a comparison. */
final class ModelFacts {

    private static final List<String> TABLES = List.of("table", "distribution", "design", "rows", "fullest slice",
            "skew",
            "blocks", "stored", "copied by ALL");
    private static final List<String> QUERIES = List.of("step", "what", "rows", "bytes", "over network", "blocks",
            "left unsorted", "left sorted", "why");

    private ModelFacts() {
    }

    /** The facts; what a join moves stands beside what Redshift's own plan says, for queries that have one. */
    static DesignAnalysis of(ModelAnalysis analysis, Map<String, ExplainPlan> plans) {
        Map<String, Facts> queries = new LinkedHashMap<>();
        analysis.queries().forEach(query -> {
            ExplainPlan plan = plans.get(query.name());
            queries.put(query.name(), plan == null ? query(query) : beside(query, plan));
        });
        return new DesignAnalysis(analysis.assumptions(), tables(analysis), queries);
    }

    static String text(ModelAnalysis analysis) {
        StringBuilder text = new StringBuilder("Tables on ").append(analysis.cluster()).append('\n')
                .append(DesignSheets.sheet("", tables(analysis)).text().aligned());
        for (QueryAnalysis query : analysis.queries()) {
            text.append('\n').append(query.name()).append(": ").append(Numbers.bytes(query.networkBytes()))
                    .append(" over the network\n").append(DesignSheets.sheet("", query(query)).text().aligned());
        }
        text.append("\nAssumptions\n");
        analysis.assumptions().forEach(assumption -> text.append("- ").append(assumption).append('\n'));
        return text.toString();
    }

    static Facts tables(ModelAnalysis analysis) {
        List<List<Object>> rows = new ArrayList<>();
        for (TableAnalysis table : analysis.tables()) {
            for (Spread spread : table.spreads()) {
                rows.add(List.of(table.table(), spread.distribution().toString(),
                        standing(table, spread.distribution()), table.rows(), spread.mostRows(),
                        Numbers.skew(spread.skew()), spread.blocks(), Numbers.bytes(spread.storedBytes()),
                        spread.copiedBytes() == 0 ? "" : Numbers.bytes(spread.copiedBytes())));
            }
        }
        return new Facts(TABLES, rows);
    }

    private static String standing(TableAnalysis table, Distribution distribution) {
        boolean automatic = distribution.equals(table.automatic());
        return table.declared().equals(distribution) ? automatic ? "declared, as AUTO" : "declared"
                : !automatic ? "" : table.declared().style() == Distribution.Style.AUTO ? "declared AUTO" : "as AUTO";
    }

    static Facts query(QueryAnalysis query) {
        List<List<Object>> rows = new ArrayList<>();
        for (JoinAnalysis join : query.joins()) {
            rows.add(List.of(join.movement().name(), join.inner() + (join.condition().isEmpty() ? "" : " on "
                    + join.condition()), join.innerRows(), join.innerBytes(), join.networkBytes(), "", "", "",
                    join.reason()));
        }
        for (PredicateAnalysis predicate : query.predicates()) {
            rows.add(List.of("zone map", predicate.table() + ": " + predicate.predicate(), "", "", "",
                    predicate.blocks(),
                    predicate.unsortedBlocks(), predicate.sortedBlocks(), why(predicate)));
        }
        query.notSeen().forEach(what -> rows.add(List.of("not seen", what, "", "", "", "", "", "", "")));
        return new Facts(QUERIES, rows);
    }

    private static Facts beside(QueryAnalysis query, ExplainPlan plan) {
        Facts facts = query(query);
        List<String> columns = new ArrayList<>(facts.columns());
        columns.add(1, "EXPLAIN");
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < facts.rows().size(); i++) {
            List<Object> row = new ArrayList<>(facts.rows().get(i));
            String inner = i < query.joins().size() ? query.joins().get(i).inner() : "";
            // "alias (table)": EXPLAIN has the alias
            row.add(1, plan.movement(inner.replaceFirst(" \\(.*", "")).map(DataMovement::name).orElse(""));
            rows.add(row);
        }
        return new Facts(columns, rows);
    }

    private static String why(PredicateAnalysis predicate) {
        long before = predicate.unsortedBlocks();
        long after = predicate.sortedBlocks();
        return after < before ? "the sort key leaves " + after + " of " + predicate.blocks() + " blocks, not " + before
                : before < predicate.blocks() ? "the rows came in an order that leaves " + before + " of "
                        + predicate.blocks() + " blocks"
                : predicate.blocks() == 1 ? "one block is always read" : "every block may hold such rows";
    }
}
