/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Something a check found wrong, with the rows that show it.
 *
 * @param target the table, or the column as {@code table.column}
 * @param message what is wrong, such as {@code is not unique}
 * @param rows how many rows offend
 * @param examples some of the offending rows, each a map of column to value in the order of the query
 */
public record Finding(String target, String message, long rows, List<Map<String, @Nullable Object>> examples) {

    private static final int LONGEST_VALUE = 80;

    /** Checks what was given. */
    public Finding {
        Objects.requireNonNull(target, "target must not be null");
        Objects.requireNonNull(message, "message must not be null");
        if (rows < 0) {
            throw new IllegalArgumentException("rows must not be negative, was " + rows);
        }
        List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        for (Map<String, @Nullable Object> example : examples) {
            copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(example)));
        }
        examples = Collections.unmodifiableList(copies);
    }

    /**
     * The finding in words, with its examples.
     *
     * @return for example {@code users.user_id is not unique (2 rows): [user_id=8, rows=2], [user_id=10, rows=3]}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(target).append(' ').append(message);
        if (rows > 0) {
            text.append(" (").append(Counts.of(rows, "row")).append(')');
        }
        StringJoiner shown = new StringJoiner(", ");
        for (Map<String, @Nullable Object> example : examples) {
            StringJoiner row = new StringJoiner(", ", "[", "]");
            example.forEach((column, value) -> row.add(column + "=" + shorten(value)));
            shown.add(row.toString());
        }
        if (!examples.isEmpty()) {
            text.append(": ").append(shown);
            if (rows > examples.size()) {
                text.append(", …");
            }
        }
        return text.toString();
    }

    private static String shorten(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
