/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.copy.CopyPipeline.Broken;
import dev.warehouse.local.internal.copy.CopyPipeline.Failure;
import dev.warehouse.local.internal.copy.CopyPipeline.FileFailure;
import dev.warehouse.local.internal.copy.LoadLog.Load;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.StatementSession.CopyIn;
import dev.warehouse.local.internal.copy.StatementSession.StatementFailedException;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes COPY from S3 with Redshift's semantics: all or nothing, in the client's session and transaction, its traces
 * in the {@link LoadLog}. Safe for several sessions at once.
 */
public final class CopyExecutor {

    private static final int ERRORS_IN_DETAIL = 5;

    private final Buckets buckets;
    private final LoadLog log;
    private final int chunkSize;
    private final int lanes;

    /**
     * An executor.
     *
     * @param buckets where sources are looked for
     * @param log where loads leave their traces
     */
    public CopyExecutor(Buckets buckets, LoadLog log) {
        this(buckets, log, CopyPipeline.CHUNK, 0);
    }

    /** With 0 lanes they are as many as the machine has room for. */
    CopyExecutor(Buckets buckets, LoadLog log, int chunkSize, int lanes) {
        this.buckets = buckets;
        this.log = log;
        this.chunkSize = chunkSize;
        this.lanes = lanes;
    }

    /**
     * Executes a COPY.
     *
     * @param statement what to do
     * @param session the client's session
     * @param userName who it is
     * @return what was done
     * @throws RedshiftError if it failed; the transaction is then to be aborted
     * @throws StatementFailedException if PostgreSQL failed: the client has been told already
     * @throws IOException if the connection to PostgreSQL or the client is gone
     */
    public CopyResult execute(CopyStatement statement, StatementSession session, String userName) throws IOException {
        TargetTable table = TargetTable.find(statement, session);
        RowEncoder encoder = new RowEncoder(table, statement);
        Supplier<RowScanner> scanners = scanners(statement, table.columns());
        RowParser parser = new RowParser(scanners.get(), encoder);
        Supplier<RowParser> more = () -> new RowParser(scanners.get(), new RowEncoder(table, statement));
        Iterator<SourceFile> files = SourceFiles.find(statement, buckets);
        session.checkCancelled();
        CopyIn into = statement.noLoad ? null : session.copyIn(table.target());
        Rejects rejects = new Rejects(statement.errorLimit);
        CopyPipeline pipeline = new CopyPipeline(files, statement, parser, more, rejects, chunkSize,
                lanes > 0 ? lanes : CopyPipeline.lanes(statement, Runtime.getRuntime()));
        Traces traces = new Traces(statement, session, userName, table, rejects, pipeline);
        boolean open = true;
        try {
            Failure failure = pipeline.run(into, session);
            if (failure != null) {
                open = false;
                abort(into, "COPY rejected its data");
                RedshiftError error = error(failure, statement, table, rejects, pipeline);
                if (failure instanceof FileFailure file) {
                    rejects.add(CopyPipeline.error(file.file(), 0, file.reason(), "", null));
                }
                traces.write(false, 0);
                throw error;
            }
            open = false;
            long loaded = into == null ? 0 : into.finish();
            updateStatistics(statement, session, table, loaded);
            traces.write(true, loaded);
            tell(session, table, loaded, rejects.count(), pipeline.replacedRows());
            return new CopyResult(session.queryId(), loaded, rejects.count());
        } catch (StatementFailedException e) {
            // PostgreSQL has ended the COPY itself
            traces.write(false, 0);
            throw e;
        } catch (IOException | RuntimeException e) {
            if (open) {
                abortAfter(e, into);
            }
            traces.write(false, 0);
            throw e;
        }
    }

