/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.Warehouse;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * Where assertions about warehouses begin. To be imported statically, beside those of AssertJ.
 *
 * <pre>{@code
 * assertThat(warehouse).table(USERS).hasRowCount(96).hasNoDuplicatesIn(USERS.USER_ID).hasNoNullsIn(USERS.LEVEL);
 * assertThat(copyResult).loaded(8056).rejectedNothing();
 * assertThat(warehouse.dsl().select(USERS.LEVEL, count()).from(USERS).groupBy(USERS.LEVEL).fetch()).isTableInAnyOrder("""
 *         | level | count |
 *         | free  | 74    |
 *         | paid  | 22    |
 *         """);
 * }</pre>
 */
public final class WarehouseAssertions {

    private WarehouseAssertions() {
    }

    /**
     * About a warehouse.
     *
     * @param actual the warehouse
     * @return its assertions
     */
    public static WarehouseAssert assertThat(@Nullable Warehouse actual) {
        return new WarehouseAssert(actual);
    }

    /**
     * About what a COPY did.
     *
     * @param actual the result
     * @return its assertions
     */
    public static CopyResultAssert assertThat(@Nullable CopyResult actual) {
        return new CopyResultAssert(actual);
    }

    /**
     * About the rows of a query.
     *
     * @param actual the rows
     * @return their assertions
     */
    public static ResultAssert assertThat(@Nullable Result<? extends Record> actual) {
        return new ResultAssert(actual);
    }
}
