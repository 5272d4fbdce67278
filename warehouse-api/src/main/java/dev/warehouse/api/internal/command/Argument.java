/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the words of a clause: how it is read, what it may be, and how it is written.
 *
 * @param <T> its type
 */
public abstract class Argument<T> {

    private final Class<T> type;
    private final @Nullable T usual;

    /**
     * For the kinds of arguments.
     *
     * @param usual what the clause means with nothing behind it, or null if it needs something
     */
    Argument(Class<T> type, @Nullable T usual) {
        this.type = type;
        this.usual = usual;
    }

    /** Reads what stands behind the clause's words. */
    abstract T read(TokenReader tokens, String clause);

    /** How it is written, with the blank before it. */
    abstract String write(T value);

    /** What is wrong with a value, or null. */
    @Nullable Flaw flaw(String clause, T value) {
        return null;
    }

    /** The one form of what can be written in several. */
    T normal(T value) {
        return value;
    }

    /** The value that was read, unless something is wrong with it. */
    final T sound(String clause, T value, int position) {
        Flaw flaw = flaw(clause, value);
        if (flaw != null) {
            throw RedshiftError.syntax(flaw.message(), flaw.hint(), position);
        }
        return value;
    }

    /** The value in its one form; TRUE stands for the usual one. */
    final T checked(String clause, Object value) {
        T argument = normal(type.cast(usual != null && value == Boolean.TRUE ? usual : value));
        Flaw flaw = flaw(clause, argument);
        if (flaw != null) {
            throw new IllegalArgumentException(flaw.sentence());
        }
        return argument;
    }

    final String rendered(Object value) {
        return write(type.cast(value));
    }
}
