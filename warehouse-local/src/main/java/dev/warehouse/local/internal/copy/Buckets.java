/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.Bucket;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The buckets that a server knows, by name. */
public final class Buckets {

    private final Map<String, Bucket> known;
    private final @Nullable Function<String, Bucket> others;

    private Buckets(Map<String, Bucket> known, @Nullable Function<String, Bucket> others) {
        this.known = new TreeMap<>(known);
        this.others = others;
    }

    /**
     * These buckets and no others.
     *
     * @param known the buckets by their names
     * @return the buckets
     */
    public static Buckets of(Map<String, Bucket> known) {
        return new Buckets(known, null);
    }

    /**
     * These buckets, and for every other name what the function makes of it.
     *
     * @param known the buckets by their names
     * @param others gives the bucket of a name, for example {@code S3Endpoint.aws()::bucket}
     * @return the buckets
     */
    public static Buckets of(Map<String, Bucket> known, Function<String, Bucket> others) {
        return new Buckets(known, others);
    }

    /**
     * Finds a bucket.
     *
     * @param name its name
     * @return the bucket
     * @throws RedshiftError as S3 says it, if there is none of the name
     */
    public Bucket bucket(String name) {
        Bucket bucket = known.get(name);
        if (bucket != null) {
            return bucket;
        }
        if (others != null) {
            return others.apply(name);
        }
        String message = "S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket";
        String hint = known.isEmpty()
                ? "This server knows no bucket: give it one, as a folder or as an S3 endpoint."
                : "This server knows the buckets " + String.join(", ", known.keySet())
                        + "; give it \"" + name + "\" as a folder or as an S3 endpoint.";
        throw RedshiftError.internal(S3Path.UNUSABLE, message, "bucket " + name, hint, -1);
    }
}
