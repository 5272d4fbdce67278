/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.Selects.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** … QUALIFY condition: the query with the condition as one more column, inside one that takes its rows. */
final class Qualify {

    private static final String CONDITION = "\"?qualify?\"";

    private Qualify() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        int at = select.at("qualify");
        int end = select.endOf(at);
        StringBuilder added = new StringBuilder();
        added.append(", (").append(statement.text(at + 1, end)).append(") as ").append(CONDITION);
        List<String> names = names(statement, select);
        Set<String> known = new HashSet<>(names);
        String list;
        String inner = "";
        if (names.isEmpty() || known.size() < names.size()) {
            List<Column> found = Scope.ask(statement, select, statement.text(select.keyword(), at), columns);
            if (found.isEmpty()) {
                throw statement.unknown("the columns of the list are not known here",
                        "write the columns out, and give expressions an alias", select.list());
            }
            known.clear();
            StringBuilder outside = new StringBuilder();
            StringBuilder inside = new StringBuilder();
            for (int i = 0; i < found.size(); i++) {
                String quoted = Statement.quoted(found.get(i).name());
                known.add(quoted);
                outside.append(i == 0 ? "" : ", ").append("\"?").append(i).append("\" as ").append(quoted);
                inside.append(i == 0 ? "" : ", ").append("\"?").append(i).append('"');
            }
            list = outside.toString();
            inner = inside.append(", ").append(CONDITION).toString();
        } else {
            list = String.join(", ", names);
        }
        if (select.has("order")) {
            inner = order(statement, select, known, added, inner);
        }
        statement.insertBefore(select.keyword(), "select " + list + " from (");
        statement.insertBehind(select.listEnd() - 1, added.toString());
        statement.replace(at, end, ") as \"?qualified?\"" + (inner.isEmpty() ? "" : " (" + inner + ")")
                + " where " + CONDITION);
    }

    /** The names of the list's columns, quoted; empty if one has none. */
    private static List<String> names(Statement statement, Select select) {
        List<String> names = new ArrayList<>();
        for (Item item : select.items()) {
            int last = item.to() - 1;
            boolean column = item.alias() >= 0 || statement.token(last).isName()
                    && (last == item.from() || statement.sign(last - 1, "."));
            if (!column) {
                return List.of();
            }
            names.add(Statement.quoted(statement.token(last)));
        }
        return names;
    }

    /** Sorts by what is no column of the list: one more column of the inner query. */
    private static String order(Statement statement, Select select, Set<String> known, StringBuilder added,
            String inner) {
        if (statement.word(select.keyword() + 1, "distinct")) {
            return inner;
        }
        int order = select.at("order");
        String columns = inner;
        int number = 0;
        int from = order + 2;
        int to = select.endOf(order);
        int depth = 0;
        for (int i = from; i <= to; i++) {
            if (i < to && !(depth == 0 && statement.sign(i, ","))) {
                depth += Selects.depthChange(statement.token(i));
                continue;
            }
            int behind = i;
            while (behind > from + 1 && (statement.word(behind - 1, "asc") || statement.word(behind - 1, "desc")
                    || statement.word(behind - 1, "first") || statement.word(behind - 1, "last")
                    || statement.word(behind - 1, "nulls"))) {
                behind--;
            }
            boolean plain = behind - from == 1 && (!statement.token(from).isName()
                    || known.contains(Statement.quoted(statement.token(from))));
            if (!plain) {
                String name = "\"?order" + number++ + "\"";
                added.append(", (").append(statement.text(from, behind)).append(") as ").append(name);
                columns += columns.isEmpty() ? "" : ", " + name;
                statement.replace(from, behind, name);
            }
            from = i + 1;
        }
        return columns;
    }
}
