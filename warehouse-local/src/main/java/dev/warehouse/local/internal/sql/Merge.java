/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

/**
 * MERGE: what Redshift takes of it, and REMOVE DUPLICATES, which PostgreSQL lacks.
 *
 * <p>Source: the page MERGE of the Redshift Database Developer Guide.
 */
final class Merge {

    private Merge() {
    }

    /**
     * MERGE INTO t USING s ON … REMOVE DUPLICATES: what matches is deleted, then all of the source is inserted. Both
     * see the table as it was before, and two rows of the source for one of the table are an error, as they are in
     * Redshift.
     */
    static Statement rewrite(Statement statement) {
        int duplicates = statement.size() - 2;
        if (!statement.looking(duplicates, "remove", "duplicates") || !statement.word(1, "into")) {
            return statement;
        }
        int targetTo = statement.behindName(2);
        int using = depthZero(statement, targetTo, "using");
        int on = depthZero(statement, targetTo, "on");
        if (using < 0 || on < using) {
            throw statement.syntax("MERGE needs USING source ON condition", targetTo);
        }
        String target = statement.text(2, targetTo);
        String source = statement.text(using + 1, on);
        statement.insertBefore(0, "with \"?matched?\" as (");
        statement.replace(duplicates, duplicates + 2,
                "when matched then delete returning 1) insert into " + target + " select * from " + source);
        statement.tag("MERGE ");
        return statement.next();
    }

    /** Whether it is USING … ON … and then WHEN MATCHED, WHEN NOT MATCHED, or REMOVE DUPLICATES. */
    static boolean isDocumented(Statement statement) {
        if (statement.looking(statement.size() - 2, "remove", "duplicates")) {
            return true;
        }
        int first = depthZero(statement, 1, "when");
        int second = first < 0 ? -1 : depthZero(statement, first + 1, "when");
        return second > 0 && depthZero(statement, second + 1, "when") < 0
                && statement.looking(first, "when", "matched", "then")
                && (statement.word(first + 3, "update") || statement.word(first + 3, "delete"))
                && statement.looking(second, "when", "not", "matched", "then", "insert");
    }

    /** Whether the source is the target, or a query that reads it. */
    static boolean readsTarget(Statement statement) {
        if (!statement.word(1, "into") || statement.size() < 4 || !statement.token(2).isName()) {
            return false;
        }
        int targetTo = statement.behindName(2);
        int using = depthZero(statement, targetTo, "using");
        int on = depthZero(statement, targetTo, "on");
        if (using < 0 || on < using) {
            return false;
        }
        String target = statement.token(targetTo - 1).name();
        for (int i = using; i < on; i++) {
            boolean begins = statement.word(i, "using") || statement.word(i, "from") || statement.word(i, "join");
            if (begins && i + 1 < on && statement.token(i + 1).isName()) {
                int nameTo = statement.behindName(i + 1);
                // one with a schema and one without may be two tables
                boolean sameSchema = nameTo - i == 2 ? targetTo == 3 : targetTo > 3 && nameTo - i > 3
                        && statement.token(nameTo - 3).name().equals(statement.token(targetTo - 3).name());
                if (sameSchema && !statement.sign(nameTo, "(") && statement.token(nameTo - 1).name().equals(target)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int depthZero(Statement statement, int from, String word) {
        int depth = 0;
        int cases = 0;
        for (int i = from; i < statement.size(); i++) {
            depth += Selects.depthChange(statement.token(i));
            cases += statement.word(i, "case") ? 1 : statement.word(i, "end") ? -1 : 0;
            if (depth == 0 && cases == 0 && statement.word(i, word)) {
                return i;
            }
        }
        return -1;
    }
}
