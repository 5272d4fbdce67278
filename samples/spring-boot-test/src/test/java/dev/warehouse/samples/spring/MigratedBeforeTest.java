/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.local.junit.LocalRedshiftExtension;
import dev.warehouse.samples.spring.Orders.OrderService;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the extension has migrated, in its template, the application's own Flyway finds done. */
@SpringBootTest
class MigratedBeforeTest {

    @RegisterExtension
    static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
            .withMigrations("db/migration")
            .withPreparation(warehouse -> warehouse.dsl().execute("insert into orders (customer) values ('Ann')"));

    @DynamicPropertySource
    static void redshift(DynamicPropertyRegistry registry) {
        redshift.dataSourceProperties(registry::add);
    }

    @Test
    void nothingIsMigratedTwice(@Autowired Flyway flyway, @Autowired OrderService orders) {
        assertThat(flyway.info().pending()).isEmpty();
        assertThat(Arrays.stream(flyway.info().applied()).map(MigrationInfo::getDescription)).containsExactly("orders");
        assertThat(orders.count("Ann")).isEqualTo(1);
    }
}
