/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.NumberScope.Column;
import dev.warehouse.local.internal.sql.Selects.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the computations in expressions, and writes the types that they have in Redshift around them. What it does not
 * know it steps over: a word that is no operand, an operator that does not compute.
 */
final class NumberExpressions {

    /**
     * A part of an expression.
     *
     * @param type its type; null if it is no number, or not known
     * @param heading the heading that a column of it has, where a cast around it would give another; else null
     */
    private record Operand(int from, int to, @Nullable NumericType type, @Nullable String heading) {
    }

    /** The heading of a computation, and of what is no other. */
    private static final String NO_NAME = "?column?";

    private interface TypeRule {
        @Nullable NumericType of(NumberExpressions expressions, Call call, List<@Nullable NumericType> arguments);
    }

    /** The types of functions; one that is a DECIMAL is cast to its precision and scale. */
    private static final Map<String, TypeRule> FUNCTIONS = Map.ofEntries(
            Map.entry("sum", (own, call, types) -> total(types)),
            Map.entry("avg", (own, call, types) -> total(types)),
            Map.entry("min", (own, call, types) -> first(types)),
            Map.entry("max", (own, call, types) -> first(types)),
            Map.entry("any_value", (own, call, types) -> first(types)),
            Map.entry("abs", (own, call, types) -> first(types)),
            Map.entry("nullif", (own, call, types) -> first(types)),
            Map.entry("lag", (own, call, types) -> first(types)),
            Map.entry("lead", (own, call, types) -> first(types)),
            Map.entry("first_value", (own, call, types) -> first(types)),
            Map.entry("last_value", (own, call, types) -> first(types)),
            Map.entry("nth_value", (own, call, types) -> first(types)),
            Map.entry("coalesce", (own, call, types) -> either(types)),
            Map.entry("nvl", (own, call, types) -> either(types)),
            Map.entry("greatest", (own, call, types) -> either(types)),
            Map.entry("least", (own, call, types) -> either(types)),
            Map.entry("nvl2", (own, call, types) -> types.size() == 3 ? either(types.subList(1, 3)) : null),
            Map.entry("decode", (own, call, types) -> decoded(types)),
            Map.entry("mod", (own, call, types) -> remainder(types)),
            Map.entry("round", (own, call, types) -> own.rounded(call, types)),
            Map.entry("trunc", (own, call, types) -> own.rounded(call, types)),
            Map.entry("ceil", (own, call, types) -> whole(types)),
            Map.entry("ceiling", (own, call, types) -> whole(types)),
            Map.entry("floor", (own, call, types) -> whole(types)));

    /** Functions that give one of their arguments: NULL has no part in their type. */
    private static final Set<String> CHOOSING = Set.of("coalesce", "nvl", "greatest", "least");

    private static final Map<String, NumericType> COUNTS = Map.of("count", NumericType.BIGINT,
            "row_number", NumericType.BIGINT, "rank", NumericType.BIGINT, "dense_rank", NumericType.BIGINT,
            "datediff", NumericType.BIGINT, "date_diff", NumericType.BIGINT, "len", NumericType.INTEGER,
            "length", NumericType.INTEGER, "octet_length", NumericType.INTEGER, "strpos", NumericType.INTEGER);

    /** Words that are no operand, and no function before a bracket. */
    private static final Set<String> KEYWORDS = Set.of("select", "from", "where", "group", "by", "having", "qualify",
            "order", "limit", "offset", "and", "or", "not", "in", "is", "between", "like", "ilike", "similar", "to",
            "escape", "on", "join", "inner", "outer", "full", "cross", "natural", "using", "as", "asc", "desc", "nulls",
            "when", "then", "else", "end", "distinct", "all", "union", "intersect", "except", "minus", "over",
            "partition", "rows", "set", "values", "any", "some", "exists", "with", "recursive", "isnull", "notnull");

    private static final Map<String, NumericType> TYPES = Map.ofEntries(
            Map.entry("int2", NumericType.SMALLINT), Map.entry("smallint", NumericType.SMALLINT),
            Map.entry("int4", NumericType.INTEGER), Map.entry("int", NumericType.INTEGER),
            Map.entry("integer", NumericType.INTEGER), Map.entry("int8", NumericType.BIGINT),
            Map.entry("bigint", NumericType.BIGINT), Map.entry("real", NumericType.REAL),
            Map.entry("float4", NumericType.REAL), Map.entry("float8", NumericType.DOUBLE),
            Map.entry("float", NumericType.DOUBLE), Map.entry("double", NumericType.DOUBLE));

