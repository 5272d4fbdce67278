/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * SHOW of what the catalogue holds: databases, schemas, tables, columns, definitions. They are queries of the views
 * that Redshift has for the same.
 *
 * <p>Sources: the pages SHOW DATABASES, SHOW SCHEMAS, SHOW TABLES, SHOW COLUMNS, SHOW TABLE, SHOW VIEW, SHOW PROCEDURE
 * and SHOW GRANTS of the Redshift Database Developer Guide.
 */
final class Show {

    private final Statement statement;

    private Show(Statement statement) {
        this.statement = statement;
    }

    static void rewrite(Statement statement) {
        if (statement.size() < 2) {
            throw statement.syntax("SHOW what?", 1);
        }
        new Show(statement).run();
    }

    private void run() {
        String what = statement.token(1).name();
        switch (what) {
            case "databases" -> list("select * from pg_internal.show_databases()", "database_name", 2);
            case "schemas" -> {
                int at = from(2, "database");
                List<String> name = name(at, 1);
                list("select * from pg_internal.show_schemas(" + literals(name, 1) + ")", "schema_name",
                        at + 2 * name.size() - 1);
            }
            case "tables" -> {
                int at = from(2, "schema");
                List<String> name = name(at, 2);
                list("select * from pg_internal.show_tables(" + literals(name, 2) + ")", "table_name",
                        at + 2 * name.size() - 1);
            }
            case "columns" -> {
                int at = from(2, "table");
                List<String> name = name(at, 3);
                if (name.size() < 2) {
                    throw statement.syntax("SHOW COLUMNS FROM TABLE takes [database.]schema.table", at);
                }
                list("select * from pg_internal.show_columns(" + literals(name, 3) + ")", "column_name",
                        at + 2 * name.size() - 1);
            }
            case "table" -> definition("table");
            case "view" -> definition("view");
            case "procedure" -> procedure();
            case "grants" -> throw statement.notEmulated("the local Redshift does not execute SHOW GRANTS",
                    "ask SVV_RELATION_PRIVILEGES", 1);
            case "datashares", "model", "external", "parameters", "policies", "constraints", "functions" ->
                    throw statement.notEmulated("the local Redshift does not execute SHOW "
                            + what.toUpperCase(Locale.ROOT), null, 1);
            default -> Parameters.show(statement);
        }
    }

    private int from(int at, String kind) {
        if (!statement.word(at, "from") && !statement.word(at, "in")) {
            throw statement.syntax("FROM " + kind.toUpperCase(Locale.ROOT) + " is missing", at);
        }
        return statement.word(at + 1, kind) ? at + 2 : at + 1;
    }

    private List<String> name(int at, int most) {
        List<String> parts = new ArrayList<>();
        int to = statement.behindName(at);
        for (int i = at; i < to; i += 2) {
            parts.add(statement.token(i).name());
        }
        if (parts.size() > most) {
            throw statement.syntax("the name has too many parts", at);
        }
        return parts;
    }

    /** The parts as arguments, the missing first ones as NULL. */
    private static String literals(List<String> parts, int count) {
        StringBuilder arguments = new StringBuilder();
        for (int i = parts.size(); i < count; i++) {
            arguments.append(arguments.isEmpty() ? "" : ", ").append("null");
        }
        parts.forEach(part -> arguments.append(arguments.isEmpty() ? "" : ", ").append(StringLiterals.quote(part)));
        return arguments.toString();
    }

    /** … [LIKE 'pattern'] [LIMIT n]. */
    private void list(String query, String column, int from) {
        StringBuilder sql = new StringBuilder(query);
        int at = from;
        if (statement.word(at, "like")) {
            sql.append(" where ").append(column).append(" like ").append(string(at + 1));
            at += 2;
        }
        if (statement.word(at, "limit")) {
            if (at + 1 >= statement.size() || statement.token(at + 1).type() != Token.Type.NUMBER) {
                throw statement.syntax("LIMIT takes a number", at + 1);
            }
            sql.append(" limit ").append(statement.token(at + 1).text());
            at += 2;
        }
        if (at < statement.size()) {
            throw statement.syntax("SHOW takes LIKE 'pattern' and LIMIT n", at);
        }
        statement.becomes(sql.toString(), "SHOW");
    }

    private String string(int at) {
        Token token = at < statement.size() ? statement.token(at) : null;
        if (token == null || token.type() != Token.Type.STRING) {
            throw statement.syntax("a pattern in quotes is missing", at);
        }
        return StringLiterals.quote(token.stringValue());
    }

    private void definition(String kind) {
        int to = statement.behindName(2);
        end(to);
        int from = to - 2 > 3 ? 4 : 2;
        statement.becomes("select * from pg_internal.show_" + kind + "("
                + StringLiterals.quote(statement.name(from, to)) + ")", "SHOW");
    }

    private void procedure() {
        int to = statement.behindName(2);
        @Nullable String arguments = null;
        if (statement.sign(to, "(")) {
            int behind = statement.behindBrackets(to);
            arguments = statement.text(to + 1, behind - 1);
            end(behind);
        } else {
            end(to);
        }
        statement.becomes("select * from pg_internal.show_procedure(" + StringLiterals.quote(statement.name(2, to))
                + ", "
                + TableDesign.literal(arguments) + ")", "SHOW");
    }

    private void end(int at) {
        if (at < statement.size()) {
            throw statement.syntax("nothing more is expected", at);
        }
    }
}
