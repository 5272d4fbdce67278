/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import java.io.Console;
import java.util.Optional;

/** Whether a person is there to read what is shown, and to answer. */
public final class Attended {

    private Attended() {
    }

    /**
     * The terminal, if standard input and output are one.
     *
     * @return empty if a script or a service runs this program
     */
    public static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Attended::isTerminal);
    }

    // from Java 22 on there is a console even where there is no terminal, and this method tells
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
