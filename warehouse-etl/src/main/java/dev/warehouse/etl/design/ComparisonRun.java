/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.Finding;
import dev.warehouse.api.Progress;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.PooledConnections;
import dev.warehouse.api.internal.Reasons;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import dev.warehouse.etl.Copy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a comparison, on one connection. */
final class ComparisonRun {

    private static final Logger LOG = LoggerFactory.getLogger(ComparisonRun.class);

    /** Rows of a result that are held against each other when two designs differ. */
    private static final int MOST_ROWS_SHOWN_FROM = 100_000;
    private static final Settings READABLE = RedshiftConfiguration.settings().withRenderFormatted(true)
            .withRenderSchema(false);

    private final DesignComparison comparison;
    private final Warehouse warehouse;
    private final Progress progress;
    private final List<Design> designs;
    /** The statements of the queries; also sent like this, so that reports show what ran. */
    private final Map<String, String> statements = new LinkedHashMap<>();

    ComparisonRun(DesignComparison comparison, Warehouse warehouse) {
        this.comparison = comparison;
        this.warehouse = warehouse;
        this.progress = comparison.progress();
        this.designs = comparison.designs();
        DSLContext unconnected = DSL.using(RedshiftConfiguration.unconnected().derive(READABLE));
        comparison.queries().forEach(query -> statements.put(query.name(), unconnected.renderInlined(query.select())));
    }

    DesignReport run() {
        Instant startedAt = Instant.now();
        designs.forEach(design -> warehouse.migrate(design.migrations()));
        try (Connection connection = warehouse.dataSource().getConnection()) {
            try {
                return run(connection, startedAt);
            } finally {
                reset(connection);
            }
        } catch (SQLException | DataAccessException e) {
            throw new CheckException(KnownError.COMPARISON_FAILED, List.of(), "compare " + comparison.name() + ": "
                    + Reasons.of(e)
                    + ". Each design must have all tables that are copied into.", e);
        }
    }

    private DesignReport run(Connection connection, Instant startedAt) throws SQLException {
        execute(connection, "SET enable_result_cache_for_session TO off");
        // each design is a schema, and the search path says which one is meant
        DSLContext dsl = DSL.using(RedshiftConfiguration.on(connection)
                .derive(RedshiftConfiguration.settings().withRenderSchema(false)));
        String engine = dsl.fetchSingle("SELECT version()").get(0, String.class);
        List<TableLoad> loads = load(connection, dsl);
        List<DesignReport.Analyzed> analyses = new ArrayList<>();
        for (DesignAnalyzer analyzer : comparison.analyzers()) {
            Map<String, DesignAnalysis> found = new LinkedHashMap<>();
            for (Design design : designs) {
                progress.update(Stage.CHECK, analyzer.name() + ": " + design.name());
                choose(connection, design);
                LoadedDesign loaded = new LoadedDesign(design, dsl, tables(), comparison.queries());
                found.put(design.name(), analyzer.analyze(loaded));
            }
            analyses.add(new DesignReport.Analyzed(analyzer.name(), found));
        }
        Map<String, Long> rows = compareRows(connection);
        return new DesignReport(comparison.name(), engine, startedAt, comparison.runs(),
                designs.stream().map(Design::name).toList(), loads, time(connection, rows), analyses);
    }

    // ---- load

