/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of what is said of Redshift's SQL: statements in one session, each with what it must give. Rows are read from
 * text like this one; a line behind another that is indented deeper goes on with it:
 * <pre>
 * # Dates
 *
 * given
 *   create table t (a int)
 *
 * A year after 29 February is 1 March
 *   select dateadd(year, 1, '2016-02-29')
 *   =&gt; 2017-03-01 00:00:00
 *
 * ON CONFLICT
 *   insert into t values (1) on conflict do nothing
 *   !! syntax error at or near "conflict"
 *
 * IS TRUE in a list [not emulated: works]
 *   select true is true
 *   =&gt; t
 *
 * Division by zero [rewritten]
 *   select a / 0 from t
 *   =! Divide by zero
 * </pre>
 * {@code =>} is a row of the result, {@code =!} an error of the values, {@code !!} a refusal. A statement without one of
 * them must be taken.
 *
 * @param chapter the heading above it
 * @param feature what it says
 * @param missing what is done instead, where it is not emulated; empty if it is
 * @param rewritten whether the endpoint rewrites the answer, which its statements do not show
 * @param given statements of the chapter, run before
 * @param steps its statements
 */
record CompatibilityCase(String chapter, String feature, String missing, boolean rewritten, List<String> given,
        List<Step> steps) {

    private static final String REWRITTEN = " [rewritten]";

    /** A statement with the rows it must give; or the error; or none of them, if it must be taken. */
    record Step(String sql, List<String> rows, String error, boolean fails, boolean refused) {
    }

    static List<CompatibilityCase> parse(String name, List<String> lines) {
        List<CompatibilityCase> cases = new ArrayList<>();
        String chapter = "";
        List<String> given = List.of();
        for (int i = 0; i < lines.size();) {
            String head = lines.get(i);
            int from = ++i;
            if (head.isBlank()) {
                continue;
            }
            if (head.startsWith("# ")) {
                chapter = head.substring(2);
                continue;
            }
            while (i < lines.size() && lines.get(i).startsWith("  ")) {
                i++;
            }
            List<String> body = joined(lines.subList(from, i));
            if (body.isEmpty() || chapter.isEmpty()) {
                throw new IllegalArgumentException(name + " line " + from + ": a row needs a chapter and statements");
            }
            if (head.equals("given")) {
                given = body;
                continue;
            }
            int mark = head.indexOf(" [not emulated: ");
            boolean rewritten = head.endsWith(REWRITTEN);
            String feature = mark >= 0 ? head.substring(0, mark)
                    : rewritten ? head.substring(0, head.length() - REWRITTEN.length()) : head;
            String missing = mark < 0 ? "" : head.substring(mark + " [not emulated: ".length(), head.length() - 1);
            cases.add(new CompatibilityCase(chapter, feature, missing, rewritten, given,
                    steps(name + " line " + from, body)));
        }
        return cases;
    }

    private static List<String> joined(List<String> lines) {
        List<String> joined = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("   ") && !joined.isEmpty()) {
                int last = joined.size() - 1;
                joined.set(last, joined.get(last) + "\n" + line.strip());
            } else {
                joined.add(line.strip());
            }
        }
        return joined;
    }

    private static List<Step> steps(String place, List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            boolean row = line.startsWith("=>");
            boolean refused = line.startsWith("!!");
            if (!row && !refused && !line.startsWith("=!")) {
                steps.add(new Step(line, List.of(), "", false, false));
                continue;
            }
            if (steps.isEmpty()) {
                throw new IllegalArgumentException(place + ": what shall give " + line + "?");
            }
            Step step = steps.remove(steps.size() - 1);
            String text = line.substring(2).strip();
            List<String> rows = new ArrayList<>(step.rows);
            if (row) {
                rows.add(text);
            }
            steps.add(new Step(step.sql, rows, row ? "" : text, !row, refused));
        }
        return steps;
    }

    boolean isRefused() {
        return steps.stream().anyMatch(Step::refused);
    }

    /** The statement that shows the feature best: the last that something is said of. */
    Step shown() {
        Step shown = steps.get(steps.size() - 1);
        for (Step step : steps) {
            if (!step.rows.isEmpty() || step.fails) {
                shown = step;
            }
        }
        return shown;
    }

    @Override
    public String toString() {
        return chapter + ": " + feature;
    }
}
