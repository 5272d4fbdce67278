/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on disk for libraries that want to read at any place. At most two at a time: one is read while the next one is
 * written. The directory, open to its owner only, is gone when this is closed.
 */
final class Spool implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Spool.class);
    private static final int AT_MOST = 2;

    private final Semaphore free = new Semaphore(AT_MOST);
    private @Nullable Path directory;
    private int written;

    /** Writes a file, as soon as there is room for it. */
    Path write(InputStream in) throws IOException, InterruptedException {
        free.acquire();
        Path file = directory().resolve("file-" + written++);
        Files.copy(in, file);
        return file;
    }

    private synchronized Path directory() throws IOException {
        Path made = directory;
        if (made == null) {
            made = Files.createTempDirectory("warehouse-copy-");
            directory = made;
        }
        return made;
    }

    /** Deletes a file that was read and makes room for another. */
    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        free.release();
    }

    /** Deletes what is left. Only when nobody writes any more. */
    @Override
    public synchronized void close() {
        Path made = directory;
        if (made == null) {
            return;
        }
        directory = null;
        try (Stream<Path> files = Files.list(made)) {
            List<Path> left = files.toList();
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(made);
        } catch (IOException | UncheckedIOException e) {
            // the load is done, whatever becomes of the file; some systems keep one that was open until the end
            LOGGER.warn("{} could not be deleted: {}", made, e.getMessage());
        }
    }
}
