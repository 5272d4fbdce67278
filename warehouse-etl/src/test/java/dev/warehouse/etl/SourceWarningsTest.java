/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.LoadPlan;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Stage;
import dev.warehouse.api.StepPlan;
import dev.warehouse.api.StepReport;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a look at the source tells, and where people see it. */
@Timeout(120)
class SourceWarningsTest {

    private static final Table<Record> PEOPLE = DSL.table(DSL.name("people"));

    @TempDir
    private static Path folder;
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();
    private static Warehouse warehouse;

    @BeforeAll
    static void start() throws IOException {
        write("in/part-1", "1|one\n");
        write("in/part-1.json_paths", "2|two\n");
        write("in/_SUCCESS", "");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(
                Files.createDirectories(folder.resolve("packed")).resolve("part-1.gz")))) {
            out.write("1|one\n".getBytes(StandardCharsets.UTF_8));
        }
        warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("data", folder),
                (stage, message) -> TOLD.add(stage.word() + " " + message));
    }

    @BeforeEach
    void begin() {
        TOLD.clear();
        warehouse.dsl().execute("drop table if exists people");
        warehouse.dsl().execute("create table people (id integer, name varchar(5))");
    }

    private static void write(String key, String text) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterAll
    static void stop() {
        warehouse.close();
    }

    private static Copy from(String folder) {
        return Copy.into(PEOPLE).from("s3://data/" + folder + "/");
    }

    @Test
    void warningsAreToldDuringTheLoadAndStandInTheReport() {
        String warning = "s3://data/in/part-1.json_paths looks like a jsonpaths file and is loaded as data; keep it "
                + "elsewhere";

        LoadReport report = warehouse.load(Pipeline.named("p").migrate(Migrations.none()).copy(from("in")));

        StepReport copy = report.steps(Stage.COPY).get(0);
        assertThat(copy.rows()).isEqualTo(2);
        assertThat(copy.warnings()).containsExactly(warning);
        assertThat(TOLD).contains("copy people: warning: " + warning);
        assertThat(report.asTable()).endsWith("\nwarnings\n- copy people: " + warning + "\n");
        assertThat(report.toMarkdown()).endsWith("\n## Warnings\n\n- copy people: " + warning + "\n");
        assertThat(report.toJson()).contains("\"warnings\" : [\n        \"" + warning + "\"\n      ]");
    }

    @Test
    void planTellsStatementsAndWarningsAndChangesNothing() {
        // tag::plan[]
        LoadPlan plan = warehouse.plan(Pipeline.named("people")
                .copy(Copy.into(PEOPLE).from("s3://data/packed/"), Copy.into(PEOPLE).from("s3://data/nowhere/"))
                .unload(Unload.of("select * from people").to("s3://data/out/")));
        System.out.println(plan);
        // end::plan[]

        assertThat(plan).hasToString("""
                plan of "people": 3 steps, 2 warnings
                copy people from s3://data/packed/
                  warning: the only object is GZIP by name (first s3://data/packed/part-1.gz), but the COPY does not say \
                so; add gzip()
                    COPY "people"
                    FROM 's3://data/packed/'
                    IAM_ROLE DEFAULT
                copy people from s3://data/nowhere/
                  warning: no object's key begins as s3://data/nowhere/ does; check the bucket and the beginning of the \
                keys, whose case counts
                    COPY "people"
                    FROM 's3://data/nowhere/'
                    IAM_ROLE DEFAULT
                unload s3://data/out/
                    UNLOAD ('select * from people')
                    TO 's3://data/out/'
                    IAM_ROLE DEFAULT
                """);
        assertThat(plan.warnings()).hasSize(2).first().asString().startsWith("copy people: the only object is GZIP");
        assertThat(TOLD).isEmpty();
        assertThat(warehouse.dsl().fetchCount(PEOPLE)).isZero();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void planSaysWhatWouldKeepACopyFromRunning() {
        S3Objects far = new Elsewhere(warehouse.objects().orElseThrow(), "eu-west-1", 1);
        StepPlan plan = warehouse.dsl().connectionResult(connection -> new CopyRun(from("in").parquet(),
                new CopyRun.Session(warehouse.dsl(), connection, (sql, masked) -> fail(masked), far, "us-west-2",
                        warning -> { })).plan());

        assertThat(plan.warnings()).last().asString().contains("bucket data is in eu-west-1 and the warehouse in us-west-2");
        assertThat(plan.statement()).doesNotContain("REGION");
    }

    @Test
    void skippedRowsStandInTheReport() throws IOException {
        write("bad/part-1", "1|one\nx|two\n");

        LoadReport report = warehouse.load(Pipeline.named("p").migrate(Migrations.none()).copy(from("bad").maxErrors(2)));

        StepReport copy = report.steps(Stage.COPY).get(0);
        assertThat(copy.rejected()).isEqualTo(1);
        assertThat(copy.errors()).singleElement().satisfies(error -> assertThat(error.rawLine()).isEqualTo("x|two"));
    }

    @Test
    void failureRepeatsWhatWasNoticedBefore() {
        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("packed").execute(warehouse))
                .withMessageStartingWith("COPY into people from s3://data/packed/ rejected 1 row")
                .withMessageContaining("""

                        Noticed before it ran:
                          - the only object is GZIP by name (first s3://data/packed/part-1.gz), but the COPY does not say \
                        so; add gzip()""");
        assertThat(from("packed").gzip().execute(warehouse).warnings()).isEmpty();
    }

    @Test
    void bigFileIsSeenWithTheSlicesOfTheWarehouse() throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(
                Files.createDirectories(folder.resolve("big")).resolve("part-1.gz")))) {
            out.write("1|one\n".getBytes(StandardCharsets.UTF_8));
        }
        S3Objects sizes = new Elsewhere(warehouse.objects().orElseThrow(), null, 200L << 20);
        List<String> warnings = new ArrayList<>();

        run(from("big").gzip(), sizes, null, warnings, new ArrayList<>());

        assertThat(warnings).containsExactly("one object of 200 MiB (s3://data/big/part-1.gz) is read by one slice alone; "
                + "the warehouse has 2: split it into 2, 4 or another multiple, in parts of equal size, and they load "
                + "side by side");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', value = {
        "-         | -            | -            | -            | 0",
        "-         | eu-central-1 | -            | -            | 0",
        "-         | eu-central-1 | eu-central-1 | -            | 0",
        "-         | us-west-2    | eu-central-1 | eu-central-1 | 1",
        "us-west-2 | us-west-2    | eu-central-1 | us-west-2    | 1",
        "eu-central-1 | us-west-2 | eu-central-1 | eu-central-1 | 0",
    })
    void regionIsNamedWhereTheBucketIsInAnother(@Nullable String said, @Nullable String home, @Nullable String bucket,
            @Nullable String run, int warned) {
        Copy copy = said == null ? from("in").delimiter("|") : from("in").delimiter("|").region(said);
        S3Objects objects = new Elsewhere(warehouse.objects().orElseThrow(), bucket, -1);
        List<String> warnings = new ArrayList<>();
        List<String> statements = new ArrayList<>();

        run(copy, objects, home, warnings, statements);

        assertThat(warnings.stream().filter(warning -> warning.contains("is in"))).hasSize(warned);
        assertThat(statements).singleElement().asString().satisfies(sql -> {
            if (run == null) {
                assertThat(sql).doesNotContain("REGION");
            } else {
                assertThat(sql).containsOnlyOnce("REGION AS '" + run + "'");
            }
        });
    }

    @Test
    void columnarFilesInAnotherRegionAreRefusedBeforeAnythingIsSent() {
        S3Objects objects = new Elsewhere(warehouse.objects().orElseThrow(), "eu-central-1", -1);
        List<String> statements = new ArrayList<>();

        assertThatExceptionOfType(CopyException.class)
                .isThrownBy(() -> run(from("in").parquet(), objects, "us-west-2", new ArrayList<>(), statements))
                .withMessageContaining("bucket data is in eu-central-1 and the warehouse in us-west-2, and COPY reads PARQUET "
                        + "and ORC only from its own region. Copy the files to a bucket in us-west-2, or unload them as text. "
                        + "Nothing was loaded.");
        assertThat(statements).isEmpty();
    }

    static Stream<Arguments> traits() {
        Copy copy = from("in");
        return Stream.of(
                Arguments.of(copy, null, true), Arguments.of(copy.csv(), null, true),
                Arguments.of(copy.csv().bzip2(), "BZIP2", true), Arguments.of(copy.gzip(), "GZIP", false),
                Arguments.of(copy.zstd(), "ZSTD", false), Arguments.of(copy.lzop(), "LZOP", false),
                Arguments.of(copy.escape(), null, false), Arguments.of(copy.removeQuotes(), null, false),
                Arguments.of(copy.jsonAuto(), null, false), Arguments.of(copy.jsonAuto().bzip2(), "BZIP2", false),
                Arguments.of(copy.avroAuto(), null, false), Arguments.of(copy.parquet(), null, true),
                Arguments.of(copy.orc(), null, true));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("traits")
    void bigFilesAreSplitAsRedshiftSplitsThem(Copy copy, @Nullable String compression, boolean splits) {
        assertThat(copy.traits().compression()).isEqualTo(compression);
        assertThat(copy.traits().splits()).isEqualTo(splits);
    }

    @Test
    void exactlyDoesNotGoWithAManifestOfOnesOwn() {
        assertThat(Copy.into(PEOPLE).from("s3://data/m").manifest().exactly().problems()).containsExactly(
                "exactly() lists a prefix in S3, and the source is none; leave exactly() away");
        assertThat(from("in").exactly("s3://data/in/lists/").problems()).containsExactly(
                "the folder s3://data/in/lists/ of exactly(…) lies under the prefix s3://data/in/, and other loads would "
                        + "take the manifest for data; put it elsewhere");
    }

    private CopyResult run(Copy copy, S3Objects objects, @Nullable String region, List<String> warnings,
            List<String> statements) {
        return warehouse.dsl().connectionResult(connection -> new CopyRun(copy, new CopyRun.Session(
                DSL.using(connection, warehouse.dsl().dialect(), warehouse.dsl().settings()), connection, (sql, masked) -> {
                    statements.add(sql);
                    connection.createStatement().execute(sql);
                }, objects, region, warnings::add)).run());
    }

    /** The local objects, as if their buckets lay in a region, or the objects were larger. */
    private record Elsewhere(S3Objects here, @Nullable String name, long size) implements S3Objects {

        @Override
        public Stream<S3Object> list(S3Location prefix) throws IOException {
            return here.list(prefix).map(object -> size < 0 ? object
                    : new S3Object(object.location(), size, object.lastModified(), object.etag()));
        }

        @Override
        public InputStream read(S3Location object) throws IOException {
            return here.read(object);
        }

        @Override
        public void write(S3Location object, Content content) throws IOException {
            here.write(object, content);
        }

        @Override
        public void delete(S3Location object) throws IOException {
            here.delete(object);
        }

        @Override
        public Optional<String> region(String bucket) {
            return Optional.ofNullable(name);
        }
    }
}
