/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.local.internal.sql.SharedCluster;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;

/** The PostgreSQL underneath, as the endpoint sees it: a place to open connections to. */
public interface Backend extends AutoCloseable {

    /**
     * Opens a connection; the start-up packet is the caller's business.
     *
     * @return an open channel
     * @throws IOException if PostgreSQL does not answer
     */
    SocketChannel open() throws IOException;

    /**
     * Opens a session as the superuser.
     *
     * @param database the database to be in
     * @return the open session; the caller closes it
     * @throws IOException if PostgreSQL does not answer or refuses
     */
    PgConnection admin(String database) throws IOException;

    /**
     * The database that all others are copies of: it has the catalogue.
     *
     * @return its name
     */
    default String template() {
        return "template1";
    }

    /**
     * The database where errands are run that belong to no other.
     *
     * @return its name
     */
    default String errands() {
        return template();
    }

    /**
     * What a database or a user is called here, for whom a name was wished.
     *
     * @param wished the name
     * @return the name itself, or one that nobody else has
     */
    default String ownName(String wished) {
        return wished;
    }

    /**
     * What is set at the start of every session, unless the client sets it otherwise.
     *
     * @return PostgreSQL's settings; none if the server as a whole is set so
     */
    default Map<String, String> sessionSettings() {
        return Map.of();
    }

    /**
     * Whether PostgreSQL asks for a user's password itself. Then it must be the user's as it is: from a hash it cannot
     * be known.
     *
     * @return false if whoever may open the socket is trusted
     */
    default boolean asksForPasswords() {
        return false;
    }

    /**
     * How a new password is told to PostgreSQL.
     *
     * @param password the password
     * @return the password itself, where nobody reads PostgreSQL's log; else what PostgreSQL would keep of it
     * @throws IOException if that cannot be computed
     */
    default String newPassword(String password) throws IOException {
        return password;
    }

    /**
     * What must be known of statements that reach beyond their database.
     *
     * @return empty if PostgreSQL is the endpoint's alone
     */
    default Optional<SharedCluster> sharedCluster() {
        return Optional.empty();
    }

    /**
     * How a database that is written already is copied best.
     *
     * @return a word for {@code CREATE DATABASE … STRATEGY}
     */
    default String copyStrategy() {
        // nothing is flushed to the disk, so the checkpoints that it makes are cheap
        return "file_copy";
    }

    /**
     * Keeps the data that {@link #close()} would remove.
     *
     * @param database the database that somebody wants to look at
     * @param user whose it is
     * @return how to come back to it, for people
     */
    String keep(String database, String user);

    /** Lets go of it, and ends it if it was started here. Twice is fine. */
    @Override
    void close();
}
