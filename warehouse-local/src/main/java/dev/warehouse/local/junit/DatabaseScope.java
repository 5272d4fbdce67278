/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

/** Who shares a database. */
public enum DatabaseScope {

    /** Each test has a database of its own: nothing that a test does is seen by another one. */
    TEST,

    /** The tests of a class and of the classes nested in it share a database. */
    CLASS,

    /**
     * All classes of the run with equal settings share a database: for tests that only read, and for what outlives a
     * class, such as Spring's cached application contexts.
     */
    RUN
}
