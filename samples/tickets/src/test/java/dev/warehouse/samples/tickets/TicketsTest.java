/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class TicketsTest {

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--report=" + folder.resolve("tickets.html");
        return Tickets.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    @Test
    void loadsBothWaysAndCompares() {
        assertThat(run("--rows", "5000", "--parts", "3", "--runs", "2")).as("%s%s", out, err).isZero();

        assertThat(out.toString()).contains("s3://udacity-labs/tickets/full/full.csv.gz",
                "s3://udacity-labs/tickets/split/part-00002.csv.gz", "one file ", "parts ",
                "times as long as its parts; both gave the same rows.", "a gz cannot be cut");
        assertThat(out.toString()).doesNotContain("part-00003");
        assertThat(out.toString().toUpperCase(Locale.ROOT)).contains("COPY", "GZIP", "DELIMITER AS ';'",
                "COMPUPDATE OFF", "REGION AS 'US-WEST-2'");
        assertThat(err.toString()).isEmpty();
        assertThat(folder.resolve("tickets.html")).content().contains("one file", "both gave the same rows.", "Chart.js",
                "\"seconds\": ").doesNotContain("@data@", "@charts@", "@body@");
    }

    @Test
    void theShownCommandRuns() throws IOException {
        Matcher command = Pattern.compile("java -jar samples/tickets/target/tickets\\.jar(.*)")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(command.find()).isTrue();

        assertThat(run((command.group(1) + " --rows 2000").strip().split(" "))).as("%s%s", out, err).isZero();
    }

    @Test
    void partsOneBehindTheOtherAreTheOneFile() throws IOException {
        S3Location full = S3Location.of("s3://bucket/full/");
        S3Location split = S3Location.of("s3://bucket/split/");
        try (Warehouse warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("bucket", folder))) {
            new TicketData(25_001, 7).writeTo(warehouse.objects().orElseThrow(), full, split, 4);

            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            for (int part = 0; part < 4; part++) {
                parts.write(unpacked(warehouse, split.append("part-0000" + part + ".csv.gz")));
            }
            assertThat(parts.toByteArray()).isEqualTo(unpacked(warehouse, full.append("full.csv.gz")));
        }
    }

    private static byte[] unpacked(Warehouse warehouse, S3Location file) throws IOException {
        try (InputStream in = new GZIPInputStream(warehouse.objects().orElseThrow().read(file))) {
            return in.readAllBytes();
        }
    }

    @Test
    void eachEventSellsEachSeatOnce() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TicketData(20_000, 1).append(bytes, 0, 20_000);
        List<String[]> rows = bytes.toString(StandardCharsets.US_ASCII).lines().map(line -> line.split(";",
                -1)).toList();

        assertThat(rows).hasSize(20_000).allSatisfy(row -> assertThat(row).hasSize(9));
        assertThat(rows.stream().map(row -> row[1] + " " + row[3] + " " + row[4] + " " + row[5] + " "
                + row[6]).distinct())
                .hasSize(20_000);
        assertThat(rows.stream().filter(row -> row[7].isEmpty()).count()).isBetween(5_500L, 6_500L);
        assertThat(rows).allSatisfy(row -> assertThat(row[8]).matches("[1-9]\\d{0,2}\\.\\d\\d"));
        assertThat(rows.stream().filter(row -> row[1].equals("1")).map(row -> row[2]).distinct()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "--rows 0; --rows must be between 1 and 1000000000, was 0",
        "--parts 0; --parts must be between 1 and 1000, was 0",
        "--runs 0; --runs must be between 1 and 1000, was 0"
    })
    void wrongUsageIsToldWithoutDoingAnything(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(err.toString()).startsWith(message);
        assertThat(out.toString()).isEmpty();
    }
}
