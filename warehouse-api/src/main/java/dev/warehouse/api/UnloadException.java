package dev.warehouse.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An UNLOAD failed. What the load wrote to its tables before is committed and stays. */
public final class UnloadException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    private final String target;

    /**
     * A failure with the way out in its message.
     *
     * @param target where the files were to go, such as {@code s3://b/reports/}
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public UnloadException(String target, String message, @Nullable Throwable cause) {
        super(Stage.UNLOAD, message, cause);
        this.target = Objects.requireNonNull(target, "target must not be null");
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
