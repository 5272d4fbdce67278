/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The arguments that tell a procedure from others of its name, in DROP, ALTER, GRANT, REVOKE and SHOW PROCEDURE: those
 * that go in, with or without names and modes. PostgreSQL wants its own, in which a last argument that goes OUT goes in
 * as well (see {@link Routines}).
 *
 * <p>Source: the page DROP PROCEDURE of the Redshift Database Developer Guide.
 */
final class ProcedureSignatures {

    private static final Set<String> STATEMENTS = Set.of("drop", "alter", "grant", "revoke", "show");

    private ProcedureSignatures() {
    }

    /** Gives what to work on from here. */
    static Statement rewrite(Statement statement, Columns columns) {
        if (!STATEMENTS.contains(statement.token(0).text().toLowerCase(Locale.ROOT))) {
            return statement;
        }
        for (int i = 1; i + 2 < statement.size(); i++) {
            if (statement.word(i, "procedure") && (i == 1 || statement.word(i - 1, "on"))) {
                signatures(statement, statement.looking(i + 1, "if", "exists") ? i + 3 : i + 1, columns);
                return statement.next();
            }
        }
        return statement;
    }

    private static void signatures(Statement statement, int from, Columns columns) {
        int at = from;
        while (at < statement.size() && statement.token(at).isName()) {
            int open = statement.behindName(at);
            if (!statement.sign(open, "(")) {
                return;
            }
            int behind = statement.behindBrackets(open);
            String found = columns.procedureArguments(statement.name(at, open),
                    inputs(statement, open + 1, behind - 1));
            if (found != null) {
                statement.replace(open, behind, "(" + found + ")");
            }
            if (!statement.sign(behind, ",")) {
                return;
            }
            at = behind + 1;
        }
    }

    /** The texts of the arguments that go in, without their modes. */
    private static List<String> inputs(Statement statement, int from, int to) {
        List<String> inputs = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        boolean out = false;
        int depth = 0;
        for (int i = from; i <= to; i++) {
            if (i == to || depth == 0 && statement.sign(i, ",")) {
                if (!out && !input.isEmpty()) {
                    inputs.add(input.toString());
                }
                input.setLength(0);
                out = false;
                continue;
            }
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.word(i, "out")) {
                out = true;
            } else if (depth > 0 || !statement.word(i, "in") && !statement.word(i, "inout")) {
                input.append(input.isEmpty() ? "" : " ").append(statement.token(i).text());
            }
        }
        return inputs;
    }
}
