/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

/**
 * COLLATE of columns: CASE_SENSITIVE is what they have anyway, CASE_INSENSITIVE is a collation of ICU that leaves the
 * case of letters out.
 */
final class Collations {

    private Collations() {
    }

    static boolean isNamed(Statement statement, int at) {
        return isCaseInsensitive(statement, at) || statement.word(at, "case_sensitive") || statement.word(at, "cs");
    }

    static boolean isCaseInsensitive(Statement statement, int at) {
        return statement.word(at, "case_insensitive") || statement.word(at, "ci");
    }

    /** Rewrites the COLLATE at the index, and gives the index behind it. */
    static int rewrite(Statement statement, int at) {
        if (!isNamed(statement, at + 1)) {
            throw statement.unsupported("COLLATE takes CASE_SENSITIVE or CASE_INSENSITIVE",
                    "text is ordered by its bytes anyway: leave COLLATE away", Math.min(at + 1, statement.size() - 1));
        }
        statement.settle(at, at + 2,
                isCaseInsensitive(statement, at + 1) ? "collate pg_internal.case_insensitive" : "");
        return at + 2;
    }
}
