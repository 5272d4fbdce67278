/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.FromClause.Kind;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Navigation into SUPER: {@code t.c.a[0].b} in expressions, and {@code FROM t, t.c AS x AT i}. A name before a dot that
 * is no table of the query is a column.
 */
final class Navigation {

    private static final String GET = "pg_internal.super_get(";

    private final Statement statement;
    private final Map<String, Item> items = new HashMap<>();
    private final List<Item> all = new ArrayList<>();

    private boolean hasPath;

    private Navigation(Statement statement) {
        this.statement = statement;
        hasPath = hasPath(statement);
        if (hasPath) {
            List<Select> selects = Selects.of(statement);
            selects.addAll(Changes.of(statement));
            for (Select select : selects) {
                for (Item item : FromClause.of(statement, select).items()) {
                    String name = item.name();
                    all.add(item);
                    if (name != null) {
                        items.putIfAbsent(name, item);
                    }
                    // PostgreSQL's catalogue has arrays, and no SUPER
                    hasPath &= !isCatalogue(statement.token(item.from()));
                }
            }
        }
    }

    private static boolean isCatalogue(Token token) {
        return token.isName() && (token.name().startsWith("pg_") && !token.is("pg_internal")
                || token.name().equals("information_schema"));
    }

    private static boolean hasPath(Statement statement) {
        boolean select = statement.word(0, "update") || statement.word(0, "delete");
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.token(i);
            select |= token.is("select");
            if (select && token.type() == Token.Type.SIGN && (token.text().equals(".") || token.text().equals("["))) {
                return true;
            }
        }
        return false;
    }

    static Navigation of(Statement statement) {
        return new Navigation(statement);
    }

    /** Rewrites the paths of a query; gives whether there were any. */
    boolean rewrite(Select select, Columns columns) {
        if (!hasPath) {
            return false;
        }
        Edits edits = statement.edits();
        int size = edits.size();
        BitSet source = new BitSet();
        for (Item item : all) {
            if (item.kind() == Kind.NAME || item.kind() == Kind.OBJECT) {
                source.set(item.from(), item.sourceTo());
            }
            if (isPath(item) && item.from() > select.keyword() && item.to() <= select.end()) {
                unnest(item);
            }
        }
        for (int i = select.keyword() + 1; i < select.end(); i++) {
            if (!statement.token(i).isName() || source.get(i)) {
                continue;
            }
            int behind = behindPath(statement, i);
            if (behind > i + 1) {
                if (!isNoValue(i, behind)) {
                    path(i, behind, select, columns);
                }
                i = behind - 1;
            }
        }
        return edits.size() != size;
    }

    /** A call, a type, a target. */
    private boolean isNoValue(int from, int behind) {
        return statement.sign(behind, "(") || statement.sign(behind, ".") || statement.sign(from - 1, "::")
                || statement.sign(from - 1, ".") || statement.word(from - 1, "as") || statement.word(from - 1, "into")
                || statement.word(from - 1, "collate") || statement.word(from, "array") || isInBrackets(from, behind)
                || Changes.isAssigned(statement, from, behind);
    }

    /** [1] alone, as in a type. */
    private boolean isInBrackets(int from, int behind) {
        return statement.sign(from + 1, "[") && behind - from == 3 && statement.sign(from + 2, "]");
    }

    /** The index behind a.b[0].c. */
    static int behindPath(Statement statement, int index) {
        int at = index + 1;
        while (true) {
            if (statement.sign(at, ".") && at + 1 < statement.size() && statement.token(at + 1).isName()) {
                at += 2;
            } else if (statement.sign(at, "[") && statement.sign(at + 2, "]")) {
                at += 3;
            } else if (statement.sign(at, "[") && statement.sign(at + 1, "-") && statement.sign(at + 3, "]")) {
                at += 4;
            } else {
                return at;
            }
        }
    }

    private boolean isValue(@Nullable Item item) {
        return item != null && (item.kind() == Kind.OBJECT || isPath(item));
    }

    /** Whether an item of FROM is a path that begins at another item. */
    private boolean isPath(Item item) {
        if (item.kind() == Kind.OBJECT) {
            return true;
        }
        if (item.kind() != Kind.NAME || item.sourceTo() == item.from() + 1 || !statement.token(item.from()).isName()) {
            return false;
        }
        Item origin = items.get(statement.token(item.from()).name());
        return origin != null && item.sees(origin) && statement.sign(item.from() + 1, ".");
    }

    private void unnest(Item item) {
        String value = value(item.from(), item.sourceTo(), null, Columns.UNKNOWN);
        if (value == null) {
            value = statement.name(item.from(), item.sourceTo());
        }
        String name = Statement.quoted(String.valueOf(item.name()));
        String place = item.place() < 0 ? "" : ", " + Statement.quoted(statement.token(item.place()));
        int from = item.kind() == Kind.OBJECT ? item.from() - 1 : item.from();
        statement.replace(from, item.to(), "lateral pg_internal."
                + (item.kind() == Kind.OBJECT ? "unpivot(" : "unnest(")
                + value + ") as " + name + "(" + name + place + ")");
    }

    private void path(int from, int behind, Select select, Columns columns) {
        String value = value(from, behind, select, columns);
        if (value == null) {
            return;
        }
        int next = behind;
        if (statement.sign(next, "::") && statement.word(next + 1, "text")) {
            // TEXT is a VARCHAR, and not the JSON that PostgreSQL makes of it
            statement.replace(next + 1, next + 2, "varchar");
        }
        statement.replace(from, behind, value + heading(from, behind, select));
        literals(statement, from, behind);
    }

    /** The path as a value; null if it is a plain column. */
    private @Nullable String value(int from, int behind, @Nullable Select select, Columns columns) {
        int base = base(from, behind, select, columns);
        if (base < 0 || base >= behind) {
            return null;
        }
        String value = isValue(items.get(statement.token(from).name())) && base == from + 1
                ? Statement.quoted(statement.token(from)) : statement.name(from, base);
        if (select != null && statement.sign(base, "[") && isArray(statement.token(base - 1).name(), select, columns)) {
            return null;
        }
        int at = base;
        StringBuilder path = new StringBuilder(value);
        while (at < behind) {
            Token token = statement.token(at + 1);
            if (statement.sign(at, ".")) {
                path.insert(0, GET).append(", ").append(key(token)).append(')');
                at += 2;
            } else if (token.isSign("-")) {
                path.insert(0, GET).append(", -").append(statement.token(at + 2).text()).append(')');
                at += 4;
            } else {
                String place = token.type() == Token.Type.STRING ? key(token) : token.text();
                path.insert(0, GET).append(", ").append(place).append(')');
                at += 3;
            }
        }
        return path.toString();
    }

    /** Whether a column is known and no SUPER; PostgreSQL's arrays are taken by a lenient engine. */
    private boolean isArray(String column, Select select, Columns columns) {
        return Scope.of(statement, select, columns).all().stream()
                .anyMatch(found -> found.name().equals(column) && !found.isSuper());
    }

    /** Redshift folds the names in paths to lower case, unless the session says otherwise. */
    private static String key(Token token) {
        if (token.type() == Token.Type.STRING) {
            return StringLiterals.quote(token.stringValue()) + "::text";
        }
        String key = StringLiterals.quote(token.name()) + "::text";
        if (token.type() == Token.Type.QUOTED_NAME) {
            String exact = token.text().substring(1, token.text().length() - 1).replace("\"\"", "\"");
            if (!exact.equals(exact.toLowerCase(Locale.ROOT))) {
                return key + ", " + StringLiterals.quote(exact) + "::text";
            }
        }
        return key;
    }

    /** The index behind the column that a path begins with, or -1 if nothing says that it is one. */
    private int base(int from, int behind, @Nullable Select select, Columns columns) {
        String first = statement.token(from).name();
        Item item = items.get(first);
        if (item != null) {
            return isValue(item) ? from + 1 : statement.sign(from + 1, ".") ? from + 3 : from + 1;
        }
        if (statement.sign(from + 1, "[")) {
            return from + 1;
        }
        int parts = 1;
        while (statement.sign(from + 2 * parts - 1, ".") && from + 2 * parts < behind) {
            parts++;
        }
        for (Item other : all) {
            int size = other.sourceTo() - other.from();
            if (size >= 3 && from + size + 1 < statement.size() && other.kind() == Kind.NAME
                    && statement.name(other.from(), other.sourceTo()).equals(statement.name(from, from + size))) {
                return from + size + 2;
            }
        }
        boolean isColumn = select != null && Scope.of(statement, select, columns).all().stream()
                .anyMatch(column -> column.isSuper() && column.name().equals(first));
        return isColumn ? from + 1 : -1;
    }

    /** The last key of a path that is an item of a list names its column. */
    private String heading(int from, int behind, Select select) {
        for (Selects.Item item : select.items()) {
            if (item.from() == from && item.to() == behind) {
                for (int i = behind - 1; i >= from; i--) {
                    if (statement.token(i).isName()) {
                        return " as " + Statement.quoted(statement.token(i));
                    }
                }
            }
        }
        return "";
    }

    /** Strings beside a path are strings, and not the JSON that PostgreSQL would take them for. */
    static void literals(Statement statement, int from, int behind) {
        int at = behind;
        if (isComparison(statement, at) && isString(statement, at + 1)) {
            statement.insertBehind(at + 1, "::text");
        }
        if (isComparison(statement, from - 1) && isString(statement, from - 2)) {
            statement.insertBehind(from - 2, "::text");
        }
        at = statement.word(at, "not") ? at + 1 : at;
        if (statement.word(at, "in") && statement.sign(at + 1, "(")) {
            for (int i = at + 2; i < statement.behindBrackets(at + 1) - 1; i++) {
                if (isString(statement, i) && (statement.sign(i + 1, ",") || statement.sign(i + 1, ")"))) {
                    statement.insertBehind(i, "::text");
                }
            }
        } else if (statement.word(at, "between") && isString(statement, at + 1)) {
            statement.insertBehind(at + 1, "::text");
            if (statement.word(at + 2, "and") && isString(statement, at + 3)) {
                statement.insertBehind(at + 3, "::text");
            }
        }
    }

    static boolean isString(Statement statement, int index) {
        return index >= 0 && index < statement.size() && statement.token(index).type() == Token.Type.STRING
                && !statement.sign(index + 1, "::");
    }

    static boolean isComparison(Statement statement, int index) {
        return index >= 0 && index < statement.size() && statement.token(index).type() == Token.Type.SIGN
                && switch (statement.token(index).text()) {
                    case "=", "<>", "!=", "<", ">", "<=", ">=" -> true;
                    default -> false;
                };
    }
}
