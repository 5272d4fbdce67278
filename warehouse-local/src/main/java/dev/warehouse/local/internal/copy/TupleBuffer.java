/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.util.Arrays;

/** Rows in PostgreSQL's binary COPY format, on their way to the session. Reused. */
final class TupleBuffer {

    private byte[] bytes;
    private int size;

    TupleBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    int capacity() {
        return bytes.length;
    }

    /** Goes back to an earlier size: what was written since is forgotten. */
    void truncate(int earlier) {
        size = earlier;
    }

    /** Makes room, so that the caller may write into {@link #bytes()} itself and then call {@link #advance}. */
    void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }

    void advance(int by) {
        size += by;
    }

    void put(TupleBuffer fields) {
        ensure(fields.size);
        System.arraycopy(fields.bytes, 0, bytes, size, fields.size);
        size += fields.size;
    }

    void putNull() {
        ensure(4);
        Bytes.INT.set(bytes, size, -1);
        size += 4;
    }

    void putShort(int value) {
        ensure(2);
        Bytes.SHORT.set(bytes, size, (short) value);
        size += 2;
    }

    void putInt(int value) {
        ensure(4);
        Bytes.INT.set(bytes, size, value);
        size += 4;
    }

    void putField(byte value) {
        ensure(5);
        Bytes.INT.set(bytes, size, 1);
        bytes[size + 4] = value;
        size += 5;
    }

    void putField(short value) {
        ensure(6);
        Bytes.INT.set(bytes, size, 2);
        Bytes.SHORT.set(bytes, size + 4, value);
        size += 6;
    }

    void putField(int value) {
        ensure(8);
        Bytes.INT.set(bytes, size, 4);
        Bytes.INT.set(bytes, size + 4, value);
        size += 8;
    }

    void putField(long value) {
        ensure(12);
        Bytes.INT.set(bytes, size, 8);
        Bytes.LONG.set(bytes, size + 4, value);
        size += 12;
    }

    void putField(byte[] src, int from, int to) {
        int length = to - from;
        ensure(4 + length);
        Bytes.INT.set(bytes, size, length);
        System.arraycopy(src, from, bytes, size + 4, length);
        size += 4 + length;
    }
}
