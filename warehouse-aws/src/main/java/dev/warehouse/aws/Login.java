/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

/** How this program enters the database. */
public enum Login {
    /** As the admin, with the password that was given or that Secrets Manager keeps. */
    PASSWORD,
    /**
     * As the admin, with a password that Redshift makes for an hour at most (GetClusterCredentials in the Amazon
     * Redshift API reference). New connections get a new one.
     */
    TEMPORARY,
    /** As the database user of the caller's own IAM identity (GetClusterCredentialsWithIAM). */
    IAM_IDENTITY
}
