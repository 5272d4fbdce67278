/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL answers, and as whom to enter.
 *
 * @param host the host's name or address
 * @param port the TCP port
 * @param database the database to enter for errands, which is not changed
 * @param user a superuser
 * @param password the superuser's password; empty if none is asked for
 */
record ServerAddress(String host, int port, String database, String user, String password) {

    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql:(?://(\\[[^]]+]|[^:/?,]*)(?::(\\d{1,5}))?/)?([^/?]*)(?:\\?(.*))?");
    private static final int USUAL_PORT = 5432;
    private static final Pattern ENCRYPTED = Pattern.compile("require|verify-ca|verify-full");

    /**
     * Reads a URL as PostgreSQL's JDBC driver does.
     *
     * @param url {@code jdbc:postgresql://host:port/database?user=…&password=…}; what may be left out there may be here
     * @param user in place of the URL's, or null
     * @param password in place of the URL's, or null
     * @return the address
     * @throws IllegalArgumentException if this is no such URL, or asks for what cannot be done; without the password
     */
    static ServerAddress of(String url, @Nullable String user, @Nullable String password) {
        Objects.requireNonNull(url, "url must not be null");
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("url must be like jdbc:postgresql://localhost:5432/postgres, was "
                    + url.replaceFirst("\\?.*", "?…"));
        }
        Map<String, String> parameters = parameters(parts.group(4));
        String encryption = parameters.getOrDefault("sslmode", "");
        if (ENCRYPTED.matcher(encryption).matches() || "true".equals(parameters.get("ssl"))) {
            throw new IllegalArgumentException("url must not ask for TLS, which the local Redshift does not speak to the "
                    + "PostgreSQL underneath, was ?sslmode=" + (encryption.isEmpty() ? "require" : encryption)
                    + ": take a tunnel that ends on this machine");
        }
        String host = parts.group(1) == null || parts.group(1).isEmpty() ? "localhost"
                : parts.group(1).replaceAll("[\\[\\]]", "");
        int port = parts.group(2) == null ? USUAL_PORT : Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("url must have a port between 1 and 65535, was " + port);
        }
        String who = user != null ? user : parameters.getOrDefault("user", "postgres");
        String database = parts.group(3).isEmpty() ? who : decoded(parts.group(3));
        return new ServerAddress(host, port, database, who,
                password != null ? password : parameters.getOrDefault("password", ""));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // its message has a piece of the text, which may be the password
            throw new IllegalArgumentException("url must be percent-encoded: in its database, user or password is a % that "
                    + "two hexadecimal digits do not follow (% itself is written %25)");
        }
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
