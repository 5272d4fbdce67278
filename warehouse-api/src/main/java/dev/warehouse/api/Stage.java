/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.Locale;

/** The steps of the flow, in their order. Their words name packages, log lines, exceptions and report rows. */
public enum Stage {
    /** An endpoint is made ready. */
    PROVISION,
    /** The tables are created or brought up to date. */
    MIGRATE,
    /** Files are loaded into staging tables. */
    COPY,
    /** Staging tables become the star. */
    TRANSFORM,
    /** The star is held against what must be true of it. */
    CHECK,
    /** The rows of queries are written to S3. */
    UNLOAD,
    /** Questions are asked. */
    QUERY,
    /** What happened is told. */
    REPORT;

    /**
     * The stage's word as it is printed.
     *
     * @return for example {@code copy}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
