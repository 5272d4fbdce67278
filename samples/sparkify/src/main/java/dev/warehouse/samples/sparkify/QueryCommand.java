/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the tutorials ask their questions. */
@Command(name = "query", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Asks the kept warehouse: who listens most, when, and to what.")
final class QueryCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final Home home = new Home();
    @Mixin
    private final AwsOptions aws = new AwsOptions();
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        try (Warehouse warehouse = aws.chosen() ? aws.open()
                : Warehouse.provision(home.redshift(), Progress.terminal())) {
            new Answers(warehouse.dsl()).print(out);
        }
        return 0;
    }
}
