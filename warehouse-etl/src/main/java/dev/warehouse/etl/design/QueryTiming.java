/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How long a query took on each design.
 *
 * @param name the query's name
 * @param sql its statement, as it was sent to every design
 * @param rows how many rows it gives, on each design the same
 * @param times the times by the designs' names, in the order of the designs
 */
public record QueryTiming(String name, String sql, long rows, Map<String, Times> times) {

    /** Checks what was given. */
    public QueryTiming {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(sql, "sql must not be null");
        if (rows < 0) {
            throw new IllegalArgumentException("rows must not be negative, was " + rows);
        }
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        if (times.isEmpty()) {
            throw new IllegalArgumentException("times must not be empty");
        }
    }

    /**
     * By how many percent a design's median is shorter than that of the first design: 50 means half the time, -100
     * twice the time.
     *
     * @param design the design's name
     * @return percent; empty if the first design took no measurable time
     * @throws IllegalArgumentException if there is no such design
     */
    public OptionalDouble improvement(String design) {
        Times other = times.get(design);
        if (other == null) {
            throw new IllegalArgumentException("design must be one of " + times.keySet() + ", was \"" + design + "\"");
        }
        long baseline = times.values().iterator().next().median().toNanos();
        return baseline == 0 ? OptionalDouble.empty()
                : OptionalDouble.of(100.0 * (baseline - other.median().toNanos()) / baseline);
    }
}
