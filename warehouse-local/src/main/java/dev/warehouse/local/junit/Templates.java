/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalTemplate;
import dev.warehouse.local.TestBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The templates of this JVM. Each is prepared once, by the first test that asks; others with equal settings wait. */
final class Templates {

    private static final Map<Object, FutureTask<LocalTemplate>> TEMPLATES = new ConcurrentHashMap<>();

    private Templates() {
    }

    static LocalTemplate of(Settings settings) {
        FutureTask<LocalTemplate> template = TEMPLATES.computeIfAbsent(settings.templateKey(),
                key -> new FutureTask<>(() -> prepare(settings)));
        template.run(); // does nothing if it has run, or another thread is at it
        try {
            return template.get();
        } catch (ExecutionException e) {
            // a second try would take as long and end the same way
            throw rethrown(e.getCause());
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
