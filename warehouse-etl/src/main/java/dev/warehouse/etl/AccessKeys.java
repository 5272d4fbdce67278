/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Access keys of AWS, as scripts of old put them into COPY and UNLOAD. Prefer an IAM role: keys in a statement travel
 * with it. Nothing here prints them; only the statement that is sent holds them.
 *
 * @param accessKeyId the key's name
 * @param secretAccessKey the key
 * @param sessionToken the token of temporary keys, or null for permanent ones
 */
public record AccessKeys(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    /** Checks what was given. */
    public AccessKeys {
        Objects.requireNonNull(accessKeyId, "accessKeyId must not be null");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey must not be null");
        if (accessKeyId.isBlank()) {
            throw new IllegalArgumentException("accessKeyId must not be blank");
        }
        if (secretAccessKey.isBlank()) {
            throw new IllegalArgumentException("secretAccessKey must not be blank");
        }
        if (sessionToken != null && sessionToken.isBlank()) {
            throw new IllegalArgumentException("sessionToken must not be blank; give null for permanent keys");
        }
    }

    /**
     * Permanent keys.
     *
     * @param accessKeyId the key's name
     * @param secretAccessKey the key
     */
    public AccessKeys(String accessKeyId, String secretAccessKey) {
        this(accessKeyId, secretAccessKey, null);
    }

    @Override
    public String toString() {
        return "AccessKeys[***]";
    }
}
