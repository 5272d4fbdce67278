/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import dev.warehouse.api.LoadError;
import dev.warehouse.api.Warehouse;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Assertions about a warehouse. */
public final class WarehouseAssert extends AbstractAssert<WarehouseAssert, Warehouse> {

    WarehouseAssert(@Nullable Warehouse actual) {
        super(actual, WarehouseAssert.class);
    }

    /**
     * Goes on with a table, or a view.
     *
     * @param table a generated table, or any other of jOOQ
     * @return the table's assertions
     */
    public TableAssert table(Table<?> table) {
        isNotNull();
        return new TableAssert(actual, table, DSL.noCondition()).as(info.description());
    }

    /**
     * Goes on with a table, or a view.
     *
     * @param name its name, in lower case as Redshift folds it, with or without a schema: {@code public.users}
     * @return the table's assertions
     */
    public TableAssert table(String name) {
        return table(DSL.table(DSL.name(name.split("\\."))));
    }

    /**
     * Goes on with the rows of a query, which is run once.
     *
     * @param query a query of jOOQ
     * @return the rows' assertions
     */
    public ResultAssert query(ResultQuery<? extends Record> query) {
        isNotNull();
        return new ResultAssert(actual.dsl().fetch(query)).as(info.description());
    }

    /**
     * No COPY has rejected a row, or what was rejected is forgotten.
     *
     * @return this
     */
    public WarehouseAssert hasNoLoadErrors() {
        isNotNull();
        List<LoadError> errors = actual.loadErrors();
        if (!errors.isEmpty()) {
            failWithMessage("Expected no load errors, but the last COPY with errors rejected %d:%n%s", errors.size(),
                    errors.stream().limit(10).map(error -> "  " + error).collect(Collectors.joining("\n")));
        }
        return this;
    }
}
