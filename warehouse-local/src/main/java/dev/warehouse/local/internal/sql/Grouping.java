/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Scope.Entry;
import dev.warehouse.local.internal.sql.Selects.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** GROUP BY ALL: by the places of all items of the list that hold no aggregate. */
final class Grouping {

    private static final Set<String> AGGREGATES = Set.of("any_value", "avg", "bit_and", "bit_or", "bool_and", "bool_or",
            "count", "listagg", "max", "median", "min", "percentile_cont", "percentile_disc", "stddev", "stddev_pop",
            "stddev_samp", "sum", "var_pop", "var_samp", "variance");

    private Grouping() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        int at = select.at("group");
        if (!statement.word(at + 2, "all") || select.endOf(at) != at + 3) {
            return;
        }
        List<String> places = new ArrayList<>();
        int place = 1;
        for (Item item : select.items()) {
            if (statement.sign(item.to() - 1, "*") && (item.to() == item.from() + 1
                    || statement.sign(item.to() - 2, "."))) {
                for (int i = size(statement, select, item, columns); i > 0; i--) {
                    places.add(String.valueOf(place++));
                }
            } else {
                if (!aggregates(statement, item)) {
                    places.add(String.valueOf(place));
                }
                place++;
            }
        }
        if (places.isEmpty()) {
            statement.remove(at, at + 3);
        } else {
            statement.replace(at + 2, at + 3, String.join(", ", places));
        }
    }

    private static int size(Statement statement, Select select, Item item, Columns columns) {
        if (item.to() == item.from() + 1) {
            return Scope.ask(statement, select, "select * from " + statement.text(select.at("from") + 1,
                    select.endOf(select.at("from"))), columns).size();
        }
        String name = statement.token(item.to() - 3).name();
        for (Entry entry : Scope.of(statement, select, columns).entries()) {
            if (name.equals(entry.item().name())) {
                return entry.columns().size();
            }
        }
        throw statement.unknown("the columns of the list are not known here", "write them out", item.from());
    }

    /** Whether an aggregate, or a window function, is called outside of subqueries. */
    private static boolean aggregates(Statement statement, Item item) {
        for (int i = item.from(); i < item.to(); i++) {
            Token token = statement.token(i);
            if (token.isSign("(") && (statement.word(i + 1, "select") || statement.word(i + 1, "with"))) {
                i = statement.behindBrackets(i) - 1;
            } else if (token.is("over") && statement.sign(i + 1, "(") || token.type() == Token.Type.WORD
                    && statement.sign(i + 1, "(") && AGGREGATES.contains(token.name())) {
                return true;
            }
        }
        return false;
    }
}
