/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.internal.TextTable;
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
            text.append('\n').append(sheet.title()).append('\n').append(sheet.text().aligned());
        }
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            text.append('\n').append("Assumptions of ").append(analyzed.analyzer()).append('\n');
            DesignSheets.assumptions(analyzed).forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.toString();
    }

    static String markdown(DesignReport report) {
        StringBuilder text = new StringBuilder("# Designs compared: ").append(TextTable.escaped(report.name()))
                .append("\n\n")
                .append(TextTable.escaped(DesignSheets.summary(report))).append("; started at ")
                .append(report.startedAt().truncatedTo(ChronoUnit.SECONDS)).append(".\n");
        report.notes().forEach(note -> text.append('\n').append(TextTable.escaped(note)).append('\n'));
        markdown(text, DesignSheets.loads(report));
        markdown(text, DesignSheets.queries(report));
        for (DesignReport.Analyzed analyzed : report.analyses()) {
            DesignSheets.tables(analyzed).forEach(sheet -> markdown(text, sheet));
            DesignSheets.assumptions(analyzed).forEach(line -> text.append("\n- ").append(TextTable.escaped(line)));
            text.append('\n');
        }
        for (QueryTiming query : report.queries()) {
            text.append("\n## ").append(TextTable.escaped(query.name())).append("\n\n```sql\n")
                    .append(query.sql()).append("\n```\n");
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

    private static void markdown(StringBuilder text, Sheet sheet) {
        text.append("\n**").append(TextTable.escaped(sheet.title())).append("**\n\n").append(sheet.text().markdown());
    }
}
