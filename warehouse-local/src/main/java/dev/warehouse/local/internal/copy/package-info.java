/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
/** COPY from S3, executed: read, decompress, parse, convert, check, and stream into PostgreSQL's binary COPY. */
@NullMarked
package dev.warehouse.local.internal.copy;

import org.jspecify.annotations.NullMarked;
