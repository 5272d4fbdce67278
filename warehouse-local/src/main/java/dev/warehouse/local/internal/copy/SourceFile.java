/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.Bucket;
import dev.warehouse.local.Bucket.StoredObject;

/**
 * A file to load.
 *
 * @param bucket where it is
 * @param path its place
 * @param object what the bucket says of it
 */
record SourceFile(Bucket bucket, S3Path path, StoredObject object) {

    String name() {
        return path.toString();
    }

    /** Its size as stored. */
    long bytes() {
        return object.size();
    }
}
