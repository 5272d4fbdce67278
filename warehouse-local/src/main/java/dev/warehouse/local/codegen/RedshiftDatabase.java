/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.codegen;

import dev.warehouse.api.Endpoint;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.meta.postgres.PostgresDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The database that jOOQ's code generator reads: a temporary local Redshift, to which Flyway has applied migrations in
 * Redshift DDL. Name it in the generator's configuration:
 *
 * <pre>{@code
 * <database>
 *   <name>dev.warehouse.local.codegen.RedshiftDatabase</name>
 *   <inputSchema>public</inputSchema>
 *   <outputSchemaToDefault>true</outputSchemaToDefault>
 *   <properties>
 *     <property>
 *       <key>locations</key>
 *       <value>filesystem:src/main/resources/db/migration</value>
 *     </property>
 *   </properties>
 * </database>
 * }</pre>
 *
 * <p>{@code locations} is what Flyway calls so: places of migrations, separated by commas; a folder that is not
 * absolute is one of the module that is built. It may be left away if it is the one above. The plugin needs the
 * dependencies {@code dev.warehouse:warehouse-local} and {@code org.flywaydb:flyway-database-redshift}, and no
 * {@code <jdbc>}.
 */
public class RedshiftDatabase extends PostgresDatabase {

    private static final String LOCATIONS = "locations";
    private static final String DEFAULT_LOCATIONS = "filesystem:src/main/resources/db/migration";
    private static final String FILESYSTEM = "filesystem:";
    private static final String HISTORY = "flyway_schema_history";

    /**
     * What Flyway tells of a database that is thrown away helps nobody; held, because JUL forgets loggers that are not.
     */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private @Nullable LocalRedshiftServer server;
    private @Nullable Connection connection;

    /** For the code generator. */
    public RedshiftDatabase() {
        // starts when it is asked for something
    }

    @Override
    protected DSLContext create0() {
        if (server == null) {
            try {
                open();
            } catch (SQLException | RuntimeException e) {
                close();
                throw new IllegalStateException("No code can be generated, because the schema could not be created: "
                        + e.getMessage(), e);
            }
        }
        return super.create0();
    }

    private void open() throws SQLException {
        server = LocalRedshift.temporary().start();
        Endpoint endpoint = server.endpoint();
        List<String> locations = locations();
        FLYWAY_LOG.setLevel(Level.WARNING);
        try {
            Flyway.configure(RedshiftDatabase.class.getClassLoader())
                    .dataSource(endpoint.jdbcUrl(), endpoint.user(), endpoint.password())
                    .locations(locations.toArray(String[]::new))
                    .table(HISTORY)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException("the migrations in " + String.join(", ", locations) + " failed: "
                    + e.getMessage() + " (set them by the property \"" + LOCATIONS + "\")", e);
        }
        connection = DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.properties());
        try (Statement statement = connection.createStatement()) {
            // the database is thrown away, and nobody wants a class for its history
            statement.execute("DROP TABLE \"" + HISTORY + "\"");
        }
        // re-enters create0; without it, the generator has no connection for some of its questions
        setConnection(connection);
    }

    private List<String> locations() {
        return Arrays.stream(getProperties().getProperty(LOCATIONS, DEFAULT_LOCATIONS).split(","))
                .map(String::strip)
                .filter(location -> !location.isEmpty())
                .map(this::inModule)
                .toList();
    }

    /** The generator may run in another folder than the module, such as that of a parent. */
    private String inModule(String location) {
        if (!location.startsWith(FILESYSTEM) || getBasedir() == null) {
            return location;
        }
        return FILESYSTEM + Path.of(getBasedir()).resolve(location.substring(FILESYSTEM.length()));
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } catch (SQLException e) {
            // the server it leads to is closed next
            connection = null;
        } finally {
            if (server != null) {
                server.close();
                server = null;
            }
            super.close();
        }
    }
}
