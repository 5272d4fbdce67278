/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the clauses of COPY or UNLOAD: in any order, each once, with noise words and an authorization among them. */
final class CommandReader<C extends Enum<C> & Clause> {

    private final String command;
    private final TokenReader tokens;
    private final List<String> formats;
    private final String formatNames;
    private final Map<String, C> byKeyword = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final Map<C, Integer> positions = new LinkedHashMap<>();
    private final List<Integer> columnPositions = new ArrayList<>();
    private final AuthorizationReader authorization;
    private Clauses<C> clauses;

    /**
     * A reader that has read nothing yet.
     *
     * @param formats the keywords that may stand behind FORMAT
     * @param formatNames those that a message names
     */
    CommandReader(String command, TokenReader tokens, Class<C> type, List<String> formats, String formatNames) {
        this.command = command;
        this.tokens = tokens;
        this.formats = formats;
        this.formatNames = formatNames;
        this.authorization = new AuthorizationReader(command);
        this.clauses = Clauses.none(type);
        for (C clause : type.getEnumConstants()) {
            byKeyword.put(clause.keyword(), clause);
        }
    }

    /** Reads everything to the end of the statement. */
    void read() {
        while (!tokens.atEnd() && !tokens.peekIsSign(";")) {
            clause();
        }
        tokens.end();
    }

    Clauses<C> clauses() {
        return clauses;
    }

    Map<C, Integer> positions() {
        return positions;
    }

    /** Where the columns of PARTITION BY stand. */
    List<Integer> columnPositions() {
        return columnPositions;
    }

    /** What was given of it; its errors point to the end of the text if there is none. */
    Authorization authorization() {
        return authorization.result(tokens.here());
    }

    boolean hasCredentials() {
        return authorization.isCredentials();
    }

    private void clause() {
        if (tokens.peek().type() != Token.Type.WORD) {
            throw tokens.unexpected(null);
        }
        if (skipsNoise()) {
            return;
        }
        Token token = tokens.next();
        String word = token.text().toLowerCase(Locale.ROOT);
        C clause = byKeyword.get(word);
        if (given.putIfAbsent(word, token.start()) != null) {
            throw RedshiftError.syntax("conflicting or redundant options: "
                    + (clause == null ? word.toUpperCase(Locale.ROOT) : clause.words()) + " is given twice",
                    "Keep one of them.", token.start());
        }
        if (authorization.read(word, tokens)) {
            Secret master = authorization.masterSymmetricKey();
            if (word.equals("credentials") && master != null) {
                put(byKeyword.get("master_symmetric_key"), master, authorization.masterPosition());
            }
        } else if (clause != null) {
            put(clause, argument(clause), token.start());
        } else {
            throw tokens.unexpectedAt(token, command + " has no clause " + word.toUpperCase(Locale.ROOT));
        }
    }

    private Object argument(C clause) {
        if (clause == UnloadClause.PARTITION_BY) {
            tokens.expect("by");
            return Arguments.partitionBy(tokens, columnPositions);
        }
        return clause.argument().read(tokens, clause.words());
    }

    private void put(@Nullable C clause, Object argument, int position) {
        if (clause == null) {
            throw new IllegalStateException(command + " has no such clause");
        }
        if (clauses.has(clause)) {
            throw RedshiftError.syntax("conflicting or redundant options: " + clause.words() + " is given twice",
                    "Keep one of them.", position);
        }
        clauses = clauses.with(clause, argument);
        positions.put(clause, position);
    }

    /** Skips what only leads to a clause, WITH before CREDENTIALS and FORMAT AS before a format. */
    private boolean skipsNoise() {
        if (tokens.word("with")) {
            if (!tokens.peekIs("credentials")) {
                throw tokens.unexpected("CREDENTIALS must follow WITH");
            }
            return true;
        }
        if (tokens.word("format")) {
            tokens.noise();
            if (formats.stream().noneMatch(tokens::peekIs)) {
                throw tokens.unexpected("after FORMAT stands one of " + formatNames);
            }
            return true;
        }
        return false;
    }
}
