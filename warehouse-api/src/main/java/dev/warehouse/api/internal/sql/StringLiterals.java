/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.sql;

/**
 * The two directions between a literal in SQL text and the characters it means. In Redshift a backslash escapes inside
 * every string in single quotes.
 */
public final class StringLiterals {

    private StringLiterals() {
    }

    /**
     * Quotes a value so that no character of it can end the literal.
     *
     * @param value any characters except NUL, which no literal can hold
     * @return the literal, quotes included
     */
    public static String quote(String value) {
        StringBuilder literal = new StringBuilder(value.length() + 8).append('\'');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("a string literal cannot hold the character NUL");
            }
            if (c == '\'' || c == '\\') {
                literal.append(c);
            }
            literal.append(c);
        }
        return literal.append('\'').toString();
    }

    /**
     * Quotes a value so that it can be read, too: control characters, NUL among them, are octal escapes, a tabulator
     * is {@code \t}.
     *
     * @param value any characters
     * @return the literal, quotes included
     */
    public static String quoteVisibly(String value) {
        StringBuilder literal = new StringBuilder(value.length() + 8).append('\'');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\t') {
                literal.append("\\t");
            } else if (c < ' ' || c == 0x7f) {
                literal.append('\\').append((char) ('0' + (c >> 6))).append((char) ('0' + (c >> 3 & 7)))
                        .append((char) ('0' + (c & 7)));
            } else {
                if (c == '\'' || c == '\\') {
                    literal.append(c);
                }
                literal.append(c);
            }
        }
        return literal.append('\'').toString();
    }

    /** Whether a string or quoted name has its closing quote; an open one reaches to the end of the text. */
    static boolean isClosed(Token token) {
        String text = token.text();
        if (token.type() == Token.Type.DOLLAR_STRING) {
            return true;
        }
        char quote = token.type() == Token.Type.QUOTED_NAME ? '"' : '\'';
        int at = text.indexOf(quote) + 1;
        // as the tokenizer reads them: U& strings know no backslash escapes
        boolean escapes = quote == '\'' && !text.regionMatches(true, 0, "u&", 0, 2);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && escapes) {
                at++;
            } else if (c == quote) {
                if (at >= text.length() || text.charAt(at) != quote) {
                    return at == text.length();
                }
                at++;
            }
        }
        return false;
    }

    static String value(Token token) {
        String text = token.text();
        return switch (token.type()) {
            case DOLLAR_STRING -> {
                int tag = text.indexOf('$', 1) + 1;
                yield text.substring(tag, text.length() - tag);
            }
            case STRING -> unescape(text, text.indexOf('\'') + 1, text.length() - 1);
            default -> throw new IllegalStateException(text + " is no string");
        };
    }

    /** Where in the text of a string a character of its value stands. */
    static int place(Token token, int index) {
        String text = token.text();
        if (token.type() == Token.Type.DOLLAR_STRING) {
            return Math.min(text.indexOf('$', 1) + 1 + index, text.length());
        }
        int at = text.indexOf('\'') + 1;
        StringBuilder passed = new StringBuilder();
        while (passed.length() < index && at < text.length() - 1) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length() - 1) {
                at = escape(text, at, text.length() - 1, passed);
            } else {
                at += c == '\'' ? 1 : 0;
                passed.append(c);
            }
        }
        return at;
    }

    private static String unescape(String text, int from, int to) {
        StringBuilder value = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            char c = text.charAt(i++);
            if (c == '\'') {
                i++;
                value.append('\'');
            } else if (c == '\\' && i < to) {
                i = escape(text, i, to, value);
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private static int escape(String text, int at, int to, StringBuilder value) {
        char c = text.charAt(at);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int end = at;
                int code = 0;
                while (end < to && end < at + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
                    code = code * 8 + text.charAt(end++) - '0';
                }
                value.append((char) (code & 0xff));
                return end;
            }
            default -> value.append(c);
        }
        return at + 1;
    }
}
