package dev.warehouse.api.jooq;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SQL text as a list of tokens: enough to tell keywords from what strings, names in quotes and comments hold. A
 * quote inside a string may be doubled or escaped by a backslash, as Redshift takes both.
 */
final class SqlTokens {

    /** What a token is. */
    enum Kind {
        /** A keyword, or a name without quotes; its text is in lower case. */
        WORD,
        /** A name in double quotes. */
        NAME,
        /** A literal: a string or a number. */
        LITERAL,
        /** An operator, or punctuation. */
        SYMBOL
    }

    /**
     * A token.
     *
     * @param kind what it is
     * @param text its text; for strings only the opening quote with its prefix, if it has one
     * @param depth how many parentheses are open around it; a parenthesis has the depth of what is around it
     */
    record Token(Kind kind, String text, int depth) {

        boolean is(String expected) {
            return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(expected);
        }
    }

    private static final String OPERATOR = "+-*/<>=~!@#%^&|?";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int depth;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    static List<Token> of(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        while (tokens.position < sql.length()) {
            tokens.next();
        }
        return tokens.tokens;
    }

    private void next() {
        char c = sql.charAt(position);
        if (Character.isWhitespace(c)) {
            position++;
        } else if (sql.startsWith("--", position)) {
            int end = sql.indexOf('\n', position);
            position = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", position)) {
            comment();
        } else if (c == '\'') {
            string("");
        } else if (c == '"') {
            name();
        } else if (Character.isDigit(c)) {
            int start = position;
            while (position < sql.length()
                    && (Character.isLetterOrDigit(sql.charAt(position)) || sql.charAt(position) == '.')) {
                position++;
            }
            add(Kind.LITERAL, sql.substring(start, position));
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else {
            symbol(c);
        }
    }

    private void comment() {
        int open = 0;
        do {
            if (sql.startsWith("/*", position)) {
                open++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                open--;
                position += 2;
            } else {
                position++;
            }
        } while (open > 0 && position < sql.length());
    }

    private void string(String prefix) {
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position++);
            if (c == '\\') {
                position++;
            } else if (c == '\'') {
                if (position < sql.length() && sql.charAt(position) == '\'') {
                    position++;
                } else {
                    break;
                }
            }
        }
        add(Kind.LITERAL, prefix + "'");
    }

    private void name() {
        int start = ++position;
        while (position < sql.length()) {
            if (sql.charAt(position) == '"') {
                if (position + 1 < sql.length() && sql.charAt(position + 1) == '"') {
                    position++;
                } else {
                    break;
                }
            }
            position++;
        }
        add(Kind.NAME, sql.substring(start, Math.min(position, sql.length())));
        position++;
    }

    private void word() {
        int start = position;
        while (position < sql.length() && (Character.isLetterOrDigit(sql.charAt(position))
                || sql.charAt(position) == '_' || sql.charAt(position) == '$')) {
            position++;
        }
        String text = sql.substring(start, position).toLowerCase(Locale.ROOT);
        if (sql.startsWith("'", position) && (text.equals("e") || text.equals("b") || text.equals("x"))) {
            string(text);
        } else if (text.equals("u") && sql.startsWith("&'", position)) {
            position++;
            string("u&");
        } else {
            add(Kind.WORD, text);
        }
    }

    private void symbol(char c) {
        if (c == '(') {
            add(Kind.SYMBOL, "(");
            depth++;
            position++;
        } else if (c == ')') {
            depth--;
            add(Kind.SYMBOL, ")");
            position++;
        } else if (sql.startsWith("::", position)) {
            add(Kind.SYMBOL, "::");
            position += 2;
        } else if (OPERATOR.indexOf(c) >= 0) {
            int start = position;
            while (position < sql.length() && OPERATOR.indexOf(sql.charAt(position)) >= 0
                    && !sql.startsWith("--", position) && !sql.startsWith("/*", position)) {
                position++;
            }
            add(Kind.SYMBOL, sql.substring(start, position));
        } else {
            add(Kind.SYMBOL, String.valueOf(c));
            position++;
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, depth));
    }
}
