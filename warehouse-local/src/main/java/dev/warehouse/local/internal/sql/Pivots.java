/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** t PIVOT (…) and t UNPIVOT (…) in FROM: a subquery that groups, and one that makes a row of each column. */
final class Pivots {

    private static final Set<String> AGGREGATES = Set.of("count", "sum", "min", "max", "avg");

    private record Value(int from, int to, String name) {
    }

    private Pivots() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        for (Item item : FromClause.of(statement, select).items()) {
            if (item.pivot() >= 0) {
                boolean pivot = statement.word(item.pivot(), "pivot");
                int open = statement.sign(item.pivot() + 1, "(") ? item.pivot() + 1 : item.pivot() + 3;
                String source = statement.text(item.from(), item.sourceTo()) + " as \"?\"";
                List<Column> found = Scope.ask(statement, select, "select * from " + source, columns);
                if (found.isEmpty()) {
                    throw statement.unknown("the columns of the table are not known here",
                            "group by the columns, or write UNION ALL", item.from());
                }
                String query = pivot ? pivot(statement, open, source, found) : unpivot(statement, open, source, found,
                        statement.looking(item.pivot() + 1, "include", "nulls"));
                String name = item.name();
                String columnList = item.alias() >= 0 ? statement.text(item.alias() + 1, item.to()) : "";
                statement.replace(item.from(), item.to(), "(" + query + ") as "
                        + (name == null ? "\"?" + item.pivot() + '"' : Statement.quoted(name)) + columnList);
            }
        }
    }

    private static String pivot(Statement statement, int open, String source, List<Column> columns) {
        int close = statement.behindBrackets(open) - 1;
        int forAt = forAt(statement, open, close);
        String key = statement.token(forAt + 1).name();
        Set<String> used = new HashSet<>();
        used.add(key);
        List<int[]> aggregates = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        int at = open + 1;
        while (at < forAt) {
            Call call = statement.token(at).isName() ? Call.at(statement, at) : null;
            if (call == null || !AGGREGATES.contains(statement.token(at).name())) {
                throw statement.syntax("PIVOT takes COUNT, SUM, MIN, MAX and AVG", at);
            }
            aggregates.add(new int[] {at, call.close()});
            for (int i = call.open(); i < call.close(); i++) {
                if (statement.token(i).isName()) {
                    used.add(statement.token(i).name());
                }
            }
            at = call.close() + 1;
            at = statement.word(at, "as") ? at + 1 : at;
            aliases.add(at < forAt && statement.token(at).isName() ? statement.token(at++).name() : "");
            at = statement.sign(at, ",") ? at + 1 : at;
        }
        List<String> groups = new ArrayList<>();
        for (Column column : columns) {
            if (!used.contains(column.name())) {
                groups.add(Statement.quoted(column.name()));
            }
        }
        StringBuilder list = new StringBuilder(String.join(", ", groups));
        for (Value value : values(statement, forAt + 3)) {
            String constant = statement.text(value.from, value.to);
            String matches = Statement.quoted(key) + (constant.equalsIgnoreCase("null") ? " is null" : " = "
                    + constant);
            for (int i = 0; i < aggregates.size(); i++) {
                int name = aggregates.get(i)[0];
                int argument = name + 2;
                int behind = aggregates.get(i)[1];
                boolean distinct = statement.word(argument, "distinct");
                String expression = statement.sign(argument, "*") ? "1"
                        : "(" + statement.text(distinct ? argument + 1 : argument, behind) + ")";
                String alias = aliases.get(i).isEmpty() ? value.name : value.name + "_" + aliases.get(i);
                list.append(list.isEmpty() ? "" : ", ").append(statement.token(name).name()).append('(')
                        .append(distinct ? "distinct " : "").append("case when ").append(matches).append(" then ")
                        .append(expression).append(" end) as ").append(Statement.quoted(alias));
            }
        }
        return "select " + list + " from " + source
                + (groups.isEmpty() ? "" : " group by " + String.join(", ", groups));
    }

    private static String unpivot(Statement statement, int open, String source, List<Column> columns, boolean nulls) {
        int close = statement.behindBrackets(open) - 1;
        int forAt = forAt(statement, open, close);
        String value = Statement.quoted(statement.token(open + 1));
        String name = Statement.quoted(statement.token(forAt + 1));
        Set<String> used = new HashSet<>();
        StringBuilder rows = new StringBuilder();
        for (Value column : values(statement, forAt + 3)) {
            used.add(statement.token(column.from).name());
            rows.append(rows.isEmpty() ? "" : ", ").append('(').append(StringLiterals.quote(column.name))
                    .append("::varchar, \"?\".").append(Statement.quoted(statement.token(column.from))).append(')');
        }
        StringBuilder list = new StringBuilder();
        for (Column column : columns) {
            if (!used.contains(column.name())) {
                list.append("\"?\".").append(Statement.quoted(column.name())).append(", ");
            }
        }
        return "select " + list + "\"??\"." + name + ", \"??\"." + value + " from " + source
                + " cross join lateral (values " + rows + ") as \"??\" (" + name + ", " + value + ")"
                + (nulls ? "" : " where \"??\"." + value + " is not null");
    }

    private static int forAt(Statement statement, int open, int close) {
        for (int i = open + 1; i + 4 < close; i++) {
            if (statement.word(i, "for") && statement.token(i + 1).isName() && statement.word(i + 2, "in")
                    && statement.sign(i + 3, "(")) {
                return i;
            }
        }
        throw statement.syntax("PIVOT and UNPIVOT need FOR column IN (…)", close);
    }

    /** What stands in the brackets of IN, each with its name: its alias, or what a constant or column is called. */
    private static List<Value> values(Statement statement, int open) {
        List<Value> values = new ArrayList<>();
        int close = statement.behindBrackets(open) - 1;
        int from = open + 1;
        int depth = 0;
        for (int i = from; i <= close; i++) {
            if (i < close && !(depth == 0 && statement.sign(i, ","))) {
                depth += Selects.depthChange(statement.token(i));
                continue;
            }
            int to = i;
            String name = null;
            if (to - from >= 2) {
                Token last = statement.token(to - 1);
                boolean as = statement.word(to - 2, "as");
                if (as || last.isName() && !statement.sign(to - 2, ".") && !statement.sign(to - 2, "::")) {
                    name = nameOf(last);
                    to -= as ? 2 : 1;
                }
            }
            if (to <= from) {
                throw statement.syntax("a value is missing", i);
            }
            if (name == null) {
                name = to - from == 1 ? nameOf(statement.token(from)) : statement.sign(from, "-") && to - from == 2
                        ? "-" + statement.token(from + 1).text() : "?column?";
            }
            values.add(new Value(from, to, name));
            from = i + 1;
        }
        return values;
    }

    private static String nameOf(Token token) {
        return switch (token.type()) {
            case WORD, QUOTED_NAME -> token.name();
            case STRING -> token.stringValue().toLowerCase(Locale.ROOT);
            default -> token.text();
        };
    }
}
