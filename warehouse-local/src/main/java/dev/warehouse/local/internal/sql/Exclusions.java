/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.Scope.Entry;
import dev.warehouse.local.internal.sql.Selects.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * EXCLUDE behind the list, for all stars in it, or in brackets behind one star: the columns that are left, written out.
 */
final class Exclusions {

    private Exclusions() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        boolean all = select.has("exclude");
        Map<String, Integer> unused = new LinkedHashMap<>();
        Set<String> excluded = new HashSet<>();
        if (all) {
            names(statement, select.at("exclude") + 1, select.endOf(select.at("exclude")), unused);
            excluded.addAll(unused.keySet());
        }
        boolean star = false;
        for (Item item : select.items()) {
            int at = item.from() + (statement.sign(item.from(), "*") ? 1 : statement.sign(item.from() + 1, ".")
                    ? 3 : 0);
            if (at == item.from() || !statement.sign(at - 1, "*")) {
                continue;
            }
            Set<String> own = new HashSet<>(excluded);
            if (statement.word(at, "exclude")) {
                Map<String, Integer> named = new LinkedHashMap<>();
                names(statement, at + 1, item.to(), named);
                unused.putAll(named);
                own.addAll(named.keySet());
            } else if (!all) {
                continue;
            }
            star = true;
            String list = list(statement, select, item, own, unused, columns);
            if (list.isEmpty()) {
                throw statement.syntax("EXCLUDE leaves no column", "leave a column in the list", at);
            }
            statement.replace(item.from(), item.to(), list);
        }
        if (all) {
            if (!star) {
                throw statement.syntax("EXCLUDE needs a * in the list", "leave the columns out of the list",
                        select.at("exclude"));
            }
            statement.remove(select.at("exclude"), select.endOf(select.at("exclude")));
        }
        if (!unused.isEmpty()) {
            Map.Entry<String, Integer> first = unused.entrySet().iterator().next();
            RedshiftError place = statement.syntax("", first.getValue());
            throw new RedshiftError("42703", "column \"" + first.getKey() + "\" does not exist", null,
                    "EXCLUDE names columns of the tables in FROM", place.position());
        }
    }

    private static void names(Statement statement, int from, int to, Map<String, Integer> names) {
        boolean brackets = statement.sign(from, "(");
        for (int i = brackets ? from + 1 : from; i < (brackets ? to - 1 : to); i++) {
            if (statement.token(i).isName()) {
                names.put(statement.token(i).name(), i);
            } else if (!statement.sign(i, ",")) {
                throw statement.syntax("EXCLUDE takes names of columns", i);
            }
        }
    }

    private static String list(Statement statement, Select select, Item item, Set<String> excluded,
            Map<String, Integer> unused, Columns columns) {
        boolean one = statement.sign(item.from() + 1, ".");
        FromClause from = FromClause.of(statement, select);
        List<String> left = new ArrayList<>();
        boolean found = false;
        if (!one && from.merges()) {
            Set<String> seen = new HashSet<>();
            for (Column column : Scope.ask(statement, select, "select * from " + statement.text(select.at("from") + 1,
                    select.endOf(select.at("from"))), columns)) {
                found = true;
                if (!seen.add(column.name())) {
                    throw statement.unsupported("EXCLUDE beside USING or NATURAL needs columns of different names",
                            "join with ON, or write the columns out", item.from());
                }
                add(left, null, column, excluded, unused);
            }
        } else {
            for (Entry entry : Scope.of(statement, select, columns).entries()) {
                String name = entry.item().name();
                if (!one || statement.token(item.from()).name().equals(name)) {
                    found |= !entry.columns().isEmpty();
                    String qualifier = name != null && from.items().size() > 1 ? name : null;
                    entry.columns().forEach(column -> add(left, qualifier, column, excluded, unused));
                }
            }
        }
        if (!found) {
            throw statement.unknown("the columns of the list are not known here", "write the columns out",
                    item.from());
        }
        return String.join(", ", left);
    }

    private static void add(List<String> left, @Nullable String qualifier, Column column,
            Set<String> excluded, Map<String, Integer> unused) {
        if (excluded.contains(column.name())) {
            unused.remove(column.name());
        } else {
            left.add((qualifier == null ? "" : Statement.quoted(qualifier) + ".") + Statement.quoted(column.name()));
        }
    }
}
