/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;

/** Connections over the Data API; each is a session. The client is its owner's to close. */
final class DataApiSource implements DataSource {

    private final RedshiftDataClient client;
    private final DataApiTarget target;
    private final Duration keepAlive;
    private final Duration pollEvery;

    DataApiSource(RedshiftDataClient client, DataApiTarget target, Duration keepAlive, Duration pollEvery) {
        this.client = client;
        this.target = target;
        this.keepAlive = keepAlive;
        this.pollEvery = pollEvery;
    }

    @Override
    public Connection getConnection() {
        return new DataApiConnection(new DataApiSession(client, target, keepAlive, pollEvery));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the Data API takes no password; login says as whom it enters");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // logs by SLF4J
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // there is no login: a session begins with its first statement
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logs by SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("the data source is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "DataApiSource[" + target + "]";
    }
}
