/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SELECTs of a statement, each with the places of its parts: what brackets and keywords at their depth tell.
 */
final class Selects {

    private static final Set<String> CLAUSES = Set.of("from", "where", "group", "having", "qualify", "window", "order",
            "limit", "offset", "fetch", "for", "into", "start", "connect", "exclude");
    private static final Set<String> SET_OPERATORS = Set.of("union", "intersect", "except", "minus");

    /** One item of a list: its tokens, and the index of its alias, or -1. */
    record Item(int from, int to, int alias) {

        /** The index behind the expression, before AS and the alias. */
        int expressionTo(Statement statement) {
            return alias < 0 ? to : statement.word(alias - 1, "as") ? alias - 1 : alias;
        }
    }

    /**
     * One SELECT.
     *
     * @param keyword the index of SELECT
     * @param list the index of the first item
     * @param end the index behind its last token: a bracket, a set operator, the end
     * @param setOperation whether it is a part of a UNION or the like
     * @param clauses where its clauses begin, by their first word
     */
    record Select(Statement statement, int keyword, int list, int end, boolean setOperation,
            Map<String, Integer> clauses) {

        /** Where a clause begins, or the end if it has none. */
        int at(String clause) {
            return clauses.getOrDefault(clause, end);
        }

        boolean has(String clause) {
            return clauses.containsKey(clause);
        }

        /** Where the clause that begins at the index ends. */
        int endOf(int clause) {
            int nearest = end;
            for (int at : clauses.values()) {
                if (at > clause && at < nearest) {
                    nearest = at;
                }
            }
            return nearest;
        }

        int listEnd() {
            return endOf(list - 1);
        }

        List<Item> items() {
            List<Item> items = new ArrayList<>();
            int from = list;
            int to = listEnd();
            int depth = 0;
            for (int i = list; i <= to; i++) {
                if (i == to || depth == 0 && statement.sign(i, ",")) {
                    if (i > from) {
                        items.add(new Item(from, i, alias(from, i)));
                    }
                    from = i + 1;
                } else {
                    depth += depthChange(statement.token(i));
                }
            }
            return items;
        }

        private int alias(int from, int to) {
            int last = to - 1;
            if (last <= from || !statement.token(last).isName()) {
                return -1;
            }
            if (statement.word(last - 1, "as")) {
                return last;
            }
            // without AS: a name behind a name, a literal or a closing bracket; END closes a CASE
            Token before = statement.token(last - 1);
            boolean closes = before.isSign(")") || before.type() == Token.Type.QUOTED_NAME
                    || before.type() == Token.Type.NUMBER
                    || before.type() == Token.Type.WORD && !KEYWORDS.contains(before.name());
            return closes && !statement.word(last, "end") && !KEYWORDS.contains(statement.token(last).name())
                    ? last : -1;
        }
    }

