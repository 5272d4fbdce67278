/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The folder that keeps what is made once: the unpacked binaries and the initialised data directory. It is
 * {@code warehouse} in the user's cache folder; the system property {@code warehouse.cache} or the environment variable
 * {@code WAREHOUSE_CACHE} names another one.
 */
final class CacheFolder {

    private static final Object IN_THIS_JVM = new Object();

    private CacheFolder() {
    }

    static Path root() throws IOException {
        String configured = System.getProperty("warehouse.cache", System.getenv("WAREHOUSE_CACHE"));
        if (configured != null && !configured.isBlank()) {
            return Files.createDirectories(Path.of(configured).toAbsolutePath());
        }
        try {
            return Files.createDirectories(usersCache().resolve("warehouse"));
        } catch (IOException readOnlyHome) {
            Path shared = Path.of(System.getProperty("java.io.tmpdir"));
            // programs are run from here, so nobody else may have put them there
            return Folders.ofThisUserOnly(shared.resolve("warehouse-cache-" + System.getProperty("user.name")));
        }
    }

    private static Path usersCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isBlank()) {
            return Path.of(xdg);
        }
        Path home = Path.of(System.getProperty("user.home"));
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        return mac ? home.resolve("Library/Caches") : home.resolve(".cache");
    }

    /**
     * Gives the folder of this name, made by the maker if it is not there. Several threads and processes may ask at the
     * same time: one makes, the others wait. What is half made never gets the name.
     */
    static Path folder(String name, Maker maker) throws IOException {
        Path root = root();
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        synchronized (IN_THIS_JVM) {
            try (FileChannel channel = FileChannel.open(root.resolve(name + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // held until the channel closes
                channel.lock();
                if (Files.isDirectory(folder)) {
                    return folder;
                }
                Path making = root.resolve(name + ".making");
                Folders.delete(making);
                Files.createDirectory(making);
                maker.make(making);
                Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
                return folder;
            }
        }
    }

    /** Fills a new folder. */
    @FunctionalInterface
    interface Maker {
        void make(Path folder) throws IOException;
    }
}
