/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.NodeTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.S3Location;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What the user asked for. Filled while a platform is described and never changed afterwards: each step of the
 * description changes a copy.
 */
final class Settings {

    static final int REDSHIFT_PORT = 5439;
    private static final int SMALLEST_CAPACITY = 8; // 4 is not to be had in every region
    private static final int LONGEST_ROLE_NAME = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    final String name;
    @Nullable Path config;
    @Nullable String region;
    @Nullable AwsCredentialsProvider credentials;
    Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);

    String nodeType = "ra3.large";
    int nodes = 1;
    @Nullable String kmsKey;

    boolean serverless;
    @Nullable String namespace;
    int baseCapacity = SMALLEST_CAPACITY;
    @Nullable Integer maxCapacity;
    @Nullable UsageLimit usageLimit;

    String database = "dev";
    String user = "awsuser";
    @Nullable String password;
    boolean generatedPassword;
    Login login = Login.PASSWORD;
    int port = REDSHIFT_PORT;
    @Nullable Duration dataApi;

    boolean publiclyAccessible;
    List<String> reachableFrom = List.of();
    @Nullable String vpc;
    List<String> subnets = List.of();
    @Nullable String subnetGroup;
    List<String> securityGroups = List.of();

    @Nullable String roleArn;
    @Nullable String roleName;
    boolean readsEveryBucket;
    List<S3Location> reads = List.of();
    List<S3Location> writes = List.of();

    Map<String, String> tags = Map.of();
    boolean adopt;
    boolean connectOnly;
    boolean skipFinalSnapshot;
    @Nullable String finalSnapshot;
    Duration pollEvery = Duration.ofSeconds(10);
    Duration timeout = Duration.ofMinutes(60);

    Settings(String name) {
        this.name = name;
    }

    Settings(Settings other) {
        this(other.name);
        config = other.config;
        region = other.region;
        credentials = other.credentials;
        endpoints = new EnumMap<>(other.endpoints);
        nodeType = other.nodeType;
        nodes = other.nodes;
        kmsKey = other.kmsKey;
        serverless = other.serverless;
        namespace = other.namespace;
        baseCapacity = other.baseCapacity;
        maxCapacity = other.maxCapacity;
        usageLimit = other.usageLimit;
        database = other.database;
        user = other.user;
        password = other.password;
        generatedPassword = other.generatedPassword;
        login = other.login;
        dataApi = other.dataApi;
        port = other.port;
        publiclyAccessible = other.publiclyAccessible;
        reachableFrom = other.reachableFrom;
        vpc = other.vpc;
        subnets = other.subnets;
        subnetGroup = other.subnetGroup;
        securityGroups = other.securityGroups;
        roleArn = other.roleArn;
        roleName = other.roleName;
        readsEveryBucket = other.readsEveryBucket;
        reads = other.reads;
        writes = other.writes;
        tags = new LinkedHashMap<>(other.tags);
        adopt = other.adopt;
        connectOnly = other.connectOnly;
        skipFinalSnapshot = other.skipFinalSnapshot;
        finalSnapshot = other.finalSnapshot;
        pollEvery = other.pollEvery;
        timeout = other.timeout;
    }

    /** The name of everything beside the warehouse that is made for it and not named by the user. */
    String ownName() {
        return "warehouse-" + (serverless ? "serverless-" : "") + name;
    }

    /** The name of the snapshot that is taken when deprovisioning. */
    String finalSnapshotName(Instant now) {
        return finalSnapshot == null ? name + "-final-" + TIME.format(now) : finalSnapshot;
    }

    /** What deleting means for the data, for people. */
    String lossOfData() {
        return "with all its data" + (skipFinalSnapshot ? ", for good"
                : "; " + (finalSnapshot == null ? "a final snapshot" : "the final snapshot " + finalSnapshot)
                        + " is kept, and costs until it is deleted");
    }

    /** What this is, for people. */
    String word() {
        return serverless ? "workgroup" : "cluster";
    }

    String namespace() {
        return namespace == null ? name : namespace;
    }

    String role() {
        return roleName == null ? ownRole() : roleName;
    }

    /** The name of a role that is made and not named by the user, as far as IAM takes it. */
    String ownRole() {
        return ownName().substring(0, Math.min(ownName().length(), LONGEST_ROLE_NAME)).replaceFirst("-$", "");
    }

    boolean managedPassword() {
        return password == null && !generatedPassword;
    }

    Optional<URI> endpoint(AwsService service) {
        return Overrides.of("aws.endpoint." + service.word())
                .or(() -> service == AwsService.S3 ? Optional.empty() : Overrides.of("aws.endpoint"))
                .map(Settings::address)
                .or(() -> Optional.ofNullable(endpoints.get(service)));
    }

    private static URI address(Overrides.Found found) {
        try {
            URI address = new URI(found.value());
            if (Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null
                    && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below, without the value: it may hold credentials
        }
        throw new ProvisionException(KnownError.OPTIONS_REFUSED,
                found.from() + " must be an http or https address without credentials, such as"
                + " http://127.0.0.1:4566");
    }

    /** How often a state is looked at. */
    Duration pollEvery() {
        return Overrides.of("aws.poll_every").map(Settings::duration).orElse(pollEvery);
    }

    private static Duration duration(Overrides.Found found) {
        try {
            Duration duration = Duration.parse(found.value());
            if (!duration.isZero() && !duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new ProvisionException(KnownError.OPTIONS_REFUSED,
                found.from() + " must be a duration longer than zero such as PT2S, was \""
                + found.value() + "\"");
    }

    /** What a warehouse that is to be made cannot be. */
    List<String> impossible() {
        List<String> problems = new ArrayList<>();
        if (serverless) {
            if (maxCapacity != null && maxCapacity < baseCapacity) {
                problems.add("maxCapacity must be at least baseCapacity, " + baseCapacity + " RPU, was " + maxCapacity);
            }
            return problems;
        }
        NodeTypes.problem(nodeType).ifPresent(problems::add);
        NodeTypes.limits(nodeType).ifPresent(limits -> {
            if (nodes == 1 && !limits.singleNode()) {
                problems.add(nodeType + " has no single-node clusters: use ra3.large, or at least 2 nodes");
            }
            if (nodes > limits.mostNodes()) {
                problems.add(nodeType + " has at most " + limits.mostNodes() + " nodes, asked for " + nodes);
            }
        });
        return problems;
    }

    /** What contradicts itself. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!securityGroups.isEmpty() && !reachableFrom.isEmpty()) {
            problems.add("the security groups " + String.join(", ", securityGroups) + " are given and stay as they are:"
                    + " take either securityGroups or reachableFrom");
        }
        if (subnetGroup != null && (vpc != null || !subnets.isEmpty())) {
            problems.add("the subnet group " + subnetGroup + " decides on VPC and subnets: leave vpc and subnets out");
        }
        if (roleArn != null && (readsEveryBucket || !reads.isEmpty() || !writes.isEmpty())) {
            problems.add("the role " + roleArn + " is given and stays as it is: take either roleArn or reads, writes"
                    + " and readsEveryBucket");
        }
        if (serverless && login == Login.TEMPORARY) {
            problems.add("Serverless makes temporary credentials for the caller's own IAM identity only: say"
                    + " login(Login.IAM_IDENTITY)");
        }
        if (dataApi != null && login == Login.PASSWORD && password != null) {
            problems.add("the Data API takes no password: leave it to Secrets Manager, or say login(Login."
                    + (serverless ? Login.IAM_IDENTITY : Login.TEMPORARY) + ")");
        }
        if (roleArn != null && roleName != null) {
            problems.add("the role is given twice: take either roleArn or roleName");
        }
        return problems;
    }
}
