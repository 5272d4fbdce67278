/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.Batch.Finding;
import dev.warehouse.local.internal.copy.Batch.Rejected;
import dev.warehouse.local.internal.copy.Batch.Replaced;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.LoadLog.LoadedFile;
import dev.warehouse.local.internal.copy.LoadLog.Replacement;
import dev.warehouse.local.internal.copy.StatementSession.CopyIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The load itself. {@link CopyLane}s read and parse files side by side, a file in one lane; the session's own thread
 * takes what they made, one file after the other in the order of the source, and sends it to PostgreSQL, which takes it
 * in its own process. What is rejected is counted there too, so that a load ends the same way whatever lane was first.
 * Used once.
 */
final class CopyPipeline {

    static final int CHUNK = 1 << 17;
    static final int MAX_REPLACEMENTS = 100;
    /** PostgreSQL takes one stream, on one core; more lanes than these it cannot keep up with. */
    private static final int MOST_LANES = 8;
    /** What lanes may have made ahead of their turn, all together, in bytes. */
    private static final long MOST_AHEAD = 1 << 26;
    /** Heap that there must be for each lane, as a power of 2: some 50 MB are in one whose rows have megabytes. */
    private static final int LANE_HEAP = 27;
    /** The same where a row group or stripe is in memory as a whole. */
    private static final int COLUMNAR_LANE_HEAP = 30;
    private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final byte[] HEADER = binaryHeader();
    private static final byte[] TRAILER = {-1, -1};

    /** What ended the load before its end. */
    sealed interface Failure permits TooManyRejects, FileFailure, Broken {
    }

    /** As many rows were rejected as fail the load. */
    record TooManyRejects() implements Failure {
    }

    /** A file could not be read. */
    record FileFailure(SourceFile file, IOException cause, BadData reason) implements Failure {
    }

    /** Something else: a defect, or the bucket could not be listed any further. */
    record Broken(Throwable cause) implements Failure {
    }

    /** Whose file comes next, or that none does. */
    private record Turn(@Nullable CopyLane lane) {
    }

    private final SourceReader source;
    private final CopyStatement copy;
    private final RowParser parser;
    private final Supplier<RowParser> moreParsers;
    private final Rejects rejects;
    private final int chunkSize;
    private final int mostLanes;
    /** How far each of several lanes may be ahead of its turn. */
    private final int aheadKilobytes;
    private final List<CopyLane> lanes = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final Object claiming = new Object();
    private boolean exhausted;
    private volatile boolean stopped;
    private volatile boolean wantsFields = true;
    private final List<LoadedFile> loaded = new ArrayList<>();
    private final List<Replacement> replacements = new ArrayList<>();
    private String compressedFile = "";
    private long replacedRows;

    /** The first lane has the parser, and if there are more files more lanes join, each with a parser of its own. */
    CopyPipeline(Iterator<SourceFile> files, CopyStatement copy, RowParser parser, Supplier<RowParser> moreParsers,
            Rejects rejects, int chunkSize, int mostLanes) {
        this.source = new SourceReader(files);
        this.copy = copy;
        this.parser = parser;
        this.moreParsers = moreParsers;
        this.rejects = rejects;
        this.chunkSize = chunkSize;
        this.mostLanes = mostLanes;
        this.aheadKilobytes = (int) (Math.min(MOST_AHEAD, Runtime.getRuntime().maxMemory() / 16) / mostLanes >> 10);
    }

    /** How many files are worth reading at a time: as many as there are cores, if the heap has room for them. */
    static int lanes(CopyStatement copy, Runtime machine) {
        long room = machine.maxMemory() >> (copy.format.isColumnar() ? COLUMNAR_LANE_HEAP : LANE_HEAP);
        return (int) Math.max(1, Math.min(Math.min(machine.availableProcessors(), MOST_LANES), room));
    }

    /**
     * Loads all files. All threads have ended when this returns or throws.
     *
     * @param into where the tuples go, or null for nowhere
     * @param session asked now and then whether to go on
     * @return why the load failed, or null if it did not
     */
    @Nullable Failure run(@Nullable CopyIn into, StatementSession session) throws IOException {
        try {
            add(parser);
            if (into != null) {
                into.write(HEADER, 0, HEADER.length);
            }
            return send(into, session);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("the load was interrupted");
        } finally {
            stop();
        }
    }

