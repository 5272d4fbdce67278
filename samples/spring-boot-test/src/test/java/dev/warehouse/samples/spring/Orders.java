/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.spring;

import dev.warehouse.api.jooq.RedshiftConfiguration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jooq.autoconfigure.DefaultConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The application: what it knows of its database is what Spring Boot gives it. */
@SpringBootApplication
class Orders {

    // tag::customizer[]
    @Bean
    DefaultConfigurationCustomizer redshift() {
        return RedshiftConfiguration::customize;
    }
    // end::customizer[]

    /** Places orders. */
    @Service
    static class OrderService {

        private final DSLContext dsl;

        OrderService(DSLContext dsl) {
            this.dsl = dsl;
        }

        @Transactional
        void place(String customer, boolean fails) {
            dsl.insertInto(DSL.table("orders"), DSL.field("customer", String.class)).values(customer).execute();
            if (fails) {
                throw new IllegalStateException("the card was declined");
            }
        }

        int count(String customer) {
            return dsl.fetchCount(DSL.table("orders"), DSL.field("customer", String.class).eq(customer));
        }
    }
}