    private final Statement statement;
    private final Numbers numbers;
    /** What is put before and behind tokens, and in their place, by their indexes. */
    private final TreeMap<Integer, StringBuilder> before = new TreeMap<>();
    private final TreeMap<Integer, StringBuilder> behind = new TreeMap<>();
    private final TreeMap<Integer, String> instead = new TreeMap<>();
    /** The aliases of items that have none, by the indexes of their last tokens. */
    private final TreeMap<Integer, String> headings = new TreeMap<>();

    NumberExpressions(Statement statement, Numbers numbers) {
        this.statement = statement;
        this.numbers = numbers;
    }

    /** The operator that a sign begins with, or null; behind it there may be the sign of a number: x *-1. */
    static @Nullable String operator(Token sign) {
        String text = sign.text();
        if (sign.type() != Token.Type.SIGN || "+-*/%".indexOf(text.charAt(0)) < 0
                || text.length() > 1 && !text.equals(text.charAt(0) + "-") && !text.equals(text.charAt(0) + "+")) {
            return null;
        }
        return text.substring(0, 1);
    }

    /** Whether an operator behind this token has two operands; a star behind a keyword stands for columns. */
    static boolean endsOperand(Token token) {
        return switch (token.type()) {
            case SIGN -> token.isSign(")") || token.isSign("]");
            case WORD -> !KEYWORDS.contains(token.name()) || token.is("end");
            default -> true;
        };
    }

    static boolean isTyped(String function) {
        return FUNCTIONS.containsKey(function);
    }

    // what the rules of functions say

    private static @Nullable NumericType first(List<@Nullable NumericType> types) {
        return types.isEmpty() ? null : types.get(0);
    }

    private static @Nullable NumericType total(List<@Nullable NumericType> types) {
        NumericType type = first(types);
        if (type == null || type.isFloat()) {
            return type == null ? null : NumericType.DOUBLE;
        }
        return type.isInteger() ? NumericType.BIGINT : NumericType.decimal(NumericType.MAX_PRECISION, type.scale());
    }

    private static @Nullable NumericType whole(List<@Nullable NumericType> types) {
        NumericType type = first(types);
        return type == null || !type.isDecimal() ? null : NumericType.decimal(type.precision(), 0);
    }

    private static @Nullable NumericType remainder(List<@Nullable NumericType> types) {
        NumericType a = first(types);
        NumericType b = types.size() == 2 ? types.get(1) : null;
        return a == null || b == null ? null : NumericType.of(a, "%", b);
    }

    private static @Nullable NumericType either(List<@Nullable NumericType> types) {
        NumericType either = first(types);
        for (NumericType type : types) {
            either = either == null || type == null ? null : NumericType.either(either, type);
        }
        return either;
    }

    /** DECODE(e, s, r, …, d): each second, and the last if it has no pair. */
    private static @Nullable NumericType decoded(List<@Nullable NumericType> types) {
        List<@Nullable NumericType> results = new ArrayList<>();
        for (int i = 2; i < types.size(); i += 2) {
            results.add(types.get(i));
        }
        if (types.size() % 2 == 0 && types.size() > 2) {
            results.add(types.get(types.size() - 1));
        }
        return either(results);
    }

    /** ROUND and TRUNC keep the digits that a literal says; how many another expression says cannot be known. */
    private @Nullable NumericType rounded(Call call, List<@Nullable NumericType> types) {
        NumericType type = first(types);
        if (type == null || !type.isDecimal()) {
            return null;
        } else if (types.size() == 1) {
            return NumericType.decimal(type.precision(), 0);
        }
        Token digits = call.only(1);
        NumericType scale = digits == null || digits.type() != Token.Type.NUMBER ? null : NumericType.ofLiteral(digits);
        if (scale != NumericType.INTEGER || Integer.parseInt(statement.token(call.from(1)).text()) > type.scale()) {
            return null;
        }
        return NumericType.decimal(type.precision(), Integer.parseInt(statement.token(call.from(1)).text()));
    }

