package dev.warehouse.local.internal.copy;

import com.github.luben.zstd.ZstdIOException;
import dev.warehouse.local.internal.copy.LoadLog.FieldValue;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.LoadLog.LoadedFile;
import dev.warehouse.local.internal.copy.LoadLog.Replacement;
import dev.warehouse.local.internal.copy.StatementSession.CopyIn;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The load itself, on three threads: one reads and decompresses, one parses and encodes, and the session's own sends to
 * PostgreSQL, which takes it in its own process. Buffers go round between them, so that memory does not grow with the
 * files. Used once.
 */
final class CopyPipeline {

    static final int CHUNK = 1 << 17;
    private static final int TUPLES = 1 << 17;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final int DEPTH = 4;
    private static final byte[] HEADER = binaryHeader();
    private static final byte[] TRAILER = {-1, -1};
    private static final int MAX_REPLACEMENTS = 100;
    private static final long JOIN_MILLIS = 10_000;

    /** Bytes of one file, or the mark that none come any more if it has no file. */
    private static final class Chunk {
        final byte[] bytes;
        int length;
        @Nullable SourceFile file;
        boolean first;
        boolean last;
        /** Why the file cannot be read as text, instead of bytes. */
        @Nullable BadData problem;
        /** Where the file is on disk, instead of bytes. */
        @Nullable Path onDisk;

        Chunk(int size) {
            this.bytes = new byte[size];
        }
    }

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

    private final Iterator<SourceFile> files;
    private final CopyStatement copy;
    private final RowScanner scanner;
    private final RowEncoder encoder;
    private final Rejects rejects;
    private final int chunkSize;
    private final Spool spool = new Spool();
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(DEPTH);
    private final BlockingQueue<Chunk> freeChunks = new ArrayBlockingQueue<>(DEPTH + 2);
    private final BlockingQueue<TupleBuffer> tuples = new ArrayBlockingQueue<>(DEPTH);
    private final BlockingQueue<TupleBuffer> freeTuples = new ArrayBlockingQueue<>(DEPTH + 2);
    private final TupleBuffer endOfTuples = new TupleBuffer(0);
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final byte[] storedBytes = new byte[FileStream.BUFFER];
    private final byte[] plainBytes = new byte[FileStream.BUFFER];
    private volatile boolean stopped;
    private volatile @Nullable InputStream reading;
    private volatile String compressedFile = "";
    private final List<LoadedFile> loaded = new ArrayList<>();
    private final List<Replacement> replacements = new ArrayList<>();
    private Instant fileStarted = Instant.EPOCH;
    private long sourceFiles;
    private long sourceBytes;
    private long replacedRows;
    private long rows;

    CopyPipeline(Iterator<SourceFile> files, CopyStatement copy, RowScanner scanner, RowEncoder encoder,
            Rejects rejects, int chunkSize) {
        this.files = files;
        this.copy = copy;
        this.scanner = scanner;
        this.encoder = encoder;
        this.rejects = rejects;
        this.chunkSize = chunkSize;
    }

