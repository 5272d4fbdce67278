/**
 * Redshift on AWS. {@link dev.warehouse.aws.RedshiftCluster} is the platform: a cluster that is made with its role,
 * network and secret, or one that exists. {@link dev.warehouse.aws.DwhConfig} reads the {@code dwh.cfg} that the Python
 * tutorials keep their cluster in, and writes a cluster's address back.
 */
@NullMarked
package dev.warehouse.aws;

import org.jspecify.annotations.NullMarked;
