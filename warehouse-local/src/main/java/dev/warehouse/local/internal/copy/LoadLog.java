/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where loads leave their traces, for {@code stl_load_errors} and its sisters. Written over a connection of its own, so
 * that the traces survive the rollback of the failed COPY.
 */
public interface LoadLog {

    /**
     * Writes the traces of one load. Called once, at its end, before the client hears of it.
     *
     * @param load what happened
     */
    void write(Load load);

    /**
     * One COPY that began to load.
     *
     * @param queryId the statement's id
     * @param transactionId its transaction's
     * @param pid the session's process id
     * @param userName who ran it
     * @param database where
     * @param tableOid the table's id
     * @param tableName its bare name
     * @param source the source as it stands in the COPY
     * @param fileFormat {@code txt}, {@code csv}, {@code json} …
     * @param started when it began, UTC
     * @param ended when it ended, UTC
     * @param succeeded whether rows were kept
     * @param loadedRows how many were
     * @param errors the rejected rows, in the order met; at most a bounded number of them is kept
     * @param errorCount how many rows were rejected in all
     * @param sourceFiles how many files the source is known to have; if the load failed, there may be more
     * @param sourceBytes their size as stored
     * @param files the files read
     * @param replacements the first rows in which ACCEPTINVCHARS replaced characters
     */
    record Load(
            long queryId, long transactionId, int pid, String userName, String database, long tableOid,
            String tableName, String source,
            String fileFormat, Timestamp started, Timestamp ended, boolean succeeded, long loadedRows,
            List<LoadError> errors, long errorCount, long sourceFiles, long sourceBytes, List<LoadedFile> files,
            List<Replacement> replacements) {
    }

    /**
     * One file of a load.
     *
     * @param name its full name, {@code s3://bucket/key}
     * @param bytes its size as stored
     * @param lines the lines read
     * @param started when its first bytes were parsed, UTC
     * @param ended when its last ones were, UTC
     * @param lastModified when it was written, UTC
     * @param etag S3's tag of its content, empty where there is none
     */
    record LoadedFile(String name, long bytes, long lines, Timestamp started, Timestamp ended, Timestamp lastModified,
            String etag) {
    }

    /**
     * A moment as the views show it: UTC without a zone, whatever the zone of this machine.
     *
     * @param instant the moment
     * @return its date and time in UTC
     */
    static Timestamp utc(Instant instant) {
        return Timestamp.valueOf(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /**
     * One rejected row: the first field of it that failed.
     *
     * @param fileName the full name of the file, {@code s3://bucket/key}
     * @param line the 1-based line; for JSON the last line of the object; 0 if the file as a whole is at fault
     * @param column the column's name, empty if the row as a whole is at fault
     * @param type the column's type, as {@code int4}, {@code varchar}
     * @param length its declared length as text, empty if it has none
     * @param position the 0-based place of the error in the field, or -1
     * @param rawLine the row, at most 1024 characters
     * @param rawValue the field before parsing, at most 1024 characters
     * @param code the load error code
     * @param reason the reason, at most 100 characters
     * @param fields for {@code stl_loaderror_detail}, the columns from the first to the one that failed; only for the
     *        first errors of a load, empty for the others
     */
    record LoadError(
            String fileName, long line, String column, String type, String length, int position, String rawLine,
            @Nullable String rawValue, int code, String reason, List<FieldValue> fields) {

        /** An error without the fields before it; parameters as above. */
        public LoadError(String fileName, long line, String column, String type, String length, int position,
                String rawLine, @Nullable String rawValue, int code, String reason) {
            this(fileName, line, column, type, length, position, rawLine, rawValue, code, reason, List.of());
        }

        LoadError withoutFields() {
            return fields.isEmpty() ? this : new LoadError(fileName, line, column, type, length, position, rawLine,
                    rawValue, code, reason);
        }
    }

    /**
     * A field of a rejected row.
     *
     * @param number its 0-based number in the row
     * @param column its column's name
     * @param type its column's type
     * @param length the declared length as text, empty if the type has none
     * @param value its value as it was read, without quotes and escapes; empty for the field that failed
     * @param isNull whether it was read as NULL
     */
    record FieldValue(int number, String column, String type, String length, String value, boolean isNull) {
    }

    /**
     * A row in which ACCEPTINVCHARS replaced characters, for {@code stl_replacements}.
     *
     * @param fileName the full name of the file
     * @param line the 1-based line
     * @param column the first column that was changed
     * @param rawLine the row, at most 1024 characters
     */
    record Replacement(String fileName, long line, String column, String rawLine) {
    }
}
