/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Endpoint;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether the endpoint stays up for other clients. */
final class KeepOptions {

    @Option(names = "--keep", description = "Leave the endpoint up until interrupted, and say how to connect.")
    private boolean keep;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0",
            description = "The endpoint's port; a free one without this. Redshift's own is 5439.")
    private int port;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    int port() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "--port must be between 0 and 65535, was " + port);
        }
        return port;
    }

    /** Waits for Ctrl+C if that was asked for. The password is shown because it is the user's way in. */
    void serve(Endpoint endpoint, PrintWriter out) {
        if (!keep) {
            return;
        }
        out.println();
        out.println("The warehouse is up until you press Ctrl+C. Connect with");
        out.println("  PGPASSWORD='" + endpoint.password() + "' " + endpoint.psqlCommand());
        out.println("  " + endpoint.jdbcUrl() + "  as user " + endpoint.user() + " with that password");
        out.flush();
        try {
            new CountDownLatch(1).await(); // Ctrl+C ends the JVM, and its shutdown hooks end the rest
        } catch (InterruptedException e) {
            out.println("Closing the warehouse."); // the interrupt was meant for this wait, not for the closing
        }
    }
}
