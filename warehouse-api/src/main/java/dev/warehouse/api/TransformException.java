/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A transform failed. All transforms of the load are undone: the star is what it was before. */
public final class TransformException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /** The table that was being filled. */
    private final String target;
    /** The statement that failed. */
    private final String sql;

    /**
     * A failure with the way out in its message.
     *
     * @param error what the page of errors explains; null if it has only the stage
     * @param target the table that was being written
     * @param sql the statement that failed; empty if it failed before there was one
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public TransformException(@Nullable KnownError error, String target, String sql, String message,
            @Nullable Throwable cause) {
        super(Stage.TRANSFORM, error, message, cause);
        this.target = Objects.requireNonNull(target, "target must not be null");
        this.sql = Objects.requireNonNull(sql, "sql must not be null");
    }

    /**
     * A failure with the way out in its message.
     *
     * @param target the table that was being written
     * @param sql the statement that failed; empty if it failed before there was one
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public TransformException(String target, String sql, String message, @Nullable Throwable cause) {
        this(null, target, sql, message, cause);
    }

    /**
     * The table that was being written.
     *
     * @return its name, without a schema
     */
    public String target() {
        return target;
    }

    /**
     * The statement that failed.
     *
     * @return the SQL text; empty if it failed before there was one
     */
    public String sql() {
        return sql;
    }
}
