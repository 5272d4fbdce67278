/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.etl.design.QueryShape.Block;
import dev.warehouse.etl.design.QueryShape.Comparison;
import dev.warehouse.etl.design.QueryShape.Equality;
import dev.warehouse.etl.design.QueryShape.Relation;
import dev.warehouse.etl.design.Reader.TableSize;
import dev.warehouse.etl.design.ZoneMaps.Blocks;
import dev.warehouse.etl.design.ZoneMaps.Predicate;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;

/** One run of a model over the tables and queries of a warehouse, on one connection. */
final class ModelRun {

    private final Cluster cluster;
    private final long blockBytes;
    private final Reader reader;
    private final Spreads spreads;
    private final ZoneMaps zoneMaps;
    private final JoinModel joinModel;
    private final Map<String, TableDesign> designs = new LinkedHashMap<>();
    private final Map<DesignQuery, List<Block>> queries = new LinkedHashMap<>();
    private final Map<String, TableSize> sizes = new HashMap<>();
    private final Map<String, Spread> keySpreads = new HashMap<>();

    ModelRun(Cluster cluster, long blockBytes, DSLContext dsl, Connection connection, List<String> tables,
            List<DesignQuery> queries) {
        this.cluster = cluster;
        this.blockBytes = blockBytes;
        this.reader = new Reader(dsl, connection);
        this.spreads = new Spreads(cluster, blockBytes, reader);
        this.zoneMaps = new ZoneMaps(cluster, blockBytes, reader);
        this.joinModel = new JoinModel(cluster, reader);
        String schema = Objects.requireNonNullElse(dsl.fetchSingle("select current_schema()").get(0, String.class),
                "public");
        Catalogue catalogue = new Catalogue(dsl, schema);
        tables.forEach(table -> catalogue.find(null, table)
                .ifPresent(design -> designs.put(design.toString(), design)));
        for (DesignQuery query : queries) {
            List<Block> blocks = QueryShape.of(query.select(), dsl, catalogue);
            this.queries.put(query, blocks);
            blocks.forEach(block -> block.relations().forEach(relation ->
                    designs.putIfAbsent(relation.design().toString(), relation.design())));
        }
    }

    Cluster cluster() {
        return cluster;
    }

    Map<DesignQuery, List<Block>> queries() {
        return queries;
    }

    /** The tables, as they are declared. */
    List<TableDesign> designs() {
        return List.copyOf(designs.values());
    }

    TableSize size(TableDesign design) {
        return sizes.computeIfAbsent(design.toString(), ignored -> reader.size(design));
    }

    Size size(Block block, Relation relation) {
        return joinModel.size(block, relation);
    }

    Spread key(TableDesign design, String column) {
        return keySpreads.computeIfAbsent(design + "." + column, ignored -> spreads.key(design, column));
    }

    /** The distribution as declared, or what the model makes of AUTO. */
    Distribution distribution(TableDesign design) {
        if (design.declared().style() != Distribution.Style.AUTO) {
            return design.declared();
        }
        return automatic(design);
    }

    private Distribution automatic(TableDesign design) {
        Distribution known = design.automatic();
        return known == null ? spreads.automatic(size(design)) : known;
    }

    ModelAnalysis analysis() {
        Map<String, Map<Predicate, Blocks>> unsorted = new HashMap<>();
        Map<String, Map<Predicate, Blocks>> sorted = new HashMap<>();
        for (TableDesign design : designs.values()) {
            Set<Predicate> predicates = predicates(design).keySet();
            if (!predicates.isEmpty()) {
                Map<Predicate, Blocks> arrived = blocks(design, List.of(), predicates);
                unsorted.put(design.toString(), arrived);
                sorted.put(design.toString(), isSorted(design) ? blocks(design, design.sortKey(), predicates)
                        : arrived);
            }
        }
        List<QueryAnalysis> analyses = new ArrayList<>();
        queries.forEach((query, blocks) -> {
            List<PredicateAnalysis> predicates = new ArrayList<>();
            Set<String> notSeen = new LinkedHashSet<>();
            for (Block block : blocks) {
                notSeen.addAll(block.notSeen());
                for (Comparison comparison : block.comparisons()) {
                    predicates.add(analysis(comparison, unsorted, sorted));
                }
            }
            analyses.add(new QueryAnalysis(query.name(), joins(blocks, relation -> distribution(relation.design())),
                    predicates, List.copyOf(notSeen)));
        });
        return new ModelAnalysis(cluster, blockBytes, designs.values().stream().map(this::table).toList(), analyses,
                Assumptions.of(cluster, blockBytes, designs.values()));
    }

    private static PredicateAnalysis analysis(Comparison comparison, Map<String, Map<Predicate, Blocks>> unsorted,
            Map<String, Map<Predicate, Blocks>> sorted) {
        Relation relation = comparison.column().relation();
        Predicate predicate = new Predicate(comparison.column().name(), comparison.ranges());
        Blocks arrived = Objects.requireNonNull(unsorted.get(relation.design().toString())).get(predicate);
        Blocks inOrder = Objects.requireNonNull(sorted.get(relation.design().toString())).get(predicate);
        return new PredicateAnalysis(relation.toString(), comparison.column().name(),
                QueryShape.oneLine(comparison.condition()), arrived.all(), arrived.left(), inOrder.left());
    }

    /** The joins of all SELECTs of a query. */
    List<JoinAnalysis> joins(List<Block> blocks, Function<Relation, Distribution> distributions) {
        List<JoinAnalysis> joins = new ArrayList<>();
        blocks.forEach(block -> joins.addAll(joinModel.joins(block, distributions)));
        return joins;
    }

    /** The conditions on a table, and in how many places of the queries each is. */
    Map<Predicate, Integer> predicates(TableDesign design) {
        Map<Predicate, Integer> predicates = new LinkedHashMap<>();
        queries.values().forEach(blocks -> blocks.forEach(block -> {
            for (Comparison comparison : block.comparisons()) {
                if (comparison.column().relation().design().equals(design)) {
                    predicates.merge(new Predicate(comparison.column().name(), comparison.ranges()), 1, Integer::sum);
                }
            }
        }));
        return predicates;
    }

    Map<Predicate, Blocks> blocks(TableDesign design, List<String> sortKey, Set<Predicate> predicates) {
        return zoneMaps.count(design, distribution(design), sortKey, predicates);
    }

    /** Whether the rows lie in an order that the model knows. */
    static boolean isSorted(TableDesign design) {
        return !design.sortKey().isEmpty() && !design.interleaved();
    }

    private TableAnalysis table(TableDesign design) {
        TableSize size = size(design);
        List<Spread> all = new ArrayList<>(List.of(spreads.even(size), spreads.all(size)));
        keys(design).forEach(column -> all.add(key(design, column)));
        return new TableAnalysis(design.table(), size.rows(), size.total(), design.declared(), automatic(design),
                distribution(design), design.sortKey(), all);
    }

    /** The distribution key, and all columns that queries join on. */
    private Set<String> keys(TableDesign design) {
        Set<String> keys = new LinkedHashSet<>();
        String declared = distribution(design).key();
        if (declared != null) {
            keys.add(declared);
        }
        queries.values().forEach(blocks -> blocks.forEach(block -> {
            for (Equality equality : block.equalities()) {
                for (QueryShape.Column column : List.of(equality.left(), equality.right())) {
                    if (column.relation().design().equals(design)) {
                        keys.add(column.name());
                    }
                }
            }
        }));
        return keys;
    }
}
