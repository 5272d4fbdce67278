/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

/** A PostgreSQL that others use too: what statements leave in it beyond their own database must be found again. */
public interface SharedCluster {

    /**
     * PostgreSQL's major version.
     *
     * @return 15 or more
     */
    int version();

    /**
     * The database that new ones must be copies of.
     *
     * @return its name
     */
    String template();

    /**
     * A statement is about to make a role.
     *
     * @param name the name of a user, a group or a role
     */
    void makesRole(String name);
}
