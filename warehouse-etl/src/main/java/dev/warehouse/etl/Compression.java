/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

/** How the files of a COPY or UNLOAD are compressed. Nothing is ever guessed from a file's name. */
public enum Compression {
    /** gzip. */
    GZIP,
    /** bzip2. */
    BZIP2,
    /** lzop, for COPY only. */
    LZOP,
    /** Zstandard. */
    ZSTD
}
