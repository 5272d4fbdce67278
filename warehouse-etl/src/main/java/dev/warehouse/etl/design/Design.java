/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.Migrations;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One physical design of a star: a schema, and the migrations that create its tables there.
 *
 * @param name what reports call it
 * @param schema the schema its tables stand in, in lower case as Redshift keeps it
 * @param migrations create the schema and its tables
 */
public record Design(String name, String schema, Migrations migrations) {

    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,126}");

    /** Checks what was given. */
    public Design {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(schema, "schema must not be null");
        Objects.requireNonNull(migrations, "migrations must not be null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("schema must be a name of lower-case letters, digits and underscores,"
                    + " was \"" + schema + "\"");
        }
    }
}
