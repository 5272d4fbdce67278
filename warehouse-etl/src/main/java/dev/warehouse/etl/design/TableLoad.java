/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.time.Duration;
import java.util.Objects;

/**
 * How one table came into one design.
 *
 * @param design the design's name
 * @param table the table's name
 * @param files how many files were read
 * @param rows how many rows were loaded
 * @param bytes how many bytes the files have, as stored; 0 if the warehouse does not tell
 * @param stored how many blocks of 1 MB the table takes, as {@code svv_table_info} counts them; 0 if it is not told
 * @param duration how long the COPY took
 */
public record TableLoad(String design, String table, long files, long rows, long bytes, long stored,
        Duration duration) {

    /** Checks what was given. */
    public TableLoad {
        Objects.requireNonNull(design, "design must not be null");
        Objects.requireNonNull(table, "table must not be null");
        Objects.requireNonNull(duration, "duration must not be null");
        require(files, "files");
        require(rows, "rows");
        require(bytes, "bytes");
        require(stored, "stored");
    }

    private static void require(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
    }
}
