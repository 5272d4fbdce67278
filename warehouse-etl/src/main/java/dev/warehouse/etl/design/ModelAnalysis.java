/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.List;
import java.util.Objects;

/**
 * What a {@link ClusterModel} computed.
 *
 * @param cluster the cluster it was computed for
 * @param blockBytes bytes of a block
 * @param tables the tables that the queries name
 * @param queries the queries, in their order
 * @param assumptions what the model takes for granted, as sentences
 */
public record ModelAnalysis(Cluster cluster, long blockBytes, List<TableAnalysis> tables, List<QueryAnalysis> queries,
        List<String> assumptions) {

    /** Checks what was given. */
    public ModelAnalysis {
        Objects.requireNonNull(cluster, "cluster must not be null");
        tables = List.copyOf(tables);
        queries = List.copyOf(queries);
        assumptions = List.copyOf(assumptions);
    }

    /**
     * A table by its name.
     *
     * @param name without schema
     * @return its analysis
     * @throws IllegalArgumentException if no query names it
     */
    public TableAnalysis table(String name) {
        return tables.stream().filter(table -> table.table().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("name must be one of " + tables.stream().map(TableAnalysis::table).toList()
                        + ", was " + name));
    }

    /**
     * A query by its name.
     *
     * @param name as it was given
     * @return its analysis
     * @throws IllegalArgumentException if there is none of that name
     */
    public QueryAnalysis query(String name) {
        return queries.stream().filter(query -> query.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("name must be one of " + queries.stream().map(QueryAnalysis::name).toList()
                        + ", was " + name));
    }

    /**
     * The analysis as tables for a terminal.
     *
     * @return lines, each ended by a line feed
     */
    @Override
    public String toString() {
        return ModelFacts.text(this);
    }
}
