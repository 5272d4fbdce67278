/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import java.util.List;

/**
 * A table of a report as text: for a terminal, and in Markdown.
 *
 * @param headings the columns' headings
 * @param numbers for each column, whether it holds numbers, which stand to the right
 * @param rows the cells of each row, as people read them
 */
public record TextTable(List<String> headings, List<Boolean> numbers, List<List<String>> rows) {

    private static final String GAP = "  ";

    public TextTable {
        headings = List.copyOf(headings);
        numbers = List.copyOf(numbers);
        rows = List.copyOf(rows);
    }

    /**
     * Aligned columns for a terminal, with a rule below the headings.
     *
     * @return lines, each ended by a line feed
     */
    public String aligned() {
        return aligned(false);
    }

    /**
     * Like {@link #aligned()}, with another rule above the last row, which holds totals.
     *
     * @return lines, each ended by a line feed
     */
    public String alignedWithTotals() {
        return aligned(true);
    }

    private String aligned(boolean totals) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        line(text, headings, widths);
        rule(text, widths);
        for (int i = 0; i < rows.size(); i++) {
            if (totals && i > 0 && i == rows.size() - 1) {
                rule(text, widths);
            }
            line(text, rows.get(i), widths);
        }
        return text.toString();
    }

    /**
     * The table in GitHub's Markdown.
     *
     * @return lines, each ended by a line feed
     */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        markdownRow(text, headings);
        numbers.forEach(number -> text.append(number ? "|---:" : "|---"));
        text.append("|\n");
        rows.forEach(row -> markdownRow(text, row));
        return text.toString();
    }

    /**
     * A text for a line of Markdown, or a cell of its tables.
     *
     * @param text any text
     * @return one line, without what would end a cell
     */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ");
    }

    private int[] widths() {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(headings.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return widths;
    }

    private void line(StringBuilder text, List<String> cells, int[] widths) {
        int start = text.length();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - width(cell));
            text.append(i == 0 ? "" : GAP).append(numbers.get(i) ? padding + cell : cell + padding);
        }
        int end = text.length();
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private static void rule(StringBuilder text, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "" : GAP).append("-".repeat(widths[i]));
        }
        text.append('\n');
    }

    private static void markdownRow(StringBuilder text, List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(escaped(cell)).append(' '));
        text.append("|\n");
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
