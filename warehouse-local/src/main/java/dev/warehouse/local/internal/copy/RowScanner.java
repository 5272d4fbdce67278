/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import org.jspecify.annotations.Nullable;

/** Finds the rows of a file and the fields of a row. For one thread; {@link #startFile} before each file. */
abstract class RowScanner {

    /** Redshift's limit of a row, 4 MB. */
    static final int MAX_ROW = 4 << 20;

    final Fields fields;
    /** The line where the next unread byte stands, 1-based. */
    long line = 1;
    /** The line that the load error views show for the row at hand. */
    long rowLine;
    int rowFrom;
    int rowTo;
    /**
     * Why the row at hand cannot be loaded, though its first {@link #complete} fields can be read, or null. Fields are
     * read from the left, so that what is wrong in one of them is told first.
     */
    @Nullable BadData broken;
    int complete;
    /** The column at fault where the row is broken, or -1 if it is the row as a whole; and where its value stands. */
    int badColumn;
    int badFrom;
    int badTo;
    private final int headerLines;
    private int headerLeft;

    RowScanner(Fields fields, int headerLines) {
        this.fields = fields;
        this.headerLines = headerLines;
    }

    void startFile() {
        line = 1;
        headerLeft = headerLines;
    }

    /**
     * Goes to the next row and fills {@link #fields}.
     *
     * @param window the bytes at hand; what was read of them is taken off
     * @return false if no whole row is at hand: more bytes must come, or the file is at its end
     * @throws BadData if the row has no fields that could be told apart; the next call goes on behind it
     */
    final boolean next(Window window) throws BadData {
        while (headerLeft > 0) {
            int newline = Bytes.indexOf(window.buf, window.pos, window.end, (byte) '\n');
            if (newline < 0) {
                // nothing of a header need be kept
                window.pos = window.end;
                return false;
            }
            window.pos = newline + 1;
            headerLeft--;
            line++;
        }
        badColumn = -1;
        broken = null;
        return scan(window);
    }

    /** The row ends at the column, or is wrong there: what stands before it can be read. */
    final void broken(BadData why, int column, int readable) {
        broken = why;
        badColumn = column;
        complete = readable;
    }

    /** The row at hand has fewer fields than there are columns: it is filled, or broken behind its last field. */
    final void tooFew(int found, boolean fillRecord) {
        if (rowFrom == rowTo) {
            broken(new BadData(BadData.EMPTY_LINE, -1, "The input line is empty"), 0, 0);
            return;
        }
        if (!fillRecord) {
            broken(new BadData(BadData.DELIMITER_NOT_FOUND, -1, "Delimiter not found"), found - 1, found - 1);
            return;
        }
        for (int i = found; i < fields.count(); i++) {
            fields.set(i, Fields.FILLED, rowTo, rowTo);
        }
    }

    abstract boolean scan(Window window) throws BadData;

    /** The row at hand as the load error views show it. */
    String rawLine(Window window) {
        return Rejects.raw(window.buf, rowFrom, rowTo);
    }

    /** A field of the row at hand as the load error views show it. */
    final String raw(Window window, int field) {
        byte kind = fields.kind[field];
        if (kind == Fields.ABSENT) {
            return "";
        }
        if (kind < Fields.INTEGER) {
            return Rejects.raw(window.buf, fields.from[field], fields.to[field]);
        }
        RowText text = new RowText();
        text.value(kind, fields.bits[field]);
        return Rejects.raw(text.bytes, 0, text.size);
    }

    /** A row that is longer than may be: its first line is taken for it. */
    final BadData tooLong(Window window) {
        int newline = Bytes.indexOf(window.buf, window.pos, window.end, (byte) '\n');
        rowFrom = window.pos;
        rowTo = newline < 0 ? window.end : newline;
        rowLine = line;
        window.pos = newline < 0 ? window.end : newline + 1;
        if (newline < 0) {
            headerLeft = window.last ? 0 : 1;
        } else {
            line++;
        }
        return new BadData(BadData.INVALID_LINE, -1, "The row is longer than " + (MAX_ROW >> 20) + " MB");
    }
}
