/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/** How one row becomes bytes of a text file. */
interface RowFormat {

    /** Puts a row and its line end. */
    void put(Row row, Output out);

    /** Puts the line with the columns' names. */
    void putHeader(Output out);
}
