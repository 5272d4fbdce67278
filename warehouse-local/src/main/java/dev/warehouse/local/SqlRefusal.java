package dev.warehouse.local;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why Redshift does not take a statement.
 *
 * @param rule what kind of rule it breaks: {@code syntax}, {@code unsupported}, {@code type}, {@code copy},
 *     {@code unload} or {@code definition}
 * @param message what is wrong, in Redshift's words where they are known
 * @param hint the way out, or null if there is none to tell
 * @param line where, from 1
 * @param column where in the line, from 1, in characters
 */
public record SqlRefusal(String rule, String message, @Nullable String hint, int line, int column) {

    /**
     * Checks that nothing is missing.
     *
     * @param rule what kind of rule it breaks
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
