/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One server's hold on its folder: against other processes by a lock on a file, against other parts of this JVM by a
 * system property, which all class loaders share. The property is asked first: a process that only opens and closes a
 * file loses every lock that it has on it, so the file of a server in this JVM must never be touched.
 */
final class FolderLock implements AutoCloseable {

    static final String FILE = "warehouse.lock";

    private static final String PROPERTY = "dev.warehouse.local.in-use.";

    private final String property;
    private final FileChannel channel;

    private FolderLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /**
     * Takes hold of a folder.
     *
     * @throws ProvisionException if somebody else has it
     */
    static FolderLock of(Path folder) throws IOException {
        String property = PROPERTY + folder.toRealPath();
        if (System.getProperties().putIfAbsent(property, "true") != null) {
            throw inUse(folder, null);
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            throw inUse(folder, heldByThisJvm);
        } finally {
            if (!locked) {
                System.clearProperty(property);
                if (channel != null) {
                    channel.close();
                }
            }
        }
        if (!locked) {
            throw inUse(folder, null);
        }
        return new FolderLock(property, channel);
    }

    private static ProvisionException inUse(Path folder, @Nullable Throwable cause) {
        return new ProvisionException(KnownError.FOLDER_IN_USE, "the warehouse at " + folder + " is in use by another "
                + "process or another part of this one: close that one first, or name another folder", cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        System.clearProperty(property);
    }
}
