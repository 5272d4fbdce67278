/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why Redshift does not take a statement.
 *
 * @param rule the name of the rule that it breaks, which does not change: {@code on-conflict}, {@code returning},
 *     {@code serial}, {@code syntax}, {@code unknown-column}, and so on
 * @param message what is wrong, in Redshift's words where they are known
 * @param hint the way out, or null if there is none to tell
 * @param line where, from 1
 * @param column where in the line, from 1, in characters
 */
public record SqlRefusal(String rule, String message, @Nullable String hint, int line, int column) {

    /**
     * Checks that nothing is missing.
     *
     * @param rule the name of the rule that it breaks
     * @param message what is wrong
     * @param hint the way out, or null
     * @param line where, from 1
     * @param column where in the line, from 1
     */
    public SqlRefusal {
        Objects.requireNonNull(rule, "rule must not be null");
        Objects.requireNonNull(message, "message must not be null");
    }

    @Override
    public String toString() {
        return line + ":" + column + ": " + message + " (" + rule + ")" + (hint == null ? "" : ", " + hint);
    }
}
