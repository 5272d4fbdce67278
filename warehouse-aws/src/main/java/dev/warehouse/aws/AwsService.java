/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Locale;

/** The services of AWS that this library calls; each can be reached at another endpoint than its own. */
public enum AwsService {
    /** Roles and their policies. */
    IAM,
    /** Who is calling. */
    STS,
    /** VPCs, subnets and security groups. */
    EC2,
    /** Clusters. */
    REDSHIFT,
    /** Namespaces and workgroups of Redshift Serverless. */
    REDSHIFT_SERVERLESS,
    /** Statements by the Data API. */
    REDSHIFT_DATA,
    /** The admin's password. */
    SECRETS_MANAGER,
    /** Buckets and objects. */
    S3;

    /** The service in system properties, such as {@code secretsmanager}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
