/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A COPY failed, and nothing of it was loaded. {@link #errors()} has a row for each row that could not be loaded; it is
 * empty if the COPY failed before it read any, for example because nothing is at its source.
 */
public final class CopyException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /** The table that was being loaded. */
    private final String target;
    /** Where the rows come from. */
    private final String source;
    private final transient List<LoadError> errors;

    /**
     * A failure with the way out in its message.
     *
     * @param error what the page of errors explains; null if it has only the stage
     * @param target the table that was being loaded
     * @param source where the rows come from, such as {@code s3://b/raw/}
     * @param errors the rows that could not be loaded, empty if none was read
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public CopyException(@Nullable KnownError error, String target, String source, List<LoadError> errors,
            String message, @Nullable Throwable cause) {
        super(Stage.COPY, error, message, cause);
        this.target = Objects.requireNonNull(target, "target must not be null");
        this.source = Objects.requireNonNull(source, "source must not be null");
        this.errors = List.copyOf(errors);
    }

    /**
     * A failure with the way out in its message.
     *
     * @param target the table that was being loaded
     * @param source where the rows come from, such as {@code s3://b/raw/}
     * @param errors the rows that could not be loaded, empty if none was read
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public CopyException(String target, String source, List<LoadError> errors, String message,
            @Nullable Throwable cause) {
        this(null, target, source, errors, message, cause);
    }

    /**
     * The table that was being loaded.
     *
     * @return its name, without a schema
     */
    public String target() {
        return target;
    }

    /**
     * Where the rows come from.
     *
     * @return for example {@code s3://b/raw/}
     */
    public String source() {
        return source;
    }

    /**
     * The rows that could not be loaded, in the order of file and line.
     *
     * @return an unmodifiable list, at most 1,000 rows long
     */
    public List<LoadError> errors() {
        return errors == null ? List.of() : errors;
    }
}
