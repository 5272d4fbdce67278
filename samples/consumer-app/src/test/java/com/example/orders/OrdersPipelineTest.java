package com.example.orders;

import static com.example.orders.schema.Tables.CUSTOMERS;
import static com.example.orders.schema.Tables.ORDERS;
import static dev.warehouse.local.assertions.WarehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.CopyException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.DatabaseScope;
import dev.warehouse.local.junit.LocalRedshiftTest;
import org.junit.jupiter.api.Test;

/** The load, on a Redshift that each test has for itself. */
@LocalRedshiftTest(migrations = "db/migration", buckets = @LocalRedshiftTest.Bucket(name = "exports"),
        database = DatabaseScope.TEST)
class OrdersPipelineTest {

    private static final String HEADER = "order_id,customer_id,customer_name,country,product,quantity,price,placed_at\n";

    @Test
    void ordersAndTheirCustomersAreLoaded(Warehouse warehouse, TestBucket exports) {
        exports.put("2026/part-1.csv.gz", HEADER + """
                1,7,Ann,DE,lamp,2,19.90,2026-01-02 10:00:00
                2,7,Ann,DE,chair,1,80.00,2026-01-20 11:30:00
                """);
        exports.put("2026/part-2.csv.gz", HEADER + "3,8,Bob,FR,lamp,1,19.90,2026-02-01 09:15:00\n");

        warehouse.load(OrdersPipeline.from("s3://exports/2026/"));

        assertThat(warehouse).table(ORDERS).hasRowCount(3).hasNoDuplicatesIn(ORDERS.ORDER_ID);
        assertThat(warehouse).table(CUSTOMERS).hasRowCount(2);
    }

    @Test
    void aLoadTwiceGivesTheSameRows(Warehouse warehouse, TestBucket exports) {
        exports.put("one.csv.gz", HEADER + "1,7,Ann,DE,lamp,2,19.90,2026-01-02 10:00:00\n");

        warehouse.load(OrdersPipeline.from("s3://exports/one"));
        warehouse.load(OrdersPipeline.from("s3://exports/one"));

        assertThat(warehouse).table(ORDERS).hasRowCount(1);
    }

    @Test
    void aBrokenFileLoadsNothingAndIsNamed(Warehouse warehouse, TestBucket exports) {
        exports.put("bad.csv.gz", HEADER + "1,7,Ann,DE,lamp,many,19.90,2026-01-02 10:00:00\n");

        assertThatThrownBy(() -> warehouse.load(OrdersPipeline.from("s3://exports/bad")))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("bad.csv.gz").hasMessageContaining("quantity").hasMessageContaining("many");
        assertThat(warehouse).table(ORDERS).hasRowCount(0);
    }

    @Test
    void ordersOfNothingAreFound(Warehouse warehouse, TestBucket exports) {
        exports.put("zero.csv.gz", HEADER + "1,7,Ann,DE,lamp,0,19.90,2026-01-02 10:00:00\n");

        assertThatThrownBy(() -> warehouse.load(OrdersPipeline.from("s3://exports/zero")))
                .isInstanceOf(CheckException.class).hasMessageContaining("quantity");
        assertThat(warehouse).table(ORDERS).hasRowCount(0);
    }
}
