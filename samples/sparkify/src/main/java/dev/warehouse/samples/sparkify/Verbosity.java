/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** How much is told. */
final class Verbosity {

    @Option(names = {"-v", "--verbose"},
            description = "Log every step and its SQL, and show where a failure comes from.")
    private boolean verbose;

    static boolean of(ParseResult parsed) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        return command.hasMatchedOption("--verbose");
    }
}
