/**
 * Redshift on AWS. {@link dev.warehouse.aws.DwhConfig} reads the {@code dwh.cfg} that the Python tutorials keep their
 * cluster in, and writes a cluster's address back; {@link dev.warehouse.aws.RedshiftCluster} is the platform for a
 * cluster that exists.
 */
@NullMarked
package dev.warehouse.aws;

import org.jspecify.annotations.NullMarked;
