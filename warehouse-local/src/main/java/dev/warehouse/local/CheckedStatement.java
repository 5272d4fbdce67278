/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A statement that was checked, and not run.
 *
 * <p>Immutable.
 */
public final class CheckedStatement {

    private final String sql;
    private final int line;
    private final int column;
    private final List<SqlRefusal> refusals;
    private final List<String> unchecked;

    /**
     * A statement that was checked.
     *
     * @param sql the statement
     * @param line where it begins in the text, from 1
     * @param column where it begins in its line, from 1
     * @param refusals why it is refused; none if it is not
     * @param unchecked what could not be told
     */
    CheckedStatement(String sql, int line, int column, List<SqlRefusal> refusals, List<String> unchecked) {
        this.sql = Objects.requireNonNull(sql, "sql must not be null");
        this.line = line;
        this.column = column;
        this.refusals = List.copyOf(refusals);
        this.unchecked = List.copyOf(unchecked);
    }

    /**
     * The statement as it stands in the text, without its semicolon. It may hold keys, as a COPY's credentials: mind
     * where it is shown.
     *
     * @return the statement
     */
    public String sql() {
        return sql;
    }

    /**
     * Where it begins.
     *
     * @return a line of the text, from 1
     */
    public int line() {
        return line;
    }

    /**
     * Where it begins in its line.
     *
     * @return a column, from 1, in characters
     */
    public int column() {
        return column;
    }

    /**
     * Whether nothing was found that Redshift refuses.
     *
     * @return true if nothing was
     */
    public boolean isAccepted() {
        return refusals.isEmpty();
    }

    /**
     * Why it is refused: every reason that was found, in the order of the text. Where it cannot be read as a whole,
     * there may be more behind the last one.
     *
     * @return the reasons; none if it is accepted
     */
    public List<SqlRefusal> refusals() {
        return refusals;
    }

    /**
     * The first reason why it is refused.
     *
     * @return the reason; empty if it is accepted
     */
    public Optional<SqlRefusal> refusal() {
        return refusals.stream().findFirst();
    }

    /**
     * What could not be told: names that the text does not define, and what Redshift takes and the local one does not
     * run. A statement with such may still be wrong.
     *
     * @return a sentence for each; none if the statement was checked in full
     */
    public List<String> unchecked() {
        return unchecked;
    }

    @Override
    public String toString() {
        return line + ":" + column + ": " + (refusals.isEmpty() ? "accepted"
                : refusals.stream().map(SqlRefusal::toString).collect(Collectors.joining("; ", "refused: ", "")));
    }
}
