/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** The tables of a report, the same for every form of it. */
final class DesignSheets {

    private DesignSheets() {
    }

    static List<String> notes(DesignReport report) {
        List<String> notes = new ArrayList<>();
        if (RedshiftPlans.isLocal(report.engine())) {
            notes.add("These times come from a Redshift on the laptop. Distribution and sort keys are declared there"
                    + " and have no effect: one PostgreSQL keeps no slices and no sort order, so differences between"
                    + " the designs are noise. On a cluster the same comparison shows what they do.");
        }
        notes.add("Times are those of a client, until the last row. Designs took turns, and each query ran once more"
                + " before it was timed; all designs gave the same rows."
                + (report.designs().size() > 1 ? " Improvement is that of the median, against "
                        + report.designs().get(0) + "." : ""));
        return notes;
    }

    static String summary(DesignReport report) {
        return counted(report.designs().size(), "design") + " (" + String.join(", ", report.designs()) + "), "
                + (report.queries().size() == 1 ? "1 query" : report.queries().size() + " queries") + ", timed "
                + counted(report.runs(), "time") + " on each; " + engine(report);
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Without the PostgreSQL that Redshift says it is before it says what it is. */
    private static String engine(DesignReport report) {
        int redshift = report.engine().indexOf("Redshift ");
        return redshift < 0 ? report.engine() : report.engine().substring(redshift);
    }

    static Sheet loads(DesignReport report) {
        List<String> columns = new ArrayList<>(List.of("table", "files", "rows", "bytes"));
        report.designs().forEach(design -> columns.add(design));
        others(report).forEach(design -> columns.add(improvement(report, design)));
        report.designs().forEach(design -> columns.add(design + " stored"));
        Map<String, List<TableLoad>> tables = new LinkedHashMap<>();
        report.loads().forEach(load -> tables.computeIfAbsent(load.table(), table -> new ArrayList<>()).add(load));
        tables.put("total", report.designs().stream().map(design -> total(report, design)).toList());
        List<List<String>> rows = new ArrayList<>();
        tables.forEach((table, loads) -> {
            TableLoad first = loads.get(0);
            List<String> row = new ArrayList<>(List.of(table, grouped(first.files()), grouped(first.rows()),
                    grouped(first.bytes())));
            loads.forEach(load -> row.add(seconds(load.duration())));
            loads.stream().skip(1).forEach(load -> row.add(percent(gain(first.duration(), load.duration()))));
            loads.forEach(load -> row.add(load.stored() == 0 ? "" : grouped(load.stored()) + " MB"));
            rows.add(row);
        });
        return new Sheet("Load times", columns, numbers(columns.size()), rows);
    }

    private static TableLoad total(DesignReport report, String design) {
        return report.loads().stream().filter(load -> load.design().equals(design))
                .reduce(new TableLoad(design, "total", 0, 0, 0, 0, Duration.ZERO), (one, other) -> new TableLoad(design,
                        "total", one.files() + other.files(), one.rows() + other.rows(), one.bytes() + other.bytes(),
                        one.stored() + other.stored(), one.duration().plus(other.duration())));
    }

    static Sheet queries(DesignReport report) {
        List<String> columns = new ArrayList<>(List.of("query", "rows"));
        for (String design : report.designs()) {
            columns.addAll(List.of(design + " median", "min", "max"));
        }
        others(report).forEach(design -> columns.add(improvement(report, design)));
        List<List<String>> rows = new ArrayList<>();
        for (QueryTiming query : report.queries()) {
            List<String> row = new ArrayList<>(List.of(query.name(), grouped(query.rows())));
            query.times().values().forEach(times ->
                    row.addAll(List.of(millis(times.median()), millis(times.min()), millis(times.max()))));
            others(report).forEach(design -> row.add(percent(query.improvement(design))));
            rows.add(row);
        }
        return new Sheet("Query times", columns, numbers(columns.size()), rows);
    }

    /** What an analyzer says of all designs' tables. */
    static List<Sheet> tables(DesignReport.Analyzed analyzed) {
        Map<String, Facts> facts = new LinkedHashMap<>();
        analyzed.designs().forEach((design, analysis) -> facts.put(design, analysis.tables()));
        return facts("Tables: " + analyzed.analyzer(), facts);
    }

    /** What an analyzer says of a query on all designs. */
    static List<Sheet> query(DesignReport.Analyzed analyzed, String query) {
        Map<String, Facts> facts = new LinkedHashMap<>();
        analyzed.designs().forEach((design, analysis) ->
                facts.put(design, Objects.requireNonNullElse(analysis.queries().get(query), Facts.NONE)));
        return facts(query + ": " + analyzed.analyzer(), facts);
    }

    static List<String> assumptions(DesignReport.Analyzed analyzed) {
        LinkedHashSet<String> assumptions = new LinkedHashSet<>();
        analyzed.designs().values().forEach(analysis -> assumptions.addAll(analysis.assumptions()));
        return List.copyOf(assumptions);
    }

    /** One table where the designs' facts have the same columns, several where not. */
    private static List<Sheet> facts(String title, Map<String, Facts> designs) {
        Map<List<String>, Sheet> sheets = new LinkedHashMap<>();
        designs.forEach((design, facts) -> {
            for (List<Object> cells : facts.rows()) {
                Sheet sheet = sheets.computeIfAbsent(facts.columns(), columns -> {
                    List<String> headings = new ArrayList<>(List.of("design"));
                    headings.addAll(columns);
                    List<Boolean> numbers = new ArrayList<>(List.of(false));
                    numbers.addAll(numbers(facts));
                    return new Sheet(title, headings, numbers, new ArrayList<>());
                });
                List<String> row = new ArrayList<>(List.of(design));
                row.addAll(cells(cells));
                sheet.rows().add(row);
            }
        });
        return List.copyOf(sheets.values());
    }

    /** Facts on their own, without a design in front. */
    static Sheet sheet(String title, Facts facts) {
        return new Sheet(title, facts.columns(), numbers(facts),
                facts.rows().stream().map(DesignSheets::cells).toList());
    }

    private static List<String> cells(List<Object> cells) {
        return cells.stream().map(cell -> cell instanceof Long number ? grouped(number)
                : cell instanceof Double number ? String.format(Locale.ROOT, "%,.2f", number)
                        : cell.toString()).toList();
    }

    /** For each column, whether a row has a number there. */
    private static List<Boolean> numbers(Facts facts) {
        List<Boolean> numbers = new ArrayList<>();
        for (int i = 0; i < facts.columns().size(); i++) {
            int column = i;
            numbers.add(facts.rows().stream().anyMatch(row -> row.get(column) instanceof Number));
        }
        return numbers;
    }

    static OptionalDouble gain(Duration baseline, Duration other) {
        return baseline.isZero() ? OptionalDouble.empty()
                : OptionalDouble.of(100.0 * (baseline.toNanos() - other.toNanos()) / baseline.toNanos());
    }

    static double toMillis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    static List<String> others(DesignReport report) {
        return report.designs().subList(1, report.designs().size());
    }

    private static String improvement(DesignReport report, String design) {
        return report.designs().size() == 2 ? "improvement" : design + " improvement";
    }

    /** The first column names things; all others hold numbers. */
    private static List<Boolean> numbers(int columns) {
        List<Boolean> numbers = new ArrayList<>(List.of(false));
        while (numbers.size() < columns) {
            numbers.add(true);
        }
        return numbers;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%,.3f s", duration.toNanos() / 1e9);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%,.1f ms", toMillis(duration));
    }

    private static String percent(OptionalDouble percent) {
        return percent.isEmpty() ? "" : String.format(Locale.ROOT, "%+,.1f %%", percent.getAsDouble());
    }
}
