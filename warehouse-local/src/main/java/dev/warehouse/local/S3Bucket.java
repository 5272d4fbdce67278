/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of an S3 endpoint, through the AWS SDK. */
final class S3Bucket implements Bucket {

    /** S3 takes up to 5 GB in one request; beyond this much, a part that fails is cheaper to send again. */
    private static final long LARGEST_PUT = 256L << 20;
    private static final long PART = 64L << 20;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Endpoint endpoint;
    private final String name;
    private final long largestPut;
    private final long partSize;

    S3Bucket(S3Endpoint endpoint, String name) {
        this(endpoint, name, LARGEST_PUT, PART);
    }

    S3Bucket(S3Endpoint endpoint, String name, long largestPut, long partSize) {
        this.endpoint = endpoint;
        this.name = name;
        this.largestPut = largestPut;
        this.partSize = partSize;
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
                String etag = object.eTag();
                return new StoredObject(object.key(), object.size(), modified == null ? Instant.EPOCH : modified,
                        etag == null ? "" : etag.replace("\"", ""));
            }
        };
    }

    @Override
    public InputStream open(String key) throws IOException {
        return new ResumedRead((from, eTag) -> get(key, from, eTag));
    }

    private ResponseInputStream<GetObjectResponse> get(String key, long from, @Nullable String eTag)
            throws IOException {
        try {
            return asking(() -> client().getObject(request -> request.bucket(name).key(key).ifMatch(eTag)
                    .range(from == 0 ? null : "bytes=" + from + "-")));
        } catch (IOException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                NoSuchFileException missing = new NoSuchFileException(key);
                missing.initCause(e);
                throw missing;
            }
            if (e.getCause() instanceof S3Exception refused && refused.statusCode() == PRECONDITION_FAILED) {
                throw new IOException("S3 object was replaced while it was read; load it again", e);
            }
            throw e;
        }
    }

    @Override
    public Upload upload(String key) throws IOException {
        return new SpooledUpload(key);
    }

    @Override
    public void delete(String key) throws IOException {
        asking(() -> client().deleteObject(request -> request.bucket(name).key(key)));
    }

    /** An object that is written to a file here and sent when it is complete: nothing of it stays in memory. */
    private final class SpooledUpload implements Upload {

        private final String key;
        private final Path file;
        private final OutputStream stream;

        SpooledUpload(String key) throws IOException {
            this.key = key;
            this.file = Files.createTempFile("warehouse-upload-", null);
            this.stream = Files.newOutputStream(file);
        }

        @Override
        public OutputStream stream() {
            return stream;
        }

        @Override
        public void complete() throws IOException {
            stream.close();
            long size = Files.size(file);
            if (size <= largestPut) {
                asking(() -> client().putObject(request -> request.bucket(name).key(key), RequestBody.fromFile(file)));
            } else {
                sendInParts(size);
            }
            close();
        }

        private void sendInParts(long size) throws IOException {
            String id = asking(() -> client().createMultipartUpload(request -> request.bucket(name).key(key)))
                    .uploadId();
            try {
                List<CompletedPart> parts = new ArrayList<>();
                for (long from = 0; from < size; from += partSize) {
                    int number = parts.size() + 1;
                    long length = Math.min(partSize, size - from);
                    RequestBody body = RequestBody.fromContentProvider(
                            new FilePart(file, from, length), length, "application/octet-stream");
                    String tag = asking(() -> client().uploadPart(request -> request.bucket(name).key(key).uploadId(id)
                            .partNumber(number).contentLength(length), body)).eTag();
                    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
                }
                asking(() -> client().completeMultipartUpload(request -> request.bucket(name).key(key).uploadId(id)
                        .multipartUpload(upload -> upload.parts(parts))));
            } catch (IOException e) {
                try {
                    asking(() -> client().abortMultipartUpload(request -> request.bucket(name).key(key).uploadId(id)));
                } catch (IOException alsoFailed) {
                    e.addSuppressed(alsoFailed);
                }
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                stream.close();
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A part of a file, opened anew for each try to send it. */
    private record FilePart(Path file, long from, long length) implements ContentStreamProvider {

        @Override
        public InputStream newStream() {
            try {
                SeekableByteChannel channel = Files.newByteChannel(file).position(from);
                return new Limited(Channels.newInputStream(channel), length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The first bytes of a stream. */
    private static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int value = left > 0 ? in.read() : -1;
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    private S3Client client() {
        synchronized (endpoint) {
            if (endpoint.client().get() instanceof S3Client client) {
                return client;
            }
            S3ClientBuilder builder = S3Client.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(endpoint.readTimeout()));
            String region = endpoint.regionName();
            if (endpoint.uri() != null) {
                // stand-ins for S3 seldom answer to bucket.host names, and any region will do for them; nor do all know
                // the chunks and trailing checksums of AWS
                builder.endpointOverride(endpoint.uri()).forcePathStyle(true)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false));
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
