/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.catalog.Catalog;
import dev.warehouse.local.internal.postgres.PostgresBackend;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one PostgreSQL of a JVM that all templates and their copies live in, for each backend that is asked for. */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Map<PostgresBackend, Engine> ENGINES = new ConcurrentHashMap<>();
    private static final long SESSIONS_END_SECONDS = 30;
    /** PostgreSQL's names have 63 bytes; a number comes behind. */
    private static final int LONGEST_NAME = 50;
    private static final Duration REST = Duration.ofSeconds(1);
    /** What the names of copies begin with that nobody has asked for yet. */
    private static final String SPARE = "warehouse_spare";
    /** Of databases that nobody needs any more; more of them are dropped without a rest. */
    private static final int MOST_WAITING = 32;

    private final Backend backend;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    /** The templates in which something was loaded: their copies must be told their own name. */
    private final Set<String> withTraces = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastNumber = new AtomicLong();
    /** The next copies: they are made while the tests with the last ones run. */
    private final Map<Copy, Future<String>> spares = new ConcurrentHashMap<>();
    private final ExecutorService copying = Executors.newSingleThreadExecutor(named("warehouse-copy"));
    /** After the end there is nothing left to drop. */
    private final ScheduledExecutorService dropping =
            new ScheduledThreadPoolExecutor(1, named("warehouse-drop"), new ThreadPoolExecutor.DiscardPolicy());
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long lastCopy;

    private Engine(Backend backend) {
        this.backend = backend;
    }

    static Engine of(PostgresBackend wanted) {
        if (wanted.keeps()) {
            throw new IllegalStateException("copies of a template are temporary, and a local Redshift " + wanted.name()
                    + " keeps its data: use LocalRedshift.temporary()");
        }
        return ENGINES.computeIfAbsent(wanted, one -> {
            Engine engine = new Engine(one.start());
            Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "warehouse-shutdown"));
            return engine;
        });
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void close() {
        copying.shutdownNow();
        dropping.shutdownNow();
        backend.close();
    }

    /** Makes an empty database, and the user if there is none of this name yet. */
    String create(String beginning, String user) {
        String name = newName(beginning);
        try {
            Catalog.ensure(backend, name, backend.ownName(user), password(user));
        } catch (IOException e) {
            throw new ProvisionException(KnownError.DATABASE_NOT_MADE,
                    "the database " + name + " could not be made: " + e.getMessage(), e);
        }
        return name;
    }

    private String password(String user) {
        return passwords.computeIfAbsent(user, name -> LocalRedshiftServer.newPassword());
    }

    LocalRedshiftServer serve(LocalRedshift description, Runnable release) {
        String password = password(description.userName());
        return LocalRedshiftServer.serve(description.user(backend.ownName(description.userName())), backend, password,
                release);
    }

    /** Waits until nobody is in a database any more, and lets nobody in again. */
    void seal(String database) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SESSIONS_END_SECONDS);
        try (PgConnection admin = backend.admin(backend.errands())) {
            String name = StringLiterals.quote(database);
            if (Catalog.hasTraces(backend, database)) {
                withTraces.add(database);
            }
            admin.query("update pg_database set datallowconn = false, datistemplate = true where datname = " + name);
            String sessions = "select pid from pg_stat_activity where datname = " + name;
            while (!admin.query(sessions).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new ProvisionException(KnownError.TEMPLATE_IN_USE, "the database " + database
                            + " cannot become a template, because the preparation left a connection open: "
                            + "close what it opens");
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (IOException e) {
            throw new ProvisionException(KnownError.DATABASE_NOT_MADE, "the database " + database
                    + " could not become a template: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisionException(KnownError.PROVISION_INTERRUPTED,
                    "interrupted while the sessions of " + database + " ended", e);
        }
    }

    /** Gives a copy of a sealed database, and begins the next one. */
    String copy(String template, String beginning, String user) {
        long begin = System.nanoTime();
        Copy wanted = new Copy(template, user);
        Future<String> spare = spares.remove(wanted);
        String name = newName(beginning);
        try {
            if (spare == null) {
                Catalog.copy(backend, template, name, backend.ownName(user));
            } else {
                Catalog.rename(backend, finished(spare), name);
            }
            lastCopy = System.nanoTime();
            spares.computeIfAbsent(wanted, next -> copying.submit(() -> makeSpare(next)));
            if (withTraces.contains(template)) {
                Catalog.renameTraces(backend, name);
            }
        } catch (IOException e) {
            throw new ProvisionException(KnownError.DATABASE_NOT_MADE,
                    "the database " + template + " could not be copied: " + e.getMessage(), e);
        }
        LOG.debug("provision: {} is a copy of {} after {} ms", name, template, (System.nanoTime() - begin) / 1_000_000);
        return name;
    }

    private String makeSpare(Copy wanted) throws IOException {
        String name = newName(SPARE);
        Catalog.copy(backend, wanted.template(), name, backend.ownName(wanted.user()));
        return name;
    }

    private static String finished(Future<String> spare) throws IOException {
        try {
            return spare.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisionException(KnownError.PROVISION_INTERRUPTED, "interrupted while a database was copied",
                    e);
        }
    }

    /**
     * Drops a database at some time. What is still connected to it is thrown out. A drop waits for a checkpoint, as a
     * copy does, and some file systems are slow to make files where many were just removed: so drops wait for a rest.
     */
    void drop(String database) {
        waiting.incrementAndGet();
        dropLater(database);
    }

    private void dropLater(String database) {
        dropping.schedule(() -> {
            if (System.nanoTime() - lastCopy < REST.toNanos() && waiting.get() <= MOST_WAITING) {
                dropLater(database);
                return;
            }
            waiting.decrementAndGet();
            try {
                Catalog.drop(backend, database);
            } catch (IOException e) {
                LOG.debug("provision: {} could not be dropped: {}", database, e.toString());
            }
        }, REST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String newName(String beginning) {
        String folded = beginning.length() > LONGEST_NAME ? beginning.substring(0, LONGEST_NAME) : beginning;
        return backend.ownName(folded + "_" + lastNumber.incrementAndGet());
    }

    /** Of which template, for whom. */
    private record Copy(String template, String user) {
    }
}
