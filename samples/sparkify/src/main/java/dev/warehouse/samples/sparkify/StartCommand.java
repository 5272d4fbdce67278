package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the tutorials start a cluster. */
@Command(name = "start", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Makes the kept warehouse if it is missing, starts it, and says where it is.")
final class StartCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final Home home = new Home();
    @Mixin
    private final KeepOptions keep = new KeepOptions();
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        home.create();
        try (Warehouse warehouse = Warehouse.provision(home.redshift().port(keep.port()), Progress.terminal())) {
            out.println("The warehouse in " + home.path() + " is ready. Next: create-tables, etl, query.");
            keep.serve(warehouse.endpoint(), out);
        }
        return 0;
    }
}
