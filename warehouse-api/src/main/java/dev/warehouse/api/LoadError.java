/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import java.util.Objects;

/**
 * A row that COPY could not load: one row of {@code sys_load_error_detail}, with what {@code stl_load_errors} adds to
 * it (Amazon Redshift Database Developer Guide, SYS_LOAD_ERROR_DETAIL and STL_LOAD_ERRORS). Texts come without the
 * blanks that the views pad them with.
 *
 * @param file the object the row is in
 * @param line the line in the file, from 1; for JSON the last line of the object; 0 if it is the file as a whole that
 *     cannot be read; -1 if unknown because the file was split
 * @param column the column whose value could not be loaded; empty if the error is not in one column
 * @param type the column's type
 * @param position where in the field the error is, from 0; -1 if it is not at one place, as for most numbers
 * @param rawValue the field as it is in the file; empty on Redshift Serverless, whose views do not keep it
 * @param rawLine the row as it is in the file, cut after 1,024 bytes; empty on Redshift Serverless
 * @param code the load error code, such as 1207
 * @param reason what is wrong with the value
 */
public record LoadError(String file, long line, String column, String type, int position, String rawValue,
        String rawLine,
        int code, String reason) {

    /** Checks what was given. */
    public LoadError {
        Objects.requireNonNull(file, "file must not be null");
        Objects.requireNonNull(column, "column must not be null");
        Objects.requireNonNull(type, "type must not be null");
        Objects.requireNonNull(rawValue, "rawValue must not be null");
        Objects.requireNonNull(rawLine, "rawLine must not be null");
        Objects.requireNonNull(reason, "reason must not be null");
    }

    /**
     * The error in words, on one line.
     *
     * @return for example {@code s3://b/raw/events-05.json line 17, column user_id, "x1": Invalid digit, Value 'x',
     *     Pos 0, Type: Integer (code 1207)}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(" line ").append(line);
        }
        if (!column.isEmpty()) {
            text.append(", column ").append(column);
        }
        if (!rawValue.isEmpty()) {
            text.append(", \"").append(oneLine(rawValue)).append('"');
        }
        return text.append(": ").append(oneLine(reason)).append(" (code ").append(code).append(')').toString();
    }

    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
