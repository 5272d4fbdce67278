/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.SongPlays;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the tutorials copy and insert. */
@Command(name = "etl", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Loads data into the kept warehouse and reports it. On AWS it is the data that [S3] of dwh.cfg"
                + " names.")
final class EtlCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final Home home = new Home();
    @Mixin
    private final AwsOptions aws = new AwsOptions();
    @Mixin
    private final DataOptions dataOptions = new DataOptions();
    @Mixin
    private final ReportOptions reports = new ReportOptions();
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        reports.check();
        if (aws.chosen()) {
            try (Warehouse warehouse = aws.open()) {
                reports.write(warehouse.load(SongPlays.pipeline(aws.source())), out);
            }
            return 0;
        }
        LocalRedshift redshift = home.redshift();
        Path data = home.data(dataOptions, out);
        try (Warehouse warehouse = Warehouse.provision(redshift.bucket(RunCommand.BUCKET, data), Progress.terminal())) {
            reports.write(warehouse.load(), out);
        }
        return 0;
    }
}
