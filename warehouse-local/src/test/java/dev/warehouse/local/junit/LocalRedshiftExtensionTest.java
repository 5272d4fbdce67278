/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.MigrateException;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.PipelineProvider;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.TestBucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The extension, seen by test classes that JUnit runs inside of these tests. */
class LocalRedshiftExtensionTest {

    private static final String USERS = "select count(*) from users";
    /** What the classes below saw. */
    private static final Map<String, List<Object>> SEEN = new ConcurrentHashMap<>();

    private static void saw(String what, Object value) {
        SEEN.computeIfAbsent(what, key -> new CopyOnWriteArrayList<>()).add(value);
    }

    private static Object count(Warehouse warehouse) {
        return warehouse.dsl().fetchValue(USERS);
    }

    private static EngineExecutionResults run(Map<String, String> parameters, Class<?>... classes) {
        return EngineTestKit.engine("junit-jupiter").configurationParameters(parameters)
                .selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toArray(
                        org.junit.platform.engine.discovery.ClassSelector[]::new))
                .execute();
    }

    private static Events run(Class<?>... classes) {
        return run(Map.of(), classes).allEvents();
    }

    private static void assertSucceeds(Class<?>... classes) {
        Events events = run(classes);
        assertThat(events.failed().list()).isEmpty();
        assertThat(events.succeeded().list()).isNotEmpty();
    }

    /** The message of the only failure. */
    private static String failure(Class<?> type) {
        List<Throwable> failures = failures(type);
        assertThat(failures).hasSize(1);
        return failures.get(0).getMessage();
    }

    private static List<Throwable> failures(Class<?>... types) {
        return run(types).failed().stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow()).toList();
    }

    /** Copies the users of the bucket. */
    private static final class CopyUsers implements Step {

        @Override
        public Stage stage() {
            return Stage.COPY;
        }

        @Override
        public String target() {
            return "users";
        }

        @Override
        public StepResult run(StepContext context) {
            context.dsl().execute("copy users from 's3://raw/users/' iam_role default csv");
            saw("loads", context);
            return StepResult.copied(1, 2, 0, 0);
        }
    }

    /** The pipeline of the classes below. */
    public static final class Users implements PipelineProvider {

        @Override
        public Pipeline defaultPipeline() {
            return Pipeline.named("users").copy(new CopyUsers());
        }
    }

    @LocalRedshiftTest(migrations = "junit/migration", pipeline = Users.class,
            buckets = @LocalRedshiftTest.Bucket(name = "raw", path = "src/test/resources/junit/data"))
    static class EverythingIsInjected {

        @FromRedshift
        static Endpoint staticField;
        @FromRedshift
        private Warehouse field;

        private final DSLContext constructed;

        EverythingIsInjected(DSLContext constructed) {
            this.constructed = constructed;
        }

        @BeforeAll
        static void before(DataSource dataSource, Warehouse warehouse) throws Exception {
            assertThat(staticField).isEqualTo(warehouse.endpoint());
            assertThat(dataSource.getConnection().getMetaData().getDriverName()).contains("Redshift");
        }

        @Test
        void allAreOfOneDatabase(Warehouse warehouse, DSLContext dsl, DataSource dataSource, Endpoint endpoint,
                TestBucket bucket) throws Exception {
            assertThat(endpoint.database()).startsWith("everything_is_injected_");
            assertThat(dsl.fetchValue("select current_database()")).isEqualTo(endpoint.database());
            assertThat(constructed).isSameAs(dsl);
            assertThat(field).isSameAs(warehouse);
            assertThat(dataSource).isSameAs(warehouse.dataSource());
            assertThat(bucket.keys()).containsExactly("users/1.csv");
            assertThat(count(warehouse)).isEqualTo(2L);
        }

        @Nested
        class Inside {

            @FromRedshift
            private Endpoint inner;

            @Test
            void nestedClassesShareIt(Endpoint endpoint) {
                assertThat(endpoint).isEqualTo(staticField).isEqualTo(inner);
            }
        }

        @Nested
        @LocalRedshiftTest
        class OfItsOwn {

            @Test
            void nestedClassesMayHaveOneOfTheirOwn(DSLContext dsl, Endpoint endpoint) {
                assertThat(endpoint.database()).startsWith("of_its_own_");
                assertThat(dsl.fetchValue("select count(*) from pg_tables where tablename = 'users'")).isEqualTo(0L);
            }
        }
    }

    @Test
    void warehouseAndItsPartsAreInjectedEverywhere() {
        assertSucceeds(EverythingIsInjected.class);
    }

    abstract static class Loaded {

        @Test
        void seesWhatWasLoadedAndAddsARow(Warehouse warehouse) {
            saw("counts", count(warehouse));
            warehouse.dsl().execute("insert into users values (3, 'Eve', 'free')");
        }
    }

    @LocalRedshiftTest(migrations = "junit/migration", pipeline = Users.class,
            buckets = @LocalRedshiftTest.Bucket(name = "raw", path = "src/test/resources/junit/data/"))
    static class FirstClass extends Loaded {
    }

    @LocalRedshiftTest(migrations = "junit/migration", pipeline = Users.class,
            buckets = @LocalRedshiftTest.Bucket(name = "raw", path = "src/test/resources/junit/data/"))
    static class SecondClass extends Loaded {
    }

    @Test
    void classesWithEqualSettingsLoadOnceAndShareNoRow() {
        SEEN.clear();
        assertSucceeds(FirstClass.class, SecondClass.class);
        assertThat(SEEN.get("counts")).containsExactly(2L, 2L);
        assertThat(SEEN.getOrDefault("loads", List.of())).hasSizeLessThanOrEqualTo(1);
    }

    static class EachTest {

        @RegisterExtension
        static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
                .withMigrations("classpath:junit/migration").withBucket("out").withDatabasePer(DatabaseScope.TEST);

        @FromRedshift
        private DSLContext dsl;

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void hasNothingOfTheOthers(int id) {
            assertThat(redshift.dsl()).isSameAs(dsl);
            assertThat(redshift.bucket("out").keys()).isEmpty();
            assertThat(dsl.fetchValue(USERS)).isEqualTo(0L);
            dsl.execute("insert into users values (" + id + ", 'Ann', 'free')");
            dsl.execute("unload ('select * from users') to 's3://out/users_' iam_role default csv parallel off");
            assertThat(redshift.bucket("out").text("users_000")).isEqualTo(id + ",Ann,free\n");
        }
    }

    @Test
    void eachTestMayHaveADatabaseOfItsOwn() {
        assertSucceeds(EachTest.class);
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @LocalRedshiftTest(migrations = "junit/migration")
    static class OneInstance {

        private final Warehouse constructed;
        @FromRedshift
        private DSLContext dsl;

        OneInstance(Warehouse warehouse) {
            this.constructed = warehouse;
        }

        @BeforeAll
        void insert() {
            dsl.execute("insert into users values (1, 'Ann', 'free')");
        }

        @Test
        void hasWhatWasInsertedBefore() {
            assertThat(count(constructed)).isEqualTo(1L);
        }
    }

    @Test
    void oneInstanceAClassIsFine() {
        assertSucceeds(OneInstance.class);
    }

    static class NotStatic {

        @RegisterExtension
        final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
                .withPreparation(warehouse -> warehouse.dsl().execute("create table t (a int)"));

        @Test
        void isRegisteredForEachInstance() {
            assertThat(redshift.dsl().fetchValue("select count(*) from t")).isEqualTo(0L);
        }
    }

    @Test
    void anExtensionInAnInstanceFieldIsFine() {
        assertSucceeds(NotStatic.class);
    }

    /** Both tests of a pair are inside at once. */
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    private static void meet(Warehouse warehouse) throws Exception {
        warehouse.dsl().execute("insert into users values (1, 'Ann', 'free')");
        BOTH.await(60, TimeUnit.SECONDS);
        saw("side by side", count(warehouse));
        saw("databases", warehouse.endpoint().database());
    }

    @LocalRedshiftTest(migrations = "junit/migration")
    static class OneSide {

        @Test
        void meets(Warehouse warehouse) throws Exception {
            meet(warehouse);
        }
    }

    @LocalRedshiftTest(migrations = "junit/migration")
    static class OtherSide {

        @Test
        void meets(Warehouse warehouse) throws Exception {
            meet(warehouse);
        }
    }

    @Test
    void classesRunInParallel() {
        SEEN.clear();
        EngineExecutionResults results = run(Map.of("junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "2"), OneSide.class, OtherSide.class);
        assertThat(results.allEvents().failed().list()).isEmpty();
        assertThat(SEEN.get("side by side")).containsExactly(1L, 1L);
        assertThat(SEEN.get("databases")).doesNotHaveDuplicates();
    }

    @LocalRedshiftTest(migrations = "junit/migration", database = DatabaseScope.RUN)
    static class OfTheRun {

        @Test
        void inserts(Warehouse warehouse) {
            warehouse.dsl().execute("insert into users values (1, 'Ann', 'free')");
            saw("run", count(warehouse));
        }
    }

    @LocalRedshiftTest(migrations = "junit/migration", database = DatabaseScope.RUN)
    static class OfTheSameRun extends OfTheRun {
    }

    @Test
    void classesOfARunMayShareADatabase() {
        SEEN.clear();
        assertSucceeds(OfTheRun.class, OfTheSameRun.class);
        assertThat(SEEN.get("run")).containsExactly(1L, 2L);
    }

    /** An application that lives longer than a class, as those that Spring keeps. */
    abstract static class WithApplication {

        @RegisterExtension
        static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
                .withMigrations("junit/migration");
        private static final Map<String, Supplier<Object>> PROPERTIES = new ConcurrentHashMap<>();

        @Test
        void seesWhatTheApplicationDoes(Warehouse warehouse) throws Exception {
            if (PROPERTIES.isEmpty()) {
                redshift.dataSourceProperties(PROPERTIES::put);
                SEEN.put("application", List.of(PROPERTIES.get("spring.datasource.url").get(),
                        PROPERTIES.get("spring.datasource.username").get(), PROPERTIES.get("spring.datasource.password").get()));
            }
            List<Object> of = SEEN.get("application");
            try (Connection application = DriverManager.getConnection((String) of.get(0), (String) of.get(1),
                    (String) of.get(2)); Statement statement = application.createStatement()) {
                statement.execute("insert into users values (1, 'Ann', 'free')");
            }
            saw("rows", count(warehouse));
        }
    }

    static class FirstWithApplication extends WithApplication {
    }

    static class SecondWithApplication extends WithApplication {
    }

    @Test
    void whatAnApplicationHasGotStaysForTheClassesThatShareTheExtension() throws Exception {
        SEEN.clear();
        assertSucceeds(FirstWithApplication.class, SecondWithApplication.class);
        assertThat(SEEN.get("rows")).containsExactly(1L, 2L);
        List<Object> of = SEEN.get("application");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> DriverManager.getConnection((String) of.get(0),
                (String) of.get(1), (String) of.get(2))).isInstanceOf(SQLException.class);
    }

    @Test
    void anApplicationOfSeveralTestsHasNoDatabaseOfEachTest() {
        Map<String, Supplier<Object>> properties = new ConcurrentHashMap<>();
        LocalRedshiftExtension.temporary().withDatabasePer(DatabaseScope.TEST).dataSourceProperties(properties::put);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> properties.get("spring.datasource.url").get())
                .hasMessageContaining("there is none for an application that several tests share");
    }

    static class Failing {

        @RegisterExtension
        static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
                .withMigrations("junit/migration").withBucket("raw");

        @Test
        void loadsABadRow(DSLContext dsl, TestBucket raw) {
            raw.put("users.csv", "1,Ann,free\nx,Bob,paid\n");
            dsl.execute("copy users from 's3://raw/users.csv' iam_role default csv");
        }
    }

    static class FailingWithoutCopy {

        @RegisterExtension
        static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary();

        @Test
        void isFirstToAsk(DSLContext dsl) {
            assertThat(dsl.fetchValue("select 1")).isEqualTo(2);
        }
    }

    static class FailingAndKept {

        @RegisterExtension
        static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary()
                .withMigrations("junit/migration").keepOnFailure();

        @Test
        void inserts(DSLContext dsl, Endpoint endpoint) {
            saw("kept", endpoint);
            dsl.execute("insert into users values (1, 'Ann', 'free')");
            assertThat(count(redshift.warehouse())).isEqualTo(2L);
        }
    }

    private static String printedBy(Class<?> type) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(type).failed().count()).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    static class OrdersTest {

        @RegisterExtension
        static final LocalRedshiftExtension redshift = LocalRedshiftExtension.temporary().withBucket("raw");

        @FromRedshift
        private DSLContext dsl;

        @FromRedshift
        private TestBucket raw;

        @Test
        void ordersAreCopied() {
            dsl.execute("create table orders (id bigint, customer varchar(20), total decimal(10, 2))");
            raw.put("orders/1.csv", "1,Ann,9.50\nx,Bob,20.00\n");
            dsl.execute("copy orders from 's3://raw/orders/' iam_role default csv");
        }
    }

    @Test
    void aFailedTestPrintsWhatThePageShows() throws IOException {
        String page = Files.readString(Path.of("../docs/testing.md"));
        int from = page.indexOf("The local Redshift of OrdersTest");
        String shown = page.substring(from, page.indexOf("```", from));

        assertThat(printedBy(OrdersTest.class).replaceFirst("-p \\d+", "-p 40123").replaceFirst("_\\d+\n", "_3\n")
                .replaceFirst("PGPASSFILE=\\S+", "PGPASSFILE=/tmp/warehouse-71.pgpass"))
                .contains(shown);
    }

    @Test
    void aFailedTestPrintsTheWayInAndTheRejectedRows() {
        assertThat(printedBy(Failing.class))
                .contains("The local Redshift of Failing > loadsABadRow(DSLContext, TestBucket), which failed:")
                .containsPattern("PGPASSFILE=\\S+ psql -h 127.0.0.1 -p \\d+ -U awsuser -d failing_\\d+")
                .contains("rejected (1):", "s3://raw/users.csv line 2, column id, \"x\": Invalid digit",
                        "-Dwarehouse.test.keepOnFailure=true");
    }

    @Test
    void aTestWithoutACopyFailsWithoutRejectedRows() {
        assertThat(printedBy(FailingWithoutCopy.class)).contains("FailingWithoutCopy > isFirstToAsk").doesNotContain("rejected");
    }

    @Test
    void aKeptDatabaseStaysUpAndShowsNoPassword() throws Exception {
        SEEN.clear();
        String printed = printedBy(FailingAndKept.class);
        Endpoint kept = (Endpoint) SEEN.get("kept").get(0);
        assertThat(dev.warehouse.local.Sql.value(kept, USERS)).isEqualTo("1");
        assertThat(printed).containsPattern("PGPASSFILE=\\S+ " + kept.psqlCommand())
                .containsPattern("LocalRedshift\\.at\\(Path\\.of\\(\"[^\"]+\"\\)\\)\\.database\\(\"" + kept.database()
                        + "\"\\)\\.user\\(\"awsuser\"\\)\\.start\\(\\)")
                .doesNotContain(kept.password());
        Path folder = Path.of(printed.replaceAll("(?s).*Path\\.of\\(\"([^\"]+)\"\\).*", "$1"));
        assertThat(folder.resolve("keep")).exists();
        // the tests of this module leave nothing behind
        java.nio.file.Files.delete(folder.resolve("keep"));
    }

    @LocalRedshiftTest(migrations = "junit/nowhere")
    static class WithoutMigrations {

        @Test
        void neverRuns(Warehouse warehouse) {
            saw("never", warehouse);
        }
    }

    @LocalRedshiftTest(migrations = "junit/broken")
    static class Broken {

        @Test
        void neverRuns(Warehouse warehouse) {
            saw("never", warehouse);
        }

        @Test
        void neverRunsEither() {
            saw("never", this);
        }
    }

    @LocalRedshiftTest(migrations = "junit/broken", database = DatabaseScope.TEST)
    static class BrokenToo extends Broken {
    }

    @Test
    void whatCannotBePreparedIsSaidOnceAndFailsEachClassOnce() {
        SEEN.clear();
        List<Throwable> failures = failures(Broken.class, BrokenToo.class);
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).isInstanceOf(MigrateException.class).hasMessageContaining(
                "failed: V1__broken.sql, line 5: ERROR: type \"integr\" does not exist (SQL state 42704)\n  total INTEGR\n");
        assertThat(failures.get(1)).hasNoCause().hasMessageStartingWith("the Redshift of BrokenToo was not prepared,"
                + " because that of Broken with equal settings could not be: migrate of junit/broken at Endpoint[");
        assertThat(SEEN).doesNotContainKey("never");
    }

    @LocalRedshiftTest(migrations = "junit/placed")
    static class WithoutPlaceholder {

        @Test
        void neverRuns(Warehouse warehouse) {
            saw("never", warehouse);
        }
    }

    @LocalRedshiftTest(buckets = @LocalRedshiftTest.Bucket(name = "raw", path = "src/test/nowhere"))
    static class WithoutFolder {

        @Test
        void neverRuns(TestBucket raw) {
            saw("never", raw);
        }
    }

    @LocalRedshiftTest
    static class WithoutBucket {

        @Test
        void neverRuns(TestBucket raw) {
            saw("never", raw);
        }
    }

    @LocalRedshiftTest(database = DatabaseScope.TEST)
    static class ConstructedTooEarly {

        ConstructedTooEarly(Warehouse warehouse) {
            saw("never", warehouse);
        }

        @Test
        void neverRuns() {
            saw("never", this);
        }
    }

    @LocalRedshiftTest
    static class WrongField {

        @FromRedshift
        private String text;

        @Test
        void neverRuns() {
            saw("never", text);
        }
    }

    @LocalRedshiftTest(buckets = {@LocalRedshiftTest.Bucket(name = "a"), @LocalRedshiftTest.Bucket(name = "b")})
    static class WhichBucket {

        @Test
        void neverRuns(TestBucket bucket) {
            saw("never", bucket);
        }
    }

    @Test
    void mistakesAreNamedWithTheWayOut() {
        SEEN.clear();
        assertThat(failure(WithoutMigrations.class)).contains("migrate of junit/nowhere at Endpoint[", "Unable to resolve location",
                "name one of the class path from its root, such as db/migration, and any other as filesystem:");
        assertThat(failure(WithoutPlaceholder.class)).contains("No value provided for placeholder: ${reader}",
                "withMigrations(FlywayMigrations.at(…).placeholder(name, value)) fills it");
        assertThat(failure(WithoutFolder.class)).startsWith("the folder of bucket raw is missing: src/test/nowhere (/");
        assertThat(failure(WithoutBucket.class)).endsWith(
                "there is no bucket: add one by withBucket, or in @LocalRedshiftTest(buckets = …)");
        assertThat(failure(ConstructedTooEarly.class)).contains(
                "each test has a Redshift of its own (DatabaseScope.TEST), so there is none for a constructor");
        assertThat(failure(WrongField.class)).contains("the field text of", "a String is nothing a Redshift has");
        assertThat(failure(WhichBucket.class)).contains("there are 2 buckets, [a, b]: name it by @FromRedshift(bucket");
        assertThat(SEEN).doesNotContainKey("never");
    }

    @Test
    void anExtensionOutsideOfATestSaysSo() {
        LocalRedshiftExtension lonely = LocalRedshiftExtension.temporary();
        org.assertj.core.api.Assertions.assertThatThrownBy(lonely::warehouse).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no test with this extension runs");
    }
}
