/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages show only code that a test has run, and links that lead somewhere. */
class DocumentationTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile(
            "(?:<!-- java: (?<file>[^#\\n]+)#(?<tag>[^ ]+) -->\\n)?```java\\n(?<code>.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)(?<path>[^)#]+)(?:#(?<anchor>[^)]+))?\\)");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of(".", "docs", "docs/decisions", "samples/sparkify", "samples/benchmarks",
                "samples/star-schema-benchmark", "samples/tickets")) {
            try (Stream<Path> files = Files.list(PROJECT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaCodeIsThatOfATest(Path page) throws IOException {
        Matcher blocks = JAVA.matcher(Files.readString(page));
        while (blocks.find()) {
            String file = blocks.group("file");
            assertThat(file).as("the test that this code of %s comes from:%n%s", page, blocks.group("code"))
                    .isNotNull();
            assertThat(blocks.group("code")).as("%s in %s", blocks.group("tag"), page)
                    .isEqualTo(region(PROJECT.resolve(file), blocks.group("tag")));
        }
    }

    private static String region(Path file, String tag) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = index(lines, "// tag::" + tag + "[]");
        int to = index(lines, "// end::" + tag + "[]");
        assertThat(to).as("the region %s of %s", tag, file).isGreaterThan(from);
        return String.join("\n", lines.subList(from + 1, to)).stripIndent() + "\n";
    }

    private static int index(List<String> lines, String mark) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(mark)) {
                return i;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            Path target = page.resolveSibling(links.group("path")).normalize();
            assertThat(target).as("link %s in %s", links.group(), page).exists();
            if (links.group("anchor") != null) {
                assertThat(Files.readAllLines(target).stream()
                        .filter(line -> line.startsWith("#") || line.startsWith("<a id="))
                        .map(heading -> heading.replaceFirst("#+ |<a id=\"(.*)\"></a>", "$1").toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "").replace(' ', '-')))
                        .as("heading of link %s in %s", links.group(), page).contains(links.group("anchor"));
            }
        }
    }

    @Test
    void theCommandsOfTheReadmeAreThoseThatContinuousIntegrationRuns() throws IOException {
        String ci = Files.readString(PROJECT.resolve(".ci/run"));
        Matcher commands = Pattern.compile("```sh\\n(.*?)\\n```", Pattern.DOTALL)
                .matcher(Files.readString(PROJECT.resolve("README.md")));
        int count = 0;
        while (commands.find()) {
            assertThat(ci).contains(commands.group(1));
            count++;
        }
        assertThat(count).isEqualTo(2);
    }

    @Test
    void theShownConfigurationOfTheCodeGeneratorMakesClassesOfTheShownTables(@TempDir Path folder) throws Exception {
        String page = Files.readString(PROJECT.resolve("docs/code-generator.md"));
        Path migrations = Files.createDirectories(folder.resolve("db/migration"));
        Files.writeString(migrations.resolve("V1__orders.sql"), part(page, "```sql\n", "```"));
        String generator = "<generator>" + part(page, "<generator>", "</generator>") + "</generator>";
        Configuration configuration = GenerationTool.load(new ByteArrayInputStream(("""
                <configuration xmlns="http://www.jooq.org/xsd/jooq-codegen-3.19.0.xsd"><logging>WARN</logging>
                """ + generator.replace("filesystem:src/main/resources/db/migration", "filesystem:" + migrations)
                .replace("${project.build.directory}", folder.toString()) + "</configuration>")
                .getBytes(StandardCharsets.UTF_8)));

        GenerationTool.generate(configuration);

        Path classes = folder.resolve("generated-sources/jooq/com/example/orders/tables");
        assertThat(classes.resolve("Orders.java")).content().contains("TableField<OrdersRecord, BigDecimal> TOTAL");
        assertThat(classes.resolve("Customers.java")).content().contains("getPrimaryKey").contains("getIdentity");
        try (Stream<Path> made = Files.list(classes)) {
            assertThat(made.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java")))
                    .containsExactlyInAnyOrder("Customers.java", "Orders.java");
        }
    }

    private static String part(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
