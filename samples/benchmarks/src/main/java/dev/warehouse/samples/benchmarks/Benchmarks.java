/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.samples.benchmarks.Dataset.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Measures COPY, UNLOAD and queries through the endpoint of the local Redshift: {@code java -jar benchmarks.jar}. */
@Command(name = "benchmarks", mixinStandardHelpOptions = true, showDefaultValues = true, subcommands = Memory.class,
        description = "Loads made rows by COPY through the endpoint, and by COPY FROM STDIN into the PostgreSQL below"
        + " it, in turns, unloads and queries them in both ways, and prints rows a second.")
public final class Benchmarks implements Callable<Integer> {

    private static final List<String> PARTS =
            List.of("gz", "csv", "parquet", "unload", "unload-parquet", "jsonpaths", "auto", Reads.POINT, Reads.FETCH);

    @Option(names = "--rows", defaultValue = "2000000", paramLabel = "N",
            description = "Rows of lineorder; 0 leaves its parts out.")
    private long rows;

    @Option(names = "--events", defaultValue = "1000000", paramLabel = "N",
            description = "Events; 0 leaves their parts out.")
    private long events;

    @Option(names = "--parts", split = ",", paramLabel = "NAME",
            defaultValue = "gz,csv,parquet,unload,jsonpaths,auto,point,fetch",
            description = "What to measure: gz, csv, parquet, unload and unload-parquet with lineorder, jsonpaths and"
            + " auto with events; point and fetch are queries.")
    private Set<String> parts = Set.of();

    @Option(names = "--queries", defaultValue = "5000", paramLabel = "N",
            description = "Queries of the part point; 0 leaves it out.")
    private int queries;

    @Option(names = "--fetched", defaultValue = "1000000", paramLabel = "N",
            description = "Rows of the part fetch, at most 1,000,000; 0 leaves it out.")
    private long fetched;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "Rounds that count.")
    private int rounds;

    @Option(names = "--warm-ups", defaultValue = "1", paramLabel = "N",
            description = "Rounds before, that do not count.")
    private int warmUps;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

    private Benchmarks() {
    }

    /**
     * Runs the benchmarks and ends the JVM.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Benchmarks()).setOut(out).setErr(err).execute(arguments);
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (rows < 0 || events < 0 || queries < 0 || rounds < 1 || warmUps < 0) {
            throw new ParameterException(command.commandLine(),
                    "--rows, --events, --queries and --warm-ups must be at least 0, and --rounds at least 1");
        }
        if (fetched < 0 || fetched > 1_000_000) {
            throw new ParameterException(command.commandLine(), "--fetched must be 0 to 1000000, was " + fetched);
        }
        List<String> unknown = parts.stream().filter(part -> !PARTS.contains(part)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(command.commandLine(),
                    "--parts knows " + String.join(", ", PARTS) + ", not " + String.join(", ", unknown));
        }
        PrintWriter out = command.commandLine().getOut();
        Path folder = Files.createTempDirectory("warehouse-benchmarks-");
        try {
            Files.createDirectories(folder.resolve("bucket"));
            List<Dataset> datasets = new ArrayList<>();
            out.println("Making rows in " + folder);
            out.flush();
            if (rows > 0) {
                datasets.add(LineOrders.write(rows, folder));
            }
            if (events > 0) {
                datasets.add(Events.write(events, folder));
            }
            LocalRedshift redshift = LocalRedshift.temporary().bucket(Dataset.BUCKET, folder.resolve("bucket"));
            try (LocalRedshiftServer server = redshift.start()) {
                Reads reads = new Reads(server, rounds, warmUps, out);
                if (queries > 0 && parts.contains(Reads.POINT)) {
                    reads.point(queries);
                }
                if (fetched > 0 && parts.contains(Reads.FETCH)) {
                    reads.fetch(fetched);
                }
                Contest contest = new Contest(server, rounds, warmUps, out);
                for (Dataset dataset : datasets) {
                    for (Part part : dataset.parts()) {
                        if (parts.contains(part.name())) {
                            contest.run(dataset, part);
                        }
                    }
                }
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
