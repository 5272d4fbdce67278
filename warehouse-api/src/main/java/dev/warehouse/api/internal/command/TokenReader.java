/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a command one after the other. What a string holds is never repeated in an error: it may be a
 * secret.
 */
final class TokenReader {

    private final String sql;
    private final List<Token> tokens;
    private int at;

    TokenReader(String sql, List<Token> tokens) {
        this.sql = sql;
        this.tokens = tokens;
    }

    /** Whether all tokens are read. */
    boolean atEnd() {
        return at >= tokens.size();
    }

    /** The next token; there must be one. */
    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        return tokens.get(at++);
    }

    /** Whether the word stands here. */
    boolean peekIs(String word) {
        return !atEnd() && peek().is(word);
    }

    /** Whether the sign stands here. */
    boolean peekIsSign(String sign) {
        return !atEnd() && peek().isSign(sign);
    }

    /** Whether a string stands here. */
    boolean peekIsString() {
        return !atEnd() && isString(peek());
    }

    /** Skips the word if it stands here. */
    boolean word(String word) {
        if (peekIs(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips the noise word AS. */
    boolean noise() {
        return word("as");
    }

    /** Skips the sign if it stands here. */
    boolean sign(String sign) {
        if (peekIsSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips the word, which must stand here. */
    void expect(String word) {
        if (!word(word)) {
            throw unexpected(word.toUpperCase(Locale.ROOT) + " must stand here");
        }
    }

    /** Reads a name: a word, or in double quotes. */
    String name(String hint) {
        if (atEnd() || !peek().isName()) {
            throw unexpected(hint);
        }
        if (!peek().isClosed()) {
            throw RedshiftError.syntax("unterminated quoted identifier", "Close it with a double quote.", here());
        }
        return next().name();
    }

    /** Reads the string of a clause. */
    String string(String clause, String what) {
        if (!peekIsString()) {
            throw RedshiftError.syntax(clause + " needs " + what, null, here());
        }
        String value = peekValue();
        next();
        return value;
    }

    /** What the next token says, without the quotes of a string; it is not read yet. */
    String peekValue() {
        Token token = peek();
        if (!isString(token)) {
            return token.text();
        }
        if (!token.isClosed()) {
            throw RedshiftError.syntax("unterminated quoted string", "Close it with a single quote.", token.start());
        }
        return token.stringValue();
    }

    /** The position of the next token. */
    int here() {
        return atEnd() ? sql.length() : peek().start();
    }

    /** The position of the token just read. */
    int before() {
        return tokens.get(at - 1).start();
    }

    /** Reads semicolons to the end, and nothing else. */
    void end() {
        while (sign(";")) {
            // an empty statement
        }
        if (!atEnd()) {
            throw unexpected(null);
        }
    }

    /** A syntax error at the next token. */
    RedshiftError unexpected(@Nullable String hint) {
        String way = hint == null ? null : sentence(hint);
        if (atEnd()) {
            return RedshiftError.syntax("syntax error at end of input", way, here());
        }
        String near = isString(peek()) ? "a string" : "\"" + peek().text() + "\"";
        return RedshiftError.syntax("syntax error at or near " + near, way, here());
    }

    /** A syntax error at a word that was read. */
    RedshiftError unexpectedAt(Token word, String hint) {
        return RedshiftError.syntax("syntax error at or near \"" + word.text() + "\"", sentence(hint), word.start());
    }

    private static boolean isString(Token token) {
        return token.type() == Token.Type.STRING || token.type() == Token.Type.DOLLAR_STRING;
    }

    private static String sentence(String hint) {
        return Character.toUpperCase(hint.charAt(0)) + hint.substring(1) + (hint.endsWith(".") ? "" : ".");
    }
}
