/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

/** Rows, and the bytes of the columns of theirs that matter. */
record Size(long rows, long bytes) { }
