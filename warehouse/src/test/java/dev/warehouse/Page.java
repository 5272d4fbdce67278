/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, with the blocks of code, data and output that it shows.
 *
 * @param file where it is, seen from the project's folder
 * @param text all of it
 */
record Page(Path file, String text) {

    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCE = Pattern.compile("(\\s*)(```+|~~~+)\\s*(\\S*).*");
    private static final Pattern ORIGIN = Pattern.compile("\\s*<!-- (?<kind>[a-z]+): (?<places>.+) -->");

    /**
     * What stands between two fences.
     *
     * @param page whose
     * @param line where its fence stands, from 1
     * @param language what the fence says
     * @param kind what the comment above it says: the language, for a part of a file; {@code test}; or nothing
     * @param places where it comes from
     * @param text its lines
     */
    record Block(Path page, int line, String language, String kind, List<String> places, String text) {

        @Override
        public String toString() {
            return page + ":" + line + " (" + language + ")";
        }
    }

    /** All that is written for readers: of the project, its modules and samples. */
    static List<Page> all() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            List<Page> pages = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
                Path name = PROJECT.relativize(file);
                if (Stream.of("target", ".git", "node_modules").noneMatch(folder -> contains(name, folder))) {
                    pages.add(new Page(name, Files.readString(file)));
                }
            }
            return pages;
        }
    }

    private static boolean contains(Path name, String folder) {
        for (Path part : name) {
            if (part.toString().equals(folder)) {
                return true;
            }
        }
        return false;
    }

    /** The blocks, of all pages in their order, that name this test as the one that reads and runs them. */
    static List<Block> blocksOf(String test) throws IOException {
        List<Block> blocks = all().stream().flatMap(page -> page.blocks().stream())
                .filter(block -> block.kind().equals("test"))
                .filter(block -> block.places().stream().anyMatch(place -> place.endsWith("#" + test))).toList();
        assertThat(blocks).as("blocks that name the test %s", test).isNotEmpty();
        return blocks;
    }

    /** The one block that names this test. */
    static String blockOf(String test) throws IOException {
        List<Block> blocks = blocksOf(test);
        assertThat(blocks).as("the block of the test %s", test).hasSize(1);
        return blocks.get(0).text();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                continue;
            }
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).strip().equals(fence.group(2))) {
                end++;
            }
            assertThat(end).as("the end of the block at %s:%s", file, i + 1).isLessThan(lines.size());
            String indent = fence.group(1);
            StringBuilder text = new StringBuilder();
            lines.subList(i + 1, end).forEach(line ->
                    text.append(line.startsWith(indent) ? line.substring(indent.length()) : line).append('\n'));
            Matcher origin = ORIGIN.matcher(i == 0 ? "" : lines.get(i - 1));
            boolean told = origin.matches();
            blocks.add(new Block(file, i + 1, fence.group(3), told ? origin.group("kind") : "",
                    told ? List.of(origin.group("places").split(", ")) : List.of(), text.toString()));
            i = end;
        }
        return blocks;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
