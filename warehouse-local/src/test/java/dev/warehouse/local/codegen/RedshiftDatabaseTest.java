/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.TableDefinition;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedshiftDatabaseTest {

    private final RedshiftDatabase database = new RedshiftDatabase();

    @TempDir
    private Path module;

    @AfterEach
    void close() {
        database.close();
    }

    private void migrations(String folder, String sql) throws IOException {
        Path file = module.resolve(folder).resolve("V1__tables.sql");
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
        database.setBasedir(module.toString());
        database.setConfiguredSchemata(List.of(new SchemaMappingType().withInputSchema("public")));
        database.setIncludes(new String[] {".*"});
        database.setExcludes(new String[0]);
        database.setProperties(new Properties());
    }

    private void locations(String locations) {
        Properties properties = new Properties();
        properties.setProperty("locations", locations);
        database.setProperties(properties);
    }

    private List<TableDefinition> tables() {
        return database.getTables(database.getSchemata().get(0));
    }

    @Test
    void readsRedshiftDdlOfTheModule() throws IOException {
        migrations("src/main/resources/db/migration", """
                CREATE TABLE customers (
                    id      BIGINT IDENTITY(1, 1) PRIMARY KEY,
                    name    VARCHAR(256) NOT NULL ENCODE zstd,
                    notes   VARCHAR(MAX),
                    balance DECIMAL(12, 2) DEFAULT 0,
                    since   TIMESTAMP SORTKEY,
                    vip     BOOLEAN,
                    score   FLOAT8,
                    birth   DATE
                ) DISTSTYLE ALL;
                CREATE TABLE orders (
                    customer_id BIGINT REFERENCES customers (id) DISTKEY,
                    total       DECIMAL
                );
                """);

        assertThat(tables()).extracting(TableDefinition::getName).containsExactly("customers", "orders");
        TableDefinition customers = tables().get(0);
        assertThat(customers.getColumns()).extracting(ColumnDefinition::getName)
                .containsExactly("id", "name", "notes", "balance", "since", "vip", "score", "birth");
        assertThat(customers.getIdentity().getColumn().getName()).isEqualTo("id");
        assertThat(customers.getPrimaryKey().getKeyColumns()).extracting(ColumnDefinition::getName)
                .containsExactly("id");
        assertThat(customers.getColumn("name").getDefinedType().isNullable()).isFalse();
        assertThat(customers.getColumn("name").getDefinedType().getLength()).isEqualTo(256);
        assertThat(customers.getColumn("balance").getDefinedType().getScale()).isEqualTo(2);
        assertThat(tables().get(1).getForeignKeys()).singleElement()
                .satisfies(key -> assertThat(key.getReferencedTable().getName()).isEqualTo("customers"));
    }

    @Test
    void readsOtherLocations() throws IOException {
        migrations("sql/more", "CREATE TABLE clicks (at TIMESTAMP) SORTKEY AUTO;");
        locations("filesystem:sql/more, filesystem:" + module.resolve("sql/more"));

        assertThat(tables()).extracting(TableDefinition::getName).containsExactly("clicks");
    }

    @Test
    void failedMigrationIsTold() throws IOException {
        migrations("src/main/resources/db/migration", "CREATE TABLE broken (id SERIALL);");

        assertThatIllegalStateException().isThrownBy(database::create)
                .withMessageStartingWith("No code can be generated, because the schema could not be created: the "
                        + "migrations in filesystem:" + module.resolve("src/main/resources/db/migration") + " failed: ")
                .withMessageContaining("seriall")
                .withMessageEndingWith("(set them by the property \"locations\")");
    }

    @Test
    void missingLocationIsTold() throws IOException {
        migrations("src/main/resources/db/migration", "");
        locations("filesystem:none");

        assertThatIllegalStateException().isThrownBy(database::create)
                .withMessageContaining(module.resolve("none").toString());
    }
}
