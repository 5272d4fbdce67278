/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static dev.warehouse.Page.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.Page.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** What the pages tell to add to a pom are artifacts of this build, in its versions. */
class PagesDependenciesTest {

    private static final Map<String, String> PROPERTIES = new HashMap<>();
    /** {@code group:artifact:type}, with the version that the build makes or takes. */
    private static final Map<String, String> VERSIONS = new HashMap<>();
    private static final List<String> MADE = new ArrayList<>();

    @BeforeAll
    static void readTheBuild() throws Exception {
        Element root = parse(Files.readString(PROJECT.resolve("pom.xml")));
        String version = Objects.requireNonNull(text(root, "version"));
        PROPERTIES.put("project.version", version);
        for (Element property : children(child(root, "properties"))) {
            PROPERTIES.put(property.getTagName(), property.getTextContent().strip());
        }
        List<Element> poms = new ArrayList<>(List.of(root));
        for (Element module : children(child(root, "modules"))) {
            Path pom = PROJECT.resolve(module.getTextContent().strip()).resolve("pom.xml");
            Element made = parse(Files.readString(pom));
            MADE.add("dev.warehouse:" + text(made, "artifactId"));
            VERSIONS.put("dev.warehouse:" + text(made, "artifactId"), version);
            poms.add(made);
        }
        for (Element pom : poms) {
            for (Element coordinates : coordinates(pom)) {
                String named = text(coordinates, "version");
                if (named != null) {
                    VERSIONS.putIfAbsent(name(coordinates), resolved(named));
                }
            }
        }
    }

    @Test
    void theCoordinatesOfPagesAreThoseOfTheBuild() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (Block block : Page.blocksOf("theCoordinatesOfPagesAreThoseOfTheBuild")) {
            for (Element coordinates : coordinates(parse("<shown>" + block.text() + "</shown>"))) {
                String name = name(coordinates);
                assertThat(VERSIONS).as("%s in %s", name, block).containsEntry(name, text(coordinates, "version"));
                if (name.startsWith("dev.warehouse:")) {
                    assertThat(MADE).as("%s", block).contains(name);
                    assertThat(text(coordinates, "type")).as("the type of %s in %s", name, block)
                            .isEqualTo(name.endsWith("-bom") ? "pom" : null);
                    assertThat(text(coordinates, "scope")).as("the scope of %s in %s", name, block)
                            .isEqualTo(name.endsWith("-bom") ? "import" : null);
                }
                seen.add(name);
            }
        }
        assertThat(seen)
                .contains("dev.warehouse:warehouse", "dev.warehouse:warehouse-bom", "org.jooq:jooq-codegen-maven");
    }

    @Test
    void everyPomInPagesIsCompared() throws Exception {
        assertThat(Page.all().stream().flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("xml")).filter(block -> block.text().contains("<version>")))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.places()).as("%s", block)
                        .anyMatch(place -> place.endsWith("#theCoordinatesOfPagesAreThoseOfTheBuild")));
    }

    /** Dependencies and plugins, wherever they are. */
    private static List<Element> coordinates(Element pom) {
        List<Element> found = new ArrayList<>();
        for (String tag : List.of("dependency", "plugin")) {
            for (int i = 0; i < pom.getElementsByTagName(tag).getLength(); i++) {
                found.add((Element) pom.getElementsByTagName(tag).item(i));
            }
        }
        return found;
    }

    private static String name(Element coordinates) {
        String group = text(coordinates, "groupId");
        return (group == null ? "org.apache.maven.plugins" : group) + ":" + text(coordinates, "artifactId");
    }

    private static String resolved(String version) {
        return Pattern.compile("\\$\\{([^}]+)}").matcher(version)
                .replaceAll(property -> PROPERTIES.getOrDefault(property.group(1), "unknown"));
    }

    private static @Nullable String text(Element parent, String tag) {
        return children(parent).stream().filter(child -> child.getTagName().equals(tag))
                .map(child -> child.getTextContent().strip()).findFirst().orElse(null);
    }

    private static Element child(Element parent, String tag) {
        return children(parent).stream().filter(child -> child.getTagName().equals(tag)).findFirst().orElseThrow();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new java.io.StringReader(xml))).getDocumentElement();
    }
}
