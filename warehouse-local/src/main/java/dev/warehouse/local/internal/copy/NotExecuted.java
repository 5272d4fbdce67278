/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.command.Clause;
import dev.warehouse.api.internal.command.Places;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.util.Map;

/** Refuses clauses that are documented and understood, but not executed here. */
public final class NotExecuted {

    private NotExecuted() {
    }

    /**
     * Refuses the first of such clauses in the text.
     *
     * @param <C> the enum of the clauses
     * @param command {@code COPY} or {@code UNLOAD}
     * @param places the clauses of a command
     * @param instead the clauses that are not executed, each with the way out, a sentence
     * @throws RedshiftError (0A000) if the command has one of them
     */
    public static <C extends Enum<C> & Clause> void refuse(String command, Places<C> places, Map<C, String> instead) {
        places.clauses().forEach((clause, position) -> {
            String way = instead.get(clause);
            if (way != null) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                        command + " with " + clause.words() + " is not executed by the local Redshift", null, way,
                        position).named(RedshiftError.NOT_EMULATED);
            }
        });
    }
}
