/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the tutorials drop and create the tables. */
@Command(name = "create-tables", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Drops all tables of the kept warehouse, with their rows, and creates them again.")
final class CreateTablesCommand implements Callable<Integer> {

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
            List<String> tables = aws.chosen() ? Answers.tables(warehouse.dsl()) : List.of();
            if (!tables.isEmpty()) {
                out.println("This drops, with all rows, in database " + warehouse.endpoint().database() + " at "
                        + warehouse.endpoint().host() + ": " + String.join(", ", tables));
                aws.confirm("Drop them?");
            }
            long migrations = warehouse.reset(warehouse.endpoint().database()).rows();
            out.println("The tables are created, empty, by " + migrations + " migrations. Next: etl.");
        }
        return 0;
    }
}
