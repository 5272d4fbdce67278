/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.Set;

/** ALTER, by the kind of object. */
final class Alter {

    private static final Set<String> NOT_EXECUTED = Set.of("external", "datashare", "identity", "masking", "rls",
            "system");

    private Alter() {
    }

    static void rewrite(Statement statement) {
        if (statement.size() < 3) {
            return;
        }
        if (statement.word(1, "table")) {
            AlterTable.rewrite(statement);
        } else if (statement.word(1, "user")) {
            Users.user(statement, 1);
        } else if (statement.looking(1, "materialized", "view")) {
            Views.alterMaterialized(statement);
        } else if (statement.word(1, "schema") && statement.word(statement.behindName(2), "quota")) {
            statement.call("nothing()", "ALTER SCHEMA");
        } else if (statement.word(1, "database") && (statement.word(3, "isolation") || statement.word(3, "collate"))) {
            statement.call("nothing()", "ALTER DATABASE");
        } else if (statement.looking(1, "default", "privileges")) {
            Users.defaultPrivileges(statement);
        } else if (NOT_EXECUTED.contains(statement.token(1).name())) {
            throw Create.notExecuted(statement, "ALTER", 1);
        }
    }
}
