/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.sql;

import java.util.Locale;

/**
 * A piece of a statement: what kind it is and where it stands in the source. Blanks and comments are the gaps between.
 *
 * @param type what it is
 * @param start the index of its first character in the source
 * @param end the index behind its last character
 * @param text its characters as they stand in the source, quotes included
 */
public record Token(Type type, int start, int end, String text) {

    /** What a token is. */
    public enum Type {
        /** An unquoted name or keyword. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        /** A string in single quotes, with its prefix (E, B, X, N, U&amp;) if it has one. */
        STRING,
        /** A string in dollar quotes. */
        DOLLAR_STRING,
        /** A number. */
        NUMBER,
        /** A parameter marker: $1. */
        PARAMETER,
        /** Any other sign: an operator, a comma, a bracket, a semicolon. */
        SIGN
    }

    /**
     * Whether this is the unquoted word, in any case.
     *
     * @param word the word in lower case
     * @return true if it is
     */
    public boolean is(String word) {
        return type == Type.WORD && text.equalsIgnoreCase(word);
    }

    /**
     * Whether this is the sign.
     *
     * @param sign for example {@code ","}
     * @return true if it is
     */
    public boolean isSign(String sign) {
        return type == Type.SIGN && text.equals(sign);
    }

    /**
     * Whether this can name a table, column or schema: a word or a quoted name.
     *
     * @return true if it can
     */
    public boolean isName() {
        return type == Type.WORD || type == Type.QUOTED_NAME;
    }

    /**
     * The name this stands for: Redshift folds plain and quoted names alike to lower case.
     *
     * @return the name without quotes, in lower case; see {@link LongNames} for one of more than 63 bytes
     */
    public String name() {
        String bare = type == Type.QUOTED_NAME ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
        return LongNames.shorten(bare.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a string or a quoted name has its closing quote. The tokenizer takes an open one to the end of the text.
     *
     * @return false if the end of the text came first
     */
    public boolean isClosed() {
        return type != Type.STRING && type != Type.QUOTED_NAME || StringLiterals.isClosed(this);
    }

    /**
     * The value of a string: quotes taken off, doubled quotes and backslash escapes resolved as Redshift does.
     *
     * @return the characters that the literal means
     * @throws IllegalStateException if this is no string
     */
    public String stringValue() {
        return StringLiterals.value(this);
    }

    /**
     * Where in the SQL a character of a string's value stands.
     *
     * @param index the character's index in {@link #stringValue()}
     * @return its index in the SQL; that of the closing quote if the value has no such character
     */
    public int placeInSql(int index) {
        return start + StringLiterals.place(this, index);
    }
}
