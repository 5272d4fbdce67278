/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/**
 * What a COPY did.
 *
 * @param queryId the statement's id, for {@code pg_last_copy_id()}
 * @param loadedRows the rows loaded, for {@code pg_last_copy_count()}
 * @param rejectedRows the rows left out under MAXERROR
 */
public record CopyResult(long queryId, long loadedRows, long rejectedRows) {
}
