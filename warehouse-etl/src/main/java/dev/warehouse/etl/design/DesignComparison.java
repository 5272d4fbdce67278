/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.CopyException;
import dev.warehouse.api.MigrateException;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Progress;
import dev.warehouse.api.QueryException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.internal.command.CopyCommand;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.etl.Copy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Select;

/**
 * The same data and the same queries over several physical designs: with and without distribution and sort keys, for
 * example. Immutable: each method returns a comparison with one thing more.
 *
 * <pre>{@code
 * DesignReport report = DesignComparison.named("lineorder")
 *         .design("nodist", FlywayMigrations.at("classpath:db/nodist").schema("nodist"))
 *         .design("dist", FlywayMigrations.at("classpath:db/dist").schema("dist"))
 *         .copy(Copy.into(LINEORDER).from("s3://awssampledbuswest2/ssbgz/lineorder").gzip().region("us-west-2"))
 *         .query("by day", select(LINEORDER.LO_ORDERDATE, count()).from(LINEORDER).groupBy(LINEORDER.LO_ORDERDATE))
 *         .runs(5)
 *         .run(warehouse);
 * report.write(Path.of("designs.html"));
 * }</pre>
 *
 * <p>A comparison creates each design from its migrations, <b>empties the tables it copies into</b>, loads them, and
 * asks each query a number of times, all on one connection, one statement at a time, with the result cache off. The
 * search path says which design is meant, so copies and queries name no schema. Designs take turns: each table is
 * copied into all of them before the next one, each query runs on all of them before the next one, and another one goes
 * first each time. Queries run once before they are timed: that run pays for plans and compiled code, and its rows must
 * be the same on all designs.
 *
 * <p>Times are those that a client sees, until the last row. They mean what the warehouse they come from means: a local
 * Redshift keeps no slices and no sort order, and its report says so.
 */
public final class DesignComparison {

    private static final int RUNS = 3;
    private static final int MOST_RUNS = 1_000;

    private final String name;
    private final List<Design> designs;
    private final List<Copy> copies;
    private final List<DesignQuery> queries;
    private final List<DesignAnalyzer> analyzers;
    private final int runs;
    private final Progress progress;

