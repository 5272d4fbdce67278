/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.List;

/** What the items of a FROM give: the columns of each, as PostgreSQL tells them. */
record Scope(List<Entry> entries) {

    /** An item with its columns. */
    record Entry(Item item, List<Column> columns) {
    }

    /** Asks for the columns of a FROM. The queries in it must be PostgreSQL's already, but for their expressions. */
    static Scope of(Statement statement, Select select, Columns columns) {
        StringBuilder list = new StringBuilder();
        StringBuilder from = new StringBuilder();
        List<Item> asked = new ArrayList<>();
        FromClause clause = FromClause.of(statement, select);
        for (Item item : clause.items()) {
            if (item.name() == null && item.kind() != FromClause.Kind.QUERY || isElsewhere(statement, select, item)) {
                continue;
            }
            String name = "\"?" + asked.size() + '"';
            list.append(asked.isEmpty() ? "" : ", ").append("0 as ").append(name).append(", ").append(name)
                    .append(".*");
            from.append(asked.isEmpty() ? "" : " cross join ").append("(select * from ")
                    .append(statement.text(item.from(), item.to()))
                    .append(item.alias() < 0 && item.kind() == FromClause.Kind.QUERY ? " as \"?\"" : "")
                    .append(") as ").append(name);
            asked.add(item);
        }
        List<Entry> entries = new ArrayList<>();
        if (asked.isEmpty()) {
            return new Scope(entries);
        }
        List<Column> found = ask(statement, select, "select " + list + " from " + from, columns);
        List<Column> own = new ArrayList<>();
        int next = 0;
        for (Column column : found) {
            if (next < asked.size() && column.name().equals("?" + next)) {
                own = new ArrayList<>();
                entries.add(new Entry(asked.get(next++), own));
            } else {
                own.add(column);
            }
        }
        return new Scope(entries);
    }

    /** The columns of the result of a part of a statement, which is a query. */
    static List<Column> ask(Statement statement, Select select, String query, Columns columns) {
        Statement question = Statement.of(Withs.visible(statement, select) + query);
        Expressions.rewrite(question);
        return columns.of(question.edited(0, question.size()));
    }

    /** A path into a column of another item has no columns of its own, and may lead to a query around this one. */
    private static boolean isElsewhere(Statement statement, Select select, Item item) {
        if (item.kind() == FromClause.Kind.OBJECT || item.from() > 0 && statement.word(item.from() - 1, "lateral")) {
            return true;
        }
        if (item.kind() != FromClause.Kind.NAME || item.sourceTo() == item.from() + 1
                || !statement.sign(item.from() + 1, ".")) {
            return false;
        }
        String first = statement.token(item.from()).name();
        for (Select around : Selects.of(statement)) {
            if (around.keyword() <= select.keyword() && around.end() >= select.end()) {
                for (Item other : FromClause.of(statement, around).items()) {
                    if (first.equals(other.name()) && item.sees(other)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** All columns, in their order. */
    List<Column> all() {
        return entries.stream().flatMap(entry -> entry.columns().stream()).toList();
    }
}
