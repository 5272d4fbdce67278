/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import dev.warehouse.api.S3Location;
import dev.warehouse.aws.DwhConfig;
import dev.warehouse.aws.RedshiftCluster;
import dev.warehouse.etl.design.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether the designs are compared on a cluster on AWS in place of the laptop, and what becomes of it. */
final class AwsOptions {

    /** Where AWS publishes the benchmark's tables, as gz parts. */
    static final S3Location PUBLISHED = S3Location.of("s3://awssampledbuswest2/ssbgz/");

    private static final String NODE_TYPE = "ra3.xlplus";
    private static final int NODES = 4;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--aws", paramLabel = "FILE",
            description = "Compare on AWS: on the cluster that FILE describes, the dwh.cfg of the tutorials.")
    private @Nullable Path file;

    @Option(names = "--from", paramLabel = "S3",
            description = "On AWS: where the data lies, or with --scale is written first;"
                    + " s3://awssampledbuswest2/ssbgz/ without this.")
    private @Nullable String from;

    @Option(names = "--nodes", paramLabel = "N",
            description = "How many nodes the cluster has that the report's model is of, 4 without this; on AWS, in"
                    + " place"
                    + " of what FILE says.")
    private @Nullable Integer nodes;

    @Option(names = "--node-type", paramLabel = "TYPE",
            description = "The kind of these nodes, ra3.xlplus without this; on AWS, in place of what FILE says.")
    private @Nullable String nodeType;

    @Option(names = {"-y", "--yes"}, description = "On AWS: do what the plan says. Without this it is only shown.")
    private boolean yes;

    @Option(names = "--delete",
            description = "On AWS: delete what was made when the comparison has ended, well or not, with all data.")
    private boolean delete;

    /** Whether it is on AWS. Then the options of the laptop have no meaning, and else those of AWS. */
    boolean chosen() {
        if (file == null) {
            refuse("without --aws", "--from", "--yes", "--delete", "--model");
            return false;
        }
        refuse("beside --aws", "--data");
        if (from == null) {
            refuse("without --from, which says where the data that is made goes", "--scale", "--seed", "--files");
        }
        if (!makes()) {
            refuse("for a cluster that " + file + " only says the place of", "--delete");
        }
        return true;
    }

    /** The cluster's shape, for the model: as the options say, else as the file does, else a small one. */
    Cluster shape() {
        Optional<DwhConfig> config = Optional.ofNullable(file).map(DwhConfig::read);
        String type = nodeType != null ? nodeType : config.flatMap(DwhConfig::nodeType).orElse(NODE_TYPE);
        int count = nodes != null ? nodes : config.map(DwhConfig::nodes).orElse(OptionalInt.empty()).orElse(NODES);
        try {
            return Cluster.of(type, count);
        } catch (IllegalArgumentException e) {
            throw usage("--node-type and --nodes: " + e.getMessage());
        }
    }

    boolean yes() {
        return yes;
    }

    boolean delete() {
        return delete;
    }

    Path file() {
        return Objects.requireNonNull(file);
    }

    /** Whether the file says how the cluster is made, and not only where it is. */
    boolean makes() {
        return DwhConfig.read(file()).clusterIdentifier().isPresent();
    }

    S3Location from() {
        if (from == null) {
            return PUBLISHED;
        }
        try {
            return S3Location.of(from.endsWith("/") ? from : from + "/");
        } catch (IllegalArgumentException e) {
            throw usage("--from: " + e.getMessage());
        }
    }

    /** The cluster; the role of its COPY reads the data. */
    RedshiftCluster cluster() {
        RedshiftCluster cluster = RedshiftCluster.fromConfig(file());
        if (!makes()) {
            return cluster;
        }
        try {
            if (nodeType != null) {
                cluster = cluster.nodeType(nodeType);
            }
            if (nodes != null) {
                cluster = cluster.nodes(nodes);
            }
        } catch (IllegalArgumentException e) {
            throw usage("--node-type and --nodes: " + e.getMessage());
        }
        if (delete) {
            cluster = cluster.skipFinalSnapshot();
        }
        DwhConfig config = DwhConfig.read(file());
        // a role that is given stays as it is
        return config.roleArn().isPresent() && config.iamRoleName().isEmpty()
                ? cluster : cluster.reads(from().toString());
    }

    /** The data, read with the role that the file names. */
    Source source(String region) {
        Source source = Source.of(from(), region);
        return DwhConfig.read(file()).roleArn().map(source::withRole).orElse(source);
    }

    private void refuse(String where, String... options) {
        List<String> given = Stream.of(options)
                .filter(Objects.requireNonNull(command).commandLine().getParseResult()::hasMatchedOption).toList();
        if (!given.isEmpty()) {
            throw usage(String.join(", ", given) + (given.size() == 1 ? " has" : " have") + " no meaning " + where
                    + ": leave one of the two out");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
