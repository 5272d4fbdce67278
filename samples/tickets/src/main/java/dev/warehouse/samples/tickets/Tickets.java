/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.tickets;

import dev.warehouse.api.Progress;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.WarehouseException;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.samples.tickets.TicketLoads.Load;
import dev.warehouse.schema.migrate.FlywayMigrations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: makes tickets as one file and as parts, loads both, and says how the times compare. */
@Command(name = "tickets", mixinStandardHelpOptions = true, version = "tickets 0.1.0-SNAPSHOT", sortOptions = false,
        description = "Loads tickets from one gz file and from the same rows in parts, and compares the times.")
public final class Tickets implements Callable<Integer> {

    private static final String BUCKET = "udacity-labs";
    private static final S3Location FULL = S3Location.of("s3://" + BUCKET + "/tickets/full/");
    private static final S3Location SPLIT = S3Location.of("s3://" + BUCKET + "/tickets/split/");
    private static final String REGION = "us-west-2";

    /** Reading, which goes on beside storing, is not what a load waits for as long as it takes less of its time. */
    private static final double MOST_OF_A_BOUND = 0.7;

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--rows", paramLabel = "N", description = "How many tickets; ${DEFAULT-VALUE} without this.")
    private long rows = 1_000_000;

    @Option(names = "--parts", paramLabel = "N",
            description = "In how many parts; best a multiple of the slices of a cluster; ${DEFAULT-VALUE} without"
                    + " this.")
    private int parts = 8;

    @Option(names = "--seed", paramLabel = "N",
            description = "Another seed makes other data, the same seed the same; ${DEFAULT-VALUE} without this.")
    private long seed = 1;

    @Option(names = "--runs", paramLabel = "N", description = "How often each is loaded; ${DEFAULT-VALUE} without"
            + " this.")
    private int runs = 3;

    @Option(names = "--report", paramLabel = "FILE",
            description = "The page with the chart; ${DEFAULT-VALUE} without this.")
    private Path report = Path.of("tickets.html");

    @Option(names = {"-v", "--verbose"}, description = "Log every step, and show where a failure comes from.")
    private boolean verbose;

    private Tickets() {
    }

    /**
     * Runs the program and ends the JVM.
     *
     * @param arguments the command line
     */
    public static void main(String... arguments) {
        configureLogging(List.of(arguments).contains("--verbose") || List.of(arguments).contains("-v"));
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /**
     * Runs the program.
     *
     * @param out takes what was asked for
     * @param err takes messages
     * @param arguments the command line
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Tickets()).setOut(out).setErr(err)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> report(failure, commandLine))
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        TicketData data = data();
        Path bucket = Files.createTempDirectory("tickets-");
        try (Warehouse warehouse = Warehouse.provision(LocalRedshift.temporary().bucket(BUCKET, bucket),
                Progress.terminal())) {
            S3Objects objects = warehouse.objects().orElseThrow();
            data.writeTo(objects, FULL, SPLIT, parts);
            list(objects, out);
            warehouse.migrate(FlywayMigrations.at("classpath:db/tickets"));
            TicketLoads loads = new TicketLoads(warehouse, FULL, SPLIT, REGION);
            out.println();
            loads.statements().forEach(statement -> out.println(statement + ";"));
            Map<String, Load> results = loads.run(runs);
            out.println();
            results.forEach((name, load) -> out.println(line(name, load, rows)));
            long differences = loads.differences();
            if (differences > 0) {
                throw new IOException("The two loads gave different rows: " + differences + " are in one table only");
            }
            out.println();
            List<String> explanation = explanation(results);
            explanation.forEach(out::println);
            Files.writeString(report, TicketsPage.of(results, rows, loads.statements(), explanation));
            out.printf("%nReport: %s%n", report.toAbsolutePath());
            return 0;
        } finally {
            delete(bucket);
        }
    }

    private TicketData data() {
        if (parts < 1 || parts > TicketData.MOST_PARTS) {
            throw usage("--parts must be between 1 and " + TicketData.MOST_PARTS + ", was " + parts);
        }
        if (runs < 1 || runs > 1_000) {
            throw usage("--runs must be between 1 and 1000, was " + runs);
        }
        try {
            return new TicketData(rows, seed);
        } catch (IllegalArgumentException e) {
            throw usage("--" + e.getMessage());
        }
    }

    private static void list(S3Objects objects, PrintWriter out) throws IOException {
        for (S3Location prefix : List.of(FULL, SPLIT)) {
            try (Stream<S3Object> listed = objects.list(prefix)) {
                listed.sorted(Comparator.comparing(object -> object.location().key())).forEach(object ->
                        out.printf(Locale.ROOT, "%,12d bytes  %s%n", object.size(), object.location()));
            }
        }
    }

    private static String line(String name, Load load, long rows) {
        return String.format(Locale.ROOT, "%-30s %3d files  median %s  min %s  max %s  %,11.0f rows/s", name,
                load.last().files(), seconds(load.median()), seconds(load.times().get(0)),
                seconds(load.times().get(load.times().size() - 1)),
                rows / (load.median().toNanos() / 1e9));
    }

    private static List<String> explanation(Map<String, Load> results) {
        double reading = ratio(results, TicketLoads.SPLIT_NOLOAD, TicketLoads.SPLIT);
        return List.of(
                String.format(Locale.ROOT, "One file takes %.2f times as long as its parts; both gave the same rows.",
                        ratio(results, TicketLoads.FULL, TicketLoads.SPLIT)),
                String.format(Locale.ROOT,
                "Reading the parts without storing them takes %.2f of the time of loading them:"
                        + " %s.", reading,
                        reading < MOST_OF_A_BOUND ? "what bounds the load here is PostgreSQL, which stores the rows"
                                : "reading bounds the load here as much as storing"),
                String.format(Locale.ROOT,
                "Reading alone, one file takes %.2f times as long as its parts, which are read"
                        + " side by side.", ratio(results, TicketLoads.FULL_NOLOAD, TicketLoads.SPLIT_NOLOAD)),
                """
                On Redshift each slice loads files of its own, and a gz cannot be cut: of one file, one slice does all
                the work while the others wait. Parts as many as the slices, or a multiple, keep all of them busy.""",
                """
                On the laptop the parts are read and parsed on all cores, but one PostgreSQL session stores the rows, so
                that expect about 1 for the loads, and more for the reading where there are cores for it.""");
    }

    private static double ratio(Map<String, Load> results, String one, String other) {
        Load first = Objects.requireNonNull(results.get(one));
        Load second = Objects.requireNonNull(results.get(other));
        return (double) first.median().toNanos() / second.median().toNanos();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%6.2f s", duration.toNanos() / 1e9);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }

    // has to come before the first logger is made
    private static void configureLogging(boolean verbose) {
        setIfMissing("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "error");
        setIfMissing("org.slf4j.simpleLogger.log.dev.warehouse", verbose ? "debug" : "error");
    }

    private static void setIfMissing(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static int report(Exception failure, CommandLine commandLine) {
        boolean told = failure instanceof WarehouseException;
        commandLine.getErr().println("tickets: " + (told ? failure.getMessage() : failure.toString()));
        if (commandLine.getParseResult().hasMatchedOption("--verbose")) {
            failure.printStackTrace(commandLine.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
