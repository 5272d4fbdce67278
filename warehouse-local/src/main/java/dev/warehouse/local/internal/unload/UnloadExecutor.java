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
 * Executes UNLOAD to S3 with Redshift's semantics, in the client's session and transaction. The rows are a stream: memory
 * does not grow with them. Safe for several sessions at once.
 */
public final class UnloadExecutor {

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
        Bucket bucket = buckets.bucket(statement.bucket);
        List<ResultColumn> columns = session.describe(query);
        check(statement, columns);
        Partitions partitions = statement.partitionBy.isEmpty() ? null : new Partitions(statement, columns);
        int[] fields = IntStream.range(0, columns.size())
                .filter(i -> partitions == null || statement.includePartitionColumns || !partitions.isKey(i)).toArray();
        FileFormat format = FileFormat.of(statement, new Columns(columns, fields));
        UnloadFiles.requireEmpty(statement, bucket);
        String sorted = partitions == null ? query : partitions.sorted(query);
        Instant started = Instant.now();
        try (UnloadFiles files = new UnloadFiles(statement, bucket, format)) {
            long rows = write(columns, partitions, files, session, sorted);
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

    private static long write(List<ResultColumn> columns, @Nullable Partitions partitions,
            UnloadFiles files, UnloadSession session, String query) throws IOException {
        // the number behind the columns of a sorted query is not for the files
        Row row = new Row(columns.size() + (partitions == null ? 0 : 1));
        Kind[] kinds = columns.stream().map(ResultColumn::kind).toArray(Kind[]::new);
        long rows = 0;
        CopyOut out = session.copyOut("COPY (" + query + "\n) TO STDOUT");
        boolean ended = false;
        try {
            if (partitions == null) {
                files.beginAll();
            }
            while (out.next()) {
                session.checkCancelled();
                int at = 0;
                while (at < out.length()) {
                    at = row.read(out.bytes(), at, out.length());
                    for (int i = 0; i < kinds.length; i++) {
                        row.tidy(i, kinds[i]);
                    }
                    String folder = partitions == null ? null : partitions.next(row);
                    if (folder != null) {
                        files.enter(folder);
                    }
                    files.write(row);
                    rows++;
                }
            }
            ended = true;
            return rows;
        } finally {
            if (!ended) {
                out.abort();
            }
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
            if (statement.format == Format.JSON && !unique) {
                throw new RedshiftError("42701", "column \"" + column.name() + "\" is there twice", null,
                        "In JSON every column needs a name of its own: rename one with AS.", statement.queryPosition);
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
