package dev.warehouse.api;

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
     * @param findings what the checks found wrong, empty if a check could not be made at all
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    public CheckException(List<Finding> findings, String message, @Nullable Throwable cause) {
        super(Stage.CHECK, message, cause);
        this.findings = List.copyOf(findings);
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
