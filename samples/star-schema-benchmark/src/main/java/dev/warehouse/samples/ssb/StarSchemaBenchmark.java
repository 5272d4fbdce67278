/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import dev.warehouse.api.Progress;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.WarehouseException;
import dev.warehouse.aws.ProvisionPlan;
import dev.warehouse.aws.RedshiftCluster;
import dev.warehouse.etl.design.ClusterModel;
import dev.warehouse.etl.design.DesignComparison;
import dev.warehouse.etl.design.DesignQuery;
import dev.warehouse.etl.design.DesignReport;
import dev.warehouse.etl.design.RedshiftPlans;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/**
 * One star in two physical designs, compared: {@code java -jar star-schema-benchmark.jar}. Makes the benchmark's data,
 * loads them into both designs, asks both the same queries, and writes a page with charts.
 */
@Command(name = "star-schema-benchmark", mixinStandardHelpOptions = true, version = "star-schema-benchmark 0.1.0",
        sortOptions = false,
        description = "Loads the Star Schema Benchmark with and without distribution and sort keys, and compares the"
                + " two.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage."})
public final class StarSchemaBenchmark implements Callable<Integer> {

    private static final String BUCKET = "star-schema-benchmark";
    private static final S3Location DATA = S3Location.of("s3://" + BUCKET + "/ssbgz/");
    private static final String REGION = "us-west-2";
    private static final BigDecimal SCALE = new BigDecimal("0.1");
    private static final long SEED = 1;
    private static final int FILES = 4;
    private static final int RUNS = 3;
    private static final Path REPORT = Path.of("star-schema-benchmark.html");
    private static final List<String> ENDINGS = List.of(".html", ".json", ".md", ".txt");

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--scale", paramLabel = "SF",
            description = "The scale factor of the data to make, 0.001 to 300: 1 is 6 million rows; 0.1 without this.")
    private @Nullable BigDecimal scale;

    @Option(names = "--seed", paramLabel = "N",
            description = "Another seed makes other data, the same seed the same; 1 without this.")
    private @Nullable Long seed;

    @Option(names = "--files", paramLabel = "N",
            description = "How many files lineorder is written to; 4 without this.")
    private @Nullable Integer files;

    @Option(names = "--data", paramLabel = "DIR",
            description = "Load the files of DIR, made by the benchmark's own generator or by this one, instead of"
                    + " making data.")
    private @Nullable Path data;

    @Option(names = "--runs", paramLabel = "N",
            description = "How often each query is timed on each design; ${DEFAULT-VALUE} without this.")
    private int runs = RUNS;

    @Option(names = "--model",
            description = "On AWS: also compute what a cluster would do, which reads the rows through this machine."
                    + " On the"
                    + " laptop it is always computed.")
    private boolean model;

    @Option(names = "--recommend", paramLabel = "FILE",
            description = "Write the keys that such a cluster had better have, for the design without keys, as a"
                    + " migration.")
    private @Nullable Path recommend;

    @Option(names = "--report", paramLabel = "FILE",
            description = "Where the report goes, in the form of its ending: .html, .json, .md or .txt. Repeatable;"
                    + " star-schema-benchmark.html without this.")
    private final List<Path> reports = new ArrayList<>();

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    @Option(names = {"-v", "--verbose"}, description = "Log every step, and show where a failure comes from.")
    private boolean verbose;

    private StarSchemaBenchmark() {
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
        return new CommandLine(new StarSchemaBenchmark())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> report(failure, commandLine))
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        if (reports.isEmpty()) {
            reports.add(REPORT);
        }
        check();
        if (aws.chosen()) {
            return onAws(out);
        }
        if (data != null) {
            Path folder = Files.isDirectory(data.resolve("ssbgz")) ? data.resolve("ssbgz") : data;
            onLaptop(folder, Source.folder(folder, S3Location.of("s3://" + BUCKET + "/"), REGION), null, out);
            return 0;
        }
        StarData made = data();
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            onLaptop(folder.path(), Source.of(DATA, REGION), made, out);
        }
        return 0;
    }

    private void onLaptop(Path bucket, Source source, @Nullable StarData toMake, PrintWriter out) throws IOException {
        LocalRedshift redshift = LocalRedshift.temporary().bucket(BUCKET, bucket);
        try (Warehouse warehouse = Warehouse.provision(redshift, Progress.terminal())) {
            compare(warehouse, source, toMake, out);
        }
    }

    private int onAws(PrintWriter out) throws IOException {
        RedshiftCluster cluster = aws.cluster();
        StarData toMake = scale == null && seed == null && files == null ? null : data();
        if (aws.makes()) {
            ProvisionPlan plan = cluster.plan();
            out.println(plan);
            if (plan.changesSomething() && !aws.yes()) {
                out.println("Nothing was changed. With --yes this is done; what is made costs money until it is"
                        + " deleted, and --delete deletes it at the end.");
                return CommandLine.ExitCode.USAGE;
            }
        }
        try (Warehouse warehouse = Warehouse.provision(cluster, Progress.terminal())) {
            S3Objects objects = warehouse.objects().orElseThrow();
            String region = aws.from().equals(AwsOptions.PUBLISHED) ? REGION
                    : objects.region(aws.from().bucket()).orElse(REGION);
            try {
                compare(warehouse, aws.source(region), toMake, out);
            } finally {
                if (aws.delete()) {
                    warehouse.deprovision();
                    out.println("Deleted the " + cluster.name() + " with all that was made for it.");
                }
            }
        }
        if (aws.makes() && !aws.delete()) {
            out.println("The " + cluster.name() + " costs by the hour until it is deleted: run this again with"
                    + " --delete, or delete it as docs/aws.md says.");
        }
        return 0;
    }

    private void compare(Warehouse warehouse, Source source, @Nullable StarData toMake, PrintWriter out)
            throws IOException {
        if (toMake != null) {
            make(toMake, warehouse.objects().orElseThrow(), source.prefix(), out);
        }
        ClusterModel cluster = ClusterModel.of(aws.shape());
        DesignComparison comparison = Designs.compare(source).analyze(RedshiftPlans.explained());
        if (model || !aws.chosen()) {
            comparison = comparison.analyze(cluster);
        }
        DesignReport report = comparison.runs(runs).progress(Progress.terminal()).run(warehouse);
        out.println();
        out.print(report.asTable());
        out.println();
        for (Path file : reports) {
            report.write(file);
            out.println("Report: " + file.toAbsolutePath().normalize());
        }
        if (recommend != null) {
            cluster.schema("nodist").recommend(warehouse.dsl(),
                    Queries.all().toArray(DesignQuery[]::new)).write(recommend);
            out.println("Proposed keys: " + recommend.toAbsolutePath().normalize());
        }
        out.flush();
    }

    private void make(StarData toMake, S3Objects objects, S3Location prefix, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        StarData.Summary summary = toMake.writeTo(objects, prefix, files == null ? FILES : files, true);
        out.printf(Locale.ROOT, "Made scale %s: %,d rows, %,d of them in lineorder; %d files, %,.1f MB in %.1f s%n",
                toMake.scale().toPlainString(), summary.rows().values().stream().mapToLong(Long::longValue).sum(),
                summary.rows().get(StarData.Table.LINEORDER), summary.files(), summary.bytes() / 1e6,
                (System.nanoTime() - start) / 1e9);
        out.flush();
    }

    private StarData data() {
        try {
            return new StarData(scale == null ? SCALE : scale, seed == null ? SEED : seed);
        } catch (IllegalArgumentException e) {
            throw usage("--" + e.getMessage());
        }
    }

    /** Refuses what cannot be, before the work begins. */
    private void check() {
        aws.shape();
        if (data != null && (scale != null || seed != null || files != null)) {
            throw usage("--data names files that exist, so --scale, --seed and --files have no meaning beside it:"
                    + " leave them out, or leave out --data");
        }
        if (data != null && !Files.isDirectory(data)) {
            throw usage("--data " + data + " is no folder: name the one that holds the tables' files");
        }
        if (files != null && (files < 1 || files > StarData.MOST_FILES)) {
            throw usage("--files must be between 1 and " + StarData.MOST_FILES + ", was " + files);
        }
        if (runs < 1 || runs > 1_000) {
            throw usage("--runs must be between 1 and 1000, was " + runs);
        }
        for (Path file : reports) {
            Path folder = file.toAbsolutePath().getParent();
            if (ENDINGS.stream().noneMatch(ending -> file.toString().toLowerCase(Locale.ROOT).endsWith(ending))) {
                throw usage("--report " + file + " must end in " + String.join(", ", ENDINGS));
            }
            if (Files.isDirectory(file) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw usage("--report " + file + " cannot be written: name a file in a folder that exists and may be"
                        + " written to");
            }
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }

    // has to come before the first logger is made
    private static void configureLogging(boolean verbose) {
        setIfMissing("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "error");
        setIfMissing("org.slf4j.simpleLogger.log.dev.warehouse", verbose ? "debug" : "warn");
        setIfMissing("org.slf4j.simpleLogger.showShortLogName", "true");
        setIfMissing("org.slf4j.simpleLogger.showThreadName", "false");
    }

    private static void setIfMissing(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static int report(Exception failure, CommandLine commandLine) {
        PrintWriter err = commandLine.getErr();
        boolean told = failure instanceof WarehouseException;
        // the messages of file systems are often the path alone
        err.println("star-schema-benchmark: " + (told ? failure.getMessage() : failure.toString()));
        if (commandLine.getParseResult().hasMatchedOption("--verbose")) {
            failure.printStackTrace(err);
        } else if (!told && !(failure instanceof IOException) && !(failure instanceof UncheckedIOException)) {
            err.println("This was not expected. Run it again with --verbose to see where it comes from.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
