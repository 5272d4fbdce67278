/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.internal.copy.OptionalLibrariesTest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a consumer sees who has left out the libraries that only some tests need. */
class OptionalLibrariesOfTestsTest {

    /** Fails, and says how. */
    public static final class Failing implements UnaryOperator<String> {

        @Override
        public String apply(String what) {
            try {
                if (what.equals("migrate")) {
                    new FolderMigrations(List.of("db/migration")).migrate(
                            new dev.warehouse.api.Endpoint("127.0.0.1", 1, "dev", "awsuser", "x", false));
                } else {
                    LocalRedshift.onTestcontainers().start();
                }
                return "nothing is missing";
            } catch (RuntimeException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    @Test
    void withoutFlywayTheDependencyIsNamed() throws Exception {
        assertThat(OptionalLibrariesTest.runWithout("^flyway-", Failing.class, "migrate"))
                .startsWith("The migrations in db/migration need Flyway")
                .contains("add org.flywaydb:flyway-database-redshift", "withMigrations(Migrations)");
        assertThat(OptionalLibrariesTest.runWithout("^flyway-database-redshift-", Failing.class, "migrate"))
                .contains("RedshiftDatabaseType is missing");
    }

    @Test
    void withoutTestcontainersTheDependencyIsNamed() throws Exception {
        assertThat(OptionalLibrariesTest.runWithout("^(postgresql|testcontainers|jdbc|database-commons)-1", Failing.class,
                "container")).startsWith("LocalRedshift.onTestcontainers() needs Testcontainers")
                .contains("add org.testcontainers:postgresql", "LocalRedshift.temporary()");
    }
}
