/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Gives the files of a load one after the other. Small objects of a remote bucket are fetched several at once, ahead of
 * their turn: one after the other they would cost a round trip each. Larger ones are streamed. {@link Next#open} is for
 * any thread, everything else for one at a time.
 */
final class SourceReader implements AutoCloseable {

    private static final int AHEAD = 16;
    private static final int FETCHERS = 8;
    private static final long SMALL = 1 << 18;
    /** An object may have grown since it was listed. */
    private static final int MOST_FETCHED = 1 << 24;

    /**
     * A file whose turn it is.
     *
     * @param file the file
     * @param bytes its bytes if they are fetched ahead
     */
    record Next(SourceFile file, @Nullable Future<byte[]> bytes) {

        InputStream open() throws IOException, InterruptedException {
            if (bytes == null) {
                return file.bucket().open(file.path().key());
            }
            try {
                return new ByteArrayInputStream(bytes.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                if (e.getCause() instanceof RuntimeException defect) {
                    throw defect;
                }
                throw new IllegalStateException(file.name() + " could not be fetched", e.getCause());
            }
        }
    }

    private final Iterator<SourceFile> files;
    private final Deque<Next> ahead = new ArrayDeque<>();
    private @Nullable ExecutorService fetchers;
    private long listedFiles;
    private long listedBytes;

    SourceReader(Iterator<SourceFile> files) {
        this.files = files;
    }

    /** The next file, or null if there is none. */
    @Nullable Next next() {
        while (ahead.size() < AHEAD && files.hasNext()) {
            SourceFile file = files.next();
            listedFiles++;
            listedBytes += file.bytes();
            boolean fetch = file.bytes() <= SMALL && file.bucket().isRemote();
            ahead.add(new Next(file, fetch ? fetch(file) : null));
        }
        return ahead.poll();
    }

    /** Whether another file is known already. */
    boolean hasMore() {
        return !ahead.isEmpty();
    }

    /** The files of the source so far. */
    long listedFiles() {
        return listedFiles;
    }

    /** Their bytes as stored. */
    long listedBytes() {
        return listedBytes;
    }

    private Future<byte[]> fetch(SourceFile file) {
        ExecutorService pool = fetchers;
        if (pool == null) {
            pool = Executors.newFixedThreadPool(FETCHERS, work -> {
                Thread thread = new Thread(work, "copy-fetch");
                thread.setDaemon(true);
                return thread;
            });
            fetchers = pool;
        }
        return pool.submit(() -> file.bucket().read(file.path().key(), MOST_FETCHED));
    }

    /** Lets the fetching threads end; what they were fetching is dropped. */
    @Override
    public void close() {
        if (fetchers != null) {
            fetchers.shutdownNow();
        }
    }
}
