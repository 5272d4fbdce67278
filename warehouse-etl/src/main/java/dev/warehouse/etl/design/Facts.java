/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.ArrayList;
import java.util.List;

/**
 * A small table of facts for a report. Numbers are cells as numbers, so that JSON keeps them and people read them
 * grouped; everything else is text.
 *
 * @param columns the headings
 * @param rows one cell a heading: {@link Long}, {@link Double} or {@link String}; {@link Integer} becomes Long
 */
public record Facts(List<String> columns, List<List<Object>> rows) {

    /** Nothing to say. */
    public static final Facts NONE = new Facts(List.of(), List.of());

    /** Checks what was given. */
    public Facts {
        columns = List.copyOf(columns);
        List<List<Object>> copies = new ArrayList<>();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("rows must have " + columns.size() + " cells each, one has "
                        + row.size() + ": " + row);
            }
            copies.add(row.stream().map(Facts::cell).toList());
        }
        rows = List.copyOf(copies);
    }

    /**
     * Whether there is nothing in it.
     *
     * @return true without rows
     */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    private static Object cell(Object cell) {
        if (cell instanceof Integer number) {
            return number.longValue();
        }
        if (cell instanceof Long || cell instanceof Double || cell instanceof String) {
            return cell;
        }
        throw new IllegalArgumentException("rows must hold numbers as Long or Double, and text as String, one holds "
                + cell.getClass().getName() + ": " + cell);
    }
}
