/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Comparisons for people: tables for a terminal, and Markdown. */
final class DesignText {

    /** How wide the lines of sentences are; tables are as wide as they must be. */
    private static final int TERMINAL = 110;

    private DesignText() {
    }

    static String table(DesignReport report) {
        StringBuilder text = new StringBuilder(report.name()).append(": ").append(DesignSheets.summary(report))
                .append('\n');
        report.notes().forEach(note -> wrapped(text, note));
        for (Sheet sheet : sheets(report)) {
            text.append('\n').append(sheet.title()).append('\n');
            table(text, sheet);
        }
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            text.append('\n').append("Assumptions of ").append(analyzed.analyzer()).append('\n');
            DesignSheets.assumptions(analyzed).forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.toString();
    }

    static String markdown(DesignReport report) {
        StringBuilder text = new StringBuilder("# Designs compared: ").append(escape(report.name())).append("\n\n")
                .append(escape(DesignSheets.summary(report))).append("; started at ")
                .append(report.startedAt().truncatedTo(ChronoUnit.SECONDS)).append(".\n");
        report.notes().forEach(note -> text.append('\n').append(escape(note)).append('\n'));
        markdown(text, DesignSheets.loads(report));
        markdown(text, DesignSheets.queries(report));
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            DesignSheets.tables(analyzed).forEach(sheet -> markdown(text, sheet));
            DesignSheets.assumptions(analyzed).forEach(line -> text.append("\n- ").append(escape(line)));
            text.append('\n');
        }
        for (QueryTiming query : report.queries()) {
            text.append("\n## ").append(escape(query.name())).append("\n\n```sql\n").append(query.sql())
                    .append("\n```\n");
            report.analyses().forEach(analyzed ->
                    DesignSheets.query(analyzed, query.name()).forEach(sheet -> markdown(text, sheet)));
        }
        return text.toString();
    }

    private static void wrapped(StringBuilder text, String sentence) {
        int width = 0;
        for (String word : sentence.split(" ")) {
            if (width + 1 + word.length() > TERMINAL) {
                text.append('\n');
                width = 0;
            }
            text.append(width == 0 ? "" : " ").append(word);
            width += (width == 0 ? 0 : 1) + word.length();
        }
        text.append('\n');
    }

    private static List<Sheet> sheets(DesignReport report) {
        List<Sheet> sheets = new ArrayList<>(List.of(DesignSheets.loads(report), DesignSheets.queries(report)));
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            sheets.addAll(DesignSheets.tables(analyzed));
            report.queries().forEach(query -> sheets.addAll(DesignSheets.query(analyzed, query.name())));
        }
        return sheets;
    }

    static void table(StringBuilder text, Sheet sheet) {
        int[] widths = new int[sheet.columns().size()];
        List<List<String>> lines = new ArrayList<>(List.of(sheet.columns()));
        lines.addAll(sheet.rows());
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        for (int number = 0; number < lines.size(); number++) {
            StringBuilder line = new StringBuilder();
            StringBuilder rule = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = lines.get(number).get(i);
                String padding = " ".repeat(widths[i] - width(cell));
                String gap = i == 0 ? "" : "  ";
                line.append(gap).append(sheet.numbers().get(i) ? padding + cell : cell + padding);
                rule.append(gap).append("-".repeat(widths[i]));
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (number == 0) {
                text.append(rule).append('\n');
            }
        }
    }

    private static void markdown(StringBuilder text, Sheet sheet) {
        text.append("\n**").append(escape(sheet.title())).append("**\n\n");
        markdownRow(text, sheet.columns());
        sheet.numbers().forEach(number -> text.append(number ? "|---:" : "|---"));
        text.append("|\n");
        sheet.rows().forEach(row -> markdownRow(text, row));
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
