/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.Selects.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lateral column aliases: an alias of the list stands for its expression in later items and in WHERE, HAVING and
 * QUALIFY, unless the FROM has a column of that name. Then the name means the column, as everywhere.
 */
final class LateralAliases {

    private LateralAliases() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        List<Item> items = select.items();
        Map<String, Integer> aliases = new HashMap<>();
        Map<String, String> expansions = new HashMap<>();
        Set<String> real = new HashSet<>();
        boolean asked = false;
        List<int[]> ranges = new ArrayList<>();
        for (Item item : items) {
            ranges.add(new int[] {item.from(), item.expressionTo(statement)});
        }
        for (String clause : List.of("where", "having", "qualify")) {
            if (select.has(clause)) {
                ranges.add(new int[] {select.at(clause) + 1, select.endOf(select.at(clause))});
            }
        }
        for (int k = 0; k < ranges.size(); k++) {
            for (int i : references(statement, ranges.get(k), aliases)) {
                String name = statement.token(i).name();
                if (!asked) {
                    asked = true;
                    Scope.of(statement, select, columns).all().stream().map(Column::name).forEach(real::add);
                    FromClause.of(statement, select).items().forEach(item -> real.add(String.valueOf(item.name())));
                }
                if (real.contains(name)) {
                    continue;
                }
                String expansion = expansions.get(name);
                if (expansion == null) {
                    expansion = "(" + expanded(statement, items.get(aliases.get(name)), expansions) + ")";
                    expansions.put(name, expansion);
                }
                statement.replace(i, i + 1, expansion);
            }
            if (k < items.size() && items.get(k).alias() >= 0) {
                aliases.putIfAbsent(statement.token(items.get(k).alias()).name(), k);
            }
        }
    }

    /** The text of an item's expression, with earlier aliases in it replaced. */
    private static String expanded(Statement statement, Item item, Map<String, String> expansions) {
        Statement alone = Statement.of(statement.text(item.from(), item.expressionTo(statement)));
        for (int i = 0; i < alone.size(); i++) {
            String expansion = alone.token(i).isName() ? expansions.get(alone.token(i).name()) : null;
            if (expansion != null && isReference(alone, i)) {
                alone.replace(i, i + 1, expansion);
            }
        }
        return alone.edited(0, alone.size());
    }

    private static List<Integer> references(Statement statement, int[] range, Map<String, Integer> aliases) {
        List<Integer> references = new ArrayList<>();
        if (aliases.isEmpty()) {
            return references;
        }
        for (int i = range[0]; i < range[1]; i++) {
            Token token = statement.token(i);
            if (token.isSign("(") && (statement.word(i + 1, "select") || statement.word(i + 1, "with"))) {
                i = statement.behindBrackets(i) - 1;
            } else if (token.isName() && aliases.containsKey(token.name()) && isReference(statement, i)) {
                references.add(i);
            }
        }
        return references;
    }

    private static boolean isReference(Statement statement, int i) {
        return !statement.sign(i - 1, ".") && !statement.sign(i + 1, ".") && !statement.sign(i + 1, "(")
                && !statement.sign(i - 1, "::") && !statement.word(i - 1, "as")
                && !(i + 1 < statement.size() && statement.token(i + 1).type() == Token.Type.STRING);
    }
}
