/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.LoadError;
import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.LocalTemplate;
import dev.warehouse.local.TestBucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The database of a test, a class or a run: made when it is first asked for, dropped when JUnit closes the store that
 * holds it. Both interfaces of such things are JUnit's, the older one for the versions before 5.13.
 */
@SuppressWarnings("deprecation")
final class TestDatabase implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private static final int MOST_ERRORS = 10;

    private final Settings settings;
    private final String tests;
    private final String label;
    private final Set<TestDatabase> open;
    private final Map<String, TestBucket> buckets;
    private @Nullable LocalTemplate template;
    private @Nullable LocalRedshiftServer server;
    private @Nullable Warehouse warehouse;
    private long lastLoad;
    private @Nullable Path passwordFile;
    private boolean kept;
    private boolean held;
    private boolean closed;

    TestDatabase(Settings settings, Class<?> tests, Set<TestDatabase> open) {
        this.settings = settings;
        this.tests = tests.getSimpleName();
        this.label = label(this.tests);
        this.open = open;
        this.buckets = settings.newBuckets();
        open.add(this);
    }

    /** {@code OrdersTest} becomes {@code orders_test}. */
    private static String label(String tests) {
        return tests.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").replaceAll("[^A-Za-z0-9_]", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** What the database is or will be a copy of: migrated and loaded by the first who asks. */
    synchronized LocalTemplate prepare(String forTests) {
        LocalTemplate prepared = template;
        if (prepared == null) {
            prepared = Templates.of(settings, forTests);
            template = prepared;
        }
        return prepared;
    }

    private synchronized LocalRedshiftServer server() {
        LocalRedshiftServer running = server;
        if (running == null) {
            if (closed) {
                throw new IllegalStateException("the Redshift of " + label + " is closed, because its tests are over");
            }
            LocalTemplate described = prepare(tests).database(label);
            for (Map.Entry<String, TestBucket> bucket : buckets.entrySet()) {
                described = described.bucket(bucket.getKey(), bucket.getValue());
            }
            running = described.start();
            server = running;
        }
        return running;
    }

    Endpoint endpoint() {
        return server().endpoint();
    }

    synchronized Warehouse warehouse() {
        Warehouse opened = warehouse;
        if (opened == null) {
            LocalRedshiftServer running = server();
            opened = Warehouse.provision(new Platform() {

                @Override
                public String name() {
                    return "local Redshift of " + label;
                }

                @Override
                public Provisioned provision(Progress progress) {
                    return running;
                }
            });
            warehouse = opened;
        }
        return opened;
    }

    TestBucket bucket(String name) {
        if (buckets.isEmpty()) {
            throw new ExtensionConfigurationException("there is no bucket: add " + (name.isEmpty() ? "one" : name)
                    + " by withBucket, or in @LocalRedshiftTest(buckets = …)");
        }
        TestBucket bucket = name.isEmpty() && buckets.size() == 1 ? buckets.values().iterator().next()
                : buckets.get(name);
        if (bucket == null) {
            throw new ExtensionConfigurationException(name.isEmpty()
                    ? "a TestBucket was asked for without a name, and there are " + buckets.size() + " buckets, "
                            + buckets.keySet() + ": name it by @FromRedshift(bucket = \"…\")"
                    : "there is no bucket " + name + ", only " + buckets.keySet()
                            + ": add it by withBucket, or in @LocalRedshiftTest(buckets = …)");
        }
        return bucket;
    }

    /** A test begins: load errors of before are none of its own. */
    synchronized void testBegins() {
        lastLoad = server == null ? 0 : newestRejecting();
    }

    /** A test has failed: says where to look, and keeps the database if that is wished. */
    synchronized void testFailed(String test) {
        if (server == null) {
            return; // it never came to a database
        }
        StringBuilder text = new StringBuilder("The local Redshift of ").append(test).append(", which failed:\n");
        boolean keeps = settings.keeps();
        if (keeps) {
            String later = server.keep();
            text.append("  kept, as long as this JVM runs:   ").append(withPassword(server.endpoint())).append('\n')
                    .append("  kept, from then on:               ").append(later).append('\n');
            kept = true;
        } else {
            text.append("  while the tests of this database run: ").append(withPassword(server.endpoint())).append('\n')
                    .append("  to keep it, say keepOnFailure, or set -Dwarehouse.test.keepOnFailure=true\n");
        }
        try {
            if (newestRejecting() > lastLoad) {
                appendErrors(text, warehouse().loadErrors());
            }
        } catch (RuntimeException e) {
            text.append("  its load errors could not be read: ").append(e.getMessage()).append('\n');
        }
        System.err.print(text);
    }

    private static void appendErrors(StringBuilder text, List<LoadError> errors) {
        text.append("  the rows that its last COPY with errors rejected (").append(errors.size()).append("):\n");
        errors.stream().limit(MOST_ERRORS).forEach(error -> text.append("    ").append(error).append('\n'));
        if (errors.size() > MOST_ERRORS) {
            text.append("    … and ").append(errors.size() - MOST_ERRORS)
                    .append(" more: SELECT * FROM stl_load_errors\n");
        }
    }

    private long newestRejecting() {
        Object newest = warehouse().dsl().fetchValue("select coalesce(max(query), 0) from stl_load_errors");
        return newest instanceof Number number ? number.longValue() : 0;
    }

    /** A command that can be pasted, and shows no password: it is in a file that only this user may read. */
    private String withPassword(Endpoint endpoint) {
        Path file = passwordFile;
        if (file == null) {
            try {
                file = Files.createTempFile("warehouse-", ".pgpass");
                file.toFile().deleteOnExit();
                Files.writeString(file, endpoint.host() + ":" + endpoint.port() + ":*:*:" + endpoint.password() + "\n",
                        StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("the password of the failed test's database could not be written down",
                        e);
            }
            passwordFile = file;
        }
        String name = file.toString();
        return "PGPASSFILE=" + (name.matches("[\\w./-]+") ? name : "'" + name + "'") + " " + endpoint.psqlCommand();
    }

    /** The database stays when its tests are over, until {@link #release()}. */
    synchronized void hold() {
        held = true;
    }

    /** Nobody holds it any longer. */
    synchronized void release() {
        held = false;
        close();
    }

    @Override
    public synchronized void close() {
        if (closed || held) {
            return;
        }
        closed = true;
        open.remove(this);
        if (kept) {
            return;
        }
        if (warehouse != null) {
            warehouse.close();
        } else if (server != null) {
            server.close();
        }
    }
}
