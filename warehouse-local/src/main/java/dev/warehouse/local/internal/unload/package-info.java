/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * UNLOAD to S3: the rows of a query, read from PostgreSQL as a stream and written as the files that Redshift writes.
 */
@NullMarked
package dev.warehouse.local.internal.unload;

import org.jspecify.annotations.NullMarked;
