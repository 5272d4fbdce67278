/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;

/** The rows of a table, each by its number. Used by one thread. */
@FunctionalInterface
interface Rows {

    /**
     * Writes what has a number: a row, or in lineorder an order of several rows.
     *
     * @param number from 0
     * @param lines where to
     */
    void append(long number, Lines lines) throws IOException;
}
