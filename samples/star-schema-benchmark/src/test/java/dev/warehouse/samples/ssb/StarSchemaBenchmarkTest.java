/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarSchemaBenchmarkTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return StarSchemaBenchmark.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void oneCommandMakesLoadsComparesAndReports() throws IOException {
        Path page = folder.resolve("report.html");
        Path json = folder.resolve("report.json");

        assertThat(run("--scale", "0.001", "--runs", "2", "--files", "3", "--report", page.toString(), "--report",
                json.toString())).as("%s%s", out, err).isZero();

        assertThat(out.toString()).containsPattern("Made scale 0.001: [0-9,]+ rows, [0-9,]+ of them in lineorder; 7"
                + " files")
                .contains("Load times", "Query times", "oneDimSameDist", "Q4.3", "Report: " + page, "Report: " + json);
        assertThat(err.toString()).isEmpty();
        assertThat(page).content().contains("Chart.js", "<h3>Q4.3</h3>");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("queries")).hasSize(17).allSatisfy(query -> {
            assertThat(query.path("times")).hasSize(2);
            assertThat(query.path("times").path(0).path("runMillis")).hasSize(2);
        });
        assertThat(report.path("loads")).hasSize(10);
        assertThat(report.path("loads").path(0).path("rows").asInt()).isEqualTo(30);
        // numbers on the page and in the JSON are the same ones
        assertThat(page).content().contains("\"startedAt\" : \"" + report.path("startedAt").asText());
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("star-schema-benchmark-"))
                    .filter(file -> !Files.exists(file.resolve("ssbgz")))).isEmpty();
        }
    }

    @Test
    void theShownCommandRuns() throws IOException {
        Matcher command = Pattern.compile(
                "java -jar samples/star-schema-benchmark/target/star-schema-benchmark\\.jar(.*)")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(command.find()).isTrue();
        String small = " --scale 0.001 --runs 1 --report " + folder.resolve("report.md");

        assertThat(run((command.group(1) + small).strip().split(" "))).as("%s%s", out, err).isZero();
    }

    @ParameterizedTest
    @CsvSource({"tbl, false, date", "tbl.gz, true, dwdate"})
    void filesOfTheGeneratorAreLoaded(String ending, boolean gzip, String dates) throws IOException {
        StarData data = new StarData(new BigDecimal("0.001"), 5);
        for (StarData.Table table : StarData.Table.values()) {
            String name = table == StarData.Table.DWDATE ? dates : table.word();
            Path file = folder.resolve(name + "." + ending);
            try (OutputStream written = gzip ? new GZIPOutputStream(Files.newOutputStream(file))
                    : Files.newOutputStream(file)) {
                data.append(table, 0, data.count(table), written);
            }
        }
        Path json = folder.resolve("report.json");

        assertThat(run("--data", folder.toString(), "--runs", "1", "--report", json.toString())).as("%s%s", out, err)
                .isZero();
        assertThat(new ObjectMapper().readTree(json.toFile()).path("loads")).hasSize(10)
                .filteredOn(load -> load.path("table").asText().equals("dwdate"))
                .extracting(load -> load.path("rows").asInt()).containsOnly(2557);
        assertThat(out.toString()).doesNotContain("Made scale");
    }

    @Test
    void missingTablesAreNamed() throws IOException {
        Files.writeString(folder.resolve("lineorder.tbl"), "");
        Files.writeString(folder.resolve("part.tbl"), "");

        assertThat(run("--data", folder.toString())).isOne();
        assertThat(err.toString()).contains(folder + " has no files for customer, dwdate, supplier: their names must"
                + " begin"
                + " with the table's, such as lineorder.tbl or lineorder0000_part_00.gz");
    }

    @Test
    void compressedBesideOtherFilesAreRefused() throws IOException {
        for (String file : Source.TABLES) {
            Files.writeString(folder.resolve(file + (file.equals("part") ? ".tbl.gz" : ".tbl")), "");
        }

        assertThat(run("--data", folder.toString())).isOne();
        assertThat(err.toString()).contains("holds compressed and other files: customer.tbl, dwdate.tbl, supplier.tbl,"
                + " part.tbl.gz, lineorder.tbl. Compress all of them by gzip, or none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "--scale 0; --scale must be between 0.001 and 300, was 0",
        "--scale much; Invalid value for option '--scale'",
        "--runs 0; --runs must be between 1 and 1000, was 0",
        "--files 0; --files must be between 1 and 10000, was 0",
        "--report a.pdf; --report a.pdf must end in .html, .json, .md, .txt",
        "--report none/a.html; --report none/a.html cannot be written: name a file in a folder that exists",
        "--data none; --data none is no folder: name the one that holds the tables' files",
        "--delete --yes; --yes, --delete have no meaning without --aws: leave one of the two out",
        "--node-type ra9.huge; --node-type and --nodes: How many slices a node of type",
        "--data src --scale 1; --data names files that exist, so --scale, --seed and --files have no meaning beside it"
    })
    void wrongUsageIsTold(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }
}
