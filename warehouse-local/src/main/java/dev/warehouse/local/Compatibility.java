/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

/** How the local Redshift takes SQL that PostgreSQL has and Redshift has not. */
public enum Compatibility {

    /** It is refused, with the reason and what to write instead: what passes here runs on Redshift. */
    STRICT,

    /** It is handed to PostgreSQL, which runs it: for those who must, and know that Redshift will not. */
    LENIENT
}
