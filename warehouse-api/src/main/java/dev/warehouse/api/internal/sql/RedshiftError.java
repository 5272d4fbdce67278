/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * A statement failed, with the fields that a client of PostgreSQL's protocol gets: SQLSTATE, message, detail, hint and
 * the position in the client's own text. Thrown by whatever executes a statement on the endpoint's side; the session
 * turns it into an ErrorResponse, and the surrounding transaction is aborted as for any failed statement.
 */
public final class RedshiftError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** SQLSTATE of a syntax error. */
    public static final String SYNTAX_ERROR = "42601";
    /** SQLSTATE of a feature that Redshift or its local stand-in does not have. */
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    /** SQLSTATE of a failed load, and of everything that Redshift calls an internal error. */
    public static final String INTERNAL_ERROR = "XX000";
    /** SQLSTATE of a statement that was cancelled. */
    public static final String QUERY_CANCELED = "57014";

    /** The name for what Redshift takes and its local stand-in does not run. */
    public static final String NOT_EMULATED = "not-emulated";
    /** The name for what cannot be told without knowing the tables. */
    public static final String UNKNOWN = "unknown";

    private final String sqlState;
    private final @Nullable String detail;
    private final @Nullable String hint;
    private final int position;
    private final int code;
    private @Nullable String rule;

    /**
     * A failure with all its fields.
     *
     * @param sqlState five characters
     * @param message what happened
     * @param detail more of it, one fact a line
     * @param hint the way out
     * @param position the 0-based index of the culprit in the client's statement, or -1
     */
    public RedshiftError(
            String sqlState, String message, @Nullable String detail, @Nullable String hint, int position) {
        this(sqlState, message, detail, hint, position, 0);
    }

    private RedshiftError(
            String sqlState, String message, @Nullable String detail, @Nullable String hint, int position, int code) {
        super(message);
        this.sqlState = sqlState;
        this.detail = detail;
        this.hint = hint;
        this.position = position;
        this.code = code;
    }

    /**
     * A failure without a place in the statement.
     *
     * @param sqlState five characters
     * @param message what happened
     * @param detail more of it
     * @param hint the way out
     */
    public RedshiftError(String sqlState, String message, @Nullable String detail, @Nullable String hint) {
        this(sqlState, message, detail, hint, -1);
    }

    /**
     * A syntax error at a place in the client's statement.
     *
     * @param message what is wrong
     * @param hint the way out
     * @param position the 0-based index of the culprit
     * @return the error
     */
    public static RedshiftError syntax(String message, @Nullable String hint, int position) {
        return new RedshiftError(SYNTAX_ERROR, message, null, hint, position);
    }

    /**
     * What Redshift calls an internal error, outside the rows of a load: a store or a role that cannot be used.
     *
     * @param code Redshift's number of it, such as 8001
     * @param message what happened
     * @param context where, such as an address
     * @param hint the way out
     * @param position the 0-based index of the culprit in the client's statement, or -1
     * @return the error
     */
    public static RedshiftError internal(int code, String message, String context, @Nullable String hint,
            int position) {
        return new RedshiftError(INTERNAL_ERROR, message, context, hint, position, code);
    }

    /**
     * The error as a client is told it: an internal one has its detail as Redshift writes it, a block of lines.
     *
     * @param query the statement's id
     * @param pid the session's process
     * @return this, or the same with more detail
     */
    public RedshiftError told(long query, int pid) {
        if (code == 0) {
            return this;
        }
        String rule = "-----------------------------------------------";
        return new RedshiftError(sqlState, getMessage(), String.join("\n  ", "", rule, "error:  " + getMessage(),
                "code:      " + code, "context:   " + detail, "query:     " + query, "location:  warehouse-local",
                "process:   query_" + query + " [pid=" + pid + "]", rule) + "\n", hint, position);
    }

    /**
     * The same, with the rule that it breaks.
     *
     * @param rule a short name that does not change, such as {@code on-conflict}
     * @return this
     */
    public RedshiftError named(String rule) {
        this.rule = rule;
        return this;
    }

    /**
     * The same at another place.
     *
     * @param position the 0-based index of the culprit in the client's statement, or -1
     * @return a new error
     */
    public RedshiftError at(int position) {
        RedshiftError error =
                new RedshiftError(sqlState, String.valueOf(getMessage()), detail, hint, position, code);
        error.rule = rule;
        return error;
    }

    /**
     * The rule that the statement breaks.
     *
     * @return its name, or null if it has none
     */
    public @Nullable String rule() {
        return rule;
    }

    /**
     * The SQLSTATE.
     *
     * @return five characters
     */
    public String sqlState() {
        return sqlState;
    }

    /**
     * More of what happened.
     *
     * @return the detail, or null
     */
    public @Nullable String detail() {
        return detail;
    }

    /**
     * The way out.
     *
     * @return the hint, or null
     */
    public @Nullable String hint() {
        return hint;
    }

    /**
     * Where in the client's statement.
     *
     * @return a 0-based index, or -1
     */
    public int position() {
        return position;
    }
}
