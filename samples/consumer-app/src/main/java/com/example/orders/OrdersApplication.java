package com.example.orders;

import dev.warehouse.api.Warehouse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Loads the orders of a shop every night, and tells what they brought. */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(WarehouseProperties.class)
public class OrdersApplication {

    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args);
    }

    @Bean
    Warehouse warehouse(WarehouseProperties properties) {
        return Warehouse.connect(properties.endpoint());
    }
}
