/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A Redshift on the laptop: {@link dev.warehouse.local.LocalRedshift} starts one, {@link dev.warehouse.local.Bucket} is
 * what it takes for S3.
 */
@NullMarked
package dev.warehouse.local;

import org.jspecify.annotations.NullMarked;
