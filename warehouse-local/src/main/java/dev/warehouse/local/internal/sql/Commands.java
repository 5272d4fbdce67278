/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import java.util.Set;

/** DELETE, TRUNCATE, VACUUM, ANALYZE and other small commands: Redshift's words in them, and TRUNCATE's commit. */
final class Commands {

    private Commands() {
    }

    static void rewrite(Statement statement) {
        switch (statement.token(0).name()) {
            case "delete" -> delete(statement);
            case "truncate" -> statement.followUp(Translation.COMMIT);
            case "vacuum" -> vacuum(statement);
            case "cancel" -> cancel(statement);
            case "use" -> use(statement);
            default -> analyze(statement);
        }
    }

    private static final Set<String> NOT_EXECUTED = Set.of("external", "library", "model", "datashare", "identity",
            "masking", "rls");

    /** DROP of what the local Redshift has not; DROP ROLE r [FORCE | RESTRICT]. */
    static void drop(Statement statement) {
        if (statement.size() > 1 && NOT_EXECUTED.contains(statement.token(1).name())) {
            throw Create.notExecuted(statement, "DROP", 1);
        }
        int last = statement.size() - 1;
        if (statement.word(1, "role") && last > 2 && (statement.word(last, "force")
                || statement.word(last, "restrict"))) {
            statement.remove(last, last + 1);
        }
    }

    /**
     * BEGIN and START TRANSACTION: DEFERRABLE changes nothing at this isolation level, and tells a NONATOMIC procedure
     * that the client has begun the transaction.
     */
    static void begin(Statement statement) {
        isolation(statement);
        statement.insertBehind(statement.size() - 1, " deferrable");
    }

    /** ISOLATION LEVEL, in BEGIN and SET: every level is a snapshot of its own. */
    static void isolation(Statement statement) {
        for (int i = 1; i + 2 < statement.size(); i++) {
            if (statement.looking(i, "isolation", "level")) {
                int two = statement.word(i + 2, "serializable") || statement.word(i + 2, "snapshot") ? i + 3 : i + 4;
                statement.replace(i + 2, Math.min(two, statement.size()), "repeatable read");
            }
        }
    }

    /** CANCEL pid ['message']. */
    private static void cancel(Statement statement) {
        if (statement.size() < 2 || statement.token(1).type() != Token.Type.NUMBER) {
            throw statement.syntax("CANCEL takes the number of a process", 1);
        }
        statement.call("cancel(" + statement.token(1).text() + ")", "CANCEL");
    }

    /** USE database: a session stays in its database. */
    private static void use(Statement statement) {
        if (statement.size() != 2 || !statement.token(1).isName()) {
            throw statement.syntax("USE takes the name of a database", 1);
        }
        statement.call("use_database(" + StringLiterals.quote(statement.token(1).name()) + ")", "USE");
    }

    /** DELETE t is DELETE FROM t. */
    private static void delete(Statement statement) {
        if (statement.size() > 1 && !statement.word(1, "from")) {
            statement.insertBefore(1, "from ");
        }
    }

    /** VACUUM [FULL | SORT ONLY | DELETE ONLY | REINDEX | RECLUSTER] [t] [TO n PERCENT] [BOOST]: nothing is sorted. */
    private static void vacuum(Statement statement) {
        int at = 1;
        if (statement.word(at, "full") || statement.word(at, "reindex") || statement.word(at, "recluster")) {
            at++;
        } else if (statement.looking(at, "sort", "only") || statement.looking(at, "delete", "only")) {
            at += 2;
        }
        if (at > 1) {
            statement.remove(1, at);
        }
        int end = statement.size();
        if (end > at && statement.word(end - 1, "boost")) {
            statement.remove(end - 1, end);
            end--;
        }
        if (end - 3 >= at && statement.word(end - 3, "to") && statement.word(end - 1, "percent")) {
            statement.remove(end - 3, end);
        }
    }

    /**
     * ANALYZE [VERBOSE] [t [(columns)]] [PREDICATE | ALL COLUMNS], ANALYZE COMPRESSION [t [(columns)]] [COMPROWS n].
     */
    private static void analyze(Statement statement) {
        int end = statement.size();
        if (statement.word(1, "compression")) {
            String table = end > 2 && !statement.word(2, "comprows")
                    ? StringLiterals.quote(statement.name(2, statement.behindName(2))) : "null";
            statement.settle(0, end, "select * from pg_internal.analyze_compression(" + table + ")");
        } else if (end > 2 && statement.word(end - 1, "columns")
                && (statement.word(end - 2, "predicate") || statement.word(end - 2, "all"))) {
            statement.remove(end - 2, end);
        }
    }
}