    /** What is wrong with the statement is told now; the scanners are one for each thread. */
    private Supplier<RowScanner> scanners(CopyStatement statement, List<TargetColumn> columns) {
        int count = columns.size();
        return switch (statement.format) {
            case TEXT -> () -> new DelimitedRows(new Fields(count), statement);
            case CSV -> () -> new CsvRows(new Fields(count), statement);
            case JSON -> {
                Supplier<PathNode> trees = JsonPaths.trees(statement, columns, buckets);
                yield () -> new JsonRows(new Fields(count), trees.get(), statement.ignoreHeader);
            }
            case FIXEDWIDTH -> () -> new FixedWidthRows(new Fields(count), statement);
            case AVRO -> {
                OptionalLibraries.need("COPY with AVRO",
                        "org.apache.avro:avro, and org.xerial.snappy:snappy-java for compressed files",
                        "org.apache.avro.file.DataFileReader");
                Supplier<PathNode> trees = JsonPaths.trees(statement, columns, buckets);
                yield () -> new AvroRows(columns, trees.get());
            }
            case PARQUET -> {
                OptionalLibraries.needParquet("COPY");
                yield () -> new ParquetRows(columns, statement);
            }
            case ORC -> {
                OptionalLibraries.need("COPY with ORC", "org.apache.orc:orc-core with the classifier nohive, "
                        + "org.apache.orc:orc-format with the classifier shaded-protobuf, "
                        + "org.apache.hadoop:hadoop-client-api and hadoop-client-runtime",
                        "org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch", "org.apache.orc.OrcProto",
                        "org.apache.hadoop.conf.Configuration",
                        "org.apache.hadoop.shaded.com.ctc.wstx.io.StreamBootstrapper");
                yield () -> new OrcRows(columns, statement);
            }
        };
    }

