/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.local.internal.wire.Backend;

/**
 * Where the PostgreSQL underneath comes from. A description: free of cost until it is started, and equal to another one
 * that means the same PostgreSQL.
 */
public interface PostgresBackend {

    /**
     * What it is, for people.
     *
     * @return for example {@code temporary}
     */
    String name();

    /**
     * Starts it, or connects to it, and puts Redshift's catalogue where all databases are copied from.
     *
     * @return the running PostgreSQL; the caller closes it
     * @throws ProvisionException if there is none, or it cannot be used
     */
    Backend start();

    /**
     * Whether the data is still there after it is closed.
     *
     * @return false unless it keeps a folder
     */
    default boolean keeps() {
        return false;
    }

    /** Deletes what it keeps after it is closed. Safe to repeat. */
    default void delete() {
        // most keep nothing
    }
}
