/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects that this program can see: the seam between what is done beside a COPY (listing its source, writing a
 * manifest) and whatever stores them. A {@link Provisioned} platform gives one; the warehouse itself reads and writes
 * with rights of its own, so what is seen here is advice, never a condition.
 *
 * <p>Safe for use by several threads. Closed with its platform.
 */
public interface S3Objects {

    /**
     * The objects whose key begins with the prefix's, in the order of their keys, found page by page as the stream is
     * read: nothing is collected. A prefix is not a folder: {@code s3://b/part} also finds {@code part-1} and
     * {@code part/x}.
     *
     * <pre>{@code
     * try (Stream<S3Object> found = objects.list(S3Location.of("s3://b/raw/"))) {
     *     long bytes = found.mapToLong(S3Object::size).sum();
     * }
     * }</pre>
     *
     * <p>Amazon S3 API Reference, ListObjectsV2.
     *
     * @param prefix the bucket, and the beginning of the keys
     * @return the objects, to be closed; a later page that cannot be read is an {@link java.io.UncheckedIOException}
     * @throws IOException if there is no such bucket, or it may not be listed; the message is S3's
     */
    Stream<S3Object> list(S3Location prefix) throws IOException;

    /**
     * Opens an object.
     *
     * @param object its place
     * @return its bytes, as a stream to be closed
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it may not be read; the message is S3's
     */
    InputStream read(S3Location object) throws IOException;

    /**
     * Writes an object. It appears whole when all is written, or not at all. One that exists is replaced.
     *
     * @param object its place
     * @param content writes the bytes, once
     * @throws IOException if it may not be written, the message is S3's; or what the content throws
     */
    void write(S3Location object, Content content) throws IOException;

    /**
     * Deletes an object; one that does not exist is no error.
     *
     * @param object its place
     * @throws IOException if it may not be deleted; the message is S3's
     */
    void delete(S3Location object) throws IOException;

    /**
     * Where a bucket is.
     *
     * @param bucket its name
     * @return for example {@code us-west-2}; empty where buckets have no region, as folders on the laptop
     * @throws IOException if there is no such bucket, or it may not be asked for; the message is S3's
     */
    Optional<String> region(String bucket) throws IOException;

    /** The bytes of an object to be written. */
    @FunctionalInterface
    interface Content {

        /**
         * Writes all of them.
         *
         * @param out where to; buffered, closed by the caller
         * @throws IOException if they cannot be had, or not be written
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
