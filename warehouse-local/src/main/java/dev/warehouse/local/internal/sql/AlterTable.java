/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * ALTER TABLE: keys are declared and not enforced, distribution, sort keys and encodings are remembered, types of new
 * columns are Redshift's. What PostgreSQL has in the same form is handed on.
 *
 * <p>Source: the page ALTER TABLE of the Redshift Database Developer Guide.
 */
final class AlterTable {

    /** Does nothing, but only if the table exists and the user owns it; its command tag is the right one. */
    private static final String NO_CHANGE = "replica identity default";

    private AlterTable() {
    }

    static void rewrite(Statement statement) {
        if (!statement.word(1, "table")) {
            return;
        }
        int nameFrom = 2;
        int at = statement.behindName(nameFrom);
        String table = statement.name(nameFrom, at);
        if (statement.word(at, "add")) {
            add(statement, at, table);
        } else if (statement.word(at, "alter")) {
            alter(statement, at, table);
        } else if (statement.word(at, "append")) {
            append(statement, at, table);
        } else if (statement.word(at, "drop") && !statement.word(at + 1, "constraint")) {
            dropColumn(statement, at, table);
        }
    }

    /** APPEND FROM s [IGNOREEXTRA | FILLTARGET]: the rows move, and the move is committed. */
    private static void append(Statement statement, int at, String table) {
        if (!statement.word(at + 1, "from")) {
            throw statement.syntax("APPEND FROM table is meant", at + 1);
        }
        int to = statement.behindName(at + 2);
        boolean ignore = statement.word(to, "ignoreextra");
        boolean fill = statement.word(to, "filltarget");
        int end = ignore || fill ? to + 1 : to;
        if (end < statement.size()) {
            throw statement.syntax("APPEND takes IGNOREEXTRA or FILLTARGET", end);
        }
        String source = statement.name(at + 2, to);
        statement.alone("ALTER TABLE APPEND");
        statement.call("append_table(" + TableDesign.regclass(table) + ", " + TableDesign.regclass(source) + ", "
                + ignore + ", " + fill + ")", "ALTER TABLE APPEND");
    }

    private static void dropColumn(Statement statement, int at, String table) {
        int name = statement.word(at + 1, "column") ? at + 2 : at + 1;
        if (name < statement.size() && statement.token(name).isName() && !statement.looking(name, "if", "exists")) {
            boolean cascade = statement.word(name + 1, "cascade");
            statement.call("drop_column(" + TableDesign.regclass(table) + ", "
                    + StringLiterals.quote(statement.token(name).name()) + ", " + cascade + ")", "ALTER TABLE");
        }
    }

    private static void add(Statement statement, int at, String table) {
        int what = at + 1;
        if (statement.word(what, "constraint")) {
            what += 2;
        }
        if (statement.looking(what, "primary", "key") || statement.word(what, "unique")) {
            int open = statement.word(what, "unique") ? what + 1 : what + 2;
            declareKey(statement, at, what, open, table);
        } else if (statement.looking(what, "foreign", "key")) {
            statement.followUp(ForeignKey.ofTable(statement, at + 1, statement.size()).statement(table));
            statement.replace(at, statement.size(), NO_CHANGE);
        } else {
            addColumn(statement, at, table);
        }
    }

    private static void declareKey(Statement statement, int at, int what, int open, String table) {
        if (!statement.sign(open, "(")) {
            throw statement.syntax("the columns of the key are missing", open);
        }
        List<String> columns = ForeignKey.columns(statement, open);
        String name = what > at + 1 ? statement.token(at + 2).name() : null;
        statement.followUp("select pg_internal.declare_key(" + TableDesign.regclass(table) + ", "
                + TableDesign.literal(name) + ", " + statement.word(what, "primary") + ", "
                + TableDesign.array(columns) + ")");
        statement.replace(at, statement.size(), NO_CHANGE);
    }

    private static void checkAttributes(Statement statement, int from) {
        int notNull = -1;
        boolean hasDefault = false;
        for (int i = from; i < statement.size(); i = statement.sign(i, "(") ? statement.behindBrackets(i) : i + 1) {
            for (String word : List.of("unique", "primary", "references", "identity", "generated", "check")) {
                if (statement.word(i, word)) {
                    throw statement.syntax("ADD COLUMN takes DEFAULT, ENCODE, NOT NULL and COLLATE only",
                            "make the table anew, or declare a key by ALTER TABLE … ADD PRIMARY KEY (…)", i)
                            .named("alter-action");
                }
            }
            notNull = statement.looking(i, "not", "null") ? i : notNull;
            hasDefault |= statement.word(i, "default");
        }
        if (notNull >= 0 && !hasDefault) {
            throw statement.unsupported(
                    "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression",
                    "add DEFAULT value", notNull)
                    .named("alter-action");
        }
    }

