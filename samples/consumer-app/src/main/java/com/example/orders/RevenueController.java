package com.example.orders;

import static com.example.orders.schema.Tables.CUSTOMERS;
import static com.example.orders.schema.Tables.ORDERS;
import static dev.warehouse.api.jooq.Redshift.dateTrunc;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.warehouse.api.Warehouse;
import dev.warehouse.api.jooq.RedshiftDatePart;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jooq.Field;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the orders of a country brought, month by month. */
@RestController
class RevenueController {

    /** One month. */
    record Revenue(LocalDate month, int orders, BigDecimal total) {
    }

    private final Warehouse warehouse;

    RevenueController(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    @GetMapping("/revenue/{country}")
    List<Revenue> revenue(@PathVariable String country) {
        Field<LocalDateTime> month = dateTrunc(RedshiftDatePart.MONTH, ORDERS.PLACED_AT);
        return warehouse.dsl()
                .select(month.cast(LocalDate.class), count(), sum(ORDERS.TOTAL))
                .from(ORDERS)
                .join(CUSTOMERS).on(CUSTOMERS.CUSTOMER_ID.eq(ORDERS.CUSTOMER_ID))
                .where(CUSTOMERS.COUNTRY.eq(country))
                .groupBy(month)
                .orderBy(month)
                .fetch(mapping(Revenue::new));
    }
}
