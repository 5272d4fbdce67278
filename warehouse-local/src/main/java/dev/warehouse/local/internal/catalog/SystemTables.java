/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.catalog;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.copy.LoadLog;
import dev.warehouse.local.internal.unload.UnloadLog;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what loads leave behind, over connections of its own: what is written stays, whatever becomes of the client's
 * transaction. Safe for use by several threads.
 */
public final class SystemTables implements LoadLog, UnloadLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTables.class);
    private static final int ROWS_A_STATEMENT = 500;

    private final Backend backend;
    private final Map<String, PgConnection> connections = new HashMap<>();

    /**
     * Over a PostgreSQL that has the {@link Catalog}.
     *
     * @param backend the PostgreSQL underneath
     */
    public SystemTables(Backend backend) {
        this.backend = backend;
    }

    /**
     * The id of the last statement that left a trace.
     *
     * @param database where to look
     * @return the id, or 0
     * @throws IOException if PostgreSQL does not answer
     */
    public synchronized long lastQueryId(String database) throws IOException {
        List<@Nullable String[]> rows = connection(database).query(
                "select greatest(100, (select max(query_id) from pg_internal.loads), "
                        + "(select max(query_id) from pg_internal.unloads))");
        return Long.parseLong(String.valueOf(rows.get(0)[0]));
    }

    /**
     * What a COPY or UNLOAD has left behind, for a transaction that began before it was written.
     *
     * @param database where to look
     * @param queryId the id of the statement
     * @return JSON, as the views' functions take it
     * @throws IOException if PostgreSQL does not answer
     */
    public synchronized String traces(String database, long queryId) throws IOException {
        return String.valueOf(connection(database).query("select pg_internal.traces(" + queryId + ")").get(0)[0]);
    }

    @Override
    public void write(Load load) {
        write("copy", load.database(), load.queryId(), statements(load));
    }

    @Override
    public void write(Unload unload) {
        write("unload", unload.database(), unload.queryId(), statements(unload));
    }

    private synchronized void write(String what, String database, long queryId, String sql) {
        try {
            connection(database).query(sql);
        } catch (IOException e) {
            LOG.warn("{}: the traces of query {} could not be written: {}", what, queryId, e.getMessage());
            PgConnection broken = connections.remove(database);
            if (broken != null) {
                broken.close();
            }
        }
    }

    private PgConnection connection(String database) throws IOException {
        PgConnection connection = connections.get(database);
        if (connection == null) {
            connection = backend.admin(database);
            connections.put(database, connection);
        }
        return connection;
    }

    private static String statements(Load load) {
        String user = user(load.userName());
        StringBuilder sql = new StringBuilder("begin;");
        sql.append("insert into pg_internal.loads values (").append(user)
                .append(',').append(load.queryId()).append(',').append(load.pid())
                .append(',').append(text(load.database())).append(',').append(load.succeeded())
                .append(',').append(load.tableOid()).append(',').append(text(load.tableName()))
                .append(',').append(time(load.started())).append(',').append(time(load.ended()))
                .append(',').append(text(load.source())).append(',').append(text(load.fileFormat()))
                .append(',').append(load.loadedRows()).append(',').append(load.sourceFiles())
                .append(',').append(load.sourceBytes()).append(',').append(load.errorCount())
                .append(',').append(load.transactionId()).append(");");
        List<String> files = new ArrayList<>();
        for (LoadedFile file : load.files()) {
            files.add("(" + user + ',' + load.queryId() + ',' + text(file.name()) + ',' + file.bytes() + ','
                    + file.lines() + ',' + text(load.fileFormat()) + ',' + time(file.ended()) + ','
                    + time(file.started()) + ',' + time(file.lastModified()) + ',' + text(file.etag()) + ")");
        }
        insert(sql, "load_files", files);
        List<String> errors = new ArrayList<>();
        for (LoadError error : load.errors()) {
            errors.add("(" + user + ',' + load.queryId() + ',' + load.pid() + ',' + text(load.database()) + ','
                    + load.tableOid() + ',' + time(load.started()) + ',' + text(error.fileName()) + ',' + error.line()
                    + ',' + text(error.column()) + ',' + text(error.type()) + ',' + text(error.length()) + ','
                    + error.position() + ',' + text(error.rawLine()) + ',' + text(error.rawValue()) + ','
                    + error.code() + ',' + text(error.reason()) + ")");
        }
        insert(sql, "load_errors", errors);
        String ids = "(" + user + ',' + load.queryId() + ',' + load.pid() + ',';
        List<String> fields = new ArrayList<>();
        for (LoadError error : load.errors()) {
            for (FieldValue field : error.fields()) {
                fields.add(ids + text(error.fileName()) + ',' + error.line() + ',' + field.number() + ','
                        + text(field.column()) + ',' + text(field.type()) + ',' + text(field.length()) + ','
                        + text(field.value()) + ',' + field.isNull() + ")");
            }
        }
        insert(sql, "load_error_fields", fields);
        List<String> replacements = new ArrayList<>();
        for (Replacement replacement : load.replacements()) {
            replacements.add(ids + load.tableOid() + ',' + time(load.started()) + ',' + text(replacement.fileName())
                    + ',' + replacement.line() + ',' + text(replacement.column()) + ',' + text(replacement.rawLine())
                    + ")");
        }
        insert(sql, "load_replacements", replacements);
        return sql.append("commit").toString();
    }

    private static String statements(Unload unload) {
        String user = user(unload.userName());
        String started = time(unload.started());
        String ended = time(unload.ended());
        String ids = "(" + user + ',' + unload.queryId() + ',' + unload.pid() + ',';
        StringBuilder sql = new StringBuilder("begin;");
        insert(sql, "unloads", List.of(ids + text(unload.database()) + ',' + unload.error().isEmpty() + ','
                + started + ',' + ended + ',' + text(unload.fileFormat()) + ',' + text(unload.compression())
                + ',' + text(unload.location()) + ',' + unload.rows() + ',' + unload.files().size() + ','
                + unload.files().stream().mapToLong(UnloadedFile::bytes).sum() + ',' + text(unload.error()) + ")"));
        List<String> files = new ArrayList<>();
        for (UnloadedFile file : unload.files()) {
            files.add(ids + file.slice() + ',' + text(file.path()) + ',' + started + ',' + ended + ','
                    + file.rows() + ',' + file.bytes() + ',' + text(unload.fileFormat()) + ")");
        }
        insert(sql, "unload_files", files);
        return sql.append("commit").toString();
    }

    private static String user(String name) {
        return "(select oid::integer from pg_roles where rolname = " + text(name) + ")";
    }

    private static void insert(StringBuilder sql, String table, List<String> rows) {
        for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
            sql.append("insert into pg_internal.").append(table).append(" values ")
                    .append(String.join(",", rows.subList(from, Math.min(rows.size(), from + ROWS_A_STATEMENT))))
                    .append(';');
        }
    }

    /** A literal; the character NUL, which no text of PostgreSQL can hold, becomes a dot as in Redshift's views. */
    private static String text(@Nullable String value) {
        return value == null ? "null" : StringLiterals.quote(value.replace('\0', '.'));
    }

    /** A load's times are UTC already, whatever the zone of this machine. */
    private static String time(Timestamp utc) {
        return "'" + utc.toLocalDateTime() + "'";
    }

    private static String time(Instant time) {
        return "'" + LocalDateTime.ofInstant(time, ZoneOffset.UTC) + "'";
    }

    @Override
    public synchronized void close() {
        connections.values().forEach(PgConnection::close);
        connections.clear();
    }
}
