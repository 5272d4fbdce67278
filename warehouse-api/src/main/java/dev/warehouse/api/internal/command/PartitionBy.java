/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.List;

/**
 * The columns of PARTITION BY.
 *
 * @param columns their names in lower case, at least one
 * @param include whether they are in the files too
 */
public record PartitionBy(List<String> columns, boolean include) {

    public PartitionBy {
        columns = List.copyOf(columns);
    }
}
