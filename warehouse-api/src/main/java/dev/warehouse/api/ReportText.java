/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.TextTable;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reports for people: a table for a terminal, and Markdown. */
final class ReportText {

    private static final List<String> HEADINGS =
            List.of("stage", "target", "files", "rows", "bytes", "rejected", "time", "detail");
    private static final List<Boolean> NUMBERS = List.of(false, false, true, true, true, true, true, false);

    private ReportText() {
    }

    static String table(LoadReport report) {
        StringBuilder text = new StringBuilder(steps(report).alignedWithTotals());
        List<String> warnings = warnings(report);
        if (!warnings.isEmpty()) {
            text.append("\nwarnings\n");
            warnings.forEach(warning -> text.append("- ").append(warning).append('\n'));
        }
        return text.toString();
    }

    static String markdown(LoadReport report) {
        StringBuilder text = new StringBuilder("# Load report: ").append(TextTable.escaped(report.pipeline()))
                .append("\n\n")
                .append(Counts.of(report.rows(), "row")).append(" from ").append(Counts.of(report.files(), "file"))
                .append(" (").append(Counts.bytes(report.bytes())).append(") in ")
                .append(Counts.seconds(report.duration())).append(", ").append(Counts.grouped(report.rejected()))
                .append(" rejected; started at ").append(report.startedAt().truncatedTo(ChronoUnit.SECONDS))
                .append(".\n\n").append(steps(report).markdown());
        List<String> warnings = warnings(report);
        if (!warnings.isEmpty()) {
            text.append("\n## Warnings\n\n");
            warnings.forEach(warning -> text.append("- ").append(TextTable.escaped(warning)).append('\n'));
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

    private static TextTable steps(LoadReport report) {
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
        return new TextTable(HEADINGS, NUMBERS, rows);
    }
}
