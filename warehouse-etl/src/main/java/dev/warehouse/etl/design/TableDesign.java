/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table as the catalogue declares it.
 *
 * @param schema its schema
 * @param table its name
 * @param columns in order
 * @param declared the distribution that was declared
 * @param automatic what Redshift has made of AUTO; null if it was not declared, or if that is not known
 * @param sortKey the columns of the sort key; empty if there is none, or an automatic one
 * @param interleaved whether the sort key is INTERLEAVED
 */
record TableDesign(String schema, String table, List<ColumnDesign> columns, Distribution declared,
        @Nullable Distribution automatic, List<String> sortKey, boolean interleaved) {

    /**
     * A column.
     *
     * @param name its name
     * @param type its type
     * @param encoding its compression, such as {@code az64}
     */
    record ColumnDesign(String name, ColumnType type, String encoding) { }

    TableDesign {
        columns = List.copyOf(columns);
        sortKey = List.copyOf(sortKey);
    }

    boolean has(String column) {
        return columns.stream().anyMatch(candidate -> candidate.name.equals(column));
    }

    ColumnType type(String column) {
        return columns.stream().filter(candidate -> candidate.name.equals(column)).findFirst()
                .map(ColumnDesign::type).orElseThrow(() -> new IllegalArgumentException(table + " has no " + column));
    }

    Map<String, ColumnType> types() {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name, column.type));
        return types;
    }

    /** This table with another distribution and sort key. */
    TableDesign with(Distribution distribution, List<String> newSortKey) {
        return new TableDesign(schema, table, columns, Objects.requireNonNull(distribution), null, newSortKey, false);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
