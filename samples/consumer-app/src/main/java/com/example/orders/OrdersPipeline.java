package com.example.orders;

import static com.example.orders.schema.Tables.CUSTOMERS;
import static com.example.orders.schema.Tables.ORDERS;
import static com.example.orders.schema.Tables.STAGING_ORDERS;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import dev.warehouse.api.Pipeline;
import dev.warehouse.etl.Checks;
import dev.warehouse.etl.Copy;
import dev.warehouse.etl.Transform;
import dev.warehouse.schema.migrate.FlywayMigrations;

/** What a load does. */
final class OrdersPipeline {

    private OrdersPipeline() {
    }

    /** Loads all files below a place such as {@code s3://example-orders/exports/}. */
    static Pipeline from(String source) {
        return Pipeline.named("orders")
                .migrate(FlywayMigrations.at("db/migration"))
                .copy(Copy.into(STAGING_ORDERS).from(source).csv().gzip().ignoreHeader(1))
                .transform(
                        Transform.into(CUSTOMERS).select(
                                select(STAGING_ORDERS.CUSTOMER_ID,
                                        max(STAGING_ORDERS.CUSTOMER_NAME).as(CUSTOMERS.NAME),
                                        max(STAGING_ORDERS.COUNTRY).as(CUSTOMERS.COUNTRY))
                                        .from(STAGING_ORDERS)
                                        .groupBy(STAGING_ORDERS.CUSTOMER_ID)),
                        Transform.into(ORDERS).select(
                                select(STAGING_ORDERS.ORDER_ID, STAGING_ORDERS.CUSTOMER_ID, STAGING_ORDERS.PRODUCT,
                                        STAGING_ORDERS.QUANTITY,
                                        STAGING_ORDERS.PRICE.times(STAGING_ORDERS.QUANTITY).as(ORDERS.TOTAL),
                                        STAGING_ORDERS.PLACED_AT)
                                        .from(STAGING_ORDERS)))
                .check(
                        Checks.unique(ORDERS.ORDER_ID),
                        Checks.references(ORDERS.CUSTOMER_ID, CUSTOMERS.CUSTOMER_ID),
                        Checks.inRange(ORDERS.QUANTITY, 1, 1_000));
    }
}
