/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** START WITH … CONNECT BY …: a recursive query in the place of the table; LEVEL is one more column of it. */
final class Hierarchies {

    private static final String PARENT = "\"?parent\"";

    private Hierarchies() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        int connect = select.at("connect");
        FromClause from = FromClause.of(statement, select);
        List<Item> items = from.items();
        boolean several = items.size() > 1;
        int fromAt = select.at("from");
        if (items.isEmpty() || several && hasComma(statement, fromAt, select.endOf(fromAt))) {
            throw statement.notEmulated("the local Redshift executes CONNECT BY over one table, or tables joined by JOIN",
                    "write FROM a JOIN b ON condition", connect);
        }
        Item first = items.get(0);
        String source = several ? "(" + statement.text(fromAt + 1, select.endOf(fromAt)) + ")"
                : statement.text(first.from(), first.to()) + (first.name() == null ? " as \"?\"" : "");
        Map<String, String> prior = new HashMap<>();
        StringBuilder parents = new StringBuilder();
        StringBuilder list = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder tables = new StringBuilder();
        int at = 0;
        for (Item item : items) {
            if (several && item.name() == null) {
                throw statement.unsupported("a part of the join before CONNECT BY has no name", "give it an alias",
                        connect);
            }
            String name = item.name() == null ? "\"?\"" : Statement.quoted(item.name());
            List<Column> found = Scope.ask(statement, select, "select * from " + statement.text(item.from(), item.to())
                    + (item.name() == null ? " as \"?\"" : ""), columns);
            if (found.isEmpty()) {
                throw statement.unknown("the columns of the table are not known here", "write a recursive WITH",
                        connect);
            }
            StringBuilder table = new StringBuilder();
            for (Column column : found) {
                String own = Statement.quoted(column.name());
                String kept = "\"?" + at++ + '"';
                prior.putIfAbsent(column.name(), PARENT + "." + kept);
                prior.put(item.name() + "." + column.name(), PARENT + "." + kept);
                parents.append(", ").append(kept);
                values.append(", ").append(name).append('.').append(own);
                list.append(list.isEmpty() ? "" : ", ").append(several ? name + "." : "").append(own);
                table.append(table.isEmpty() ? "" : ", ").append("\"?hierarchy\".").append(kept).append(" as ")
                        .append(own);
            }
            tables.append(" cross join lateral (select ").append(table).append(") as ").append(name);
        }
        String start = select.has("start")
                ? " where " + statement.text(select.at("start") + 2, select.endOf(select.at("start"))) : "";
        String condition = condition(statement, connect + 2, select.endOf(connect), prior);
        for (Selects.Item column : select.items()) {
            if (statement.sign(column.to() - 1, "*") && column.to() == column.from() + 1
                    || !several && statement.sign(column.to() - 1, "*") && statement.sign(column.to() - 2, ".")) {
                statement.replace(column.from(), column.to(), list.toString());
            }
        }
        statement.replace(fromAt + 1, select.endOf(fromAt), "(with recursive \"?rows\" (\"level\"" + parents
                + ") as (select 1"
                + values + " from " + source + start + " union all select " + PARENT + ".\"level\" + 1" + values
                + " from \"?rows\" as " + PARENT + " join " + source + " on " + condition
                + ") select * from \"?rows\") as "
                + (several ? "\"?hierarchy\"" + tables : Statement.quoted(first.name() == null ? "?" : first.name())
                + " (\"level\", " + list + ")"));
        for (String clause : List.of("start", "connect")) {
            if (select.has(clause)) {
                statement.remove(select.at(clause), select.endOf(select.at(clause)));
            }
        }
    }

    private static boolean hasComma(Statement statement, int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.sign(i, ",")) {
                return true;
            }
        }
        return false;
    }

    /** The condition, with the columns behind PRIOR as the parent's. */
    private static String condition(Statement statement, int from, int to, Map<String, String> prior) {
        StringBuilder condition = new StringBuilder();
        int at = from;
        while (at < to) {
            Token token = statement.token(at);
            if (token.is("prior") && at + 1 < to) {
                int behind = statement.sign(at + 1, "(") ? statement.behindBrackets(at + 1)
                        : Navigation.behindPath(statement, at + 1);
                if (statement.sign(behind, "(") && statement.token(behind - 1).isName()) {
                    behind = statement.behindBrackets(behind);
                }
                condition.append(parent(statement, at + 1, behind, prior));
                at = behind;
            } else if (token.is("level") && !statement.sign(at - 1, ".")) {
                condition.append('(').append(PARENT).append(".\"level\" + 1) ");
                at++;
            } else {
                condition.append(token.text()).append(statement.sign(at, ".") || statement.sign(at + 1, ".")
                        || statement.sign(at + 1, "(") ? "" : " ");
                at++;
            }
        }
        return condition.toString().strip();
    }

    private static String parent(Statement statement, int from, int to, Map<String, String> prior) {
        StringBuilder expression = new StringBuilder();
        for (int i = from; i < to; i++) {
            Token token = statement.token(i);
            boolean qualified = token.isName() && statement.sign(i + 1, ".") && i + 2 < to;
            String column = !token.isName() || statement.sign(i + 1, "(") ? null
                    : prior.get(qualified ? token.name() + "." + statement.token(i + 2).name() : token.name());
            expression.append(column == null ? token.text() : column)
                    .append(statement.sign(i, ".") || statement.sign(i + 1, ".") && column == null
                            || statement.sign(i + 1, "(") ? "" : " ");
            i += qualified && column != null ? 2 : 0;
        }
        return expression.toString();
    }
}
