/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.util.Arrays;

/** One row of PostgreSQL's COPY: of text with its escapes resolved, of binary as it came. Used again for every row. */
final class Row {

    private byte[] unescaped = new byte[1 << 16];
    private byte[] bytes = unescaped;
    private int length;
    private final int[] from;
    private final int[] to;

    Row(int columns) {
        this.from = new int[columns];
        this.to = new int[columns];
    }

    /** Reads the row of text that begins at an index, and ends with a line feed; gives the index behind it. */
    int read(byte[] source, int start, int end) {
        if (unescaped.length < end - start) {
            // no field grows when its escapes are resolved
            unescaped = new byte[Math.max(end - start, 2 * unescaped.length)];
        }
        bytes = unescaped;
        byte[] target = bytes;
        int size = 0;
        int field = 0;
        int at = start;
        from[0] = 0;
        boolean isNull = false;
        while (true) {
            byte b = source[at++];
            if (b > '\\' || b < 0) {
                target[size++] = b;
            } else if (b == '\t' || b == '\n') {
                to[field] = isNull ? -1 : size;
                isNull = false;
                field++;
                if (b == '\n') {
                    break;
                }
                from[field] = size;
            } else if (b == '\\') {
                byte escaped = source[at++];
                if (escaped == 'N') {
                    isNull = true;
                } else {
                    target[size++] = unescape(escaped);
                }
            } else {
                target[size++] = b;
            }
        }
        checkFields(field);
        length = at - start;
        return at;
    }

    /** Reads the binary row that begins at an index; gives the index behind it. The bytes stay where they are. */
    int readBinary(byte[] source, int start) {
        int fields = BinaryValues.int16(source, start);
        checkFields(fields);
        bytes = source;
        int at = start + Short.BYTES;
        for (int i = 0; i < fields; i++) {
            int size = BinaryValues.int32(source, at);
            at += Integer.BYTES;
            from[i] = at;
            to[i] = size < 0 ? -1 : at + size;
            at += Math.max(size, 0);
        }
        length = at - start;
        return at;
    }

    private void checkFields(int fields) {
        if (fields != from.length) {
            throw new IllegalStateException("PostgreSQL sent " + fields + " fields for " + from.length + " columns");
        }
    }

    private static byte unescape(byte escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> escaped;
        };
    }

    /** Makes the value what files hold: CHAR without its padding, VARBYTE without PostgreSQL's mark, compact SUPER. */
    void tidy(int column, ResultColumn.Kind kind) {
        if (to[column] < 0) {
            return;
        }
        switch (kind) {
            case CHAR -> {
                while (to[column] > from[column] && bytes[to[column] - 1] == ' ') {
                    to[column]--;
                }
            }
            case VARBYTE -> from[column] += 2;
            case SUPER -> to[column] = compact(from[column], to[column]);
            default -> { }
        }
    }

    private int compact(int start, int end) {
        int size = start;
        boolean inString = false;
        for (int at = start; at < end; at++) {
            byte b = bytes[at];
            if (inString) {
                bytes[size++] = b;
                if (b == '\\') {
                    bytes[size++] = bytes[++at];
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                bytes[size++] = b;
                inString = b == '"';
            }
        }
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many bytes it came as. */
    int length() {
        return length;
    }

    boolean isNull(int column) {
        return to[column] < 0;
    }

    int from(int column) {
        return from[column];
    }

    int to(int column) {
        return to[column];
    }

    /** Whether a column has the value that was kept by {@link #copy}. */
    boolean equals(int column, byte[] value) {
        return to[column] >= 0 && Arrays.equals(bytes, from[column], to[column], value, 0, value.length);
    }

    byte[] copy(int column) {
        return Arrays.copyOfRange(bytes, from[column], to[column]);
    }
}
