/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Step} runs on: a connection inside the load's transaction, and what the load has done so far. Used by
 * one thread, while the step runs.
 */
public final class StepContext {

    private static final Logger LOG = LoggerFactory.getLogger(StepContext.class);

    private final Connection connection;
    private final Step step;
    private final List<StepReport> done;
    private final Set<String> emptied;
    private final Progress progress;
    private final @Nullable Provisioned provisioned;
    private final DSLContext dsl;
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Statement running;
    private boolean cancelled;

    StepContext(Connection connection, Step step, List<StepReport> done, Set<String> emptied, Progress progress,
            @Nullable Provisioned provisioned) {
        this.connection = connection;
        this.step = step;
        this.done = List.copyOf(done);
        this.emptied = emptied;
        this.progress = progress;
        this.provisioned = provisioned;
        this.dsl = DSL.using(RedshiftConfiguration.on(connection).deriveAppending(new SqlLog()));
    }

    /**
     * jOOQ on the step's connection. Its SQL is logged at debug level with the step.
     *
     * @return a context for Redshift
     */
    public DSLContext dsl() {
        return dsl;
    }

    /**
     * The step's connection. The pipeline opened it and closes it, begins and ends its transaction.
     *
     * @return a connection that does not commit by itself
     */
    public Connection connection() {
        return connection;
    }

    /**
     * What the earlier steps of this load did. Copies see none: they run side by side.
     *
     * @return an unmodifiable list in the order in which the steps ended
     */
    public List<StepReport> done() {
        return done;
    }

    /**
     * Tells whoever watches the load what the step is doing.
     *
     * @param message a short phrase without secrets
     */
    public void progress(String message) {
        progress.update(step.stage(), message);
    }

    /**
     * Tells of something that is not an error: now, to whoever watches the load, and in its report.
     *
     * @param warning a sentence without secrets
     */
    public void warn(String warning) {
        warnings.add(warning);
        LOG.warn("{} {}: {}", step.stage().word(), step.target(), warning);
        progress.warned(step.stage(), step.target(), warning);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * The objects in S3 that this program can see.
     *
     * @return empty if the platform has none
     */
    public Optional<S3Objects> objects() {
        return provisioned == null ? Optional.empty() : provisioned.objects();
    }

    /**
     * The AWS region the warehouse is in.
     *
     * @return for example {@code us-west-2}; empty if it is in none, or not known
     */
    public Optional<String> region() {
        return provisioned == null ? Optional.empty() : provisioned.region();
    }

    /**
     * Deletes all rows of a table, unless an earlier step of this load did. So several steps can fill one table, and
     * a load that is repeated finds it empty. By DELETE, because TRUNCATE commits on Redshift: a failure after it
     * could not be undone.
     *
     * @param table the table to fill
     */
    public void emptyOnce(Table<?> table) {
        if (emptied.add(table.getQualifiedName().toString().toLowerCase(Locale.ROOT))) {
            dsl.deleteFrom(table).execute();
        }
    }

    /**
     * Runs one statement that returns no rows, exactly as it is written: no bind values, no JDBC escapes. Its SQL is
     * logged at debug level with the step. A load that fails elsewhere meanwhile cancels it.
     *
     * @param sql the statement, without secrets
     * @throws SQLException if the server refuses it
     */
    public void execute(String sql) throws SQLException {
        execute(sql, sql);
    }

    /**
     * Runs one statement that may hold secrets, as {@link #execute(String)} does.
     *
     * @param sql the statement that is sent
     * @param masked the same for readers, without secrets; it is logged
     * @throws SQLException if the server refuses it
     */
    public void execute(String sql, String masked) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            begin(statement);
            try {
                log(masked);
                statement.execute(sql);
            } finally {
                end();
            }
        }
    }

    /** Cancels the statement that runs, and keeps the next one from running. Called by another thread. */
    synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException e) {
                LOG.debug("{} {}: could not cancel", step.stage().word(), step.target(), e);
            }
        }
    }

    private synchronized void begin(Statement statement) throws SQLException {
        if (cancelled) {
            throw new SQLException("cancelled, because another step of the load failed", PipelineRun.CANCELLED);
        }
        running = statement;
    }

    private synchronized void end() {
        running = null;
    }

    private void log(@Nullable String sql) {
        LOG.debug("{} {}: {}", step.stage().word(), step.target(), sql);
    }

    private final class SqlLog implements ExecuteListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void executeStart(ExecuteContext context) {
            log(context.sql());
        }
    }
}
