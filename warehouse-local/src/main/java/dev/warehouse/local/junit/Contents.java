/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What is in folders, in a word: two of the same word hold the same. */
final class Contents {

    private static final String CLASS_PATH = "classpath:";
    private static final String FILE_SYSTEM = "filesystem:";

    private final MessageDigest digest;

    private Contents() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of migrations: the bytes of every file. */
    static String ofMigrations(List<String> locations, ClassLoader loader) {
        Contents contents = new Contents();
        for (String location : locations) {
            contents.text(location);
            try {
                if (location.startsWith(FILE_SYSTEM)) {
                    contents.folder(Path.of(location.substring(FILE_SYSTEM.length())), true);
                } else if (!location.contains(":") || location.startsWith(CLASS_PATH)) {
                    contents.resources(location.replaceFirst("^" + CLASS_PATH, "").replaceFirst("^/", ""), loader);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the migrations in " + location + " could not be read", e);
            }
        }
        return contents.word();
    }

    /** Of a folder that may be large: names, sizes and times. */
    static String ofFolder(Path folder) {
        Contents contents = new Contents();
        try {
            contents.folder(folder, false);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " could not be read", e);
        }
        return contents.word();
    }

    private void resources(String name, ClassLoader loader) throws IOException {
        for (URL url : Collections.list(loader.getResources(name))) {
            URLConnection connection = url.openConnection();
            if (connection instanceof JarURLConnection jar) {
                jar.setUseCaches(false);
                try (JarFile file = jar.getJarFile()) {
                    for (JarEntry entry : Collections.list(file.entries())) {
                        if (entry.getName().startsWith(name)) {
                            text(entry.getName());
                            text(Long.toString(entry.getCrc()));
                        }
                    }
                }
            } else if (url.getProtocol().equals("file")) {
                folder(path(url), true);
            } else {
                text(url.toString());
            }
        }
    }

    private static Path path(URL url) throws IOException {
        try {
            URI uri = url.toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IOException(url + " is no place of a file", e);
        }
    }

    private void folder(Path folder, boolean bytes) throws IOException {
        if (!Files.isDirectory(folder)) {
            return; // whoever reads it says so, with the way out
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                text(folder.relativize(file).toString());
                text(Long.toString(Files.size(file)));
                if (bytes) {
                    try (InputStream in = Files.newInputStream(file)) {
                        digest.update(in.readAllBytes());
                    }
                } else {
                    text(Files.getLastModifiedTime(file).toString());
                }
            }
        }
    }

    private void text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private String word() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
