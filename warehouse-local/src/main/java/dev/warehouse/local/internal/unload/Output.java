/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.util.Arrays;

/** Bytes that grow: one encoded row. */
final class Output {

    private byte[] bytes = new byte[1 << 12];
    private int size;

    void clear() {
        size = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Makes room for so many bytes more. */
    void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    void put(byte value) {
        ensure(1);
        bytes[size++] = value;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    /** Puts a value with another byte before each of the special ones. */
    void putEscaped(byte[] source, int from, int to, boolean[] special, byte escape) {
        ensure(2 * (to - from));
        for (int at = from; at < to; at++) {
            byte b = source[at];
            if (b >= 0 && special[b]) {
                bytes[size++] = escape;
            }
            bytes[size++] = b;
        }
    }

    void pad(int count) {
        ensure(Math.max(0, count));
        for (int i = 0; i < count; i++) {
            bytes[size++] = ' ';
        }
    }
}
