/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.Page.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.Page.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages show only what a test or the build has run, and links that lead somewhere. */
class DocumentationTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)(?<path>[^)#]+)(?:#(?<anchor>[^)]+))?\\)");
    private static final Pattern JAR = Pattern.compile("-jar (?<module>\\S+)/target/(?<name>\\S+)\\.jar");
    private static final String HELP = "%nCONTRIBUTING.md says under \"Snippets\" how a block is bound to what runs it";

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    static List<Block> blocks() throws IOException {
        return Page.all().stream().flatMap(page -> page.blocks().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyBlockIsOfWhatRan(Block block) throws IOException {
        assertThat(block.language()).as("the language of %s" + HELP, block).isNotEmpty();
        assertThat(block.kind())
                .as("the origin of %s, in the line above it, in a comment:%n%s" + HELP, block, block.text())
                .isIn("test", block.language()).isNotEmpty();
        for (String place : block.places()) {
            String[] parts = place.split("#", 2);
            Path file = PROJECT.resolve(parts[0]);
            assertThat(file).as("the origin of %s" + HELP, block).isRegularFile();
            if (block.kind().equals("test")) {
                assertThat(parts).as("%s of %s names a method" + HELP, place, block).hasSize(2);
                assertReads(file, parts[1], block);
            } else {
                assertRuns(file, block);
                if (parts.length == 2) {
                    assertThat(block.text()).as("%s in %s", place, block).isEqualTo(region(file, parts[1]));
                } else {
                    assertThat("\n" + Files.readString(file)).as("%s in %s", place, block)
                            .contains("\n" + block.text());
                }
            }
        }
    }

    /** The method is a test, and takes the block from its page: by the page's name, or by its own. */
    private static void assertReads(Path file, String method, Block block) throws IOException {
        // from its annotation to the brace that closes it, over no other method
        Matcher body = Pattern.compile("\\n( +)@(?:Parameterized)?Test\\b(?:(?!\\n\\1}).)*?void " + method
                + "\\(.*?\\n\\1}", Pattern.DOTALL).matcher(Files.readString(file));
        assertThat(body.find()).as("a test %s in %s, which %s names" + HELP, method, file, block).isTrue();
        List<String> ways = new ArrayList<>(List.of("Of(\"" + method + "\")", "/" + block.page() + "\""));
        if (file.startsWith(PROJECT.resolve(block.page()).resolveSibling("src"))) {
            ways.add("\"" + block.page().getFileName() + "\"");
        }
        assertThat(ways).as("%s of %s reads %s, in one of these ways" + HELP, method, file, block)
                .anySatisfy(way -> assertThat(body.group()).contains(way));
    }

    /** The build runs tests, its own files and scripts; any other file is run if a test of its module names it. */
    private static void assertRuns(Path file, Block block) throws IOException {
        String name = file.getFileName().toString();
        Path place = PROJECT.relativize(file);
        if (name.endsWith(".java")) {
            assertThat(place.toString()).as("the class of %s is a test, or one of a sample" + HELP, block)
                    .matches(".*Test\\.java|samples/.*/src/.*");
        } else if (!name.equals("pom.xml") && !place.startsWith(".ci")) {
            Path module = file;
            while (!Files.exists(module.resolve("pom.xml"))) {
                module = module.getParent();
            }
            Path sources = module.resolve("src/test/java");
            assertThat(sources).as("tests beside %s, of %s" + HELP, place, block).isDirectory();
            try (Stream<Path> tests = Files.walk(sources)) {
                assertThat(tests.filter(Files::isRegularFile)).as("tests that name %s, of %s" + HELP, place, block)
                        .anySatisfy(test -> assertThat(test).content().contains(name));
            }
        }
    }

    private static String region(Path file, String tag) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = index(lines, "tag::" + tag + "[]");
        int to = index(lines, "end::" + tag + "[]");
        assertThat(from).as("the region %s of %s", tag, file).isNotNegative();
        assertThat(to).as("the end of the region %s of %s", tag, file).isGreaterThan(from);
        return String.join("\n", lines.subList(from + 1, to)).stripIndent() + "\n";
    }

    /** The line with this mark alone, in a comment of any of the languages. */
    private static int index(List<String> lines, String mark) {
        List<String> comments = List.of("// " + mark, "# " + mark, "-- " + mark, "<!-- " + mark + " -->");
        for (int i = 0; i < lines.size(); i++) {
            if (comments.contains(lines.get(i).strip())) {
                return i;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void theProgramsThatAreRunAreBuilt(Block block) throws IOException {
        Matcher jars = JAR.matcher(block.text());
        while (jars.find()) {
            assertThat(PROJECT.resolve(jars.group("module")).resolve("pom.xml")).as("%s", block).content()
                    .containsPattern("<finalName>" + jars.group("name") + "<|/" + jars.group("name")
                            + "\\.jar</outputFile>");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Page page) throws IOException {
        Matcher links = LINK.matcher(page.text());
        while (links.find()) {
            Path target = PROJECT.resolve(page.file()).resolveSibling(links.group("path")).normalize();
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

    @ParameterizedTest
    @CsvSource({"README.md, ''", "docs/index.md, docs"})
    void everyPageIsFoundInTwoClicks(String first, String pagesOf) throws IOException {
        Map<Path, Page> pages = Page.all().stream().collect(Collectors.toMap(Page::file, page -> page));
        Set<Path> found = new HashSet<>(Set.of(Path.of(first)));
        for (int click = 0; click < 2; click++) {
            for (Path page : List.copyOf(found)) {
                LINK.matcher(pages.get(page).text()).results()
                        .map(link -> PROJECT.resolve(page).resolveSibling(link.group(1)).normalize())
                        .map(PROJECT::relativize)
                        .filter(pages::containsKey).forEach(found::add);
            }
        }
        assertThat(found)
                .containsAll(pages.keySet().stream().filter(page -> page.toString().startsWith(pagesOf)).toList());
    }

    @Test
    void theMenuOfTheSiteHasEveryPage() throws IOException {
        String menu = Files.readString(PROJECT.resolve("docs/site.xml"));
        try (Stream<Path> pages = Files.list(PROJECT.resolve("docs"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> name.endsWith(".md")))
                    .allSatisfy(name -> assertThat(menu).contains("href=\"" + name.replace(".md", ".html") + "\""));
        }
    }

    @Test
    void theShownConfigurationOfTheCodeGeneratorMakesClassesOfTheShownTables(@TempDir Path folder) throws Exception {
        List<Block> blocks = Page.blocksOf("theShownConfigurationOfTheCodeGeneratorMakesClassesOfTheShownTables");
        assertThat(blocks).extracting(Block::language).containsExactly("sql", "xml");
        Path migrations = Files.createDirectories(folder.resolve("db/migration"));
        Files.writeString(migrations.resolve("V1__orders.sql"), blocks.get(0).text());
        String generator = "<generator>" + part(blocks.get(1).text(), "<generator>", "</generator>") + "</generator>";
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

    @Test
    void theNamesInDrawingsAreThoseOfTheCode() throws IOException {
        Set<String> others = Set.of("AWS", "Flyway", "JSON", "JVM", "Markdown", "PostgreSQL", "S3", "TCP", "Unix");
        Set<String> classes;
        try (Stream<Path> files = Files.walk(PROJECT)) {
            classes = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", "")).collect(Collectors.toSet());
        }
        for (Block drawing : Page.blocksOf("theNamesInDrawingsAreThoseOfTheCode")) {
            List<String> names = Pattern.compile("\\b[A-Z]\\w+").matcher(drawing.text()).results()
                    .map(MatchResult::group)
                    .filter(name -> !others.contains(name)).toList();
            assertThat(names).as("%s", drawing).isNotEmpty().isSubsetOf(classes);
        }
    }

    private static String part(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
