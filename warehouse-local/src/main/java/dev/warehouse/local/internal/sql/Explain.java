/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;

/**
 * EXPLAIN [VERBOSE] query: PostgreSQL's plan in Redshift's words.
 *
 * <p>Source: the page EXPLAIN of the Redshift Database Developer Guide.
 */
final class Explain {

    private Explain() {
    }

    static void rewrite(Statement statement, Columns columns) {
        int query = statement.word(1, "verbose") ? 2 : 1;
        if (query >= statement.size() || statement.token(query).type() != Token.Type.WORD
                || statement.tokens().stream().anyMatch(token -> token.type() == Token.Type.PARAMETER)
                || !isPlanned(statement, query)) {
            // PostgreSQL says what is wrong, or plans it for parameters
            return;
        }
        String sql = Translator.rewrite(statement.behind(query), columns).sql();
        statement.becomes("select * from pg_internal.explain(" + StringLiterals.quote(sql) + ")", "EXPLAIN");
    }

    private static boolean isPlanned(Statement statement, int query) {
        return switch (statement.token(query).name()) {
            case "select", "with", "insert", "update", "delete" -> true;
            default -> false;
        };
    }
}
