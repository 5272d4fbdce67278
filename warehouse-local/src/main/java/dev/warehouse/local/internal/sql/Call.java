/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function in a statement, by the indexes of its tokens: its name, its brackets, the commas between its
 * arguments.
 */
record Call(Statement statement, int name, int close, List<Integer> commas) {

    /** The call whose name stands at the index; null if no bracket follows or it is never closed. */
    static @Nullable Call at(Statement statement, int name) {
        if (!statement.sign(name + 1, "(")) {
            return null;
        }
        List<Integer> commas = new ArrayList<>();
        int depth = 0;
        for (int i = name + 1; i < statement.size(); i++) {
            Token token = statement.token(i);
            if (token.type() != Token.Type.SIGN) {
                continue;
            }
            switch (token.text()) {
                case "(", "[" -> depth++;
                case ")", "]" -> {
                    if (--depth == 0) {
                        return new Call(statement, name, i, commas);
                    }
                }
                case "," -> {
                    if (depth == 1) {
                        commas.add(i);
                    }
                }
                default -> {
                    // another sign changes nothing
                }
            }
        }
        return null;
    }

    int open() {
        return name + 1;
    }

    /** How many arguments. */
    int size() {
        return close == open() + 1 ? 0 : commas.size() + 1;
    }

    /** The index of the first token of an argument, counted from 0. */
    int from(int argument) {
        return argument == 0 ? open() + 1 : commas.get(argument - 1) + 1;
    }

    /** The index behind the last token of an argument. */
    int to(int argument) {
        return argument == commas.size() ? close : commas.get(argument);
    }

    /** The only token of an argument, or null if it has several. */
    @Nullable Token only(int argument) {
        return to(argument) - from(argument) == 1 ? statement.token(from(argument)) : null;
    }

    /** What an argument has become so far. */
    String text(int argument) {
        return statement.edited(from(argument), to(argument));
    }

    void rename(String newName) {
        statement.replace(name, name + 1, newName);
    }

    /** Puts a text in the place of the comma behind an argument. */
    void replaceComma(int argument, String replacement) {
        statement.replace(commas.get(argument), commas.get(argument) + 1, replacement);
    }

    void replaceOpen(String replacement) {
        statement.replace(open(), open() + 1, replacement);
    }

    void replaceClose(String replacement) {
        statement.replace(close, close + 1, replacement);
    }
}
