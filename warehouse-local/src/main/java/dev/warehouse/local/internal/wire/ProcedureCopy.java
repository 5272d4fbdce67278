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
import dev.warehouse.local.internal.copy.StatementSession;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A COPY that a procedure runs. PostgreSQL's session is busy with the CALL, so the function {@code pg_internal.run_copy}
 * does there what the COPY needs: it asks, and each answer is the next thing to do, until all is done. The rows come to
 * PostgreSQL by a file, when all of them are good.
 *
 * <p>The session's reader hands over what the function tells; the COPY runs on a thread of its own.
 */
final class ProcedureCopy implements StatementSession {

    /** The SQLSTATE of the notices that ask. */
    private static final String ASKS = "WHRUN";
    private static final Logger LOG = LoggerFactory.getLogger(ProcedureCopy.class);
    /** Put where the next notice is awaited: nobody asks any more. */
    private static final String ENDED = "";

    private final EndpointServer server;
    private final Answers answers;
    private final Path rows;
    private final int pid;
    private final String user;
    private final String database;
    private final long queryId;
    private final List<String> notices = new ArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile String request;
    private volatile boolean ended;

    private ProcedureCopy(EndpointServer server, Answers answers, Path dataFolder, int pid, String user,
            String database, String request) {
        this.server = server;
        this.answers = answers;
        this.pid = pid;
        this.user = user;
        this.database = database;
        this.request = request;
        this.queryId = server.nextQueryId();
        this.rows = dataFolder.resolve("warehouse_copy_" + queryId);
    }

    static boolean asks(ErrorFields notice) {
        return notice.sqlState().equals(ASKS);
    }

    /** Whether a notice is the first of a COPY. */
    static boolean begins(ErrorFields notice) {
        return notice.hint().isEmpty();
    }

    /**
     * Begins a COPY.
     *
     * @param notice the function's first one
     * @return what takes the next ones
     */
    static ProcedureCopy begin(EndpointServer server, Answers answers, int pid, String user, String database,
            ErrorFields notice) throws IOException {
        ProcedureCopy copy = new ProcedureCopy(server, answers, server.dataFolder(), pid, user, database,
                notice.detail());
        Thread thread = new Thread(() -> copy.run(notice.message()), "warehouse-copy-" + pid);
        thread.setDaemon(true);
        thread.start();
        return copy;
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
            CopyStatement statement = server.translator().copy(sql);
            CopyResult result = server.copyExecutor().execute(statement, this, user);
            entry.succeeded("COPY");
            String traces = server.systemTables().traces(database, queryId);
            answer(json -> {
                json.writeStringField("id", Long.toString(queryId));
                json.writeStringField("rows", Long.toString(result.loadedRows()));
                json.writeFieldName("traces");
                json.writeRawValue(traces);
                json.writeArrayFieldStart("notices");
                for (String notice : notices) {
                    json.writeString(notice);
                }
                json.writeEndArray();
            });
        } catch (StatementFailedException nobodyAsks) {
            entry.failed(String.valueOf(nobodyAsks.getMessage()));
        } catch (RedshiftError e) {
            entry.failed(String.valueOf(e.getMessage()));
            refuse(e.told(queryId, pid));
        } catch (IOException | RuntimeException e) {
            LOG.warn("copy: the COPY of a procedure broke", e);
            entry.failed(String.valueOf(e.getMessage()));
            refuse(new RedshiftError(RedshiftError.INTERNAL_ERROR, "the COPY of a procedure broke: " + e.getMessage(), null,
                    "see the log"));
        } finally {
            deleteRows();
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
            LOG.warn("copy: the failure of a COPY could not be told to its procedure: {}", e.toString());
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
                json.writeArrayFieldStart("columns");
                for (String column : target.columns()) {
                    json.writeString(column);
                }
                json.writeEndArray();
            }));
        }

        @Override
        public void abort(String reason) throws IOException {
            LOG.debug("copy: {}", reason);
            file.close();
        }
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
