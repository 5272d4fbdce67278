/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.ReportException;
import dev.warehouse.api.internal.ReportFile;
import dev.warehouse.api.internal.ReportFile.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link DesignComparison} found: load times, query times, and what analyzers say of them.
 *
 * @param name the comparison's name
 * @param engine what the warehouse says it is, by {@code version()}
 * @param startedAt when the comparison began
 * @param runs how often each query was timed on each design
 * @param designs the designs' names, the one that the others are measured against first
 * @param loads a row for each table and design, tables in the order of their copies
 * @param queries a row for each query, in their order
 * @param analyses what each analyzer says
 */
public record DesignReport(String name, String engine, Instant startedAt, int runs, List<String> designs,
        List<TableLoad> loads, List<QueryTiming> queries, List<Analyzed> analyses) {

    public DesignReport {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(engine, "engine must not be null");
        Objects.requireNonNull(startedAt, "startedAt must not be null");
        designs = List.copyOf(designs);
        loads = List.copyOf(loads);
        queries = List.copyOf(queries);
        analyses = List.copyOf(analyses);
        if (designs.isEmpty()) {
            throw new IllegalArgumentException("designs must not be empty");
        }
    }

    /**
     * What one analyzer says.
     *
     * @param analyzer its name
     * @param designs what it says about each design, by the design's name
     */
    public record Analyzed(String analyzer, Map<String, DesignAnalysis> designs) {

        public Analyzed {
            Objects.requireNonNull(analyzer, "analyzer must not be null");
            designs = Collections.unmodifiableMap(new LinkedHashMap<>(designs));
        }
    }

    /**
     * What a reader must know to judge the times; on a local Redshift, that keys have no effect there.
     *
     * @return sentences
     */
    public List<String> notes() {
        return DesignSheets.notes(this);
    }

    /**
     * How long the copies into all tables of a design took.
     *
     * @param design the design's name
     * @return the sum
     */
    public Duration loadTime(String design) {
        return loads.stream().filter(load -> load.design().equals(design)).map(TableLoad::duration)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * The times of a query.
     *
     * @param query the query's name
     * @return empty if there is no such query
     */
    public Optional<QueryTiming> query(String query) {
        return queries.stream().filter(timing -> timing.name().equals(query)).findFirst();
    }

    /**
     * The report as tables for a terminal, without the queries' SQL.
     *
     * @return lines, each ended by a line feed
     */
    public String asTable() {
        return DesignText.table(this);
    }

    /**
     * The report as a page in GitHub's Markdown, with the queries' SQL.
     *
     * @return lines, each ended by a line feed
     */
    public String toMarkdown() {
        return DesignText.markdown(this);
    }

    /**
     * The report as JSON: an object with {@code name}, {@code engine}, {@code startedAt}, {@code runs},
     * {@code designs}, {@code notes}, {@code loads}, {@code queries} and {@code analyses}. Times are milliseconds with
     * fractions, improvement is percent.
     *
     * @return the text, ended by a line feed
     */
    public String toJson() {
        return DesignJson.write(this);
    }

    /**
     * The report as one page with charts, which needs no network. Needs {@code org.webjars.npm:chart.js} on the class
     * path.
     *
     * @return the page
     * @throws ReportException if the charts' library is not on the class path
     */
    public String toHtml() {
        return DesignHtml.page(this);
    }

    /**
     * Writes the report to a file, in the form that the file's ending asks for: {@code .html}, {@code .json},
     * {@code .md}, or {@code .txt} for the tables. A file that exists is replaced.
     *
     * @param file where to
     * @throws ReportException if the ending is another one, the file cannot be written, or what it needs is not on the
     *     class path
     */
    public void write(Path file) {
        ReportFile.write(file, "comparison", new Form(".html", this::toHtml), new Form(".json", this::toJson),
                new Form(".md", this::toMarkdown), new Form(".txt", this::asTable));
    }

    /**
     * The tables of {@link #asTable()}.
     *
     * @return lines, each ended by a line feed
     */
    @Override
    public String toString() {
        return asTable();
    }
}
