package com.example.junit5;

import static dev.warehouse.local.assertions.WarehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.Warehouse;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.DatabaseScope;
import dev.warehouse.local.junit.FromRedshift;
import dev.warehouse.local.junit.LocalRedshiftExtension;
import dev.warehouse.local.junit.LocalRedshiftTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What the extension does, on JUnit 5. */
@LocalRedshiftTest(migrations = "db/migration", buckets = @LocalRedshiftTest.Bucket(name = "raw"),
        database = DatabaseScope.TEST)
class OrdersTest {

    @FromRedshift
    private Warehouse field;

    @Test
    void thisIsJUnit5() {
        String version = Test.class.getPackage().getImplementationVersion();
        assertThat(Version.parse(version)).isBetween(Version.parse("5.0"), Version.parse("6.0-A"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void eachTestHasItsOwnRows(int id, Warehouse warehouse, DSLContext dsl, TestBucket raw) {
        raw.put("orders.csv", id + ",Ann\n");
        dsl.execute("copy orders from 's3://raw/orders.csv' iam_role default csv");
        assertThat(warehouse).table("orders").hasRowCount(1);
        assertThat(field.endpoint()).isEqualTo(warehouse.endpoint());
    }

    @Nested
    class Inside {

        @Test
        void nestedClassesAreServed(DataSource dataSource) throws Exception {
            try (var connection = dataSource.getConnection()) {
                assertThat(connection.getMetaData().getDriverName()).contains("Redshift");
            }
        }
    }

    @Test
    void aFailedTestTellsTheWayInAndWhatWasRejected() {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            EngineTestKit.engine("junit-jupiter").selectors(DiscoverySelectors.selectClass(Failing.class))
                    .execute().testEvents().assertStatistics(tests -> tests.failed(1));
        } finally {
            System.setErr(before);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("psql -h 127.0.0.1")
                .contains("s3://raw/orders.csv line 1, column id, \"x\"");
    }

    /** Run by the test above. */
    static final class Failing {

        @RegisterExtension
        static final LocalRedshiftExtension REDSHIFT = LocalRedshiftExtension.temporary().withMigrations("db/migration")
                .withBucket("raw");

        @Test
        void loads(DSLContext dsl, TestBucket raw) {
            raw.put("orders.csv", "x,Ann\n");
            dsl.execute("copy orders from 's3://raw/orders.csv' iam_role default csv");
        }
    }
}
