/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.catalog.QueryLog;
import dev.warehouse.local.internal.copy.CopyResult;
import dev.warehouse.local.internal.copy.CopyStatement;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.unload.ResultColumn;
import dev.warehouse.local.internal.unload.UnloadResult;
import dev.warehouse.local.internal.unload.UnloadSession;
import dev.warehouse.local.internal.unload.UnloadStatement;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A COPY or an UNLOAD that a procedure runs. PostgreSQL's session is busy with the CALL, so the function
 * {@code pg_internal.run_here} does there what the statement needs: it asks, and each answer is the next thing to do,
 * until all is done. The rows go by a file; those of a COPY when all of them are good.
 *
 * <p>The session's reader hands over what the function tells; the statement runs on a thread of its own.
 */
final class ProcedureStatement implements UnloadSession {

    /** The SQLSTATE of the notices that ask. */
    private static final String ASKS = "WHRUN";
    private static final Logger LOG = LoggerFactory.getLogger(ProcedureStatement.class);
    /** Put where the next notice is awaited: nobody asks any more. */
    private static final String ENDED = "";

    private final EndpointServer server;
    private final Answers answers;
    private final Path rows;
    /** Where the result of an UNLOAD's query is. */
    private final String table;
    private final int pid;
    private final String user;
    private final String database;
    private final long queryId;
    private final List<String> notices = new ArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile String request;
    private volatile boolean ended;

    private ProcedureStatement(EndpointServer server, Answers answers, Path dataFolder, int pid, String user,
            String database, String request) {
        this.server = server;
        this.answers = answers;
        this.pid = pid;
        this.user = user;
        this.database = database;
        this.request = request;
        this.queryId = server.nextQueryId();
        this.rows = dataFolder.resolve("warehouse_copy_" + queryId);
        this.table = "warehouse_unload_" + queryId;
    }

    static boolean asks(ErrorFields notice) {
        return notice.sqlState().equals(ASKS);
    }

    /** Whether a notice is the first of a statement. */
    static boolean begins(ErrorFields notice) {
        return notice.hint().isEmpty();
    }

    /**
     * Begins a statement.
     *
     * @param notice the function's first one
     * @return what takes the next ones
     */
    static ProcedureStatement begin(EndpointServer server, Answers answers, int pid, String user, String database,
            ErrorFields notice) throws IOException {
        ProcedureStatement begun = new ProcedureStatement(server, answers, server.dataFolder(), pid, user, database,
                notice.detail());
        Thread thread = new Thread(() -> begun.run(notice.message()), "warehouse-procedure-" + pid);
        thread.setDaemon(true);
        thread.start();
        return begun;
    }

    /** The function did what it was told, and asks what is next. */
    void told(ErrorFields notice) {
        request = notice.detail();
        told.add(notice.hint());
    }

    /** The function has ended: its statement failed, or the session did. Twice is fine. */
    synchronized void end() {
        ended = true;
        told.add(ENDED);
    }

    private void run(String sql) {
        QueryLog.Entry entry = server.queryLog().begin(queryId, pid, user, database, sql);
        try {
            Translation translation = server.translator().translate(sql, new TablesOfTheSession());
            RedshiftError error = translation.error();
            CopyStatement copy = translation.copy();
            UnloadStatement unload = translation.unload();
            if (error != null) {
                throw error;
            } else if (copy != null) {
                CopyResult result = server.copyExecutor().execute(copy, this, user);
                entry.succeeded("COPY");
                done("copy", result.loadedRows(), null);
            } else {
                UnloadResult result = server.unloadExecutor().execute(Objects.requireNonNull(unload),
                        translation.unloadQuery(), this, user);
                entry.succeeded("UNLOAD");
                done("unload", result.rows(), table);
            }
        } catch (StatementFailedException nobodyAsks) {
            entry.failed(String.valueOf(nobodyAsks.getMessage()));
        } catch (RedshiftError e) {
            entry.failed(String.valueOf(e.getMessage()));
            refuse(e.told(queryId, pid));
        } catch (IOException | RuntimeException e) {
            LOG.warn("copy: a statement of a procedure broke", e);
            entry.failed(String.valueOf(e.getMessage()));
            refuse(new RedshiftError(RedshiftError.INTERNAL_ERROR, "the statement broke: " + e.getMessage(), null,
                    "see the log"));
        } finally {
            deleteRows();
        }
    }

    private void done(String what, long count, @Nullable String madeTable) throws IOException {
        String traces = server.systemTables().traces(database, queryId);
        answer(json -> {
            json.writeStringField("what", what);
            json.writeStringField("id", Long.toString(queryId));
            json.writeStringField("rows", Long.toString(count));
            json.writeStringField("table", madeTable);
            json.writeFieldName("traces");
            json.writeRawValue(traces);
            Answers.writeTexts(json, "notices", notices);
        });
    }

    /** The columns that the query of an UNLOAD computes with. */
    private final class TablesOfTheSession implements Columns {

