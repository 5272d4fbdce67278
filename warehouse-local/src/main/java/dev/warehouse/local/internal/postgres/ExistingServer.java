/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.local.internal.wire.Backend;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that runs already.
 *
 * @param address where, and as which superuser
 */
public record ExistingServer(ServerAddress address) implements PostgresBackend {

    /**
     * Reads a URL as PostgreSQL's JDBC driver does.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param user a superuser, in place of the URL's; null for that one
     * @param password the superuser's password, in place of the URL's; null for that one
     * @return the server
     * @throws IllegalArgumentException if this is no such URL, or asks for what cannot be done
     */
    public static ExistingServer of(String url, @Nullable String user, @Nullable String password) {
        return new ExistingServer(ServerAddress.of(url, user, password));
    }

    @Override
    public String name() {
        return "over PostgreSQL at " + address;
    }

    @Override
    public Backend start() {
        return ServerPostgres.connect(address, false, () -> { });
    }

    @Override
    public String toString() {
        return name();
    }
}
