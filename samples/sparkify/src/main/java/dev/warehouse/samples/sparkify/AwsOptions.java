/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import dev.warehouse.api.Progress;
import dev.warehouse.api.Warehouse;
import dev.warehouse.aws.ClusterDescription;
import dev.warehouse.aws.DwhConfig;
import dev.warehouse.aws.RedshiftCluster;
import dev.warehouse.etl.SongPlaysSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a step works on a cluster on AWS in place of the warehouse on this machine, and whether it asks before. */
final class AwsOptions {

    private static final SongPlaysSource TUTORIALS = SongPlaysSource.udacity();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--aws", paramLabel = "FILE",
            description = "Work on AWS: on the cluster that FILE describes, the dwh.cfg of the tutorials.")
    private @Nullable Path file;

    @Option(names = {"-y", "--yes"},
            description = "Do not ask before AWS is changed, what costs is made, or rows are deleted there.")
    private boolean yes;

    /** Whether it works on AWS. Then the options of the warehouse on this machine have no meaning. */
    boolean chosen() {
        if (file == null) {
            return false;
        }
        List<String> local = Stream.of("--home", "--port", "--keep", "--data", "--events", "--songs", "--seed",
                "--match-share").filter(command().commandLine().getParseResult()::hasMatchedOption).toList();
        if (!local.isEmpty()) {
            throw usage("--aws works on a cluster and on the files in its bucket, so " + String.join(", ", local)
                    + (local.size() == 1 ? " has" : " have") + " no meaning beside it: leave one of the two out");
        }
        return true;
    }

    /** The cluster. The role of its COPY reads the files of {@link #source()}. */
    RedshiftCluster cluster() {
        RedshiftCluster cluster = RedshiftCluster.fromConfig(path());
        // without any file in [S3] those of the tutorials are loaded, and the role has to read them
        return makes() && config().logData().isEmpty() && config().songData().isEmpty() && config().roleArn().isEmpty()
                ? cluster.reads(TUTORIALS.events(), TUTORIALS.songs(), TUTORIALS.jsonPaths()) : cluster;
    }

    /** Whether the file says how the cluster is made, and not only where it is. */
    boolean makes() {
        return config().clusterIdentifier().isPresent();
    }

    /** The files that the tutorials load, or those that the file names, read with the role that it names. */
    SongPlaysSource source() {
        DwhConfig config = config();
        SongPlaysSource source = new SongPlaysSource(config.logData().orElse(TUTORIALS.events()),
                config.logJsonPath().orElse(TUTORIALS.jsonPaths()), config.songData().orElse(TUTORIALS.songs()), null,
                config.roleArn().orElse(null));
        return source.events().startsWith("s3://udacity-dend/") ? source.withRegion(TUTORIALS.region()) : source;
    }

    /** What there is on AWS, as it is. */
    ClusterDescription describe() {
        return cluster().describe().orElseThrow(() -> new SparkifyException("there is no " + cluster().name()
                + ": make it with " + step("start")));
    }

    /** A connection to the cluster as it is; nothing on AWS is changed for it. */
    Warehouse open() {
        RedshiftCluster cluster = cluster();
        if (!makes()) {
            return Warehouse.provision(cluster, Progress.terminal());
        }
        String status = describe().status();
        if (status.startsWith("paus")) {
            throw new SparkifyException("the " + cluster.name() + " is " + status + ": " + step("start")
                    + " resumes it");
        }
        return Warehouse.provision(cluster.connectOnly(), Progress.terminal());
    }

    /** Another step on the same cluster, as it is typed. */
    String step(String name) {
        return "\"sparkify " + name + " --aws " + file + "\"";
    }

    /**
     * Asks whether to do what was told just before.
     *
     * @throws SparkifyException if it shall not be done, or nobody is there to say so
     */
    void confirm(String question) {
        if (yes) {
            return;
        }
        Sparkify sparkify = (Sparkify) command().root().userObject();
        String answer = sparkify.terminal().ask(question + " [y/N] ").orElseThrow(() -> new SparkifyException(
                "nothing was changed, because nobody is here to agree: run it in a terminal, or say --yes",
                SparkifyException.WRONG_USAGE));
        if (!answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new SparkifyException("nothing was changed");
        }
    }

    Path path() {
        return Objects.requireNonNull(file);
    }

    private DwhConfig config() {
        return DwhConfig.read(path());
    }

    private CommandSpec command() {
        return Objects.requireNonNull(command);
    }

    private ParameterException usage(String message) {
        return new ParameterException(command().commandLine(), message);
    }
}
