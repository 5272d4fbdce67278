/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.S3Location;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A Redshift on AWS, described: where it is, who may reach it, what it may read. Each method gives a new description;
 * none of them contacts AWS.
 *
 * @param <T> the platform
 */
public abstract sealed class AwsPlatform<T extends AwsPlatform<T>> implements Platform
        permits RedshiftCluster, RedshiftServerless {

    static final String REGION_WORD = "[a-z]{2,}(-[a-z]+)+-\\d+";

    private static final Pattern REGION = Pattern.compile(REGION_WORD);
    private static final Pattern CIDR = Pattern.compile(
            "[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9A-Fa-f:]+/[0-9]{1,3}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");
    private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z0-9_@.]{1,64}");
    private static final Pattern USER_NAME = Pattern.compile("[a-z][a-z0-9_+.@-]{0,127}");
    private static final Pattern PASSWORD =
            Pattern.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[!-~&&[^'\"\\\\/@]]{8,64}");

    private static final int ATTEMPTS_TO_CONNECT = 12;
    private static final Duration LONGEST_SESSION = Duration.ofHours(24);

    final Settings settings;

    AwsPlatform(Settings settings) {
        this.settings = settings;
    }

    abstract T with(Settings settings);

    /** Refuses options about what is made, where nothing is. */
    abstract void requireMaking();

    final T with(Consumer<Settings> change) {
        requireMaking();
        return reached(change);
    }

    private T reached(Consumer<Settings> change) {
        Settings copy = new Settings(settings);
        change.accept(copy);
        return with(copy);
    }

    /**
     * The region. Without this it is the one of the AWS SDK's region chain: {@code AWS_REGION}, the profile, the
     * machine's own. A COPY from a bucket in another region is given REGION.
     *
     * @param region such as {@code us-west-2}
     * @return a new description
     */
    public T region(String region) {
        matches(region, "region", REGION, "the code of an AWS region such as us-west-2");
        return reached(s -> s.region = region);
    }

    /**
     * Where this program reaches a service, in place of AWS's own endpoint: a VPC endpoint, or another service with the
     * same protocol. Buckets are addressed in path style. The system property {@code warehouse.aws.endpoint} does the
     * same for all services but S3, and {@code warehouse.aws.endpoint.redshift} and so on for one; so do, after them,
     * the environment variables {@code WAREHOUSE_AWS_ENDPOINT} and {@code WAREHOUSE_AWS_ENDPOINT_REDSHIFT}. All of them
     * override this.
     *
     * @param service whose calls go there
     * @param endpoint an http or https address without credentials
     * @return a new description
     */
    public T endpoint(AwsService service, URI endpoint) {
        Objects.requireNonNull(service, "service must not be null");
        Objects.requireNonNull(endpoint, "endpoint must not be null");
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())
                || endpoint.getHost() == null) {
            throw new IllegalArgumentException("endpoint must be an http or https address, was " + endpoint.getScheme()
                    + "://" + endpoint.getHost());
        }
        if (endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint must hold no credentials; the AWS default chain gives them");
        }
        return reached(s -> s.endpoints.put(service, endpoint));
    }

    /**
     * Where this program reaches S3: {@link #endpoint(AwsService, URI)} for {@link AwsService#S3}. The warehouse itself
     * is not told.
     *
     * @param endpoint an http or https address without credentials
     * @return a new description
     */
    public T s3(URI endpoint) {
        return endpoint(AwsService.S3, endpoint);
    }

    /**
     * The credentials for calls to AWS. Without this they are those of the AWS SDK's default chain: environment,
     * profile, role of the machine.
     *
     * @param credentials asked before each call
     * @return a new description
     */
    public T credentials(AwsCredentialsProvider credentials) {
        Objects.requireNonNull(credentials, "credentials must not be null");
        return reached(s -> s.credentials = credentials);
    }

    /**
     * The database that is made with the warehouse.
     *
     * @param database 1 to 64 lower-case letters and digits; {@code dev} without this
     * @return a new description
     */
    public T database(String database) {
        matches(database, "database", DATABASE_NAME, "1 to 64 lower-case letters and digits");
        notReserved(database, "database");
        return with(s -> s.database = database);
    }

    /**
     * The admin, as whom this program enters the database.
     *
     * @param user 1 to 128 lower-case letters, digits or {@code _ + . @ -}; {@code awsuser} without this
     * @return a new description
     */
    public T user(String user) {
        matches(user, "user", USER_NAME, "1 to 128 lower-case letters, digits or _ + . @ - and begin with a letter");
        notReserved(user, "user");
        return with(s -> s.user = user);
    }

    /**
     * The admin's password, in place of the one that Redshift makes, keeps in Secrets Manager and rotates.
     *
     * @param password 8 to 64 printable ASCII characters other than blank {@code ' " \ / @}, with an upper-case
     *     letter, a lower-case letter and a digit
     * @return a new description
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public T password(String password) {
        Objects.requireNonNull(password, "password must not be null");
        if (!PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("password must be 8 to 64 printable ASCII characters other than blank"
                    + " ' \" \\ / @, with an upper-case letter, a lower-case letter and a digit");
        }
        return with(s -> {
            s.password = password;
            s.generatedPassword = false;
        });
    }

    /**
     * Makes a password and keeps it in a secret of Secrets Manager that is deleted with the warehouse. Unlike the one
     * that Redshift manages it is never rotated.
     *
     * @return a new description
     */
    public T generatedPassword() {
        return with(s -> {
            s.password = null;
            s.generatedPassword = true;
        });
    }

    /**
     * How this program enters the database; {@link Login#PASSWORD} without this.
     *
     * @param login password or temporary credentials
     * @return a new description
     */
    public T login(Login login) {
        Objects.requireNonNull(login, "login must not be null");
        return with(s -> s.login = login);
    }

    /**
     * Runs statements by the Amazon Redshift Data API in place of JDBC: over HTTPS, without a way through the network
     * to the warehouse. Connections look and fail like those of JDBC, but each statement takes some tenths of a second
     * more, results have 500 MB at most, and statements 200 KB. See "Using the Amazon Redshift Data API" in the Amazon
     * Redshift Management Guide.
     *
     * @return a new description
     */
    public T dataApi() {
        return dataApi(Duration.ofHours(1));
    }

    /**
     * Like {@link #dataApi()}. A session holds a transaction, and what is locked in it, until it ends.
     *
     * @param keepAlive how long a session may be idle before it ends, at most 24 hours; an hour without this. A load
     *     waits with open sessions for its slowest COPY
     * @return a new description
     */
    public T dataApi(Duration keepAlive) {
        positive(keepAlive, "keepAlive");
        if (keepAlive.compareTo(LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException("keepAlive must be at most 24 hours, was " + keepAlive);
        }
        return with(s -> s.dataApi = keepAlive);
    }

    /**
     * The TCP port.
     *
     * @param port 5431 to 5455 or 8191 to 8215; 5439 without this
     * @return a new description
     */
    public T port(int port) {
        if (!DwhRules.clusterPort(port)) {
            throw new IllegalArgumentException("port must be between 5431 and 5455 or between 8191 and 8215,"
                    + " was " + port);
        }
        return with(s -> s.port = port);
    }

    /**
     * Gives it an address on the internet. It is not open by that: only what {@link #reachableFrom(String...)} names
     * may connect. Without this only machines within the VPC, or connected to it, reach the warehouse.
     *
     * @return a new description
     */
    public T publiclyAccessible() {
        return with(s -> s.publiclyAccessible = true);
    }

    /**
     * Lets machines connect: an ingress rule on the port for each of these networks, in a security group of its own.
     *
     * @param cidrs such as {@code 203.0.113.7/32} for one machine
     * @return a new description
     * @throws IllegalArgumentException if one is no network, or is the whole internet
     */
    public T reachableFrom(String... cidrs) {
        for (String cidr : cidrs) {
            matches(cidr, "cidr", CIDR, "a network such as 203.0.113.7/32");
            if (cidr.matches(".*/0+")) {
                throw new IllegalArgumentException("cidr must not be the whole internet, was " + cidr
                        + ": name your own network, or say reachableFromTheWholeInternet()");
            }
        }
        return with(s -> s.reachableFrom = plus(s.reachableFrom, List.of(cidrs)));
    }

    /**
     * Lets every machine of the internet try passwords: an ingress rule for {@code 0.0.0.0/0}.
     *
     * @return a new description
     */
    public T reachableFromTheWholeInternet() {
        return with(s -> s.reachableFrom = plus(s.reachableFrom, List.of("0.0.0.0/0")));
    }

    /**
     * The VPC; the region's default VPC without this.
     *
     * @param vpc its id
     * @return a new description
     */
    public T vpc(String vpc) {
        matches(vpc, "vpc", Pattern.compile("vpc-[0-9a-f]+"), "the id of a VPC such as vpc-0a1b2c3d");
        return with(s -> s.vpc = vpc);
    }

    /**
     * The subnets; all of the VPC without this, 20 at most.
     *
     * @param subnets their ids, all in one VPC
     * @return a new description
     */
    public T subnets(String... subnets) {
        for (String subnet : subnets) {
            matches(subnet, "subnet", Pattern.compile("subnet-[0-9a-f]+"), "the id of a subnet such as"
                    + " subnet-0a1b2c3d");
        }
        return with(s -> s.subnets = plus(s.subnets, List.of(subnets)));
    }

    /**
     * Security groups that exist, in place of one that is made. They stay as they are: their rules must let this
     * machine in.
     *
     * @param groups their ids
     * @return a new description
     */
    public T securityGroups(String... groups) {
        for (String group : groups) {
            matches(group, "group", Pattern.compile("sg-[0-9a-f]+"), "the id of a security group such as sg-0a1b2c3d");
        }
        return with(s -> s.securityGroups = plus(s.securityGroups, List.of(groups)));
    }

    /**
     * The name of the role that COPY and UNLOAD enter S3 with. It is made if it is missing. One that exists is adopted
     * if its trust policy lets Redshift assume it, and is given a policy of this warehouse beside its own.
     *
     * @param name 1 to 64 characters; {@code warehouse-} and the warehouse's name without this
     * @return a new description
     */
    public T roleName(String name) {
        matches(name, "name", ROLE_NAME, "1 to 64 letters, digits or + = , . @ _ -");
        return with(s -> s.roleName = name);
    }

    /**
     * A role that exists and stays as it is, in place of one that is made.
     *
     * @param arn such as {@code arn:aws:iam::123456789012:role/dwhRole}
     * @return a new description
     */
    public T roleArn(String arn) {
        matches(arn, "arn", ROLE_ARN, "the ARN of a role such as arn:aws:iam::123456789012:role/dwhRole");
        return with(s -> s.roleArn = arn);
    }

    /**
     * What COPY may read: data, jsonpaths files, manifests and all that manifests name. Nothing else is.
     *
     * @param locations prefixes and objects such as {@code s3://udacity-dend/log_data}
     * @return a new description
     */
    public T reads(String... locations) {
        List<S3Location> parsed = Arrays.stream(locations).map(S3Location::of).toList();
        return with(s -> s.reads = plus(s.reads, parsed));
    }

    /**
     * Where UNLOAD may write.
     *
     * @param locations prefixes such as {@code s3://reports/daily/}
     * @return a new description
     */
    public T writes(String... locations) {
        List<S3Location> parsed = Arrays.stream(locations).map(S3Location::of).toList();
        return with(s -> s.writes = plus(s.writes, parsed));
    }

    /**
     * Lets COPY read every bucket that the account can read, by the policy AmazonS3ReadOnlyAccess, as the Python
     * tutorials do.
     *
     * @return a new description
     */
    public T readsEveryBucket() {
        return with(s -> s.readsEveryBucket = true);
    }

    /**
     * The key of KMS that the data is encrypted with; one that AWS owns without this.
     *
     * @param key its id or ARN
     * @return a new description
     */
    public T kmsKey(String key) {
        matches(key, "key", Pattern.compile("\\S+"), "the id or ARN of a key");
        return with(s -> s.kmsKey = key);
    }

    /**
     * A tag for everything that is made, beside the one that tells whose it is.
     *
     * @param key at most 128 characters, not beginning with {@code aws:} or {@code warehouse:}
     * @param value at most 256 characters
     * @return a new description
     */
    public T tag(String key, String value) {
        Objects.requireNonNull(value, "value must not be null");
        matches(key, "key", Pattern.compile("(?!aws:|warehouse:)[\\p{L}\\p{N} _.:/=+@-]{1,128}"),
                "1 to 128 letters, digits or _ . : / = + - @, not beginning with aws: or warehouse:");
        return with(s -> {
            Map<String, String> tags = new LinkedHashMap<>(s.tags);
            tags.put(key, value);
            s.tags = tags;
        });
    }

    /**
     * Uses a warehouse of this name that exists and was not made here. Deprovisioning leaves it, and takes away from it
     * only what was added.
     *
     * @return a new description
     */
    public T adopt() {
        return with(s -> s.adopt = true);
    }

    /**
     * Deletes the data for good when deprovisioning.
     *
     * @return a new description
     */
    public T skipFinalSnapshot() {
        return with(s -> {
            s.skipFinalSnapshot = true;
            s.finalSnapshot = null;
        });
    }

    /**
     * The name of the snapshot that is taken when deprovisioning, and that is kept and paid for until it is deleted.
     *
     * @param name made of the warehouse's name and the time without this
     * @return a new description
     */
    public T finalSnapshot(String name) {
        snapshotName(name);
        return with(s -> {
            s.skipFinalSnapshot = false;
            s.finalSnapshot = name;
        });
    }

    /**
     * How often a state is looked at. The system property {@code warehouse.aws.poll_every}, or else the environment
     * variable {@code WAREHOUSE_AWS_POLL_EVERY}, overrides it by a duration such as {@code PT2S}.
     *
     * @param interval longer than zero; ten seconds without this
     * @return a new description
     */
    public T pollEvery(Duration interval) {
        positive(interval, "interval");
        return reached(s -> s.pollEvery = interval);
    }

    /**
     * How long each state is waited for.
     *
     * @param timeout longer than zero; an hour without this
     * @return a new description
     */
    public T timeout(Duration timeout) {
        positive(timeout, "timeout");
        return reached(s -> s.timeout = timeout);
    }

    /**
     * Only connects: provisioning makes, changes and resumes nothing then. It refuses a warehouse that is missing, and
     * a cluster that is paused.
     *
     * @return a new description
     */
    public T connectOnly() {
        return with(s -> s.connectOnly = true);
    }

    /**
     * Says what {@link #provision(Progress)} would do on AWS, without changing anything.
     *
     * @return what is there, what would be made or changed, and the permissions it takes
     * @throws ProvisionException if it cannot be provisioned like this, or AWS cannot be asked
     */
    public ProvisionPlan plan() {
        return on(Progress.SILENT, session -> making(session).plan().plan(name(), session));
    }

    /**
     * Says what {@link #deprovision()} would do on AWS, without changing anything.
     *
     * @return what would be deleted and what kept, and the permissions it takes
     * @throws ProvisionException if AWS cannot be asked
     */
    public ProvisionPlan deprovisionPlan() {
        return on(Progress.SILENT, session -> making(session).deletePlan().plan("deprovisioning " + name(), session));
    }

    /**
     * Makes what is missing, waits until the warehouse is available, and connects. Run again after any failure, it goes
     * on where it stopped.
     *
     * @param progress is told what is made, and what is waited for
     * @return the warehouse; closing it has no effect on AWS
     * @throws ProvisionException if something cannot be made, does not become available or does not answer
     */
    @Override
    public Provisioned provision(Progress progress) {
        Objects.requireNonNull(progress, "progress must not be null");
        AwsSession session = new AwsSession(settings, progress);
        try {
            Making making = making(session);
            making.plan().run(progress);
            Making.Ready ready = making.ready();
            Map<String, String> description = new LinkedHashMap<>();
            description.put("platform", "Redshift " + settings.word());
            description.putAll(ready.description());
            description.put("region", session.region());
            RenewedLogin login = ready.login();
            DataApiSource source = null;
            if (ready.dataApi() == null || settings.dataApi == null) {
                description.put("version", FirstConnection.toNew(settings.word(), login.endpoint(), ready.isPublic(),
                        ATTEMPTS_TO_CONNECT, session.poll(), progress));
            } else {
                source = new DataApiSource(session.data(), ready.dataApi(), settings.dataApi,
                        settings.pollEvery());
                FirstConnection.Greeting greeting = FirstConnection.byDataApi(source, progress);
                login = login.unneeded(greeting.user());
                description.put("version", greeting.version());
            }
            if (!settings.connectOnly) {
                making.connected(ready);
            }
            return new Managed(session, login, source, description, this);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Takes a snapshot of the cluster, or of the namespace, and waits for it. It is kept, and paid for, until it is
     * deleted; deprovisioning leaves it.
     *
     * @param name 1 to 255 letters, digits and hyphens
     * @throws ProvisionException if there is no such cluster or namespace, or a snapshot of this name
     */
    public void snapshot(String name) {
        snapshot(name, Progress.SILENT);
    }

    /**
     * Like {@link #snapshot(String)}, and tells what is going on.
     *
     * @param name 1 to 255 letters, digits and hyphens
     * @param progress is told what is waited for
     * @throws ProvisionException if there is no such cluster or namespace, or a snapshot of this name
     */
    public void snapshot(String name, Progress progress) {
        snapshotName(name);
        manage(progress, making -> making.snapshot(name));
    }

    /**
     * Makes the warehouse from a snapshot, with the role and the network it would have had otherwise, and waits until
     * it is available. Databases and users are those of the snapshot; so is the password of a cluster. Provisioning
     * connects to it then. Run again after any failure, it goes on where it stopped.
     *
     * @param snapshot the name of a snapshot in this region, of a cluster or of Serverless as this is
     * @throws ProvisionException if there is a cluster of this name, or a namespace, because a restore replaces all its
     *     data; or no such snapshot
     */
    public void restore(String snapshot) {
        restore(snapshot, Progress.SILENT);
    }

    /**
     * Like {@link #restore(String)}, and tells what is going on.
     *
     * @param snapshot the name of a snapshot in this region, of a cluster or of Serverless as this is
     * @param progress is told what is made, and what is waited for
     * @throws ProvisionException if there is a cluster or namespace of this name, or no such snapshot
     */
    public void restore(String snapshot, Progress progress) {
        snapshotName(snapshot);
        manage(progress, making -> making.restore(snapshot));
    }

    /**
     * Changes the size to that of this description, and waits for it: kind and number of a cluster's nodes, while it
     * does not answer for some minutes, or base and max capacity of Serverless, while queries go on. Nothing to change
     * is fine.
     *
     * @throws ProvisionException if there is no such cluster or workgroup, or it cannot be resized like this
     */
    public void resize() {
        resize(Progress.SILENT);
    }

    /**
     * Like {@link #resize()}, and tells what is going on.
     *
     * @param progress is told what is waited for
     * @throws ProvisionException if there is no such cluster or workgroup, or it cannot be resized like this
     */
    public void resize(Progress progress) {
        manage(progress, Making::resize);
    }

    /**
     * Deletes all that provisioning made, <b>data included</b>: the cluster and its subnet group, or workgroup and
     * namespace; security group, policies, role, secret. What was not made here stays. A final snapshot is taken unless
     * {@link #skipFinalSnapshot()} was said. Safe to repeat.
     *
     * @return what was deleted, what was kept and why, and what could not be deleted
     * @throws ProvisionException if AWS cannot be asked
     */
    public DeprovisionReport deprovision() {
        return deprovision(Progress.SILENT);
    }

    /**
     * Like {@link #deprovision()}, and tells what is going on.
     *
     * @param progress is told what is deleted, and what is waited for
     * @return what was deleted, what was kept and why, and what could not be deleted
     * @throws ProvisionException if AWS cannot be asked
     */
    public DeprovisionReport deprovision(Progress progress) {
        return on(progress, session -> making(session).delete(name()));
    }

    /** All that the warehouse consists of. */
    abstract Making making(AwsSession session);

    /** Refuses what is only connected to. */
    void requireManaged() {
    }

    final <R> R on(Progress progress, Function<AwsSession, R> work) {
        requireManaged();
        try (AwsSession session = new AwsSession(settings, progress)) {
            return work.apply(session);
        }
    }

    private void manage(Progress progress, Consumer<Making> work) {
        on(progress, session -> {
            work.accept(making(session));
            return true;
        });
    }

    private static String snapshotName(String name) {
        matches(name, "name", Pattern.compile("(?=.{1,255}$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*"),
                "1 to 255 letters, digits and hyphens, begin with a letter, and have no hyphen at its end or two in a"
                        + " row");
        return name;
    }

    static void matches(String value, String name, Pattern pattern, String rule) {
        Objects.requireNonNull(value, () -> name + " must not be null");
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must be " + rule + ", was \"" + value + "\"");
        }
    }

    static void notReserved(String value, String name) {
        if (DwhRules.reserved(value)) {
            throw new IllegalArgumentException(name + " must not be the reserved word \"" + value + "\"");
        }
    }

    private static void positive(Duration duration, String name) {
        Objects.requireNonNull(duration, () -> name + " must not be null");
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than zero, was " + duration);
        }
    }

    private static <V> List<V> plus(List<V> some, List<V> more) {
        List<V> all = new ArrayList<>(some);
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    static AwsCredentialsProvider fixed(String key, String secret, @Nullable String token) {
        return StaticCredentialsProvider.create(token == null ? AwsBasicCredentials.create(key, secret)
                : AwsSessionCredentials.create(key, secret, token));
    }
}
