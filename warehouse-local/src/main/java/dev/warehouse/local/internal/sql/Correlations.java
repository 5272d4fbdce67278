/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Correlated subqueries that Redshift does not plan: over more than one level, in the ON of an outer join, around a
 * window function. Found by names of tables before a dot; a bare name of a column tells nothing without the catalogue.
 *
 * <p>Source: the section "Correlated subquery patterns that are not supported" of the page "Correlated subqueries" of
 * the Redshift Database Developer Guide.
 */
final class Correlations {

    static final String MESSAGE = "This type of correlated subquery pattern is not supported due to internal error";

    private Correlations() {
    }

    /** Whether the subquery whose SELECT stands at the index is one of them. */
    static boolean isUnsupported(Statement statement, int index) {
        if (!statement.sign(index - 1, "(")) {
            return false;
        }
        List<Select> selects = Selects.of(statement);
        Select own = null;
        Select parent = null;
        Set<String> beyond = new HashSet<>();
        for (Select select : selects) {
            if (select.keyword() == index) {
                own = select;
            } else if (select.keyword() < index && select.end() > index) {
                if (parent != null) {
                    beyond.addAll(names(statement, parent));
                }
                parent = select;
            }
        }
        if (own == null || parent == null) {
            return false;
        }
        Set<String> near = names(statement, parent);
        Set<String> inside = new HashSet<>();
        for (Select select : selects) {
            if (select.keyword() >= index && select.end() <= own.end()) {
                inside.addAll(names(statement, select));
            }
        }
        beyond.removeAll(near);
        beyond.removeAll(inside);
        near.removeAll(inside);
        if (beyond.isEmpty() && near.isEmpty()) {
            return false;
        }
        boolean windowed = false;
        boolean correlated = false;
        for (int i = own.keyword() + 1; i < own.end(); i++) {
            windowed |= statement.word(i, "over") && statement.sign(i + 1, "(");
            if (isReference(statement, own, i)) {
                String name = statement.token(i).name();
                if (beyond.contains(name)) {
                    return true;
                }
                correlated |= near.contains(name);
                if (near.contains(name) && isInOuterJoin(statement, own, i)) {
                    return true;
                }
            }
        }
        return windowed && correlated;
    }

    private static Set<String> names(Statement statement, Select select) {
        Set<String> names = new HashSet<>();
        for (Item item : FromClause.of(statement, select).items()) {
            String name = item.name();
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** A name before a dot, and not the path or the schema that an item of FROM begins with. */
    private static boolean isReference(Statement statement, Select own, int index) {
        Token token = statement.token(index);
        return token.isName() && statement.sign(index + 1, ".") && !statement.sign(index - 1, ".")
                && !statement.word(index - 1, "from") && !statement.word(index - 1, "join")
                && !(statement.sign(index - 1, ",") && index > own.at("from") && index < own.endOf(own.at("from")));
    }

    /** Whether the index stands in the ON of a LEFT, RIGHT or FULL JOIN of the query itself. */
    private static boolean isInOuterJoin(Statement statement, Select own, int index) {
        if (!own.has("from") || index < own.at("from") || index >= own.endOf(own.at("from"))) {
            return false;
        }
        boolean outer = false;
        boolean on = false;
        for (int i = own.at("from"); i < index; i++) {
            if (statement.word(i, "join")) {
                outer = statement.word(i - 1, "outer") || statement.word(i - 1, "left")
                        || statement.word(i - 1, "right") || statement.word(i - 1, "full");
                on = false;
            } else if (statement.word(i, "on")) {
                on = true;
            }
        }
        return outer && on;
    }
}
