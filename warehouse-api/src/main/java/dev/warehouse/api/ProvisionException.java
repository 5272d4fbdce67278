/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import org.jspecify.annotations.Nullable;

/** An endpoint could not be made ready, or not be deleted. */
public final class ProvisionException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure with the way out in its message.
     *
     * @param error what the page of errors explains; null if it has only the stage
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public ProvisionException(@Nullable KnownError error, String message, @Nullable Throwable cause) {
        super(Stage.PROVISION, error, message, cause);
    }

    /**
     * A failure with the way out in its message.
     *
     * @param error what the page of errors explains
     * @param message what happened, where, and the way out
     */
    public ProvisionException(KnownError error, String message) {
        this(error, message, null);
    }

    /**
     * A failure with the way out in its message.
     *
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public ProvisionException(String message, @Nullable Throwable cause) {
        this(null, message, cause);
    }

    /**
     * A failure with the way out in its message.
     *
     * @param message what happened, where, and the way out
     */
    public ProvisionException(String message) {
        this(message, null);
    }
}
