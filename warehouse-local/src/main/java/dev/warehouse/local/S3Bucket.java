package dev.warehouse.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of an S3 endpoint, through the AWS SDK. */
final class S3Bucket implements Bucket {

    private final S3Endpoint endpoint;
    private final String name;

    S3Bucket(S3Endpoint endpoint, String name) {
        this.endpoint = endpoint;
        this.name = name;
    }

    @Override
    public Iterator<StoredObject> list(String prefix) throws IOException {
        Iterator<S3Object> objects = asking(() -> client()
                .listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().iterator());
        // the first page is fetched here, so that a missing bucket is an error of this call
        asking(objects::hasNext);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return asking(objects::hasNext);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public StoredObject next() {
                S3Object object = objects.next();
                Instant modified = object.lastModified();
                return new StoredObject(object.key(), object.size(), modified == null ? Instant.EPOCH : modified);
            }
        };
    }

    @Override
    public InputStream open(String key) throws IOException {
        try {
            return asking(() -> client().getObject(request -> request.bucket(name).key(key)));
        } catch (IOException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                NoSuchFileException missing = new NoSuchFileException(key);
                missing.initCause(e);
                throw missing;
            }
            throw e;
        }
    }

    private S3Client client() {
        synchronized (endpoint) {
            if (endpoint.client().get() instanceof S3Client client) {
                return client;
            }
            S3ClientBuilder builder = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
            String region = endpoint.regionName();
            if (endpoint.uri() != null) {
                // stand-ins for S3 seldom answer to bucket.host names, and any region will do for them
                builder.endpointOverride(endpoint.uri()).forcePathStyle(true);
                region = region == null ? "us-east-1" : region;
            }
            if (region != null) {
                builder.region(Region.of(region));
            }
            S3Client client = builder.build();
            endpoint.client().set(client);
            return client;
        }
    }

    /** Turns the SDK's failures into what COPY says of them. */
    private static <T> T asking(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (S3Exception e) {
            String text = e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
            String code = e.awsErrorDetails() == null ? "Unknown" : e.awsErrorDetails().errorCode();
            throw new IOException(
                    "S3ServiceException:" + text + ",Status " + e.statusCode() + ",Error " + code, e);
        } catch (SdkException e) {
            throw new IOException("S3 cannot be reached: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name + " of " + endpoint;
    }
}
