/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a pipeline is made of: {@link dev.warehouse.etl.Copy} fills staging tables from S3,
 * {@link dev.warehouse.etl.Transform} turns them into a star by jOOQ queries, {@link dev.warehouse.etl.Checks} say what
 * must be true of it. {@link dev.warehouse.etl.SongPlays} is a pipeline made of these, and the default one.
 */
@NullMarked
package dev.warehouse.etl;

import org.jspecify.annotations.NullMarked;
