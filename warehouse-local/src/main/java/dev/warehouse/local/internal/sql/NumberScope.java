/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The names that an expression can use, with their numbers' types: the items of a FROM, and the queries around it. */
final class NumberScope {

    /** A column; its type is null if it is no number, or not known. */
    record Column(@Nullable String name, @Nullable NumericType type) {
    }

    /** What a query or a table gives; columns that are null are not known. */
    private record Source(@Nullable String name, Supplier<@Nullable List<Column>> columns) {
    }

    private final @Nullable NumberScope around;
    private final Map<String, @Nullable List<Column>> queries;
    private final List<Source> sources = new ArrayList<>();

    NumberScope(@Nullable NumberScope around) {
        this.around = around;
        this.queries = around == null ? new HashMap<>() : new HashMap<>(around.queries);
    }

    /** A query that WITH names. */
    void define(String name, @Nullable List<Column> columns) {
        queries.put(name, columns);
    }

    boolean defines(String name) {
        return queries.containsKey(name);
    }

    @Nullable List<Column> query(String name) {
        return queries.get(name);
    }

    /** An item of the FROM; its columns are asked for when the first is used. */
    void add(@Nullable String name, Supplier<@Nullable List<Column>> columns) {
        sources.add(new Source(name, columns));
    }

    /** The type of a column; null if it is not known. */
    @Nullable NumericType type(@Nullable String qualifier, String name) {
        boolean complete = true;
        for (Source source : sources) {
            if (qualifier != null && !qualifier.equals(source.name)) {
                continue;
            }
            List<Column> columns = source.columns.get();
            if (columns == null) {
                complete = false;
                continue;
            }
            for (Column column : columns) {
                if (name.equals(column.name)) {
                    return column.type;
                }
            }
            complete &= qualifier == null;
        }
        return complete && around != null ? around.type(qualifier, name) : null;
    }

    /** What a star stands for; null if it is not known. */
    @Nullable List<Column> all(@Nullable String qualifier) {
        List<Column> all = new ArrayList<>();
        for (Source source : sources) {
            if (qualifier == null || qualifier.equals(source.name)) {
                List<Column> columns = source.columns.get();
                if (columns == null) {
                    return null;
                }
                all.addAll(columns);
            }
        }
        return all;
    }
}
