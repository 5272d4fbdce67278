/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.LongNames;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One statement while the rules work on it: its tokens, and what becomes of them. A rule that changes the structure of
 * a query ends with {@link #next()}, so that the following rules see what it made, and places still lead to the
 * client's text.
 */
final class Statement {

    private final String text;
    private final List<Token> tokens;
    private final int from;
    private final int to;
    private final @Nullable Statement before;
    private final @Nullable Consumer<RedshiftError> refusals;
    private final Edits edits = new Edits();
    private final List<String> followUps = new ArrayList<>();
    private final BitSet settled = new BitSet();
    private @Nullable String tag;
    private @Nullable String alone;
    private boolean replaced;

    /** A statement that is a part of a text, with its tokens; the first refusal of it is thrown. */
    Statement(String text, List<Token> tokens, int from, int to) {
        this(text, tokens, from, to, null, null);
    }

    /** The same; all refusals that can be told together go to their taker, and the others are thrown. */
    Statement(String text, List<Token> tokens, int from, int to, @Nullable Consumer<RedshiftError> refusals) {
        this(text, tokens, from, to, null, refusals);
    }

    private Statement(String text, List<Token> tokens, int from, int to, @Nullable Statement before,
            @Nullable Consumer<RedshiftError> refusals) {
        this.text = text;
        this.tokens = tokens;
        this.from = from;
        this.to = to;
        this.before = before;
        this.refusals = refusals;
    }

    /** A text that is one statement. */
    static Statement of(String text) {
        return new Statement(text, Tokenizer.tokenize(text), 0, text.length());
    }

    /** A part of the same text, by its own tokens; its refusals are this one's. */
    Statement piece(List<Token> own) {
        return new Statement(text, own, own.get(0).start(), own.get(own.size() - 1).end(), null, refusals);
    }

    boolean hasWord(String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    /** What the edits so far have made, as a statement to work on; itself if there were none. */
    Statement next() {
        if (edits.isEmpty()) {
            return this;
        }
        String edited = edits.applyTo(text, from, to);
        Statement next = new Statement(edited, Tokenizer.tokenize(edited), 0, edited.length(), this,
                refusals);
        next.followUps.addAll(followUps);
        next.tag = tag;
        next.alone = alone;
        return next;
    }

    /** The statement behind some words, with its places in the same text. */
    Statement behind(int index) {
        return new Statement(text, tokens.subList(index, tokens.size()), tokens.get(index).start(), to);
    }

    int size() {
        return tokens.size();
    }

    Token token(int index) {
        return tokens.get(index);
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Whether the words stand at this place, one after the other. */
    boolean looking(int index, String... words) {
        if (index < 0 || index + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(index + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean sign(int index, String sign) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isSign(sign);
    }

    boolean word(int index, String word) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(word);
    }

    /** The index behind the bracket that closes the one at this index. */
    int behindBrackets(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")") && --depth == 0) {
                return i + 1;
            }
        }
        throw syntax("a bracket is opened here and never closed", open);
    }

    /** The index behind a name that may have parts: schema.table. */
    int behindName(int index) {
        if (index >= tokens.size() || !isName(tokens.get(index))) {
            throw syntax("a name is missing", index);
        }
        int at = index + 1;
        while (sign(at, ".") && at + 1 < tokens.size()) {
            at += 2;
        }
        return at;
    }

    private static boolean isName(Token token) {
        return token.isName() || token.type() == Token.Type.SIGN && token.text().startsWith("#")
                && token.text().length() > 1;
    }

    /** The name from one token up to before another, as PostgreSQL takes it. */
    String name(int from, int to) {
        StringBuilder name = new StringBuilder();
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            name.append(token.isSign(".") ? "." : quoted(token));
        }
        return name.toString();
    }

    /** One name in quotes, folded to lower case. */
    static String quoted(Token token) {
        return quoted(token.name());
    }

    static String quoted(String name) {
        return '"' + LongNames.shorten(name).replace("\"", "\"\"") + '"';
    }

    String text(int from, int to) {
        return from >= to ? "" : text.substring(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    /** What the tokens have become so far. */
    String edited(int from, int to) {
        return from >= to ? "" : edits.applyTo(text, tokens.get(from).start(), tokens.get(to - 1).end());
    }

    /** Takes tokens out of the text, with nothing in their place. */
    void remove(int from, int to) {
        replace(from, to, "");
    }

    void replace(int from, int to, String replacement) {
        int start = tokens.get(from).start();
        int end = tokens.get(to - 1).end();
        edits.clear(start, end);
        edits.replace(start, end, replacement);
    }

    /** Replaces tokens by what is PostgreSQL's text already: no later rule looks at them. */
    void settle(int from, int to, String replacement) {
        replace(from, to, replacement);
        settled.set(from, to);
    }

    boolean isSettled(int index) {
        return settled.get(index);
    }

    void insertBehind(int index, String insertion) {
        edits.insert(tokens.get(index).end(), insertion);
    }

    void insertBefore(int index, String insertion) {
        edits.insert(tokens.get(index).start(), insertion);
    }

    void followUp(String sql) {
        followUps.add(sql);
    }

    void tag(String commandTag) {
        tag = commandTag;
    }

    /** The command must not stand in a transaction block. */
    void alone(String command) {
        alone = command;
    }

    /** Runs a procedure of ours in the place of the whole statement; the client sees the command that it sent. */
    void call(String procedure, String commandTag) {
        settle(0, size(), "call pg_internal." + procedure);
        tag(commandTag);
        replaced = true;
    }

    /** Replaces the whole statement by PostgreSQL's text: no rule has work left. */
    void becomes(String sql, @Nullable String commandTag) {
        settle(0, size(), sql);
        tag = commandTag;
        replaced = true;
    }

    /** Whether the whole is PostgreSQL's text already. */
    boolean isReplaced() {
        return replaced;
    }

    /** Refuses the statement; returns if its other refusals are asked for, too. */
    void refuse(RedshiftError error) {
        if (refusals == null) {
            throw error;
        }
        refusals.accept(error);
    }

    /**
     * Works on a part of the statement; what refuses it does not hide what refuses the next one, where all are asked
     * for.
     */
    void part(Runnable work) {
        try {
            work.run();
        } catch (RedshiftError error) {
            refuse(error);
        }
    }

    /** Who takes the refusals, or null if the first is thrown. */
    @Nullable Consumer<RedshiftError> refusals() {
        return refusals;
    }

    RedshiftError syntax(String message, int index) {
        return syntax(message, null, index);
    }

    RedshiftError syntax(String message, @Nullable String hint, int index) {
        int position = toClientText(index < tokens.size() ? tokens.get(index).start() : to);
        String near = index < tokens.size() ? " at or near \"" + tokens.get(index).text() + "\"" : " at end of input";
        return RedshiftError.syntax("syntax error" + near + ": " + message, hint, position);
    }

    RedshiftError unsupported(String message, @Nullable String hint, int index) {
        return error(RedshiftError.FEATURE_NOT_SUPPORTED, message, hint, index);
    }

    RedshiftError error(String sqlState, String message, @Nullable String hint, int index) {
        return new RedshiftError(sqlState, message, null, hint,
                toClientText(tokens.get(Math.min(index, tokens.size() - 1)).start()));
    }

    /** What Redshift takes and the local one does not run. */
    RedshiftError notEmulated(String message, @Nullable String hint, int index) {
        return unsupported(message, hint, index).named(RedshiftError.NOT_EMULATED);
    }

    /** What cannot be translated without knowing the tables. */
    RedshiftError unknown(String message, @Nullable String hint, int index) {
        return unsupported(message, hint, index).named(RedshiftError.UNKNOWN);
    }

    private int toClientText(int position) {
        int place = position;
        for (Statement earlier = before; earlier != null; earlier = earlier.before) {
            place = earlier.edits.toOriginal(place, earlier.from, earlier.to);
        }
        return place;
    }

    /** Where a token begins, counted from the end of the statement: what rules before that place do not change. */
    int distanceFromEnd(int index) {
        return to - (index < tokens.size() ? tokens.get(index).start() : to);
    }

    Edits edits() {
        return edits;
    }

    Translation translated() {
        Edits all = edits;
        Statement first = this;
        while (first.before != null) {
            first = first.before;
            all = first.edits.then(all, first.from, first.to);
        }
        return Translation.of(first.text, first.from, first.to, all, followUps, tag).alone(alone);
    }
}
