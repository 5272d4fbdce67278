/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.Page.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.Stage;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of errors explains each error that the code knows, rule and code of load errors included, and no other one. */
class ErrorsPageTest {

    private static final Set<String> TABLES = Set.of("sql-refusals", "load-errors");
    private static final Pattern ANCHOR = Pattern.compile("^<a id=\"([a-z0-9-]+)\"></a>\n(##+) \\S.*$", Pattern.MULTILINE);
    private static final Pattern CAUSE_AND_FIX =
            Pattern.compile("\\n\\*\\*Cause\\.\\*\\* [^\\n]{20,}.*\\n\\n\\*\\*Fix\\.\\*\\* \\S.{10,}", Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("`([a-z]+(?:-[a-z]+)*)`");
    private static final Pattern EXCEPTION = Pattern.compile(
            "new (?:Provision|Migrate|Copy|Transform|Check|Report|Unload)Exception\\(\\s*(.{0,30})", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(PROJECT.resolve("docs/errors.md"));
    }

    @Test
    void theShownErrorIsThatOfAPortInUse() throws IOException {
        try (LocalRedshiftServer first = LocalRedshift.temporary().start()) {
            int port = first.endpoint().port();
            String shown = Page.blockOf("theShownErrorIsThatOfAPortInUse").stripTrailing();

            assertThatThrownBy(() -> LocalRedshift.temporary().port(port).start().close())
                    .hasToString(shown.replace("5439", Integer.toString(port)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorHasItsCauseAndItsFixUnderItsStage(KnownError error) throws IOException {
        String page = page();
        String mark = "<a id=\"" + error.anchor() + "\"></a>\n### ";
        assertThat(page).containsOnlyOnce(mark);
        int from = page.indexOf(mark);
        int to = page.indexOf("\n<a id=", from);
        String section = page.substring(page.lastIndexOf("</a>\n## ", from), from);

        assertThat(page.substring(from, to < 0 ? page.length() : to)).containsPattern(CAUSE_AND_FIX);
        assertThat(section).startsWithIgnoringCase("</a>\n## " + error.stage().word() + "\n");
    }

    @Test
    void everyAnchorIsOneThatAMessageCanLinkTo() throws IOException {
        Set<String> known = Stream.of(Arrays.stream(KnownError.values()).map(KnownError::anchor),
                        Arrays.stream(Stage.values()).map(Stage::word), TABLES.stream())
                .flatMap(Function.identity()).collect(Collectors.toCollection(TreeSet::new));

        assertThat(all(ANCHOR, page())).containsExactlyInAnyOrderElementsOf(known);
        assertThat(page().split("<a id=", -1)).as("anchors before headings").hasSize(known.size() + 1);
        for (Stage stage : Stage.values()) {
            assertThat(page()).contains("<a id=\"" + KnownError.help(stage).replace("docs/errors.md#", "") + "\"></a>\n## ");
        }
    }

    @Test
    void linksWithinThePageLeadSomewhere() throws IOException {
        List<String> links = all(Pattern.compile("]\\(#([^)]+)\\)"), page());

        assertThat(links).isNotEmpty();
        assertThat(all(ANCHOR, page())).containsAll(links);
    }

    @Test
    void everyFailureThatTheCodeThrowsNamesItsError() throws IOException {
        List<String> unnamed = new ArrayList<>();
        Set<String> named = new TreeSet<>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            EXCEPTION.matcher(source).results()
                    // what is chosen before is named there
                    .filter(site -> !site.group(1).matches("(?s)(KnownError\\.|error,|roleRefused \\? KnownError\\.).*"))
                    .forEach(site -> unnamed.add(file.getFileName() + ": " + site.group()));
            named.addAll(all(Pattern.compile("KnownError\\.([A-Z_]+)"), source));
        }

        assertThat(unnamed).as("throw sites without a KnownError: add a constant, and its part of docs/errors.md").isEmpty();
        assertThat(named).as("errors that are thrown")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(KnownError.values()).map(Enum::name).toList());
    }

    @Test
    void everyRuleOfWhatRedshiftRefusesHasACauseAndAFix() throws IOException {
        String refusals = part(page(), "<a id=\"sql-refusals\">", "<a id=");
        Set<String> explained = rows(refusals).map(row -> row.get(0)).flatMap(cell -> all(RULE, cell).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        String check = part(Files.readString(PROJECT.resolve("docs/check.md")), "## Rules", "\n## ");

        assertThat(explained).containsAll(rulesOfTheCode());
        assertThat(all(RULE, check)).containsAll(rulesOfTheCode());
        assertThat(explained).containsAll(all(RULE, check));
        assertThat(rows(refusals)).allSatisfy(row -> assertThat(row).hasSize(3).noneMatch(String::isBlank));
    }

    private static Set<String> rulesOfTheCode() throws IOException {
        Path local = PROJECT.resolve("warehouse-local/src/main/java/dev/warehouse/local");
        Set<String> rules = new TreeSet<>();
        for (Path file : javaFiles(local.resolve("internal/sql"))) {
            rules.addAll(all(Pattern.compile("\\.named\\(\\s*\"([a-z-]+)\""), Files.readString(file)));
        }
        rules.addAll(all(Pattern.compile("(?:syntax|unsupported|first)\\(\\s*\"([a-z-]+)\","),
                Files.readString(local.resolve("internal/sql/Refusals.java"))));
        rules.addAll(all(Pattern.compile("new Form\\(\"([a-z-]+)\""),
                Files.readString(local.resolve("internal/sql/Queries.java"))));
        rules.addAll(all(Pattern.compile("Map\\.entry\\([^,]+, \"([a-z-]+)\"\\)"),
                Files.readString(local.resolve("SqlChecker.java"))));
        assertThat(rules).contains("on-conflict", "distkey", "group-by-all", "unknown-column");
        return rules;
    }

    @Test
    void everyCodeOfLoadErrorsHasACauseAndAFix() throws IOException {
        String codes = part(page(), "<a id=\"load-errors\">", "<a id=");
        List<String> known = all(Pattern.compile("static final int \\w+ = (1\\d{3});"), Files.readString(
                PROJECT.resolve("warehouse-local/src/main/java/dev/warehouse/local/internal/copy/BadData.java")));

        assertThat(known).hasSizeGreaterThan(10);
        assertThat(rows(codes).map(row -> row.get(0))).containsAll(known).doesNotHaveDuplicates();
        assertThat(rows(codes)).allSatisfy(row -> assertThat(row).hasSize(3).noneMatch(String::isBlank));
    }

    /** The cells of a table's rows, its heading left out. */
    private static Stream<List<String>> rows(String text) {
        return text.lines().filter(line -> line.startsWith("|")).skip(2)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|")).map(String::strip).toList());
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path module : modules.filter(folder -> folder.getFileName().toString().startsWith("warehouse")).toList()) {
                if (Files.isDirectory(module.resolve("src/main/java"))) {
                    sources.addAll(javaFiles(module.resolve("src/main/java")));
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(100);
        return sources;
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String part(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        int end = text.indexOf(to, start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }
}
