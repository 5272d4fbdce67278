/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts Redshift SQL into tokens. Knows strings with their backslash escapes, quoted names, dollar quotes, nested block
 * comments, line comments, numbers and parameter markers, so that no rule ever looks into a string or a comment.
 *
 * <p>Never fails on the shape of the text: what is not closed reaches to the end, and PostgreSQL says so with its own
 * message.
 */
public final class Tokenizer {

    private static final String OPERATOR_CHARS = "+-*/<>=~!@#%^&|`?";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(String sql) {
        this.sql = sql;
    }

    /**
     * Cuts one or more statements into tokens.
     *
     * @param sql any text
     * @return the tokens in their order, without blanks and comments
     */
    public static List<Token> tokenize(String sql) {
        return new Tokenizer(sql).run();
    }

    private List<Token> run() {
        while (at < sql.length()) {
            int start = at;
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (looking("--")) {
                skipLine();
            } else if (looking("/*")) {
                skipBlockComment();
            } else if (c == '\'') {
                quoted('\'', true);
                add(Token.Type.STRING, start);
            } else if (c == '"') {
                quoted('"', false);
                add(Token.Type.QUOTED_NAME, start);
            } else if (c == '$') {
                dollar(start);
            } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
                number();
                add(Token.Type.NUMBER, start);
            } else if (isNameStart(c)) {
                word(start);
            } else {
                sign();
                add(Token.Type.SIGN, start);
            }
        }
        return tokens;
    }

    private void add(Token.Type type, int start) {
        tokens.add(new Token(type, start, at, sql.substring(start, at)));
    }

    private boolean looking(String what) {
        return sql.startsWith(what, at);
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : 0;
    }

    private void skipLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipBlockComment() {
        int depth = 0;
        while (at < sql.length()) {
            if (looking("/*")) {
                depth++;
                at += 2;
            } else if (looking("*/")) {
                at += 2;
                if (--depth == 0) {
                    return;
                }
            } else {
                at++;
            }
        }
    }

    private void quoted(char quote, boolean backslashEscapes) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && backslashEscapes) {
                at = Math.min(at + 1, sql.length());
            } else if (c == quote) {
                if (peek(0) != quote) {
                    return;
                }
                at++;
            }
        }
    }

    private void dollar(int start) {
        if (isDigit(peek(1))) {
            at++;
            while (isDigit(peek(0))) {
                at++;
            }
            add(Token.Type.PARAMETER, start);
            return;
        }
        int tagEnd = at + 1;
        while (tagEnd < sql.length() && isNamePart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
            tagEnd++;
        }
        if (tagEnd < sql.length() && sql.charAt(tagEnd) == '$') {
            String tag = sql.substring(at, tagEnd + 1);
            int close = sql.indexOf(tag, tagEnd + 1);
            if (close >= 0) {
                at = close + tag.length();
                add(Token.Type.DOLLAR_STRING, start);
                return;
            }
        }
        at++;
        add(Token.Type.SIGN, start);
    }

    private void number() {
        while (isDigit(peek(0))) {
            at++;
        }
        if (peek(0) == '.' && peek(1) != '.') {
            at++;
            while (isDigit(peek(0))) {
                at++;
            }
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            if (isDigit(peek(sign))) {
                at += sign;
                while (isDigit(peek(0))) {
                    at++;
                }
            }
        }
    }

    private void word(int start) {
        at++;
        while (at < sql.length() && isNamePart(sql.charAt(at))) {
            at++;
        }
        String word = sql.substring(start, at);
        boolean prefix = word.length() == 1 && "eEbBxXnN".contains(word);
        if (prefix && peek(0) == '\'') {
            quoted('\'', true);
            add(Token.Type.STRING, start);
        } else if (word.equalsIgnoreCase("u") && peek(0) == '&' && (peek(1) == '\'' || peek(1) == '"')) {
            char quote = peek(1);
            at++;
            quoted(quote, false);
            add(quote == '"' ? Token.Type.QUOTED_NAME : Token.Type.STRING, start);
        } else {
            add(Token.Type.WORD, start);
        }
    }

    private void sign() {
        if (looking("::") || looking(":=")) {
            at += 2;
            return;
        }
        char c = sql.charAt(at++);
        if (c == '#' && isNameStart(peek(0))) {
            // #name: a temporary table
            while (at < sql.length() && isNamePart(sql.charAt(at))) {
                at++;
            }
            return;
        }
        if (OPERATOR_CHARS.indexOf(c) < 0) {
            return;
        }
        while (at < sql.length() && OPERATOR_CHARS.indexOf(sql.charAt(at)) >= 0 && !looking("--") && !looking("/*")) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 && !Character.isWhitespace(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }
}
