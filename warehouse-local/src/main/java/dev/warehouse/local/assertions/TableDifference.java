/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import java.util.ArrayList;
import java.util.List;

/**
 * Two tables as one: what is missing is marked by -, what is too much by +, and equal rows far from both are left out.
 */
final class TableDifference {

    /** Above this the table of the longest common part would take too much memory; then rows are compared by place. */
    private static final int LARGEST = 4_000_000;
    /** So many equal rows are shown on each side of a difference. */
    private static final int AROUND = 3;
    /** So many rows that differ are shown. */
    private static final int MOST = 50;

    private final TextTable expected;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A row of both tables, or a note in place of rows.
     *
     * @param mark - for a missing row, + for one too much, else a blank
     * @param row the cells; none in a note
     * @param note what stands in place of rows
     */
    record Line(char mark, List<String> row, String note) {
    }

    private TableDifference(TextTable expected) {
        this.expected = expected;
    }

    /** Rows in their order: the fewest that are missing or too much. */
    static TableDifference inOrder(TextTable expected, TextTable found) {
        TableDifference difference = new TableDifference(expected);
        difference.compareInOrder(expected.rows(), found.rows());
        return difference;
    }

    /** Rows in any order: how often each is there. */
    static TableDifference inAnyOrder(TextTable expected, TextTable found) {
        TableDifference difference = new TableDifference(expected);
        difference.compareSorted(expected.sorted().rows(), found.sorted().rows());
        return difference;
    }

    long missing() {
        return count('-');
    }

    long tooMuch() {
        return count('+');
    }

    private long count(char mark) {
        return lines.stream().filter(line -> line.mark() == mark).count();
    }

    private void compareSorted(List<List<String>> rows, List<List<String>> others) {
        int i = 0;
        int j = 0;
        while (i < rows.size() || j < others.size()) {
            int order = i == rows.size() ? 1 : j == others.size() ? -1 : TextTable.compare(rows.get(i), others.get(j));
            if (order == 0) {
                add(' ', rows.get(i++));
                j++;
            } else if (order < 0) {
                add('-', rows.get(i++));
            } else {
                add('+', others.get(j++));
            }
        }
    }

    private void compareInOrder(List<List<String>> rows, List<List<String>> others) {
        int shorter = Math.min(rows.size(), others.size());
        int before = 0;
        while (before < shorter && rows.get(before).equals(others.get(before))) {
            add(' ', rows.get(before++));
        }
        int after = 0;
        while (after < shorter - before
                && rows.get(rows.size() - 1 - after).equals(others.get(others.size() - 1 - after))) {
            after++;
        }
        compareMiddle(rows.subList(before, rows.size() - after), others.subList(before, others.size() - after));
        rows.subList(rows.size() - after, rows.size()).forEach(row -> add(' ', row));
    }

    private void compareMiddle(List<List<String>> rows, List<List<String>> others) {
        int[][] common = common(rows, others);
        int i = 0;
        int j = 0;
        while (i < rows.size() || j < others.size()) {
            if (i < rows.size() && j < others.size() && rows.get(i).equals(others.get(j))) {
                add(' ', rows.get(i++));
                j++;
            } else if (i < rows.size() && (j == others.size() || common.length == 0
                    || common[i + 1][j] >= common[i][j + 1])) {
                add('-', rows.get(i++));
                if (common.length == 0 && j < others.size()) {
                    add('+', others.get(j++));
                }
            } else {
                add('+', others.get(j++));
            }
        }
    }

    /** How many rows are common from each pair of places on; nothing if that would be too large. */
    private static int[][] common(List<List<String>> rows, List<List<String>> others) {
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

    private void add(char mark, List<String> row) {
        lines.add(new Line(mark, row, ""));
    }

    @Override
    public String toString() {
        List<Line> shown = new ArrayList<>();
        int differing = 0;
        int i = 0;
        while (i < lines.size() && differing < MOST) {
            if (lines.get(i).mark() != ' ') {
                differing++;
                shown.add(lines.get(i++));
                continue;
            }
            int end = i;
            while (end < lines.size() && lines.get(end).mark() == ' ') {
                end++;
            }
            int leading = i == 0 ? 0 : AROUND;
            int trailing = end == lines.size() ? 0 : AROUND;
            int left = end - i - leading - trailing;
            if (left <= 1) {
                shown.addAll(lines.subList(i, end));
            } else {
                shown.addAll(lines.subList(i, i + leading));
                shown.add(new Line(' ', List.of(), TextTable.more(left, "equal row").replace(" more", "")));
                shown.addAll(lines.subList(end - trailing, end));
            }
            i = end;
        }
        int more = (int) (missing() + tooMuch()) - differing;
        if (more > 0) {
            shown.add(new Line(' ', List.of(), TextTable.more(more, "differing row")));
        }
        return expected.marked(shown);
    }
}