    /** The session is to be usable after whatever happened, unless its connection is what broke. */
    private static void abortAfter(Exception failure, @Nullable CopyIn into) {
        try {
            abort(into, "COPY was cancelled");
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    // Without statistics the planner takes the table for nearly empty, and a join with it runs for hours. Redshift
    // refreshes them if the table was empty; here also if the load is a tenth of what they know, as a refilled staging
    // table is not empty in PostgreSQL's books. A table that somebody else is analyzing is left to them.
    private static void updateStatistics(CopyStatement statement, StatementSession session, TargetTable table,
            long loaded) throws IOException {
        if (loaded == 0 || Boolean.FALSE.equals(statement.statUpdate)) {
            return;
        }
        boolean outdated = statement.statUpdate != null
                || !session.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = "
                + table.oid() + " AND reltuples * 0.1 <= " + loaded).isEmpty();
        if (outdated) {
            session.query(table.analyze());
        }
    }

    private static void abort(@Nullable CopyIn into, String reason) throws IOException {
        if (into != null) {
            into.abort(reason);
        }
    }

    private static void tell(StatementSession session, TargetTable table, long loaded, long rejected, long replaced)
            throws IOException {
        session.notice("Load into table '" + table.name() + "' completed, " + loaded
                + " record(s) loaded successfully.");
        if (rejected > 0) {
            session.notice("Load into table '" + table.name() + "' completed, " + rejected
                    + " record(s) could not be loaded.  Check 'stl_load_errors' system table for details.");
        }
        if (replaced > 0) {
            session.notice("Load into table '" + table.name() + "' completed, " + replaced
                    + " record(s) were loaded with replacements made for ACCEPTINVCHARS.  "
                    + "Check 'stl_replacements' system table for details.");
        }
    }

    private static RedshiftError error(Failure failure, CopyStatement statement, TargetTable table, Rejects rejects,
            CopyPipeline pipeline) throws IOException {
        if (failure instanceof FileFailure file) {
            return fileError(file, statement, table);
        }
        if (failure instanceof Broken broken) {
            if (broken.cause() instanceof IOException e) {
                return S3Path.unreadable(statement.source, e, statement.sourcePosition);
            }
            if (broken.cause() instanceof RedshiftError e) {
                return e;
            }
            throw new IllegalStateException("the load into " + table.name() + " broke", broken.cause());
        }
        StringBuilder detail = new StringBuilder();
        List<LoadError> errors = rejects.errors();
        for (LoadError error : errors.subList(0, Math.min(errors.size(), ERRORS_IN_DETAIL))) {
            detail.append(detail.isEmpty() ? "" : "\n").append(describe(error));
        }
        if (rejects.count() > ERRORS_IN_DETAIL) {
            detail.append("\nand ").append(rejects.count() - ERRORS_IN_DETAIL).append(" more");
        }
        String hint = "SELECT * FROM stl_load_errors WHERE query = pg_last_copy_id() shows them. "
                + (statement.errorLimit >= 100_000 || statement.format.isColumnar() ? ""
                : "MAXERROR n lets a load go on past fewer than n bad rows.");
        if (!pipeline.compressedFile().isEmpty()) {
            hint = pipeline.compressedFile() + ": add that clause. " + hint;
        }
        return new RedshiftError(RedshiftError.INTERNAL_ERROR, scan(statement) + "Load into table '" + table.name()
                + "' failed.  Check 'stl_load_errors' system table for details.", detail.toString(), hint.trim());
    }

    private static String describe(LoadError error) {
        StringBuilder text = new StringBuilder(error.fileName());
        if (error.line() > 0) {
            text.append(" line ").append(error.line());
        }
        if (!error.column().isEmpty()) {
            text.append(", column ").append(error.column()).append(" (").append(error.type());
            text.append(error.length().isEmpty() ? "" : "(" + error.length() + ")").append(")");
        }
        text.append(": ").append(error.reason()).append(" (code ").append(error.code()).append(")");
        if (error.rawValue() != null) {
            text.append(", raw value \"").append(shorten(error.rawValue())).append('"');
        } else if (!error.rawLine().isEmpty()) {
            text.append(", raw line \"").append(shorten(error.rawLine())).append('"');
        }
        return text.toString();
    }

    private static String shorten(String raw) {
        String line = raw.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= 100 ? line : line.substring(0, 100) + "…";
    }

    /** Redshift reads columnar files by the service that Spectrum stands on, and says so when it fails. */
    private static String scan(CopyStatement statement) {
        return statement.format.isColumnar() ? "Spectrum Scan Error: " : "";
    }

    private static RedshiftError fileError(FileFailure failure, CopyStatement statement, TargetTable table) {
        String failed = scan(statement) + "Load into table '" + table.name() + "' failed: " + failure.file().name()
                + ": ";
        if (failure.cause() instanceof RecordRows.UnfitFileException unfit) {
            return new RedshiftError(RedshiftError.INTERNAL_ERROR, failed + unfit.getMessage(), null, unfit.hint());
        }
        String hint = switch (failure.reason().code()) {
            case BadData.FILE_NOT_FOUND -> "The file was there when the bucket was listed. Run the COPY again.";
            default -> failure.cause() instanceof FileStream.WrongFormatException
                    ? "Leave out the compression clause if the files are plain, or name the one they have. A prefix "
                            + "loads every object whose key begins with it."
                    : "Look at the file; nothing of the load was kept.";
        };
        return new RedshiftError(RedshiftError.INTERNAL_ERROR, failed + failure.reason().reason(),
                String.valueOf(failure.cause().getMessage()), hint);
    }

    /** The load's entry in the log, written once. */
    private final class Traces {

        private final CopyStatement statement;
        private final StatementSession session;
        private final String userName;
        private final TargetTable table;
        private final Rejects rejects;
        private final CopyPipeline pipeline;
        private final Timestamp started = LoadLog.utc(Instant.now());
        private boolean written;

        Traces(CopyStatement statement, StatementSession session, String userName, TargetTable table,
                Rejects rejects, CopyPipeline pipeline) {
            this.statement = statement;
            this.session = session;
            this.userName = userName;
            this.table = table;
            this.rejects = rejects;
            this.pipeline = pipeline;
        }

        void write(boolean succeeded, long loadedRows) {
            if (!written) {
                written = true;
                log.write(new Load(session.queryId(), table.transactionId(), session.pid(), userName,
                        session.database(), table.oid(),
                        table.name(), statement.source, statement.format.logName(), started,
                        LoadLog.utc(Instant.now()), succeeded, loadedRows, List.copyOf(rejects.errors()),
                        rejects.count(), pipeline.sourceFiles(), pipeline.sourceBytes(), List.copyOf(pipeline.loaded()),
                        List.copyOf(pipeline.replacements())));
            }
        }
    }
}
