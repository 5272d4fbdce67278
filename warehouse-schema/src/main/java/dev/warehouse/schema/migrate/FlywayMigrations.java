/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.schema.migrate;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.MigrateException;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.MigrationFailure;
import dev.warehouse.schema.DefaultSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/**
 * Migrations in real Redshift DDL, applied by Flyway through {@code jdbc:redshift:}.
 *
 * <p>Without a word, those of this library's own schema: staging tables and star of the song plays. For a schema of
 * your own, name its folder:
 *
 * <pre>{@code
 * Pipeline.named("orders").migrate(FlywayMigrations.at("classpath:db/orders"))
 * }</pre>
 */
public final class FlywayMigrations implements Migrations {

    /**
     * Not {@code db/migration}, where the Flyway of an application would find our tables and create them in its own
     * database.
     */
    private static final String OWN_LOCATION = "classpath:db/warehouse";
    private static final String OWN_HISTORY = "warehouse_schema_history";
    private static final String HISTORY = "flyway_schema_history";
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,126}");

    private final List<String> locations;
    private final String history;
    private final @Nullable String schema;
    private final Map<String, String> placeholders;

    /** The migrations of this library's own schema. For {@link java.util.ServiceLoader}, and for you. */
    public FlywayMigrations() {
        this(List.of(OWN_LOCATION), OWN_HISTORY, null, Map.of());
    }

    private FlywayMigrations(List<String> locations, String history, @Nullable String schema,
            Map<String, String> placeholders) {
        this.locations = locations;
        this.history = history;
        this.schema = schema;
        this.placeholders = Map.copyOf(placeholders);
    }

    /**
     * Migrations of a schema of your own. Their history is kept in the table {@code flyway_schema_history}.
     *
     * @param locations where they are, as Flyway writes it: {@code classpath:db/orders}, {@code filesystem:sql}
     * @return the migrations
     */
    public static FlywayMigrations at(String... locations) {
        if (locations.length == 0) {
            throw new IllegalArgumentException("locations must not be empty");
        }
        return new FlywayMigrations(List.of(locations), HISTORY, null, Map.of());
    }

    /**
     * The same migrations in a schema of their own, which is created if it is missing. Names without a schema are those
     * of this schema while they run, their history is kept in it, and dropping them empties this schema alone. So the
     * same tables can stand side by side in several schemas.
     *
     * <pre>{@code
     * FlywayMigrations.at("classpath:db/ssb/dist").schema("dist")
     * }</pre>
     *
     * @param schema the schema's name, in lower case as Redshift keeps it
     * @return the migrations in that schema
     */
    public FlywayMigrations schema(String schema) {
        Objects.requireNonNull(schema, "schema must not be null");
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("schema must be a name of lower-case letters, digits and underscores,"
                    + " was \"" + schema + "\"");
        }
        return new FlywayMigrations(locations, history, schema, placeholders);
    }

    /**
     * The same migrations with a value for what they write as <code>${name}</code>. Values are not logged.
     *
     * <pre>{@code
     * FlywayMigrations.at("classpath:db/orders").placeholder("reader", "analysts")     // GRANT SELECT … TO ${reader}
     * }</pre>
     *
     * @param name its name, without <code>${}</code>
     * @param value what stands in its place
     * @return the migrations with one more placeholder
     */
    public FlywayMigrations placeholder(String name, String value) {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(value, "value must not be null");
        if (name.isBlank() || name.contains("${") || name.contains("}")) {
            throw new IllegalArgumentException("name must be that of a placeholder, without ${}, was \"" + name + "\"");
        }
        Map<String, String> more = new HashMap<>(placeholders);
        more.put(name, value);
        return new FlywayMigrations(locations, history, schema, more);
    }

    @Override
    public String name() {
        return String.join(", ", locations) + (schema == null ? "" : " in schema " + schema);
    }

    /** This library's own migrations are known to make its own tables only; of others nothing is known. */
    @Override
    public boolean creates(String table) {
        return !history.equals(OWN_HISTORY) || DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .anyMatch(own -> own.getName().equalsIgnoreCase(table));
    }

    /**
     * Applies what is not yet applied. Each migration runs in a transaction, so one that fails leaves nothing behind,
     * unless it holds a statement that commits on Redshift.
     */
    @Override
    public Migrated migrate(Endpoint endpoint) {
        return migrate(endpoint, connected(endpoint));
    }

    @Override
    public Migrated migrate(Endpoint endpoint, DataSource connections) {
        return migrate(endpoint, unconnected().dataSource(connections));
    }

    private Migrated migrate(Endpoint endpoint, FluentConfiguration configuration) {
        try {
            MigrateResult result = configuration.load().migrate();
            String version = result.targetSchemaVersion != null ? result.targetSchemaVersion
                    : Objects.requireNonNullElse(result.initialSchemaVersion, "");
            return new Migrated(result.migrationsExecuted, version);
        } catch (FlywayException e) {
            throw new MigrateException(KnownError.MIGRATION_FAILED, "migrate of " + name() + " at " + endpoint
                    + " failed: " + message(e) + "\nThe migrations before it are applied. Mend the one that failed and "
                    + "migrate again; a migration that was applied already must not be changed, write a new one.", e);
        }
    }

    /** By Flyway's clean: everything in the schema is dropped, also what no migration created. */
    @Override
    public void drop(Endpoint endpoint) {
        drop(endpoint, connected(endpoint));
    }

    @Override
    public void drop(Endpoint endpoint, DataSource connections) {
        drop(endpoint, unconnected().dataSource(connections));
    }

    private void drop(Endpoint endpoint, FluentConfiguration configuration) {
        try {
            configuration.load().clean();
        } catch (FlywayException e) {
            throw new MigrateException(KnownError.TABLES_NOT_DROPPED, "The tables at " + endpoint
                    + " could not be dropped: " + message(e) + "\nSee who else uses them, and try again.", e);
        }
    }

    @Override
    public String toString() {
        return "FlywayMigrations[" + name() + "]";
    }

    private FluentConfiguration connected(Endpoint endpoint) {
        return unconnected().dataSource(endpoint.jdbcUrl(), endpoint.user(), endpoint.password());
    }

    private FluentConfiguration unconnected() {
        // one's own migrations are in one's own class loader, ours in ours
        FluentConfiguration flyway = history.equals(OWN_HISTORY)
                ? Flyway.configure(FlywayMigrations.class.getClassLoader()) : Flyway.configure();
        if (schema != null) {
            flyway.schemas(schema);
        }
        return flyway
                .locations(locations.toArray(String[]::new))
                .table(history)
                .placeholders(placeholders)
                .failOnMissingLocations(true)
                // a schema that others use too is no reason not to begin
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // the one caller that may drop things is reset, which asks for the database's name
                .cleanDisabled(false);
    }

    private static String message(FlywayException e) {
        return e.getMessage() == null ? e.toString() : MigrationFailure.of(e.getMessage());
    }
}
