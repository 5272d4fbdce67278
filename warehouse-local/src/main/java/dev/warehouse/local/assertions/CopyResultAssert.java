/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import dev.warehouse.api.CopyResult;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about what a COPY did. */
public final class CopyResultAssert extends AbstractAssert<CopyResultAssert, CopyResult> {

    private static final int MOST_ERRORS = 10;

    CopyResultAssert(@Nullable CopyResult actual) {
        super(actual, CopyResultAssert.class);
    }

    /**
     * It loaded exactly so many rows.
     *
     * @param rows how many
     * @return this
     */
    public CopyResultAssert loaded(long rows) {
        return has("loaded", "rows", rows, isNotNull().actual.rows());
    }

    /**
     * It read exactly so many files.
     *
     * @param files how many
     * @return this
     */
    public CopyResultAssert readFiles(long files) {
        return has("read", "files", files, isNotNull().actual.files());
    }

    /**
     * It skipped exactly so many rows, as MAXERROR allows.
     *
     * @param rows how many
     * @return this
     */
    public CopyResultAssert rejected(long rows) {
        return has("rejected", "rows", rows, isNotNull().actual.rejected());
    }

    /**
     * It skipped no row.
     *
     * @return this
     */
    public CopyResultAssert rejectedNothing() {
        return rejected(0);
    }

    private CopyResultAssert has(String did, String things, long expected, long count) {
        if (count != expected) {
            String errors = actual.errors().stream().limit(MOST_ERRORS).map(error -> "\n  " + error)
                    .collect(Collectors.joining());
            throw failureWithActualExpected(count, expected, "Expected the COPY to have %s %s %s, but it did: %s%s",
                    did,
                    expected, things, actual, errors);
        }
        return this;
    }
}
