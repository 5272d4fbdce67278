/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import com.github.luben.zstd.ZstdIOException;
import dev.warehouse.local.internal.copy.Batch.Rejected;
import dev.warehouse.local.internal.copy.Batch.Replaced;
import dev.warehouse.local.internal.copy.CopyPipeline.Broken;
import dev.warehouse.local.internal.copy.CopyPipeline.Failure;
import dev.warehouse.local.internal.copy.CopyPipeline.FileFailure;
import dev.warehouse.local.internal.copy.LoadLog.FieldValue;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.LoadLog.LoadedFile;
import dev.warehouse.local.internal.copy.LoadLog.Replacement;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of files, on two threads: one reads and decompresses, one parses and encodes. Buffers go round between
 * them and back from the session's thread, so that memory does not grow with the files: a lane whose batches nobody
 * takes stands still. It takes its next file when it has read the one before; the batches come in the order of its
 * files.
 */
final class CopyLane {

    private static final int DEPTH = 4;

    /** Bytes of one file, or the mark that none come any more if it has no file. */
    private static final class Chunk {
        final byte[] bytes;
        int length;
        @Nullable SourceFile file;
        boolean first;
        boolean last;
        /** The clause that the file seems to want though the COPY has none, or an empty string. */
        String clause = "";
        /** Why the file cannot be read as text, instead of bytes. */
        @Nullable BadData problem;
        /** Where the file is on disk, instead of bytes. */
        @Nullable Path onDisk;

        Chunk(int size) {
            this.bytes = new byte[size];
        }
    }

    private final CopyPipeline pipeline;
    private final CopyStatement copy;
    private final RowScanner scanner;
    private final RowEncoder encoder;
    private final long errorLimit;
    private final int chunkSize;
    private final Spool spool = new Spool();
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(DEPTH);
    private final BlockingQueue<Chunk> freeChunks = new ArrayBlockingQueue<>(DEPTH + 2);
    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    /** The last one back goes first: it may still be in the processor's cache. */
    private final Deque<Batch> freeBatches = new ConcurrentLinkedDeque<>();
    private volatile int kilobytes = DEPTH * (Batch.TUPLES >> 10);
    /** How many more kilobytes there may be in batches that were handed over and are not done with. */
    private final Semaphore room = new Semaphore(kilobytes);
    private final Chunk endOfChunks = new Chunk(0);
    private final byte[] storedBytes = new byte[FileStream.BUFFER];
    private final byte[] plainBytes = new byte[FileStream.BUFFER];
    private final Thread reader = new Thread(this::read, "copy-read");
    private final Thread parser = new Thread(this::parse, "copy-parse");
    private volatile @Nullable InputStream reading;
    /** Why the reader ended; handed to the parser by {@link #endOfChunks}. */
    private @Nullable Failure readFailure;
    /** The clause that the file being read seems to want. */
    private String clause = "";
    private Batch batch = new Batch();
    private Instant fileStarted = Instant.EPOCH;
    /** The rejected and the changed rows of the file at hand. */
    private long rejected;
    private long replaced;

    CopyLane(CopyPipeline pipeline, CopyStatement copy, RowParser parser, int chunkSize) {
        this.pipeline = pipeline;
        this.copy = copy;
        this.scanner = parser.scanner();
        this.encoder = parser.encoder();
        this.errorLimit = copy.errorLimit;
        this.chunkSize = chunkSize;
    }

