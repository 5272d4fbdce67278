/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.List;
import java.util.Objects;

/**
 * A query on the model's cluster.
 *
 * @param name its name
 * @param joins its joins, in the order in which the model makes them
 * @param predicates its conditions that zone maps can be held against
 * @param notSeen what of the query the model does not understand or leave out, as sentences without full stop
 */
public record QueryAnalysis(String name, List<JoinAnalysis> joins, List<PredicateAnalysis> predicates,
        List<String> notSeen) {

    /** Checks what was given. */
    public QueryAnalysis {
        Objects.requireNonNull(name, "name must not be null");
        joins = List.copyOf(joins);
        predicates = List.copyOf(predicates);
        notSeen = List.copyOf(notSeen);
    }

    /**
     * What crosses from node to node for all its joins.
     *
     * @return bytes
     */
    public long networkBytes() {
        return joins.stream().mapToLong(JoinAnalysis::networkBytes).sum();
    }
}
