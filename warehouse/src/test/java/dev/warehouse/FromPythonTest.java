/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.api.jooq.Redshift.timestampOfEpochMillis;
import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.hour;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.INTEGER;

import dev.warehouse.Page.Block;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.Endpoint;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.Checks;
import dev.warehouse.etl.Copy;
import dev.warehouse.etl.Transform;
import dev.warehouse.local.LocalPlatformProvider;
import dev.warehouse.local.LocalRedshift;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of docs/from-python.md, in both languages, on the same files. Those that Python takes run where a
 * {@code python3}, or what {@code -Dtest.python} names, has psycopg2; their SQL runs everywhere.
 */
class FromPythonTest {

    private static final String ARN = "arn:aws:iam::123456789012:role/dwhRole";
    /** SQL stands in triple quotes on the page, and nothing else does. */
    private static final Pattern SQL = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
    private static final int EVENTS = 445;
    private static final int SONGS = 22;
    private static final int PLAYS = 297;
    private static final int TWICE = 7;
    private static final int TICKETS = 6;
    private static final String BUSIEST = "17 33";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    @TempDir
    private Path folder;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(out);
    }

    @BeforeEach
    void makeTickets() throws IOException {
        for (String key : List.of("full/full.csv.gz", "split/part-0.csv.gz", "split/part-1.csv.gz")) {
            Path file = folder.resolve("tickets").resolve(key);
            Files.createDirectories(file.getParent());
            try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(file))) {
                bytes.write("1;4A;19.90\n2;4B;21.00\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private LocalRedshift redshift() {
        return ((LocalRedshift) new LocalPlatformProvider().defaultPlatform()).bucket("udacity-labs", folder);
    }

    @Test
    void theStepsInJava() throws IOException {
        {
            // tag::connection[]
            Warehouse warehouse = Warehouse.provision();            // or provision(cluster): all below is the same
            DSLContext dsl = warehouse.dsl();                       // jOOQ
            DataSource connections = warehouse.dataSource();        // JDBC, for what speaks that
            // end::connection[]
            assertThat(dsl.selectOne().fetch()).hasSize(1);
            assertThat(connections).isNotNull();
            warehouse.close();
        }
        try (Warehouse warehouse = Warehouse.provision(redshift())) {
            // tag::files[]
            S3Objects objects = warehouse.objects().orElseThrow();
            try (Stream<S3Object> found = objects.list(S3Location.of("s3://udacity-dend/song_data"))) {
                found.forEach(System.out::println);
            }
            // end::files[]
            assertThat(printed()).contains("s3://udacity-dend/song_data/");

            // tag::tables[]
            warehouse.reset("dev");         // drops and makes all tables; the name guards against the wrong window
            warehouse.migrate();            // makes what is not there yet, and nothing else
            // end::tables[]

            // tag::staging[]
            Copy events = Copy.into(STAGING_EVENTS).from("s3://udacity-dend/log_data")
                    .json("s3://udacity-dend/log_json_path.json").region("us-west-2");
            Copy metadata = Copy.into(STAGING_SONGS).from("s3://udacity-dend/song_data").jsonAuto().region("us-west-2");
            // end::staging[]

            // tag::star[]
            Transform plays = Transform.into(SONGPLAYS).select(
                    select(timestampOfEpochMillis(STAGING_EVENTS.TS).as(SONGPLAYS.START_TIME),
                            STAGING_EVENTS.USER_ID.cast(INTEGER).as(SONGPLAYS.USER_ID), STAGING_EVENTS.LEVEL,
                            STAGING_SONGS.SONG_ID, STAGING_SONGS.ARTIST_ID, STAGING_EVENTS.SESSION_ID)
                            .from(STAGING_EVENTS)
                            .leftJoin(STAGING_SONGS).on(STAGING_SONGS.TITLE.eq(STAGING_EVENTS.SONG))
                            .and(STAGING_SONGS.ARTIST_NAME.eq(STAGING_EVENTS.ARTIST))
                            .and(STAGING_SONGS.DURATION.eq(STAGING_EVENTS.LENGTH))
                            .where(STAGING_EVENTS.PAGE.eq("NextSong")));
            // end::star[]

            // tag::checks[]
            Pipeline pipeline = Pipeline.named("plays").copy(events, metadata).transform(plays)
                    .check(Checks.allCopied(STAGING_EVENTS), Checks.notNull(SONGPLAYS.START_TIME, SONGPLAYS.USER_ID),
                            Checks.rowsOf(SONGPLAYS, select(STAGING_EVENTS.TS).from(STAGING_EVENTS)
                                    .where(STAGING_EVENTS.PAGE.eq("NextSong"))));
            LoadReport report = warehouse.load(pipeline);
            System.out.println(report);
            // end::checks[]
            assertThat(report.rows()).isEqualTo(EVENTS + SONGS);
            assertThat(warehouse.dsl().fetchCount(SONGPLAYS)).isEqualTo(PLAYS);

            // tag::questions[]
            Field<Integer> hour = hour(SONGPLAYS.START_TIME).as("hour");
            System.out.println(warehouse.dsl()
                    .select(hour, count().as("plays")).from(SONGPLAYS)
                    .groupBy(hour).orderBy(count().desc(), hour).limit(5)
                    .fetch());
            // end::questions[]
            assertThat(printed()).contains("|hour|plays|").containsPattern(BUSIEST.replace(" ", "\\| +") + "\\|");

            Table<Record> tickets = table(name("tickets"));
            warehouse.dsl().execute(
                    "create table tickets (id double precision, seat varchar(10), ticket_price numeric(8, 2))");
            // tag::parts[]
            for (String source : List.of("full/full.csv.gz", "split/part")) {
                CopyResult result = Copy.into(tickets).from("s3://udacity-labs/tickets/" + source)
                        .gzip().delimiter(";").compUpdate(false).region("us-west-2").execute(warehouse);
                System.out.println(source + " " + result.duration());
            }
            // end::parts[]
            assertThat(warehouse.dsl().fetchCount(tickets)).isEqualTo(TICKETS);
        }
    }

    @Test
    void everyStepIsPython() throws Exception {
        assumeThat(python("")).as("a python3").isTrue();
        for (Block block : Page.blocksOf("everyStepIsPython")) {
            Files.writeString(folder.resolve("step.py"), block.text());

            assertThat(python("import ast; ast.parse(open('step.py').read())")).as("%s: %s", block, printed()).isTrue();
        }
    }

    @Test
    void theSqlOfTheStepsIsRedshifts() throws Exception {
        List<String> counts = new ArrayList<>();
        try (Warehouse warehouse = Warehouse.provision(redshift());
                Connection connection = warehouse.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (Block block : Page.blocksOf("theSqlOfTheStepsIsRedshifts")) {
                List<String> statements = SQL.matcher(block.text()).results().map(found -> found.group(1)).toList();
                assertThat(statements).as("SQL in %s", block).isNotEmpty();
                for (String sql : statements) {
                    if (statement.execute(sql.replace("{arn}", ARN)) && sql.startsWith("select count")) {
                        counts.add(warehouse.dsl().fetch(statement.getResultSet()).getValue(0, 0).toString());
                    }
                }
            }
            assertThat(warehouse.dsl().fetchCount(table(name("tickets")))).isEqualTo(TICKETS);
        }
        // users who have become paying ones meanwhile are there twice
        assertThat(counts).containsExactly("" + EVENTS, "" + SONGS, "" + PLAYS, "" + TWICE);
    }

    @Test
    void theStepsRunByPsycopg2() throws Exception {
        assumeThat(python("import psycopg2")).as("a python3 with psycopg2").isTrue();
        try (Warehouse warehouse = Warehouse.provision(redshift())) {
            Endpoint endpoint = warehouse.endpoint();
            Files.writeString(folder.resolve("dwh.cfg"), """
                    [CLUSTER]
                    HOST=%s
                    DB_NAME=%s
                    DB_USER=%s
                    DB_PASSWORD=%s
                    DB_PORT=%d

                    [IAM_ROLE]
                    ARN=%s
                    """.formatted(endpoint.host(), endpoint.database(), endpoint.user(), endpoint.password(),
                    endpoint.port(), ARN));
            String script = Page.blocksOf("theStepsRunByPsycopg2").stream().map(Block::text)
                    .collect(Collectors.joining());

            assertThat(python(script)).as("%s", printed()).isTrue();
        }
        assertThat(printed()).contains("staging_events " + EVENTS + "\n", "staging_songs " + SONGS + "\n",
                "songplays " + PLAYS + "\n", "having count(*) > 1) " + TWICE + "\n", "\n" + BUSIEST + "\n");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Whether there is a Python that ends this program without a mistake; what it prints is kept. */
    private boolean python(String program) throws IOException, InterruptedException {
        try {
            Process python = new ProcessBuilder(System.getProperty("test.python", "python3"), "-c", program)
                    .directory(folder.toFile()).redirectErrorStream(true).start();
            python.getInputStream().transferTo(System.out);
            return python.waitFor() == 0;
        } catch (IOException e) {
            return false; // there is none
        }
    }
}
