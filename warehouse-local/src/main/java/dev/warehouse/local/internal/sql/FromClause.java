/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The FROM of a SELECT: what it reads, by the indexes of the tokens. Brackets around joins are looked into. */
final class FromClause {

    /** What an item is. */
    enum Kind { NAME, QUERY, FUNCTION, OBJECT }

    /**
     * One item.
     *
     * @param from the index of its first token; behind UNPIVOT, if it is an object
     * @param sourceTo the index behind its name, subquery or call
     * @param pivot the index of PIVOT or UNPIVOT behind that, or -1
     * @param alias the index of its alias, or -1
     * @param place the index of the name behind AT, or -1
     * @param to the index behind its last token
     * @param select the index of the SELECT that it belongs to
     */
    record Item(Statement statement, Kind kind, int from, int sourceTo, int pivot, int alias, int place, int to,
            int select) {

        /** The name that stands for it in the query; null if it has none. */
        @Nullable String name() {
            if (alias >= 0) {
                return statement.token(alias).name();
            }
            return kind == Kind.NAME || kind == Kind.OBJECT ? statement.token(sourceTo - 1).name() : null;
        }

        /** Whether an item can begin at another: one before it, or one of a query around its own. */
        boolean sees(Item other) {
            return other.select != select || other.from < from;
        }
    }

    private static final Set<String> NO_ALIAS = Set.of("on", "using", "join", "inner", "left", "right", "full", "cross",
            "natural", "pivot", "unpivot", "at", "as", "lateral", "where", "start", "connect");

    private final Statement statement;
    private final int select;
    private final List<Item> items = new ArrayList<>();
    private boolean merges;
    private boolean joins;

    private FromClause(Statement statement, int select) {
        this.statement = statement;
        this.select = select;
    }

    static FromClause of(Statement statement, Select select) {
        FromClause clause = new FromClause(statement, select.keyword());
        if (select.has("from")) {
            int from = select.at("from");
            clause.read(from + 1, select.endOf(from));
        }
        return clause;
    }

    List<Item> items() {
        return items;
    }

    /** Whether a join makes one column of two: USING, NATURAL. */
    boolean merges() {
        return merges;
    }

    /** Whether the word JOIN stands in it. */
    boolean joins() {
        return joins;
    }

    private void read(int from, int to) {
        int at = from;
        boolean itemFollows = true;
        while (at < to) {
            if (itemFollows) {
                at = item(at, to);
                itemFollows = false;
            } else if (statement.sign(at, ",")) {
                itemFollows = true;
                at++;
            } else if (statement.word(at, "join")) {
                joins = true;
                itemFollows = true;
                at++;
            } else {
                merges |= statement.word(at, "natural") || statement.word(at, "using") && statement.sign(at + 1, "(");
                at = statement.sign(at, "(") ? statement.behindBrackets(at) : at + 1;
            }
        }
    }

    private int item(int start, int to) {
        int from = statement.word(start, "lateral") || statement.word(start, "only") && start + 1 < to
                && statement.token(start + 1).isName() ? start + 1 : start;
        int at = from;
        Kind kind = Kind.NAME;
        if (statement.sign(at, "(")) {
            int inner = at;
            while (statement.sign(inner, "(")) {
                inner++;
            }
            int behind = statement.behindBrackets(at);
            if (!statement.word(inner, "select") && !statement.word(inner, "with")) {
                read(at + 1, behind - 1);
                return behind;
            }
            kind = Kind.QUERY;
            at = behind;
        } else {
            if (statement.word(at, "unpivot") && at + 1 < to && statement.token(at + 1).isName()
                    && !statement.word(at + 1, "as")) {
                kind = Kind.OBJECT;
                from = ++at;
            }
            at = Navigation.behindPath(statement, at);
            if (statement.sign(at, "(")) {
                kind = Kind.FUNCTION;
                at = statement.behindBrackets(at);
            }
        }
        int sourceTo = at;
        int pivot = -1;
        if ((statement.word(at, "pivot") || statement.word(at, "unpivot")) && at + 1 < to
                && (statement.sign(at + 1, "(") || statement.word(at + 2, "nulls"))) {
            pivot = at;
            at = statement.behindBrackets(statement.sign(at + 1, "(") ? at + 1 : at + 3);
        }
        int alias = -1;
        if (statement.word(at, "as") && at + 1 < to) {
            alias = at + 1;
            at += 2;
        } else if (at < to && statement.token(at).isName() && !isKeyword(at)) {
            alias = at++;
        }
        if (alias >= 0 && statement.sign(at, "(")) {
            at = statement.behindBrackets(at);
        }
        int place = -1;
        if (statement.word(at, "at") && at + 1 < to && statement.token(at + 1).isName()) {
            place = at + 1;
            at += 2;
        }
        items.add(new Item(statement, kind, from, sourceTo, pivot, alias, place, at, select));
        return Math.max(at, start + 1);
    }

    private boolean isKeyword(int index) {
        Token token = statement.token(index);
        return token.type() == Token.Type.WORD && NO_ALIAS.contains(token.name());
    }
}
