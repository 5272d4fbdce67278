/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.api.ReportException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesignReportTest {

    private static final Facts TABLES = new Facts(List.of("table", "skew"), List.of(List.of("sales", 1.25)));
    private static final DesignReport REPORT = new DesignReport("sales | <b>", "PostgreSQL 8.0.2, Redshift 1.0.7",
            Instant.parse("2026-11-21T10:00:00.5Z"), 3, List.of("plain", "keys"),
            List.of(new TableLoad("plain", "sales", 2, 1_234_567, 9_000, 12, Duration.ofMillis(2_500)),
                    new TableLoad("keys", "sales", 2, 1_234_567, 9_000, 13, Duration.ofMillis(2_000)),
                    new TableLoad("plain", "shops", 1, 3, 40, 0, Duration.ofMillis(500)),
                    new TableLoad("keys", "shops", 1, 3, 40, 0, Duration.ofMillis(1_000))),
            List.of(new QueryTiming("by city", "select '</script><script>alert(1)</script>'\nfrom \"sales\"", 3,
                    times(millis(30, 10, 20), millis(8, 4, 5)))),
            List.of(new DesignReport.Analyzed("model", analyses())));

    private static Map<String, Times> times(Times plain, Times keys) {
        Map<String, Times> times = new LinkedHashMap<>();
        times.put("plain", plain);
        times.put("keys", keys);
        return times;
    }

    private static Times millis(long... runs) {
        List<Duration> durations = new ArrayList<>();
        for (long run : runs) {
            durations.add(Duration.ofMillis(run));
        }
        return new Times(durations);
    }

    private static Map<String, DesignAnalysis> analyses() {
        Map<String, DesignAnalysis> analyses = new LinkedHashMap<>();
        analyses.put("plain", new DesignAnalysis(List.of("Slices are equal."), TABLES, Map.of("by city",
                new Facts(List.of("join", "network bytes"), List.of(List.of("DS_BCAST_INNER", 4_000L))))));
        analyses.put("keys", new DesignAnalysis(List.of("Slices are equal."), Facts.NONE, Map.of("by city",
                new Facts(List.of("join", "network bytes"), List.of(List.of("DS_DIST_NONE", 0))))));
        return analyses;
    }

    @Test
    void tableHasTimesImprovementAndAnalyses() {
        assertThat(REPORT).hasToString("""
                sales | <b>: 2 designs (plain, keys), 1 query, timed 3 times on each; Redshift 1.0.7
                Times are those of a client, until the last row. Designs took turns, and each query ran once more before it
                was timed; all designs gave the same rows. Improvement is that of the median, against plain.

                Load times
                table  files       rows  bytes    plain     keys  improvement  plain stored  keys stored
                -----  -----  ---------  -----  -------  -------  -----------  ------------  -----------
                sales      2  1,234,567  9,000  2.500 s  2.000 s      +20.0 %         12 MB        13 MB
                shops      1          3     40  0.500 s  1.000 s     -100.0 %
                total      3  1,234,570  9,040  3.000 s  3.000 s       +0.0 %         12 MB        13 MB

                Query times
                query    rows  plain median      min      max  keys median     min     max  improvement
                -------  ----  ------------  -------  -------  -----------  ------  ------  -----------
                by city     3       20.0 ms  10.0 ms  30.0 ms       5.0 ms  4.0 ms  8.0 ms      +75.0 %

                Tables: model
                design  table  skew
                ------  -----  ----
                plain   sales  1.25

                by city: model
                design  join            network bytes
                ------  --------------  -------------
                plain   DS_BCAST_INNER          4,000
                keys    DS_DIST_NONE                0

                Assumptions of model
                - Slices are equal.
                """);
    }

    @Test
    void markdownHasTheQueriesWithTheirSql() {
        assertThat(REPORT.toMarkdown()).startsWith("# Designs compared: sales \\| <b>\n")
                .contains("started at 2026-11-21T10:00:00Z")
                .contains("| query | rows | plain median | min | max | keys median | min | max | improvement |\n"
                        + "|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
                        + "| by city | 3 | 20.0 ms | 10.0 ms | 30.0 ms | 5.0 ms | 4.0 ms | 8.0 ms | +75.0 % |\n")
                .contains("## by city\n\n```sql\nselect '</script><script>alert(1)</script>'\nfrom \"sales\"\n```\n")
                .contains("| plain | DS_BCAST_INNER | 4,000 |\n| keys | DS_DIST_NONE | 0 |\n");
    }

    @Test
    void jsonHasEveryNumber() throws IOException {
        assertThat(numbers(REPORT.toJson())).containsExactly(
                "runs=3",
                "files=2", "rows=1234567", "bytes=9000", "storedMegabytes=12", "millis=2500.0",
                "files=2", "rows=1234567", "bytes=9000", "storedMegabytes=13", "millis=2000.0",
                "files=1", "rows=3", "bytes=40", "storedMegabytes=0", "millis=500.0",
                "files=1", "rows=3", "bytes=40", "storedMegabytes=0", "millis=1000.0",
                "rows=3",
                "minMillis=10.0", "medianMillis=20.0", "maxMillis=30.0", "runMillis=30.0", "runMillis=10.0",
                "runMillis=20.0",
                "improvementPercent=0.0",
                "minMillis=4.0", "medianMillis=5.0", "maxMillis=8.0", "runMillis=8.0", "runMillis=4.0", "runMillis=5.0",
                "improvementPercent=75.0",
                "skew=1.25", "network bytes=4000", "network bytes=0");
    }

    private static List<String> numbers(String text) throws IOException {
        List<String> numbers = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            String array = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY && json.currentName() != null) {
                    array = json.currentName();
                } else if (token.isNumeric()) {
                    numbers.add((json.currentName() == null ? array : json.currentName()) + "=" + json.getText());
                }
            }
        }
        return numbers;
    }

    @Test
    void pageNeedsNoNetworkAndRunsNoScriptOfTheData() {
        String page = REPORT.toHtml();

        assertThat(page).startsWith("<!DOCTYPE html>")
                .contains("default-src 'none'")
                .contains("<title>sales | &lt;b&gt;</title>")
                .contains("Chart.js v4.")
                .contains("<pre>select '&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;'\nfrom"
                + " &quot;sales&quot;</pre>")
                .contains("<td>DS_BCAST_INNER</td><td class=\"number\">4,000</td>")
                .doesNotContain("@body@", "@data@", "@charts@", "sourceMappingURL", "<script>alert")
                .doesNotContainPattern("(src|href)=[\"']");
        Matcher data = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(data.find()).isTrue();
        assertThat(data.group(1).replace("\\u003c", "<")).isEqualTo(REPORT.toJson());
    }

    @Test
    void pageOfOneDesignHasNoImprovement() {
        DesignReport one = new DesignReport("one", "Redshift 1.0.7 (local, on PostgreSQL 18)", Instant.EPOCH, 1,
                List.of("plain"), REPORT.loads().subList(0, 1),
                List.of(new QueryTiming("all", "select 1", 1, Map.of("plain", millis(1)))), List.of());

        assertThat(one.toHtml()).doesNotContain("id=\"improvement\"").contains("id=\"queries\"");
        assertThat(one.asTable()).doesNotContain("improvement").contains("have no\neffect");
    }

    @Test
    void localRedshiftSaysThatKeysHaveNoEffect() {
        assertThat(REPORT.notes()).hasSize(1);
        assertThat(new DesignReport("local", "Redshift 1.0.0 (local, on PostgreSQL 18.6)", Instant.EPOCH, 1,
                List.of("plain"),
                List.of(), List.of(), List.of()).notes()).hasSize(2).first().asString()
                .startsWith("These times come from a Redshift on the laptop.").contains("have no effect");
    }

    @ParameterizedTest
    @CsvSource({"a.html, <!DOCTYPE html>", "a.HTML, <!DOCTYPE html>", "a.json, {", "a.md, # Designs", "a.txt, sales |"})
    void endingSaysTheForm(String name, String start, @TempDir Path folder) throws IOException {
        REPORT.write(folder.resolve(name));

        assertThat(Files.readString(folder.resolve(name))).startsWith(start);
    }

    @Test
    void otherEndingsAndFoldersThatAreMissingAreRefused(@TempDir Path folder) {
        assertThatExceptionOfType(ReportException.class).isThrownBy(() -> REPORT.write(folder.resolve("a.pdf")))
                .withMessageStartingWith(
                        "A comparison is written as .html, .json, .md or .txt, and " + folder.resolve("a.pdf")
                        + " ends in none of these. Choose one of the endings.");
        assertThatExceptionOfType(ReportException.class).isThrownBy(() -> REPORT.write(folder.resolve("none/a.md")))
                .withMessageContaining("Name a file in a folder that exists");
    }

    @Test
    void withoutTheChartsLibraryThePageIsRefusedWithTheWayOut() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!element.contains("chart.js")) {
                urls.add(Path.of(element).toUri().toURL());
            }
        }
        try (URLClassLoader without = new URLClassLoader(urls.toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            Class<?> report = without.loadClass(DesignReport.class.getName());
            Object empty = report.getConstructors()[0].newInstance("a", "Redshift", Instant.EPOCH, 1, List.of("plain"),
                    List.of(),
                    List.of(), List.of());

            assertThat(report.getMethod("toJson").invoke(empty)).asString().startsWith("{");
            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() -> report.getMethod("toHtml").invoke(empty))
                    .havingCause().withMessageStartingWith("The page of a comparison draws its charts with Chart.js, "
                            + "and that is not on the class path. Add the dependency org.webjars.npm:chart.js, or write the report as "
                            + ".json, .md or .txt.");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 5, 5", "'3,1,2', 1, 2, 3", "'4,1,2,3', 1, 2.5, 4", "'1,1,9', 1, 1, 9"})
    void timesHaveMinimumMedianAndMaximum(String runs, double min, double median, double max) {
        List<Duration> durations = new ArrayList<>();
        for (String run : runs.split(",")) {
            durations.add(Duration.ofMillis(Long.parseLong(run)));
        }
        Times times = new Times(durations);

        assertThat(times.min().toNanos() / 1e6).isEqualTo(min);
        assertThat(times.median().toNanos() / 1e6).isEqualTo(median);
        assertThat(times.max().toNanos() / 1e6).isEqualTo(max);
    }

    @Test
    void improvementIsThatOfTheMedianAgainstTheFirstDesign() {
        QueryTiming half = new QueryTiming("q", "select 1", 1, times(millis(10, 100, 20), millis(10, 5, 10)));

        assertThat(half.improvement("keys")).hasValue(50);
        assertThat(half.improvement("plain")).hasValue(0);
        assertThat(new QueryTiming("q", "select 1", 1, times(millis(0), millis(10))).improvement("keys")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> half.improvement("other"))
                .withMessage("design must be one of [plain, keys], was \"other\"");
    }

    @Test
    void loadTimeIsThatOfAllTables() {
        assertThat(REPORT.loadTime("plain")).isEqualTo(Duration.ofSeconds(3));
        assertThat(REPORT.query("none")).isEmpty();
    }

    @Test
    void factsAreTextAndNumbersInColumns() {
        assertThat(new Facts(List.of("slices"), List.of(List.of(4))).rows()).containsExactly(List.of(4L));
        assertThatIllegalArgumentException().isThrownBy(() -> new Facts(List.of("a", "b"), List.of(List.of("one"))))
                .withMessage("rows must have 2 cells each, one has 1: [one]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Facts(List.of("a"), List.of(List.of(Duration.ZERO))))
                .withMessage("rows must hold numbers as Long or Double, and text as String, one holds"
                + " java.time.Duration: PT0S");
    }
}
