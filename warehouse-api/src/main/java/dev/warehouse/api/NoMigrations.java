/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;

/** Leaves the tables to somebody else. */
final class NoMigrations implements Migrations {

    static final NoMigrations INSTANCE = new NoMigrations();

    private NoMigrations() {
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public Migrated migrate(Endpoint endpoint) {
        return new Migrated(0, "");
    }

    @Override
    public void drop(Endpoint endpoint) {
        throw new MigrateException(KnownError.NO_MIGRATIONS, "There is nothing to reset, because there are no "
                + "migrations. Drop the tables where they were created.");
    }

    @Override
    public String toString() {
        return "no migrations";
    }
}
