/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE, as far as PostgreSQL lacks Redshift's form of it: one rule for each kind of object. */
final class Create {

    private static final Set<String> NOT_EXECUTED = Set.of("external", "library", "model", "datashare", "identity",
            "masking", "rls", "template");

    private Create() {
    }

    static void rewrite(Statement statement, Columns columns) {
        int at = 1;
        boolean temporary = false;
        if (statement.looking(at, "or", "replace")) {
            at += 2;
        }
        if (statement.word(at, "local")) {
            statement.remove(at, at + 1);
            at++;
        }
        if (statement.word(at, "temp") || statement.word(at, "temporary")) {
            temporary = true;
            at++;
        }
        if (at >= statement.size()) {
            throw statement.syntax("CREATE what?", at);
        }
        String kind = statement.token(at).name();
        switch (kind) {
            case "table" -> CreateTable.rewrite(statement, at, temporary);
            case "view" -> Views.view(statement, at, columns);
            case "materialized" -> Views.materialized(statement, at);
            case "procedure", "function" -> Routines.rewrite(statement, at, columns);
            case "user" -> Users.user(statement, at);
            case "schema" -> schema(statement, at);
            case "database" -> database(statement, at);
            case "index" -> throw noIndex(statement);
            case "unique" -> {
                if (statement.word(at + 1, "index")) {
                    throw noIndex(statement);
                }
            }
            case "sequence" -> throw statement.unsupported("Redshift has no sequences: CREATE SEQUENCE is not supported",
                    "use an IDENTITY column instead", 0).named("pg-object");
            default -> {
                if (NOT_EXECUTED.contains(kind)) {
                    throw notExecuted(statement, "CREATE", at);
                }
            }
        }
    }

    /** Objects that stand for services outside the cluster. */
    static RedshiftError notExecuted(Statement statement, String command, int kind) {
        StringBuilder name = new StringBuilder(command);
        for (int i = kind; i < Math.min(kind + 2, statement.size()) && statement.token(i).isName(); i++) {
            if (i > kind && !List.of("schema", "table", "function", "view", "provider", "policy").contains(
                    statement.token(i).name())) {
                break;
            }
            name.append(' ').append(statement.token(i).text().toUpperCase(Locale.ROOT));
        }
        return statement.notEmulated("the local Redshift does not execute " + name,
                "it reaches services that are not here; load the data with COPY instead", 0);
    }

    private static RedshiftError noIndex(Statement statement) {
        return statement.unsupported("Redshift has no indexes: CREATE INDEX is not supported",
                "give the table a SORTKEY instead", 0).named("create-index");
    }

    /** CREATE SCHEMA s [AUTHORIZATION u] [QUOTA {n [MB | GB | TB] | UNLIMITED}]: no quota is kept. */
    private static void schema(Statement statement, int at) {
        for (int i = at + 2; i < statement.size(); i++) {
            if (statement.word(i, "quota")) {
                statement.remove(i, statement.size());
                return;
            }
        }
    }

    /** CREATE DATABASE d [WITH] [OWNER [=] u] [CONNECTION LIMIT n] [COLLATE …] [ISOLATION LEVEL …]. */
    private static void database(Statement statement, int at) {
        int i = at + 2;
        while (i < statement.size()) {
            if (statement.looking(i, "isolation", "level")) {
                statement.remove(i, i + 3);
                i += 3;
            } else if (statement.word(i, "collate")) {
                if (Collations.isCaseInsensitive(statement, i + 1)) {
                    throw statement.notEmulated("the local Redshift does not emulate COLLATE CASE_INSENSITIVE of a database",
                            "write it at the columns", i);
                }
                statement.remove(i, i + 2);
                i += 2;
            } else if (statement.looking(i, "connection", "limit", "unlimited")) {
                statement.remove(i, i + 3);
                i += 3;
            } else {
                i++;
            }
        }
    }
}
