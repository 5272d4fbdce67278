/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Objects;
import org.jooq.Select;

/**
 * A question that all designs are asked.
 *
 * @param name what reports call it
 * @param select the query; schemas of its tables are left away, the search path finds those of each design
 */
public record DesignQuery(String name, Select<?> select) {

    /** Checks what was given. */
    public DesignQuery {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(select, "select must not be null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
    }
}
