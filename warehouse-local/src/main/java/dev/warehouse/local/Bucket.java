/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;

/**
 * What stands for an S3 bucket: a folder, a bucket of any S3 endpoint, or an implementation of your own.
 *
 * <pre>{@code
 * Bucket data = Bucket.folder(Path.of("data"));
 * Bucket real = Bucket.s3("udacity-dend", S3Endpoint.aws().region("us-west-2"));
 * }</pre>
 *
 * <p>Implementations may be called by several threads at once.
 */
public interface Bucket {

    /**
     * The objects whose key begins with the prefix, in the order of their keys (by their UTF-8 bytes), found as the
     * caller goes along. A prefix is not a folder: {@code part} also finds {@code part-1} and {@code part/x}.
     *
     * @param prefix the beginning of the keys, or the empty string for all
     * @return the objects; {@code next} throws {@link java.io.UncheckedIOException} if the bucket cannot be read
     * @throws IOException if the bucket cannot be read; the message says what S3 would say
     */
    Iterator<StoredObject> list(String prefix) throws IOException;

    /**
     * Opens an object. Its bytes come as a stream: nothing is held in memory.
     *
     * @param key its whole key
     * @return its bytes; the caller closes it
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it cannot be read
     */
    InputStream open(String key) throws IOException;

    /**
     * Reads a small object as a whole.
     *
     * @param key its whole key
     * @param maxBytes the most that is read
     * @return its bytes
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it cannot be read, or is larger
     */
    default byte[] read(String key, int maxBytes) throws IOException {
        try (InputStream in = open(key)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new IOException("the object is larger than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    /**
     * Begins a new object. It appears in the bucket, whole, when it is completed, and never if it is not.
     *
     * @param key its whole key; an object that has it already is replaced
     * @return the object to be; the caller closes it
     * @throws IOException if the bucket cannot be written, as it is unless overridden
     */
    default Upload upload(String key) throws IOException {
        throw new IOException("the bucket (" + this + ") can only be read");
    }

    /**
     * Deletes an object; one that does not exist is no error.
     *
     * @param key its whole key
     * @throws IOException if the bucket cannot be written, as it is unless overridden
     */
    default void delete(String key) throws IOException {
        throw new IOException("the bucket (" + this + ") can only be read");
    }

    /**
     * Whether each object costs a round trip over a network, so that it pays to fetch several small ones at once.
     *
     * @return true unless overridden
     */
    default boolean isRemote() {
        return true;
    }

    /**
     * A folder as a bucket: the files below it are the objects, their relative paths with {@code /} the keys. Nothing
     * outside the folder can be reached, neither by {@code ..} nor by a symbolic link.
     *
     * @param folder an existing folder
     * @return the bucket
     * @throws IllegalArgumentException if there is no such folder
     */
    static Bucket folder(Path folder) {
        return new FolderBucket(folder);
    }

    /**
     * A bucket of an S3 endpoint. Nothing is contacted until the first object is asked for.
     *
     * @param name the bucket's name there
     * @param endpoint where it is
     * @return the bucket
     */
    static Bucket s3(String name, S3Endpoint endpoint) {
        return endpoint.bucket(name);
    }

    /**
     * An object while it is written. Not for several threads at once.
     */
    interface Upload extends Closeable {

        /**
         * Where its bytes go.
         *
         * @return the stream, always the same; may be closed once the last byte is written
         */
        OutputStream stream();

        /**
         * Ends the object and makes it appear. Called once, after the last byte.
         *
         * @throws IOException if it could not be stored; then it does not appear
         */
        void complete() throws IOException;

        /**
         * Lets go of it; an object that was not completed leaves nothing behind. Twice is fine.
         *
         * @throws IOException if what was written so far could not be removed
         */
        @Override
        void close() throws IOException;
    }

    /**
     * An object of a bucket.
     *
     * @param key its whole key
     * @param size in bytes, as stored
     * @param lastModified when it was written
     * @param etag S3's tag of its content, without the quotation marks; empty where there is none
     */
    record StoredObject(String key, long size, Instant lastModified, String etag) {

        /**
         * An object without a tag.
         *
         * @param key its whole key
         * @param size in bytes, as stored
         * @param lastModified when it was written
         */
        public StoredObject(String key, long size, Instant lastModified) {
            this(key, size, lastModified, "");
        }
    }
}
