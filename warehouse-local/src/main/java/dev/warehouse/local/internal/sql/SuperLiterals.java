/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A string beside a column of SUPER is a string; PostgreSQL would take its characters for JSON. What names such columns
 * have is known beforehand, so that other statements pay nothing; whether a name stands for one, PostgreSQL is asked.
 *
 * <p>Source: the page "Loading semistructured data into Amazon Redshift" of the Redshift Database Developer Guide: only
 * JSON_PARSE reads JSON.
 */
final class SuperLiterals {

    private SuperLiterals() {
    }

    /** Remembers what a statement makes: a table with a column of SUPER, or one whose columns come from elsewhere. */
    static void declare(Statement statement, Columns columns) {
        boolean alter = statement.looking(0, "alter", "table");
        int table = alter || statement.looking(0, "create", "table") ? 1 : 2;
        while (table < 4 && !statement.word(table, "table")) {
            table++;
        }
        if (table == 4 || !alter && !statement.word(0, "create")) {
            return;
        }
        int name = statement.looking(table + 1, "if", "not", "exists") ? table + 4 : table + 1;
        int behind = statement.behindName(name);
        boolean may = false;
        for (int i = behind; i < statement.size(); i++) {
            if (statement.word(i, "super")) {
                may = true;
                columns.declareSuper(statement.token(i - 1).name());
            }
            may |= statement.word(i, "like") || statement.word(i, "select");
            if (alter && statement.word(i, "to") && i + 1 < statement.size()) {
                columns.declareSuper(statement.token(i + 1).name());
            }
        }
        if (may) {
            columns.declareSuper(statement.token(behind - 1).name());
        }
    }

    static void rewrite(Statement statement, Columns columns) {
        Set<String> names = columns.superNames();
        if (names.isEmpty()) {
            return;
        }
        if (statement.looking(0, "insert", "into")) {
            insert(statement, names, columns);
        }
        List<Select> selects = null;
        for (int i = 1; i < statement.size(); i++) {
            Token token = statement.token(i);
            if (!token.isName() || !names.contains(token.name())) {
                continue;
            }
            int from = statement.sign(i - 1, ".") ? i - 2 : i;
            boolean assigned = Changes.isAssigned(statement, from, i + 1);
            if (!isComparedWithString(statement, from, i + 1)) {
                continue;
            }
            if (selects == null) {
                selects = new ArrayList<>(Selects.of(statement));
                selects.addAll(Changes.of(statement));
            }
            if (!isSuper(statement, i, selects, columns)) {
                continue;
            } else if (assigned) {
                statement.insertBehind(i + 2, "::varchar::super");
            } else {
                Navigation.literals(statement, from, i + 1);
            }
        }
    }

    private static boolean isComparedWithString(Statement statement, int from, int behind) {
        if (Navigation.isComparison(statement, behind) && Navigation.isString(statement, behind + 1)
                || Navigation.isComparison(statement, from - 1) && Navigation.isString(statement, from - 2)) {
            return true;
        }
        int at = statement.word(behind, "not") ? behind + 1 : behind;
        return statement.word(at, "in") && Navigation.isString(statement, at + 2)
                || statement.word(at, "between") && Navigation.isString(statement, at + 1);
    }

    private static boolean isSuper(Statement statement, int column, List<Select> selects, Columns columns) {
        Select own = null;
        for (Select select : selects) {
            boolean around = select.keyword() <= column && select.end() > column;
            // the innermost; of the two that an UPDATE is, the one that has it
            if (around && (own == null || select.keyword() > own.keyword()
                    || select.keyword() == own.keyword() && !has(statement, own, column, columns))) {
                own = select;
            }
        }
        return own != null && has(statement, own, column, columns);
    }

    private static boolean has(Statement statement, Select select, int column, Columns columns) {
        String name = statement.token(column).name();
        return Scope.of(statement, select, columns).all().stream()
                .anyMatch(found -> found.isSuper() && found.name().equals(name));
    }

    /** INSERT INTO t [(columns)] VALUES (…), (…). */
    private static void insert(Statement statement, Set<String> names, Columns columns) {
        int nameTo = statement.behindName(2);
        if (!names.contains(statement.token(nameTo - 1).name())) {
            return;
        }
        int behind = statement.sign(nameTo, "(") ? statement.behindBrackets(nameTo) : nameTo;
        if (!statement.word(behind, "values")) {
            return;
        }
        String list = behind > nameTo ? statement.name(nameTo + 1, nameTo + 2) : "*";
        for (int i = nameTo + 2; i < behind - 1; i++) {
            list += statement.sign(i, ",") ? ", " : Statement.quoted(statement.token(i));
        }
        List<Column> found = columns.of("select " + list + " from " + statement.name(2, nameTo));
        for (int open = behind + 1; statement.sign(open, "("); ) {
            int end = statement.behindBrackets(open);
            int depth = 0;
            int place = 0;
            for (int i = open; i < end - 1; i++) {
                depth += Selects.depthChange(statement.token(i));
                place += depth == 1 && statement.sign(i, ",") ? 1 : 0;
                boolean alone = depth == 1 && Navigation.isString(statement, i)
                        && (statement.sign(i - 1, ",") || i - 1 == open)
                        && (statement.sign(i + 1, ",") || i + 1 == end - 1);
                if (alone && place < found.size() && found.get(place).isSuper()) {
                    statement.insertBehind(i, "::varchar::super");
                }
            }
            open = statement.sign(end, ",") ? end + 1 : end;
        }
    }
}