    // the parts of an expression

    /** An item of a list of SELECT: gives its type. A computation keeps the heading that it has in Redshift. */
    @Nullable NumericType item(Item item, NumberScope scope) {
        int to = item.expressionTo(statement);
        Operand operand = operand(item.from(), to, 0, scope);
        int at = operand == null ? item.from() : operand.to();
        if (operand == null || at < to) {
            scan(at, to, scope);
            return null;
        }
        NumericType type = operand.type();
        if (operand.heading() != null && item.alias() < 0 && type != null && type.isDecimal()) {
            headings.put(to - 1, operand.heading());
        }
        return operand.type();
    }

    /** Casts an item of a list of SELECT as a whole. */
    void cast(Item item, String type) {
        int to = item.expressionTo(statement);
        if (item.alias() < 0 && !statement.token(to - 1).isName() && !statement.sign(to - 1, ")")) {
            headings.putIfAbsent(to - 1, NO_NAME);
        }
        before(item.from(), "(");
        behind(to - 1, ")::" + type);
    }

    /** Looks for computations in tokens that need not be one expression. */
    void scan(int from, int to, NumberScope scope) {
        int at = from;
        while (at < to) {
            Operand operand = operand(at, to, 0, scope);
            at = operand == null ? at + 1 : operand.to();
        }
    }

    /** Tokens that are one expression; without a type if they are more. */
    private Operand whole(int from, int to, NumberScope scope) {
        int at = statement.word(from, "distinct") || statement.word(from, "all") ? from + 1 : from;
        Operand operand = operand(at, to, 0, scope);
        if (operand == null || operand.to() < to) {
            scan(operand == null ? at : operand.to(), to, scope);
            return new Operand(from, to, null, null);
        }
        return operand;
    }

    private static int precedence(String operator) {
        return switch (operator) {
            case "+", "-" -> 1;
            case "^" -> 3;
            default -> 2;
        };
    }

    private @Nullable String operatorAt(int index) {
        Token token = statement.token(index);
        return token.isSign("^") ? "^" : operator(token);
    }

    /** Operands with the operators between them, from the left to the right. */
    private @Nullable Operand operand(int from, int to, int least, NumberScope scope) {
        Operand left = signed(from, to, scope);
        while (left != null && left.to() < to) {
            String operator = operatorAt(left.to());
            if (operator == null || precedence(operator) <= least) {
                break;
            }
            Operand right = operand(left.to() + 1, to, precedence(operator), scope);
            if (right == null) {
                break;
            }
            left = computed(left, operator, left.to(), right);
        }
        return left;
    }

    private @Nullable Operand signed(int from, int to, NumberScope scope) {
        if (from < to && (statement.sign(from, "-") || statement.sign(from, "+"))) {
            Operand operand = signed(from + 1, to, scope);
            return operand == null ? null : new Operand(from, operand.to(), operand.type(), operand.heading());
        }
        return primary(from, to, scope);
    }

    private Operand computed(Operand left, String operator, int sign, Operand right) {
        NumericType a = left.type();
        NumericType b = right.type();
        NumericType type = a == null || b == null ? null : NumericType.of(a, operator, b);
        if (a != null && b != null && type != null && type.isDecimal()) {
            boolean cut = NumericType.isCut(a, operator, b);
            if (operator.equals("/")) {
                // DIV cuts off what Redshift has no digits for
                before(left.from(), "(pg_catalog.div((");
                instead.put(sign, ") * 1e" + type.scale() + ", (" + statement.token(sign).text().substring(1));
                behind(right.to() - 1, ")) * 1e-" + type.scale() + ")::" + type.postgres());
            } else if (cut && !operator.equals("%")) {
                before(left.from(), "pg_internal.fit_decimal((");
                behind(right.to() - 1, "), " + type.scale() + ", '" + operator + "')::" + type.postgres());
            } else {
                before(left.from(), "(");
                behind(right.to() - 1, ")::" + type.postgres());
            }
        }
        return new Operand(left.from(), right.to(), type, NO_NAME);
    }

