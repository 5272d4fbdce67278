package dev.warehouse.api;

import org.jspecify.annotations.Nullable;

/**
 * What every failure of this library is: it knows the {@link Stage} it happened in, and its message says what happened,
 * where, and the way out. One subclass a stage carries the details as methods.
 */
public abstract class WarehouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Stage stage;

    /**
     * For the subclasses of the stages.
     *
     * @param stage the step that failed
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    protected WarehouseException(Stage stage, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.stage = stage;
    }

    /**
     * The step that failed.
     *
     * @return the stage
     */
    public Stage stage() {
        return stage;
    }
}
