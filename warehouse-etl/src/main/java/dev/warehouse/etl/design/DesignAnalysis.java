/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an analyzer found about one design.
 *
 * @param assumptions what it takes for granted, as sentences; reports show them once for each analyzer, without
 *     repetition
 * @param tables about the tables, one row a table; {@link Facts#NONE} if there is nothing to say
 * @param queries about queries by their names; queries may be missing
 */
public record DesignAnalysis(List<String> assumptions, Facts tables, Map<String, Facts> queries) {

    /** Checks what was given. */
    public DesignAnalysis {
        assumptions = List.copyOf(assumptions);
        Objects.requireNonNull(tables, "tables must not be null");
        queries = Collections.unmodifiableMap(new LinkedHashMap<>(queries));
    }
}
