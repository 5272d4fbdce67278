/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/**
 * What an UNLOAD did.
 *
 * @param queryId the statement's id
 * @param rows how many rows were written
 */
public record UnloadResult(long queryId, long rows) {
}
