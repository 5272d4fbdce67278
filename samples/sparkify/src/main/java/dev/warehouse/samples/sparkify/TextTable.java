/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.util.ArrayList;
import java.util.List;

/** A small table for a terminal: numbers to the right, everything else to the left. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] number;

    TextTable(String... headings) {
        rows.add(List.of(headings));
        number = new boolean[headings.length];
    }

    TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < number.length; i++) {
            number[i] |= cells[i] instanceof Number;
            row.add(cells[i] instanceof Number ? String.format("%,d", cells[i]) : String.valueOf(cells[i]));
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int[] widths = new int[number.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - width(row.get(i)));
                line.append(' ').append(number[i] ? padding + row.get(i) : row.get(i) + padding).append(' ');
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
