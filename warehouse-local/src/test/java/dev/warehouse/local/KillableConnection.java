/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.net.SocketFactory;

/**
 * A connection whose client can vanish without a word. {@link Connection#abort} would do the same, but that of the Redshift
 * driver fails from JDK 24 on, which has no security manager to ask.
 *
 * @param connection the connection
 * @param socket what it goes by
 */
record KillableConnection(Connection connection, Socket socket) implements AutoCloseable {

    static KillableConnection of(Endpoint endpoint) throws SQLException {
        Properties properties = endpoint.properties();
        properties.setProperty("socketFactory", Sockets.class.getName());
        Connection connection = DriverManager.getConnection(endpoint.jdbcUrl(), properties);
        return new KillableConnection(connection, Sockets.LAST.get());
    }

    void kill() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Made by the driver, in the thread that connects. */
    public static final class Sockets extends SocketFactory {

        private static final ThreadLocal<Socket> LAST = new ThreadLocal<>();

        @Override
        public Socket createSocket() {
            Socket socket = new Socket();
            LAST.set(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("the driver connects its sockets itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("the driver connects its sockets itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new IOException("the driver connects its sockets itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("the driver connects its sockets itself");
        }
    }
}
