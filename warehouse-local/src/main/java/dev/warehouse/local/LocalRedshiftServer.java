/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.local.internal.catalog.Catalog;
import dev.warehouse.local.internal.catalog.SystemTables;
import dev.warehouse.local.internal.copy.Buckets;
import dev.warehouse.local.internal.copy.CopyExecutor;
import dev.warehouse.local.internal.postgres.PostgresServer;
import dev.warehouse.local.internal.sql.Translator;
import dev.warehouse.local.internal.unload.UnloadExecutor;
import dev.warehouse.local.internal.wire.Backend;
import dev.warehouse.local.internal.wire.EndpointServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local Redshift that runs. Ends with {@link #close()}, or with this JVM. Safe for use by several threads.
 */
public final class LocalRedshiftServer implements Provisioned {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRedshiftServer.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD_CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 24;

    private final LocalRedshift description;
    private final Backend backend;
    private final Runnable release;
    private final SystemTables systemTables;
    private final EndpointServer server;
    private final Endpoint endpoint;
    private final S3Objects objects;
    private final Thread shutdownHook;
    private final Object checks = new Object();
    private boolean closed;
    private boolean deprovisioned;

    private LocalRedshiftServer(LocalRedshift description, Backend backend, Runnable release, SystemTables systemTables,
            EndpointServer server, Endpoint endpoint, S3Objects objects) {
        this.description = description;
        this.backend = backend;
        this.release = release;
        this.systemTables = systemTables;
        this.server = server;
        this.endpoint = endpoint;
        this.objects = objects;
        this.shutdownHook = new Thread(this::stop, "warehouse-shutdown");
    }

    /** Starts one with a PostgreSQL of its own. */
    static LocalRedshiftServer start(LocalRedshift description) {
        long begin = System.nanoTime();
        Backend backend = description.backend().start();
        boolean started = false;
        try {
            String chosen = description.chosenPassword();
            String password = chosen == null ? newPassword() : chosen;
            LocalRedshift own = description.database(backend.ownName(description.databaseName()))
                    .user(backend.ownName(description.userName()));
            Catalog.ensure(backend, own.databaseName(), own.userName(), password);
            LocalRedshiftServer running = serve(own, backend, password, () -> {
                backend.close();
                description.closeS3();
            });
            Runtime.getRuntime().addShutdownHook(running.shutdownHook);
            started = true;
            LOG.info("provision: {} answers at {} after {} ms", description.name(), running.endpoint,
                    (System.nanoTime() - begin) / 1_000_000);
            return running;
        } catch (IOException e) {
            throw notStarted(e);
        } finally {
            if (!started) {
                backend.close();
            }
        }
    }

    /**
     * Serves a database that is there already.
     *
     * @param release what to do with the PostgreSQL underneath when the server is closed
     */
    static LocalRedshiftServer serve(LocalRedshift description, Backend backend, String password, Runnable release) {
        SystemTables systemTables = new SystemTables(backend);
        boolean started = false;
        try {
            S3Endpoint s3 = description.s3Endpoint();
            Buckets buckets = s3 == null ? Buckets.of(description.buckets())
                    : Buckets.of(description.buckets(), s3::bucket);
            EndpointServer server = EndpointServer.listen(description.chosenPort(), backend,
                    new Translator(description.compatibility(), backend.sharedCluster().orElse(null)),
                    new CopyExecutor(buckets, systemTables), new UnloadExecutor(buckets, systemTables),
                    systemTables, systemTables.lastQueryId(description.databaseName()));
            Endpoint endpoint = new Endpoint("127.0.0.1", server.port(), description.databaseName(),
                    description.userName(), password, false);
            started = true;
            return new LocalRedshiftServer(description, backend, release, systemTables, server, endpoint,
                    new BucketObjects(buckets));
        } catch (BindException e) {
            throw new ProvisionException(KnownError.PORT_IN_USE, "port " + description.chosenPort()
                    + " on 127.0.0.1 is in use: choose another one, or 0 for a free one, or end what listens there", e);
        } catch (IOException e) {
            throw notStarted(e);
        } finally {
            if (!started) {
                systemTables.close();
            }
        }
    }

    private static ProvisionException notStarted(IOException e) {
        return new ProvisionException(KnownError.LOCAL_NOT_STARTED,
                "the local Redshift did not start: " + e.getMessage(), e);
    }

    static String newPassword() {
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(PASSWORD_CHARACTERS.charAt(RANDOM.nextInt(PASSWORD_CHARACTERS.length())));
        }
        return password.toString();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("platform", this.description.name());
        description.put("host", endpoint.host());
        description.put("port", Integer.toString(endpoint.port()));
        description.put("database", endpoint.database());
        description.put("user", endpoint.user());
        description.put("buckets", String.join(", ", this.description.buckets().keySet()));
        S3Endpoint s3 = this.description.s3Endpoint();
        description.put("other buckets", s3 == null ? "none" : s3.toString());
        return Collections.unmodifiableMap(description);
    }

    /**
     * The objects in its buckets, as COPY reads them.
     *
     * @return never empty; buckets it does not know are an error of each call
     */
    @Override
    public Optional<S3Objects> objects() {
        return Optional.of(objects);
    }

    /**
     * Tells of each statement of a text whether Redshift takes it, by the rules of {@link LocalRedshift#check}, by
     * PostgreSQL's grammar, and by the names and types of what the text itself defines. Nothing is run: the definitions
     * are made in an empty database that is gone afterwards, and no row is read or written. Tables that the text does
     * not define need not be there, and those of this server's databases are not looked at.
     *
     * @param sql one or more statements
     * @return the statements in their order
     * @throws UncheckedIOException if the server is closed, or PostgreSQL does not answer
     */
    public List<CheckedStatement> check(String sql) {
        Objects.requireNonNull(sql, "sql must not be null");
        return checkInOrder(List.of(sql)).get(0);
    }

    /**
     * The same for texts that are one script, such as the migrations of a schema: what one defines, the next knows.
     *
     * @param scripts the texts in their order
     * @return for each text its statements in their order
     * @throws UncheckedIOException if the server is closed, or PostgreSQL does not answer
     */
    public List<List<CheckedStatement>> checkInOrder(List<String> scripts) {
        List<String> texts = List.copyOf(scripts);
        synchronized (checks) {
            return checkAlone(texts);
        }
    }

    private List<List<CheckedStatement>> checkAlone(List<String> texts) {
        try (ScratchDatabase scratch = ScratchDatabase.open(backend)) {
            return texts.stream().map(new SqlChecker(scratch, backend.sharedCluster().orElse(null))::check).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the statements could not be checked: " + e.getMessage(), e);
        }
    }

    /**
     * The socket of the PostgreSQL underneath, for those who must measure or look below the endpoint. What is done
     * there is not done by a Redshift.
     *
     * @return the path of a Unix-domain socket that only this user may use, as the superuser {@code postgres}
     * @throws IllegalStateException if the PostgreSQL underneath is not the embedded one
     */
    public Path postgresSocket() {
        if (backend instanceof PostgresServer postgres) {
            return postgres.socket();
        }
        throw new IllegalStateException("only the embedded PostgreSQL has a socket of its own, this is "
                + description.name());
    }

    /**
     * Keeps the data of a temporary one: neither {@link #close()} nor the end of this JVM removes it, for a look at it
     * later. What holds it is yours to delete then.
     *
     * @return how to come back to it, for people: a line of Java, or of a shell
     * @throws ProvisionException if it cannot be kept
     */
    public String keep() {
        return backend.keep(endpoint.database(), endpoint.user());
    }

    /** Stops the server and removes its data, also the data of a kept one. */
    @Override
    public synchronized void deprovision() {
        close();
        if (!deprovisioned) {
            description.backend().delete();
        }
        deprovisioned = true;
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException endingAnyway) {
            LOG.trace("the JVM is ending");
        }
    }

    private synchronized void stop() {
        if (closed) {
            return;
        }
        closed = true;
        server.close();
        systemTables.close();
        release.run();
        LOG.info("provision: {} is closed", description.name());
    }

    @Override
    public String toString() {
        return description.name() + " at " + endpoint;
    }

}
