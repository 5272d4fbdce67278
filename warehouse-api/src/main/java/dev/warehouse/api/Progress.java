/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.Attended;
import java.time.Duration;

/** Is told what a step that takes seconds is doing. Implementations are called from several threads. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = (stage, message) -> { };

    /**
     * Something happened, or is being waited for.
     *
     * @param stage the step of the flow
     * @param message what is going on, a short phrase without secrets
     */
    void update(Stage stage, String message);

    /**
     * A step begins. Steps may run side by side.
     *
     * @param stage the step of the flow
     * @param target what it is about
     */
    default void started(Stage stage, String target) {
        update(stage, target);
    }

    /**
     * A step that had {@linkplain #started(Stage, String) begun} is over, well or not.
     *
     * @param stage the step of the flow
     * @param target what it is about
     * @param duration how long it took
     */
    default void ended(Stage stage, String target, Duration duration) {
    }

    /**
     * A step noticed something that is not an error, and goes on.
     *
     * @param stage the step of the flow
     * @param target what it is about
     * @param warning a sentence without secrets
     */
    default void warned(Stage stage, String target, String warning) {
        update(stage, target + ": warning: " + warning);
    }

    /**
     * Shows people what runs and for how long: on standard error if a person watches, else nowhere.
     *
     * @return progress for a terminal; {@link #SILENT} if standard input and output are not both a terminal
     */
    static Progress terminal() {
        return Attended.console().isEmpty() ? SILENT : new TerminalProgress(System.err);
    }
}
