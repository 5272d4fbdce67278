/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.Bucket;
import dev.warehouse.local.internal.copy.Buckets;
import dev.warehouse.local.internal.unload.ResultColumn.Kind;
import dev.warehouse.local.internal.unload.UnloadLog.Unload;
import dev.warehouse.local.internal.unload.UnloadLog.UnloadedFile;
import dev.warehouse.local.internal.unload.UnloadSession.CopyOut;
import dev.warehouse.local.internal.unload.UnloadStatement.Compression;
import dev.warehouse.local.internal.unload.UnloadStatement.Format;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Executes UNLOAD to S3 with Redshift's semantics, in the client's session and transaction. The rows are a stream:
 * memory does not grow with them. Safe for several sessions at once.
 */
public final class UnloadExecutor {

    /** How the aliases of access points end, and no bucket's name does. */
    private static final String ALIAS = "-s3alias";

    private final Buckets buckets;
    private final UnloadLog log;

    /**
     * An executor.
     *
     * @param buckets where targets are looked for
     * @param log where unloads leave their traces
     */
    public UnloadExecutor(Buckets buckets, UnloadLog log) {
        this.buckets = buckets;
        this.log = log;
    }

    /**
     * Executes an UNLOAD.
     *
     * @param statement what to do
     * @param query its query in PostgreSQL's SQL
     * @param session the client's session
     * @param userName who it is
     * @return what was done
     * @throws RedshiftError if it failed; no file is left behind, and the transaction is to be aborted
     * @throws dev.warehouse.local.internal.copy.StatementSession.StatementFailedException if PostgreSQL failed: the
     *         client has been told already
     * @throws IOException if the connection to PostgreSQL or the client is gone
     */
    public UnloadResult execute(UnloadStatement statement, String query, UnloadSession session, String userName)
            throws IOException {
        if (statement.bucket.endsWith(ALIAS)) {
            throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                    "UNLOAD does not take the alias of an S3 access point", "bucket: " + statement.bucket,
                    "Name the bucket itself.", statement.targetPosition);
        }
        Bucket bucket = buckets.bucket(statement.bucket);
        List<ResultColumn> columns = session.describe(query);
        check(statement, columns);
        Partitions partitions = statement.partitionBy.isEmpty() ? null : new Partitions(statement, columns);
        int[] fields = IntStream.range(0, columns.size())
                .filter(i -> partitions == null || statement.includePartitionColumns || !partitions.isKey(i)).toArray();
        FileFormat format = FileFormat.of(statement, new Columns(columns, fields));
        UnloadFiles.requireEmpty(statement, bucket);
        String result = session.result(query);
        RowQuery rowQuery = format.binary() ? RowQuery.binary(result, columns, partitions)
                : RowQuery.text(result, columns, partitions);
        Instant started = Instant.now();
        try (UnloadFiles files = new UnloadFiles(statement, bucket, format)) {
            long rows = new Rows(rowQuery, columns, format, partitions).write(files, session);
            List<ResultColumn> written = IntStream.of(fields).mapToObj(columns::get).toList();
            List<UnloadedFile> unloaded = files.complete(written, session);
            write(statement, session, userName, started, rows, unloaded, "");
            session.notice("UNLOAD completed, " + rows + " record(s) unloaded successfully.");
            return new UnloadResult(session.queryId(), rows);
        } catch (IOException | RuntimeException e) {
            write(statement, session, userName, started, 0, List.of(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** The rows on their way from PostgreSQL to the files. */
    private static final class Rows {

        private final RowQuery query;
        private final Kind[] kinds;
        private final FileFormat format;
        private final @Nullable Partitions partitions;
        private final Row row;

        Rows(RowQuery query, List<ResultColumn> columns, FileFormat format, @Nullable Partitions partitions) {
            this.query = query;
            this.kinds = columns.stream().map(ResultColumn::kind).toArray(Kind[]::new);
            this.format = format;
            this.partitions = partitions;
            this.row = new Row(query.fields());
        }

        long write(UnloadFiles files, UnloadSession session) throws IOException {
            long rows = 0;
            CopyOut out = session.copyOut(query.sql());
            boolean ended = false;
            try {
                if (partitions == null && format.writesEmptyFiles()) {
                    files.beginAll();
                }
                boolean more = out.next();
                int at = more && format.binary() ? BinaryValues.headerLength(out.bytes()) : 0;
                if (more && format.needsSamples()) {
                    sample(out, at);
                }
                while (more) {
                    session.checkCancelled();
                    while (hasRow(out, at)) {
                        at = read(out, at);
                        write(files);
                        rows++;
                    }
                    at = 0;
                    more = out.next();
                }
                ended = true;
                return rows;
            } finally {
                if (!ended) {
                    out.abort();
                }
            }
        }

        private void sample(CopyOut out, int start) {
            int at = start;
            while (hasRow(out, at)) {
                at = read(out, at);
                format.sample(row);
            }
        }

        private boolean hasRow(CopyOut out, int at) {
            return at < out.length() && !(format.binary() && BinaryValues.int16(out.bytes(), at) < 0);
        }

        private int read(CopyOut out, int at) {
            return format.binary() ? row.readBinary(out.bytes(), at) : row.read(out.bytes(), at, out.length());
        }

        private void write(UnloadFiles files) {
            for (int i = 0; i < kinds.length; i++) {
                row.tidy(i, kinds[i]);
            }
            String folder = partitions == null ? null : partitions.next(row, format.binary());
            if (folder != null) {
                files.enter(folder);
            }
            files.write(row);
        }
    }

    private static void check(UnloadStatement statement, List<ResultColumn> columns) {
        if (columns.isEmpty()) {
            throw RedshiftError.syntax("the query of UNLOAD has no columns", "Select at least one.",
                    statement.queryPosition);
        }
        Set<String> names = new HashSet<>();
        for (ResultColumn column : columns) {
            boolean unique = names.add(column.name());
            if ((statement.format == Format.JSON || statement.format == Format.PARQUET) && !unique) {
                throw new RedshiftError("42701", "column \"" + column.name() + "\" is there twice", null, "In "
                        + statement.format + " every column needs a name of its own: rename one with AS.",
                        statement.queryPosition);
            }
            if (column.kind() == Kind.VARBYTE && statement.format != Format.TEXT && statement.format != Format.CSV) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED, "column \"" + column.name()
                        + "\" of type VARBYTE cannot be unloaded as " + statement.format, null,
                        "VARBYTE can be unloaded as delimited text or CSV.", statement.formatPosition);
            }
        }
    }

    private void write(UnloadStatement statement, UnloadSession session, String userName, Instant started, long rows,
            List<UnloadedFile> files, String error) {
        Compression compression = statement.compression;
        log.write(new Unload(session.queryId(), session.pid(), userName, session.database(), statement.target,
                statement.format.logName(), compression == Compression.NONE ? "" : compression.name(), started,
                Instant.now(), rows, files, error));
    }
}