        @Override
        public List<Column> of(String query) {
            // only the function can ask, and what it asks in vain fails its statement
            return List.of();
        }

        @Override
        public Map<String, List<TypedColumn>> ofTables(Set<String> names) {
            try {
                Map<String, List<TypedColumn>> columns = DynamicSql.columns(have(json -> Answers.writeTexts(json, "columns_of", names)));
                return columns == null ? Map.of() : columns;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void refuse(RedshiftError error) {
        try {
            answer(json -> {
                throw error;
            });
        } catch (StatementFailedException nobodyAsks) {
            LOG.debug("copy: {}", nobodyAsks.getMessage());
        } catch (IOException e) {
            LOG.warn("copy: a failure could not be told to its procedure: {}", e.toString());
        }
    }

    private void deleteRows() {
        try {
            Files.deleteIfExists(rows);
        } catch (IOException e) {
            LOG.warn("copy: {} could not be deleted: {}", rows, e.toString());
        }
    }

    /** Not once it has ended: the next answer is then another's. */
    private synchronized void answer(Answers.Fields fields) throws IOException {
        checkCancelled();
        answers.write(request, fields);
    }

    /** Tells the function what to do, and gives what came of it. */
    private String have(Answers.Fields fields) throws IOException {
        answer(fields);
        try {
            String result = told.take();
            if (result.equals(ENDED)) {
                throw new StatementFailedException("the statement of the procedure ended");
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StatementFailedException("interrupted");
        }
    }

    @Override
    public List<@Nullable String[]> query(String sql) throws IOException {
        boolean hasRows = sql.regionMatches(true, 0, "SELECT", 0, 6);
        String result = have(json -> json.writeStringField(hasRows ? "query" : "command", sql));
        List<@Nullable String[]> found = new ArrayList<>();
        try (JsonParser texts = Answers.JSON.createParser(result)) {
            texts.nextToken();
            while (texts.nextToken() == JsonToken.VALUE_STRING) {
                found.add(row(texts.getText()));
            }
        }
        return found;
    }

    /** The values of a row that PostgreSQL wrote as one text: {@code (a,"b ""c""",,"")}, where an empty one is NULL. */
    static @Nullable String[] row(String text) {
        List<@Nullable String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        boolean isNull = true;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!quoted && (c == ',' || i == text.length() - 1)) {
                values.add(isNull ? null : value.toString());
                value.setLength(0);
                isNull = true;
            } else if (c == '\\' || c == '"' && quoted && text.charAt(i + 1) == '"') {
                value.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                isNull = false;
            } else {
                value.append(c);
                isNull = false;
            }
        }
        return values.toArray(new @Nullable String[0]);
    }

    @Override
    public CopyIn copyIn(Target target) throws IOException {
        List<@Nullable String[]> closed = query("SELECT relname FROM pg_catalog.pg_class WHERE oid = "
                + StringLiterals.quote(target.table()) + "::regclass AND NOT pg_catalog.has_table_privilege(oid, 'insert')");
        if (!closed.isEmpty()) {
            throw new RedshiftError("42501", "permission denied for table " + closed.get(0)[0], null,
                    "GRANT INSERT on it to who calls the procedure, or make the procedure SECURITY DEFINER");
        }
        return new RowsFile(target, Files.newOutputStream(rows));
    }

    private final class RowsFile implements CopyIn {

        private final Target target;
        private final OutputStream file;

        private RowsFile(Target target, OutputStream file) {
            this.target = target;
            this.file = file;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            file.write(buffer, offset, length);
        }

        @Override
        public long finish() throws IOException {
            file.close();
            return Long.parseLong(have(json -> {
                json.writeStringField("load", target.table());
                json.writeStringField("id", Long.toString(queryId));
                Answers.writeTexts(json, "columns", target.columns());
            }));
        }

        @Override
        public void abort(String reason) throws IOException {
            LOG.debug("copy: {}", reason);
            file.close();
        }
    }

    @Override
    public List<ResultColumn> describe(String sql) throws IOException {
        String told = have(json -> {
            json.writeStringField("result", sql);
            json.writeStringField("table", table);
        });
        return Objects.requireNonNull(DynamicSql.columns(told)).getOrDefault("", List.of()).stream()
                .map(column -> new ResultColumn(column.name(), column.typeOid(), column.typeModifier())).toList();
    }

    @Override
    public String result(String sql) {
        return "select * from pg_temp." + table;
    }

    @Override
    public CopyOut copyOut(String sql) throws IOException {
        have(json -> json.writeStringField("unload", sql.replace(" TO STDOUT", " TO " + StringLiterals.quote(rows.toString()))));
        return new RowsInFile(rows, sql.endsWith("(FORMAT binary)"));
    }

    /** The function says it at the end. */
    @Override
    public void notice(String message) {
        notices.add(message);
    }

    @Override
    public void checkCancelled() {
        if (ended) {
            throw new StatementFailedException("the statement of the procedure ended");
        }
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public long queryId() {
        return queryId;
    }

    @Override
    public String database() {
        return database;
    }
}
