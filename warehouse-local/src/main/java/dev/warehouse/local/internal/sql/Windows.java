/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

/** Window functions that PostgreSQL has not, or has in another place: aggregates of ours over the rows that count. */
final class Windows {

    private static final String REST = " rows between unbounded preceding and 1 preceding)";

    private Windows() {
    }

    /** f(x [IGNORE | RESPECT NULLS] [, n]) [IGNORE | RESPECT NULLS] OVER (…): RESPECT is the default. */
    static void ignoreNulls(Call call) {
        Statement statement = call.statement();
        if (call.size() == 0) {
            return;
        }
        int at = -1;
        int over = call.close() + 1;
        if (isNulls(statement, over)) {
            at = over;
            over += 2;
        } else if (isNulls(statement, call.to(0) - 2)) {
            at = call.to(0) - 2;
        } else if (isNulls(statement, call.close() - 2)) {
            at = call.close() - 2;
        }
        Call window = statement.word(over, "over") ? Call.at(statement, over) : null;
        if (at < 0 || window == null) {
            return;
        }
        boolean ignore = statement.word(at, "ignore");
        String name = statement.token(call.name()).name();
        String count = call.size() > 1 ? statement.edited(call.from(1), at == call.close() - 2 ? at : call.to(1)) : "1";
        statement.remove(at, at + 2);
        if (!ignore) {
            return;
        }
        boolean several = !count.equals("1") || name.equals("nth_value");
        String aggregate = several ? name.equals("nth_value") ? "pg_internal.first_values" : "pg_internal.last_values"
                : "pg_internal." + name;
        call.rename(several ? "pg_internal." + name + "(" + aggregate : aggregate);
        if (!several && call.size() > 1) {
            statement.remove(call.to(0), call.close());
        }
        boolean moves = name.equals("lag") || name.equals("lead");
        window.replaceClose((moves ? REST : ")") + (several ? ", " + count + ")" : ""));
        if (name.equals("lead")) {
            // after the bracket's replacement, which would take with it what is inserted beside it
            turn(statement, window);
        }
    }

    private static boolean isNulls(Statement statement, int index) {
        return statement.looking(index, "ignore", "nulls") || statement.looking(index, "respect", "nulls");
    }

    /** ORDER BY in the other direction: what follows comes before. */
    private static void turn(Statement statement, Call window) {
        int order = -1;
        for (int i = window.open() + 1; i < window.close(); i++) {
            if (statement.sign(i, "(")) {
                i = statement.behindBrackets(i) - 1;
            } else if (statement.looking(i, "order", "by")) {
                order = i;
            }
        }
        if (order < 0) {
            return;
        }
        int from = order + 2;
        int depth = 0;
        for (int i = from; i <= window.close(); i++) {
            if (i < window.close() && !(depth == 0 && statement.sign(i, ","))) {
                depth += Selects.depthChange(statement.token(i));
                continue;
            }
            int to = i;
            String nulls = "";
            if (statement.word(to - 2, "nulls")) {
                nulls = statement.word(to - 1, "first") ? " nulls last" : " nulls first";
                to -= 2;
            }
            boolean descending = statement.word(to - 1, "desc");
            to -= descending || statement.word(to - 1, "asc") ? 1 : 0;
            String direction = (descending ? " asc" : " desc") + nulls;
            if (to < i) {
                statement.replace(to, i, direction);
            } else {
                statement.insertBehind(to - 1, direction);
            }
            from = i + 1;
        }
    }

    /** PERCENTILE_x(p) WITHIN GROUP (ORDER BY x [DESC]) [OVER (…)]. */
    static void percentile(Call call) {
        Statement statement = call.statement();
        int within = call.close() + 1;
        if (call.size() != 1 || !statement.looking(within, "within", "group") || !statement.sign(within + 2, "(")
                || !statement.looking(within + 3, "order", "by")) {
            return;
        }
        int behind = statement.behindBrackets(within + 2);
        boolean continuous = statement.word(call.name(), "percentile_cont");
        Call window = statement.word(behind, "over") ? Call.at(statement, behind) : null;
        if (!continuous && window == null) {
            return;
        }
        int to = behind - 1;
        to -= statement.word(to - 2, "nulls") ? 2 : 0;
        boolean descending = statement.word(to - 1, "desc");
        to -= descending || statement.word(to - 1, "asc") ? 1 : 0;
        String share = call.text(0);
        String expression = statement.edited(within + 5, to);
        boolean discrete = descending && !continuous;
        statement.replace(call.name(), behind, "pg_internal." + statement.token(call.name()).name()
                + "(pg_internal.with_" + (discrete ? "descending_" : "") + "share((" + expression + "), "
                + (descending && continuous ? "1 - (" + share + ")" : share) + "))");
    }
}
