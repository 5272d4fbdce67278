/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.Platform;
import dev.warehouse.api.PlatformProvider;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.util.Map;

/**
 * What {@code Warehouse.provision()} means: a temporary local Redshift, with the buckets of sample data that artifacts
 * on the class path bring along.
 */
public final class LocalPlatformProvider implements PlatformProvider {

    /** For {@link java.util.ServiceLoader}. */
    public LocalPlatformProvider() {
        // has no state
    }

    @Override
    public Platform defaultPlatform() {
        LocalRedshift redshift = LocalRedshift.temporary();
        try {
            for (Map.Entry<String, Bucket> bucket : ClassPathBucket.declared().entrySet()) {
                redshift = redshift.bucket(bucket.getKey(), bucket.getValue());
            }
        } catch (IOException e) {
            throw new ProvisionException(KnownError.SAMPLE_DATA_UNREADABLE,
                    "the sample data on the class path cannot be read: " + e.getMessage(), e);
        }
        return redshift;
    }
}
