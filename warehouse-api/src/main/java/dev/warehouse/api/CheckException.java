/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The star is not what it must be. Every finding of every check is listed; the load is undone, and the star is what it
 * was before.
 */
public final class CheckException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * A failure with the way out in its message.
     *
     * @param error what the page of errors explains; null if it has only the stage
     * @param findings what the checks found wrong, empty if a check could not be made at all
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public CheckException(@Nullable KnownError error, List<Finding> findings, String message,
            @Nullable Throwable cause) {
        super(Stage.CHECK, error, message, cause);
        this.findings = List.copyOf(findings);
    }

    /**
     * A failure with the way out in its message.
     *
     * @param findings what the checks found wrong, empty if a check could not be made at all
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public CheckException(List<Finding> findings, String message, @Nullable Throwable cause) {
        this(null, findings, message, cause);
    }

    /**
     * What the checks found wrong, in the order of the checks.
     *
     * @return an unmodifiable list
     */
    public List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }
}
