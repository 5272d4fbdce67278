/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.List;

/**
 * What a {@link Step} did.
 *
 * @param files how many files it read, or wrote if it is an unload
 * @param rows how many rows it wrote
 * @param bytes how many bytes the files have, as stored
 * @param rejected how many rows it skipped because they were in error
 * @param findings what a check found wrong, empty if all is well
 * @param errors the rows that a copy skipped, as far as they are kept
 */
public record StepResult(long files, long rows, long bytes, long rejected, List<Finding> findings,
        List<LoadError> errors) {

    /** Checks what was given. */
    public StepResult {
        requireCount(files, "files");
        requireCount(rows, "rows");
        requireCount(bytes, "bytes");
        requireCount(rejected, "rejected");
        findings = List.copyOf(findings);
        errors = List.copyOf(errors);
    }

    /**
     * The result of a copy.
     *
     * @param files how many files were read
     * @param rows how many rows were loaded
     * @param bytes how many bytes the files have, as stored
     * @param rejected how many rows were skipped because they were in error
     * @return the result
     */
    public static StepResult copied(long files, long rows, long bytes, long rejected) {
        return new StepResult(files, rows, bytes, rejected, List.of(), List.of());
    }

    /**
     * The result of a copy that Redshift's views tell of.
     *
     * @param result what they tell
     * @return the result
     */
    public static StepResult copied(CopyResult result) {
        return new StepResult(result.files(), result.rows(), result.bytes(), result.rejected(), List.of(),
                result.errors());
    }

    /**
     * The result of an unload.
     *
     * @param files how many files were written
     * @param rows how many rows were written
     * @param bytes how many bytes the files have, as stored
     * @return the result
     */
    public static StepResult unloaded(long files, long rows, long bytes) {
        return new StepResult(files, rows, bytes, 0, List.of(), List.of());
    }

    /**
     * The result of a transform.
     *
     * @param rows how many rows were written
     * @return the result
     */
    public static StepResult wrote(long rows) {
        return new StepResult(0, rows, 0, 0, List.of(), List.of());
    }

    /**
     * The result of a check.
     *
     * @param findings what is wrong, empty if all is well
     * @return the result
     */
    public static StepResult found(List<Finding> findings) {
        return new StepResult(0, 0, 0, 0, findings, List.of());
    }

    private static void requireCount(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
    }
}
