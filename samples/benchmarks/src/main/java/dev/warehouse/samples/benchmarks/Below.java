/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.LocalRedshiftServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The PostgreSQL below the endpoint, straight through its socket: the yardstick of all parts. */
final class Below {

    private Below() {
    }

    // the socket's owner is trusted, so there is no password
    static Connection connect(LocalRedshiftServer redshift) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
        properties.setProperty("socketFactoryArg", redshift.postgresSocket().toString());
        return DriverManager.getConnection("jdbc:postgresql://localhost/" + redshift.endpoint().database(), properties);
    }
}
