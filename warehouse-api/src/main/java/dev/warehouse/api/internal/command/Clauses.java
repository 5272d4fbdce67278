/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The clauses of a command with their arguments, each at most once, whatever the order in which they were given.
 * Immutable.
 *
 * @param <C> the enum of the clauses
 */
public final class Clauses<C extends Enum<C> & Clause> {

    private final Class<C> type;
    private final Map<C, Object> arguments;

    private Clauses(Class<C> type, Map<C, Object> arguments) {
        this.type = type;
        this.arguments = Collections.unmodifiableMap(arguments);
    }

    /**
     * No clauses.
     *
     * @param <C> the enum of the clauses
     * @param type the enum of the clauses
     * @return an empty set of them
     */
    public static <C extends Enum<C> & Clause> Clauses<C> none(Class<C> type) {
        return new Clauses<>(type, new EnumMap<>(type));
    }

    /**
     * One clause more, or the same one with another argument.
     *
     * @param clause the clause
     * @param argument what its kind of argument takes
     * @return these and that one
     * @throws IllegalArgumentException if the clause does not take it, saying why
     */
    public Clauses<C> with(C clause, Object argument) {
        Object checked = clause.argument().checked(clause.words(), argument);
        Map<C, Object> more = new EnumMap<>(type);
        more.putAll(arguments);
        more.put(clause, checked);
        return new Clauses<>(type, more);
    }

    /**
     * One more clause that takes no argument, or the usual one.
     *
     * @param clause the clause
     * @return these and that one
     */
    public Clauses<C> with(C clause) {
        return with(clause, Boolean.TRUE);
    }

    /**
     * Without one.
     *
     * @param clause the clause
     * @return the others
     */
    public Clauses<C> without(C clause) {
        Map<C, Object> fewer = new EnumMap<>(type);
        fewer.putAll(arguments);
        fewer.remove(clause);
        return new Clauses<>(type, fewer);
    }

    /**
     * Whether a clause is there.
     *
     * @param clause the clause
     * @return true if it is
     */
    public boolean has(C clause) {
        return arguments.containsKey(clause);
    }

    /**
     * A clause's argument.
     *
     * @param <T> its type
     * @param clause the clause
     * @param argument its type
     * @return empty if the clause is not there
     */
    public <T> Optional<T> get(C clause, Class<T> argument) {
        return Optional.ofNullable(arguments.get(clause)).map(argument::cast);
    }

    /**
     * A clause's text or word.
     *
     * @param clause a clause whose argument is one
     * @return empty if the clause is not there
     */
    public Optional<String> text(C clause) {
        return get(clause, String.class);
    }

    /** Appends every clause, a line each, in the order of the enum. */
    void render(StringBuilder sql, boolean masked) {
        arguments.forEach((clause, argument) -> {
            sql.append(clause.isAttached() ? ' ' : '\n').append(clause.lead());
            sql.append(masked && argument instanceof Secret ? " '" + Secret.MASK + "'"
                    : clause.argument().rendered(argument));
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Clauses<?> clauses && type == clauses.type && arguments.equals(clauses.arguments);
    }

    @Override
    public int hashCode() {
        return arguments.hashCode();
    }

    /** As rendered, in one line, secrets masked. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        render(text, true);
        return text.toString().strip().replace('\n', ' ');
    }
}
