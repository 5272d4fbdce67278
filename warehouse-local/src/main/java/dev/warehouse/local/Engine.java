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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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

    private final Backend backend;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    /** The templates in which something was loaded: their copies must be told their own name. */
    private final Set<String> withTraces = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastNumber = new AtomicLong();
    /** Databases are dropped behind the tests' backs: a drop waits for a checkpoint. */
    private final ExecutorService dropping = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "warehouse-drop");
        thread.setDaemon(true);
        return thread;
    });

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

    private void close() {
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

    /** Copies a sealed database. */
    String copy(String template, String beginning, String user) {
        long begin = System.nanoTime();
        String name = newName(beginning);
        try {
            Catalog.copy(backend, template, name, backend.ownName(user));
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

    /** Drops a database at some time. What is still connected to it is thrown out. */
    void drop(String database) {
        if (!dropping.isShutdown()) {
            dropping.execute(() -> {
                try {
                    Catalog.drop(backend, database);
                } catch (IOException e) {
                    LOG.debug("provision: {} could not be dropped: {}", database, e.toString());
                }
            });
        }
    }

    private String newName(String beginning) {
        String folded = beginning.length() > LONGEST_NAME ? beginning.substring(0, LONGEST_NAME) : beginning;
        return backend.ownName(folded + "_" + lastNumber.incrementAndGet());
    }
}