    private @Nullable Operand primary(int from, int to, NumberScope scope) {
        if (from >= to) {
            return null;
        }
        Token token = statement.token(from);
        Operand operand = switch (token.type()) {
            case NUMBER -> new Operand(from, from + 1, NumericType.ofLiteral(token), null);
            case STRING, DOLLAR_STRING, PARAMETER -> new Operand(from, from + 1, null, null);
            case SIGN -> token.isSign("(") ? bracket(from, scope) : null;
            case WORD -> KEYWORDS.contains(token.name()) ? null : token.is("case") ? cases(from, to, scope)
                    : name(from, to, scope);
            case QUOTED_NAME -> name(from, to, scope);
        };
        return operand == null ? null : casts(operand, to);
    }

    private Operand bracket(int open, NumberScope scope) {
        int behindIt = statement.behindBrackets(open);
        if (statement.word(open + 1, "select") || statement.word(open + 1, "with")
                || statement.sign(open + 1, "(") && statement.word(open + 2, "select")
                && statement.behindBrackets(open + 1) < behindIt - 1
                && isSetOperator(statement.behindBrackets(open + 1))) {
            List<Column> columns = numbers.subquery(open, scope);
            return new Operand(open, behindIt, columns != null && columns.size() == 1 ? columns.get(0).type() : null,
                    null);
        }
        Operand inside = whole(open + 1, behindIt - 1, scope);
        return new Operand(open, behindIt, inside.type(), inside.heading());
    }

    private boolean isSetOperator(int index) {
        return statement.word(index, "union") || statement.word(index, "intersect") || statement.word(index, "except")
                || statement.word(index, "minus");
    }

    /** x::type, x[i]; several of them. */
    private Operand casts(Operand operand, int to) {
        Operand cast = operand;
        while (cast.to() < to) {
            if (statement.sign(cast.to(), "::")) {
                int behindType = behindType(cast.to() + 1);
                cast = new Operand(cast.from(), behindType, type(statement, cast.to() + 1), null);
            } else if (statement.sign(cast.to(), "[")) {
                int at = cast.to();
                int depth = 0;
                do {
                    depth += Selects.depthChange(statement.token(at++));
                } while (depth > 0 && at < statement.size());
                cast = new Operand(cast.from(), at, null, null);
            } else {
                break;
            }
        }
        return cast;
    }

    private int behindType(int at) {
        int behindName = at >= statement.size() || !statement.token(at).isName() ? at : statement.behindName(at);
        if (statement.word(at, "double") && statement.word(at + 1, "precision")
                || statement.word(at, "character") && statement.word(at + 1, "varying")) {
            behindName = at + 2;
        }
        return statement.sign(behindName, "(") ? statement.behindBrackets(behindName) : behindName;
    }

    /** The type whose name stands at the index; null if it is no number's. */
    static @Nullable NumericType type(Statement statement, int at) {
        if (at >= statement.size() || statement.token(at).type() != Token.Type.WORD) {
            return null;
        } else if (!statement.word(at, "decimal") && !statement.word(at, "numeric") && !statement.word(at, "dec")) {
            return TYPES.get(statement.token(at).name());
        } else if (!statement.sign(at + 1, "(")) {
            return NumericType.decimal(18, 0);
        }
        int precision = number(statement, at + 2);
        int scale = statement.sign(at + 3, ",") ? number(statement, at + 4) : 0;
        return precision < 1 || precision > NumericType.MAX_PRECISION || scale < 0 ? null
                : NumericType.decimal(precision, scale);
    }

    private static int number(Statement statement, int index) {
        return index < statement.size() && statement.token(index).type() == Token.Type.NUMBER
                && statement.token(index).text().length() < 3 ? Integer.parseInt(statement.token(index).text()) : -1;
    }

    private Operand cases(int from, int to, NumberScope scope) {
        int end = from + 1;
        int depth = 1;
        while (end < to && depth > 0) {
            depth += statement.word(end, "case") ? 1 : statement.word(end, "end") ? -1 : 0;
            end++;
        }
        NumericType either = null;
        boolean begun = false;
        boolean unknown = depth > 0;
        int at = from + 1;
        while (at < end) {
            boolean result = statement.word(at, "then") || statement.word(at, "else");
            Operand operand = operand(result ? at + 1 : at, end, 0, scope);
            int next = operand == null ? at + 1 : operand.to();
            if (result && !statement.word(at + 1, "null")) {
                boolean ends = statement.word(next, "when") || statement.word(next, "else") || next == end - 1;
                NumericType type = operand == null || !ends ? null : operand.type();
                unknown |= type == null;
                either = type == null || either == null && begun ? null : either == null ? type
                        : NumericType.either(either, type);
                begun = true;
            }
            at = next;
        }
        if (unknown || either == null) {
            return new Operand(from, end, null, null);
        } else if (either.isDecimal()) {
            behind(end - 1, "::" + either.postgres());
        }
        return new Operand(from, end, either, "case");
    }

