/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;

/**
 * A design whose tables are filled, for {@link DesignAnalyzer}.
 *
 * @param design the design
 * @param dsl jOOQ on a connection whose search path is the design's schema, and whose result cache is off
 * @param tables the names of the tables that were loaded, in that order, without schema
 * @param queries the queries of the comparison, in their order
 */
public record LoadedDesign(Design design, DSLContext dsl, List<String> tables, List<DesignQuery> queries) {

    /** Checks what was given. */
    public LoadedDesign {
        Objects.requireNonNull(design, "design must not be null");
        Objects.requireNonNull(dsl, "dsl must not be null");
        tables = List.copyOf(tables);
        queries = List.copyOf(queries);
    }
}
