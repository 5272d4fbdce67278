/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.time.Instant;
import java.util.Objects;

/**
 * An object in Amazon S3, as a listing tells it.
 *
 * @param location its place, with the whole key
 * @param size how many bytes it has, as stored
 * @param lastModified when it was written
 * @param etag what S3 says of its content, without quotation marks; empty if the store keeps none
 */
public record S3Object(S3Location location, long size, Instant lastModified, String etag) {

    /** Checks what was given. */
    public S3Object {
        Objects.requireNonNull(location, "location must not be null");
        Objects.requireNonNull(lastModified, "lastModified must not be null");
        Objects.requireNonNull(etag, "etag must not be null");
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, was " + size);
        }
    }
}
