package dev.warehouse.local.internal.copy;

import dev.warehouse.local.Bucket;

/**
 * A file to load.
 *
 * @param bucket where it is
 * @param path its place
 * @param bytes its size as stored
 */
record SourceFile(Bucket bucket, S3Path path, long bytes) {

    String name() {
        return path.toString();
    }
}