    private List<TableLoad> load(Connection connection, DSLContext dsl) throws SQLException {
        for (Design design : designs) {
            choose(connection, design);
            for (String table : tables()) {
                // not in a transaction, where it would commit: nobody else reads these schemas
                dsl.truncate(DSL.table(DSL.name(table))).execute();
            }
        }
        // nor is the first copy to pay for what all need; NOLOAD reads and loads nothing, and columnar files refuse it
        Copy warmUp = comparison.copies().get(0).noLoad();
        if (warmUp.problems().isEmpty()) {
            warmUp.execute(dsl);
        }
        Map<String, TableLoad> loads = new LinkedHashMap<>();
        int turn = 0;
        for (Copy copy : comparison.copies()) {
            for (Design design : inTurn(turn++)) {
                choose(connection, design);
                CopyResult result = told(Stage.COPY, design.name() + "." + copy.target(), () -> copy.execute(dsl));
                LOG.info("compare {}: {}.{}: {}", comparison.name(), design.name(), copy.target(), result);
                loads.merge(copy.target() + " " + design.name(), new TableLoad(design.name(), copy.target(),
                        result.files(), result.rows(), result.bytes(), 0, result.duration()), ComparisonRun::both);
            }
        }
        Map<String, Long> blocks = new HashMap<>();
        for (Design design : designs) {
            choose(connection, design);
            for (String table : tables()) {
                execute(connection, "ANALYZE " + dsl.render(DSL.name(table)));
            }
            stored(dsl, design).forEach((table, size) -> blocks.put(table + " " + design.name(), size));
        }
        List<TableLoad> all = new ArrayList<>();
        for (String table : tables()) {
            for (Design design : designs) {
                String key = table + " " + design.name();
                TableLoad load = Objects.requireNonNull(loads.get(key));
                all.add(new TableLoad(load.design(), table, load.files(), load.rows(), load.bytes(),
                        blocks.getOrDefault(key, 0L), load.duration()));
            }
        }
        requireSameCounts(all);
        return all;
    }

    private static TableLoad both(TableLoad first, TableLoad second) {
        return new TableLoad(first.design(), first.table(), first.files() + second.files(),
                first.rows() + second.rows(), first.bytes() + second.bytes(), 0,
                first.duration().plus(second.duration()));
    }

    private Map<String, Long> stored(DSLContext dsl, Design design) {
        Map<String, Long> blocks = new HashMap<>();
        try {
            dsl.fetch("SELECT \"table\", size FROM svv_table_info WHERE \"schema\" = ?", design.schema())
                    .forEach(row -> blocks.put(row.get(0, String.class), row.get(1, Long.class)));
        } catch (DataAccessException e) {
            // only superusers may read it, unless it is granted
            LOG.debug("compare {}: svv_table_info cannot be read", comparison.name(), e);
        }
        return blocks;
    }

    private void requireSameCounts(List<TableLoad> loads) {
        Map<String, Map<String, Long>> rows = new LinkedHashMap<>();
        loads.forEach(load -> rows.computeIfAbsent(load.table(), table -> new LinkedHashMap<>())
                .put(load.design(), load.rows()));
        List<Finding> findings = new ArrayList<>();
        rows.forEach((table, counts) -> {
            if (counts.values().stream().distinct().count() > 1) {
                findings.add(new Finding(table, "has other numbers of rows in other designs: " + counts, 0, List.of()));
            }
        });
        require(findings, "The designs were loaded with different rows",
                "See that their columns take the same values, and that nothing wrote to the source meanwhile.");
    }

    // ---- query

