package dev.warehouse.api;

import org.jspecify.annotations.Nullable;

/** An endpoint could not be made ready, or not be deleted. */
public final class ProvisionException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure with the way out in its message.
     *
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public ProvisionException(String message, @Nullable Throwable cause) {
        super(Stage.PROVISION, message, cause);
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