    private Operand name(int from, int to, NumberScope scope) {
        if (from + 1 < to && statement.token(from + 1).type() == Token.Type.STRING) {
            // DATE '2024-01-01'
            return new Operand(from, from + 2, null, null);
        }
        int behindName = statement.behindName(from);
        int last = behindName - 1;
        Token name = statement.token(last);
        Call call = Call.at(statement, last);
        if (call != null) {
            return call(from, call, scope);
        } else if (!name.isName() || name.is("null") || name.is("true") || name.is("false")) {
            return new Operand(from, behindName, null, null);
        }
        String qualifier = behindName - from < 3 ? null : statement.token(last - 2).name();
        return new Operand(from, behindName, scope.type(qualifier, name.name()), null);
    }

    private Operand call(int from, Call call, NumberScope scope) {
        String function = statement.token(call.name()).name();
        int behindCall = behindCall(call);
        if (function.equals("cast") || function.equals("try_cast") || function.equals("convert")) {
            return new Operand(from, behindCall, cast(call, function.equals("convert"), scope), null);
        }
        List<@Nullable NumericType> types = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            Token only = call.only(i);
            if (only == null || !only.is("null") || !CHOOSING.contains(function)) {
                types.add(whole(call.from(i), call.to(i), scope).type());
            }
        }
        scan(call.close() + 1, behindCall, scope);
        TypeRule rule = FUNCTIONS.get(function);
        NumericType type = rule == null ? COUNTS.get(function) : rule.of(this, call, types);
        if (rule != null && type != null && type.isDecimal()) {
            behind(behindCall - 1, "::" + type.postgres());
        }
        return new Operand(from, behindCall, type, function.equals("nvl2") || function.equals("decode") ? "case"
                : null);
    }

    /** The index behind a call and what belongs to it: WITHIN GROUP (…), IGNORE NULLS, OVER (…). */
    private int behindCall(Call call) {
        int at = call.close() + 1;
        if (statement.looking(at, "within", "group") && statement.sign(at + 2, "(")) {
            at = statement.behindBrackets(at + 2);
        }
        if ((statement.word(at, "ignore") || statement.word(at, "respect")) && statement.word(at + 1, "nulls")) {
            at += 2;
        }
        if (statement.word(at, "over") && statement.sign(at + 1, "(")) {
            at = statement.behindBrackets(at + 1);
        }
        return at;
    }

    private @Nullable NumericType cast(Call call, boolean typeFirst, NumberScope scope) {
        if (typeFirst) {
            if (call.size() > 1) {
                scan(call.from(call.size() - 1), call.close(), scope);
            }
            return type(statement, call.open() + 1);
        }
        int depth = 0;
        for (int i = call.open() + 1; i < call.close(); i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.word(i, "as")) {
                scan(call.open() + 1, i, scope);
                return type(statement, i + 1);
            }
        }
        scan(call.open() + 1, call.close(), scope);
        return null;
    }

    // what is written

    /** Before all that is there: what is written later is around it. */
    private void before(int index, String text) {
        before.computeIfAbsent(index, i -> new StringBuilder()).insert(0, text);
    }

    private void behind(int index, String text) {
        behind.computeIfAbsent(index, i -> new StringBuilder()).append(text);
    }

    /** Edits the statement, if there is something to edit. */
    boolean write() {
        // a replacement takes with it what is inserted beside it, so it comes first
        instead.forEach((index, text) -> statement.replace(index, index + 1, text));
        headings.forEach((index, heading) -> behind(index, " as " + Statement.quoted(heading)));
        before.forEach((index, text) -> statement.insertBefore(index, text.toString()));
        behind.forEach((index, text) -> statement.insertBehind(index, text.toString()));
        return !before.isEmpty() || !behind.isEmpty();
    }
}
