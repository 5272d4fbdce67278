/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.etl.design.QueryShape.Block;
import dev.warehouse.etl.design.QueryShape.Column;
import dev.warehouse.etl.design.QueryShape.Conjunct;
import dev.warehouse.etl.design.QueryShape.Equality;
import dev.warehouse.etl.design.QueryShape.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Joins one table after the other and says what moves: the largest that is not on every node first, then, of those that
 * an equality ties to what is joined so far, the smallest. Redshift decides by its statistics, this by counting.
 */
final class JoinModel {

    /** Where the rows of what is joined so far are. */
    private record Place(Distribution.Style style, Set<Column> columns) { }

    private final Cluster cluster;
    private final Reader reader;
    private final Map<String, Size> counted = new HashMap<>();

    JoinModel(Cluster cluster, Reader reader) {
        this.cluster = cluster;
        this.reader = reader;
    }

    /** The rows of a table that meet the conditions on it alone, with the columns that the query names. */
    Size size(Block block, Relation relation) {
        List<Condition> own = new ArrayList<>();
        for (Conjunct conjunct : block.conjuncts()) {
            boolean met = conjunct.on() == null ? !relation.optional() : conjunct.on() == relation;
            if (met && conjunct.relations().equals(Set.of(relation))) {
                own.add(conjunct.condition());
            }
        }
        return count(relation.table(), own, block.columns(relation));
    }

    /** The joins of a block, in the order in which the model makes them. */
    List<JoinAnalysis> joins(Block block, Function<Relation, Distribution> distributions) {
        if (!block.joinsKnown() || block.relations().size() < 2) {
            return List.of();
        }
        Joining joining = new Joining(block, distributions);
        return joining.run();
    }

    private Size count(Table<?> from, List<Condition> conditions, Set<Column> columns) {
        String key = from + "|" + conditions + "|" + columns.stream().map(Column::toString).sorted().toList();
        return counted.computeIfAbsent(key, ignored -> reader.size(from, conditions, columns));
    }

    /** Whether equal values of both columns have the same hash. */
    static boolean sameType(Column left, Column right) {
        ColumnType a = left.type();
        ColumnType b = right.type();
        return a.kind() == b.kind() && (a.kind() == ColumnType.Kind.TEXT || a.width() == b.width())
                && a.scale() == b.scale();
    }

    /** What crosses between nodes of rows that are sent to slices by a hash: all but those that stay on their node. */
    private long share(long bytes) {
        return bytes - bytes / cluster.nodes();
    }

    private final class Joining {

        private final Block block;
        private final Function<Relation, Distribution> distributions;
        private final List<Relation> joined = new ArrayList<>();
        private final List<Relation> left;
        private final List<JoinAnalysis> joins = new ArrayList<>();
        private Place place = new Place(Distribution.Style.EVEN, Set.of());

        Joining(Block block, Function<Relation, Distribution> distributions) {
            this.block = block;
            this.distributions = distributions;
            this.left = new ArrayList<>(block.relations());
        }

        List<JoinAnalysis> run() {
            Relation first = block.ordered() ? left.get(0) : first();
            joined.add(first);
            left.remove(first);
            Distribution distribution = distributions.apply(first);
            place = new Place(distribution.style(), distribution.key() == null ? Set.of()
                    : withEqual(Set.of(new Column(first, distribution.key()))));
            while (!left.isEmpty()) {
                Relation next = next();
                left.remove(next);
                join(next);
                joined.add(next);
            }
            return joins;
        }

        /** A table that is on every node is outermost only if all are: as inner table it costs nothing. */
        private Relation first() {
            List<Relation> spread = left.stream()
                    .filter(relation -> distributions.apply(relation).style() != Distribution.Style.ALL).toList();
            return (spread.isEmpty() ? left : spread).stream()
                    .max(Comparator.comparingLong(relation -> size(block, relation).bytes())).orElseThrow();
        }

        private Relation next() {
            if (block.ordered()) {
                return left.get(0);
            }
            List<Relation> tied = left.stream().filter(relation -> !edges(relation).isEmpty()).toList();
            return (tied.isEmpty() ? left : tied).stream()
                    .min(Comparator.comparingLong(relation -> size(block, relation).bytes())).orElseThrow();
        }

        /** Pairs of a column joined so far and one of the relation that must be equal, also by way of a third. */
        private List<Equality> edges(Relation relation) {
            List<Equality> edges = new ArrayList<>();
            for (Equality equality : block.equalities()) {
                Column own = equality.left().relation() == relation ? equality.left() : equality.right();
                Column other = own == equality.left() ? equality.right() : equality.left();
                if (own.relation() == relation && joined.contains(other.relation())) {
                    edges.add(new Equality(other, own, equality.on()));
                }
            }
            if (edges.isEmpty()) {
                for (Equality equality : block.equalities()) {
                    for (Column own : List.of(equality.left(), equality.right())) {
                        if (own.relation() == relation && equality.on() == null) {
                            withEqual(Set.of(own)).stream().filter(column -> joined.contains(column.relation()))
                                    .forEach(column -> edges.add(new Equality(column, own, null)));
                        }
                    }
                }
            }
            return edges;
        }

        /** These columns, and all that inner joins make equal to them. */
        private Set<Column> withEqual(Set<Column> columns) {
            Set<Column> all = new LinkedHashSet<>(columns);
            boolean grown = true;
            while (grown) {
                grown = false;
                for (Equality equality : block.equalities()) {
                    boolean same = equality.on() == null && sameType(equality.left(), equality.right());
                    if (same && all.contains(equality.left()) != all.contains(equality.right())) {
                        all.add(equality.left());
                        all.add(equality.right());
                        grown = true;
                    }
                }
            }
            return all;
        }

