/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reports for people: a table for a terminal, and Markdown. */
final class ReportText {

    private static final List<String> HEADINGS =
            List.of("stage", "target", "files", "rows", "bytes", "rejected", "time", "detail");
    private static final int FIRST_NUMBER = 2;
    private static final int LAST_NUMBER = 6;

    private ReportText() {
    }

    static String table(LoadReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        rows.addAll(cells(report));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            if (i == 1 || i == rows.size() - 1) {
                rule(text, widths);
            }
            line(text, rows.get(i), widths);
        }
        List<String> warnings = warnings(report);
        if (!warnings.isEmpty()) {
            text.append("\nwarnings\n");
            warnings.forEach(warning -> text.append("- ").append(warning).append('\n'));
        }
        return text.toString();
    }

    static String markdown(LoadReport report) {
        StringBuilder text = new StringBuilder("# Load report: ").append(escape(report.pipeline())).append("\n\n")
                .append(Counts.of(report.rows(), "row")).append(" from ").append(Counts.of(report.files(), "file"))
                .append(" (").append(Counts.bytes(report.bytes())).append(") in ")
                .append(Counts.seconds(report.duration())).append(", ").append(Counts.grouped(report.rejected()))
                .append(" rejected; started at ").append(report.startedAt().truncatedTo(ChronoUnit.SECONDS))
                .append(".\n\n");
        markdownRow(text, HEADINGS);
        text.append("|---|---|---:|---:|---:|---:|---:|---|\n");
        cells(report).forEach(row -> markdownRow(text, row));
        List<String> warnings = warnings(report);
        if (!warnings.isEmpty()) {
            text.append("\n## Warnings\n\n");
            warnings.forEach(warning -> text.append("- ").append(escape(warning)).append('\n'));
        }
        return text.toString();
    }

    private static List<String> warnings(LoadReport report) {
        List<String> warnings = new ArrayList<>();
        for (StepReport step : report.steps()) {
            step.warnings().forEach(warning ->
                    warnings.add(step.stage().word() + " " + step.target() + ": " + warning));
        }
        return warnings;
    }

    private static List<List<String>> cells(LoadReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (StepReport step : report.steps()) {
            boolean copy = step.stage() == Stage.COPY;
            boolean files = copy || step.stage() == Stage.UNLOAD;
            rows.add(List.of(step.stage().word(), step.target(),
                    files ? Counts.grouped(step.files()) : "",
                    step.stage() == Stage.CHECK ? "" : Counts.grouped(step.rows()),
                    files ? Counts.bytes(step.bytes()) : "",
                    copy ? Counts.grouped(step.rejected()) : "",
                    Counts.seconds(step.duration()), step.detail()));
        }
        rows.add(List.of("total", report.pipeline(), Counts.grouped(report.files()), Counts.grouped(report.rows()),
                Counts.bytes(report.bytes()), Counts.grouped(report.rejected()), Counts.seconds(report.duration()),
                "rows copied"));
        return rows;
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        int start = text.length();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - width(cells.get(i)));
            boolean number = i >= FIRST_NUMBER && i <= LAST_NUMBER;
            text.append(i == 0 ? "" : "  ").append(number ? padding + cells.get(i) : cells.get(i) + padding);
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
            text.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
        }
        text.append('\n');
    }

    private static void markdownRow(StringBuilder text, List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(escape(cell)).append(' '));
        text.append("|\n");
    }

    private static String escape(String cell) {
        return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ");
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
