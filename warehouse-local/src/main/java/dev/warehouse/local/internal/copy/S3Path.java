/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.Bucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * A place in S3.
 *
 * @param bucket the bucket's name
 * @param key a key, or the beginning of keys
 */
public record S3Path(String bucket, String key) {

    /** Redshift's code for a store that cannot be used as the statement says. */
    static final int UNUSABLE = 8001;
    private static final String SCHEME = "s3://";

    static S3Path of(String uri, String what, int position) {
        int slash = uri.indexOf('/', SCHEME.length());
        if (!uri.startsWith(SCHEME) || slash < SCHEME.length() + 1 || slash == uri.length() - 1) {
            throw noObject(what, uri, position);
        }
        return new S3Path(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
    }

    /**
     * Cuts the address of a statement into bucket and key.
     *
     * @param address as the grammar of COPY and UNLOAD takes it
     * @return its parts; the key is empty for a whole bucket
     */
    public static S3Path ofPrefix(String address) {
        int slash = address.indexOf('/', SCHEME.length());
        return slash < 0 ? new S3Path(address.substring(SCHEME.length()), "")
                : new S3Path(address.substring(SCHEME.length(), slash), address.substring(slash + 1));
    }

    private static RedshiftError noObject(String what, String uri, int position) {
        return RedshiftError.internal(UNUSABLE, what + " requires full path of an Amazon S3 object", uri,
                "Write 's3://bucket/key'.", position);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }

    /** Reads a small object whole: a jsonpaths file, a manifest. */
    byte[] read(Buckets buckets, String what, int position) {
        Bucket from = buckets.bucket(bucket);
        try {
            return from.read(key, 16 << 20);
        } catch (NoSuchFileException e) {
            if (isPrefix(from)) {
                throw noObject(what, toString(), position);
            }
            throw RedshiftError.internal(UNUSABLE,
                    "S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey",
                    what + ": " + this, "Check the key; it must be the whole key of one object.", position);
        } catch (IOException e) {
            throw unreadable(this.toString(), e, position);
        }
    }

    private boolean isPrefix(Bucket in) {
        try {
            return key.endsWith("/") || in.list(key).hasNext();
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * The error of a bucket that cannot be used, in S3's own words where it has some.
     *
     * @param place what was asked for
     * @param e what came back
     * @param position where the place stands in the statement
     * @return the error
     */
    public static RedshiftError unreadable(String place, IOException e, int position) {
        String message = e.getMessage();
        String said = message != null && message.startsWith("S3") ? message : e.toString();
        return RedshiftError.internal(UNUSABLE, said, place, hint(said), position);
    }

    static @Nullable String hint(String message) {
        if (message.contains("PermanentRedirect") || message.contains("AuthorizationHeaderMalformed")) {
            return "The bucket is in another region: start the S3 endpoint with the bucket's region.";
        }
        if (message.contains("AccessDenied") || message.contains("Unable to load credentials")) {
            return "The credentials come from the AWS default chain of this machine, not from the COPY.";
        }
        return null;
    }
}
