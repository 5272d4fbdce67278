/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Redshift says of numbers that do not fit, and of texts that are none. It has two voices: a query that reads no
 * table and the literals of any statement are computed by the leader node, which speaks as PostgreSQL of long ago does;
 * all else by the compute nodes, which give a code and a context too.
 *
 * <p>Source: the page Computations with numeric values of the Redshift Database Developer Guide, and reports of users.
 *
 * @param message what is wrong
 * @param code Redshift's number of the error
 * @param context more about it
 */
record NumberErrors(String message, int code, String context) {

    /** The class of all errors of compute nodes. */
    static final String SQL_STATE = "XX000";

    private static final int INVALID_DIGIT = 1207;
    private static final int OVERFLOW = 1058;
    private static final int INTERNAL = 8001;

    private static final Pattern READS = Pattern.compile("(?i)\\bfrom\\b|\\bupdate\\b|\\bmerge\\b");
    private static final Pattern NO_INTEGER = Pattern.compile(
            "invalid input syntax for type (?:smallint|integer|bigint)(: \".*\")", Pattern.DOTALL);

    private static final Map<String, String> TYPES = Map.of("smallint", "Short", "integer", "Integer", "bigint", "Long",
            "numeric", "Decimal");
    private static final Map<String, String> BYTES = Map.of("smallint", "2", "integer", "4", "bigint", "8");

    private interface Rule {
        @Nullable NumberErrors of(Matcher matcher);
    }

    /** PostgreSQL's messages, and what compute nodes say. */
    private static final List<Map.Entry<Pattern, Rule>> RULES = List.of(
            Map.entry(Pattern.compile("invalid input syntax for type (smallint|integer|bigint|numeric): \"(.*)\"",
                    Pattern.DOTALL), matcher -> invalidDigit(matcher.group(1), matcher.group(2))),
            Map.entry(Pattern.compile("value \"(.*)\" is out of range for type (smallint|integer|bigint)",
                    Pattern.DOTALL),
                    matcher -> outOfRange(matcher.group(2))),
            Map.entry(Pattern.compile("(smallint|integer|bigint) out of range"),
                    matcher -> outOfRange(matcher.group(1))),
            Map.entry(Pattern.compile("numeric field overflow"), matcher ->
                    new NumberErrors("Numeric data overflow (result precision)", OVERFLOW, "")),
            Map.entry(Pattern.compile("128 bit numeric data overflow .*"), matcher ->
                    new NumberErrors(matcher.group(), OVERFLOW, "128 bit overflow")),
            Map.entry(Pattern.compile("division by zero"),
                    matcher -> new NumberErrors("Divide by zero", INTERNAL, "")));

    /**
     * What compute nodes say instead of PostgreSQL's message; null if it is not about numbers.
     *
     * @param message PostgreSQL's message
     */
    static @Nullable NumberErrors of(String message) {
        for (Map.Entry<Pattern, Rule> rule : RULES) {
            Matcher matcher = rule.getKey().matcher(message);
            if (matcher.matches()) {
                return rule.getValue().of(matcher);
            }
        }
        return null;
    }

    /** What the leader node says instead of PostgreSQL's message. */
    static String onLeader(String message) {
        Matcher matcher = NO_INTEGER.matcher(message);
        return matcher.matches() ? "invalid input syntax for integer" + matcher.group(1) : message;
    }

    /** Whether compute nodes run a statement; one whose text is not known is one. */
    static boolean isComputed(String sql) {
        return sql.isEmpty() || READS.matcher(sql).find();
    }

    /** The first character that is no part of a number, and its place from 0. */
    private static NumberErrors invalidDigit(String type, String value) {
        int at = 0;
        while (at < value.length() && Character.isWhitespace(value.charAt(at))) {
            at++;
        }
        if (at < value.length() && (value.charAt(at) == '-' || value.charAt(at) == '+')) {
            at++;
        }
        boolean point = !type.equals("numeric");
        while (at < value.length()) {
            char c = value.charAt(at);
            if ((c < '0' || c > '9') && (point || c != '.')) {
                break;
            }
            point |= c == '.';
            at++;
        }
        // what ends too early lacks a digit where it ends
        String digit = at < value.length() ? Character.toString(value.codePointAt(at)) : "";
        return new NumberErrors("Invalid digit, Value '" + digit + "', Pos " + at + ", Type: " + TYPES.get(type),
                INVALID_DIGIT, value);
    }

    private static NumberErrors outOfRange(String type) {
        return new NumberErrors("Value out of range for " + BYTES.get(type) + " bytes.", INTERNAL, "");
    }

    /** The block that compute nodes put under an error. */
    String detail() {
        String line = "  -----------------------------------------------\n";
        return "\n" + line + "  error:  " + message + "\n  code:      " + code + "\n  context:   " + context + "\n"
                + line;
    }
}
