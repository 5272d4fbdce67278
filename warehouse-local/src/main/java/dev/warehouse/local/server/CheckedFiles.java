/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that {@code --check} names: files, folders with all .sql files in them, and glob patterns. */
final class CheckedFiles {

    private static final Pattern WILD = Pattern.compile("[*?{\\[]");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private CheckedFiles() {
    }

    /**
     * Reads the files.
     *
     * @param names as on the command line
     * @return their texts, in the order of the names, those of a folder or a pattern in the order that people would
     *     sort them: V2 before V10
     * @throws IOException with a message for the caller if a name leads to nothing or a file cannot be read
     */
    static Map<Path, String> read(List<String> names) throws IOException {
        Map<Path, String> texts = new LinkedHashMap<>();
        for (String name : names) {
            for (Path file : files(name)) {
                try {
                    texts.put(file, Files.readString(file));
                } catch (CharacterCodingException e) {
                    throw new IOException(file + " is not UTF-8", e);
                } catch (IOException e) {
                    throw new IOException(file + " cannot be read: " + e, e);
                }
            }
        }
        return texts;
    }

    private static List<Path> files(String name) throws IOException {
        Matcher wild = WILD.matcher(name);
        boolean literal = !wild.find() || Files.exists(Path.of(name));
        if (literal && !Files.isDirectory(Path.of(name))) {
            return List.of(Path.of(name));
        }
        Path folder = literal ? Path.of(name) : folder(name.substring(0, wild.start()));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + (literal ? "**.sql" : name));
        if (!Files.isDirectory(folder)) {
            throw new IOException(name + " matches nothing: there is no folder " + folder);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .map(file -> folder.toString().isEmpty() ? file.normalize() : file).filter(matcher::matches)
                    .sorted(Comparator.comparing(CheckedFiles::sortKey)).toList();
            if (files.isEmpty()) {
                throw new IOException(literal ? "there is no .sql file in " + name : name + " matches no file");
            }
            return files;
        }
    }

    private static Path folder(String prefix) {
        int slash = prefix.lastIndexOf('/');
        return Path.of(slash < 0 ? "" : slash == 0 ? "/" : prefix.substring(0, slash));
    }

    /** Numbers sort by their value. */
    private static String sortKey(Path file) {
        return DIGITS.matcher(file.toString()).replaceAll(
                number -> "0".repeat(Math.max(0, 20 - number.group().length())) + number.group());
    }
}