    void start() {
        for (Thread thread : List.of(reader, parser)) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** What was made of the files. Each file ends with a batch that says so, unless a failure does. */
    BlockingQueue<Batch> batches() {
        return batches;
    }

    /** Gives a batch back that is done with. */
    void recycle(Batch done) {
        int share = done.share;
        if (done.isReusable()) {
            done.clear();
            freeBatches.push(done);
        }
        room.release(share);
    }

    /** Lets the lane go further ahead of its turn. */
    void widen(int moreKilobytes) {
        kilobytes += moreKilobytes;
        room.release(moreKilobytes);
    }

    /** Asks the threads to end. Only when the pipeline has stopped. */
    void interrupt() {
        parser.interrupt();
        reader.interrupt();
        InputStream open = reading;
        if (reader.isAlive() && open != null) {
            // a read from the network does not hear the interrupt
            try {
                open.close();
            } catch (IOException e) {
                // the load is over; what the stream has to say does not matter
            }
        }
    }

    /**
     * Waits until the threads have ended, and deletes what is left of files on disk.
     *
     * @param deadline the {@link System#nanoTime} after which no thread is waited for
     */
    void join(long deadline) throws InterruptedException {
        try {
            for (Thread thread : List.of(reader, parser)) {
                // 0 would be for ever
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } finally {
            spool.close();
        }
    }

    // ---- the reading thread

    private void read() {
        try {
            SourceReader.Next next;
            while ((next = pipeline.claim(this)) != null) {
                try {
                    read(next);
                } catch (IOException e) {
                    readFailure = new FileFailure(next.file(), e, reason(e, copy.compression));
                    break;
                }
            }
        } catch (InterruptedException e) {
            return;
        } catch (UncheckedIOException e) {
            readFailure = new Broken(e.getCause());
        } catch (RuntimeException | Error e) {
            readFailure = new Broken(e);
        }
        try {
            put(endOfChunks);
        } catch (InterruptedException e) {
            // the load is over
        }
    }

    /** Looks now and then whether the load is over: a stream may have swallowed the interrupt. */
    private void put(Chunk chunk) throws InterruptedException {
        while (!chunks.offer(chunk, 1, TimeUnit.SECONDS)) {
            if (pipeline.isStopped()) {
                throw new InterruptedException();
            }
        }
    }

    private static BadData reason(IOException e, CopyStatement.Compression compression) {
        if (e instanceof NoSuchFileException) {
            return new BadData(BadData.FILE_NOT_FOUND, -1, "The load file was not found");
        }
        if (e instanceof RecordRows.CorruptFileException) {
            return new BadData(BadData.PARSE_ERROR, -1, "the file is corrupt: " + e.getMessage());
        }
        if (e instanceof FileStream.WrongFormatException || e instanceof RecordRows.UnfitFileException) {
            return new BadData(BadData.PARSE_ERROR, -1, String.valueOf(e.getMessage()));
        }
        if (e instanceof EOFException) {
            return new BadData(BadData.PARSE_ERROR, -1, "the compressed file ends too early");
        }
        String message = String.valueOf(e.getMessage());
        boolean corrupt = e instanceof ZipException || e instanceof ZstdIOException
                // commons-compress has no exception of its own for it
                || compression == CopyStatement.Compression.BZIP2 && !message.startsWith("S3");
        if (corrupt) {
            return new BadData(BadData.PARSE_ERROR, -1, "the compressed file is corrupt: " + message);
        }
        return new BadData(BadData.PARSE_ERROR, -1, "the file cannot be read: " + message);
    }

    private void read(SourceReader.Next next) throws IOException, InterruptedException {
        SourceFile file = next.file();
        try (FileStream.Peekable raw = new FileStream.Peekable(next.open(), storedBytes)) {
            reading = raw;
            if (pipeline.isStopped()) {
                return;
            }
            clause = "";
            if (file.name().equals(copy.jsonOption)) {
                reject(file, new BadData(BadData.PARSE_ERROR, -1,
                        "Invalid JSON: this is the jsonpaths file, not data; the prefix covers both"));
                return;
            }
            clause = copy.compression == CopyStatement.Compression.NONE ? FileStream.looksLike(raw) : "";
            try (FileStream.Peekable plain = plain(file, raw)) {
                if (scanner instanceof RecordRows) {
                    spool(file, plain);
                    return;
                }
                BadData problem = Encodings.problem(plain, copy.encoding);
                if (problem != null) {
                    reject(file, problem);
                    return;
                }
                plain.skipByteOrderMark();
                send(file, Encodings.toUtf8(plain, copy.encoding));
            }
        } finally {
            reading = null;
        }
    }

    private FileStream.Peekable plain(SourceFile file, FileStream.Peekable raw) throws IOException {
        InputStream plain = copy.format.isColumnar() ? FileStream.decompressByName(raw, file.path().key())
                : FileStream.decompress(raw, copy.compression);
        return plain == raw ? raw : new FileStream.Peekable(plain, plainBytes);
    }

    private void send(SourceFile file, InputStream text) throws IOException, InterruptedException {
        boolean first = true;
        boolean last = false;
        while (!last && !pipeline.isStopped()) {
            Chunk chunk = chunk(file);
            chunk.length = text.readNBytes(chunk.bytes, 0, chunk.bytes.length);
            last = chunk.length < chunk.bytes.length;
            chunk.first = first;
            chunk.last = last;
            first = false;
            put(chunk);
        }
    }

    private void spool(SourceFile file, InputStream in) throws IOException, InterruptedException {
        Chunk chunk = chunk(file);
        chunk.length = 0;
        chunk.first = true;
        chunk.last = true;
        chunk.onDisk = spool.write(in);
        put(chunk);
    }

    /** Passes over a file that cannot be read as data: one error, which MAXERROR may allow. */
    private void reject(SourceFile file, BadData problem) throws InterruptedException {
        Chunk chunk = chunk(file);
        chunk.problem = problem;
        chunk.length = 0;
        chunk.first = true;
        chunk.last = true;
        put(chunk);
    }

    private Chunk chunk(SourceFile file) {
        Chunk chunk = freeChunks.poll();
        if (chunk == null) {
            chunk = new Chunk(chunkSize);
        }
        chunk.file = file;
        chunk.clause = clause;
        chunk.problem = null;
        chunk.onDisk = null;
        return chunk;
    }

    // ---- the parsing thread

    private void parse() {
        try {
            try {
                Window window = new Window();
                Chunk chunk = next();
                while (chunk.file != null && parse(chunk, chunk.file, window)) {
                    chunk = next();
                }
                if (chunk == endOfChunks && readFailure != null) {
                    fail(readFailure);
                }
            } catch (RuntimeException | Error e) {
                fail(new Broken(e));
            }
        } catch (InterruptedException e) {
            // the load is over
        }
    }

    private Chunk next() throws InterruptedException {
        Chunk chunk = chunks.poll();
        if (chunk == null) {
            // what was found does not wait for bytes that may be long in coming
            if (batch.tells()) {
                hand();
            }
            chunk = chunks.take();
        }
        return chunk;
    }

    /** Parses what is at hand of a file, and says whether to go on. */
    private boolean parse(Chunk chunk, SourceFile file, Window window) throws InterruptedException {
        if (chunk.first) {
            fileStarted = Instant.now();
            rejected = 0;
            replaced = 0;
            window.startFile();
            scanner.startFile();
            if (!chunk.clause.isEmpty()) {
                batch.compressedFile = file.name() + " looks like " + chunk.clause + ", but the COPY does not say "
                        + chunk.clause;
            }
        }
        BadData problem = chunk.problem;
        Path onDisk = chunk.onDisk;
        if (problem != null) {
            freeChunks.offer(chunk);
            boolean goOn = reject(CopyPipeline.error(file, 0, problem, "", null));
            end(file, 0);
            return goOn;
        }
        if (onDisk != null && scanner instanceof RecordRows records) {
            freeChunks.offer(chunk);
            return records(file, onDisk, records, window);
        }
        window.add(chunk.bytes, 0, chunk.length);
        window.last = chunk.last;
        byte lastByte = chunk.length > 0 ? chunk.bytes[chunk.length - 1] : (byte) '\n';
        boolean lastChunk = chunk.last;
        freeChunks.offer(chunk);
        if (!rows(file, window)) {
            hand();
            return false;
        }
        if (lastChunk) {
            end(file, lastByte == '\n' || copy.format != CopyStatement.Format.JSON
                    ? scanner.line - 1 : scanner.line);
        }
        return true;
    }

    private boolean records(SourceFile file, Path onDisk, RecordRows records, Window window)
            throws InterruptedException {
        try {
            boolean goOn;
            try {
                records.openFile(file, onDisk);
                goOn = rows(file, window);
            } finally {
                records.close();
                spool.delete(onDisk);
            }
            end(file, records.line - 1);
            return goOn;
        } catch (UncheckedIOException e) {
            fail(new FileFailure(file, e.getCause(), reason(e.getCause(), copy.compression)));
        } catch (IOException e) {
            fail(new FileFailure(file, e, reason(e, copy.compression)));
        }
        return false;
    }

    /** Encodes the rows at hand. Gives false if so many were rejected that the load has failed. */
    private boolean rows(SourceFile file, Window window) throws InterruptedException {
        while (true) {
            TupleBuffer out = batch.tuples;
            int start = out.size();
            boolean scanned = false;
            try {
                if (!scanner.next(window)) {
                    return true;
                }
                scanned = true;
                encoder.encode(window.buf, scanner, out);
                if (copy.noLoad) {
                    out.truncate(start);
                }
                if (encoder.replacedColumn() >= 0) {
                    replaced(file, window);
                }
            } catch (BadData e) {
                out.truncate(start);
                if (!reject(error(file, window, e, scanned))) {
                    return false;
                }
            }
            if (batch.isFull()) {
                hand();
            }
        }
    }

    /** Notes a rejected row. Gives false if those of this file alone fail the load. */
    private boolean reject(LoadError error) {
        batch.findings.add(new Rejected(error));
        return ++rejected < errorLimit;
    }

    private void replaced(SourceFile file, Window window) {
        batch.replacedRows++;
        if (replaced++ < CopyPipeline.MAX_REPLACEMENTS) {
            batch.findings.add(new Replaced(new Replacement(file.name(), scanner.rowLine,
                    encoder.target(encoder.replacedColumn()).name(), scanner.rawLine(window))));
        }
    }

    private void end(SourceFile file, long lines) throws InterruptedException {
        batch.loaded = new LoadedFile(file.name(), file.bytes(), lines, LoadLog.utc(fileStarted),
                LoadLog.utc(Instant.now()), LoadLog.utc(file.object().lastModified()), file.object().etag());
        hand();
    }

    /** Behind what was made so far comes nothing more. */
    private void fail(Failure why) throws InterruptedException {
        batch.failure = why;
        hand();
    }

    private void hand() throws InterruptedException {
        // a batch of huge rows goes alone
        batch.share = Math.min(batch.kilobytes(), kilobytes);
        room.acquire(batch.share);
        batches.add(batch);
        Batch free = freeBatches.poll();
        batch = free == null ? new Batch() : free;
    }
    private LoadError error(SourceFile file, Window window, BadData e, boolean scanned) {
        String rawLine = scanner.rawLine(window);
        if (!scanned) {
            return CopyPipeline.error(file, scanner.rowLine, e, rawLine, null);
        }
        int column = encoder.column();
        String rawValue = e == scanner.broken ? Rejects.raw(window.buf, scanner.badFrom, scanner.badTo)
                : scanner.raw(window, column);
        TargetColumn target = encoder.target(column);
        return new LoadError(file.name(), scanner.rowLine, target.name(), target.logType(), target.logLength(),
                e.position(), rawLine, rawValue, e.code(), e.reason(),
                rejected < Rejects.WITH_FIELDS && pipeline.wantsFields() ? fields(window, column) : List.of());
    }

    private List<FieldValue> fields(Window window, int failed) {
        List<FieldValue> values = new ArrayList<>();
        for (int i = 0; i <= failed; i++) {
            TargetColumn target = encoder.target(i);
            boolean isNull = i < failed && encoder.wasNull(i);
            String value = isNull || i == failed ? ""
                    : scanner.fields.kind[i] >= Fields.INTEGER ? scanner.raw(window, i)
                    : encoder.parsed(window.buf, scanner.fields, i);
            values.add(new FieldValue(i, target.name(), target.logType(), target.logLength(), value, isNull));
        }
        return values;
    }
}
