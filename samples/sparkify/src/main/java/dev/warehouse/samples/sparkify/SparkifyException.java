/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import picocli.CommandLine;

/** A step cannot be done; the message says why and what to do. */
final class SparkifyException extends RuntimeException {

    static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    SparkifyException(String message) {
        this(message, CommandLine.ExitCode.SOFTWARE);
    }

    SparkifyException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
