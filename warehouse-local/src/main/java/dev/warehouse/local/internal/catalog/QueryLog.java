/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.catalog;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The last statements of all sessions, for {@code stl_query}, {@code sys_query_history} and their like. They are kept
 * in memory, and written down when one of these views is read: a statement costs next to nothing. Safe for use by
 * several threads.
 */
public final class QueryLog {

    private static final int MOST = 10_000;
    private static final int LONGEST_TEXT = 4_000;

    /** A statement, running or done. */
    public static final class Entry {

        private final long queryId;
        private final int pid;
        private final String user;
        private final String database;
        private final String text;
        private final Instant started = Instant.now();
        private @Nullable Instant ended;
        private @Nullable String error;
        private String type = "";
        private long rows;

        private Entry(long queryId, int pid, String user, String database, String text) {
            this.queryId = queryId;
            this.pid = pid;
            this.user = user;
            this.database = database;
            this.text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        }

        /**
         * It has succeeded.
         *
         * @param tag the command tag: its last word is the count of rows, if there is one
         */
        public synchronized void succeeded(String tag) {
            int blank = tag.indexOf(' ');
            type = type(blank < 0 ? tag : tag.substring(0, blank));
            String count = tag.substring(tag.lastIndexOf(' ') + 1);
            rows += !count.isEmpty() && Character.isDigit(count.charAt(0)) ? Long.parseLong(count) : 0;
            ended = Instant.now();
        }

        /**
         * It has failed.
         *
         * @param message why
         */
        public synchronized void failed(String message) {
            error = message;
            ended = Instant.now();
        }

        private synchronized boolean isDone() {
            return ended != null;
        }

        private synchronized String row() {
            String failure = error;
            Instant end = ended;
            String kind = type.isEmpty() ? type(text.strip().split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT)) : type;
            return "((select oid::integer from pg_roles where rolname = " + StringLiterals.quote(user) + "), " + queryId
                    + ", " + pid + ", " + StringLiterals.quote(database) + ", " + StringLiterals.quote(kind) + ", "
                    + time(started) + ", " + (end == null ? "null" : time(end)) + ", " + rows + ", "
                    + (failure == null ? "null" : StringLiterals.quote(failure)) + ", "
                    + StringLiterals.quote(text.replace('\0', ' ')) + ")";
        }

        private static String type(String command) {
            return switch (command) {
                case "SELECT", "INSERT", "UPDATE", "DELETE", "COPY", "UNLOAD", "MERGE" -> command;
                case "WITH", "FETCH" -> "SELECT";
                case "CREATE", "ALTER", "DROP", "TRUNCATE" -> "DDL";
                default -> "UTILITY";
            };
        }

        private static String time(Instant time) {
            return "'" + LocalDateTime.ofInstant(time, ZoneOffset.UTC) + "'";
        }
    }

    private final Backend backend;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * An empty log.
     *
     * @param backend the PostgreSQL underneath
     */
    public QueryLog(Backend backend) {
        this.backend = backend;
    }

    /**
     * A statement begins.
     *
     * @param queryId its id
     * @param pid the session's process
     * @param user who runs it
     * @param database where
     * @param text the client's text
     * @return its entry, to be ended by the caller
     */
    public Entry begin(long queryId, int pid, String user, String database, String text) {
        Entry entry = new Entry(queryId, pid, user, database, text);
        synchronized (entries) {
            if (entries.size() == MOST) {
                entries.removeFirst();
            }
            entries.add(entry);
        }
        return entry;
    }

    /**
     * Writes down what is new, so that the views of a database show it.
     *
     * @param database the database that is asked
     * @throws IOException if PostgreSQL refuses
     */
    public void writeDown(String database) throws IOException {
        List<Entry> done = new ArrayList<>();
        List<Entry> running = new ArrayList<>();
        synchronized (entries) {
            entries.removeIf(entry -> {
                if (!entry.database.equals(database)) {
                    return false;
                }
                boolean isDone = entry.isDone();
                (isDone ? done : running).add(entry);
                return isDone;
            });
        }
        StringBuilder sql = new StringBuilder("begin; delete from pg_internal.queries where end_time is null;");
        done.addAll(running);
        for (Entry entry : done) {
            sql.append("insert into pg_internal.queries values ").append(entry.row()).append(';');
        }
        try (PgConnection admin = backend.admin(database)) {
            admin.query(sql.append("commit").toString());
        }
    }
}
