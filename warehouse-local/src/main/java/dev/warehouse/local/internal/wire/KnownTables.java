/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.local.internal.sql.Columns.TypedColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The columns of tables that a session has asked for, so that it need not ask for each statement. Forgotten when a
 * statement of any session of the endpoint may have changed a table, and after a second, because others than the
 * endpoint may too. A session whose own transaction may have changed one asks each time until it ends.
 */
final class KnownTables {

    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST = 1_000;

    /** First words of statements that make, change or drop no table, and after which names mean the same as before. */
    private static final Set<String> HARMLESS = Set.of("select", "with", "insert", "update", "delete", "merge", "begin",
            "start", "commit", "end", "rollback", "abort", "show", "explain", "declare", "fetch", "close", "copy",
            "unload", "analyze", "vacuum", "lock", "deallocate");

    private final AtomicLong changes;
    private final Map<String, List<TypedColumn>> known = new HashMap<>();
    private long knownAt;
    private long askedAt;
    /** How many statements that may change a table were sent, and how many of these have ended for good. */
    private volatile long begun;
    private volatile long ended;

    /**
     * Those of one session.
     *
     * @param changes counts the changes by all sessions of an endpoint
     */
    KnownTables(AtomicLong changes) {
        this.changes = changes;
    }

    /** A statement of the client is sent, by the thread that sends all. */
    void sent(String sql) {
        if (mayChange(sql)) {
            begun = begun + 1;
        }
    }

    /** How many statements that may change a table were sent. */
    long begun() {
        return begun;
    }

    /**
     * No transaction is open. Called before the client hears of it.
     *
     * @param begunThen how many statements were sent when the end was asked for
     */
    void idle(long begunThen) {
        if (begunThen > ended) {
            changes.incrementAndGet();
            ended = begunThen;
        }
    }

    /** The columns of tables by their names. Called by the thread that sends. */
    Map<String, List<TypedColumn>> of(Set<String> names,
            Function<Set<String>, Map<String, List<TypedColumn>>> question) {
        long now = System.nanoTime();
        long changed = changes.get();
        if (begun != ended) {
            return question.apply(names);
        }
        if (changed != knownAt || now - askedAt > LIFETIME || known.size() > MOST) {
            known.clear();
            knownAt = changed;
            askedAt = now;
        }
        if (!known.keySet().containsAll(names)) {
            Map<String, List<TypedColumn>> found = question.apply(names);
            names.forEach(name -> known.put(name, found.getOrDefault(name, List.of())));
        }
        Map<String, List<TypedColumn>> wanted = new HashMap<>();
        names.forEach(name -> wanted.put(name, known.getOrDefault(name, List.of())));
        return wanted;
    }

    /**
     * Whether a text may hold a statement that changes what tables there are; one that cannot be told at a glance may.
     */
    private static boolean mayChange(String sql) {
        int from = 0;
        while (from < sql.length() && (Character.isWhitespace(sql.charAt(from)) || sql.charAt(from) == '(')) {
            from++;
        }
        int to = from;
        while (to < sql.length() && Character.isLetter(sql.charAt(to))) {
            to++;
        }
        int next = sql.indexOf(';', to);
        String first = sql.substring(from, to).toLowerCase(Locale.ROOT);
        if (!HARMLESS.contains(first) || next >= 0 && !sql.substring(next + 1).isBlank()) {
            return from < sql.length();
        }
        // SELECT … INTO makes a table
        return (first.equals("select") || first.equals("with")) && sql.toLowerCase(Locale.ROOT).contains("into");
    }
}
