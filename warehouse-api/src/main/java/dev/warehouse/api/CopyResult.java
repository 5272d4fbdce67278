/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a COPY that succeeded did, as Redshift's own views tell it: {@code sys_load_history} and
 * {@code sys_load_error_detail}, or, where these cannot be read, {@code stl_load_commits} and {@code stl_load_errors}
 * (Amazon Redshift Database Developer Guide, "SYS monitoring views"). Only rows of this COPY's own query are read.
 *
 * @param queryId the query's id, as {@code pg_last_copy_id()} gives it
 * @param files how many files were read
 * @param rows how many rows were loaded
 * @param rejected how many rows were skipped because they were in error; MAXERROR allows that
 * @param bytes how many bytes the files have, as stored; 0 if only the STL views can be read, which do not keep it
 * @param duration how long it took, seen from here
 * @param errors the rows that were skipped, in the order of file and line, at most 1,000 of them
 * @param warnings what was noticed about the source before the load, as sentences
 */
public record CopyResult(long queryId, long files, long rows, long rejected, long bytes, Duration duration,
        List<LoadError> errors, List<String> warnings) {

    /** Checks what was given. */
    public CopyResult {
        Counts.require(files, "files");
        Counts.require(rows, "rows");
        Counts.require(rejected, "rejected");
        Counts.require(bytes, "bytes");
        Objects.requireNonNull(duration, "duration must not be null");
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * The result in words, on one line.
     *
     * @return for example {@code 8,056 rows from 30 files (3.6 MiB) in 0.64 s, 2 rejected (query 1042)}
     */
    @Override
    public String toString() {
        return Counts.of(rows, "row") + " from " + Counts.of(files, "file") + " (" + Counts.bytes(bytes) + ") in "
                + Counts.seconds(duration) + ", " + Counts.grouped(rejected) + " rejected (query " + queryId + ")";
    }
}
