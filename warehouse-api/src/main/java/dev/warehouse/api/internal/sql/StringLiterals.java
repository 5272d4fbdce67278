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
