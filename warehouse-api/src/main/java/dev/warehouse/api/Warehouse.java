/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.LoadViews;
import dev.warehouse.api.internal.Reasons;
import dev.warehouse.api.internal.RefusedIsNotBroken;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redshift, ready to be loaded and asked: the front door of this library.
 *
 * <pre>{@code
 * try (Warehouse warehouse = Warehouse.provision()) {
 *     LoadReport report = warehouse.load();
 *     System.out.println(report);
 *     warehouse.dsl().select(USERS.FIRST_NAME, count()).from(SONGPLAYS)
 *             .join(USERS).on(USERS.USER_ID.eq(SONGPLAYS.USER_ID))
 *             .groupBy(USERS.FIRST_NAME)
 *             .fetch();
 * }
 * }</pre>
 *
 * <p>{@link #provision()} means the Redshift on the laptop and never costs money; for any other, say which:
 * {@link #provision(Platform)}. {@link #close()} lets go of connections, and of a temporary local Redshift; only
 * {@link #deprovision()} deletes what provisioning created.
 *
 * <p>Safe for use by several threads. One load runs at a time; another one waits for it.
 */
public final class Warehouse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

    /** Copies that run side by side: a COPY uses the whole cluster already, so more would only wait in its queue. */
    private static final int COPIES_AT_ONCE = 4;
    private static final int CONNECTIONS = 8;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(30);

    private final Provisioned provisioned;
    private final Progress progress;
    private final HikariDataSource dataSource;
    private final DSLContext dsl;
    private final Lock loading = new ReentrantLock();
    /** How it was provisioned: told by the report of the first load, and by no other. */
    private @Nullable StepReport provisioning;
    private boolean closed;

    private Warehouse(Provisioned provisioned, Progress progress, HikariDataSource dataSource) {
        this.provisioned = provisioned;
        this.progress = progress;
        this.dataSource = dataSource;
        this.dsl = DSL.using(RedshiftConfiguration.on(dataSource));
    }

    /**
     * Provisions the platform on the class path: with {@code warehouse-local}, a temporary Redshift in this JVM.
     * Creates nothing outside this machine.
     *
     * @return a warehouse to be closed
     * @throws ProvisionException if there is no such platform, or it does not start
     */
    public static Warehouse provision() {
        return provision(ClassPath.defaultPlatform());
    }

    /**
     * Provisions a platform. What this creates and may cost, its class says.
     *
     * @param platform where the warehouse shall live
     * @return a warehouse to be closed
     * @throws ProvisionException if its endpoint could not be made ready; what was opened on the way is closed again
     */
    public static Warehouse provision(Platform platform) {
        return provision(platform, Progress.SILENT);
    }

    /**
     * Provisions a platform, and tells what is going on: now, and in every load.
     *
     * @param platform where the warehouse shall live
     * @param progress is told; {@link Progress#terminal()} shows it to people
     * @return a warehouse to be closed
     * @throws ProvisionException if its endpoint could not be made ready; what was opened on the way is closed again
     */
    public static Warehouse provision(Platform platform, Progress progress) {
        Objects.requireNonNull(platform, "platform must not be null");
        Objects.requireNonNull(progress, "progress must not be null");
        long start = System.nanoTime();
        progress.started(Stage.PROVISION, platform.name());
        Provisioned provisioned;
        try {
            provisioned = platform.provision(progress);
        } finally {
            progress.ended(Stage.PROVISION, platform.name(), Duration.ofNanos(System.nanoTime() - start));
        }
        Warehouse warehouse = open(provisioned, progress);
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        Endpoint endpoint = warehouse.endpoint();
        warehouse.provisioning = new StepReport(Stage.PROVISION, platform.name(),
                endpoint.host() + ":" + endpoint.port() + "/" + endpoint.database(), 0, 0, 0, 0, duration);
        LOG.info("provision {}: {} in {}", platform.name(), endpoint, Counts.seconds(duration));
        return warehouse;
    }

    /**
     * Opens a Redshift that exists already and was provisioned by somebody else.
     *
     * @param endpoint where it answers
     * @return a warehouse to be closed; its {@link #deprovision()} refuses
     * @throws ProvisionException if nothing answers there
     */
    public static Warehouse connect(Endpoint endpoint) {
        Objects.requireNonNull(endpoint, "endpoint must not be null");
        return open(new Connected(endpoint), Progress.SILENT);
    }

    private static Warehouse open(Provisioned provisioned, Progress progress) {
        HikariDataSource pool = null;
        try {
            pool = pool(provisioned);
            try (Connection connection = pool.getConnection()) {
                LOG.debug("provision {}: answers as {}", provisioned.endpoint(),
                        connection.getMetaData().getDatabaseProductVersion());
            }
            return new Warehouse(provisioned, progress, pool);
        } catch (SQLException | RuntimeException e) {
            ProvisionException failure = new ProvisionException(KnownError.NO_CONNECTION, "No connection to "
                    + provisioned.endpoint() + ": " + Reasons.of(e) + ". See that the endpoint is up, that this "
                    + "machine may reach it, and that user and password are right.", e);
            closeAll(failure, pool, provisioned);
            throw failure;
        }
    }

    private static HikariDataSource pool(Provisioned provisioned) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("warehouse");
        config.setDataSource(provisioned.dataSource().orElseGet(() -> new EndpointDataSource(provisioned::endpoint)));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setExceptionOverrideClassName(RefusedIsNotBroken.class.getName());
        // opening a connection says what is wrong; waiting for the pool would only say that time is over
        config.setInitializationFailTimeout(1);
        return new HikariDataSource(config);
    }

    /**
     * Migrates, then runs the pipeline on the class path: with {@code warehouse-etl}, the song plays.
     *
     * @return what was done; in the first load also how the warehouse was provisioned
     * @throws WarehouseException of the stage that failed; {@link Pipeline} says what a failure leaves behind
     * @throws IllegalStateException if no pipeline is on the class path, or several are
     */
    public LoadReport load() {
        return load(ClassPath.pipeline());
    }

    /**
     * Migrates, then runs a pipeline: copies, transforms, checks. Repeating a load leaves the same rows.
     *
     * <p>The migrations are the pipeline's own, or else those on the class path, if they make a table that a step of
     * the pipeline is about: {@code warehouse-etl} brings those of the song plays, and they leave other pipelines
     * alone.
     *
     * @param pipeline what to do
     * @return what was done
     * @throws WarehouseException of the stage that failed; {@link Pipeline} says what a failure leaves behind
     * @throws IllegalStateException if the pipeline has no migrations, and the class path has none, or several that
     *     make its tables
     */
    public LoadReport load(Pipeline pipeline) {
        Objects.requireNonNull(pipeline, "pipeline must not be null");
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        Migrations migrations = pipeline.migrations().orElseGet(() -> ClassPath.migrationsOf(pipeline));
        List<StepReport> steps = new ArrayList<>();
        loading.lock();
        try {
            LOG.info("load {}: start", pipeline.name());
            if (provisioning != null) {
                steps.add(provisioning);
                provisioning = null;
            }
            if (migrations != NoMigrations.INSTANCE) {
                steps.add(migrate(migrations));
            }
            steps.addAll(new PipelineRun(pipeline, dataSource, COPIES_AT_ONCE, progress, provisioned).run());
        } finally {
            loading.unlock();
        }
        LoadReport report =
                new LoadReport(pipeline.name(), startedAt, Duration.ofNanos(System.nanoTime() - start), steps);
        LOG.info("load {}: {} from {} in {}", pipeline.name(), Counts.of(report.rows(), "row"),
                Counts.of(report.files(), "file"), Counts.seconds(report.duration()));
        return report;
    }

    /**
     * Says what {@link #load()} would do, without changing anything, after what provisioning again would do.
     *
     * @return the steps with their statements and warnings
     * @throws IllegalStateException if no pipeline is on the class path, or several are
     */
    public LoadPlan plan() {
        return plan(ClassPath.pipeline());
    }

    /**
     * Says what {@link #load(Pipeline)} would do, without changing anything: first what provisioning again would make
     * or change, if the platform has such a plan, then each step with its statement, and what looks
     * wrong at the source of each copy, such as a prefix that matches nothing, a manifest that would be loaded as data,
     * or a bucket in another region. Migrations are not looked at.
     *
     * @param pipeline what to do
     * @return the steps with their statements and warnings
     * @throws WarehouseException if the warehouse gives no connection
     */
    public LoadPlan plan(Pipeline pipeline) {
        Objects.requireNonNull(pipeline, "pipeline must not be null");
        return new PipelineRun(pipeline, dataSource, COPIES_AT_ONCE, progress, provisioned).plan();
    }

    /**
     * Creates the tables of the migrations on the class path, or brings them up to date. A second call changes nothing.
     *
     * @return what was done: {@link StepReport#rows()} is the number of migrations applied
     * @throws MigrateException if a migration failed
     * @throws IllegalStateException if no migrations are on the class path, or several are
     */
    public StepReport migrate() {
        return migrate(ClassPath.migrations());
    }

    /**
     * Creates the tables of these migrations, or brings them up to date. A second call changes nothing.
     *
     * @param migrations what to apply
     * @return what was done: {@link StepReport#rows()} is the number of migrations applied
     * @throws MigrateException if a migration failed
     */
    public StepReport migrate(Migrations migrations) {
        Objects.requireNonNull(migrations, "migrations must not be null");
        long start = System.nanoTime();
        String database = endpoint().database();
        progress.started(Stage.MIGRATE, database);
        Migrations.Migrated migrated;
        try {
            migrated = provisioned.dataSource().map(own -> migrations.migrate(endpoint(), own))
                    .orElseGet(() -> migrations.migrate(endpoint()));
        } finally {
            progress.ended(Stage.MIGRATE, database, Duration.ofNanos(System.nanoTime() - start));
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        LOG.info("migrate {}: {} applied from {}, version {}, in {}", database,
                Counts.of(migrated.applied(), "migration"), migrations.name(),
                migrated.version().isEmpty() ? "none" : migrated.version(), Counts.seconds(duration));
        return new StepReport(Stage.MIGRATE, database, migrations.name(), 0, migrated.applied(), 0, 0, duration);
    }

    /**
     * Drops every table and view of the migrations' schema, <b>with all rows</b>, and creates the tables again, empty.
     * As a guard against the wrong window, it asks for the name of the database it is about to empty.
     *
     * @param database the name of the database, as {@code endpoint().database()} gives it
     * @return what was created
     * @throws IllegalArgumentException if the warehouse's database has another name; nothing was dropped
     * @throws MigrateException if something could not be dropped or created
     * @throws IllegalStateException if no migrations are on the class path, or several are
     */
    public StepReport reset(String database) {
        return reset(database, ClassPath.migrations());
    }

    /**
     * Like {@link #reset(String)}, for migrations of one's own.
     *
     * @param database the name of the database, as {@code endpoint().database()} gives it
     * @param migrations what to drop and apply again
     * @return what was created
     * @throws IllegalArgumentException if the warehouse's database has another name; nothing was dropped
     * @throws MigrateException if something could not be dropped or created
     */
    public StepReport reset(String database, Migrations migrations) {
        Objects.requireNonNull(database, "database must not be null");
        Objects.requireNonNull(migrations, "migrations must not be null");
        if (!database.equals(endpoint().database())) {
            throw new IllegalArgumentException("reset drops all tables of database \"" + endpoint().database()
                    + "\" of " + endpoint() + ", but was asked to reset \"" + database + "\". Nothing was dropped. "
                    + "If that is meant, say reset(\"" + endpoint().database() + "\").");
        }
        LOG.info("migrate {}: dropping everything for a reset", database);
        provisioned.dataSource().ifPresentOrElse(own -> migrations.drop(endpoint(), own),
                () -> migrations.drop(endpoint()));
        return migrate(migrations);
    }

    /**
     * jOOQ, set up for Redshift: it renders what Redshift takes, and refuses what it does not have
     * ({@link QueryException}). Every query borrows a connection and commits by itself.
     *
     * @return the context for typed queries
     */
    public DSLContext dsl() {
        return dsl;
    }

    /**
     * Connections by {@code redshift-jdbc42}, or those of the platform if it has its own, pooled; at most 8 at a time.
     * Closed with the warehouse.
     *
     * @return a data source that cannot be reconfigured
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Where this warehouse answers.
     *
     * @return the endpoint, with the password
     */
    public Endpoint endpoint() {
        return provisioned.endpoint();
    }

    /**
     * What the warehouse is made of, for people.
     *
     * @return an ordered, unmodifiable map without secrets
     */
    public Map<String, String> describe() {
        return provisioned.describe();
    }

    /**
     * The objects in S3 that this program can see beside the warehouse.
     *
     * @return empty if the platform has none, as when the warehouse was {@linkplain #connect(Endpoint) connected to}
     */
    public Optional<S3Objects> objects() {
        return provisioned.objects();
    }

    /**
     * The AWS region the warehouse is in.
     *
     * @return for example {@code us-west-2}; empty if it is in none, as on the laptop, or not known
     */
    public Optional<String> region() {
        return provisioned.region();
    }

    /**
     * The rows that the last COPY with errors could not load, whoever ran it: the newest query of
     * {@code sys_load_error_detail}, or, where that cannot be read, of {@code stl_load_errors}.
     *
     * @return in the order of file and line, at most 1,000; empty if no COPY ever rejected a row
     */
    public List<LoadError> loadErrors() {
        return LoadViews.newestErrors(dsl);
    }

    /**
     * Deletes what {@link #provision(Platform)} created, <b>data included</b>, and closes the warehouse. Safe to
     * repeat.
     *
     * @throws ProvisionException if something could not be deleted, naming what is left; or if this warehouse was not
     *     provisioned, but {@linkplain #connect(Endpoint) connected to}
     */
    public synchronized void deprovision() {
        if (provisioned instanceof Connected) {
            provisioned.deprovision();
        }
        dataSource.close();
        provisioned.deprovision();
        close();
    }

    /**
     * Lets go of all connections, and stops a local Redshift; a temporary one is gone with its data. A cluster on AWS
     * stays, and goes on costing money, until it is {@linkplain #deprovision() deprovisioned}. Twice is fine.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            dataSource.close();
        } finally {
            provisioned.close();
        }
    }

    @Override
    public String toString() {
        return "Warehouse[" + endpoint() + "]";
    }

    private static void closeAll(Throwable failure, @Nullable AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            try {
                if (resource != null) {
                    resource.close();
                }
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** An endpoint that somebody else provisioned. */
    private record Connected(Endpoint endpoint) implements Provisioned {

        @Override
        public Map<String, String> describe() {
            return Map.of("endpoint", endpoint.toString());
        }

        @Override
        public void deprovision() {
            throw new ProvisionException(KnownError.ONLY_CONNECTED, endpoint + " was connected to, not provisioned "
                    + "here, so nothing was deleted. Deprovision it through the platform that made it.");
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
