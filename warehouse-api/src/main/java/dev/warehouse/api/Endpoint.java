/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where a Redshift answers, and as whom to enter: what a {@link Platform} hands over once it is provisioned.
 *
 * <p>The password is part of it, so that any client can connect; {@link #toString()} never shows it.
 *
 * @param host the host name or address
 * @param port the TCP port, 1 to 65535
 * @param database the name of the database
 * @param user the user to connect as
 * @param password the user's password
 * @param ssl whether to connect by TLS: always on AWS, never to the local Redshift, which listens on loopback only
 */
public record Endpoint(String host, int port, String database, String user, String password, boolean ssl) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|::1|\\[::1]");
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");


    /** Checks what was given. */
    public Endpoint {
        requireText(host, "host");
        requireText(database, "database");
        requireText(user, "user");
        Objects.requireNonNull(password, "password must not be null");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be between 1 and 65535, was " + port);
        }
    }

    /**
     * The URL for the Redshift JDBC driver, without user and password. By TLS the server's certificate must be valid
     * and bear the host's name ({@code sslmode=verify-full}); behind a tunnel that ends on this machine, where the name
     * is another, it must be valid.
     *
     * @return for example {@code jdbc:redshift://127.0.0.1:5439/dev?ssl=false}
     */
    public String jdbcUrl() {
        return "jdbc:redshift://" + host + ":" + port + "/" + database + tls();
    }

    private String tls() {
        if (!ssl) {
            return "?ssl=false";
        }
        return LOOPBACK.matcher(host).matches() ? "?ssl=true" : "?ssl=true&sslmode=verify-full";
    }

    /**
     * User and password as the JDBC driver takes them beside {@link #jdbcUrl()}.
     *
     * @return new properties with {@code user} and {@code password}
     */
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    /**
     * The command line that opens this endpoint in psql. It holds no password: psql asks for it, or takes it from the
     * environment variable {@code PGPASSWORD}.
     *
     * @return for example {@code psql -h 127.0.0.1 -p 5439 -U awsuser -d dev}
     */
    public String psqlCommand() {
        return "psql -h " + shellWord(host) + " -p " + port + " -U " + shellWord(user) + " -d " + shellWord(database);
    }

    @Override
    public String toString() {
        return "Endpoint[" + user + "@" + host + ":" + port + "/" + database + ", password=***]";
    }

    private static String shellWord(String text) {
        return PLAIN_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static void requireText(String value, String name) {
        Objects.requireNonNull(value, () -> name + " must not be null");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }
}
