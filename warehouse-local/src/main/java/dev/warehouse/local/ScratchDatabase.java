/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An empty database beside the user's. The definitions of a script are made in it, so that its other statements can be
 * held against them, in one transaction that is rolled back; no row ever gets into it.
 */
final class ScratchDatabase implements SqlAnalyst, AutoCloseable {

    private static final String NAME = "warehouse_check";

    private static final String SAVE = "savepoint warehouse_check";
    private static final String RESTORE = "rollback to warehouse_check; release warehouse_check";

    private final PgConnection connection;
    private final Set<String> lateBindingViews = new HashSet<>();
    private boolean inTransaction;

    private ScratchDatabase(PgConnection connection) {
        this.connection = connection;
    }

    /** Opens it, and makes it if nothing was checked there before; one at a time. */
    static synchronized ScratchDatabase open(Backend backend) throws IOException {
        String name = backend.ownName(NAME);
        try (PgConnection admin = backend.admin(backend.errands())) {
            if (admin.query("select 1 from pg_database where datname = '" + name + "'").isEmpty()) {
                // as a template it is not listed among Redshift's databases
                admin.query("create database " + name + " template " + backend.template() + " is_template true");
            }
        }
        PgConnection connection = backend.admin(name);
        // a runaway definition, such as a table from a recursive query, ends; what it defines stays unknown
        connection.query("set statement_timeout = '5s'; begin");
        return new ScratchDatabase(connection);
    }

    @Override
    public Columns columns() {
        return new Columns() {
            @Override
            public List<Column> of(String query) {
                return describe(query).columns().stream().map(column -> new Column(column.name(), column.isSuper()))
                        .toList();
            }

            @Override
            public Set<String> lateBindingViews() {
                return lateBindingViews;
            }

            @Override
            public @Nullable String lateBindingView(String name) {
                try {
                    List<@Nullable String[]> rows = connection.query("select pg_internal.late_binding_view("
                            + StringLiterals.quote(name) + ")");
                    return rows.isEmpty() ? null : rows.get(0)[0];
                } catch (IOException e) {
                    throw unchecked(e);
                }
            }

            @Override
            public void declareLateBindingView(String name) {
                lateBindingViews.add(name);
            }
        };
    }

    private static UncheckedIOException unchecked(IOException e) {
        return new UncheckedIOException("the statement could not be checked: " + e.getMessage(), e);
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    /** What fails must not end the transaction. */
    private <T> T guarded(Question<T> question) {
        try {
            connection.query(SAVE);
            T answer = question.ask();
            connection.query(RESTORE);
            return answer;
        } catch (IOException e) {
            throw unchecked(e);
        }
    }

    @Override
    public @Nullable RedshiftError syntaxErrorOf(String sql) {
        return guarded(() -> new Answer(connection.syntaxErrorOf(sql))).error;
    }

    private record Answer(@Nullable RedshiftError error) {
    }

    private PgConnection.Described describe(String sql) {
        return guarded(() -> connection.describe(sql));
    }

    @Override
    public @Nullable RedshiftError errorOf(String sql) {
        PgConnection.Described described = describe(sql);
        RedshiftError error = described.error();
        if (error != null && error.sqlState().equals("42883") && !isBuiltIn(String.valueOf(error.getMessage()))) {
            return new RedshiftError(error.sqlState(), String.valueOf(error.getMessage()), null, null,
                    error.position()).named(RedshiftError.UNKNOWN);
        }
        return error;
    }

    /** Whether it is a function that is there, with other arguments, or an operator: both cannot be the user's own. */
    private boolean isBuiltIn(String message) {
        int open = message.indexOf('(');
        if (!message.startsWith("function ") || open < 0) {
            return message.startsWith("operator ");
        }
        List<Token> name = Tokenizer.tokenize(message.substring("function ".length(), open));
        try {
            return name.size() == 1 && !connection.query("select 1 from pg_catalog.pg_proc where proname = "
                    + StringLiterals.quote(name.get(0).name()) + " limit 1").isEmpty();
        } catch (IOException e) {
            throw unchecked(e);
        }
    }

    @Override
    public @Nullable RedshiftError define(Translation definition) {
        List<Token> tokens = Tokenizer.tokenize(definition.sql());
        try {
            switch (tokens.get(0).name()) {
                case "begin", "start" -> {
                    return end(true, "savepoint script");
                }
                case "commit", "end" -> {
                    return end(false, "release script");
                }
                case "rollback", "abort" -> {
                    return end(false, "rollback to script; release script");
                }
                default -> {
                    // a definition
                }
            }
            connection.query(SAVE);
            RedshiftError error = connection.errorOf(definition.sql()
                    + (isTableAsQuery(tokens) ? "\nwith no data" : ""));
            for (String followUp : definition.followUps()) {
                error = error == null && !followUp.equals(Translation.COMMIT) ? connection.errorOf(followUp) : error;
            }
            connection.query(error == null ? "release warehouse_check" : RESTORE);
            return error;
        } catch (IOException e) {
            throw unchecked(e);
        }
    }

    /** A transaction of the script is a part of the one of the check. */
    private @Nullable RedshiftError end(boolean begins, String sql) throws IOException {
        if (inTransaction != begins) {
            connection.query(sql);
            inTransaction = begins;
        }
        return null;
    }

    /** CREATE TABLE … AS query: the table is wanted, not the query's work. */
    private static boolean isTableAsQuery(List<Token> tokens) {
        if (!tokens.get(0).is("create")) {
            return false;
        }
        int depth = 0;
        boolean table = false;
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            table |= i < 4 && token.is("table");
            if (table && depth == 0 && token.is("as")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        connection.close();
    }
}
