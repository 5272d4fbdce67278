/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A place in Amazon S3: a bucket and a key, which may be the beginning of many objects' keys. For COPY and UNLOAD a
 * location is a prefix: {@code s3://b/data} also means {@code s3://b/data_old/x.json}, so folders end with a slash.
 *
 * <p>Amazon S3 User Guide, "Bucket naming rules" and "Naming Amazon S3 objects".
 *
 * @param bucket the bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens; up to 255 characters with
 *     capitals and underscores are taken, because old buckets have them
 * @param key the object's key or the prefix of keys, without a slash at its beginning; empty for the whole bucket
 */
public record S3Location(String bucket, String key) {

    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

    /** Checks what was given. */
    public S3Location {
        Objects.requireNonNull(bucket, "bucket must not be null");
        Objects.requireNonNull(key, "key must not be null");
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("bucket must be the name of a bucket, 3 to 255 letters, digits, dots,"
                    + " hyphens and underscores, was \"" + bucket + "\"");
        }
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("key must not hold the character NUL");
        }
    }

    /**
     * Reads an address.
     *
     * @param address such as {@code s3://udacity-dend/log_data/}
     * @return the place
     * @throws IllegalArgumentException if it does not begin with {@code s3://} and a bucket's name
     */
    public static S3Location of(String address) {
        Objects.requireNonNull(address, "address must not be null");
        if (!address.startsWith(SCHEME)) {
            throw new IllegalArgumentException("address must be an address in S3 such as s3://bucket/folder/, was \""
                    + address + "\"");
        }
        int slash = address.indexOf('/', SCHEME.length());
        return slash < 0
                ? new S3Location(address.substring(SCHEME.length()), "")
                : new S3Location(address.substring(SCHEME.length(), slash), address.substring(slash + 1));
    }

    /**
     * A place under this one.
     *
     * @param more what is added to the key as it is
     * @return the bucket with the longer key
     */
    public S3Location append(String more) {
        return new S3Location(bucket, key + more);
    }

    /**
     * Whether an object lies here: its key is this key or begins with it.
     *
     * @param object the object's own place
     * @return true if a COPY from here would read it
     */
    public boolean contains(S3Location object) {
        return bucket.equals(object.bucket) && object.key.startsWith(key);
    }

    /**
     * The address.
     *
     * @return such as {@code s3://udacity-dend/log_data/}; with a slash behind the bucket even if the key is empty
     */
    @Override
    public String toString() {
        return SCHEME + bucket + '/' + key;
    }
}
