/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Redshift on AWS. {@link dev.warehouse.aws.RedshiftCluster} and {@link dev.warehouse.aws.RedshiftServerless} are the
 * platforms: a cluster, or a workgroup with its namespace, that is made with role, network and secret, or one that
 * exists. Either is reached by JDBC, or by the Data API where the network does not lead there. {@link
 * dev.warehouse.aws.DwhConfig} reads the {@code dwh.cfg} that the Python tutorials keep their cluster in, and writes a
 * cluster's address back.
 */
@NullMarked
package dev.warehouse.aws;

import org.jspecify.annotations.NullMarked;
