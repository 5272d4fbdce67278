package com.example.orders;

import dev.warehouse.api.Endpoint;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the warehouse is. */
@ConfigurationProperties("warehouse")
record WarehouseProperties(String host, int port, String database, String user, String password, boolean ssl) {

    Endpoint endpoint() {
        return new Endpoint(host, port, database, user, password, ssl);
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
