package dev.warehouse.api;

import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
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
    private final DSLContext dsl;
    private @Nullable Statement running;
    private boolean cancelled;

    StepContext(Connection connection, Step step, List<StepReport> done, Set<String> emptied, Progress progress) {
        this.connection = connection;
        this.step = step;
        this.done = List.copyOf(done);
        this.emptied = emptied;
        this.progress = progress;
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
     * Deletes all rows of a table, unless an earlier step of this load did. So several steps can fill one table, and
     * a load that is repeated finds it empty. By DELETE, because TRUNCATE commits on Redshift: a failure after it
     * could not be undone.
     *
     * @param table the table to fill
     */
    public void emptyOnce(Table<?> table) {
        if (emptied.add(table.getName().toLowerCase(Locale.ROOT))) {
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

    /**
     * The rows that a COPY which just failed on this connection could not load. Ends the transaction, in which nothing
     * can follow a failed statement anyway.
     *
     * @param before {@code pg_last_copy_id()} before the COPY; if it is unchanged, the COPY failed before it read rows
     * @return in the order of file and line; empty if there are none, or they cannot be read
     */
    public List<LoadError> rejectedSince(long before) {
        try {
            connection.rollback();
            Long query = dsl.select(DSL.field("pg_last_copy_id()", Long.class)).fetchSingle().value1();
            return query == null || query == before ? List.of() : LoadErrors.ofCopy(dsl, query);
        } catch (SQLException | RuntimeException e) {
            // the failure of the COPY is what must be told; without these rows it is told in the server's words
            LOG.debug("{} {}: could not read the rows that were rejected", step.stage().word(), step.target(), e);
            return List.of();
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
