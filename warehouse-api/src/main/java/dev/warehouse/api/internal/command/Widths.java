/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.List;

/**
 * The columns of FIXEDWIDTH in their order.
 *
 * @param columns at least one
 */
public record Widths(List<FixedWidthColumn> columns) {

    public Widths {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must not be empty");
        }
    }
}
