/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.local.assertions.WarehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.Copy;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalTemplate;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.FromRedshift;
import dev.warehouse.local.junit.LocalRedshiftExtension;
import dev.warehouse.schema.migrate.FlywayMigrations;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The other tests of docs/testing.md. */
class TestingTest {

    private static final Table<Record> ORDERS = table(DSL.name("orders"));
    private static final Field<Long> ID = field(DSL.name("id"), Long.class);
    private static final Field<String> CUSTOMER = field(DSL.name("customer"), String.class);
    private static final Field<BigDecimal> TOTAL = field(DSL.name("total"), BigDecimal.class);

    // tag::extension[]
    static final Pipeline ORDERS_PIPELINE = Pipeline.named("orders")
            .copy(Copy.into(ORDERS).from("s3://raw/orders.csv").csv());

    @RegisterExtension
    static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
            .withMigrations("db/orders")
            .withBucket("raw", Path.of("src/test/resources/data"))
            .withBucket("out")
            .withPipeline(ORDERS_PIPELINE);

    @FromRedshift
    private Warehouse warehouse;

    @FromRedshift(bucket = "out")
    private TestBucket out;
    // end::extension[]

    @Test
    void aTableIsWhatItIs() {
        // tag::tables[]
        assertThat(warehouse).table(ORDERS)
                .hasRowCount(3)
                .hasNoDuplicatesIn(ID)
                .hasNoNullsIn(CUSTOMER, TOTAL)
                .where(CUSTOMER.eq("Bob")).hasRowCount(1);
        // end::tables[]
    }

    @Test
    void aResultIsComparedAsATable() throws IOException {
        // tag::rows[]
        assertThat(warehouse.dsl().select(CUSTOMER, sum(TOTAL).as("total")).from(ORDERS)
                .groupBy(CUSTOMER).orderBy(CUSTOMER).fetch())
                .isTable("""
                        | customer | total |
                        | Ann      | 10.00 |
                        | Bob      | 20.00 |
                        """);
        // end::rows[]
        assertThatThrownBy(() -> assertThat(warehouse.dsl().select(CUSTOMER, TOTAL).from(ORDERS).orderBy(ID).fetch())
                .isTable("|customer|total|\n|Ann|9.50|\n|Bob|21.00|\n|Ann|0.50|"))
                .hasMessageContaining(Page.blockOf("aResultIsComparedAsATable"));
    }

    @Test
    void aCopyIsWhatItDid() {
        CopyResult copied = new CopyResult(1, 30, 8056, 0, 1, java.time.Duration.ZERO, java.util.List.of(),
                java.util.List.of());
        // tag::copy[]
        assertThat(copied).loaded(8056).readFiles(30).rejectedNothing();
        // end::copy[]
    }

    @Test
    void softAssertionsTellAllThatFailed() {
        // tag::soft[]
        SoftAssertions.assertSoftly(softly -> {
            softly.check(() -> assertThat(warehouse).table(ORDERS).hasRowCount(3));
            softly.check(() -> assertThat(warehouse).table(ORDERS).hasNoNullsIn(TOTAL));
        });
        // end::soft[]
        assertThatThrownBy(() -> SoftAssertions.assertSoftly(softly -> {
            softly.check(() -> assertThat(warehouse).table(ORDERS).hasRowCount(4));
            softly.check(() -> assertThat(warehouse).table(ORDERS).isEmpty());
        })).hasMessageContainingAll("to have 4 rows, but it has 3.", "to have 0 rows, but it has 3.");
    }

    @Nested
    class Fixtures {

        @Test
        void objectsArePut() {
            // tag::fixtures[]
            out.put("log_data/a.json", "{\"userId\": 26}");
            out.putResource("orders.csv", "data/orders.csv");
            out.putCsv("copy/orders.csv.gz", warehouse.dsl().selectFrom(ORDERS).fetch());
            out.putJson("copy/orders.json", warehouse.dsl().selectFrom(ORDERS).fetch());
            // end::fixtures[]
            // tag::unload[]
            warehouse.dsl().execute("UNLOAD ('SELECT id FROM orders ORDER BY id') TO 's3://out/ids_' "
                    + "IAM_ROLE default CSV PARALLEL OFF");
            assertThat(out.text("ids_000")).isEqualTo("1\n2\n3\n");
            // end::unload[]
            assertThat(out.keys()).containsExactly("copy/orders.csv.gz", "copy/orders.json", "ids_000", "log_data/a.json",
                    "orders.csv");
            assertThat(out.text("copy/orders.csv.gz")).contains("1,Ann,9.50\n");
        }
    }

    @Test
    void withoutJUnitThereAreTemplates() {
        // tag::template[]
        LocalTemplate template = LocalRedshift.temporary()
                .template(prepared -> prepared.migrate(FlywayMigrations.at("classpath:db/orders")));
        try (Warehouse one = Warehouse.provision(template); Warehouse other = Warehouse.provision(template)) {
            one.dsl().execute("INSERT INTO orders VALUES (1, 'Ann', 9.5)");
            assertThat(other).table("orders").isEmpty();
        }
        // end::template[]
    }

    @Test
    void anotherPostgresIsDescribed() {
        String password = "geheim";
        // tag::backends[]
        LocalRedshift.temporary();                                  // the embedded PostgreSQL 18
        LocalRedshift existing = LocalRedshift.on("jdbc:postgresql://db.example:5432/postgres", "postgres", password);
        LocalRedshift container = LocalRedshift.onTestcontainers();
        LocalRedshiftExtension overOne = LocalRedshiftExtension.of(existing).withMigrations("db/orders");
        // end::backends[]
        assertThat(existing.name() + container.name() + overOne).doesNotContain(password);
    }
}
