/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.List;

/**
 * One thing a {@link Pipeline} does: a copy, a transform, a check or an unload. {@code warehouse-etl} has the usual
 * ones; write your own for what they do not cover.
 *
 * <p>A step is a description: immutable, and free until it runs. It runs on the connection of its
 * {@link StepContext}, inside a transaction which the pipeline ends; it never commits or rolls back itself, and so
 * never issues a statement that commits on Redshift, such as TRUNCATE.
 */
public interface Step {

    /**
     * What the step is: {@link Stage#COPY}, {@link Stage#TRANSFORM}, {@link Stage#CHECK} or {@link Stage#UNLOAD}.
     *
     * @return the stage, always the same one
     */
    Stage stage();

    /**
     * What the step is about, for reports and logs. Steps that write name their table here, without a schema.
     *
     * @return for example {@code staging_events}
     */
    String target();

    /**
     * What else a reader of a report wants to know, such as where the rows come from.
     *
     * @return a short phrase without secrets, or an empty string
     */
    default String detail() {
        return "";
    }

    /**
     * What is wrong with the step as it is described, before anything runs. A pipeline refuses steps with problems and
     * names all of them.
     *
     * @return sentences, empty if the step can run
     */
    default List<String> problems() {
        return List.of();
    }

    /**
     * Finds out what the step would do, without changing anything.
     *
     * @param context a connection whose transaction is rolled back behind it
     * @return the step's plan
     */
    default StepPlan plan(StepContext context) {
        return StepPlan.of(this, "");
    }

    /**
     * Takes the locks of a copy on what it writes. Called before any copy of the load runs, and again before the
     * transforms read what was copied, each time for one step after the other in the alphabetical order of their
     * targets. So two loads at the same time wait for each other at the first table, never each for a table that the
     * other holds, and none transforms what another one is just copying.
     *
     * @param context the connection, whose transaction holds the locks
     */
    default void lock(StepContext context) {
        // most steps write what nobody else does
    }

    /**
     * Does the work.
     *
     * @param context the connection, and what the load has done so far
     * @return what was done
     * @throws WarehouseException if it could not be done, with the way out in the message
     */
    StepResult run(StepContext context);
}
