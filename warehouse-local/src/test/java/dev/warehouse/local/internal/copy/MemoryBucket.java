/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.Bucket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A bucket in memory. */
final class MemoryBucket implements Bucket {

    private final TreeMap<String, byte[]> objects = new TreeMap<>();

    MemoryBucket with(String key, String text) {
        return with(key, text.getBytes(StandardCharsets.UTF_8));
    }

    MemoryBucket with(String key, byte[] bytes) {
        objects.put(key, bytes);
        return this;
    }

    void clear() {
        objects.clear();
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Iterator<StoredObject> list(String prefix) {
        return objects.tailMap(prefix).entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .map(object -> new StoredObject(object.getKey(), object.getValue().length, Instant.EPOCH))
                .iterator();
    }

    @Override
    public InputStream open(String key) throws IOException {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key);
        }
        return new ByteArrayInputStream(bytes);
    }
}
