/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.MigrateException;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.MigrationFailure;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Migrations in folders, applied by Flyway just as it does by itself, so that an application's own Flyway finds them
 * done.
 *
 * @param locations where they are, as Flyway writes it
 */
record FolderMigrations(List<String> locations) implements Migrations {

    FolderMigrations {
        locations = List.copyOf(locations);
        if (locations.isEmpty()) {
            throw new IllegalArgumentException("locations must not be empty");
        }
    }

    /** A word that differs when a migration does. */
    String content() {
        return Contents.ofMigrations(locations, loader());
    }

    @Override
    public String name() {
        return String.join(", ", locations);
    }

    @Override
    public Migrated migrate(Endpoint endpoint) {
        requireFlyway();
        return ByFlyway.migrate(this, endpoint);
    }

    @Override
    public void drop(Endpoint endpoint) {
        requireFlyway();
        ByFlyway.clean(this, endpoint);
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : FolderMigrations.class.getClassLoader();
    }

    private void requireFlyway() {
        for (String name : List.of("org.flywaydb.core.Flyway", "org.flywaydb.database.redshift.RedshiftDatabaseType")) {
            try {
                Class.forName(name, false, FolderMigrations.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                throw new IllegalStateException("The migrations in " + name()
                        + " need Flyway, which is not on the class"
                        + " path (" + name + " is missing): add org.flywaydb:flyway-database-redshift, or bring"
                        + " migrations of another kind by withMigrations(Migrations).", e);
            }
        }
    }

    /** What can be loaded only if Flyway is there. */
    private static final class ByFlyway {

        static Migrated migrate(FolderMigrations migrations, Endpoint endpoint) {
            try {
                MigrateResult result = flyway(migrations, endpoint).migrate();
                String version = result.targetSchemaVersion != null ? result.targetSchemaVersion
                        : Objects.requireNonNullElse(result.initialSchemaVersion, "");
                return new Migrated(result.migrationsExecuted, version);
            } catch (FlywayException e) {
                throw new MigrateException(KnownError.MIGRATION_FAILED, "migrate of " + migrations.name() + " at "
                        + endpoint + " failed: " + MigrationFailure.of(e.getMessage()) + wayOut(e), e);
            }
        }

        private static String wayOut(FlywayException failure) {
            String message = String.valueOf(failure.getMessage());
            if (message.startsWith("Unable to resolve location")) {
                return " There is no such folder: name one of the class path from its root, such as db/migration, and any"
                        + " other as filesystem:src/sql";
            }
            return message.contains("No value provided for placeholder")
                    ? " Of warehouse-schema, withMigrations(FlywayMigrations.at(…).placeholder(name, value)) fills it"
                    : "";
        }

        static void clean(FolderMigrations migrations, Endpoint endpoint) {
            try {
                flyway(migrations, endpoint).clean();
            } catch (FlywayException e) {
                throw new MigrateException(KnownError.TABLES_NOT_DROPPED,
                        "The tables at " + endpoint + " could not be dropped: " + e.getMessage(), e);
            }
        }

        private static Flyway flyway(FolderMigrations migrations, Endpoint endpoint) {
            return Flyway.configure(loader())
                    .dataSource(endpoint.jdbcUrl(), endpoint.user(), endpoint.password())
                    .locations(migrations.locations().toArray(String[]::new))
                    .failOnMissingLocations(true)
                    .cleanDisabled(false)
                    .load();
        }
    }
}
