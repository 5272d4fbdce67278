/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarksTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void loadsTheSameRowsBothWaysAndPrintsTheRatio() {
        int exit = run("--rows", "2000", "--events", "500", "--queries", "20", "--fetched", "3000", "--rounds", "2",
                "--warm-ups", "0");

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString())
                .containsSubsequence("point query, prepared", "by the endpoint", "straight to PostgreSQL", "ratio of the medians",
                        "point query, with its value", "ratio of the medians",
                        "fetch of 3,000 rows", "ratio of the medians",
                        "lineorder, pipe-delimited gz: 2,000 rows", "COPY from files by the endpoint",
                        "COPY FROM STDIN by pgjdbc", "ratio of the medians",
                        "lineorder, CSV: 2,000 rows", "ratio of the medians",
                        "lineorder, PARQUET: 2,000 rows", "ratio of the medians",
                        "lineorder, UNLOAD CSV: 2,000 rows", "UNLOAD to files by the endpoint",
                        "COPY TO STDOUT by pgjdbc", "ratio of the medians",
                        "events, JSON with jsonpaths: 500 rows", "ratio of the medians",
                        "events, JSON 'auto': 500 rows", "ratio of the medians")
                .containsPattern("ratio of the medians +\\d+\\.\\d\\d");
        Path made = Path.of(out.toString().lines().findFirst().orElseThrow().replace("Making rows in ", ""));
        assertThat(made).doesNotExist();
    }

    @Test
    void theShownCommandsRun() throws IOException {
        String page = Files.readString(Path.of("../../docs/performance.md"));
        List<String> commands = Pattern
                .compile("java (?:-Xmx\\w+ )?-jar samples/benchmarks/target/benchmarks\\.jar(.*)").matcher(page)
                .results().map(found -> found.group(1)).toList();
        assertThat(commands).hasSize(2);
        String small = " --rows 500 --events 100 --queries 5 --fetched 100 --rounds 1 --warm-ups 0";

        assertThat(run((commands.get(0) + small).strip().split(" "))).as("%s", err).isZero();
        assertThat(run(commands.get(1).replace("10000", "12").strip().split(" "))).as("%s", err).isZero();
    }

    @Test
    void makesTheSameLineOrdersEachTime() throws IOException {
        Dataset one = LineOrders.write(1_000, folder.resolve("one"));
        Dataset two = LineOrders.write(1_000, folder.resolve("two"));

        assertThat(one.text()).hasSameBinaryContentAs(two.text());
        assertThat(Files.readAllLines(one.text())).hasSize(1_000)
                .allMatch(line -> line.split("\\|", -1).length == 17);
    }

    @ParameterizedTest
    @CsvSource({"--rounds 0", "--rows -1", "--warm-ups -1"})
    void refusesNumbersThatMakeNoSense(String options) {
        assertThat(run(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith(
                "--rows, --events, --queries and --warm-ups must be at least 0, and --rounds at least 1");
    }

    @Test
    void loadsAnObjectThatIsNowhereStored() {
        assertThat(run("memory", "--megabytes", "12")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .containsPattern("\\d+ rows, 1\\d MB in one object: [\\d,]+ rows/s")
                .containsPattern("heap: at most \\d+ MB in use behind a collection, [\\d,]+ MB allowed");
    }

    @Test
    void refusesPartsThatItDoesNotKnow() {
        assertThat(run("--parts", "gz,avro")).isEqualTo(2);
        assertThat(err.toString()).startsWith(
                "--parts knows gz, csv, parquet, unload, unload-parquet, jsonpaths, auto, point, fetch, not avro");
    }

    @Test
    void takesTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Contest.median(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(Contest.median(new double[] {8, 2, 4, 1})).isEqualTo(3);
    }

    private int run(String... arguments) {
        return Benchmarks.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
