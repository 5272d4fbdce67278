/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.ProvisionPlan;
import dev.warehouse.aws.RedshiftCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the tutorials start a cluster. */
@Command(name = "start", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Makes the kept warehouse if it is missing, starts it, and says where it is. On AWS the plan is"
                + " shown first, and a cluster that is paused is resumed.")
final class StartCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final Home home = new Home();
    @Mixin
    private final AwsOptions aws = new AwsOptions();
    @Option(names = "--reachable-from", paramLabel = "CIDR",
            description = "On AWS: give the cluster a public address, and let this network in, such as 203.0.113.7/32"
                    + " for one machine. Without this only its VPC reaches it. Repeatable.")
    private final List<String> reachableFrom = new ArrayList<>();
    @Mixin
    private final KeepOptions keep = new KeepOptions();
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        if (aws.chosen()) {
            return onAws(out);
        }
        if (!reachableFrom.isEmpty()) {
            throw usage("--reachable-from opens a cluster on AWS: it has no meaning without --aws");
        }
        home.create();
        try (Warehouse warehouse = Warehouse.provision(home.redshift().port(keep.port()), Progress.terminal())) {
            out.println("The warehouse in " + home.path() + " is ready. Next: create-tables, etl, query.");
            keep.serve(warehouse.endpoint(), out);
        }
        return 0;
    }

    private int onAws(PrintWriter out) {
        RedshiftCluster cluster = aws.cluster();
        if (aws.makes()) {
            cluster = opened(cluster);
            ProvisionPlan plan = cluster.plan();
            out.println(plan);
            if (plan.changesSomething()) {
                aws.confirm("Do this? What is made costs money until it is deleted.");
            }
        } else if (!reachableFrom.isEmpty()) {
            throw usage("--reachable-from opens a cluster that is made, and " + aws.path() + " only says where one is:"
                    + " leave it out, or set DWH_CLUSTER_IDENTIFIER");
        }
        try (Warehouse warehouse = Warehouse.provision(cluster, Progress.terminal())) {
            out.println("The " + cluster.name() + " is ready at " + warehouse.endpoint().host() + ":"
                    + warehouse.endpoint().port() + ". Next: create-tables, etl, query, each with --aws " + aws.path()
                    + ".");
            if (aws.makes()) {
                out.println("It costs by the hour until " + aws.step("delete") + ".");
            }
        }
        return 0;
    }

    private RedshiftCluster opened(RedshiftCluster cluster) {
        if (reachableFrom.isEmpty()) {
            return cluster;
        }
        try {
            return cluster.publiclyAccessible().reachableFrom(reachableFrom.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw usage("--reachable-from: " + e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
