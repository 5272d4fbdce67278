/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.Locale;
import java.util.Set;

/**
 * Users, groups, roles, and what they may do. Redshift's groups and roles are both roles of PostgreSQL.
 *
 * <p>Source: the pages CREATE USER, ALTER USER, GRANT and REVOKE of the Redshift Database Developer Guide.
 */
final class Users {

    /** Rights that PostgreSQL has no word for. */
    private static final Set<String> NO_RIGHTS = Set.of("drop", "alter", "scan", "share", "assumerole");

    private Users() {
    }

    /** CREATE USER and ALTER USER, from the word USER on: Redshift's options. */
    static void user(Statement statement, int at) {
        int i = at + 2;
        while (i < statement.size()) {
            if (statement.looking(i, "password", "disable")) {
                statement.replace(i + 1, i + 2, "null");
                i += 2;
            } else if (statement.word(i, "createuser") || statement.word(i, "nocreateuser")) {
                // a superuser of Redshift is none of PostgreSQL, who could read the machine's files
                statement.replace(i, i + 1, statement.word(i, "createuser") ? "createrole" : "nocreaterole");
                i++;
            } else if (statement.looking(i, "syslog", "access")) {
                statement.remove(i, i + 3);
                i += 3;
            } else if (statement.looking(i, "session", "timeout")) {
                statement.remove(i, i + 3);
                i += 3;
            } else if (statement.looking(i, "reset", "session", "timeout")) {
                statement.remove(i, i + 3);
                i += 3;
            } else if (statement.word(i, "externalid")) {
                statement.remove(i, i + 2);
                i += 2;
            } else if (statement.looking(i, "connection", "limit", "unlimited")) {
                statement.replace(i + 2, i + 3, "-1");
                i += 3;
            } else {
                i++;
            }
        }
    }

    /** GRANT and REVOKE: TO ROLE r and TO USER u are TO r; rights that PostgreSQL has not are left away. */
    static void grant(Statement statement) {
        String command = statement.token(0).text().toUpperCase(Locale.ROOT);
        int to = toOrFrom(statement);
        if (to < 0) {
            throw statement.syntax(command.equals("GRANT") ? "TO is missing" : "FROM is missing", statement.size());
        }
        dropWords(statement, to, statement.size());
        int on = -1;
        for (int i = 1; i < to; i++) {
            if (statement.word(i, "on") && on < 0) {
                on = i;
            }
        }
        if (on < 0) {
            if (statement.word(1, "role") || statement.looking(1, "admin", "option", "for", "role")) {
                dropWords(statement, 0, to);
            } else {
                // CREATE USER, ACCESS SYSTEM TABLE and the like: what roles of Redshift alone have
                statement.call("nothing()", command);
            }
            return;
        }
        if (statement.word(on + 1, "language") || statement.word(on + 1, "model") || statement.word(on + 1, "datashare")
                || statement.word(on + 1, "iam_role") || statement.word(on + 1, "copy")) {
            statement.call("nothing()", command);
            return;
        }
        rights(statement, command, on);
    }

    /** ALTER DEFAULT PRIVILEGES [FOR USER u] [IN SCHEMA s] {GRANT | REVOKE} … {TO | FROM} [ROLE | GROUP] x. */
    static void defaultPrivileges(Statement statement) {
        for (int i = 3; i < statement.size(); i++) {
            if (statement.word(i, "to") || statement.word(i, "from")) {
                dropWords(statement, i, statement.size());
            }
            if (statement.word(i, "for") && statement.word(i + 1, "user")) {
                statement.replace(i + 1, i + 2, "role");
            }
        }
    }

    private static void rights(Statement statement, String command, int on) {
        int first = statement.looking(1, "grant", "option", "for") ? 4 : 1;
        boolean left = false;
        boolean removed = false;
        int i = first;
        while (i < on) {
            int end = i;
            while (end < on && !statement.sign(end, ",")) {
                end = statement.sign(end, "(") ? statement.behindBrackets(end) : end + 1;
            }
            if (NO_RIGHTS.contains(statement.token(i).name())) {
                removed = true;
                if (left) {
                    statement.remove(i - 1, end);
                } else {
                    statement.remove(i, Math.min(end + 1, on));
                }
            } else {
                left = true;
            }
            i = end + 1;
        }
        if (removed && !left) {
            statement.call("nothing()", command);
        }
    }

    private static int toOrFrom(Statement statement) {
        String word = statement.word(0, "grant") ? "to" : "from";
        for (int i = statement.size() - 1; i > 0; i--) {
            if (statement.word(i, word)) {
                return i;
            }
        }
        return -1;
    }

    /** ROLE and USER before a name. */
    private static void dropWords(Statement statement, int from, int to) {
        for (int i = from + 1; i + 1 < to; i++) {
            boolean begins = statement.sign(i - 1, ",") || i == from + 1 || statement.word(i - 1, "for");
            if (begins && (statement.word(i, "role") || statement.word(i, "user")) && statement.token(i + 1).isName()) {
                statement.remove(i, i + 1);
            }
        }
    }
}
