/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.command.FixedWidthColumn;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.nio.charset.StandardCharsets;

/** Columns of a fixed width in characters, filled up with blanks. */
final class FixedWidthFormat implements RowFormat {

    private final Columns columns;
    private final int[] widths;
    private final byte[] nullAs;
    private final int position;
    private long rows;

    FixedWidthFormat(UnloadStatement unload, Columns columns) {
        if (unload.widths.size() != columns.count()) {
            throw RedshiftError.syntax("FIXEDWIDTH has " + unload.widths.size() + " widths for " + columns.count()
                    + " columns", "Give one label:width for each column of the query.", unload.formatPosition);
        }
        this.columns = columns;
        this.widths = unload.widths.stream().mapToInt(FixedWidthColumn::characters).toArray();
        this.nullAs = unload.nullAs;
        this.position = unload.formatPosition;
        for (int i = 0; i < widths.length; i++) {
            if (columns.column(i).isCharacter() && characters(nullAs, 0, nullAs.length) > widths[i]) {
                throw RedshiftError.syntax("NULL AS is longer than the column \"" + columns.column(i).name()
                        + "\" of FIXEDWIDTH", "Choose a shorter string or a wider column.", position);
            }
        }
    }

    @Override
    public void put(Row row, Output out) {
        rows++;
        for (int i = 0; i < widths.length; i++) {
            int field = columns.field(i);
            if (!row.isNull(field)) {
                put(i, row.bytes(), row.from(field), row.to(field), out);
            } else if (columns.column(i).kind() == ResultColumn.Kind.SUPER) {
                put(i, JsonFormat.NULL, 0, JsonFormat.NULL.length, out);
            } else if (characters(nullAs, 0, nullAs.length) > widths[i]) {
                // only a character column makes this an error, and that was one at the start
                out.pad(widths[i]);
            } else {
                put(i, nullAs, 0, nullAs.length, out);
            }
        }
        out.put((byte) '\n');
    }

    private void put(int index, byte[] bytes, int from, int to, Output out) {
        int characters = characters(bytes, from, to);
        if (characters > widths[index]) {
            String value = new String(bytes, from, Math.min(to - from, 200), StandardCharsets.UTF_8);
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR, "value too long for the column \""
                    + columns.column(index).name() + "\" of FIXEDWIDTH",
                    "row " + rows + ": " + characters + " characters for a width of " + widths[index] + ": \""
                            + (value.length() > 100 ? value.substring(0, 100) + "…" : value) + "\"",
                    "FIXEDWIDTH does not truncate: give the column more room.", position);
        }
        out.put(bytes, from, to);
        out.pad(widths[index] - characters);
    }

    private static int characters(byte[] utf8, int from, int to) {
        int count = 0;
        for (int at = from; at < to; at++) {
            count += (utf8[at] & 0xc0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    @Override
    public void putHeader(Output out) {
        throw new IllegalStateException("FIXEDWIDTH has no header");
    }
}
