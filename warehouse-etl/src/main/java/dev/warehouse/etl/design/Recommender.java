/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.etl.design.QueryShape.Block;
import dev.warehouse.etl.design.QueryShape.Column;
import dev.warehouse.etl.design.QueryShape.Equality;
import dev.warehouse.etl.design.Recommendation.Advice;
import dev.warehouse.etl.design.ZoneMaps.Blocks;
import dev.warehouse.etl.design.ZoneMaps.Predicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Chooses keys by what the model can count: for the join that would send most, both sides by the joined column; copies
 * of what is small beside what it is joined to; and the sort key that leaves the fewest blocks. What is not better than
 * the declared design is not proposed.
 */
final class Recommender {

    /** A key is skewed if its fullest slice has so many times the rows of an average one. */
    private static final double MOST_SKEW = 1.5;
    /** Columns of a table that are tried as sort key, each by a sorted read of the table. */
    private static final int MOST_SORT_KEYS = 8;

    private static final String INTERLEAVED = "ALTER TABLE does not change tables with an INTERLEAVED sort key";

    /** A column of a table, whatever a query calls it. */
    private record Key(String design, String column) { }

    /** Two tables' columns that queries join. */
    private static final class Edge {
        final Column left;
        final Column right;
        final Set<String> queries = new LinkedHashSet<>();
        long bytes;
        /** Whether a query chooses rows of the smaller side. */
        boolean filtered;

        Edge(Column left, Column right) {
            this.left = left;
            this.right = right;
        }
    }

    private record Choice(Distribution distribution, String reason) { }

    private record Sorting(List<String> key, String reason, long before, long after) { }

    private final ModelRun run;
    private final Map<String, Choice> choices = new HashMap<>();
    private final Map<String, String> rejected = new HashMap<>();

    Recommender(ModelRun run) {
        this.run = run;
    }

    Recommendation recommend() {
        List<Edge> edges = edges();
        edges.forEach(this::together);
        run.designs().forEach(design -> choices.computeIfAbsent(design.toString(), ignored -> alone(design, edges)));
        long before = network(design -> run.distribution(design));
        long after = network(design -> Objects.requireNonNull(choices.get(design.toString())).distribution);
        boolean better = after < before;
        List<Advice> advice = new ArrayList<>();
        long blocksBefore = 0;
        long blocksAfter = 0;
        for (TableDesign design : run.designs()) {
            Choice choice = Objects.requireNonNull(choices.get(design.toString()));
            if (!better) {
                choice = new Choice(design.declared(), before == 0
                        ? "nothing of this cluster's joins crosses the network as it is"
                        : "the model found no distribution that sends less than " + Numbers.bytes(before));
            }
            TableDesign placed = design.with(choice.distribution.style() == Distribution.Style.AUTO
                    ? run.distribution(design) : choice.distribution, design.sortKey());
            Sorting sorting = sorting(design, placed, edges);
            blocksBefore += sorting.before;
            blocksAfter += sorting.after;
            advice.add(new Advice(design.table(), design.declared(), choice.distribution, choice.reason,
                    design.sortKey(), sorting.key, sorting.reason));
        }
        return new Recommendation(run.cluster(), advice, before, better ? after : before, blocksBefore, blocksAfter);
    }

    private long network(Function<TableDesign, Distribution> distributions) {
        return run.queries().values().stream()
                .flatMap(blocks -> run.joins(blocks, relation -> distributions.apply(relation.design())).stream())
                .mapToLong(JoinAnalysis::networkBytes).sum();
    }

    // ---- distribution

    /** All pairs of columns that queries join, those first whose smaller sides are largest. */
    private List<Edge> edges() {
        Map<Set<Key>, Edge> edges = new LinkedHashMap<>();
        run.queries().forEach((query, blocks) -> {
            for (Block block : blocks) {
                for (Equality equality : block.joinsKnown() ? block.equalities() : List.<Equality>of()) {
                    if (!JoinModel.sameType(equality.left(), equality.right())) {
                        continue;
                    }
                    Edge edge = edges.computeIfAbsent(Set.copyOf(List.of(key(equality.left()), key(equality.right()))),
                            ignored -> new Edge(equality.left(), equality.right()));
                    edge.queries.add(query.name());
                    edge.bytes += Math.min(run.size(block, equality.left().relation()).bytes(),
                            run.size(block, equality.right().relation()).bytes());
                    QueryShape.Relation smaller = bytes(equality.left()) < bytes(equality.right())
                            ? equality.left().relation() : equality.right().relation();
                    edge.filtered |= run.size(block, smaller).rows() < run.size(smaller.design()).rows();
                }
            }
        });
        return edges.values().stream().sorted(Comparator.comparingLong((Edge edge) -> edge.bytes).reversed()).toList();
    }

    private static Key key(Column column) {
        return new Key(column.relation().design().toString(), column.name());
    }

    private void together(Edge edge) {
        if (!isFree(edge.left) || !isFree(edge.right)) {
            return;
        }
        Column larger = bytes(edge.left) >= bytes(edge.right) ? edge.left : edge.right;
        Column smaller = larger == edge.left ? edge.right : edge.left;
        Spread spread = run.key(larger.relation().design(), larger.name());
        long rows = run.size(larger.relation().design()).rows();
        if (spread.mostRows() * (double) run.cluster().slices() > MOST_SKEW * rows) {
            rejected.putIfAbsent(larger.relation().design().toString(), larger.name() + " would put "
                    + Numbers.grouped(spread.mostRows()) + " of its " + Numbers.grouped(rows) + " rows on one slice of "
                    + run.cluster().slices());
            return;
        }
        String joined = edge.queries.size() == 1 ? "1 query joins" : edge.queries.size() + " queries join";
        String reason = joined + " " + name(larger) + " with " + name(smaller)
                + ", and distributed alike their rows meet on one slice, where sending the smaller side takes "
                + Numbers.bytes(edge.bytes) + " for each copy"
                + (edge.filtered ? "; a query that chooses few of these keys has its rows on few slices, which is"
                + " not weighed"
                        : "");
        choose(larger, reason);
        choose(smaller, reason);
    }

