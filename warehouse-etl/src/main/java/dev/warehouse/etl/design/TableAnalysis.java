/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.List;
import java.util.Objects;

/**
 * A table on the model's cluster.
 *
 * @param table its name
 * @param rows how many
 * @param bytes what its values take in one copy, without compression
 * @param declared the distribution that was declared
 * @param automatic what the model takes AUTO for
 * @param distribution the one that the model computes with: the declared one, or what it takes AUTO for
 * @param sortKey the columns of the declared sort key; empty if there is none
 * @param spreads where EVEN, ALL, and KEY by each column that queries join on put the rows
 */
public record TableAnalysis(String table, long rows, long bytes, Distribution declared, Distribution automatic,
        Distribution distribution, List<String> sortKey, List<Spread> spreads) {

    /** Checks what was given. */
    public TableAnalysis {
        Objects.requireNonNull(table, "table must not be null");
        Objects.requireNonNull(declared, "declared must not be null");
        Objects.requireNonNull(automatic, "automatic must not be null");
        Objects.requireNonNull(distribution, "distribution must not be null");
        sortKey = List.copyOf(sortKey);
        spreads = List.copyOf(spreads);
    }

    /**
     * Where a distribution puts the rows.
     *
     * @param style the distribution; AUTO means {@link #automatic()}
     * @return the spread
     * @throws IllegalArgumentException if the analysis has none for it
     */
    public Spread spread(Distribution style) {
        Distribution meant = style.style() == Distribution.Style.AUTO ? automatic : style;
        return spreads.stream().filter(spread -> spread.distribution().equals(meant)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("style must be one of "
                        + spreads.stream().map(Spread::distribution).toList() + ", was " + style));
    }

    /**
     * Where the rows are with the design as declared.
     *
     * @return the spread of {@link #distribution()}
     */
    public Spread spread() {
        return spread(distribution);
    }
}
