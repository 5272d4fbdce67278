/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftserverless.RedshiftServerlessClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The clients of one piece of work on AWS, made when they are first needed. Throttled calls, server errors and lost
 * connections are repeated with growing, jittered pauses.
 */
final class AwsSession implements AutoCloseable {

    /** The tag that tells whose something is; its value is {@link #owner()}. */
    static final String OWNER_TAG = "warehouse:cluster";

    private static final int ATTEMPTS = 8;
    private static final int REFUSALS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Settings settings;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Progress progress;
    private final AwsCalls calls = new AwsCalls();
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(http));
    private @Nullable RedshiftClient redshift;
    private @Nullable RedshiftServerlessClient serverless;
    private @Nullable RedshiftDataClient data;
    private @Nullable IamClient iam;
    private @Nullable Ec2Client ec2;
    private @Nullable StsClient sts;
    private @Nullable SecretsManagerClient secrets;
    private @Nullable GetCallerIdentityResponse identity;

    AwsSession(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.region = region(settings);
        if (settings.credentials == null) {
            DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
            opened.add(chain);
            credentials = chain;
        } else {
            credentials = settings.credentials;
        }
    }

    private static Region region(Settings settings) {
        if (settings.region != null) {
            return Region.of(settings.region);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new ProvisionException(KnownError.AWS_REGION_MISSING,
                    "there is no AWS region for " + settings.word() + " " + settings.name
                    + ": name one by region, " + (settings.serverless ? "" : "as REGION in [AWS] of dwh.cfg, ")
                    + "by the environment variable AWS_REGION, or in the profile", e);
        }
    }

    Settings settings() {
        return settings;
    }

    String region() {
        return region.id();
    }

    AwsCalls calls() {
        return calls;
    }

    Progress progress() {
        return progress;
    }

    Poll poll() {
        return poll(settings.timeout);
    }

    /** Waits for something that takes so long at most, unless all waits are shorter. */
    Poll poll(Duration longest) {
        return new Poll(settings.pollEvery(), longest.compareTo(settings.timeout) < 0 ? longest : settings.timeout,
                progress);
    }

    /**
     * Makes a change as soon as no other is going on. What is refused again and again at rest, is refused for good.
     *
     * @param busy the error code of a resource that another change is going on with
     * @param already waits until none is, and tells whether this one is made: the answer to an earlier call was lost
     */
    void change(String action, String resource, Runnable call, String busy, BooleanSupplier already) {
        int[] refused = {0};
        poll().until(resource + " to take a change", () -> {
            if (already.getAsBoolean()) {
                return true;
            }
            return ++refused[0] < REFUSALS ? calls.done(action, resource, call, busy)
                    : calls.done(action, resource, call);
        }, done -> done, done -> "busy");
    }

    /** What is said of a resource that must be there, and is not. */
    ProvisionException missing(String resource) {
        return new ProvisionException(KnownError.DOES_NOT_EXIST,
                "there is no " + resource + " in " + region() + ": provision it first,"
                + " or check name and region");
    }

    /** What is said of a resource of this name that somebody else made. */
    ProvisionException notOurs(String resource) {
        return new ProvisionException(KnownError.EXISTS_AND_IS_NOT_OURS,
                "the " + resource + " exists in " + region() + " and was not"
                + " made here: say adopt() to use it, or choose another name");
    }

    /** The value of the tag of all that is made for this warehouse. IAM is global, so the region is part of it. */
    String owner() {
        return region() + "/" + (settings.serverless ? "workgroup/" : "") + settings.name;
    }

    String account() {
        return identity().account();
    }

    /** The first part of every ARN, such as {@code arn:aws}. */
    String partition() {
        return "arn:" + identity().arn().split(":")[1];
    }

    private GetCallerIdentityResponse identity() {
        if (identity == null) {
            identity = calls.call("sts:GetCallerIdentity", "the caller", () -> sts().getCallerIdentity());
        }
        return identity;
    }

    RedshiftClient redshift() {
        if (redshift == null) {
            redshift = open(AwsService.REDSHIFT, RedshiftClient::builder);
        }
        return redshift;
    }

    RedshiftServerlessClient serverless() {
        if (serverless == null) {
            serverless = open(AwsService.REDSHIFT_SERVERLESS, RedshiftServerlessClient::builder);
        }
        return serverless;
    }

    RedshiftDataClient data() {
        if (data == null) {
            data = open(AwsService.REDSHIFT_DATA, RedshiftDataClient::builder);
        }
        return data;
    }

    IamClient iam() {
        if (iam == null) {
            iam = open(AwsService.IAM, IamClient::builder);
        }
        return iam;
    }

    Ec2Client ec2() {
        if (ec2 == null) {
            ec2 = open(AwsService.EC2, Ec2Client::builder);
        }
        return ec2;
    }

    SecretsManagerClient secrets() {
        if (secrets == null) {
            secrets = open(AwsService.SECRETS_MANAGER, SecretsManagerClient::builder);
        }
        return secrets;
    }

    private StsClient sts() {
        if (sts == null) {
            sts = open(AwsService.STS, StsClient::builder);
        }
        return sts;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C open(
            AwsService service, Supplier<B> builder) {
        Optional<URI> endpoint = settings.endpoint(service);
        Duration first = settings.pollEvery().compareTo(FIRST_PAUSE) < 0 ? settings.pollEvery() : FIRST_PAUSE;
        B configured = builder.get()
                // what is reached at an address of its own has its signatures for the warehouse's region
                .region(service == AwsService.IAM && endpoint.isEmpty() ? global() : region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .retryOnException(AwsErrors::passes)
                        .maxAttempts(ATTEMPTS)
                        .circuitBreakerEnabled(false)
                        .backoffStrategy(BackoffStrategy.exponentialDelay(first, LONGEST_PAUSE))
                        .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(first.multipliedBy(2),
                                LONGEST_PAUSE))
                        .build()));
        endpoint.ifPresent(configured::endpointOverride);
        C client = configured.build();
        opened.add(client);
        return client;
    }

    private Region global() {
        if (region.id().startsWith("cn-")) {
            return Region.AWS_CN_GLOBAL;
        }
        return region.id().startsWith("us-gov-") ? Region.AWS_US_GOV_GLOBAL : Region.AWS_GLOBAL;
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("a client of the AWS SDK does not close", e);
            }
        }
    }
}
