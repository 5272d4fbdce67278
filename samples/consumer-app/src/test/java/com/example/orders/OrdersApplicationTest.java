package com.example.orders;

import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.LocalRedshiftExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** The whole application over a local Redshift: its load, then its answer over HTTP. */
@SpringBootTest
@AutoConfigureMockMvc
class OrdersApplicationTest {

    @RegisterExtension
    static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary().withBucket("exports");

    @DynamicPropertySource
    static void warehouse(DynamicPropertyRegistry registry) {
        registry.add("warehouse.host", () -> redshift.endpoint().host());
        registry.add("warehouse.port", () -> redshift.endpoint().port());
        registry.add("warehouse.database", () -> redshift.endpoint().database());
        registry.add("warehouse.user", () -> redshift.endpoint().user());
        registry.add("warehouse.password", () -> redshift.endpoint().password());
        registry.add("warehouse.ssl", () -> redshift.endpoint().ssl());
        registry.add("orders.source", () -> "s3://exports/");
    }

    @Autowired
    private NightlyLoad nightly;

    @Autowired
    private MockMvc http;

    @Test
    void revenueIsToldMonthByMonth(TestBucket exports) throws Exception {
        exports.put("day.csv.gz", """
                order_id,customer_id,customer_name,country,product,quantity,price,placed_at
                1,7,Ann,DE,lamp,2,19.90,2026-01-02 10:00:00
                2,7,Ann,DE,chair,1,80.00,2026-01-20 11:30:00
                3,7,Ann,DE,lamp,1,19.90,2026-02-01 09:15:00
                4,8,Bob,FR,lamp,1,19.90,2026-02-01 09:15:00
                """);
        nightly.load();

        http.perform(get("/revenue/DE")).andExpect(status().isOk())
                .andExpect(jsonPath("$", hasSize(2)))
                .andExpect(jsonPath("$[0].month").value("2026-01-01"))
                .andExpect(jsonPath("$[0].orders").value(2))
                .andExpect(jsonPath("$[0].total").value(119.80))
                .andExpect(jsonPath("$[1].total").value(19.90));
        http.perform(get("/revenue/XX")).andExpect(jsonPath("$", hasSize(0)));
    }
}
