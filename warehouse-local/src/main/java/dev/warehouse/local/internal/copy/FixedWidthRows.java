/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.command.FixedWidthColumn;
import dev.warehouse.api.internal.sql.RedshiftError;

/** FIXEDWIDTH: fields of so many characters each. Blanks behind a value are padding. */
final class FixedWidthRows extends RowScanner {

    private final int[] widths;
    private final boolean fillRecord;
    private final boolean ignoreBlankLines;

    FixedWidthRows(Fields fields, CopyStatement copy) {
        super(fields, copy.ignoreHeader);
        this.widths = copy.widths.stream().mapToInt(FixedWidthColumn::characters).toArray();
        if (widths.length != fields.count()) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR, "FIXEDWIDTH names " + widths.length
                    + " columns, but " + fields.count() + " are to be filled", null,
                    "Give one label:width a column, in the order of the column list.");
        }
        this.fillRecord = copy.fillRecord;
        this.ignoreBlankLines = copy.ignoreBlankLines;
    }

    @Override
    boolean scan(Window window) throws BadData {
        byte[] src = window.buf;
        while (window.pos < window.end) {
            int newline = Bytes.indexOf(src, window.pos, window.end, (byte) '\n');
            if (newline < 0 && !window.last) {
                if (window.left() > MAX_ROW) {
                    throw tooLong(window);
                }
                return false;
            }
            int stop = newline < 0 ? window.end : newline;
            rowFrom = window.pos;
            rowTo = stop > rowFrom && src[stop - 1] == '\r' ? stop - 1 : stop;
            rowLine = line++;
            window.pos = Math.min(stop + 1, window.end);
            if (rowFrom < rowTo || !ignoreBlankLines) {
                split(src);
                return true;
            }
        }
        return false;
    }

    private void split(byte[] src) {
        if (rowFrom == rowTo) {
            badFrom = rowTo;
            badTo = rowTo;
            broken(new BadData(BadData.EMPTY_LINE, -1, "The input line is empty"), 0, 0);
            return;
        }
        int at = rowFrom;
        for (int i = 0; i < fields.count(); i++) {
            if (at >= rowTo && i > 0) {
                if (!fillRecord) {
                    badFrom = rowTo;
                    badTo = rowTo;
                    broken(new BadData(BadData.DELIMITER_NOT_FOUND, -1, "Delimiter not found"), i, i);
                    return;
                }
                fields.set(i, Fields.FILLED, rowTo, rowTo);
                continue;
            }
            int start = at;
            for (int c = 0; c < widths[i] && at < rowTo; c++) {
                at++;
                while (at < rowTo && (src[at] & 0xc0) == 0x80) {
                    at++;
                }
            }
            fields.set(i, Fields.TEXT, start, Bytes.dropBlanks(src, start, at));
        }
        if (Bytes.skipBlanks(src, at, rowTo) < rowTo) {
            badFrom = at;
            badTo = rowTo;
            broken(new BadData(BadData.EXTRA_COLUMNS, -1, "Extra column(s) found"), fields.count() - 1, fields.count());
        }
    }
}
