/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import dev.warehouse.api.internal.KnownError;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * The seam to whatever creates tables and brings them up to date. {@code warehouse-schema} has the implementation, by
 * Flyway; it is found by {@link java.util.ServiceLoader}, or given to a pipeline by
 * {@link Pipeline#migrate(Migrations)}.
 */
public interface Migrations {

    /**
     * Where the migrations come from, for logs and reports.
     *
     * @return for example {@code classpath:db/migration}
     */
    String name();

    /**
     * Whether these migrations make a table. Migrations on the class path are applied before a pipeline that names none
     * only if they make a table that one of its steps is about, so that nobody gets the tables of somebody else.
     *
     * @param table the table's name, without a schema
     * @return true unless it is known that they do not
     */
    default boolean creates(String table) {
        return true;
    }

    /**
     * Applies what is not yet applied. A second call changes nothing.
     *
     * @param endpoint where
     * @return what was done
     * @throws MigrateException if a migration failed
     */
    Migrated migrate(Endpoint endpoint);

    /**
     * Drops everything the migrations manage, and the record of what was applied.
     *
     * @param endpoint where
     * @throws MigrateException if something could not be dropped
     */
    void drop(Endpoint endpoint);

    /**
     * Like {@link #migrate(Endpoint)}, on connections of the {@linkplain Provisioned#dataSource() platform's own}.
     *
     * @param endpoint where
     * @param connections ways there, in place of the Redshift JDBC driver's
     * @return what was done
     * @throws MigrateException if a migration failed, or these migrations take no connections of others
     */
    default Migrated migrate(Endpoint endpoint, DataSource connections) {
        throw onlyByDriver(endpoint);
    }

    /**
     * Like {@link #drop(Endpoint)}, on connections of the {@linkplain Provisioned#dataSource() platform's own}.
     *
     * @param endpoint where
     * @param connections ways there, in place of the Redshift JDBC driver's
     * @throws MigrateException if something could not be dropped, or these migrations take no connections of others
     */
    default void drop(Endpoint endpoint, DataSource connections) {
        throw onlyByDriver(endpoint);
    }

    private MigrateException onlyByDriver(Endpoint endpoint) {
        return new MigrateException(KnownError.MIGRATIONS_NEED_THE_DRIVER, "migrate of " + name() + " at " + endpoint
                + " is not possible: these migrations connect by the JDBC driver only, and this platform has connections of"
                + " its own. Implement Migrations.migrate(Endpoint, DataSource), or provision a platform whose endpoint is"
                + " reached.");
    }

    /**
     * No migrations: for pipelines whose tables exist already.
     *
     * @return migrations that do nothing
     */
    static Migrations none() {
        return NoMigrations.INSTANCE;
    }

    /**
     * What a run of migrations did.
     *
     * @param applied how many migrations were applied; 0 if all were applied before
     * @param version the version of the schema afterwards; empty if it has none
     */
    record Migrated(int applied, String version) {

        /** Checks what was given. */
        public Migrated {
            if (applied < 0) {
                throw new IllegalArgumentException("applied must not be negative, was " + applied);
            }
            Objects.requireNonNull(version, "version must not be null");
        }
    }
}
