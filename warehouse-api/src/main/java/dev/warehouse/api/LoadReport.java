/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.ReportFile;
import dev.warehouse.api.internal.ReportFile.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a load did: a row a step. As an aligned table for a terminal, as JSON for programs, as Markdown for pages.
 *
 * @param pipeline the name of the pipeline
 * @param startedAt when the load began
 * @param duration how long it took; less than the sum of the steps, if copies ran side by side
 * @param steps what each step did, in the order of the pipeline
 */
public record LoadReport(String pipeline, Instant startedAt, Duration duration, List<StepReport> steps) {

    public LoadReport {
        Objects.requireNonNull(pipeline, "pipeline must not be null");
        Objects.requireNonNull(startedAt, "startedAt must not be null");
        Objects.requireNonNull(duration, "duration must not be null");
        steps = List.copyOf(steps);
    }

    /**
     * The rows of one stage.
     *
     * @param stage the stage
     * @return an unmodifiable list, empty if the load had no such step
     */
    public List<StepReport> steps(Stage stage) {
        return steps.stream().filter(step -> step.stage() == stage).toList();
    }

    /**
     * How many files were read.
     *
     * @return the sum over all copies
     */
    public long files() {
        return steps(Stage.COPY).stream().mapToLong(StepReport::files).sum();
    }

    /**
     * How many rows were copied.
     *
     * @return the sum over all copies; rows that transforms wrote are not counted again
     */
    public long rows() {
        return steps(Stage.COPY).stream().mapToLong(StepReport::rows).sum();
    }

    /**
     * How many bytes were read, as stored.
     *
     * @return the sum over all copies
     */
    public long bytes() {
        return steps(Stage.COPY).stream().mapToLong(StepReport::bytes).sum();
    }

    /**
     * How many rows were skipped because they were in error.
     *
     * @return the sum over all copies
     */
    public long rejected() {
        return steps(Stage.COPY).stream().mapToLong(StepReport::rejected).sum();
    }

    /**
     * The report as a table for a terminal, with aligned columns and a line of totals.
     *
     * @return lines, each ended by a line feed
     */
    public String asTable() {
        return ReportText.table(this);
    }

    /**
     * The report as JSON: an object with {@code pipeline}, {@code startedAt}, {@code millis}, {@code totals} and
     * {@code steps}, each of these with {@code stage}, {@code target}, {@code detail}, {@code files}, {@code rows},
     * {@code bytes}, {@code rejected} and {@code millis}, and a list {@code warnings} if it has some.
     *
     * @return the text, ended by a line feed
     */
    public String toJson() {
        return ReportJson.write(this);
    }

    /**
     * The report as a page in GitHub's Markdown: a heading, a sentence, a table.
     *
     * @return lines, each ended by a line feed
     */
    public String toMarkdown() {
        return ReportText.markdown(this);
    }

    /**
     * Writes the report to a file, in the form that the file's ending asks for: {@code .json}, {@code .md}, or
     * {@code .txt} for the table. A file that exists is replaced.
     *
     * @param file where to
     * @throws ReportException if the ending is another one, or the file cannot be written
     */
    public void write(Path file) {
        ReportFile.write(file, "report", new Form(".json", this::toJson), new Form(".md", this::toMarkdown),
                new Form(".txt", this::asTable));
    }

    /**
     * The table of {@link #asTable()}.
     *
     * @return lines, each ended by a line feed
     */
    @Override
    public String toString() {
        return asTable();
    }
}
