/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import org.jspecify.annotations.Nullable;

/**
 * What every failure of this library is: it knows the {@link Stage} it happened in, and its message says what happened,
 * where, and the way out. The last line names the place on the page of errors that explains cause and fix. One subclass
 * a stage carries the details as methods.
 */
public abstract class WarehouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The step that failed. */
    private final Stage stage;
    /** The place on the page of errors that explains it. */
    private final String help;

    /**
     * For the subclasses of the stages. Its help is that of the stage.
     *
     * @param stage the step that failed
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    protected WarehouseException(Stage stage, String message, @Nullable Throwable cause) {
        this(stage, null, message, cause);
    }

    /**
     * For the subclasses of the stages.
     *
     * @param stage the step that failed
     * @param error what the page of errors explains; null if it has only the stage
     * @param message what happened, where, and the way out
     * @param cause the failure underneath, if there is one
     */
    protected WarehouseException(Stage stage, @Nullable KnownError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.stage = stage;
        this.help = error == null ? KnownError.help(stage) : error.help();
    }

    /**
     * The step that failed.
     *
     * @return the stage
     */
    public Stage stage() {
        return stage;
    }

    /**
     * Where cause and fix are explained.
     *
     * @return a page with an anchor, such as {@code docs/errors.md#port-in-use}; the stage's if the failure has none
     */
    public String help() {
        return help;
    }

    /**
     * What happened, where, and the way out: the message without its line about {@link #help()}, to be a part of
     * another sentence.
     *
     * @return the text
     */
    public String summary() {
        return String.valueOf(super.getMessage());
    }

    /**
     * The {@link #summary()}, and on a line of its own where to read more.
     *
     * @return several lines
     */
    @Override
    public String getMessage() {
        return summary() + "\n  See " + help;
    }
}
