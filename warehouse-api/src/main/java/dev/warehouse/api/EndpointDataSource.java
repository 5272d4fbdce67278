/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import com.amazon.redshift.Driver;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to an endpoint by Redshift's driver. The endpoint is asked for with each new connection: credentials of
 * AWS end after an hour. The pool could ask for them itself, but only in a version that is newer than that of Spring
 * Boot 3.
 */
final class EndpointDataSource implements DataSource {

    private static final Driver DRIVER = new Driver();

    private final Supplier<Endpoint> endpoint;
    private volatile int loginTimeout;

    EndpointDataSource(Supplier<Endpoint> endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Endpoint now = endpoint.get();
        Properties properties = new Properties();
        properties.setProperty("user", now.user());
        properties.setProperty("password", now.password());
        // the driver's ring buffer hands out the last row before the end of the statement has come in, and a commit
        // right behind it is then not sent
        properties.setProperty("enableFetchRingBuffer", "false");
        if (loginTimeout > 0) {
            properties.setProperty("loginTimeout", Integer.toString(loginTimeout));
        }
        Connection connection = DRIVER.connect(now.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("Redshift's driver does not take the URL " + now.jdbcUrl());
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user and password are those of the endpoint");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // the driver logs by itself
    }

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the driver does not log by java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("this is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        // the pool logs it; to ask for the endpoint would make credentials
        return "EndpointDataSource";
    }
}
