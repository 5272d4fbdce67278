/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Objects;

/**
 * One join of a query, as the model has it.
 *
 * @param outer the tables joined so far
 * @param inner the table that joins them
 * @param condition the equalities, such as {@code lineorder.lo_partkey = part.p_partkey}; empty for a Cartesian product
 * @param movement what moves
 * @param innerRows rows of the inner side, after the conditions on it
 * @param innerBytes bytes of those of its columns that the query names
 * @param networkBytes bytes that cross from node to node
 * @param reason why it moves or stays
 */
public record JoinAnalysis(String outer, String inner, String condition, DataMovement movement, long innerRows,
        long innerBytes, long networkBytes, String reason) {

    /** Checks what was given. */
    public JoinAnalysis {
        Objects.requireNonNull(outer, "outer must not be null");
        Objects.requireNonNull(inner, "inner must not be null");
        Objects.requireNonNull(condition, "condition must not be null");
        Objects.requireNonNull(movement, "movement must not be null");
        Objects.requireNonNull(reason, "reason must not be null");
        if (networkBytes < 0) {
            throw new IllegalArgumentException("networkBytes must not be negative, was " + networkBytes);
        }
    }
}
