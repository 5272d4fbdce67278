/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What JDBC has no word for. */
public final class PooledConnections {

    private PooledConnections() {
    }

    /**
     * Sees to it that a connection is not used again. {@link Connection#abort} would do, but that of the Redshift driver
     * fails from JDK 24 on, which has no security manager to ask.
     *
     * @param pool where it is from
     * @param connection a connection that cannot be brought back to what it was
     * @throws SQLException if it cannot be closed
     */
    public static void discard(DataSource pool, Connection connection) throws SQLException {
        if (pool instanceof HikariDataSource own) {
            own.evictConnection(connection);
        } else {
            connection.close();
        }
    }
}
