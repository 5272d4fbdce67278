/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.time.Duration;
import java.time.Instant;

import dev.warehouse.api.Endpoint;
import org.jspecify.annotations.Nullable;

/** The way into a warehouse; temporary credentials are renewed before they end. Safe for use by several threads. */
abstract class RenewedLogin {

    static final int LONGEST_SECONDS = 3600;

    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final String host;
    private final int port;
    private final String database;
    private @Nullable Entry entry;

    RenewedLogin(String host, int port, String database) {
        this.host = host;
        this.port = port;
        this.database = database;
    }

    /** User and password, and when they end. */
    record Entry(String user, String password, Instant until) {

        @Override
        public String toString() {
            return "Entry[" + user + ", password=***]";
        }
    }

    abstract Entry enter();

    final String host() {
        return host;
    }

    final String url() {
        return "jdbc:redshift://" + host + ":" + port + "/" + database;
    }

    /** The same place, where nobody enters by password. */
    final RenewedLogin unneeded(String user) {
        return new RenewedLogin(host, port, database) {
            @Override
            Entry enter() {
                return new Entry(user, "", Instant.MAX);
            }
        };
    }

    final synchronized Endpoint endpoint() {
        if (entry == null || Instant.now().isAfter(entry.until.minus(MARGIN))) {
            entry = enter();
        }
        // a warehouse on this machine is a stand-in; what is on a network is always reached by TLS
        return new Endpoint(host, port, database, entry.user, entry.password, !RedshiftCluster.onThisMachine(host));
    }
}