    private void stop() {
        stopped = true;
        boolean interrupted = Thread.interrupted();
        lanes.forEach(CopyLane::interrupt);
        long deadline = System.nanoTime() + JOIN_NANOS;
        // a lane that was just adding another one has done so when it has ended
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).interrupt();
            try {
                lanes.get(i).join(deadline);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        source.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The files that were read. Only after {@link #run}. */
    List<LoadedFile> loaded() {
        return loaded;
    }

    /** The files of the source, as far as it was listed. Only after {@link #run}. */
    long sourceFiles() {
        return source.listedFiles();
    }

    /** Their bytes as stored. Only after {@link #run}. */
    long sourceBytes() {
        return source.listedBytes();
    }

    /** The first file that seems to be compressed though no clause says so, with that clause, or an empty string. */
    String compressedFile() {
        return compressedFile;
    }

    /** Rows in which characters were replaced. Only after {@link #run}. */
    long replacedRows() {
        return replacedRows;
    }

    /** The first of them. Only after {@link #run}. */
    List<Replacement> replacements() {
        return replacements;
    }

    static LoadError error(SourceFile file, long line, BadData e, String rawLine, @Nullable String rawValue) {
        return new LoadError(file.name(), line, "", "", "", e.position(), rawLine, rawValue, e.code(), e.reason());
    }

    // ---- the session's thread

    private @Nullable Failure send(@Nullable CopyIn into, StatementSession session)
            throws IOException, InterruptedException {
        while (true) {
            CopyLane lane = await(turns, session).lane();
            if (lane == null) {
                if (into != null) {
                    into.write(TRAILER, 0, TRAILER.length);
                }
                return null;
            }
            boolean ended = false;
            while (!ended) {
                Batch batch = await(lane.batches(), session);
                Failure failure = judge(batch);
                if (failure != null) {
                    return failure;
                }
                if (into != null && batch.tuples.size() > 0) {
                    into.write(batch.tuples.bytes(), 0, batch.tuples.size());
                }
                ended = batch.loaded != null;
                lane.recycle(batch);
            }
        }
    }

    private static <T> T await(BlockingQueue<T> queue, StatementSession session) throws InterruptedException {
        while (true) {
            T next = queue.poll(20, TimeUnit.MILLISECONDS);
            session.checkCancelled();
            if (next != null) {
                return next;
            }
        }
    }

    /** Notes what was found in the rows of a batch, and says whether the load has failed by it. */
    private @Nullable Failure judge(Batch batch) {
        if (compressedFile.isEmpty()) {
            compressedFile = batch.compressedFile;
        }
        for (Finding finding : batch.findings) {
            if (finding instanceof Rejected row) {
                boolean tooMany = rejects.add(row.error());
                wantsFields = rejects.count() < Rejects.WITH_FIELDS;
                if (tooMany) {
                    return new TooManyRejects();
                }
            } else if (finding instanceof Replaced row && replacements.size() < MAX_REPLACEMENTS) {
                replacements.add(row.replacement());
            }
        }
        replacedRows += batch.replacedRows;
        if (batch.loaded != null) {
            loaded.add(batch.loaded);
        }
        return batch.failure;
    }

    // ---- the lanes' threads

    /** Gives a lane its next file, or null if there is none left. The session's thread will come for its batches. */
    SourceReader.@Nullable Next claim(CopyLane lane) {
        synchronized (claiming) {
            if (exhausted || stopped) {
                return null;
            }
            SourceReader.Next next;
            try {
                next = source.next();
            } catch (RuntimeException | Error e) {
                exhausted = true;
                turns.add(new Turn(lane));
                throw e;
            }
            exhausted = next == null;
            turns.add(new Turn(exhausted ? null : lane));
            if (source.hasMore() && lanes.size() < mostLanes) {
                add(moreParsers.get());
            }
            return next;
        }
    }

    private void add(RowParser with) {
        CopyLane lane = new CopyLane(this, copy, with, chunkSize);
        lanes.add(lane);
        if (lanes.size() == 2) {
            lanes.get(0).widen(aheadKilobytes);
        }
        if (lanes.size() > 1) {
            lane.widen(aheadKilobytes);
        }
        lane.start();
        if (stopped) {
            lane.interrupt();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether an error may be among the first, which are noted with all their fields. */
    boolean wantsFields() {
        return wantsFields;
    }

    private static byte[] binaryHeader() {
        byte[] header = new byte[19];
        byte[] signature = "PGCOPY\n".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(signature, 0, header, 0, signature.length);
        header[7] = (byte) 0xff;
        header[8] = '\r';
        header[9] = '\n';
        return header;
    }
}
