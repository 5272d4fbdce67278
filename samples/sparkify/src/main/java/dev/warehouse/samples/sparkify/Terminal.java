/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.internal.Attended;
import java.util.Optional;

/** The person before the screen, if there is one. */
@FunctionalInterface
interface Terminal {

    /** The terminal that this program runs in. */
    Terminal OF_PROCESS = question -> Attended.console()
            .map(console -> Optional.ofNullable(console.readLine("%s", question)).orElse(""));

    /**
     * Asks.
     *
     * @param question what to ask, with a blank at its end
     * @return the answer; empty if nobody is there
     */
    Optional<String> ask(String question);
}
