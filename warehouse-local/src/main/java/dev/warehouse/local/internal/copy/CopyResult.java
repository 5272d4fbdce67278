package dev.warehouse.local.internal.copy;

/**
 * What a COPY did.
 *
 * @param queryId its id
 * @param loadedRows the rows loaded
 */
public record CopyResult(long queryId, long loadedRows) {
}
