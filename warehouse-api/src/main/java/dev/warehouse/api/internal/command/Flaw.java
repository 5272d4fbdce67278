/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a command, and the way out. Never repeats what may be a secret.
 *
 * @param message what is wrong, naming the clauses
 * @param hint what to do, a sentence, or null if the message says it all
 */
public record Flaw(String message, @Nullable String hint) {

    /**
     * Both in one sentence.
     *
     * @return for example {@code ESCAPE is not supported with CSV; leave out ESCAPE or CSV}
     */
    public String sentence() {
        if (hint == null) {
            return message;
        }
        boolean acronym = hint.length() > 1 && Character.isUpperCase(hint.charAt(1));
        String way = acronym ? hint : hint.substring(0, 1).toLowerCase(Locale.ROOT) + hint.substring(1);
        return message + "; " + (way.endsWith(".") ? way.substring(0, way.length() - 1) : way);
    }
}
