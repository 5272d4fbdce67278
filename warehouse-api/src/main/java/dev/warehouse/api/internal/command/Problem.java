/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import org.jspecify.annotations.Nullable;

/**
 * A flaw, and the clause to which an error points.
 *
 * @param <C> the enum of the clauses
 * @param clause the clause, or null if the flaw is in what stands before all clauses
 * @param flaw what is wrong
 */
public record Problem<C extends Enum<C> & Clause>(@Nullable C clause, Flaw flaw) {
}
