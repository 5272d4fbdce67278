/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A statement as the Data API takes it. JDBC's {@code ?} become literals where a value is a number, a truth value, a
 * time or null, and named parameters where it is text: the Data API takes parameters as text only, and neither null nor
 * empty ones.
 *
 * @param text the statement
 * @param parameters by name, without the colon
 */
record DataApiSql(String text, Map<String, String> parameters) {

    private static final String DOLLARS = "$$";

    static DataApiSql of(String sql) {
        return new DataApiSql(sql, Map.of());
    }

    static DataApiSql of(String sql, @Nullable Object[] values) throws SQLException {
        StringBuilder text = new StringBuilder(sql.length() + 16 * values.length);
        Map<String, String> parameters = new LinkedHashMap<>();
        int used = 0;
        for (int at = 0; at < sql.length();) {
            int end = endOfQuoted(sql, at);
            if (end > at) {
                text.append(sql, at, end);
                at = end;
            } else if (sql.startsWith("??", at)) {
                text.append('?');
                at += 2;
            } else if (sql.charAt(at) == '?') {
                if (used == values.length) {
                    throw new SQLException("the statement has more placeholders than the " + values.length
                            + " values that were given", "07001");
                }
                text.append(value(values[used++], parameters));
                at++;
            } else {
                text.append(sql.charAt(at++));
            }
        }
        if (used < values.length) {
            throw new SQLException("the statement has " + used + " placeholders, but " + values.length
                    + " values were given", "07001");
        }
        return new DataApiSql(text.toString(), parameters);
    }

    private static String value(@Nullable Object value, Map<String, String> parameters) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Short
                || value instanceof Byte || value instanceof BigInteger) {
            return signed(value.toString());
        }
        if (value instanceof BigDecimal decimal) {
            return signed(decimal.toPlainString());
        }
        if (value instanceof Double || value instanceof Float) {
            return cast(value.toString(), value instanceof Double ? "double precision" : "real");
        }
        if (value instanceof java.sql.Timestamp || value instanceof LocalDateTime) {
            return cast(value.toString(), "timestamp");
        }
        if (value instanceof OffsetDateTime) {
            return cast(value.toString(), "timestamptz");
        }
        if (value instanceof java.sql.Date || value instanceof LocalDate) {
            return cast(value.toString(), "date");
        }
        if (value instanceof java.sql.Time || value instanceof LocalTime) {
            return cast(value.toString(), "time");
        }
        String text = value.toString();
        if (text.isEmpty()) {
            return "''";
        }
        String name = "p" + (parameters.size() + 1);
        parameters.put(name, text);
        return ":" + name;
    }

    // in brackets, because -- begins a comment
    private static String signed(String number) {
        return number.startsWith("-") ? "(" + number + ")" : number;
    }

    private static String cast(String literal, String type) {
        return "cast('" + literal + "' as " + type + ")";
    }

    /** Where the literal, name or comment that begins here ends; where it begins, if none does. */
    private static int endOfQuoted(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'') {
            return endOfLiteral(sql, at + 1);
        }
        if (c == '"') {
            return after(sql, "\"", at + 1);
        }
        if (sql.startsWith("--", at)) {
            return after(sql, "\n", at);
        }
        if (sql.startsWith("/*", at)) {
            return after(sql, "*/", at + 2);
        }
        return sql.startsWith(DOLLARS, at) ? after(sql, DOLLARS, at + 2) : at;
    }

    // a doubled quote ends one literal and begins the next, which comes to the same
    private static int endOfLiteral(String sql, int from) {
        for (int at = from; at < sql.length(); at++) {
            if (sql.charAt(at) == '\\') {
                at++;
            } else if (sql.charAt(at) == '\'') {
                return at + 1;
            }
        }
        return sql.length();
    }

    private static int after(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    /** The statement, without the values of its parameters. */
    @Override
    public String toString() {
        return text;
    }
}
