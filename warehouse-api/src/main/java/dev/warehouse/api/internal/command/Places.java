/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.List;
import java.util.Map;

/**
 * Where the parts of a command stand in its text, as 0-based indexes: errors that come up later point there.
 *
 * @param <C> the enum of the clauses
 * @param subject the table of COPY, the query of UNLOAD
 * @param location the source of COPY, the target of UNLOAD
 * @param columns the listed columns of COPY, those of PARTITION BY of UNLOAD
 * @param clauses the clauses, in the order of the text
 */
public record Places<C extends Enum<C> & Clause>(
        int subject, int location, List<Integer> columns, Map<C, Integer> clauses) {

    /**
     * Where a clause stands.
     *
     * @param clause the clause
     * @return its first word's index, or -1 if it is not there
     */
    public int of(C clause) {
        return clauses.getOrDefault(clause, -1);
    }
}
