/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Physical designs compared: {@link dev.warehouse.etl.design.DesignComparison} creates the same star with other
 * distribution and sort keys in several schemas, loads each, asks each the same queries, and reports the times.
 * {@link dev.warehouse.etl.design.DesignAnalyzer} is the seam to whatever says why they differ:
 * {@link dev.warehouse.etl.design.ClusterModel} computes what a cluster would do, and proposes keys;
 * {@link dev.warehouse.etl.design.RedshiftPlans} reads what Redshift itself says.
 */
@NullMarked
package dev.warehouse.etl.design;

import org.jspecify.annotations.NullMarked;
