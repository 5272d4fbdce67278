/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import dev.warehouse.api.internal.TextTable;
import java.util.List;

/**
 * A table of a report, its cells as people read them.
 *
 * @param title what it shows
 * @param columns the headings
 * @param numbers for each column, whether it holds numbers, which stand to the right
 * @param rows the cells
 */
record Sheet(String title, List<String> columns, List<Boolean> numbers, List<List<String>> rows) {

    /** The table without its title. */
    TextTable text() {
        return new TextTable(columns, numbers, rows);
    }
}