    private Map<String, Long> compareRows(Connection connection) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        int turn = 0;
        for (String query : statements.keySet()) {
            Map<String, RowDigest> digests = new LinkedHashMap<>();
            for (Design design : inTurn(turn++)) {
                choose(connection, design);
                RowDigest digest = new RowDigest();
                ask(connection, design, query, result -> digest.add(RowDigest.row(result)));
                digests.put(design.name(), digest);
            }
            Design baseline = designs.get(0);
            RowDigest expected = Objects.requireNonNull(digests.get(baseline.name()));
            rows.put(query, expected.rows());
            for (Design design : designs) {
                if (!expected.equals(digests.get(design.name()))) {
                    findings.add(difference(connection, query, baseline, design));
                }
            }
        }
        require(findings, "The designs do not give the same rows",
                "Look for a query whose rows depend on their order, such as a LIMIT without a total ORDER BY, and for"
                        + " columns whose types differ between the designs.");
        return rows;
    }

    /** The first row that only one of two designs gives, in the order of the rows' text. */
    private Finding difference(Connection connection, String query, Design baseline, Design other) throws SQLException {
        TreeMap<String, Long> surplus = new TreeMap<>();
        choose(connection, baseline);
        long expected = count(connection, baseline, query, surplus, 1);
        choose(connection, other);
        long got = count(connection, other, query, surplus, -1);
        StringBuilder message = new StringBuilder("gives ").append(expected).append(" rows on ").append(baseline.name())
                .append(" and ").append(got).append(" on ").append(other.name());
        surplus.values().removeIf(number -> number == 0);
        if (Math.max(expected, got) <= MOST_ROWS_SHOWN_FROM && !surplus.isEmpty()) {
            Map.Entry<String, Long> first = surplus.firstEntry();
            message.append("; only ").append(first.getValue() > 0 ? baseline.name() : other.name()).append(" has (")
                    .append(first.getKey()).append(')');
        }
        return new Finding(query, message.toString(), 0, List.of());
    }

    private long count(Connection connection, Design design, String query, Map<String, Long> surplus, long weight)
            throws SQLException {
        return ask(connection, design, query, result -> {
            if (surplus.size() <= MOST_ROWS_SHOWN_FROM) {
                surplus.merge(RowDigest.row(result), weight, Long::sum);
            }
        });
    }

    private List<QueryTiming> time(Connection connection, Map<String, Long> rows) throws SQLException {
        Map<String, Map<String, List<Duration>>> times = new LinkedHashMap<>();
        for (String query : statements.keySet()) {
            Map<String, List<Duration>> runs = new LinkedHashMap<>();
            designs.forEach(design -> runs.put(design.name(), new ArrayList<>()));
            times.put(query, runs);
        }
        for (int run = 0; run < comparison.runs(); run++) {
            int turn = run;
            for (String query : statements.keySet()) {
                progress.update(Stage.QUERY, query + ", run " + (run + 1) + " of " + comparison.runs());
                for (Design design : inTurn(turn++)) {
                    choose(connection, design);
                    long start = System.nanoTime();
                    ask(connection, design, query, result -> { });
                    times.get(query).get(design.name()).add(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        }
        List<QueryTiming> timings = new ArrayList<>();
        times.forEach((query, runs) -> {
            Map<String, Times> byDesign = new LinkedHashMap<>();
            runs.forEach((design, durations) -> byDesign.put(design, new Times(durations)));
            timings.add(new QueryTiming(query, statements.get(query), rows.get(query), byDesign));
        });
        return timings;
    }

    /** Sends a query and reads all its rows; gives their number. */
    private long ask(Connection connection, Design design, String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet result = statement.executeQuery(statements.get(query))) {
                long rows = 0;
                while (result.next()) {
                    reader.read(result);
                    rows++;
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new CheckException(KnownError.COMPARISON_FAILED, List.of(), "compare " + comparison.name() + ": "
                    + "query " + query + " failed on design " + design.name() + ": " + Reasons.of(e) + ". In: "
                    + statements.get(query), e);
        }
    }

    @FunctionalInterface
    private interface RowReader {

        void read(ResultSet row) throws SQLException;
    }

    // ---- session

    private void choose(Connection connection, Design design) throws SQLException {
        execute(connection, "SET search_path TO \"" + design.schema() + "\"");
    }

    /** The connection goes back to the pool as it came. */
    private void reset(Connection connection) {
        try {
            execute(connection, "RESET search_path");
            execute(connection, "RESET enable_result_cache_for_session");
        } catch (SQLException e) {
            LOG.debug("compare {}: its connection is not used again", comparison.name(), e);
            try {
                PooledConnections.discard(warehouse.dataSource(), connection);
            } catch (SQLException broken) {
                LOG.debug("compare {}: its connection was broken", comparison.name(), broken);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> tables() {
        return comparison.copies().stream().map(Copy::target).distinct().toList();
    }

    /** All designs, another one first each time. */
    private List<Design> inTurn(int turn) {
        List<Design> turned = new ArrayList<>(designs);
        Collections.rotate(turned, -turn);
        return turned;
    }

    private <T> T told(Stage stage, String target, Supplier<T> work) {
        long start = System.nanoTime();
        progress.started(stage, target);
        try {
            return work.get();
        } finally {
            progress.ended(stage, target, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void require(List<Finding> findings, String what, String wayOut) {
        if (!findings.isEmpty()) {
            StringBuilder message = new StringBuilder("compare ").append(comparison.name()).append(": ").append(what)
                    .append(":\n");
            findings.forEach(finding -> message.append("  - ").append(finding).append('\n'));
            throw new CheckException(KnownError.COMPARISON_UNEQUAL, findings, message.append(wayOut).toString(), null);
        }
    }
}
