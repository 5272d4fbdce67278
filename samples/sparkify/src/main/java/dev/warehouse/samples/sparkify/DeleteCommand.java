/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.DeprovisionReport;
import dev.warehouse.aws.ProvisionPlan;
import dev.warehouse.aws.RedshiftCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the tutorials delete the cluster. */
@Command(name = "delete", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Deletes the kept warehouse with all its data.")
final class DeleteCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final Home home = new Home();
    @Mixin
    private final AwsOptions aws = new AwsOptions();
    @Option(names = "--skip-final-snapshot",
            description = "On AWS: delete the data for good. Without this a final snapshot is kept, and costs.")
    private boolean skipFinalSnapshot;
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        if (aws.chosen()) {
            return onAws(out);
        }
        if (skipFinalSnapshot) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "--skip-final-snapshot is about a cluster on AWS: it has no meaning without --aws");
        }
        try (Warehouse warehouse = Warehouse.provision(home.redshift(), Progress.terminal())) {
            warehouse.deprovision();
        }
        home.delete();
        out.println("The warehouse in " + home.path() + " is deleted.");
        return 0;
    }

    private int onAws(PrintWriter out) {
        if (!aws.makes()) {
            throw new SparkifyException(aws.path() + " only says where a cluster is, so nothing was made by it and"
                    + " nothing is deleted: set DWH_CLUSTER_IDENTIFIER, or delete the cluster where it was made");
        }
        RedshiftCluster cluster = aws.cluster();
        if (skipFinalSnapshot) {
            cluster = cluster.skipFinalSnapshot();
        }
        ProvisionPlan plan = cluster.deprovisionPlan();
        out.println(plan);
        if (plan.changesSomething()) {
            aws.confirm("Delete this?");
        }
        DeprovisionReport report = cluster.deprovision(Progress.terminal());
        out.println(report);
        return report.failed().isEmpty() ? 0 : 1;
    }
}
