/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import static dev.warehouse.schema.Tables.ARTISTS;
import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.TIME;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkifyTest {

    private static final String[] SMALL = {"--events", "2000", "--songs", "50", "--seed", "5", "--match-share", "0.4"};
    private static final MusicService SMALL_SERVICE = new MusicService(2_000, 50, 5, 0.4);

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void runsEverythingOnDataItMakesAndReportsIt() throws IOException {
        Path json = folder.resolve("report.json");
        Path markdown = folder.resolve("report.md");
        MusicService.Summary summary = SMALL_SERVICE.writeTo(folder.resolve("same"));

        int exit = sparkify(SMALL, "--report", json.toString(), "--report", markdown.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString())
                .startsWith(String.format("Made 2,000 events (%,d plays by %,d users", summary.plays(),
                        summary.users()))
                .containsSubsequence("copy", "staging_events", "transform", "songplays", "The most active users",
                        "The users by their level", "The popular hours (UTC)", "The most played songs");
        assertThat(rows(json, "copy", "staging_events")).isEqualTo(2_000);
        assertThat(rows(json, "copy", "staging_songs")).isEqualTo(50);
        assertThat(rows(json, "transform", "songplays")).isEqualTo(summary.plays());
        assertThat(rows(json, "transform", "users")).isEqualTo(summary.users());
        assertThat(markdown).content().startsWith("# ").contains("| staging_events |");
    }

    @Test
    void runsOnAFolderOfFiles() throws IOException {
        SMALL_SERVICE.writeTo(folder.resolve("data"));

        assertThat(sparkify("run", "--data", folder.resolve("data").toString())).isZero();

        assertThat(out.toString()).doesNotContain("Made").contains("s3://udacity-dend/log_data/", "The popular hours");
        assertThat(folder.resolve("data/log_json_path.json")).exists();
    }

    @Test
    void doesTheTutorialsStepsOneByOneOnAKeptWarehouse() throws IOException {
        Path home = folder.resolve("home");
        MusicService.Summary summary = SMALL_SERVICE.writeTo(folder.resolve("same"));

        assertThat(sparkify("start", "--home", home.toString())).isZero();
        assertThat(sparkify("status", "--home", home.toString())).isZero();
        assertThat(out.toString()).contains("The warehouse in " + home + " is ready", "database       dev",
                "no tables yet: create-tables makes them");
        assertThat(sparkify("create-tables", "--home", home.toString())).isZero();
        assertThat(sparkify(concat(new String[] {"etl", "--home", home.toString()}, SMALL))).isZero();
        assertThat(sparkify(concat(new String[] {"etl", "--home", home.toString()}, SMALL))).isZero();
        assertThat(out.toString()).containsOnlyOnce("Made 2,000 events");
        try (Warehouse warehouse = Warehouse.provision(LocalRedshift.at(home.resolve("redshift")))) {
            DSLContext dsl = warehouse.dsl();
            assertThat(dsl.fetchCount(STAGING_EVENTS)).isEqualTo(2_000);
            assertThat(dsl.fetchCount(SONGPLAYS)).isEqualTo((int) summary.plays());
            assertThat(dsl.fetchCount(SONGPLAYS, SONGPLAYS.SONG_ID.isNotNull())).isEqualTo((int) summary.matched());
            assertThat(dsl.fetchCount(USERS)).isEqualTo(summary.users());
            assertThat(dsl.fetchCount(SONGS)).isEqualTo(50);
            assertThat(dsl.fetchCount(ARTISTS)).isBetween(45, 50);
            assertThat(dsl.fetchCount(TIME)).isPositive();
        }
        assertThat(sparkify("status", "--home", home.toString())).isZero();
        assertThat(out.toString()).containsPattern("staging_events +2,000");
        assertThat(sparkify("query", "--home", home.toString())).isZero();
        assertThat(out.toString()).contains("The most played songs");
        assertThat(sparkify("create-tables", "--home", home.toString())).isZero();
        assertThat(sparkify("status", "--home", home.toString())).isZero();
        assertThat(out.toString()).containsPattern("staging_events +0");
        assertThat(sparkify("delete", "--home", home.toString())).isZero();
        assertThat(home).doesNotExist();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --events 0                   | --events must be between 1 and 2000000000, was 0
            --events many                | Invalid value for option '--events': 'many' is not a long
            --songs 0                    | --songs must be between 1 and 10000000, was 0
            --match-share 1.5            | --match-share must be between 0 and 1, was 1.5
            --report r.csv               | --report r.csv must end in .json or .md
            --report report              | --report report must end in .json or .md
            --report missing/r.json      | --report missing/r.json cannot be written: name a file in a folder that \
            exists and may be written to
            --data missing               | --data missing has no log_data, no song_data, no log_json_path.json: name \
            the folder that holds log_data, song_data and log_json_path.json
            --data missing --events 10   | --data names files that exist, so --events, --songs, --seed and \
            --match-share have no meaning beside it: leave them out, or leave out --data
            --port 99999                 | --port must be between 0 and 65535, was 99999
            --colour                     | Unknown option: '--colour'
            run --home x                 | Unknown options: '--home', 'x'
            launch                       | Unmatched argument at index 0: 'launch'
            etl --home x --report r.txt  | --report r.txt must end in .json or .md
            """)
    void saysWhatIsWrongWithTheCommandLine(String commandLine, String message) {
        assertThat(sparkify(commandLine.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message).containsAnyOf("Usage: sparkify", "Did you mean: sparkify");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "create-tables", "etl", "query", "delete"})
    void saysHowToMakeAWarehouseWhereThereIsNone(String step) {
        Path home = folder.resolve("home");

        assertThat(sparkify(step, "--home", home.toString())).isEqualTo(1);

        assertThat(err.toString()).isEqualToNormalizingNewlines("sparkify: there is no warehouse in " + home
                + ": make one with \"sparkify start --home " + home + "\"\n");
        assertThat(home).doesNotExist();
    }

    @Test
    void saysThatTheTablesAreMissing() {
        Path home = folder.resolve("home");
        sparkify("start", "--home", home.toString());

        assertThat(sparkify("query", "--home", home.toString())).isEqualTo(1);

        assertThat(err.toString()).startsWith("sparkify: the warehouse has no tables yet:");
    }

    @Test
    void saysThatTheWarehouseIsInUse() {
        Path home = folder.resolve("home");
        sparkify("start", "--home", home.toString());

        try (LocalRedshiftServer other = LocalRedshift.at(home.resolve("redshift")).start()) {
            assertThat(sparkify("status", "--home", home.toString())).isEqualTo(1);
            assertThat(other.endpoint().port()).isPositive();
        }
        assertThat(err.toString()).contains(home.resolve("redshift").toString(), "in use").doesNotContain("\tat ");
    }

    @Test
    void takesNoFolderThatHoldsOtherFiles() throws IOException {
        Path home = Files.createDirectories(folder.resolve("letters"));
        Files.writeString(home.resolve("letter.txt"), "keep");

        assertThat(sparkify("start", "--home", home.toString())).isEqualTo(1);
        assertThat(sparkify("delete", "--home", home.toString())).isEqualTo(1);

        assertThat(err.toString()).contains(home + " holds other files and was not made by sparkify");
        assertThat(home.resolve("letter.txt")).hasContent("keep");
    }

    @Test
    void deletesOnlyWhatIsItsOwn() throws IOException {
        Path home = folder.resolve("home");
        sparkify("start", "--home", home.toString());
        Files.writeString(home.resolve("letter.txt"), "keep");

        assertThat(sparkify("delete", "--home", home.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("the folder stays, because it holds other files");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactly(home.resolve("letter.txt"));
        }
    }

    @Test
    void failsWithAMessageAndShowsTheTraceOnlyIfAsked() throws IOException {
        Path data = folder.resolve("data");
        SMALL_SERVICE.writeTo(data);
        Files.writeString(data.resolve("log_data/2018/11/2018-11-05-events.json"), "{\"artist\": oops}");

        assertThat(sparkify("run", "--data", data.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("sparkify: ").contains("staging_events", "2018-11-05-events.json")
                .doesNotContain("\tat ");
        assertThat(sparkify("run", "--data", data.toString(), "--verbose")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat dev.warehouse.");
    }

    @Test
    void keepsTheEndpointUpUntilInterrupted() throws Exception {
        FutureTask<Integer> run = new FutureTask<>(() -> sparkify(SMALL, "--keep"));
        Thread thread = new Thread(run, "sparkify");
        thread.start();
        Matcher lines = waitFor(Pattern.compile("PGPASSWORD='([^']+)' psql -h 127.0.0.1 -p \\d+ -U awsuser -d dev\\R"
                + "\\s+(jdbc:redshift://\\S+)"), thread);

        try (Connection connection = DriverManager.getConnection(lines.group(2), "awsuser", lines.group(1))) {
            assertThat(connection.isValid(5)).isTrue();
        } finally {
            thread.interrupt();
        }
        assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void showsItsHelp() {
        assertThat(sparkify("--help")).isZero();

        assertThat(out.toString()).startsWith("Usage: sparkify").contains("run", "start", "status", "create-tables",
                "etl", "query", "delete");
    }

    private Matcher waitFor(Pattern pattern, Thread thread) throws InterruptedException {
        while (true) {
            Matcher matcher = pattern.matcher(out.toString());
            if (matcher.find()) {
                return matcher;
            }
            assertThat(thread.isAlive()).as("still running: %s %s", out, err).isTrue();
            thread.join(20);
        }
    }

    @Test
    void theShownCommandRuns() throws IOException {
        Matcher command = Pattern.compile("java -jar samples/sparkify/target/sparkify\\.jar(.*)")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(command.find()).isTrue();

        assertThat(sparkify((command.group(1) + " " + String.join(" ", SMALL)).strip().split(" "))).as("%s%s", out, err)
                .isZero();
    }

    private int sparkify(String[] first, String... more) {
        return sparkify(concat(first, more));
    }

    private int sparkify(String... arguments) {
        return Sparkify.execute(new PrintWriter(out, true), new PrintWriter(err, true), question -> Optional.empty(),
                arguments);
    }

    private static String[] concat(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static long rows(Path json, String stage, String target) throws IOException {
        for (JsonNode step : new ObjectMapper().readTree(json.toFile()).get("steps")) {
            if (step.get("stage").textValue().equals(stage) && step.get("target").textValue().equals(target)) {
                return step.get("rows").longValue();
            }
        }
        throw new AssertionError("no step " + stage + " " + target + " in " + json);
    }
}
