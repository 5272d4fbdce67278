/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.Bucket;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.TestBucket;
import dev.warehouse.local.junit.Settings.PipelineSource;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests a local Redshift, migrated and loaded once for all tests with equal settings.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
 *         .withMigrations("db/migration")
 *         .withBucket("raw", Path.of("src/test/data"))
 *         .withPipeline(Orders.PIPELINE);
 *
 * @Test
 * void ordersAreLoaded(Warehouse warehouse) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Constructors, tests and life-cycle methods may take a {@link Warehouse}, a {@link DSLContext}, a
 * {@link DataSource}, an {@link Endpoint} and a {@link TestBucket}; a field marked {@link FromRedshift} gets one. Or
 * ask the extension itself: {@link #warehouse()}, {@link #dsl()}. A parameter with an annotation of another framework,
 * such as Spring's {@code @Autowired}, is left to that.
 *
 * <p>The first test that needs it starts PostgreSQL, migrates and loads a template; every database is a copy of it,
 * made in some hundredths of a second and dropped when its tests are over. Settings are equal if migrations are the
 * same files with the same bytes, and buckets the same folders with the same files; pipelines and preparations if they
 * are the same objects, so hold them in a constant. Test classes may run in parallel. Users, groups and roles that
 * tests create belong to all of them: give them different names.
 *
 * <p>What a test puts into a bucket, or unloads to one, is gone with its database; folders are only read.
 *
 * <p>What cannot be prepared fails each class before its tests, and is told in full by the first.
 *
 * <p>When a test fails, the command that leads to its database and the rows its last COPY rejected are printed to
 * {@link System#err}.
 *
 * <p>Immutable: each method returns an extension with one more setting.
 */
public final class LocalRedshiftExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback,
        AfterAllCallback, ParameterResolver, TestInstancePreConstructCallback, TestInstancePostProcessor {

    private static final Set<Class<?>> TYPES =
            Set.of(Warehouse.class, DSLContext.class, DataSource.class, Endpoint.class, TestBucket.class);

    /** Words that ask nobody for anything. */
    private static final Set<String> NULLNESS = Set.of("Nullable", "NonNull", "Nonnull", "NotNull");

    /** What was said in Java; null if the annotation says it. */
    private final @Nullable Settings settings;
    private final Set<TestDatabase> open = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<@Nullable TestDatabase> current = new ThreadLocal<>();
    /** What lives as long as the run; null before the first test. */
    private volatile @Nullable Store run;
    /** The database that an application has got for good; null if none has. */
    private volatile @Nullable TestDatabase applications;

    /** For {@code @ExtendWith}: with the settings of {@link LocalRedshiftTest}, or with none. */
    public LocalRedshiftExtension() {
        this(null);
    }

    private LocalRedshiftExtension(@Nullable Settings settings) {
        this.settings = settings;
    }

    /**
     * An empty Redshift over the embedded PostgreSQL.
     *
     * @return an extension to be registered by {@code @RegisterExtension}
     */
    public static LocalRedshiftExtension temporary() {
        return new LocalRedshiftExtension(Settings.DEFAULT);
    }

    /**
     * A Redshift of another description: over another PostgreSQL, with another user, with an S3 endpoint.
     *
     * @param redshift one that keeps nothing, without port and password of its own
     * @return an extension to be registered by {@code @RegisterExtension}
     */
    public static LocalRedshiftExtension of(LocalRedshift redshift) {
        Objects.requireNonNull(redshift, "redshift must not be null");
        return new LocalRedshiftExtension(new Settings(redshift, null, Settings.DEFAULT.buckets(), null, List.of(),
                DatabaseScope.CLASS, false));
    }

    /**
     * Migrates by Flyway, just as Flyway does by itself: an application under test that migrates finds it done.
     *
     * @param locations where the migrations are, as Flyway writes it: {@code db/migration}, {@code filesystem:sql}
     * @return an extension with the migrations, in place of others
     */
    public LocalRedshiftExtension withMigrations(String... locations) {
        return withMigrations(new FolderMigrations(List.of(locations)));
    }

    /**
     * Migrates.
     *
     * @param migrations migrations of any kind; equal to another one by its {@code equals}
     * @return an extension with the migrations, in place of others
     */
    public LocalRedshiftExtension withMigrations(Migrations migrations) {
        return new LocalRedshiftExtension(
                settings().migrations(Objects.requireNonNull(migrations, "migrations must not be null")));
    }

    /**
     * Gives it an empty bucket.
     *
     * @param name the bucket's name, as in {@code s3://name/key}
     * @return an extension with the bucket
     */
    public LocalRedshiftExtension withBucket(String name) {
        return new LocalRedshiftExtension(settings().bucket(name, Settings.EMPTY));
    }

    /**
     * Gives it a bucket with the files of a folder.
     *
     * @param name the bucket's name, as in {@code s3://name/key}
     * @param folder an existing folder, which is only read
     * @return an extension with the bucket
     */
    public LocalRedshiftExtension withBucket(String name, Path folder) {
        return new LocalRedshiftExtension(
                settings().bucket(name, Objects.requireNonNull(folder, "folder must not be null")));
    }

    /**
     * Gives it a bucket with the objects of another one.
     *
     * @param name the bucket's name, as in {@code s3://name/key}
     * @param bucket is only read
     * @return an extension with the bucket
     */
    public LocalRedshiftExtension withBucket(String name, Bucket bucket) {
        return new LocalRedshiftExtension(
                settings().bucket(name, Objects.requireNonNull(bucket, "bucket must not be null")));
    }

    /**
     * Loads a pipeline, once; its migrations are those of {@link #withMigrations(String...)} if it has none itself.
     *
     * @param pipeline what the tests begin with; hold it in a constant if several classes use it
     * @return an extension with the pipeline, in place of another one
     */
    public LocalRedshiftExtension withPipeline(Pipeline pipeline) {
        Objects.requireNonNull(pipeline, "pipeline must not be null");
        return new LocalRedshiftExtension(settings().pipeline(new PipelineSource(pipeline, () -> pipeline)));
    }

    /**
     * Does something once, when migrations and pipeline are done: inserts the rows that all tests begin with.
     *
     * @param preparation what to do; hold it in a constant if several classes use it
     * @return an extension with the preparation, behind those it has
     */
    public LocalRedshiftExtension withPreparation(Consumer<? super Warehouse> preparation) {
        return new LocalRedshiftExtension(
                settings().preparation(Objects.requireNonNull(preparation, "preparation must not be null")));
    }

    /**
     * Says who shares a database.
     *
     * @param scope {@link DatabaseScope#CLASS} unless told otherwise
     * @return an extension with the scope
     */
    public LocalRedshiftExtension withDatabasePer(DatabaseScope scope) {
        return new LocalRedshiftExtension(settings().scope(Objects.requireNonNull(scope, "scope must not be null")));
    }

    /**
     * Keeps the database of a test that fails, and prints how to come to it: while this JVM runs, and later. So it is
     * for all tests if the system property {@code warehouse.test.keepOnFailure} is {@code true}. What is kept is yours
     * to delete.
     *
     * @return an extension that keeps
     */
    public LocalRedshiftExtension keepOnFailure() {
        return new LocalRedshiftExtension(settings().keep());
    }

    private Settings settings() {
        return settings == null ? Settings.DEFAULT : settings;
    }

    /**
     * The warehouse of the test that runs.
     *
     * @return closed by the extension
     * @throws IllegalStateException if no test of this extension runs, or it is not clear which one is meant
     */
    public Warehouse warehouse() {
        return database().warehouse();
    }

    /**
     * jOOQ for the test that runs.
     *
     * @return as {@link Warehouse#dsl()}
     * @throws IllegalStateException as {@link #warehouse()}
     */
    public DSLContext dsl() {
        return warehouse().dsl();
    }

    /**
     * Connections for the test that runs.
     *
     * @return as {@link Warehouse#dataSource()}
     * @throws IllegalStateException as {@link #warehouse()}
     */
    public DataSource dataSource() {
        return warehouse().dataSource();
    }

    /**
     * Where the Redshift of the test that runs answers.
     *
     * @return the endpoint, with the password
     * @throws IllegalStateException as {@link #warehouse()}
     */
    public Endpoint endpoint() {
        return database().endpoint();
    }

    /**
     * A bucket of the test that runs.
     *
     * @param name its name
     * @return the bucket
     * @throws ExtensionConfigurationException if there is none of this name
     * @throws IllegalStateException as {@link #warehouse()}
     */
    public TestBucket bucket(String name) {
        return database().bucket(name);
    }

    /**
     * Tells an application where the Redshift is, by the properties of Spring Boot's data source: {@code url},
     * {@code username}, {@code password}, {@code driver-class-name}.
     *
     * <pre>{@code
     * @DynamicPropertySource
     * static void redshift(DynamicPropertyRegistry registry) {
     *     redshift.dataSourceProperties(registry::add);
     * }
     * }</pre>
     *
     * <p>Spring keeps an application context, with its connections, for later classes that share such a method. So the
     * database that was told stays until the run ends, and all classes with this very extension, in a base class of
     * theirs, use it. Extensions that are equal but not the same share one by {@link DatabaseScope#RUN}.
     *
     * @param registry takes names and values
     * @throws ExtensionConfigurationException when a value is asked for outside of a test, if each test has a database
     *     of its own
     */
    public void dataSourceProperties(BiConsumer<String, Supplier<Object>> registry) {
        dataSourceProperties("spring.datasource", registry);
    }

    /**
     * Tells an application where the Redshift is, by properties of any prefix, for a data source beside the first.
     *
     * @param prefix what the names begin with, without the dot
     * @param registry takes names and values
     */
    public void dataSourceProperties(String prefix, BiConsumer<String, Supplier<Object>> registry) {
        registry.accept(prefix + ".url", () -> applicationsEndpoint().jdbcUrl());
        registry.accept(prefix + ".username", () -> applicationsEndpoint().user());
        registry.accept(prefix + ".password", () -> applicationsEndpoint().password());
        registry.accept(prefix + ".driver-class-name", () -> "com.amazon.redshift.Driver");
    }

    private Endpoint applicationsEndpoint() {
        if (settings().scope() != DatabaseScope.CLASS) {
            if (settings().scope() == DatabaseScope.TEST && current.get() == null) {
                throw perTest("an application that several tests share");
            }
            return endpoint();
        }
        Store wholeRun = run;
        synchronized (open) {
            TestDatabase database = applications;
            if (database == null) {
                database = database();
                if (wholeRun != null) {
                    applications = database;
                    database.hold();
                    wholeRun.put(database, new Held(database));
                }
            }
            return database.endpoint();
        }
    }

    /**
     * Lets the applications' database go when the run ends. Both interfaces are JUnit's, as in {@link TestDatabase}.
     */
    @SuppressWarnings("deprecation")
    private final class Held implements Store.CloseableResource, AutoCloseable {

        private final TestDatabase database;

        Held(TestDatabase database) {
            this.database = database;
        }

        @Override
        public void close() {
            applications = null;
            database.release();
        }
    }

    private TestDatabase database() {
        TestDatabase mine = current.get();
        if (mine != null) {
            return mine;
        }
        List<TestDatabase> all = List.copyOf(open);
        if (all.size() != 1) {
            throw new IllegalStateException(all.isEmpty()
                    ? "no test with this extension runs: register it by a static field with @RegisterExtension, and ask"
                            + " it in tests and their life-cycle methods only"
                    : "several tests with this extension run side by side, and this thread is of none of them: take what"
                            + " you need as a parameter, and hand it to your threads");
        }
        return all.get(0);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        run = context.getRoot().getStore(Namespace.create(this));
        // what cannot be prepared fails the class, once, and not each of its tests
        if (settings(context).scope() == DatabaseScope.TEST) {
            Templates.of(settings(context), context.getRequiredTestClass().getSimpleName());
        } else {
            TestDatabase database = database(context);
            database.prepare(context.getRequiredTestClass().getSimpleName());
            current.set(database);
            inject(context.getRequiredTestClass(), null, context);
        }
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        if (settings(context).scope() != DatabaseScope.TEST) {
            current.set(database(context));
        }
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
        if (settings(context).scope() != DatabaseScope.TEST) {
            inject(instance.getClass(), instance, context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestDatabase database = database(context);
        current.set(database);
        database.testBegins();
        if (settings(context).scope() == DatabaseScope.TEST) {
            for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
                inject(instance.getClass(), instance, context);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ended(context);
        current.remove();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (settings(context).scope() != DatabaseScope.TEST) {
            ended(context);
        }
        current.remove();
    }

    private void ended(ExtensionContext context) {
        context.getExecutionException()
                .filter(exception -> !(exception instanceof TestAbortedException))
                .ifPresent(failure -> database(context).testFailed(name(context)));
    }

    private static String name(ExtensionContext context) {
        String type = context.getRequiredTestClass().getSimpleName();
        return context.getTestMethod().isPresent() ? type + " > " + context.getDisplayName() : type;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType())
                && (parameter.isAnnotated(FromRedshift.class) || !isSomebodyElses(parameter));
    }

    /** Whether a parameter bears a word for another framework, such as Spring's {@code @Autowired}. */
    private static boolean isSomebodyElses(ParameterContext parameter) {
        return Arrays.stream(parameter.getParameter().getAnnotations())
                .anyMatch(annotation -> !NULLNESS.contains(annotation.annotationType().getSimpleName()));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (settings(context).scope() == DatabaseScope.TEST
                && parameter.getDeclaringExecutable() instanceof Constructor<?>) {
            throw perTest("a constructor");
        }
        String bucket = parameter.findAnnotation(FromRedshift.class).map(FromRedshift::bucket).orElse("");
        return value(parameter.getParameter().getType(), bucket, context);
    }

    private Object value(Class<?> type, String bucket, ExtensionContext context) {
        TestDatabase database = database(context);
        if (type == Endpoint.class) {
            return database.endpoint();
        }
        if (type == TestBucket.class) {
            return database.bucket(bucket);
        }
        Warehouse warehouse = database.warehouse();
        return type == DSLContext.class ? warehouse.dsl() : type == DataSource.class ? warehouse.dataSource()
                : warehouse;
    }

    /** Fills the fields that ask for it: static ones, or those of an instance. */
    private void inject(Class<?> type, @Nullable Object instance, ExtensionContext context) {
        for (Field field : AnnotationSupport.findAnnotatedFields(type, FromRedshift.class,
                field -> Modifier.isStatic(field.getModifiers()) == (instance == null),
                HierarchyTraversalMode.TOP_DOWN)) {
            if (!TYPES.contains(field.getType())) {
                throw new ExtensionConfigurationException("the field " + field.getName() + " of "
                        + field.getDeclaringClass().getName() + " is marked @FromRedshift, but a "
                        + field.getType().getSimpleName()
                        + " is nothing a Redshift has: make it a Warehouse, DSLContext,"
                        + " DataSource, Endpoint or TestBucket");
            }
            if (Modifier.isFinal(field.getModifiers())) {
                throw new ExtensionConfigurationException("the field " + field.getName() + " of "
                        + field.getDeclaringClass().getName() + " is marked @FromRedshift, so it must not be final");
            }
            try {
                field.setAccessible(true);
                field.set(instance, value(field.getType(), field.getAnnotation(FromRedshift.class).bucket(), context));
            } catch (ReflectiveOperationException e) {
                throw new ExtensionConfigurationException("the field " + field.getName() + " could not be set", e);
            }
        }
    }

    private Settings settings(ExtensionContext context) {
        return settings != null ? settings : context.getTestClass().map(LocalRedshiftExtension::annotated)
                .orElse(Settings.DEFAULT);
    }

    /** The settings of the nearest annotation: of the class, those above it, those around it. */
    private static Settings annotated(Class<?> type) {
        for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
            Optional<LocalRedshiftTest> annotation = AnnotationSupport.findAnnotation(around, LocalRedshiftTest.class);
            if (annotation.isPresent()) {
                return Settings.of(annotation.get());
            }
        }
        return Settings.DEFAULT;
    }

    private TestDatabase database(ExtensionContext context) {
        Settings wanted = settings(context);
        return switch (wanted.scope()) {
            case TEST -> {
                if (context.getTestMethod().isEmpty()) {
                    throw perTest("what belongs to the class");
                }
                yield database(context.getStore(Namespace.create(this)), context, wanted);
            }
            case CLASS -> {
                TestDatabase shared = applications;
                if (shared != null) {
                    open.add(shared);
                    yield shared;
                }
                yield database(owner(context, wanted).getStore(Namespace.create(this)), context, wanted);
            }
            case RUN -> database(context.getRoot().getStore(Namespace.create(LocalRedshiftExtension.class)), context,
                    wanted);
        };
    }

    private TestDatabase database(Store store, ExtensionContext context, Settings wanted) {
        // of all extensions: those of one run share a store
        synchronized (LocalRedshiftExtension.class) {
            TestDatabase database = store.get(wanted, TestDatabase.class);
            if (database == null) {
                database = new TestDatabase(wanted, owner(context, wanted).getRequiredTestClass(), open);
                store.put(wanted, database);
            }
            open.add(database);
            return database;
        }
    }

    /** The outermost class with these settings: nested classes share its database. */
    private ExtensionContext owner(ExtensionContext context, Settings wanted) {
        ExtensionContext owner = context;
        for (Optional<ExtensionContext> next = Optional.of(context); next.isPresent(); next = next.get().getParent()) {
            ExtensionContext one = next.get();
            if (one.getTestClass().isPresent() && one.getTestMethod().isEmpty() && settings(one).equals(wanted)) {
                owner = one;
            }
        }
        return owner;
    }

    private static ExtensionConfigurationException perTest(String what) {
        return new ExtensionConfigurationException("each test has a Redshift of its own (DatabaseScope.TEST), so there is"
                + " none for " + what + ": take it as a parameter of the test or of @BeforeEach, or by a field with"
                + " @FromRedshift");
    }
}
