/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.QueryException;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.LocalRedshiftExtension;
import dev.warehouse.samples.spring.Orders.OrderService;
import java.sql.Connection;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// tag::spring[]
@SpringBootTest
class OrdersTest {

    @RegisterExtension
    static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary().withBucket("raw");

    @DynamicPropertySource
    static void redshift(DynamicPropertyRegistry registry) {
        redshift.dataSourceProperties(registry::add);
    }

    @Autowired
    private OrderService orders;

    @Test
    void anOrderIsPlaced() {
        orders.place("Ann", false);
        assertThat(orders.count("Ann")).isEqualTo(1);
    }
    // end::spring[]

    @Test
    void springRollsBackWhatFails() {
        assertThatThrownBy(() -> orders.place("Bob", true)).hasMessage("the card was declined");
        assertThat(orders.count("Bob")).isZero();
    }

    @Test
    void theStartersWorkOnRedshift(@Autowired DataSource dataSource, @Autowired Flyway flyway,
            @Autowired DSLContext dsl, Endpoint endpoint) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.getMetaData().getDriverName()).contains("Redshift");
            assertThat(connection.getCatalog()).isEqualTo(endpoint.database());
        }
        assertThat(flyway.info().current().getVersion().getVersion()).isEqualTo("1");
        assertThat(dsl.fetchValue("select diststyle from svv_table_info where \"table\" = 'orders'"))
                .isEqualTo("KEY(id)");
    }

    @Test
    void queriesAreRenderedForRedshift(@Autowired DSLContext dsl) {
        assertThat(dsl.renderInlined(DSL.select(DSL.currentTimestamp()))).isEqualTo("select getdate()");
        assertThat(dsl.select(DSL.currentTimestamp()).from(DSL.table("orders")).limit(1).fetch()).hasSizeLessThan(2);
        assertThatThrownBy(() -> dsl.insertInto(DSL.table("orders"), DSL.field("customer")).values("Ann").onConflictDoNothing()
                .execute()).isInstanceOf(QueryException.class);
    }

    @Test
    void copyLoadsWhatTheTestPut(@Autowired DSLContext dsl, TestBucket raw) {
        raw.put("orders.csv", "Eve\nEve\n");
        dsl.execute("copy orders (customer) from 's3://raw/orders.csv' iam_role default csv");
        assertThat(orders.count("Eve")).isEqualTo(2);
    }
}
