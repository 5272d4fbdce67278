/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.NodeTypes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshift.model.Cluster;

/**
 * A Redshift cluster on AWS: one that is made with all it needs, or one that exists.
 *
 * <pre>{@code
 * RedshiftCluster cluster = RedshiftCluster.named("dwhcluster").region("us-west-2").nodeType("ra3.large").nodes(2)
 *         .publiclyAccessible().reachableFrom("203.0.113.7/32")
 *         .reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data", "s3://udacity-dend/log_json_path.json");
 * System.out.println(cluster.plan());
 * try (Warehouse warehouse = Warehouse.provision(cluster)) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Provisioning makes, and pays for, what is missing: the role of COPY, a subnet group, a security group with its
 * ingress rules, the cluster. It makes nothing twice, and goes on where an earlier attempt was stopped. All that is
 * made carries the tag {@code warehouse:cluster}; {@link #deprovision()} deletes that and nothing else.
 *
 * <p>A cluster <b>costs by the hour</b> until it is deleted or paused; closing a warehouse does neither.
 *
 * <p>This is a description: immutable, safe for use by several threads. See "CreateCluster" in the Amazon Redshift API
 * reference.
 */
public final class RedshiftCluster extends AwsPlatform<RedshiftCluster> {

    private static final Pattern IDENTIFIER = Pattern.compile("(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern HOST_WITH_REGION = Pattern.compile(
            ".+\\.(?<region>" + REGION_WORD + ")\\.redshift(-serverless)?\\.amazonaws\\.com(\\.cn)?");

    private final @Nullable Endpoint existing;

    private RedshiftCluster(Settings settings, @Nullable Endpoint existing) {
        super(settings);
        this.existing = existing;
    }

    /**
     * A cluster that is made if it is missing: one node of ra3.large, encrypted, not public, its password kept in
     * Secrets Manager.
     *
     * @param identifier 1 to 63 letters, digits and hyphens; Redshift folds it to lower case
     * @return a description
     */
    public static RedshiftCluster named(String identifier) {
        Objects.requireNonNull(identifier, "identifier must not be null");
        String folded = identifier.toLowerCase(Locale.ROOT);
        matches(folded, "identifier", IDENTIFIER, "1 to 63 letters, digits and hyphens, begin with a letter, and have"
                + " no hyphen at its end or two in a row");
        return new RedshiftCluster(new Settings(folded), null);
    }

    /**
     * Like {@link #named(String)}, with its options.
     *
     * @param identifier 1 to 63 letters, digits and hyphens
     * @param options adds options
     * @return a description
     */
    public static RedshiftCluster named(String identifier, UnaryOperator<RedshiftCluster> options) {
        return options.apply(named(identifier));
    }

    /**
     * The cluster behind an endpoint. Provisioning only finds out whether it answers; no option but those of where AWS
     * is reached applies.
     *
     * @param endpoint where it answers; with TLS, unless it is a tunnel that ends on this machine
     * @return the platform
     * @throws IllegalArgumentException if the endpoint is on another machine and without TLS
     */
    public static RedshiftCluster existing(Endpoint endpoint) {
        Objects.requireNonNull(endpoint, "endpoint must not be null");
        if (!endpoint.ssl() && !onThisMachine(endpoint.host())) {
            throw new IllegalArgumentException("endpoint must use TLS (ssl), because its password would cross the"
                    + " network readable otherwise, was " + endpoint);
        }
        Settings settings = new Settings("");
        settings.region = regionOf(endpoint);
        return new RedshiftCluster(settings, endpoint);
    }

    /**
     * The cluster that a {@code dwh.cfg} describes. With a {@code DWH_CLUSTER_IDENTIFIER} it is made if it is missing,
     * and provisioning writes its {@code HOST} and the role's {@code ARN} into the file; more options can follow.
     * Without one it is the existing cluster at {@code HOST}. Calls to AWS are made with {@code KEY} and
     * {@code SECRET}, or, if these are empty, with the credentials of the AWS SDK's default chain; the region is
     * {@code REGION}, or that of its region chain.
     *
     * @param file the configuration file, see {@link DwhConfig}
     * @return the platform
     * @throws ConfigException if the file cannot be read, anything in it is wrong, or it describes no cluster
     */
    public static RedshiftCluster fromConfig(Path file) {
        DwhConfig config = DwhConfig.read(file);
        RedshiftCluster cluster;
        if (config.clusterIdentifier().isPresent()) {
            cluster = named(config.clusterIdentifier().get());
        } else if (config.host().isPresent()) {
            cluster = existing(config.endpoint().orElseThrow());
        } else {
            throw new ConfigException(file, "describes no cluster: set DWH_CLUSTER_IDENTIFIER in [DWH] to have one"
                    + " made, or HOST in [CLUSTER] to take one that exists", null);
        }
        Settings settings = new Settings(cluster.settings);
        configure(settings, config);
        return cluster.with(settings);
    }

