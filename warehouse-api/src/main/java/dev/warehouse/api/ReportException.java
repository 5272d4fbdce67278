package dev.warehouse.api;

import org.jspecify.annotations.Nullable;

/** A report could not be written. */
public final class ReportException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure with the way out in its message.
     *
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public ReportException(String message, @Nullable Throwable cause) {
        super(Stage.REPORT, message, cause);
    }

    /**
     * A failure with the way out in its message.
     *
     * @param message what happened, where, and the way out
     */
    public ReportException(String message) {
        this(message, null);
    }
}
