package dev.warehouse.local;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement that was checked, and not run.
 *
 * <p>Immutable.
 */
public final class CheckedStatement {

    private final String sql;
    private final int line;
    private final int column;
    private final @Nullable SqlRefusal refusal;

    /**
     * A statement that was checked.
     *
     * @param sql the statement
     * @param line where it begins in the text, from 1
     * @param column where it begins in its line, from 1
     * @param refusal why it is refused, or null if it is not
     */
    CheckedStatement(String sql, int line, int column, @Nullable SqlRefusal refusal) {
        this.sql = Objects.requireNonNull(sql, "sql must not be null");
        this.line = line;
        this.column = column;
        this.refusal = refusal;
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
        return refusal == null;
    }

    /**
     * Why it is refused.
     *
     * @return the first reason; empty if it is accepted
     */
    public Optional<SqlRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public String toString() {
        return line + ":" + column + ": " + (refusal == null ? "accepted" : "refused: " + refusal);
    }
}
