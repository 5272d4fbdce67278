/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.ClusterDescription;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the tutorials describe the cluster. */
@Command(name = "status", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Says what the kept warehouse is, and how many rows its tables have.")
final class StatusCommand implements Callable<Integer> {

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
        if (aws.chosen() && aws.makes()) {
            ClusterDescription cluster = aws.describe();
            print(cluster.rows(), out);
            if (cluster.status().startsWith("available")) {
                try (Warehouse warehouse = aws.open()) {
                    out.print(tables(warehouse.dsl()));
                }
            }
            return 0;
        }
        try (Warehouse warehouse = aws.chosen() ? aws.open()
                : Warehouse.provision(home.redshift(), Progress.terminal())) {
            print(warehouse.describe(), out);
            out.print(tables(warehouse.dsl()));
        }
        return 0;
    }

    private static void print(Map<String, String> description, PrintWriter out) {
        TextTable facts = new TextTable("what", "value");
        description.forEach(facts::row);
        out.print(facts);
        out.println();
        out.flush();
    }

    private static Object tables(DSLContext dsl) {
        List<String> names = Answers.tables(dsl);
        if (names.isEmpty()) {
            return "  no tables yet: create-tables makes them" + System.lineSeparator();
        }
        TextTable rows = new TextTable("table", "rows");
        names.forEach(name -> rows.row(name, dsl.fetchCount(DSL.table(DSL.name(name)))));
        return rows;
    }
}