    private DesignComparison(String name, List<Design> designs, List<Copy> copies, List<DesignQuery> queries,
            List<DesignAnalyzer> analyzers, int runs, Progress progress) {
        this.name = name;
        this.designs = List.copyOf(designs);
        this.copies = List.copyOf(copies);
        this.queries = List.copyOf(queries);
        this.analyzers = List.copyOf(analyzers);
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * A comparison of nothing yet, with 3 timed runs of each query.
     *
     * @param name what the report calls it
     * @return a comparison without designs
     */
    public static DesignComparison named(String name) {
        Objects.requireNonNull(name, "name must not be null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        return new DesignComparison(name, List.of(), List.of(), List.of(), List.of(), RUNS, Progress.SILENT);
    }

    /**
     * Adds a design that is called like its schema. The first design is the one that the others are measured against.
     *
     * @param schema the schema, and the name
     * @param migrations create its tables in that schema
     * @return a comparison with this design too
     */
    public DesignComparison design(String schema, Migrations migrations) {
        return design(new Design(schema, schema, migrations));
    }

    /**
     * Adds a design. The first one is the one that the others are measured against.
     *
     * @param design the design
     * @return a comparison with this design too
     * @throws IllegalArgumentException if another design has its name or its schema
     */
    public DesignComparison design(Design design) {
        Objects.requireNonNull(design, "design must not be null");
        for (Design other : designs) {
            if (other.name().equals(design.name()) || other.schema().equals(design.schema())) {
                throw new IllegalArgumentException("design must have a name and a schema of its own, and "
                        + design.name()
                        + " in schema " + design.schema() + " meets " + other.name() + " in schema " + other.schema());
            }
        }
        return new DesignComparison(name, with(designs, List.of(design)), copies, queries, analyzers, runs, progress);
    }

    /**
     * Adds copies. They run in the order in which they are added, each on every design; what their tables held before
     * is deleted.
     *
     * @param added copies into tables of the designs, named without a schema, because each design is a schema
     * @return a comparison with these copies too
     * @throws IllegalArgumentException if a copy has {@linkplain Copy#problems() problems}, or its table names a schema
     */
    public DesignComparison copy(Copy... added) {
        for (Copy copy : added) {
            // refuses what it cannot write
            String sql = copy.sql();
            if (CopyCommand.parse(sql, Tokenizer.tokenize(sql)).command().table().size() > 1) {
                throw new IllegalArgumentException("copies of a comparison load tables without a schema, because each design"
                        + " is a schema of its own, was " + copy);
            }
        }
        return new DesignComparison(name, designs, with(copies, List.of(added)), queries, analyzers, runs, progress);
    }

    /**
     * Adds a query. Queries run in the order in which they are added.
     *
     * @param query what the report calls it
     * @param select the query; schemas of its tables are left away, because each design is a schema
     * @return a comparison with this query too
     */
    public DesignComparison query(String query, Select<?> select) {
        return queries(new DesignQuery(query, select));
    }

    /**
     * Adds queries. They run in the order in which they are added.
     *
     * @param added the queries
     * @return a comparison with these queries too
     * @throws IllegalArgumentException if two queries have the same name
     */
    public DesignComparison queries(DesignQuery... added) {
        Set<String> names = new LinkedHashSet<>();
        Stream.concat(queries.stream(), Arrays.stream(added)).forEach(query -> {
            if (!names.add(query.name())) {
                throw new IllegalArgumentException("queries must have different names, and two are called \""
                        + query.name() + "\"");
            }
        });
        return new DesignComparison(name, designs, copies, with(queries, List.of(added)), analyzers, runs, progress);
    }

    /**
     * Adds somebody who says why designs differ.
     *
     * @param analyzer is asked about each design once all are loaded
     * @return a comparison with this analyzer too
     */
    public DesignComparison analyze(DesignAnalyzer analyzer) {
        return new DesignComparison(name, designs, copies, queries, with(analyzers, List.of(analyzer)), runs, progress);
    }

    /**
     * How often each query is timed on each design.
     *
     * @param times 1 to 1,000; 3 without this
     * @return a comparison with so many runs
     */
    public DesignComparison runs(int times) {
        if (times < 1 || times > MOST_RUNS) {
            throw new IllegalArgumentException("runs must be between 1 and " + MOST_RUNS + ", was " + times);
        }
        return new DesignComparison(name, designs, copies, queries, analyzers, times, progress);
    }

    /**
     * Who is told what is going on.
     *
     * @param told such as {@link Progress#terminal()}; {@link Progress#SILENT} without this
     * @return a comparison that tells
     */
    public DesignComparison progress(Progress told) {
        Objects.requireNonNull(told, "progress must not be null");
        return new DesignComparison(name, designs, copies, queries, analyzers, runs, told);
    }

    /**
     * Creates, loads and asks. The schemas stay as they are afterwards; a second run empties and loads the tables
     * again.
     *
     * @param warehouse where
     * @return the times, and what the analyzers say
     * @throws IllegalStateException if there are no designs, no copies or no queries; nothing was done
     * @throws QueryException if a query uses something that Redshift does not have; nothing was done
     * @throws MigrateException if a design could not be created
     * @throws CopyException if a table could not be loaded
     * @throws CheckException if designs hold or give different rows, naming the tables or queries; or if a query fails
     */
    public DesignReport run(Warehouse warehouse) {
        Objects.requireNonNull(warehouse, "warehouse must not be null");
        List<String> missing = new ArrayList<>();
        if (designs.isEmpty()) {
            missing.add("designs: add them by design(…)");
        }
        if (copies.isEmpty()) {
            missing.add("copies: add them by copy(…)");
        }
        if (queries.isEmpty()) {
            missing.add("queries: add them by query(…)");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Comparison \"" + name + "\" has no " + String.join("; no ", missing));
        }
        return new ComparisonRun(this, warehouse).run();
    }

    String name() {
        return name;
    }

    List<Design> designs() {
        return designs;
    }

    List<Copy> copies() {
        return copies;
    }

    List<DesignQuery> queries() {
        return queries;
    }

    List<DesignAnalyzer> analyzers() {
        return analyzers;
    }

    int runs() {
        return runs;
    }

    Progress progress() {
        return progress;
    }

    @Override
    public String toString() {
        return "DesignComparison[" + name + ": " + designs.size() + " designs, " + copies.size() + " copies, "
                + queries.size() + " queries]";
    }

    private static <T> List<T> with(List<T> former, List<T> added) {
        return Stream.concat(former.stream(), added.stream()).toList();
    }
}
