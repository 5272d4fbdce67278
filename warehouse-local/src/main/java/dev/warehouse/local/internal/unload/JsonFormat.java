/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One JSON object a row, one a line. */
final class JsonFormat implements RowFormat {

    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Columns columns;
    /** What stands before each value: the bracket or comma, the name and the colon. */
    private final byte[][] before;

    JsonFormat(Columns columns) {
        this.columns = columns;
        this.before = new byte[columns.count()][];
        for (int i = 0; i < before.length; i++) {
            Output out = new Output();
            out.put((byte) (i == 0 ? '{' : ','));
            byte[] name = columns.nameBytes(i);
            putString(name, 0, name.length, out);
            out.put((byte) ':');
            before[i] = Arrays.copyOf(out.bytes(), out.size());
        }
    }

    @Override
    public void put(Row row, Output out) {
        byte[] bytes = row.bytes();
        for (int i = 0; i < before.length; i++) {
            out.put(before[i]);
            int field = columns.field(i);
            if (row.isNull(field)) {
                out.put(NULL);
                continue;
            }
            int from = row.from(field);
            int to = row.to(field);
            switch (columns.column(i).kind()) {
                case BOOLEAN -> out.put(bytes[from] == 't' ? TRUE : FALSE);
                case INTEGER, DECIMAL, REAL, DOUBLE -> putNumber(bytes, from, to, out);
                case SUPER -> out.put(bytes, from, to);
                default -> putString(bytes, from, to, out);
            }
        }
        out.put((byte) '}');
        out.put((byte) '\n');
    }

    @Override
    public void putHeader(Output out) {
        throw new IllegalStateException("JSON has no header");
    }

    /** NaN and Infinity are no numbers of JSON. */
    private static void putNumber(byte[] bytes, int from, int to, Output out) {
        byte last = bytes[to - 1];
        if (last >= '0' && last <= '9') {
            out.put(bytes, from, to);
        } else {
            putString(bytes, from, to, out);
        }
    }

    private static void putString(byte[] bytes, int from, int to, Output out) {
        out.ensure(2 + 6 * (to - from));
        out.put((byte) '"');
        int start = from;
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (b >= 0x20 && b != '"' && b != '\\' || b < 0) {
                continue;
            }
            out.put(bytes, start, at);
            start = at + 1;
            out.put((byte) '\\');
            switch (b) {
                case '"', '\\' -> out.put(b);
                case '\b' -> out.put((byte) 'b');
                case '\f' -> out.put((byte) 'f');
                case '\n' -> out.put((byte) 'n');
                case '\r' -> out.put((byte) 'r');
                case '\t' -> out.put((byte) 't');
                default -> {
                    out.put((byte) 'u');
                    out.put((byte) '0');
                    out.put((byte) '0');
                    out.put(HEX[b >> 4]);
                    out.put(HEX[b & 0xf]);
                }
            }
        }
        out.put(bytes, start, to);
        out.put((byte) '"');
    }
}
