/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.warehouse.api.ProvisionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes calls to AWS: remembers which permissions they took, tells answers that are expected from failures, and says of
 * failures what was called, on what, and the way out.
 */
final class AwsCalls {

    private static final Logger LOG = LoggerFactory.getLogger(AwsCalls.class);

    private final Set<String> actions = new LinkedHashSet<>();

    /** The actions called so far, as policies name them. */
    synchronized Set<String> actions() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(actions));
    }

    /**
     * Makes a call that must succeed.
     *
     * @param action as policies name it, such as {@code redshift:CreateCluster}
     * @param resource what it is about, for people
     * @param call the call itself
     * @return its answer
     * @throws ProvisionException if it failed
     */
    <T> T call(String action, String resource, Supplier<T> call) {
        note(action, resource);
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsErrors.failure(action, resource, e);
        }
    }

    /** Makes a call whose object may be absent, which these error codes tell. */
    <T> Optional<T> find(String action, String resource, Supplier<T> call, String... absent) {
        note(action, resource);
        try {
            return Optional.of(call.get());
        } catch (AwsServiceException e) {
            if (List.of(absent).contains(AwsErrors.code(e))) {
                return Optional.empty();
            }
            throw AwsErrors.failure(action, resource, e);
        } catch (SdkException e) {
            throw AwsErrors.failure(action, resource, e);
        }
    }

    /**
     * Makes a call that may have been made before, which these error codes tell.
     *
     * @return whether this call did it
     */
    boolean done(String action, String resource, Runnable call, String... before) {
        return find(action, resource, () -> {
            call.run();
            return true;
        }, before).orElse(false);
    }

    private synchronized void note(String action, String resource) {
        actions.add(action);
        LOG.debug("provision {} on {}", action, resource);
    }
}
