/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A table of texts.
 *
 * @param columns the names of the columns
 * @param rows the cells of each row
 */
record TextTable(List<String> columns, List<List<String>> rows) {

    private static final Pattern RULE = Pattern.compile("[+|:\\s-]*-[+|:\\s-]*");
    private static final int MOST = 50;

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
                        + columns + ", was " + line + (line.size() > columns.size() ? "; a | in a cell is written \\|"
                        : ""));
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

    /** The cells of each column by a function of its own. */
    TextTable map(List<UnaryOperator<String>> functions) {
        return new TextTable(columns, rows.stream().map(row -> IntStream.range(0, row.size())
                .mapToObj(i -> functions.get(i).apply(row.get(i))).toList()).toList());
    }

    TextTable named(List<String> names) {
        return names.size() == columns.size() ? new TextTable(names, rows) : this;
    }

    TextTable sorted() {
        return new TextTable(columns, rows.stream().sorted(TextTable::compare).toList());
    }

    /** By the cells' texts, from the first on. */
    static int compare(List<String> a, List<String> b) {
        int order = 0;
        for (int i = 0; i < a.size() && order == 0; i++) {
            order = i < b.size() ? a.get(i).compareTo(b.get(i)) : 1;
        }
        return order;
    }

    /** The first rows, and how many more there are. */
    String beginning() {
        return rows.size() <= MOST ? toString() : new TextTable(columns, rows.subList(0, MOST))
                + more(rows.size() - MOST, "row") + '\n';
    }

    @Override
    public String toString() {
        int[] widths = widths(rows);
        StringBuilder text = new StringBuilder();
        append(text, columns, widths);
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    /** A table whose rows are marked where it differs from another one. */
    String marked(List<TableDifference.Line> lines) {
        int[] widths = widths(lines.stream().map(TableDifference.Line::row).toList());
        StringBuilder text = new StringBuilder("  ");
        append(text, columns, widths);
        for (TableDifference.Line line : lines) {
            text.append(line.mark()).append(' ');
            if (line.row().isEmpty()) {
                text.append(line.note()).append('\n');
            } else {
                append(text, line.row(), widths);
            }
        }
        return text.toString();
    }

    static String more(int count, String what) {
        return "… " + String.format(Locale.ROOT, "%,d", count) + " more " + what + (count == 1 ? "" : "s");
    }

    private int[] widths(List<List<String>> lines) {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = columns.get(column).length();
            for (List<String> line : lines) {
                if (column < line.size()) {
                    widths[column] = Math.max(widths[column], escaped(line.get(column)).length());
                }
            }
        }
        return widths;
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths) {
        text.append('|');
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
