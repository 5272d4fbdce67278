/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3 through the AWS SDK, with the credentials of its default chain (environment, profile, role of the machine).
 * Nothing is contacted before the first call. Buckets in other regions are found by S3's redirects; requests that S3
 * slows down are repeated as the SDK does by default.
 */
final class AwsS3Objects implements S3Objects, AutoCloseable {

    private static final String BUCKET_REGION = "x-amz-bucket-region";
    private static final String FALLBACK_REGION = "us-east-1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final @Nullable URI endpoint;
    private final @Nullable String region;
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final AwsCredentialsProvider credentials;
    private final DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    private @Nullable S3Client client;
    private @Nullable SdkException withoutCredentials;
    private boolean closed;

    /**
     * Objects as S3 tells of them.
     *
     * @param endpoint another endpoint than AWS's own, addressed in path style; null for AWS's
     * @param region where requests go first; null for the default chain's
     * @param credentials who asks; null for the default chain's
     */
    AwsS3Objects(@Nullable URI endpoint, @Nullable String region, @Nullable AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials == null ? chain : credentials;
    }

    @Override
    public Stream<dev.warehouse.api.S3Object> list(S3Location prefix) throws IOException {
        Iterator<ListObjectsV2Response> pages = asking(() -> client()
                .listObjectsV2Paginator(request -> request.bucket(prefix.bucket()).prefix(prefix.key())).iterator());
        Listing listing = new Listing(pages, prefix.bucket());
        try {
            // the first page is fetched here, so that a missing bucket is an error of this call
            listing.hasNext();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(listing,
                Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL), false);
    }

    /** Holds one page at a time. */
    private static final class Listing implements Iterator<dev.warehouse.api.S3Object> {

        private final Iterator<ListObjectsV2Response> pages;
        private final String bucket;
        private Iterator<S3Object> page = Collections.emptyIterator();

        Listing(Iterator<ListObjectsV2Response> pages, String bucket) {
            this.pages = pages;
            this.bucket = bucket;
        }

        @Override
        public boolean hasNext() {
            try {
                while (!page.hasNext() && asking(pages::hasNext)) {
                    page = asking(pages::next).contents().iterator();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return page.hasNext();
        }

        @Override
        public dev.warehouse.api.S3Object next() {
            hasNext();
            S3Object object = page.next();
            Instant modified = object.lastModified();
            String etag = object.eTag() == null ? "" : object.eTag().replace("\"", "");
            return new dev.warehouse.api.S3Object(new S3Location(bucket, object.key()), object.size(),
                    modified == null ? Instant.EPOCH : modified, etag);
        }
    }

    @Override
    public InputStream read(S3Location object) throws IOException {
        try {
            return asking(() -> client().getObject(request -> request.bucket(object.bucket()).key(object.key())));
        } catch (IOException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                NoSuchFileException missing = new NoSuchFileException(object.toString());
                missing.initCause(e);
                throw missing;
            }
            throw e;
        }
    }

    /** By way of a file here, so that nothing is held in memory and S3 knows the length before the first byte. */
    @Override
    public void write(S3Location object, Content content) throws IOException {
        Path file = Files.createTempFile("warehouse-object-", null);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                content.writeTo(out);
            }
            asking(() -> client().putObject(request -> request.bucket(object.bucket()).key(object.key()),
                    RequestBody.fromFile(file)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void delete(S3Location object) throws IOException {
        asking(() -> client().deleteObject(request -> request.bucket(object.bucket()).key(object.key())));
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        String known = regions.get(bucket);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found;
        try {
            found = Optional.ofNullable(client().headBucket(request -> request.bucket(bucket)).bucketRegion());
        } catch (S3Exception e) {
            // S3 tells the region also to those who may not enter, and to those who ask in the wrong one
            AwsErrorDetails details = e.awsErrorDetails();
            found = details == null || details.sdkHttpResponse() == null ? Optional.empty()
                    : details.sdkHttpResponse().firstMatchingHeader(BUCKET_REGION);
            if (found.isEmpty()) {
                throw said(e);
            }
        } catch (SdkException e) {
            throw unreachable(e);
        }
        found.ifPresent(name -> regions.put(bucket, name));
        return found;
    }

    private synchronized S3Client client() {
        if (closed) {
            throw new IllegalStateException("the warehouse is closed, and with it the way to S3");
        }
        if (withoutCredentials != null) {
            throw withoutCredentials;
        }
        if (client == null) {
            try {
                // asked for once: to find none takes seconds, because the machine's own service is waited for
                credentials.resolveCredentials();
            } catch (SdkException e) {
                withoutCredentials = e;
                throw e;
            }
            S3ClientBuilder builder = S3Client.builder().credentialsProvider(credentials)
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .crossRegionAccessEnabled(true)
                    .overrideConfiguration(configuration -> configuration.apiCallTimeout(PATIENCE));
            if (endpoint != null) {
                builder.endpointOverride(endpoint).forcePathStyle(true)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false));
            }
            if (region != null || endpoint != null) {
                builder.region(Region.of(region == null ? FALLBACK_REGION : region));
            }
            client = builder.build();
        }
        return client;
    }

    private static <T> T asking(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (S3Exception e) {
            throw said(e);
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    private static IOException said(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String text = details == null || details.errorMessage() == null ? e.getMessage() : details.errorMessage();
        return new IOException(text + " (status " + e.statusCode()
                + (details == null || details.errorCode() == null ? "" : ", " + details.errorCode()) + ")", e);
    }

    private static IOException unreachable(SdkException e) {
        return new IOException("S3 cannot be reached: " + e.getMessage(), e);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
            client = null;
        }
        chain.close();
    }
}
