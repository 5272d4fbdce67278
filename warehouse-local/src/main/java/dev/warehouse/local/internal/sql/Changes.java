/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * UPDATE and DELETE as queries: one over the table that they change, and one over those that they read beside it. Rules
 * that look into a FROM work on them too.
 */
final class Changes {

    private Changes() {
    }

    /** The queries of a statement that begins with UPDATE or DELETE; none for others. */
    static List<Select> of(Statement statement) {
        if (statement.word(0, "update")) {
            return of(statement, 0, "set", "from");
        } else if (statement.word(0, "delete")) {
            return of(statement, statement.word(1, "from") ? 1 : 0, "using", "using");
        }
        return List.of();
    }

    private static List<Select> of(Statement statement, int target, String behindTarget, String others) {
        Map<String, Integer> clauses = new HashMap<>();
        clauses.put("from", target);
        int read = -1;
        int depth = 0;
        for (int i = target + 1; i < statement.size(); i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.token(i).isName() && !statement.sign(i - 1, ".")) {
                if (statement.word(i, behindTarget) || statement.word(i, "where")) {
                    clauses.putIfAbsent(statement.token(i).name(), i);
                }
                if (read < 0 && statement.word(i, others)) {
                    read = i;
                }
            }
        }
        int end = statement.size();
        Select changed = new Select(statement, 0, end, end, false, clauses);
        if (read < 0) {
            return List.of(changed);
        }
        Map<String, Integer> otherClauses = new HashMap<>();
        otherClauses.put("from", read);
        if (clauses.containsKey("where")) {
            otherClauses.put("where", clauses.get("where"));
        }
        return List.of(changed, new Select(statement, 0, end, end, false, otherClauses));
    }

    /** SET a.b = …: what stands on the left is no value. */
    static boolean isAssigned(Statement statement, int from, int behind) {
        return statement.word(0, "update") && statement.sign(behind, "=")
                && (statement.word(from - 1, "set") || statement.sign(from - 1, ","));
    }
}
