/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.LoadReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the report of a load goes, beside the terminal. */
final class ReportOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--report", paramLabel = "FILE",
            description = "Write the report to FILE too, as JSON or Markdown by its ending: .json or .md. Repeatable.")
    private final List<Path> files = new ArrayList<>();

    /** Refuses files that could not be written, before the load that they are to report. */
    void check() {
        for (Path file : files) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (!name.endsWith(".json") && !name.endsWith(".md")) {
                throw usage("--report " + file + " must end in .json or .md");
            }
            Path folder = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw usage("--report " + file + " cannot be written: name a file in a folder that exists and may be"
                        + " written to");
            }
        }
    }

    void write(LoadReport report, PrintWriter out) {
        out.println();
        out.print(report.asTable());
        out.flush();
        files.forEach(report::write);
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
