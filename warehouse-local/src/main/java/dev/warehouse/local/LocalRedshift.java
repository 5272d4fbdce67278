/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.internal.catalog.Catalog;
import dev.warehouse.local.internal.postgres.EmbeddedPostgres;
import dev.warehouse.local.internal.postgres.ExistingServer;
import dev.warehouse.local.internal.postgres.PostgresBackend;
import dev.warehouse.local.internal.postgres.TestcontainersPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Redshift on this machine: an endpoint on 127.0.0.1 that speaks Redshift's protocol and SQL over a PostgreSQL of its
 * own, and takes folders for S3 buckets.
 *
 * <pre>{@code
 * try (LocalRedshiftServer redshift = LocalRedshift.temporary().bucket("udacity-dend", Path.of("data")).start()) {
 *     Connection connection = DriverManager.getConnection(
 *             redshift.endpoint().jdbcUrl(), redshift.endpoint().properties());
 *     ...
 * }
 * }</pre>
 *
 * <p>This is a description: immutable, free of cost, safe for use by several threads. {@link #start()} makes a server
 * of it, and may be called again.
 */
public final class LocalRedshift implements Platform {

    private final PostgresBackend backend;
    private final Map<String, Bucket> buckets;
    private final @Nullable S3Endpoint s3;
    private final String database;
    private final String user;
    private final @Nullable String password;
    private final int port;
    private final Compatibility compatibility;

    private LocalRedshift(PostgresBackend backend, Map<String, Bucket> buckets, @Nullable S3Endpoint s3,
            String database, String user, @Nullable String password, int port, Compatibility compatibility) {
        this.backend = backend;
        this.buckets = buckets;
        this.s3 = s3;
        this.database = database;
        this.user = user;
        this.password = password;
        this.port = port;
        this.compatibility = compatibility;
    }

    /**
     * One whose data is gone when it is closed, when this JVM ends, and after a crash.
     *
     * @return a description with Redshift's defaults: database {@code dev}, user {@code awsuser}, a free port, a
     *     password made at each start
     */
    public static LocalRedshift temporary() {
        return over(new EmbeddedPostgres(null));
    }

    /**
     * One that keeps its data in a folder between runs, with PostgreSQL's durability on.
     *
     * @param folder made if it is missing; one server at a time may use it
     * @return a description, otherwise as {@link #temporary()}
     */
    public static LocalRedshift at(Path folder) {
        Objects.requireNonNull(folder, "folder must not be null");
        return over(new EmbeddedPostgres(folder));
    }

    /**
     * One over a PostgreSQL that runs already, on this machine or another one. It makes databases and users of its own
     * there, whose names end in six letters made at each start, and drops them when it is closed or this JVM ends; what
     * else is there is not touched. Its endpoint is on this machine all the same.
     *
     * <pre>{@code
     * LocalRedshift.on("jdbc:postgresql://db.example:5432/postgres?user=postgres&password=" + password)
     * }</pre>
     *
     * <p>The server must be of version 15 to 18, and let the new users in with their passwords ({@code pg_hba.conf}).
     *
     * @param jdbcUrl the URL as PostgreSQL's JDBC driver takes it, with a superuser's name and password; no TLS
     * @return a description with Redshift's defaults
     * @throws IllegalArgumentException if this is no such URL
     */
    public static LocalRedshift on(String jdbcUrl) {
        return over(ExistingServer.of(jdbcUrl, null, null));
    }

    /**
     * One over a PostgreSQL that runs already, as {@link #on(String)}.
     *
     * @param jdbcUrl the URL as PostgreSQL's JDBC driver takes it; no TLS
     * @param superuser whom to enter as: the catalogue of the databases to be made is changed
     * @param password the superuser's password
     * @return a description with Redshift's defaults
     * @throws IllegalArgumentException if this is no such URL
     */
    public static LocalRedshift on(String jdbcUrl, String superuser, String password) {
        Objects.requireNonNull(password, "password must not be null");
        return over(ExistingServer.of(jdbcUrl, requireText(superuser, "superuser"), password));
    }

    /**
     * One over a PostgreSQL 18 in a container, which is gone when it is closed. Needs Docker, and the dependency
     * {@code org.testcontainers:postgresql}, which is optional.
     *
     * @return a description with Redshift's defaults
     */
    public static LocalRedshift onTestcontainers() {
        return onTestcontainers(TestcontainersPostgres.DEFAULT_IMAGE);
    }

    /**
     * One over a PostgreSQL in a container of an image of your own.
     *
     * @param image the image's name, of PostgreSQL 15 to 18
     * @return a description with Redshift's defaults
     */
    public static LocalRedshift onTestcontainers(String image) {
        return over(new TestcontainersPostgres(requireText(image, "image")));
    }

    private static LocalRedshift over(PostgresBackend backend) {
        return new LocalRedshift(backend, Map.of(), null, Catalog.DEFAULT_DATABASE, Catalog.DEFAULT_USER, null, 0,
                Compatibility.STRICT);
    }

    /**
     * Lets a folder stand for an S3 bucket: its files are the objects.
     *
     * @param name the bucket's name, as in {@code s3://name/key}
     * @param folder an existing folder
     * @return a new description with the bucket
     * @throws IllegalArgumentException if there is no such folder
     */
    public LocalRedshift bucket(String name, Path folder) {
        return bucket(name, Bucket.folder(folder));
    }

    /**
     * Gives it a bucket.
     *
     * @param name the bucket's name, as in {@code s3://name/key}
     * @param bucket what stands for it
     * @return a new description with the bucket
     */
    public LocalRedshift bucket(String name, Bucket bucket) {
        requireText(name, "name");
        Objects.requireNonNull(bucket, "bucket must not be null");
        Map<String, Bucket> more = new TreeMap<>(buckets);
        more.put(name, bucket);
        return new LocalRedshift(backend, more, s3, database, user, password, port, compatibility);
    }

    /**
     * Takes all buckets that have no stand-in of their own from an S3 endpoint. Without this no bucket but those named
     * is ever asked for.
     *
     * @param endpoint AWS, or any service that speaks S3's protocol
     * @return a new description
     */
    public LocalRedshift s3(S3Endpoint endpoint) {
        Objects.requireNonNull(endpoint, "endpoint must not be null");
        return new LocalRedshift(backend, buckets, endpoint, database, user, password, port, compatibility);
    }

    /**
     * Names the database.
     *
     * @param database made if it is missing; lower case, as Redshift folds it
     * @return a new description
     */
    public LocalRedshift database(String database) {
        return new LocalRedshift(backend, buckets, s3, requireText(database, "database"), user, password, port,
                compatibility);
    }

    /**
     * Names the user who owns the database.
     *
     * @param user made if it is missing; {@code postgres} is taken
     * @return a new description
     */
    public LocalRedshift user(String user) {
        requireText(user, "user");
        if (user.equals("postgres") || user.startsWith("pg_")) {
            throw new IllegalArgumentException("user must be another name than " + user
                    + ", which PostgreSQL has taken");
        }
        return new LocalRedshift(backend, buckets, s3, database, user, password, port, compatibility);
    }

    /**
     * Sets the password, in place of one made at each start.
     *
     * @param password for clients that cannot be told a new one each time
     * @return a new description
     */
    public LocalRedshift password(String password) {
        return new LocalRedshift(backend, buckets, s3, database, user, requireText(password, "password"), port,
                compatibility);
    }

    /**
     * Sets the port, in place of a free one.
     *
     * @param port 1 to 65535, or 0 for a free one; Redshift's own is 5439
     * @return a new description
     */
    public LocalRedshift port(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
        }
        return new LocalRedshift(backend, buckets, s3, database, user, password, port, compatibility);
    }

    /**
     * Sets how it takes SQL that Redshift refuses.
     *
     * @param compatibility {@link Compatibility#STRICT} unless told otherwise
     * @return a new description
     */
    public LocalRedshift compatibility(Compatibility compatibility) {
        Objects.requireNonNull(compatibility, "compatibility must not be null");
        return new LocalRedshift(backend, buckets, s3, database, user, password, port, compatibility);
    }

    /**
     * Prepares a database once, to make copies of it: each {@link Warehouse#provision(Platform)} of the result is a new
     * database that holds what the preparation left, some hundredths of a second later. All of them share one
     * PostgreSQL, which lives as long as this JVM.
     *
     * <pre>{@code
     * LocalTemplate template = LocalRedshift.temporary().template(warehouse -> warehouse.migrate());
     * try (Warehouse warehouse = Warehouse.provision(template)) {
     *     ...
     * }
     * }</pre>
     *
     * @param preparation migrates, loads, inserts; must not keep the warehouse
     * @return the template
     * @throws IllegalStateException if this is one that keeps its data, or has a port or password of its own: copies
     *     run side by side
     * @throws ProvisionException if PostgreSQL does not start; and whatever the preparation throws
     */
    public LocalTemplate template(Consumer<? super Warehouse> preparation) {
        return LocalTemplate.make(this, Objects.requireNonNull(preparation, "preparation must not be null"));
    }

    /**
     * Tells of each statement of a text whether Redshift takes it, and where and why not. Nothing is started and
     * nothing is run: no table needs to be there.
     *
     * <pre>{@code
     * LocalRedshift.check(Files.readString(file)).stream()
     *         .flatMap(statement -> statement.refusals().stream())
     *         .forEach(System.out::println);   // 3:14: … Redshift has no ON CONFLICT (syntax), use MERGE …
     * }</pre>
     *
     * <p>What it knows is what the local Redshift refuses by its rules, in the bodies of procedures and functions as
     * well, and all of COPY and UNLOAD. Plain slips of syntax, and names and types as far as the text defines its own
     * tables, are found by {@link LocalRedshiftServer#check}. Placeholders such as <code>${schema}</code> stand for a
     * name.
     *
     * @param sql one or more statements
     * @return the statements in their order
     */
    public static List<CheckedStatement> check(String sql) {
        return new SqlChecker(SqlAnalyst.NONE).check(Objects.requireNonNull(sql, "sql must not be null"));
    }

    private static String requireText(String value, String name) {
        Objects.requireNonNull(value, () -> name + " must not be null");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " must not hold the character NUL");
        }
        return value;
    }

    @Override
    public String name() {
        return "local Redshift " + backend.name();
    }

    /**
     * Starts a server.
     *
     * @return the running server; the caller closes it
     * @throws ProvisionException if it does not start: the port is taken, the folder is in use, PostgreSQL fails
     */
    public LocalRedshiftServer start() {
        return provision(Progress.SILENT);
    }

    @Override
    public LocalRedshiftServer provision(Progress progress) {
        progress.update(Stage.PROVISION, "starting " + name());
        return LocalRedshiftServer.start(this);
    }

    PostgresBackend backend() {
        return backend;
    }

    Map<String, Bucket> buckets() {
        return buckets;
    }

    @Nullable S3Endpoint s3Endpoint() {
        return s3;
    }

    void closeS3() {
        if (s3 != null) {
            s3.close();
        }
    }

    String databaseName() {
        return database;
    }

    String userName() {
        return user;
    }

    @Nullable String chosenPassword() {
        return password;
    }

    Compatibility compatibility() {
        return compatibility;
    }

    int chosenPort() {
        return port;
    }

    /** Equal descriptions start servers that nobody can tell apart, but for what they make up: port and password. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LocalRedshift that && backend.equals(that.backend) && buckets.equals(that.buckets)
                && Objects.equals(s3, that.s3) && database.equals(that.database) && user.equals(that.user)
                && Objects.equals(password, that.password) && port == that.port && compatibility == that.compatibility;
    }

    @Override
    public int hashCode() {
        return Objects.hash(backend, buckets, s3, database, user, port, compatibility);
    }

    @Override
    public String toString() {
        return name() + ", database " + database + ", user " + user + ", buckets " + buckets.keySet();
    }
}
