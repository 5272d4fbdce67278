/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Scope.Entry;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The outer join that the mark (+) behind a column in WHERE asks for: its conditions move to a LEFT JOIN. */
final class OuterJoins {

    private OuterJoins() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        int where = select.at("where");
        int to = select.endOf(where);
        int mark = mark(statement, where, to);
        if (mark < 0) {
            return;
        }
        FromClause from = FromClause.of(statement, select);
        if (from.joins()) {
            throw statement.unsupported("(+) cannot stand beside JOIN", "write all joins as LEFT JOIN … ON", mark);
        }
        Map<String, Item> items = new LinkedHashMap<>();
        for (Item item : from.items()) {
            items.put(String.valueOf(item.name()), item);
        }
        Map<String, StringBuilder> joins = new LinkedHashMap<>();
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        StringBuilder rest = new StringBuilder();
        for (int[] range : conjuncts(statement, where + 1, to)) {
            StringBuilder text = new StringBuilder();
            int at = mark(statement, range[0], range[1]);
            if (at < 0) {
                rest.append(rest.isEmpty() ? "" : " and ").append(statement.text(range[0], range[1]));
                continue;
            }
            Set<String> others = new HashSet<>();
            String table = null;
            int copied = range[0];
            for (int i = range[0]; i < range[1]; i++) {
                if (isMark(statement, i)) {
                    String owner = owner(statement, select, i - 1, columns);
                    if (table != null && !table.equals(owner) || !items.containsKey(owner)) {
                        throw statement.unsupported("(+) marks the columns of one table of FROM in each condition",
                                "write LEFT JOIN … ON", i);
                    }
                    table = owner;
                    text.append(' ').append(statement.text(copied, i));
                    copied = i + 3;
                } else if (statement.token(i).isName() && statement.sign(i + 1, ".")) {
                    others.add(statement.token(i).name());
                } else if (statement.word(i, "or")) {
                    throw statement.unsupported("(+) cannot stand beside OR", "write LEFT JOIN … ON", i);
                }
            }
            text.append(' ').append(statement.text(copied, range[1]));
            others.remove(String.valueOf(table));
            joins.computeIfAbsent(String.valueOf(table), key -> new StringBuilder());
            StringBuilder on = joins.get(String.valueOf(table));
            on.append(on.isEmpty() ? "" : " and").append(text);
            needs.computeIfAbsent(String.valueOf(table), key -> new HashSet<>()).addAll(others);
        }
        String joined = joined(statement, items, joins, needs, mark);
        statement.replace(select.at("from") + 1, select.endOf(select.at("from")), joined);
        if (rest.isEmpty()) {
            statement.remove(where, to);
        } else {
            statement.replace(where + 1, to, rest.toString());
        }
    }

    /** The tables in an order in which each comes behind those that its conditions name. */
    private static String joined(Statement statement, Map<String, Item> items, Map<String, StringBuilder> joins,
            Map<String, Set<String>> needs, int mark) {
        StringBuilder text = new StringBuilder();
        Set<String> done = new HashSet<>();
        items.forEach((name, item) -> {
            if (!joins.containsKey(name)) {
                text.append(text.isEmpty() ? "" : " cross join ").append(statement.text(item.from(), item.to()));
                done.add(name);
            }
        });
        List<String> waiting = new ArrayList<>(joins.keySet());
        while (!waiting.isEmpty()) {
            String next = waiting.stream().filter(name -> needs.getOrDefault(name, Set.of()).stream()
                    .allMatch(need -> done.contains(need) || !items.containsKey(need))).findFirst().orElse(null);
            Item item = next == null ? null : items.get(next);
            if (next == null || item == null || text.isEmpty()) {
                throw statement.unsupported("the conditions with (+) join tables in a circle", "write LEFT JOIN … ON",
                        mark);
            }
            text.append(" left join ").append(statement.text(item.from(), item.to())).append(" on")
                    .append(joins.get(next));
            done.add(next);
            waiting.remove(next);
        }
        return text.toString();
    }

    private static boolean isMark(Statement statement, int index) {
        return statement.sign(index, "(") && statement.sign(index + 1, "+") && statement.sign(index + 2, ")");
    }

    private static int mark(Statement statement, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isMark(statement, i)) {
                return i;
            }
        }
        return -1;
    }

    /** The table that the column at the index belongs to. */
    private static String owner(Statement statement, Select select, int column, Columns columns) {
        if (statement.sign(column - 1, ".")) {
            return statement.token(column - 2).name();
        }
        Token name = statement.token(column);
        for (Entry entry : Scope.of(statement, select, columns).entries()) {
            if (entry.columns().stream().anyMatch(found -> found.name().equals(name.name()))) {
                return String.valueOf(entry.item().name());
            }
        }
        throw statement.unknown("the table of column \"" + name.name() + "\" is not known",
                "write the table's name before the column", column);
    }

    /** The conditions that AND joins, outside of brackets, of BETWEEN and of CASE. */
    private static List<int[]> conjuncts(Statement statement, int from, int to) {
        List<int[]> conjuncts = new ArrayList<>();
        int start = from;
        int depth = 0;
        boolean between = false;
        for (int i = from; i < to; i++) {
            depth += Selects.depthChange(statement.token(i));
            depth += statement.word(i, "case") ? 1 : statement.word(i, "end") ? -1 : 0;
            if (depth == 0 && statement.word(i, "between")) {
                between = true;
            } else if (depth == 0 && statement.word(i, "and")) {
                if (!between) {
                    conjuncts.add(new int[] {start, i});
                    start = i + 1;
                }
                between = false;
            }
        }
        conjuncts.add(new int[] {start, to});
        return conjuncts;
    }
}
