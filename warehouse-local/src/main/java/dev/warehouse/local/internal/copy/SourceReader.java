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
 * their turn: one after the other they would cost a round trip each. Larger ones are streamed. For one thread.
 */
final class SourceReader implements AutoCloseable {

    private static final int AHEAD = 16;
    private static final int FETCHERS = 8;
    private static final long SMALL = 1 << 18;
    /** An object may have grown since it was listed. */
    private static final int MOST_FETCHED = 1 << 24;

    private record Next(SourceFile file, @Nullable Future<byte[]> bytes) {
    }

    private final Iterator<SourceFile> files;
    private final Deque<Next> ahead = new ArrayDeque<>();
    private @Nullable ExecutorService fetchers;
    private @Nullable Next current;
    private long listedFiles;
    private long listedBytes;

    SourceReader(Iterator<SourceFile> files) {
        this.files = files;
    }

    /** The next file, or null if there is none. */
    @Nullable SourceFile next() {
        while (ahead.size() < AHEAD && files.hasNext()) {
            SourceFile file = files.next();
            listedFiles++;
            listedBytes += file.bytes();
            boolean fetch = file.bytes() <= SMALL && file.bucket().isRemote();
            ahead.add(new Next(file, fetch ? fetch(file) : null));
        }
        current = ahead.poll();
        return current == null ? null : current.file();
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

    /** Opens the file that {@link #next} gave last. */
    InputStream open() throws IOException, InterruptedException {
        Next opening = current;
        if (opening == null) {
            throw new IllegalStateException("no file is at hand");
        }
        if (opening.bytes() == null) {
            return opening.file().bucket().open(opening.file().path().key());
        }
        try {
            return new ByteArrayInputStream(opening.bytes().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(opening.file().name() + " could not be fetched", e.getCause());
        }
    }

    /** Lets the fetching threads end; what they were fetching is dropped. */
    @Override
    public void close() {
        if (fetchers != null) {
            fetchers.shutdownNow();
        }
    }
}
