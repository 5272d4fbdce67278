/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.local.assertions.WarehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.LocalRedshiftTest;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** The first test of docs/testing.md. */
// tag::annotation[]
@LocalRedshiftTest(migrations = "db/orders", buckets = @LocalRedshiftTest.Bucket(name = "raw"))
class TestingWithAnnotationTest {

    @Test
    void ordersAreCopied(Warehouse warehouse, DSLContext dsl, TestBucket raw) {
        raw.put("orders/1.csv", "1,Ann,9.50\n2,Bob,20.00\n");

        dsl.execute("COPY orders FROM 's3://raw/orders/' IAM_ROLE default CSV");

        assertThat(warehouse).table("orders").hasRowCount(2);
    }

    @Test
    void theEndpointTakesAnyClient(Endpoint endpoint) {
        assertThat(endpoint.jdbcUrl()).startsWith("jdbc:redshift://127.0.0.1:");
    }
}
// end::annotation[]