    private static void configure(Settings settings, DwhConfig config) {
        settings.config = config.file();
        if (settings.region == null) {
            settings.region = config.region().orElse(null);
        }
        if (config.key().isPresent()) {
            settings.credentials = fixed(config.key().get(), config.secret().orElseThrow(),
                    config.sessionToken().orElse(null));
        }
        // these were checked with the file, where that matters: an existing cluster may be older than the rules
        settings.nodeType = config.nodeType().orElse(settings.nodeType);
        settings.nodes = config.nodes().orElse(settings.nodes);
        settings.database = config.database().orElse(settings.database);
        settings.user = config.user().orElse(settings.user);
        settings.password = config.password().orElse(null);
        settings.port = config.port().orElse(settings.port);
        settings.roleName = config.iamRoleName().orElse(null);
        settings.reads = Stream.of(config.logData(), config.logJsonPath(), config.songData())
                .flatMap(Optional::stream).map(S3Location::of).distinct().toList();
        // the ARN of a role that is made here was written into the file by an earlier run
        config.roleArn().map(arn -> arn.split(",")[0].strip())
                .filter(arn -> settings.roleName == null && !arn.endsWith(":role/" + settings.ownRole()))
                .ifPresent(arn -> {
                    settings.roleArn = arn;
                    settings.reads = List.of();
                });
    }

    @Override
    RedshiftCluster with(Settings settings) {
        return new RedshiftCluster(settings, existing);
    }

    @Override
    void requireMaking() {
        if (existing != null) {
            throw new IllegalStateException("this option says how a cluster is made, and the one at " + existing.host()
                    + " is only connected to: take RedshiftCluster.named(...)");
        }
    }

    /**
     * The kind of the nodes.
     *
     * @param nodeType such as {@code ra3.large}, the smallest and the one without this
     * @return a new description
     * @throws IllegalArgumentException if clusters of that type cannot be made
     */
    public RedshiftCluster nodeType(String nodeType) {
        Objects.requireNonNull(nodeType, "nodeType must not be null");
        NodeTypes.problem(nodeType).ifPresent(problem -> {
            throw new IllegalArgumentException("nodeType: " + problem);
        });
        return with(s -> s.nodeType = nodeType);
    }

