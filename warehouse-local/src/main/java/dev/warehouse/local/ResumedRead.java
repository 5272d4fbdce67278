/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object of S3 that is read on from where a connection broke. The SDK repeats a request that fails before its answer
 * begins; what breaks later is for the reader to mend. Asks for the rest of the same version of the object, so that a
 * reader never gets the beginning of one and the end of another.
 */
final class ResumedRead extends InputStream {

    /** How often in a row the rest is asked for without a byte that came. */
    private static final int TRIES = 4;
    private static final long FIRST_PAUSE_MILLIS = 50;

    /** Asks for an object from a position on. */
    @FunctionalInterface
    interface Source {
        ResponseInputStream<GetObjectResponse> open(long from, @Nullable String eTag) throws IOException;
    }

    private final Source source;
    private final @Nullable String eTag;
    private final @Nullable Long length;
    private volatile ResponseInputStream<GetObjectResponse> in;
    private volatile boolean closed;
    private long position;
    private boolean ended;

    ResumedRead(Source source) throws IOException {
        this.source = source;
        this.in = source.open(0, null);
        this.eTag = in.response().eTag();
        this.length = in.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        for (int failures = 0; !ended; ) {
            try {
                int read = in.read(into, offset, size);
                if (read >= 0) {
                    position += read;
                    return read;
                }
                if (length != null && position < length) {
                    throw new EOFException("the answer ends there");
                }
                ended = true;
            } catch (SdkException e) {
                throw new IOException("S3 object: " + e.getMessage(), e);
            } catch (IOException e) {
                if (closed) {
                    throw e;
                }
                failures++;
                in = rest(e, failures);
            }
        }
        return -1;
    }

    private ResponseInputStream<GetObjectResponse> rest(IOException cause, int failures) throws IOException {
        in.abort();
        if (failures >= TRIES) {
            throw new IOException("S3 broke off at byte " + position + (length == null ? "" : " of " + length) + ", "
                    + TRIES + " times: " + cause.getMessage(), cause);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << 2 * (failures - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the read was interrupted");
        }
        ResponseInputStream<GetObjectResponse> rest = source.open(position, eTag);
        if (closed) {
            rest.abort();
            throw new IOException("the read was closed", cause);
        }
        if (rest.response().contentRange() == null) {
            // some stand-ins for S3 know no ranges
            rest.skipNBytes(position);
        }
        return rest;
    }

    /** Also from another thread, while a read waits. */
    @Override
    public void close() {
        closed = true;
        if (ended) {
            try {
                in.close();
                return;
            } catch (IOException e) {
                // nothing more is wanted from it
            }
        }
        in.abort();
    }
}
