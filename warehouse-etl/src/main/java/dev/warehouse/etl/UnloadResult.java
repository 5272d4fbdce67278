/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import java.time.Duration;

/**
 * What an UNLOAD wrote, as Redshift itself says it in {@code sys_unload_history}.
 *
 * @param queryId the statement's id, by which system views such as {@code stl_unload_log} list the files
 * @param rows how many rows
 * @param files how many files, without the manifest
 * @param bytes how many bytes the files have, as stored
 * @param duration how long it took, seen from here
 */
public record UnloadResult(long queryId, long rows, long files, long bytes, Duration duration) {
}