        private void join(Relation inner) {
            List<Equality> edges = edges(inner);
            Distribution own = distributions.apply(inner);
            Size size = size(block, inner);
            List<Equality> hashable = edges.stream().filter(edge -> sameType(edge.left(), edge.right())).toList();
            // the columns by which the outer side lies, and by which the inner side does
            List<Equality> byOuter = hashable.stream().filter(edge -> place.columns.contains(edge.left())).toList();
            List<Equality> byInner = hashable.stream().filter(edge -> own.isKey(edge.right().name())).toList();
            boolean outerAll = place.style == Distribution.Style.ALL;
            String name = inner.toString();
            if (own.style() == Distribution.Style.ALL) {
                add(inner, edges, DataMovement.DS_DIST_ALL_NONE, 0, name + " is on every node (DISTSTYLE ALL)");
                if (outerAll) {
                    return;
                }
                extend(hashable);
            } else if (outerAll) {
                add(inner, edges, DataMovement.DS_DIST_ALL_INNER, share(size.bytes()), "the outer side is on every"
                        + " node "
                        + "(DISTSTYLE ALL) and " + name + " is not, so that one slice does the join");
                place = new Place(Distribution.Style.EVEN, Set.of());
            } else if (byOuter.stream().anyMatch(byInner::contains)) {
                Equality edge = byOuter.stream().filter(byInner::contains).findFirst().orElseThrow();
                add(inner, edges, DataMovement.DS_DIST_NONE, 0,
                        "both sides are distributed by " + edge + ", so that rows that match are on one slice");
                extend(hashable);
            } else {
                move(inner, edges, hashable, byOuter, byInner, size);
            }
        }

        /** Chooses what sends the fewest bytes. */
        private void move(Relation inner, List<Equality> edges, List<Equality> hashable, List<Equality> byOuter,
                List<Equality> byInner, Size size) {
            String name = inner.toString();
            long broadcast = size.bytes() * (cluster.nodes() - 1);
            if (!byOuter.isEmpty()) {
                add(inner, edges, DataMovement.DS_DIST_INNER, share(size.bytes()), "the outer side is distributed by "
                        + byOuter.get(0).left() + ", " + name + " is not by " + byOuter.get(0).right().name());
                extend(hashable);
                return;
            }
            if (hashable.isEmpty()) {
                add(inner, edges, DataMovement.DS_BCAST_INNER, broadcast, edges.isEmpty()
                        ? "no equality ties " + name + " to the tables before it: every row meets every row"
                        : "the joined columns differ in type, and no hash is known to agree on both");
                return;
            }
            Size outer = outerSize();
            long both = share(outer.bytes()) + share(size.bytes());
            if (!byInner.isEmpty() && share(outer.bytes()) < broadcast) {
                add(inner, edges, DataMovement.DS_DIST_OUTER, share(outer.bytes()), name + " is distributed by "
                        + byInner.get(0).right().name() + ", and to move the outer side ("
                        + Numbers.bytes(outer.bytes())
                        + ") is cheaper than to broadcast " + name);
                place = new Place(Distribution.Style.KEY, withEqual(Set.of(byInner.get(0).left(),
                        byInner.get(0).right())));
            } else if (byInner.isEmpty() && both < broadcast) {
                add(inner, edges, DataMovement.DS_DIST_BOTH, both, "neither side is distributed by the joined columns, "
                        + "and to move both (" + Numbers.bytes(outer.bytes()) + " and " + Numbers.bytes(size.bytes())
                        + ") is cheaper than to broadcast " + name);
                place = new Place(Distribution.Style.KEY,
                        withEqual(Set.of(hashable.get(0).left(), hashable.get(0).right())));
            } else {
                add(inner, edges, DataMovement.DS_BCAST_INNER, broadcast, "the outer side is not distributed by the "
                        + "joined column, and to copy " + name + " to every node is cheapest");
            }
        }

        /** A join that leaves the outer side in its place makes columns of the inner side lie as those they equal. */
        private void extend(List<Equality> edges) {
            Set<Column> columns = new LinkedHashSet<>(place.columns);
            edges.stream().filter(edge -> edge.on() == null && place.columns.contains(edge.left()))
                    .forEach(edge -> columns.add(edge.right()));
            place = new Place(place.style, columns);
        }

        private void add(Relation inner, List<Equality> edges, DataMovement movement, long network, String reason) {
            Size size = size(block, inner);
            joins.add(new JoinAnalysis(joined.stream().map(Relation::toString).collect(Collectors.joining(", ")),
                    inner.toString(), edges.stream().map(Equality::toString).collect(Collectors.joining(" and ")),
                    movement, size.rows(), size.bytes(), network, reason));
        }

        /** The rows of all that is joined so far, counted by the warehouse. */
        private Size outerSize() {
            @Nullable Table<?> from = null;
            List<Condition> where = new ArrayList<>();
            Set<Column> columns = new LinkedHashSet<>();
            for (Relation relation : joined) {
                columns.addAll(block.columns(relation));
                List<Condition> on = block.conjuncts().stream().filter(conjunct -> conjunct.on() == relation)
                        .map(Conjunct::condition).toList();
                from = from == null ? relation.table()
                        : relation.optional() && !on.isEmpty() ? from.leftJoin(relation.table()).on(DSL.and(on))
                        : from.crossJoin(relation.table());
            }
            for (Conjunct conjunct : block.conjuncts()) {
                if (conjunct.on() == null && joined.containsAll(conjunct.relations())) {
                    where.add(conjunct.condition());
                }
            }
            return count(Objects.requireNonNull(from), where, columns);
        }
    }
}