    private static void addColumn(Statement statement, int at, String table) {
        int name = statement.word(at + 1, "column") ? at + 2 : at + 1;
        if (statement.looking(name, "if", "not", "exists")) {
            name += 3;
        }
        if (name >= statement.size()) {
            throw statement.syntax("the name of the column is missing", name);
        }
        String column = statement.token(name).name();
        int i = ColumnTypes.rewrite(statement, name + 1, column);
        checkAttributes(statement, i);
        while (i < statement.size()) {
            if (statement.word(i, "encode") && i + 1 < statement.size()) {
                encode(statement, table, column, statement.token(i + 1).name());
                statement.remove(i, i + 2);
                i += 2;
            } else if (statement.word(i, "collate")) {
                i = Collations.rewrite(statement, i);
            } else {
                i++;
            }
        }
    }

    private static void alter(Statement statement, int at, String table) {
        if (statement.word(at + 1, "diststyle")) {
            String style = statement.size() > at + 2 ? statement.token(at + 2).name() : "";
            if (style.equals("key") && statement.word(at + 3, "distkey")) {
                distribution(statement, at, table, "KEY", statement.token(at + 4).name());
            } else if (style.equals("all") || style.equals("even") || style.equals("auto")) {
                distribution(statement, at, table, style.toUpperCase(Locale.ROOT), null);
            } else {
                throw statement.syntax("ALTER DISTSTYLE takes ALL, EVEN, AUTO or KEY DISTKEY column", at + 2);
            }
        } else if (statement.word(at + 1, "distkey") && at + 2 < statement.size()) {
            distribution(statement, at, table, "KEY", statement.token(at + 2).name());
        } else if (statement.word(at + 1, "sortkey") || statement.looking(at + 1, "compound", "sortkey")) {
            sortKey(statement, at, table, statement.word(at + 1, "sortkey") ? at + 2 : at + 3);
        } else if (statement.looking(at + 1, "encode", "auto")) {
            statement.replace(at, statement.size(), NO_CHANGE);
        } else {
            alterColumn(statement, at, table);
        }
    }

    private static void distribution(Statement statement, int at, String table, String style,
            @Nullable String column) {
        statement.followUp("select pg_internal.alter_distribution(" + TableDesign.regclass(table) + ", "
                + StringLiterals.quote(style) + ", " + TableDesign.literal(column) + ")");
        statement.replace(at, statement.size(), NO_CHANGE);
    }

    private static void sortKey(Statement statement, int at, String table, int what) {
        List<String> columns = List.of();
        String style;
        if (statement.sign(what, "(")) {
            style = "COMPOUND";
            columns = ForeignKey.columns(statement, what);
        } else if (statement.word(what, "auto")) {
            style = "AUTO";
        } else if (statement.word(what, "none")) {
            style = "NONE";
        } else {
            throw statement.syntax("ALTER SORTKEY takes (columns), AUTO or NONE", what);
        }
        statement.followUp("select pg_internal.alter_sort_key(" + TableDesign.regclass(table) + ", "
                + StringLiterals.quote(style) + ", " + TableDesign.array(columns) + ")");
        statement.replace(at, statement.size(), NO_CHANGE);
    }

    private static void alterColumn(Statement statement, int at, String table) {
        int name = statement.word(at + 1, "column") ? at + 2 : at + 1;
        if (name + 1 >= statement.size()) {
            throw statement.syntax("an action of ALTER COLUMN is missing", name + 1);
        }
        String column = statement.token(name).name();
        if (statement.word(name + 1, "type")) {
            statement.alone("ALTER TABLE ALTER COLUMN");
            ColumnTypes.rewrite(statement, name + 2, column);
            String type = statement.edited(name + 2, statement.size());
            if (!type.startsWith("varchar(")) {
                throw statement.unsupported("ALTER COLUMN TYPE changes the length of a VARCHAR only",
                        "add a column, copy the values, drop the old one", name + 2).named("alter-type");
            }
            statement.call("alter_length(" + TableDesign.regclass(table) + ", " + StringLiterals.quote(column) + ", "
                    + type.substring(8, type.length() - 1) + ")", "ALTER TABLE");
        } else if (statement.word(name + 1, "encode") && name + 2 < statement.size()) {
            encode(statement, table, column, statement.token(name + 2).name());
            statement.replace(at, statement.size(), NO_CHANGE);
        } else {
            throw statement.unsupported("Redshift's ALTER COLUMN changes the TYPE of a VARCHAR or the ENCODE of a column",
                    "add a column, copy the values, drop the old one", name + 1).named("alter-action");
        }
    }

    private static void encode(Statement statement, String table, String column, String encoding) {
        statement.followUp("select pg_internal.alter_encoding(" + TableDesign.regclass(table) + ", "
                + StringLiterals.quote(column) + ", " + StringLiterals.quote(encoding) + ")");
    }
}
