/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.time.Duration;
import java.util.List;

/**
 * How long the runs of one query took on one design.
 *
 * @param runs each run, in the order in which they were made; at least one
 */
public record Times(List<Duration> runs) {

    /** Checks what was given. */
    public Times {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("runs must not be empty");
        }
    }

    /**
     * The fastest run.
     *
     * @return the shortest time
     */
    public Duration min() {
        return sorted().get(0);
    }

    /**
     * The run in the middle; of an even number, the mean of the two in the middle.
     *
     * @return the median
     */
    public Duration median() {
        List<Duration> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }

    /**
     * The slowest run.
     *
     * @return the longest time
     */
    public Duration max() {
        return sorted().get(runs.size() - 1);
    }

    private List<Duration> sorted() {
        return runs.stream().sorted().toList();
    }
}
