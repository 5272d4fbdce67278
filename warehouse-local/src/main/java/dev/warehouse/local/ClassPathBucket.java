/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Resources as a bucket: how an artifact brings sample data along. The folder on the class path holds an
 * {@code index.txt} with the keys, one a line, because the class path cannot be listed.
 */
final class ClassPathBucket implements Bucket {

    private static final String DECLARATIONS = "META-INF/warehouse/buckets.properties";
    private static final String SCHEME = "classpath:";

    private final ClassLoader loader;
    private final String folder;
    private final List<String> keys;

    private ClassPathBucket(ClassLoader loader, String folder) throws IOException {
        this.loader = loader;
        this.folder = folder.endsWith("/") ? folder : folder + "/";
        this.keys = new ArrayList<>();
        try (InputStream in = resource("index.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines().map(String::strip).filter(line -> !line.isEmpty()).sorted().forEach(keys::add);
        }
    }

    /** The buckets that artifacts on the class path declare: lines of {@code name=classpath:folder}. */
    static Map<String, Bucket> declared() throws IOException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : ClassPathBucket.class.getClassLoader();
        Map<String, Bucket> buckets = new TreeMap<>();
        Enumeration<URL> declarations = loader.getResources(DECLARATIONS);
        while (declarations.hasMoreElements()) {
            URL declaration = declarations.nextElement();
            Properties properties = new Properties();
            try (InputStream in = declaration.openStream()) {
                properties.load(in);
            }
            for (String name : properties.stringPropertyNames()) {
                String place = properties.getProperty(name).strip();
                if (!place.startsWith(SCHEME)) {
                    throw new IOException(declaration + ": bucket " + name + " must be " + SCHEME + "folder, was "
                            + place);
                }
                buckets.put(name, new ClassPathBucket(loader, place.substring(SCHEME.length())));
            }
        }
        return buckets;
    }

    @Override
    public Iterator<StoredObject> list(String prefix) {
        return keys.stream().filter(key -> key.startsWith(prefix)).map(this::stored).iterator();
    }

    private StoredObject stored(String key) {
        try {
            URL url = loader.getResource(folder + key);
            if (url == null) {
                throw new NoSuchFileException(folder + key, null, "named in index.txt, but not on the class path");
            }
            return new StoredObject(key, url.openConnection().getContentLengthLong(), Instant.EPOCH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        if (!keys.contains(key)) {
            throw new NoSuchFileException(key);
        }
        return resource(key);
    }

    private InputStream resource(String key) throws IOException {
        InputStream in = loader.getResourceAsStream(folder + key);
        if (in == null) {
            throw new NoSuchFileException(folder + key, null, "not on the class path");
        }
        return in;
    }

    @Override
    public String toString() {
        return SCHEME + folder;
    }
}
