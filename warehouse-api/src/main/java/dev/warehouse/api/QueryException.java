/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.Objects;

/**
 * A statement uses something that Redshift does not have. Thrown while jOOQ renders it, before it is sent, so that what
 * a PostgreSQL would take does not fail only in production.
 */
public final class QueryException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /** What Redshift does not have. */
    private final String construct;
    /** What to use instead of it. */
    private final String instead;

    /**
     * A refusal.
     *
     * @param construct what Redshift does not have, such as {@code ON CONFLICT}
     * @param instead what to use instead, a phrase
     * @param sql the statement
     */
    public QueryException(String construct, String instead, String sql) {
        super(Stage.QUERY, KnownError.NOT_IN_REDSHIFT,
                "Redshift does not have " + construct + ". Instead, " + instead + ". In: " + sql, null);
        this.construct = Objects.requireNonNull(construct, "construct must not be null");
        this.instead = Objects.requireNonNull(instead, "instead must not be null");
    }

    /**
     * What Redshift does not have.
     *
     * @return for example {@code ON CONFLICT}
     */
    public String construct() {
        return construct;
    }

    /**
     * What to use instead.
     *
     * @return a phrase, such as {@code use MERGE, or DELETE and INSERT in one transaction}
     */
    public String instead() {
        return instead;
    }
}
