/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the surroundings of this program say in place of a description or a file: a system property such as
 * {@code warehouse.db_password}, or else the environment variable {@code WAREHOUSE_DB_PASSWORD}. An empty one says
 * nothing.
 */
final class Overrides {

    private Overrides() {
    }

    /** Where a value comes from, such as {@code warehouse.aws.endpoint}, and the value. */
    record Found(String from, String value) { }

    static Optional<Found> of(String name) {
        return of(name, System.getenv());
    }

    /** As {@link #of(String)}, in an environment of the caller's choice. */
    static Optional<Found> of(String name, Map<String, String> environment) {
        String property = "warehouse." + name.toLowerCase(Locale.ROOT);
        String variable = "WAREHOUSE_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
        return of(property, System.getProperty(property)).or(() -> of(variable, environment.get(variable)));
    }

    private static Optional<Found> of(String from, @Nullable String value) {
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(new Found(from, value));
    }
}
