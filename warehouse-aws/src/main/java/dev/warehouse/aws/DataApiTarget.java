/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import org.jspecify.annotations.Nullable;

/**
 * What the Data API runs statements on, and as whom: with a secret, as a user with temporary credentials, or, with
 * neither, as the caller's own IAM identity.
 *
 * @param cluster the identifier of a cluster, or null
 * @param workgroup the name of a workgroup, or null
 * @param database the database
 * @param secret the ARN of a secret with user and password, or null
 * @param user a user of a cluster, for temporary credentials, or null
 * @param url what a client of the endpoint itself would connect to
 */
record DataApiTarget(@Nullable String cluster, @Nullable String workgroup, String database, @Nullable String secret,
        @Nullable String user, String url) {

    @Override
    public String toString() {
        return (cluster == null ? "workgroup " + workgroup : "cluster " + cluster) + ", database " + database;
    }
}
