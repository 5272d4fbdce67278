/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;

/**
 * Redshift Serverless on AWS: a workgroup, which computes, and its namespace, which holds the data.
 *
 * <pre>{@code
 * RedshiftServerless sales = RedshiftServerless.workgroup("sales").region("us-west-2").baseCapacity(8)
 *         .usageLimit(UsageLimit.daily(60)).publiclyAccessible().reachableFrom("203.0.113.7/32")
 *         .reads("s3://udacity-dend/log_data", "s3://udacity-dend/song_data", "s3://udacity-dend/log_json_path.json");
 * System.out.println(sales.plan());
 * try (Warehouse warehouse = Warehouse.provision(sales)) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Provisioning makes what is missing: the role of COPY, a security group with its ingress rules, namespace and
 * workgroup. It makes nothing twice, and goes on where an earlier attempt was stopped. All that is made carries the tag
 * {@code warehouse:cluster}; {@link #deprovision()} deletes that and nothing else.
 *
 * <p>It <b>costs</b> by the second and RPU while queries run, each time for a minute at least, and by the month for the
 * data; nothing is to be paused. {@link #usageLimit(UsageLimit)} bounds it.
 *
 * <p>This is a description: immutable, safe for use by several threads. See "CreateNamespace" and "CreateWorkgroup" in
 * the Amazon Redshift Serverless API reference.
 */
public final class RedshiftServerless extends AwsPlatform<RedshiftServerless> {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{3,64}");
    private static final String NAME_RULE = "3 to 64 lower-case letters, digits and hyphens";
    private static final int SMALLEST = 4;
    private static final int STEP = 8;
    private static final int LARGEST_BY_STEP = 512;
    private static final int LARGE_STEP = 32;
    private static final int LARGEST = 1024;

    private RedshiftServerless(Settings settings) {
        super(settings);
    }

    /**
     * A workgroup that is made if it is missing, with a namespace of the same name: 8 RPU, encrypted, not public, its
     * password kept in Secrets Manager.
     *
     * @param name 3 to 64 lower-case letters, digits and hyphens
     * @return a description
     */
    public static RedshiftServerless workgroup(String name) {
        matches(name, "name", NAME, NAME_RULE);
        notReserved(name, "name");
        Settings settings = new Settings(name);
        settings.serverless = true;
        return new RedshiftServerless(settings);
    }

    /**
     * Like {@link #workgroup(String)}, with its options.
     *
     * @param name 3 to 64 lower-case letters, digits and hyphens
     * @param options adds options
     * @return a description
     */
    public static RedshiftServerless workgroup(String name, UnaryOperator<RedshiftServerless> options) {
        return options.apply(workgroup(name));
    }

    @Override
    RedshiftServerless with(Settings settings) {
        return new RedshiftServerless(settings);
    }

    @Override
    void requireMaking() {
        // it always is made, or adopted
    }

    /**
     * The namespace: databases, users, snapshots. It is made if it is missing.
     *
     * @param namespace 3 to 64 lower-case letters, digits and hyphens; the workgroup's name without this
     * @return a new description
     */
    public RedshiftServerless namespace(String namespace) {
        matches(namespace, "namespace", NAME, NAME_RULE);
        notReserved(namespace, "namespace");
        return with(s -> s.namespace = namespace);
    }

    /**
     * The capacity that each query begins with. 1 RPU has 16 GB of memory.
     *
     * @param rpu 4, a multiple of 8 up to 512, or, in some regions, a multiple of 32 up to 1024; 8 without this
     * @return a new description
     */
    public RedshiftServerless baseCapacity(int rpu) {
        if (rpu != SMALLEST && !(rpu >= STEP && rpu <= LARGEST_BY_STEP && rpu % STEP == 0)
                && !(rpu > LARGEST_BY_STEP && rpu <= LARGEST && rpu % LARGE_STEP == 0)) {
            throw new IllegalArgumentException("baseCapacity must be 4 RPU, a multiple of 8 up to 512, or a multiple of"
                    + " 32 up to 1024, was " + rpu);
        }
        return with(s -> s.baseCapacity = rpu);
    }

    /**
     * The most capacity that it grows to when much is asked of it.
     *
     * @param rpu 4 or a multiple of 8, at least the base capacity; not limited without this
     * @return a new description
     */
    public RedshiftServerless maxCapacity(int rpu) {
        if (rpu != SMALLEST && !(rpu >= STEP && rpu % STEP == 0)) {
            throw new IllegalArgumentException("maxCapacity must be 4 RPU or a multiple of 8, was " + rpu);
        }
        return with(s -> s.maxCapacity = rpu);
    }

    /**
     * How much it may compute in a period. Not limited without this.
     *
     * @param limit such as {@code UsageLimit.daily(60)}
     * @return a new description
     */
    public RedshiftServerless usageLimit(UsageLimit limit) {
        Objects.requireNonNull(limit, "limit must not be null");
        return with(s -> s.usageLimit = limit);
    }

    @Override
    public String name() {
        return "Redshift Serverless " + settings.name;
    }

    /**
     * What workgroup and namespace are.
     *
     * @return empty if there is no such workgroup
     * @throws ProvisionException if AWS cannot be asked
     */
    public Optional<ServerlessDescription> describe() {
        return on(Progress.SILENT, session -> making(session).describe());
    }

    /**
     * Refuses: Serverless cannot be paused, and need not be.
     *
     * @throws ProvisionException always
     */
    public void pause() {
        throw neverPaused();
    }

    /**
     * Refuses: Serverless resumes by itself.
     *
     * @throws ProvisionException always
     */
    public void resume() {
        throw neverPaused();
    }

    private ProvisionException neverPaused() {
        return new ProvisionException(KnownError.PAUSES_BY_ITSELF,
                "the workgroup " + settings.name + " is neither paused nor resumed by hand:"
                + " Serverless pauses by itself when no query runs, and costs nothing but storage then; bound its costs"
                + " by usageLimit and maxCapacity, or end them by deprovision");
    }

    @Override
    ServerlessMaking making(AwsSession session) {
        return new ServerlessMaking(session);
    }

    @Override
    public String toString() {
        return "RedshiftServerless[" + settings.name + ", " + settings.baseCapacity + " RPU"
                + (settings.region == null ? "" : ", " + settings.region) + "]";
    }
}
