/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.HashSet;
import java.util.Set;

/** The queries that WITH names. */
final class Withs {

    private Withs() {
    }

    /**
     * The WITH that a query would need before it to stand alone: all that is defined before it, or its own first part.
     */
    static String visible(Statement statement, Select select) {
        StringBuilder definitions = new StringBuilder();
        boolean recursive = false;
        for (int i = 0; i < select.keyword(); i++) {
            int at = definitions(statement, i);
            if (at < 0 || !holds(statement, i, select)) {
                continue;
            }
            recursive |= statement.word(i + 1, "recursive");
            while (at < select.keyword()) {
                int open = open(statement, at);
                if (open < 0) {
                    break;
                }
                int behind = statement.behindBrackets(open);
                String definition = statement.text(at, behind);
                if (behind > select.keyword()) {
                    int union = union(statement, open, behind);
                    if (!recursive || union < 0 || union > select.keyword()) {
                        break;
                    }
                    definition = statement.text(at, union) + ")";
                }
                definitions.append(definitions.isEmpty() ? "" : ", ").append(definition);
                if (!statement.sign(behind, ",")) {
                    break;
                }
                at = behind + 1;
            }
        }
        return definitions.isEmpty() ? "" : "with " + (recursive ? "recursive " : "") + definitions + " ";
    }

    /** The names of all queries that a WITH defines, anywhere in the statement. */
    static Set<String> names(Statement statement) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < statement.size(); i++) {
            int at = definitions(statement, i);
            while (at > 0 && open(statement, at) > 0) {
                names.add(statement.token(at).name());
                int behind = statement.behindBrackets(open(statement, at));
                at = statement.sign(behind, ",") ? behind + 1 : -1;
            }
        }
        return names;
    }

    /** The index of the first definition of a WITH at this place, or -1 if it is none. */
    static int definitions(Statement statement, int index) {
        if (!statement.word(index, "with")) {
            return -1;
        }
        int at = statement.word(index + 1, "recursive") ? index + 2 : index + 1;
        return open(statement, at) >= 0 ? at : -1;
    }

    /** The index of the bracket around the query of the definition that begins at the index, or -1. */
    static int open(Statement statement, int index) {
        if (index >= statement.size() || !statement.token(index).isName()) {
            return -1;
        }
        int at = index + 1;
        if (statement.sign(at, "(")) {
            at = statement.behindBrackets(at);
        }
        return statement.word(at, "as") && statement.sign(at + 1, "(") ? at + 1 : -1;
    }

    private static boolean holds(Statement statement, int with, Select select) {
        int depth = 0;
        for (int i = with; i < select.keyword(); i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    /** The index of UNION between the parts of a recursive definition, or -1. */
    static int union(Statement statement, int open, int behind) {
        int depth = 0;
        for (int i = open; i < behind; i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 1 && statement.word(i, "union")) {
                return i;
            }
        }
        return -1;
    }
}
