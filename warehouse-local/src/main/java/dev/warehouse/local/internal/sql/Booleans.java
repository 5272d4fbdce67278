/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.TypedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Literals that PostgreSQL reads as a BOOLEAN and Redshift does not: on, off, and beginnings of the words. Texts that
 * are no literals are read by {@code pg_internal.to_boolean}.
 *
 * <p>Source: the page Boolean type of the Redshift Database Developer Guide.
 */
final class Booleans {

    private static final String INVALID_TEXT = "22P02";
    private static final int BOOLEAN_OID = 16;
    private static final Set<String> UNKNOWN_TO_REDSHIFT = Set.of("tr", "tru", "fa", "fal", "fals", "ye", "on", "of",
            "off");

    /** A literal of one of them with its quotes, with a few blanks. */
    private static final int SHORTEST = 4;
    private static final int LONGEST = 16;

    private Booleans() {
    }

    /** Fails if such a literal is cast to BOOLEAN, compared with a BOOLEAN or put into one. */
    static void check(Statement statement, Columns columns) {
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.token(i);
            int length = token.text().length();
            if (token.type() == Token.Type.STRING && length >= SHORTEST && length <= LONGEST
                    && UNKNOWN_TO_REDSHIFT.contains(token.stringValue().strip().toLowerCase(Locale.ROOT))
                    && (isCast(statement, i) || isOfColumn(statement, i, columns))) {
                throw statement.error(INVALID_TEXT, "invalid input syntax for type boolean: \"" + token.stringValue()
                        + "\"",
                        "write true, t, yes, y, 1 or false, f, no, n, 0", i);
            }
        }
    }

    private static boolean isBoolean(Statement statement, int index) {
        return statement.word(index, "boolean") || statement.word(index, "bool");
    }

    private static boolean isCast(Statement statement, int index) {
        return isBoolean(statement, index - 1)
                || statement.sign(index - 1, ",") && isBoolean(statement, index - 2)
                && statement.word(index - 4, "convert")
                || isBoolean(statement, index + 2) && (statement.sign(index + 1, "::")
                || statement.word(index + 1, "as") && statement.word(index - 2, "cast"));
    }

    private static boolean isOfColumn(Statement statement, int index, Columns columns) {
        boolean compared = statement.sign(index - 1, "=") || statement.sign(index - 1, "<>")
                || statement.sign(index - 1, "!=");
        if (compared && index > 1 && statement.token(index - 2).isName()) {
            return isBooleanColumn(statement.token(index - 2).name(), columns.ofTables(Numbers.tableNames(statement)));
        }
        int values = statement.looking(0, "insert", "into") ? behindTarget(statement) : -1;
        if (!statement.word(values, "values") || index < values) {
            return false;
        }
        int target = statement.behindName(2);
        String table = statement.name(2, target);
        List<TypedColumn> found = columns.ofTables(Set.of(table)).getOrDefault(table, List.of());
        int place = place(statement, index);
        if (values == target) {
            return place < found.size() && found.get(place).typeOid() == BOOLEAN_OID;
        }
        List<String> names = ForeignKey.columns(statement, target);
        return place < names.size() && isBooleanColumn(names.get(place), Map.of(table, found));
    }

    private static int behindTarget(Statement statement) {
        int target = statement.behindName(2);
        return statement.sign(target, "(") ? statement.behindBrackets(target) : target;
    }

    /** The place of a value in its row, from 0. */
    private static int place(Statement statement, int index) {
        int place = 0;
        int depth = 0;
        for (int i = index - 1; i > 0 && depth >= 0; i--) {
            depth -= Selects.depthChange(statement.token(i));
            place += depth == 0 && statement.sign(i, ",") ? 1 : 0;
        }
        return place;
    }

    /** Whether all tables of a statement that have a column of the name have it as a BOOLEAN, and one has. */
    private static boolean isBooleanColumn(String name, Map<String, List<TypedColumn>> tables) {
        List<TypedColumn> found = new ArrayList<>();
        tables.values().forEach(all -> all.stream().filter(column -> column.name().equals(name)).forEach(found::add));
        return !found.isEmpty() && found.stream().allMatch(column -> column.typeOid() == BOOLEAN_OID);
    }
}
