/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.Bucket.StoredObject;
import dev.warehouse.local.internal.copy.Buckets;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects in the buckets that a local Redshift knows. They are in no region: COPY reads them all alike. */
final class BucketObjects implements S3Objects {

    private final Buckets buckets;

    BucketObjects(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Stream<S3Object> list(S3Location prefix) throws IOException {
        Iterator<StoredObject> objects = bucket(prefix.bucket()).list(prefix.key());
        int asListed = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(objects, asListed), false)
                .map(object -> new S3Object(new S3Location(prefix.bucket(), object.key()), object.size(),
                        object.lastModified(), ""));
    }

    @Override
    public InputStream read(S3Location object) throws IOException {
        return bucket(object.bucket()).open(object.key());
    }

    @Override
    public void write(S3Location object, Content content) throws IOException {
        try (Bucket.Upload upload = bucket(object.bucket()).upload(object.key())) {
            OutputStream out = new BufferedOutputStream(upload.stream());
            content.writeTo(out);
            out.flush();
            upload.complete();
        }
    }

    @Override
    public void delete(S3Location object) throws IOException {
        bucket(object.bucket()).delete(object.key());
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        bucket(bucket);
        return Optional.empty();
    }

    private Bucket bucket(String name) throws IOException {
        try {
            return buckets.bucket(name);
        } catch (RedshiftError e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
