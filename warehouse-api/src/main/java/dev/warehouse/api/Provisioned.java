/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** A platform that runs: its endpoint, what it is made of, and the two ways to leave it. */
public interface Provisioned extends AutoCloseable {

    /**
     * Where it answers. Asked again for each new connection, so that user and password may be temporary.
     *
     * @return the endpoint, ready for connections; host, port and database stay the same
     */
    Endpoint endpoint();

    /**
     * What it is made of, for people: names of things and their state, in the order to show them, without secrets.
     *
     * @return an ordered, unmodifiable map
     */
    Map<String, String> describe();

    /**
     * What provisioning would do if it were run again, found without changing anything. Shown by
     * {@link Warehouse#plan()}.
     *
     * @return lines for people, without secrets; empty if the platform has no such plan
     * @throws ProvisionException if it cannot be found out
     */
    default String plan() {
        return "";
    }

    /**
     * The objects in S3 that this program can see beside the warehouse. Used to look at the source of a COPY before it
     * runs, and to write manifests.
     *
     * @return empty unless the platform has some; closed with the platform
     */
    default Optional<S3Objects> objects() {
        return Optional.empty();
    }

    /**
     * The AWS region the warehouse is in. A COPY from a bucket in another one must name it.
     *
     * @return for example {@code us-west-2}; empty if it is in none, as on the laptop, or not known
     */
    default Optional<String> region() {
        return Optional.empty();
    }

    /**
     * Connections of the platform's own, in place of those that the Redshift JDBC driver makes to {@link #endpoint()}:
     * where this machine does not reach the endpoint, but the platform has another way to run statements.
     *
     * @return empty unless the platform has some; closed with the platform
     */
    default Optional<DataSource> dataSource() {
        return Optional.empty();
    }

    /**
     * Deletes what {@link Platform#provision(Progress)} created, data included. Safe to repeat.
     *
     * @throws ProvisionException if something could not be deleted, naming what is left
     */
    void deprovision();

    /**
     * Lets go of what this process holds. Twice is fine. A temporary local Redshift ends here; a cluster on AWS stays.
     */
    @Override
    void close();
}
