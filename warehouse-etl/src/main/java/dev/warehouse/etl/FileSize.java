/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

/**
 * How large files or parts of them may be.
 *
 * @param bytes at least 1
 */
public record FileSize(long bytes) {

    /** Checks what was given. */
    public FileSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, was " + bytes);
        }
    }

    /**
     * A size in megabytes of 1,048,576 bytes, as Redshift counts them.
     *
     * @param megabytes at least 1
     * @return the size
     */
    public static FileSize megabytes(long megabytes) {
        return new FileSize(Math.multiplyExact(megabytes, 1L << 20));
    }

    /**
     * A size in gigabytes of 1,073,741,824 bytes, as Redshift counts them.
     *
     * @param gigabytes at least 1
     * @return the size
     */
    public static FileSize gigabytes(long gigabytes) {
        return new FileSize(Math.multiplyExact(gigabytes, 1L << 30));
    }
}
