/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What one step of a load did: a row of the {@link LoadReport}.
 *
 * @param stage the step of the flow
 * @param target what it was about: a table, or for a check what it looked at
 * @param detail what else there is to know, such as where the rows come from; may be empty
 * @param files how many files were read; 0 where no files are involved
 * @param rows how many rows were written; for migrate, how many migrations were applied
 * @param bytes how many bytes the files have, as stored
 * @param rejected how many rows were skipped because they were in error
 * @param duration how long it took
 * @param warnings what was noticed that is not an error, as sentences
 * @param errors the rows that were skipped, in the order of file and line, at most 1,000 of them
 */
public record StepReport(Stage stage, String target, String detail, long files, long rows, long bytes, long rejected,
        Duration duration, List<String> warnings, List<LoadError> errors) {

    /** Checks what was given. */
    public StepReport {
        Objects.requireNonNull(stage, "stage must not be null");
        Objects.requireNonNull(target, "target must not be null");
        Objects.requireNonNull(detail, "detail must not be null");
        Objects.requireNonNull(duration, "duration must not be null");
        Counts.require(files, "files");
        Counts.require(rows, "rows");
        Counts.require(bytes, "bytes");
        Counts.require(rejected, "rejected");
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    /**
     * A step without warnings and skipped rows.
     *
     * @param stage the step of the flow
     * @param target what it was about
     * @param detail what else there is to know; may be empty
     * @param files how many files were read
     * @param rows how many rows were written
     * @param bytes how many bytes the files have, as stored
     * @param rejected how many rows were skipped
     * @param duration how long it took
     */
    public StepReport(Stage stage, String target, String detail, long files, long rows, long bytes, long rejected,
            Duration duration) {
        this(stage, target, detail, files, rows, bytes, rejected, duration, List.of(), List.of());
    }
}
