/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An UNLOAD failed. What the load wrote to its tables before is committed and stays. */
public final class UnloadException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /** Where the files were to go. */
    private final String target;

    /**
     * A failure with the way out in its message.
     *
     * @param error what the page of errors explains; null if it has only the stage
     * @param target where the files were to go, such as {@code s3://b/reports/}
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public UnloadException(@Nullable KnownError error, String target, String message, @Nullable Throwable cause) {
        super(Stage.UNLOAD, error, message, cause);
        this.target = Objects.requireNonNull(target, "target must not be null");
    }

    /**
     * A failure with the way out in its message.
     *
     * @param target where the files were to go, such as {@code s3://b/reports/}
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public UnloadException(String target, String message, @Nullable Throwable cause) {
        this(null, target, message, cause);
    }

    /**
     * Where the files were to go.
     *
     * @return such as {@code s3://b/reports/}
     */
    public String target() {
        return target;
    }
}
