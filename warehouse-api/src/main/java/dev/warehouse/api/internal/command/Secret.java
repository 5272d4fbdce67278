/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.Objects;

/**
 * A text that is never printed.
 *
 * @param value the text; for nothing but the statement that is sent
 */
public record Secret(String value) {

    /** What is printed in its place. */
    public static final String MASK = "***";

    public Secret {
        Objects.requireNonNull(value, "value must not be null");
        if (value.isBlank()) {
            throw new IllegalArgumentException("value must not be blank");
        }
    }

    @Override
    public String toString() {
        return MASK;
    }
}
