/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
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

/** Everything at once, on a warehouse that is gone afterwards. */
@Command(name = "run", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Makes data, provisions a temporary warehouse, loads it, asks it questions.")
final class RunCommand implements Callable<Integer> {

    static final String BUCKET = "udacity-dend";

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final DataOptions dataOptions = new DataOptions();
    @Mixin
    private final ReportOptions reports = new ReportOptions();
    @Mixin
    private final KeepOptions keep = new KeepOptions();
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        reports.check();
        keep.port();
        if (dataOptions.folder().isPresent()) {
            load(dataOptions.folder().get(), out);
            return 0;
        }
        MusicService service = dataOptions.service();
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Path data = folder.path().resolve("data");
            Making.data(service, data, out);
            load(data, out);
        }
        return 0;
    }

    private void load(Path data, PrintWriter out) {
        LocalRedshift redshift = LocalRedshift.temporary().port(keep.port()).bucket(BUCKET, data);
        try (Warehouse warehouse = Warehouse.provision(redshift, Progress.terminal())) {
            reports.write(warehouse.load(), out);
            new Answers(warehouse.dsl()).print(out);
            keep.serve(warehouse.endpoint(), out);
        }
    }
}
