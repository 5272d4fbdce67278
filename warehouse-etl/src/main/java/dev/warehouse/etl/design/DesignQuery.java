package dev.warehouse.etl.design;

import java.util.Objects;
import org.jooq.Select;

/**
 * A question that all designs are asked.
 *
 * @param name what reports call it
 * @param select the query; it names no schema, the search path finds the tables of each design
 */
public record DesignQuery(String name, Select<?> select) {

    public DesignQuery {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(select, "select must not be null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
    }
}
