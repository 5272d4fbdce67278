/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.api.WarehouseException;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalTemplate;
import dev.warehouse.local.TestBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The templates of this JVM. Each is prepared once, by the first test that asks; others with equal settings wait. */
final class Templates {

    private static final Map<Object, Preparation> TEMPLATES = new ConcurrentHashMap<>();

    /**
     * What makes a template.
     *
     * @param task makes it
     * @param told whose tests were told that it failed
     */
    private record Preparation(FutureTask<LocalTemplate> task, AtomicReference<@Nullable String> told) {
    }

    private Templates() {
    }

    /** The template of tests; those of a second name who ask for one that failed hear it in a few words. */
    static LocalTemplate of(Settings settings, String tests) {
        Preparation preparation = TEMPLATES.computeIfAbsent(settings.templateKey(),
                key -> new Preparation(new FutureTask<>(() -> prepare(settings)), new AtomicReference<>()));
        preparation.task().run(); // does nothing if it has run, or another thread is at it
        try {
            return preparation.task().get();
        } catch (ExecutionException e) {
            // a second try would take as long and end the same way
            if (preparation.told().compareAndSet(null, tests)) {
                throw rethrown(e.getCause());
            }
            throw new IllegalStateException("the Redshift of " + tests + " was not prepared, because that of "
                    + preparation.told().get() + " with equal settings could not be: "
                    + (e.getCause() instanceof WarehouseException known ? known.getMessage() : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another test prepared the Redshift", e);
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    private static LocalTemplate prepare(Settings settings) {
        LocalRedshift redshift = settings.redshift();
        for (Map.Entry<String, TestBucket> bucket : settings.newBuckets().entrySet()) {
            redshift = redshift.bucket(bucket.getKey(), bucket.getValue());
        }
        return redshift.template(settings::prepare);
    }
}
