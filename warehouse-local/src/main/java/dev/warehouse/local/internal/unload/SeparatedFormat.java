/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/** Fields parted by a delimiter, a row a line: what delimited text and CSV have in common. */
abstract class SeparatedFormat implements RowFormat {

    private final Columns columns;
    private final byte delimiter;
    private final byte[] nullAs;

    SeparatedFormat(UnloadStatement unload, Columns columns) {
        this.columns = columns;
        this.delimiter = unload.delimiter;
        this.nullAs = unload.nullAs;
    }

    @Override
    public void put(Row row, Output out) {
        for (int i = 0; i < columns.count(); i++) {
            int field = columns.field(i);
            if (i > 0) {
                out.put(delimiter);
            }
            if (!row.isNull(field)) {
                put(row.bytes(), row.from(field), row.to(field), out);
            } else if (columns.column(i).kind() == ResultColumn.Kind.SUPER) {
                out.put(JsonFormat.NULL);
            } else {
                out.put(nullAs);
            }
        }
        out.put((byte) '\n');
    }

    @Override
    public void putHeader(Output out) {
        for (int i = 0; i < columns.count(); i++) {
            if (i > 0) {
                out.put(delimiter);
            }
            byte[] name = columns.nameBytes(i);
            put(name, 0, name.length, out);
        }
        out.put((byte) '\n');
    }

    /** Puts a field that is not NULL, or a column's name. */
    abstract void put(byte[] bytes, int from, int to, Output out);
}