    /**
     * How many compute nodes: one is a single-node cluster.
     *
     * @param nodes at least 1, which it is without this; the node type says how many at most
     * @return a new description
     */
    public RedshiftCluster nodes(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("nodes must be at least 1, was " + nodes);
        }
        return with(s -> s.nodes = nodes);
    }

    /**
     * A subnet group that exists, in place of one that is made.
     *
     * @param name its name
     * @return a new description
     */
    public RedshiftCluster subnetGroup(String name) {
        matches(name, "name", Pattern.compile("[A-Za-z0-9._ -]{1,255}"), "the name of a cluster subnet group");
        return with(s -> s.subnetGroup = name);
    }

    static @Nullable String regionOf(Endpoint endpoint) {
        Matcher host = HOST_WITH_REGION.matcher(endpoint.host());
        return host.matches() ? host.group("region") : null;
    }

    static boolean onThisMachine(String host) {
        return host.matches("localhost|127\\.[0-9.]+|::1|\\[::1]");
    }

    @Override
    public String name() {
        return existing == null ? "Redshift cluster " + settings.name
                : "Redshift cluster at " + existing.host() + ":" + existing.port();
    }

    /**
     * Makes what is missing, waits until the cluster is available, and connects. Run again after any failure, it goes
     * on where it stopped. An existing cluster is only connected to.
     *
     * @param progress is told what is made, and what is waited for
     * @return the cluster; closing it has no effect on AWS
     * @throws ProvisionException if something cannot be made, does not become available or does not answer
     */
    @Override
    public Provisioned provision(Progress progress) {
        Objects.requireNonNull(progress, "progress must not be null");
        if (existing != null) {
            String from = settings.config == null ? "the endpoint" : settings.config + " ([CLUSTER])";
            String version = FirstConnection.once(existing, from, progress);
            return new Existing(existing, version, settings.region,
                    new AwsS3Objects(settings.endpoint(AwsService.S3).orElse(null), settings.region,
                            settings.credentials));
        }
        return super.provision(progress);
    }

    /**
     * What the cluster is.
     *
     * @return empty if there is none
     * @throws ProvisionException if AWS cannot be asked
     */
    public Optional<ClusterDescription> describe() {
        return on(Progress.SILENT, session -> new ClusterPart(session).find().map(ClusterDescription::of));
    }

    /**
     * Pauses the cluster and waits for it. Compute costs nothing while it is paused; storage does. Paused already is
     * fine.
     *
     * @throws ProvisionException if there is no such cluster, or it cannot be paused
     */
    public void pause() {
        pause(Progress.SILENT);
    }

    /**
     * Like {@link #pause()}, and tells what is going on.
     *
     * @param progress is told what is waited for
     * @throws ProvisionException if there is no such cluster, or it cannot be paused
     */
    public void pause(Progress progress) {
        on(progress, session -> {
            new ClusterPart(session).pause();
            return true;
        });
    }

    /**
     * Resumes a paused cluster and waits until it is available. Running already is fine.
     *
     * @throws ProvisionException if there is no such cluster, or it cannot be resumed
     */
    public void resume() {
        resume(Progress.SILENT);
    }

    /**
     * Like {@link #resume()}, and tells what is going on.
     *
     * @param progress is told what is waited for
     * @throws ProvisionException if there is no such cluster, or it cannot be resumed
     */
    public void resume(Progress progress) {
        on(progress, session -> {
            new ClusterPart(session).resume();
            return true;
        });
    }

    @Override
    Parts making(AwsSession session) {
        return new Parts(session);
    }

    @Override
    void requireManaged() {
        if (existing != null) {
            throw new ProvisionException(KnownError.ONLY_CONNECTED,
                    "the cluster at " + existing.host() + " is only connected to: take"
                    + " RedshiftCluster.named(...) with adopt() to manage it");
        }
    }

    @Override
    public String toString() {
        return existing == null ? "RedshiftCluster[" + settings.name + ", " + settings.nodes + " x " + settings.nodeType
                + (settings.region == null ? "" : ", " + settings.region) + "]" : "RedshiftCluster[" + existing + "]";
    }

    /** What a cluster consists of, in the order of making. */
    private static final class Parts extends Making {

        private final ClusterPart cluster;

        Parts(AwsSession session) {
            super(session);
            cluster = new ClusterPart(session);
        }

        @Override
        void planMaking(Steps steps) {
            Optional<Cluster> found = usable();
            role.plan(steps);
            network.plan(steps, found, found.map(cluster::own).orElse(true));
            secret.plan(steps, found.isEmpty());
            cluster.plan(steps, found, role, network, secret);
        }

        @Override
        void planConnect(Steps steps) {
            cluster.planConnect(steps);
        }

        @Override
        void planDeleteWarehouse(Steps steps) {
            cluster.planDelete(steps, role, network);
        }

        @Override
        void snapshot(String snapshot) {
            cluster.snapshot(snapshot);
        }

        @Override
        void restore(String snapshot) {
            planRestore(snapshot).run(session.progress());
            cluster.ready();
        }

        private Steps planRestore(String snapshot) {
            Optional<Cluster> found = usable();
            if (found.isPresent() && !cluster.restoring(found.get())) {
                throw new ProvisionException(KnownError.NAME_TAKEN,
                        "the cluster " + settings.name + " exists in " + session.region()
                        + ": restore under another name, or delete it first");
            }
            Steps steps = new Steps();
            role.plan(steps);
            network.plan(steps, found, true);
            cluster.planRestore(steps, found, snapshot, role, network);
            return steps;
        }

        private Optional<Cluster> usable() {
            Optional<Cluster> found = cluster.usable();
            requirePossible(found.isEmpty());
            return found;
        }

        @Override
        Ready ready() {
            Cluster available = cluster.ready();
            ClusterLogin login = new ClusterLogin(session, available);
            DataApiTarget dataApi = settings.dataApi == null ? null : new DataApiTarget(settings.name, null,
                    available.dbName(), secretOfDataApi(available.masterPasswordSecretArn()),
                    settings.login == Login.TEMPORARY ? available.masterUsername() : null, login.url());
            return new Ready(login, Boolean.TRUE.equals(available.publiclyAccessible()),
                    ClusterDescription.of(available).rows(), dataApi);
        }

        @Override
        void connected(Ready ready) {
            if (settings.config != null) {
                DwhConfig.writeCluster(settings.config, ready.login().host(), role.arn().orElse(null));
            }
        }

        @Override
        void resizeWarehouse() {
            cluster.resize(settings.nodeType, settings.nodes);
        }

        @Override
        boolean deleteWarehouse(DeprovisionReport.Builder report) {
            return cluster.delete(report, role, network);
        }
    }

    /** A cluster that is only connected to. */
    private record Existing(Endpoint endpoint, String version, @Nullable String knownRegion, AwsS3Objects s3)
            implements Provisioned {

        @Override
        public Optional<S3Objects> objects() {
            return Optional.of(s3);
        }

        @Override
        public Optional<String> region() {
            return Optional.ofNullable(knownRegion);
        }

        @Override
        public Map<String, String> describe() {
            Map<String, String> description = new LinkedHashMap<>();
            description.put("platform", "existing Redshift cluster");
            description.put("host", endpoint.host());
            description.put("port", String.valueOf(endpoint.port()));
            description.put("database", endpoint.database());
            description.put("user", endpoint.user());
            if (knownRegion != null) {
                description.put("region", knownRegion);
            }
            description.put("version", version);
            return Collections.unmodifiableMap(description);
        }

        /** Deletes nothing, because nothing was created. */
        @Override
        public void deprovision() {
        }

        @Override
        public void close() {
            s3.close();
        }
    }
}