    /**
     * Loads all files. All threads have ended when this returns or throws.
     *
     * @param into where the tuples go, or null for nowhere
     * @param session asked now and then whether to go on
     * @return why the load failed, or null if it did not
     */
    @Nullable Failure run(@Nullable CopyIn into, StatementSession session) throws IOException {
        Thread reader = thread("copy-read", this::read);
        Thread parser = thread("copy-parse", this::parse);
        try {
            if (into != null) {
                into.write(HEADER, 0, HEADER.length);
            }
            send(into, session);
            return failure.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("the load was interrupted");
        } finally {
            try {
                stop(reader, parser);
            } finally {
                spool.close();
            }
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void stop(Thread reader, Thread parser) throws IOException {
        stopped = true;
        boolean interrupted = Thread.interrupted();
        for (Thread thread : List.of(parser, reader)) {
            thread.interrupt();
            InputStream open = reading;
            if (thread.isAlive() && open != null && thread == reader) {
                // a read from the network does not hear the interrupt
                try {
                    open.close();
                } catch (IOException e) {
                    // the load is over; what the stream has to say does not matter
                }
            }
            try {
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rows that were encoded. Only after {@link #run}. */
    long rows() {
        return rows;
    }

    /** The files that were read. Only after {@link #run}. */
    List<LoadedFile> loaded() {
        return loaded;
    }

    private void loaded(SourceFile file, long lines) {
        loaded.add(new LoadedFile(file.name(), file.bytes(), lines, LoadLog.utc(fileStarted),
                LoadLog.utc(Instant.now()), LoadLog.utc(file.object().lastModified()), file.object().etag()));
    }

    /** The files of the source, as far as it was listed. Only after {@link #run}. */
    long sourceFiles() {
        return sourceFiles;
    }

    /** Their bytes as stored. Only after {@link #run}. */
    long sourceBytes() {
        return sourceBytes;
    }

    /** The first file that seems to be compressed though no clause says so, with that clause, or an empty string. */
    String compressedFile() {
        return compressedFile;
    }

    private void fail(Failure why) {
        if (!stopped) {
            failure.compareAndSet(null, why);
        }
    }

    // ---- the session's thread

    private void send(@Nullable CopyIn into, StatementSession session) throws IOException, InterruptedException {
        while (true) {
            TupleBuffer buffer = tuples.poll(20, TimeUnit.MILLISECONDS);
            session.checkCancelled();
            if (failure.get() != null) {
                return;
            }
            if (buffer == endOfTuples) {
                if (into != null) {
                    into.write(TRAILER, 0, TRAILER.length);
                }
                return;
            }
            if (buffer != null) {
                if (into != null) {
                    into.write(buffer.bytes(), 0, buffer.size());
                }
                buffer.truncate(0);
                if (buffer.capacity() <= LARGEST_KEPT) {
                    freeTuples.offer(buffer);
                }
            }
        }
    }

    // ---- the reading thread

    private void read() {
        try (SourceReader source = new SourceReader(files)) {
            try {
                read(source);
            } finally {
                sourceFiles = source.listedFiles();
                sourceBytes = source.listedBytes();
            }
        } catch (InterruptedException e) {
            // the load is over
        } catch (UncheckedIOException e) {
            fail(new Broken(e.getCause()));
        } catch (RuntimeException | Error e) {
            fail(new Broken(e));
        }
    }

    private void read(SourceReader source) throws InterruptedException {
        SourceFile file;
        while (!stopped && (file = source.next()) != null) {
            try {
                read(file, source);
            } catch (IOException e) {
                fail(new FileFailure(file, e, reason(e, copy.compression)));
                return;
            }
        }
        chunks.put(new Chunk(0));
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

    private void read(SourceFile file, SourceReader source) throws IOException, InterruptedException {
        try (FileStream.Peekable raw = new FileStream.Peekable(source.open(), storedBytes)) {
            reading = raw;
            if (stopped) {
                return;
            }
            if (file.name().equals(copy.jsonOption)) {
                reject(file, new BadData(BadData.PARSE_ERROR, -1,
                        "Invalid JSON: this is the jsonpaths file, not data; the prefix covers both"));
                return;
            }
            if (copy.compression == CopyStatement.Compression.NONE && compressedFile.isEmpty()) {
                String clause = FileStream.looksLike(raw);
                if (!clause.isEmpty()) {
                    compressedFile = file.name() + " looks like " + clause + ", but the COPY does not say " + clause;
                }
            }
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
        while (!last && !stopped) {
            Chunk chunk = chunk(file);
            chunk.length = text.readNBytes(chunk.bytes, 0, chunk.bytes.length);
            last = chunk.length < chunk.bytes.length;
            chunk.first = first;
            chunk.last = last;
            first = false;
            chunks.put(chunk);
        }
    }

    private void spool(SourceFile file, InputStream in) throws IOException, InterruptedException {
        Chunk chunk = chunk(file);
        chunk.length = 0;
        chunk.first = true;
        chunk.last = true;
        chunk.onDisk = spool.write(in);
        chunks.put(chunk);
    }

    /** Passes over a file that cannot be read as data: one error, which MAXERROR may allow. */
    private void reject(SourceFile file, BadData problem) throws InterruptedException {
        Chunk chunk = chunk(file);
        chunk.problem = problem;
        chunk.length = 0;
        chunk.first = true;
        chunk.last = true;
        chunks.put(chunk);
    }

    private Chunk chunk(SourceFile file) {
        Chunk chunk = freeChunks.poll();
        if (chunk == null) {
            chunk = new Chunk(chunkSize);
        }
        chunk.file = file;
        chunk.problem = null;
        chunk.onDisk = null;
        return chunk;
    }

    // ---- the parsing thread

    private void parse() {
        try {
            Window window = new Window();
            TupleBuffer out = new TupleBuffer(TUPLES);
            while (true) {
                Chunk chunk = chunks.take();
                SourceFile file = chunk.file;
                if (file == null) {
                    break;
                }
                if (chunk.first) {
                    fileStarted = Instant.now();
                    window.startFile();
                    scanner.startFile();
                }
                if (chunk.problem != null) {
                    if (rejects.add(error(file, 0, chunk.problem, "", null))) {
                        fail(new TooManyRejects());
                        return;
                    }
                    loaded(file, 0);
                    continue;
                }
                Path onDisk = chunk.onDisk;
                if (onDisk != null && scanner instanceof RecordRows records) {
                    freeChunks.offer(chunk);
                    try {
                        out = records(file, onDisk, records, window, out);
                    } catch (UncheckedIOException e) {
                        fail(new FileFailure(file, e.getCause(), reason(e.getCause(), copy.compression)));
                    } catch (IOException e) {
                        fail(new FileFailure(file, e, reason(e, copy.compression)));
                    }
                    if (failure.get() != null) {
                        return;
                    }
                    continue;
                }
                window.add(chunk.bytes, 0, chunk.length);
                window.last = chunk.last;
                byte lastByte = chunk.length > 0 ? chunk.bytes[chunk.length - 1] : (byte) '\n';
                boolean lastChunk = chunk.last;
                freeChunks.offer(chunk);
                out = rows(file, window, out);
                if (failure.get() != null) {
                    return;
                }
                if (lastChunk) {
                    long lines = lastByte == '\n' || copy.format != CopyStatement.Format.JSON
                            ? scanner.line - 1 : scanner.line;
                    loaded(file, lines);
                }
            }
            if (out.size() > 0) {
                tuples.put(out);
            }
            tuples.put(endOfTuples);
        } catch (InterruptedException e) {
            // the load is over
        } catch (RuntimeException | Error e) {
            fail(new Broken(e));
        }
    }

    private TupleBuffer records(SourceFile file, Path onDisk, RecordRows records, Window window, TupleBuffer first)
            throws IOException, InterruptedException {
        TupleBuffer out;
        try {
            records.openFile(file, onDisk);
            out = rows(file, window, first);
            loaded(file, records.line - 1);
        } finally {
            records.close();
            spool.delete(onDisk);
        }
        return out;
    }

    private TupleBuffer rows(SourceFile file, Window window, TupleBuffer first) throws InterruptedException {
        TupleBuffer out = first;
        while (true) {
            int start = out.size();
            boolean scanned = false;
            try {
                if (!scanner.next(window)) {
                    return out;
                }
                scanned = true;
                encoder.encode(window.buf, scanner, out);
                rows++;
                if (encoder.replacedColumn() >= 0) {
                    replaced(file, window);
                }
            } catch (BadData e) {
                out.truncate(start);
                if (rejects.add(error(file, window, e, scanned))) {
                    fail(new TooManyRejects());
                    return out;
                }
            }
            if (out.size() > TUPLES - 2048) {
                tuples.put(out);
                TupleBuffer free = freeTuples.poll();
                out = free == null ? new TupleBuffer(TUPLES) : free;
            }
        }
    }

    private LoadError error(SourceFile file, Window window, BadData e, boolean scanned) {
        String rawLine = scanner.rawLine(window);
        if (!scanned) {
            return error(file, scanner.rowLine, e, rawLine, null);
        }
        int column = encoder.column();
        String rawValue = e == scanner.broken ? Rejects.raw(window.buf, scanner.badFrom, scanner.badTo)
                : scanner.raw(window, column);
        TargetColumn target = encoder.target(column);
        return new LoadError(file.name(), scanner.rowLine, target.name(), target.logType(), target.logLength(),
                e.position(), rawLine, rawValue, e.code(), e.reason(),
                rejects.wantsFields() ? fields(window, column) : List.of());
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

    private void replaced(SourceFile file, Window window) {
        replacedRows++;
        if (replacements.size() < MAX_REPLACEMENTS) {
            replacements.add(new Replacement(file.name(), scanner.rowLine,
                    encoder.target(encoder.replacedColumn()).name(),
                    scanner.rawLine(window)));
        }
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
