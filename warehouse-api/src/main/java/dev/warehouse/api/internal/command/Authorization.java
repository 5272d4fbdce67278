/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * With whose rights COPY and UNLOAD reach the bucket. Keys are held for nothing but the statement that is sent; no text
 * for readers repeats them, and no error repeats what stands in their place. Defined by the authorization parameters of
 * COPY in the Amazon Redshift Database Developer Guide.
 */
public sealed interface Authorization {

    /** The role that the cluster has as its default. */
    Authorization DEFAULT = new DefaultRole();

    /**
     * As it stands in a statement.
     *
     * @param masked whether keys are masked, for readers
     * @return for example {@code IAM_ROLE DEFAULT}
     */
    String render(boolean masked);

    /** {@code IAM_ROLE default}. */
    record DefaultRole() implements Authorization {
        @Override
        public String render(boolean masked) {
            return "IAM_ROLE DEFAULT";
        }
    }

    /** {@code IAM_ROLE 'SESSION'}: the rights of the caller's federated session. */
    record Session() implements Authorization {
        @Override
        public String render(boolean masked) {
            return "IAM_ROLE 'SESSION'";
        }
    }

    /**
     * A role, or a chain of roles of which each assumes the next.
     *
     * @param arns their ARNs, at least one
     */
    record Roles(List<String> arns) implements Authorization {

        private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[^:,\\s]*:role/[^,\\s]+");

        public Roles {
            arns = List.copyOf(arns);
            if (arns.isEmpty()) {
                throw new IllegalArgumentException("arns must not be empty");
            }
            for (String arn : arns) {
                if (!ROLE.matcher(arn).matches()) {
                    throw new IllegalArgumentException("arns must hold the ARNs of roles such as "
                            + "arn:aws:iam::123456789012:role/dwhRole, without blanks");
                }
            }
        }

        @Override
        public String render(boolean masked) {
            return "IAM_ROLE " + Arguments.literal(String.join(",", arns));
        }
    }

    /**
     * Access keys, as scripts of old have them.
     *
     * @param accessKeyId the key's name
     * @param secretAccessKey the key
     * @param sessionToken the token of temporary keys, or null
     */
    record Keys(Secret accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken) implements Authorization {
        @Override
        public String render(boolean masked) {
            String keys = "ACCESS_KEY_ID " + literal(accessKeyId, masked)
                    + "\nSECRET_ACCESS_KEY " + literal(secretAccessKey, masked);
            return sessionToken == null ? keys : keys + "\nSESSION_TOKEN " + literal(sessionToken, masked);
        }

        private static String literal(Secret secret, boolean masked) {
            return Arguments.literal(masked ? Secret.MASK : secret.value());
        }
    }
}
