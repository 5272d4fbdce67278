/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Objects;

/**
 * One range or equality condition, held against the zone maps of its column.
 *
 * @param table the table, as the query calls it
 * @param column the column
 * @param predicate the condition
 * @param blocks blocks of the column in one copy of the table, without compression
 * @param unsortedBlocks those left to read with the rows in the order in which they came
 * @param sortedBlocks those left to read with the rows sorted by the declared sort key; as many as
 *     {@code unsortedBlocks} if there is none
 */
public record PredicateAnalysis(String table, String column, String predicate, long blocks, long unsortedBlocks,
        long sortedBlocks) {

    /** Checks what was given. */
    public PredicateAnalysis {
        Objects.requireNonNull(table, "table must not be null");
        Objects.requireNonNull(column, "column must not be null");
        Objects.requireNonNull(predicate, "predicate must not be null");
    }
}
