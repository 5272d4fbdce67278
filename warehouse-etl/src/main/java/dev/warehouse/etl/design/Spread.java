/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.List;
import java.util.Objects;

/**
 * Where a distribution puts a table's rows, and what that takes.
 *
 * @param distribution the distribution
 * @param rowsPerSlice rows on each slice; with ALL on the first slice of each node
 * @param copiedBytes bytes of the copies that ALL keeps beside the first one; 0 for the other styles
 * @param blocks blocks of all columns on all slices, at least one for each column of each slice that has rows
 * @param storedBytes what these blocks take on disk, without compression
 */
public record Spread(Distribution distribution, List<Long> rowsPerSlice, long copiedBytes, long blocks,
        long storedBytes) {

    /** Checks what was given. */
    public Spread {
        Objects.requireNonNull(distribution, "distribution must not be null");
        rowsPerSlice = List.copyOf(rowsPerSlice);
        if (rowsPerSlice.isEmpty()) {
            throw new IllegalArgumentException("rowsPerSlice must not be empty");
        }
    }

    /**
     * The rows of the fullest slice for each row of the emptiest one: {@code skew_rows} of {@code svv_table_info}.
     *
     * @return 1 if all slices have as many, or hold copies; infinity if a slice has none
     */
    public double skew() {
        long most = mostRows();
        if (most == 0 || distribution.style() == Distribution.Style.ALL) {
            return 1;
        }
        long least = rowsPerSlice.stream().mapToLong(Long::longValue).min().orElseThrow();
        return least == 0 ? Double.POSITIVE_INFINITY : (double) most / least;
    }

    /**
     * The rows of the fullest slice: what a scan of the table waits for.
     *
     * @return 0 if the table is empty
     */
    public long mostRows() {
        return rowsPerSlice.stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}
