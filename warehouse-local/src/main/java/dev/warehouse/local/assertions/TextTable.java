/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table of texts.
 *
 * @param columns the names of the columns
 * @param rows the cells of each row
 */
record TextTable(List<String> columns, List<List<String>> rows) {

    private static final Pattern RULE = Pattern.compile("[+|:\\s-]*-[+|:\\s-]*");
    /** Above this the table of the longest common part would take too much memory; then rows are compared by place. */
    private static final int LARGEST = 4_000_000;

    TextTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static TextTable parse(String text) {
        List<List<String>> lines = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !RULE.matcher(line).matches()) {
                lines.add(cells(line));
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("table must begin with the names of the columns, was empty");
        }
        List<String> columns = lines.get(0);
        for (List<String> line : lines) {
            if (line.size() != columns.size()) {
                throw new IllegalArgumentException("table must have " + columns.size() + " cells in each line, like "
                        + columns + ", was " + line);
            }
        }
        return new TextTable(columns, lines.subList(1, lines.size()));
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|") || !line.endsWith("|") || line.length() < 2) {
            throw new IllegalArgumentException("table must have lines that begin and end with |, was " + line);
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == '|') {
                cell.append('|');
                i++;
            } else if (c == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }

    TextTable named(List<String> names) {
        return names.size() == columns.size() ? new TextTable(names, rows) : this;
    }

    TextTable sorted() {
        return new TextTable(columns, rows.stream().sorted((a, b) -> {
            int order = 0;
            for (int i = 0; i < a.size() && order == 0; i++) {
                order = a.get(i).compareTo(b.get(i));
            }
            return order;
        }).toList());
    }

    /** This table and another one as one: what only this one has is marked by -, what only the other one has by +. */
    String difference(TextTable other) {
        List<List<String>> others = other.rows;
        List<List<String>> lines = new ArrayList<>();
        List<Character> marks = new ArrayList<>();
        int[][] common = common(others);
        int i = 0;
        int j = 0;
        while (i < rows.size() || j < others.size()) {
            if (i < rows.size() && j < others.size() && rows.get(i).equals(others.get(j))) {
                marks.add(' ');
                lines.add(rows.get(i++));
                j++;
            } else if (i < rows.size() && (j == others.size() || common.length == 0
                    || common[i + 1][j] >= common[i][j + 1])) {
                marks.add('-');
                lines.add(rows.get(i++));
                if (common.length == 0 && j < others.size()) {
                    marks.add('+');
                    lines.add(others.get(j++));
                }
            } else {
                marks.add('+');
                lines.add(others.get(j++));
            }
        }
        return render(lines, marks);
    }

    /** How many rows are common from each pair of places on; nothing if that would be too large. */
    private int[][] common(List<List<String>> others) {
        if ((long) (rows.size() + 1) * (others.size() + 1) > LARGEST) {
            return new int[0][];
        }
        int[][] common = new int[rows.size() + 1][others.size() + 1];
        for (int i = rows.size() - 1; i >= 0; i--) {
            for (int j = others.size() - 1; j >= 0; j--) {
                common[i][j] = rows.get(i).equals(others.get(j)) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    @Override
    public String toString() {
        return render(rows, List.of());
    }

    private String render(List<List<String>> lines, List<Character> marks) {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = columns.get(column).length();
            for (List<String> line : lines) {
                if (column < line.size()) {
                    widths[column] = Math.max(widths[column], escaped(line.get(column)).length());
                }
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, marks.isEmpty() ? "" : "  ", columns, widths);
        for (int i = 0; i < lines.size(); i++) {
            append(text, marks.isEmpty() ? "" : marks.get(i) + " ", lines.get(i), widths);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String mark, List<String> cells, int[] widths) {
        text.append(mark).append('|');
        for (int i = 0; i < cells.size(); i++) {
            String cell = escaped(cells.get(i));
            int width = i < widths.length ? widths[i] : 0;
            text.append(' ').append(cell).append(" ".repeat(Math.max(0, width - cell.length()))).append(" |");
        }
        text.append('\n');
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|");
    }
}