    private boolean isFree(Column column) {
        if (column.relation().design().interleaved()) {
            return false;
        }
        Choice choice = choices.get(column.relation().design().toString());
        return choice == null || choice.distribution.isKey(column.name());
    }

    private void choose(Column column, String reason) {
        choices.putIfAbsent(column.relation().design().toString(), new Choice(Distribution.key(column.name()), reason));
    }

    private static String name(Column column) {
        return column.relation().design().table() + "." + column.name();
    }

    private long bytes(Column column) {
        return run.size(column.relation().design()).total();
    }

    /** For a table that shares no key with another. */
    private Choice alone(TableDesign design, List<Edge> edges) {
        if (design.interleaved()) {
            return new Choice(design.declared(), INTERLEAVED);
        }
        Set<String> partners = new LinkedHashSet<>();
        long largest = 0;
        for (Edge edge : edges) {
            for (Column own : List.of(edge.left, edge.right)) {
                Column other = own == edge.left ? edge.right : edge.left;
                if (own.relation().design().equals(design)) {
                    partners.add(other.relation().design().table());
                    largest = Math.max(largest, bytes(other));
                }
            }
        }
        String skewed = rejected.containsKey(design.toString()) ? "; a key on " + rejected.get(design.toString()) : "";
        if (partners.isEmpty()) {
            return new Choice(design.declared(), "no query joins it by an equality, so that the model has nothing to"
                    + " say");
        }
        long copy = run.size(design).total();
        long nodes = run.cluster().nodes();
        if (copy * nodes <= largest) {
            return new Choice(Distribution.ALL, "copies on all " + nodes + " nodes take "
                    + Numbers.bytes(copy * nodes) + ", less than the largest table it is joined to ("
                    + Numbers.bytes(largest) + "), and then no join with " + String.join(", ", partners)
                    + " sends it" + skewed);
        }
        return new Choice(Distribution.EVEN, "it shares no key with the tables it is joined to, and copies on all"
                + " nodes "
                + "would take " + Numbers.bytes(copy * nodes) + skewed);
    }

    // ---- sort keys

    private Sorting sorting(TableDesign design, TableDesign placed, List<Edge> edges) {
        Map<Predicate, Integer> predicates = run.predicates(design);
        if (design.interleaved()) {
            return new Sorting(design.sortKey(), INTERLEAVED, 0, 0);
        }
        if (predicates.isEmpty()) {
            return merged(design, placed, edges, "no condition of the queries is a range of a column of it", 0);
        }
        long before = sum(run.blocks(placed, ModelRun.isSorted(design) ? design.sortKey() : List.of(),
                predicates.keySet()),
                predicates);
        Map<String, Integer> columns = new LinkedHashMap<>();
        predicates.forEach((predicate, times) -> columns.merge(predicate.column(), times, Integer::sum));
        List<String> candidates = columns.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(MOST_SORT_KEYS)
                .map(Map.Entry::getKey).toList();
        String best = "";
        long fewest = before;
        for (String candidate : candidates) {
            long left = sum(run.blocks(placed, List.of(candidate), predicates.keySet()), predicates);
            if (left < fewest) {
                fewest = left;
                best = candidate;
            }
        }
        int times = columns.values().stream().mapToInt(Integer::intValue).sum();
        String conditions = times == 1 ? "the one condition" : "the " + times + " conditions";
        if (best.isEmpty()) {
            return merged(design, placed, edges, conditions + " on it leave " + Numbers.grouped(before)
                    + " blocks to read as it is, and no column of theirs as sort key leaves fewer", before);
        }
        return new Sorting(List.of(best), "sorted by " + best + ", " + conditions + " on it leave "
                + Numbers.grouped(fewest) + " blocks to read, as it is " + Numbers.grouped(before), before, fewest);
    }

    /** A sort key for joins, where none for conditions is to be had. */
    private Sorting merged(TableDesign design, TableDesign placed, List<Edge> edges, String why, long blocks) {
        String key = placed.declared().key();
        boolean shared = key != null && edges.stream().anyMatch(edge -> isKey(edge.left, design, key)
                && isKeyed(edge.right)
                || isKey(edge.right, design, key) && isKeyed(edge.left));
        if (!shared || !design.sortKey().isEmpty()) {
            return new Sorting(design.sortKey(), why, blocks, blocks);
        }
        long sorted = blocks == 0 ? 0 : sum(run.blocks(placed, List.of(key), run.predicates(design).keySet()),
                run.predicates(design));
        if (sorted > blocks) {
            return new Sorting(design.sortKey(), why, blocks, blocks);
        }
        return new Sorting(List.of(key), why + ", but sorted by its distribution key it may be merge-joined by"
                + " Redshift, "
                + "which this model does not measure", blocks, sorted);
    }

    private static boolean isKey(Column column, TableDesign design, String key) {
        return column.relation().design().equals(design) && column.name().equals(key);
    }

    private boolean isKeyed(Column column) {
        Choice choice = choices.get(column.relation().design().toString());
        return choice != null && choice.distribution.isKey(column.name());
    }

    private static long sum(Map<Predicate, Blocks> blocks, Map<Predicate, Integer> times) {
        long sum = 0;
        for (Map.Entry<Predicate, Blocks> entry : blocks.entrySet()) {
            sum += entry.getValue().left() * Objects.requireNonNull(times.get(entry.getKey()));
        }
        return sum;
    }
}
