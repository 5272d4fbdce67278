/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.LongNames;
import dev.warehouse.api.internal.sql.Token;

/** The rules that hold in every statement, wherever an expression or a name can stand. */
final class Expressions {

    private Expressions() {
    }

    static void rewrite(Statement statement) {
        // from the end, so that what stands inside a call is done before the call
        for (int i = statement.size() - 1; i >= 0; i--) {
            if (statement.isSettled(i)) {
                continue;
            }
            Token token = statement.token(i);
            int index = i;
            switch (token.type()) {
                case QUOTED_NAME -> foldCase(statement, token);
                case WORD -> {
                    if (LongNames.isLong(token.text())) {
                        foldCase(statement, token);
                    } else {
                        statement.part(() -> word(statement, index, token));
                    }
                }
                case SIGN -> temporaryName(statement, i, token);
                case STRING -> superString(statement, i);
                default -> {
                    // literals and numbers mean the same on both sides
                }
            }
        }
    }

    /** Quotes do not preserve case in Redshift. */
    private static void foldCase(Statement statement, Token token) {
        String folded = Statement.quoted(token);
        if (!folded.equals(token.text())) {
            statement.edits().replace(token, folded);
        }
    }

    /** 'abc'::super is a string; PostgreSQL would take the characters for JSON. */
    private static void superString(Statement statement, int index) {
        if (statement.word(index + 2, "super") && (statement.sign(index + 1, "::")
                || statement.word(index + 1, "as") && statement.sign(index + 3, ")"))) {
            statement.insertBehind(index, "::varchar");
        }
    }

    /** #name is a temporary table. */
    private static void temporaryName(Statement statement, int index, Token token) {
        if (token.text().length() > 1 && token.text().charAt(0) == '#' && Character.isLetter(token.text().charAt(1))
                || token.text().startsWith("#_")) {
            // SELECT … INTO #name makes it
            boolean made = statement.word(index - 1, "into") && index > 1 && !statement.word(index - 2, "insert")
                    && !statement.word(index - 2, "merge");
            statement.edits().replace(token, (made ? "temp " : "") + Statement.quoted(token));
        }
    }

    /** psql asks servers as old as Redshift's version number for columns that PostgreSQL has no more. */
    private static void catalogColumn(Statement statement, int index, Token token) {
        String table = statement.token(index - 2).text();
        String replacement;
        switch (token.name()) {
            case "relhasoids" -> replacement = "false";
            case "relnamespace" -> {
                tablesOnly(statement, index);
                return;
            }
            case "proisagg" -> replacement = "(" + table + ".prokind = 'a')";
            case "proiswindow" -> replacement = "(" + table + ".prokind = 'w')";
            default -> {
                return;
            }
        }
        statement.edits().replace(statement.token(index - 2).start(), token.end(), replacement);
    }

    /**
     * … FROM pg_namespace n, pg_class c … WHERE c.relnamespace = n.oid: the driver's getTables. The indexes of keys and
     * the sequences of identity columns are ours, and Redshift has none.
     */
    private static void tablesOnly(Statement statement, int index) {
        if (statement.word(index - 3, "where") && statement.sign(index + 1, "=") && statement.word(index + 4, "oid")
                && statement.tokens().stream().anyMatch(token -> token.text().equals("'SYSTEM TOAST INDEX'"))) {
            statement.insertBehind(index + 4, " and (c.relkind not in ('i', 'S') or n.nspname = 'pg_catalog')");
        }
    }

    /**
     * CASE WHEN c THEN generate_series(a, x) - 1 ELSE generate_series(a, y) - 1 END: Redshift's driver asks so for the
     * arguments of procedures, and PostgreSQL has no sets in a CASE any more.
     */
    private static void seriesInCase(Statement statement, int index) {
        int when = index - 1;
        while (when > 0 && !statement.word(when, "when")) {
            when--;
        }
        Call first = Call.at(statement, index);
        Call second = first == null ? null : Call.at(statement, first.close() + 4);
        if (first == null || second == null || first.size() != 2 || second.size() != 2
                || !statement.word(when - 1, "case") || !statement.word(first.close() + 3, "else")
                || !statement.word(second.name(), "generate_series") || !statement.word(second.close() + 3, "end")) {
            return;
        }
        statement.settle(when - 1, second.close() + 4, "pg_catalog.generate_series(" + first.text(0) + ", case when "
                + statement.text(when + 1, index - 1) + " then " + first.text(1) + " else " + second.text(1) + " end) "
                + statement.text(first.close() + 1, first.close() + 3));
    }

    private static void word(Statement statement, int index, Token token) {
        if (statement.sign(index - 1, ".")) {
            catalogColumn(statement, index, token);
            return;
        }
        if (token.is("ilike") && index > 0) {
            ofAscii(statement, index);
        } else if (token.is("sysdate") && !statement.sign(index + 1, "(") && !statement.word(index - 1, "as")) {
            statement.edits().replace(token, "pg_catalog.sysdate()");
        } else if ((token.is("varchar") || token.is("nvarchar")) && statement.sign(index + 1, "(")
                && statement.word(index + 2, "max") && statement.sign(index + 3, ")")) {
            statement.replace(index, index + 4, "varchar(65535)");
        } else if (token.is("approximate") && (statement.word(index + 1, "count")
                || statement.word(index + 1, "percentile_disc"))) {
            // the exact result is a good approximation
            statement.remove(index, index + 1);
        } else if ((token.is("decimal") || token.is("numeric")) && isCast(statement, index)) {
            statement.replace(index, index + 1, "numeric(18,0)");
        } else if (token.is("generate_series") && statement.word(index - 1, "then")) {
            seriesInCase(statement, index);
        } else if ((token.is("varbyte") || token.is("varbinary")) && isCast(statement, index)) {
            statement.replace(index, index + 1, "bytea");
        } else if (statement.sign(index + 1, "(")) {
            Functions.rewrite(statement, index, token.name());
        } else {
            ReservedWords.quote(statement, index, token);
        }
    }

    /** ILIKE takes the case of ASCII letters alone for the same; PostgreSQL that of all that the database has. */
    private static void ofAscii(Statement statement, int ilike) {
        int behindOperand = statement.word(ilike - 1, "not") ? ilike - 1 : ilike;
        // a parameter alone has no type yet that a collation could be for
        if (behindOperand > 0 && statement.token(behindOperand - 1).type() != Token.Type.PARAMETER) {
            statement.insertBefore(behindOperand, "collate \"C\" ");
        }
    }

    /** A type without its precision at the end of x::type or cast(x as type). */
    private static boolean isCast(Statement statement, int index) {
        return !statement.sign(index + 1, "(") && (statement.sign(index - 1, "::")
                || statement.word(index - 1, "as") && statement.sign(index + 1, ")"));
    }
}
