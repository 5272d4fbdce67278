/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where S3 is: AWS itself, or any service that speaks its protocol. Credentials come from the AWS SDK's default chain
 * (environment, profile, instance role); this class neither takes nor shows any.
 *
 * <pre>{@code
 * S3Endpoint.aws().region("us-west-2");
 * S3Endpoint.at(URI.create("http://127.0.0.1:9000"));
 * }</pre>
 *
 * <p>The SDK is loaded and the client made when the first object is asked for. Safe for several threads.
 */
public final class S3Endpoint implements AutoCloseable {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final @Nullable URI uri;
    private final @Nullable String region;
    private final Duration readTimeout;
    private final AtomicReference<@Nullable AutoCloseable> client = new AtomicReference<>();

    private S3Endpoint(@Nullable URI uri, @Nullable String region, Duration readTimeout) {
        this.uri = uri;
        this.region = region;
        this.readTimeout = readTimeout;
    }

    /**
     * AWS's own S3, in the region that the SDK's default chain finds.
     *
     * @return the endpoint
     */
    public static S3Endpoint aws() {
        return new S3Endpoint(null, null, READ_TIMEOUT);
    }

    /**
     * A service that speaks S3's protocol, addressed in path style.
     *
     * @param uri its address, with http or https
     * @return the endpoint
     */
    public static S3Endpoint at(URI uri) {
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("uri must be an http or https address, was " + uri);
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("uri must hold no credentials; the AWS default chain gives them");
        }
        return new S3Endpoint(uri, null, READ_TIMEOUT);
    }

    /**
     * The same endpoint in a region.
     *
     * @param region for example {@code us-west-2}
     * @return a new endpoint
     */
    public S3Endpoint region(String region) {
        if (region.isBlank()) {
            throw new IllegalArgumentException("region must not be blank");
        }
        return new S3Endpoint(uri, region, readTimeout);
    }

    /**
     * The same endpoint with another limit for silence: a read for which no byte comes so long counts as broken, and is
     * taken up again where it was. By default 30 seconds.
     *
     * @param timeout more than zero
     * @return a new endpoint
     */
    public S3Endpoint readTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be more than zero, was " + timeout);
        }
        return new S3Endpoint(uri, region, timeout);
    }

    /**
     * A bucket there. Nothing is contacted yet.
     *
     * @param name the bucket's name
     * @return the bucket
     */
    public Bucket bucket(String name) {
        return new S3Bucket(this, name);
    }

    @Nullable URI uri() {
        return uri;
    }

    Duration readTimeout() {
        return readTimeout;
    }

    @Nullable String regionName() {
        return region;
    }

    /** The shared client's place; {@link S3Bucket} fills it, so that this class names no class of the SDK. */
    AtomicReference<@Nullable AutoCloseable> client() {
        return client;
    }

    /** Lets go of the connections. Twice is fine; a bucket asked later opens new ones. */
    @Override
    public void close() {
        AutoCloseable open = client.getAndSet(null);
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("the S3 client did not close", e);
            }
        }
    }

    @Override
    public String toString() {
        return (uri == null ? "AWS S3" : "S3 at " + uri) + (region == null ? "" : " in " + region);
    }
}
