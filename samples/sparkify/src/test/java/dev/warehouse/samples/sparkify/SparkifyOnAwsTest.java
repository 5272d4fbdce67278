/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.aws.S3Server;
import dev.warehouse.aws.standin.AwsStandIn;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps on a cluster, as a user types them: in an account on this machine, whose cluster is a Redshift on it. */
class SparkifyOnAwsTest {

    private static final String PASSWORD = "Passw0rdOfTheFile";
    private static final List<String> PROPERTIES =
            List.of("warehouse.aws.endpoint", "warehouse.aws.endpoint.s3", "warehouse.aws.poll_every");

    private static MusicService.Summary data;
    private static LocalRedshiftServer redshift;

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> questions = new ArrayList<>();
    private Optional<String> answer = Optional.empty();
    private AwsStandIn aws;
    private S3Server s3;
    private Path file;
    private String empty;

    @BeforeAll
    static void startRedshift(@TempDir Path files) throws IOException {
        data = new MusicService(2_000, 50, 5, 0.4).writeTo(files.resolve("data"));
        redshift = LocalRedshift.temporary().bucket("udacity-dend", files.resolve("data")).database("dwh").user("dwhuser")
                .password(PASSWORD).start();
    }

    @AfterAll
    static void stopRedshift() {
        redshift.close();
    }

