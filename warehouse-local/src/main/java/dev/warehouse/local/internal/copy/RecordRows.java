/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of files that hold typed records and that only a library can read: it wants them on disk. Values go to the
 * columns by their bits, or as characters in the {@link Window} that otherwise holds the bytes of the file.
 */
abstract class RecordRows extends RowScanner {

    /** A file that does not fit the table or is none of its format; the message says so to the user. */
    static final class UnfitFileException extends IOException {

        private static final long serialVersionUID = 1L;
        private final String hint;

        UnfitFileException(String message, String hint) {
            super(message);
            this.hint = hint;
        }

        String hint() {
            return hint;
        }
    }

    /** The library gave up on the bytes of a file. */
    static final class CorruptFileException extends IOException {

        private static final long serialVersionUID = 1L;

        CorruptFileException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    final List<TargetColumn> columns;
    final RowText text = new RowText();
    private long rows;
    private String path = "";
    private String name = "";

    RecordRows(List<TargetColumn> columns) {
        super(new Fields(columns.size()), 0);
        this.columns = columns;
    }

    /** Opens a file. Whatever else a library throws means that the file is corrupt. */
    abstract void open(SourceFile file, Path onDisk) throws IOException;

    /** Goes to the next record, and writes its values into {@link #fields} and {@link #text}; false at the end. */
    abstract boolean read() throws IOException;

    abstract void close() throws IOException;

    final void openFile(SourceFile file, Path onDisk) throws IOException {
        rows = 0;
        path = onDisk.toString();
        name = file.name();
        startFile();
        try {
            open(file, onDisk);
        } catch (RedshiftError e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw corrupt(e);
        }
    }

    @Override
    final boolean scan(Window window) {
        fields.clear();
        text.size = 0;
        badFrom = 0;
        badTo = 0;
        boolean found;
        try {
            found = read();
        } catch (RuntimeException | IOException e) {
            throw new UncheckedIOException(corrupt(e));
        } finally {
            window.buf = text.bytes;
        }
        if (found) {
            rowLine = ++rows;
            line = rows + 1;
        }
        return found;
    }

    /** The row is bad: a path leads to a value of another kind than it says. */
    final void wrong(String error, PathNode node) {
        if (broken == null) {
            int column = node.subtree()[0];
            broken(new BadData(BadData.PARSE_ERROR, -1, error), column, column);
        }
    }

    private IOException corrupt(Exception e) {
        if (e instanceof UnfitFileException unfit) {
            return unfit;
        }
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        // the libraries speak of the copy on disk, and of their objects in memory
        String told = said.replace("file:" + path, name).replace(path, name).replaceAll("@[0-9a-f]{4,8}\\b", "");
        return new CorruptFileException((rows == 0 ? "" : "behind record " + rows + ": ") + told, e);
    }

    @Override
    final String rawLine(Window window) {
        StringBuilder raw = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            raw.append(i == 0 ? "" : ",").append(raw(window, i));
        }
        return raw.substring(0, Math.min(raw.length(), Rejects.MAX_RAW));
    }

    // ---- values

    final boolean isSuper(int column) {
        String type = columns.get(column).type();
        return type.equals("super") || type.equals("json");
    }

    final boolean isBinary(int column) {
        return columns.get(column).type().equals("bytea");
    }

    final void set(int column, byte kind, long bits) {
        fields.kind[column] = kind;
        fields.bits[column] = bits;
    }

    /** Bytes that are characters. */
    final void string(int column, byte[] utf8, int from, int length) {
        int start = text.size;
        if (isSuper(column)) {
            text.jsonString(utf8, from, length);
        } else {
            text.put(utf8, from, length);
        }
        chars(column, start);
    }

    final void string(int column, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        string(column, utf8, 0, utf8.length);
    }

    /** Bytes that are bytes for VARBYTE, and characters for everything else. */
    final void binary(int column, byte[] src, int from, int length) {
        if (isBinary(column)) {
            int start = text.size;
            text.hex(src, from, length);
            chars(column, start);
        } else {
            string(column, src, from, length);
        }
    }

    final void decimal(int column, BigDecimal value) {
        int start = text.size;
        text.put(value.toPlainString());
        chars(column, start);
    }

    final void decimal(int column, long unscaled, int scale) {
        int start = text.size;
        text.decimal(unscaled, scale);
        chars(column, start);
    }

    /** The field is what was written into {@link #text} from here on. */
    final void chars(int column, int start) {
        fields.set(column, Fields.CHARACTERS, start, text.size);
    }

    /** The field is the JSON object or array that was written into {@link #text} from here on. */
    final void container(int column, int start) {
        fields.set(column, Fields.JSON_CONTAINER, start, text.size);
    }
}
