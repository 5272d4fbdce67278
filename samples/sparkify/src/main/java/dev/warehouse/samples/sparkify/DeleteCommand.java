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

/** Where the tutorials delete the cluster. */
@Command(name = "delete", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Deletes the kept warehouse with all its data.")
final class DeleteCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;
    @Mixin
    private final Home home = new Home();
    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        try (Warehouse warehouse = Warehouse.provision(home.redshift(), Progress.terminal())) {
            warehouse.deprovision();
        }
        home.delete();
        out.println("The warehouse in " + home.path() + " is deleted.");
        return 0;
    }
}