    @BeforeEach
    void start() throws IOException, SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
        aws = new AwsStandIn().clustersAt(redshift.endpoint());
        empty = aws.state();
        s3 = new S3Server().deny("udacity-dend", "us-west-2");
        System.setProperty("warehouse.aws.endpoint", aws.uri().toString());
        System.setProperty("warehouse.aws.endpoint.s3", s3.uri().toString());
        System.setProperty("warehouse.aws.poll_every", "PT0.001S");
        file = Files.writeString(folder.resolve("dwh.cfg"), """
                [AWS]
                KEY=%s
                SECRET=s3cretKeyOfTheFile
                REGION=us-west-2

                [DWH]
                DWH_CLUSTER_TYPE=single-node
                DWH_NUM_NODES=1
                DWH_NODE_TYPE=ra3.large
                DWH_IAM_ROLE_NAME=dwhRole
                DWH_CLUSTER_IDENTIFIER=dwhCluster
                DWH_DB=dwh
                DWH_DB_USER=dwhuser
                DWH_DB_PASSWORD=%s
                DWH_PORT=5439

                [S3]
                LOG_DATA='s3://udacity-dend/log_data'
                LOG_JSONPATH='s3://udacity-dend/log_json_path.json'
                SONG_DATA='s3://udacity-dend/song_data'
                """.formatted(AwsStandIn.ACCESS_KEY, PASSWORD));
    }

    @AfterEach
    void stop() {
        PROPERTIES.forEach(System::clearProperty);
        s3.close();
        aws.close();
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(redshift.endpoint().jdbcUrl(), redshift.endpoint().properties());
    }

    private int sparkify(String step, String... options) {
        List<String> arguments = new ArrayList<>(List.of(step, "--aws", file.toString()));
        arguments.addAll(List.of(options));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Sparkify.execute(new PrintWriter(out, true), new PrintWriter(err, true), question -> {
            questions.add(question);
            return answer;
        }, arguments.toArray(String[]::new));
    }

    private void succeeds(String step, String... options) {
        int exit = sparkify(step, options);
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString()).doesNotContain(PASSWORD).doesNotContain("s3cretKeyOfTheFile");
    }

    @Test
    void doesTheTutorialsStepsOneByOneOnACluster() throws IOException {
        answer = Optional.of("yes");

        succeeds("start", "--reachable-from", "203.0.113.7/32");
        assertThat(out.toString()).startsWith("plan of Redshift cluster dwhcluster in us-west-2, account 123456789012\n")
                .contains("create role dwhRole: Redshift may assume it",
                        "create ingress rule for 203.0.113.7/32 on port 5439",
                        "create cluster dwhcluster: 1 x ra3.large, encrypted, publicly accessible, database dwh",
                        "The Redshift cluster dwhcluster is ready at 127.0.0.1:" + redshift.endpoint().port()
                                + ". Next: create-tables, etl, query, each with --aws " + file,
                        "It costs by the hour until \"sparkify delete --aws " + file + "\".");
        assertThat(file).content().contains("[CLUSTER]\nHOST=127.0.0.1", "ARN=arn:aws:iam::123456789012:role/dwhRole");
        assertThat(questions).containsExactly("Do this? What is made costs money until it is deleted. [y/N] ");

        succeeds("status");
        assertThat(out.toString()).containsPattern("status +available").containsPattern("nodes +1, 2 slices")
                .contains("no tables yet: create-tables makes them");
        succeeds("create-tables");
        assertThat(questions).hasSize(1);
        succeeds("etl", "--report", folder.resolve("report.json").toString());
        assertThat(out.toString()).containsSubsequence("staging_events", "songplays");
        assertThat(folder.resolve("report.json")).exists();
        aws.forgetCalls();
        succeeds("etl");
        succeeds("query");
        assertThat(out.toString()).contains("The most played songs");
        succeeds("status");
        assertThat(out.toString()).containsPattern("staging_events +2,000")
                .containsPattern("songplays +" + String.format("%,d", data.plays()));
        assertThat(aws.changes()).isEmpty();

        succeeds("create-tables");
        assertThat(out.toString()).startsWith("This drops, with all rows, in database dwh at 127.0.0.1: artists, songplays");
        assertThat(questions).hasSize(2).last().isEqualTo("Drop them? [y/N] ");
        succeeds("delete", "--skip-final-snapshot");
        assertThat(out.toString()).contains("plan of deprovisioning Redshift cluster dwhcluster in us-west-2",
                "delete cluster dwhcluster: with all its data, for good", "delete role dwhRole",
                "delete security group warehouse-dwhcluster: with its ingress rules", "deleted cluster dwhcluster");
        assertThat(questions).hasSize(3).last().isEqualTo("Delete this? [y/N] ");
        assertThat(aws.state()).isEqualTo(empty);
        succeeds("delete");
        assertThat(questions).hasSize(3);
        assertThat(out.toString()).contains("nothing to change", "nothing was there");
    }

    @Test
    void theShownStepsRunOneByOne() throws IOException {
        answer = Optional.of("yes");
        List<String> steps = new ArrayList<>();
        Matcher commands = Pattern.compile("sparkify\\.jar (\\S+) --aws dwh\\.cfg(.*)")
                .matcher(Files.readString(Path.of("README.md")));
        while (commands.find()) {
            String options = commands.group(2).strip();
            succeeds(commands.group(1), options.isEmpty() ? new String[0] : options.split(" "));
            steps.add(commands.group(1));
        }
        assertThat(steps).containsExactly("start", "create-tables", "etl", "query", "delete");
        assertThat(out.toString()).contains("deleted cluster dwhcluster");
    }

    @Test
    void copiesWithTheRoleOfTheFile() throws SQLException {
        succeeds("start", "--yes");
        List<String> sql = new ArrayList<>();

        succeeds("etl");

        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select query_text from sys_query_history where query_text ilike 'copy %'"
                                + " order by start_time desc limit 2")) {
            while (rows.next()) {
                sql.add(rows.getString(1));
            }
        }
        assertThat(sql).hasSize(2).allSatisfy(copy -> assertThat(copy.toLowerCase(Locale.ROOT))
                .contains("iam_role 'arn:aws:iam::123456789012:role/dwhrole'"));
        assertThat(aws.state()).contains("role dwhRole", "s3:GetObject");
    }

    @Test
    void resumesAPausedClusterOnlyByStart() {
        succeeds("start", "--yes");
        aws.status("dwhcluster", "paused");

        assertThat(sparkify("query")).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("sparkify: the Redshift cluster dwhcluster is paused: "
                + "\"sparkify start --aws " + file + "\" resumes it\n");
        succeeds("status");
        assertThat(out.toString()).containsPattern("status +paused").doesNotContain("tables");
        succeeds("start", "--yes");
        assertThat(out.toString()).contains("resume cluster dwhcluster: is paused; costs by the hour again");
        succeeds("status");
        assertThat(out.toString()).containsPattern("status +available");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "delete", "create-tables"})
    void doesNothingThatCostsOrDeletesUnlessSomebodyAgrees(String step) {
        if (!step.equals("start")) {
            succeeds("start", "--yes");
            succeeds("create-tables", "--yes");
        }
        String before = aws.state();

        assertThat(sparkify(step)).isEqualTo(2);
        assertThat(err.toString()).isEqualToNormalizingNewlines("sparkify: nothing was changed, because nobody is here to "
                + "agree: run it in a terminal, or say --yes\n");
        answer = Optional.of("");
        assertThat(sparkify(step)).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("sparkify: nothing was changed\n");
        assertThat(aws.state()).isEqualTo(before);
        if (step.equals("create-tables")) {
            succeeds("status");
            assertThat(out.toString()).containsPattern("songplays +0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "create-tables", "etl", "query"})
    void saysHowToMakeAClusterWhereThereIsNone(String step) {
        assertThat(sparkify(step)).isEqualTo(1);

        assertThat(err.toString()).isEqualToNormalizingNewlines("sparkify: there is no Redshift cluster dwhcluster: make it "
                + "with \"sparkify start --aws " + file + "\"\n");
        assertThat(aws.changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            start --home x                    | --aws works on a cluster and on the files in its bucket, so --home has no \
            meaning beside it: leave one of the two out
            start --keep --port 5439          | --aws works on a cluster and on the files in its bucket, so --port, --keep \
            have no meaning beside it: leave one of the two out
            etl --events 10                   | --aws works on a cluster and on the files in its bucket, so --events has no \
            meaning beside it: leave one of the two out
            start --reachable-from 0.0.0.0/0  | --reachable-from: cidr must not be the whole internet, was 0.0.0.0/0: name \
            your own network
            start --reachable-from here       | --reachable-from: cidr must be a network such as 203.0.113.7/32, was "here"
            """)
    void saysWhatIsWrongWithTheCommandLine(String commandLine, String message) {
        String[] words = commandLine.split(" ");

        assertThat(sparkify(words[0], List.of(words).subList(1, words.length).toArray(String[]::new))).isEqualTo(2);

        assertThat(err.toString()).startsWith(message).contains("Usage: sparkify");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        Files.writeString(file, Files.readString(file).replace("ra3.large", "dc2.large"));

        assertThat(sparkify("start", "--yes")).isEqualTo(1);

        assertThat(err.toString()).isEqualToNormalizingNewlines("sparkify: " + file + ": line 9, [DWH] DWH_NODE_TYPE: "
                + "dc2.large cannot be created any more: use ra3.large\n  See docs/errors.md#config-file\n");
    }

    @Test
    void finalSnapshotIsKeptUnlessItIsDeclined() {
        succeeds("start", "--yes");

        succeeds("delete", "--yes");

        assertThat(out.toString()).contains("delete cluster dwhcluster: with all its data; a final snapshot is kept, and costs"
                + " until it is deleted", "kept snapshot dwhcluster-final");
        assertThat(aws.state()).contains("snapshot dwhcluster-final-").doesNotContain("cluster dwhcluster");
    }

    @Test
    void worksOnAClusterThatTheFileOnlyNames() throws IOException {
        Files.writeString(file, """
                [CLUSTER]
                HOST=c.invalid
                DB_NAME=dwh
                DB_USER=dwhuser
                DB_PASSWORD=%s
                """.formatted(PASSWORD));

        assertThat(sparkify("delete", "--yes")).isEqualTo(1);
        assertThat(err.toString()).startsWith("sparkify: " + file + " only says where a cluster is, so nothing was made by "
                + "it and nothing is deleted");
        assertThat(sparkify("start", "--reachable-from", "203.0.113.7/32")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--reachable-from opens a cluster that is made, and " + file);
        assertThat(sparkify("start")).isEqualTo(1);
        assertThat(err.toString()).startsWith("sparkify: the host c.invalid is not known: check the host in " + file);
        assertThat(aws.calls()).isEmpty();
    }
}