    /** Words that neither name a column before an alias nor are one. */
    private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "is", "in", "like", "ilike", "between",
            "null", "true", "false", "case", "when", "then", "else", "interval", "date", "timestamp", "time",
            "distinct", "from", "similar", "to", "escape", "isnull", "notnull", "over", "precision", "varying", "zone",
            "year", "month", "day", "hour", "minute", "second", "nulls", "ignore", "respect", "any", "all", "some",
            "exists", "unknown", "prior");

    private Selects() {
    }

    static int depthChange(Token token) {
        return token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
    }

    static List<Select> of(Statement statement) {
        List<Select> selects = new ArrayList<>();
        for (int i = 0; i < statement.size(); i++) {
            if (statement.word(i, "select") && !statement.sign(i - 1, ".")
                    && !statement.word(0, "grant") && !statement.word(0, "revoke")) {
                selects.add(at(statement, i));
            }
        }
        return selects;
    }

    /**
     * The SELECT that ends at a distance from the end of the statement, of several the outermost; or, if brackets were
     * put around it, the one where it was.
     */
    static Select endingAt(Statement statement, int distanceFromEnd, int keyword) {
        List<Select> selects = of(statement);
        for (Select select : selects) {
            if (statement.distanceFromEnd(select.end()) == distanceFromEnd) {
                return select;
            }
        }
        return selects.stream().filter(select -> select.keyword() == keyword + 1).findFirst()
                .orElseGet(() -> at(statement, keyword));
    }

    private static Select at(Statement statement, int keyword) {
        Map<String, Integer> clauses = new HashMap<>();
        int depth = 0;
        int end = statement.size();
        boolean setOperation = isSetOperator(statement, keyword - 1)
                || statement.word(keyword - 1, "all") && isSetOperator(statement, keyword - 2)
                || statement.word(keyword - 1, "distinct") && isSetOperator(statement, keyword - 2);
        for (int i = keyword + 1; i < statement.size(); i++) {
            Token token = statement.token(i);
            depth += depthChange(token);
            if (depth < 0) {
                end = i;
                break;
            }
            if (depth == 0 && token.type() == Token.Type.WORD && !statement.sign(i - 1, ".")
                    && !statement.word(i - 1, "as")) {
                if (isSetOperator(statement, i)) {
                    setOperation = true;
                    end = i;
                    break;
                }
                String word = token.name();
                if (CLAUSES.contains(word) && !isPartOfExpression(statement, i, word)) {
                    clauses.putIfAbsent(word, i);
                } else if (word.equals("with") && statement.looking(i, "with", "no", "schema", "binding")) {
                    end = i;
                    break;
                }
            }
        }
        return new Select(statement, keyword, list(statement, keyword), end, setOperation, clauses);
    }

    private static boolean isPartOfExpression(Statement statement, int index, String word) {
        return word.equals("from") && statement.word(index - 1, "distinct")
                || word.equals("group") && statement.word(index - 1, "within")
                || (word.equals("group") || word.equals("order") || word.equals("connect"))
                && !statement.word(index + 1, "by")
                || word.equals("start") && !statement.word(index + 1, "with")
                || word.equals("exclude") && !isExclusion(statement, index);
    }

    /** EXCLUDE a, b and EXCLUDE (a, b) behind the list; one behind a star in the list is a part of its item. */
    private static boolean isExclusion(Statement statement, int index) {
        if (statement.sign(index + 1, "(")) {
            int behind = statement.behindBrackets(index + 1);
            return !statement.sign(index - 1, ",") && !statement.word(index - 1, "select")
                    && !statement.sign(behind, ",");
        }
        return index + 1 < statement.size() && statement.token(index + 1).isName() && !statement.word(index + 1, "from")
                && !statement.sign(index - 1, ",") && !statement.word(index - 1, "select")
                && !statement.word(index - 1, "unpivot");
    }

    private static int list(Statement statement, int keyword) {
        int at = keyword + 1;
        if (statement.word(at, "all") || statement.word(at, "distinct")) {
            at++;
        }
        if (top(statement, at) > 0) {
            at = top(statement, at);
        }
        if (statement.word(at, "all") || statement.word(at, "distinct")) {
            at++;
        }
        return at;
    }

    /** The index behind TOP n or TOP (expression) at this place, or -1. */
    static int top(Statement statement, int at) {
        if (!statement.word(at, "top") || at + 1 >= statement.size()) {
            return -1;
        } else if (statement.sign(at + 1, "(")) {
            int behind = statement.behindBrackets(at + 1);
            // top(x) alone, or with an operator or an alias behind it, is a call
            boolean isList = behind < statement.size() && (statement.token(behind).type() != Token.Type.SIGN
                    || statement.sign(behind, "*") || statement.sign(behind, "(")) && !statement.word(behind, "from")
                    && !statement.word(behind, "as");
            return isList ? behind : -1;
        }
        Token.Type type = statement.token(at + 1).type();
        return type == Token.Type.NUMBER || type == Token.Type.PARAMETER ? at + 2 : -1;
    }

    private static boolean isSetOperator(Statement statement, int index) {
        return index >= 0 && index + 1 < statement.size() && statement.token(index).type() == Token.Type.WORD
                && SET_OPERATORS.contains(statement.token(index).name()) && (statement.word(index + 1, "select")
                || statement.word(index + 1, "all") || statement.word(index + 1, "distinct")
                || statement.word(index + 1, "values") || statement.sign(index + 1, "("));
    }
}
