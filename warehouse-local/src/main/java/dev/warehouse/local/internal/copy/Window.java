/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** The bytes of a file that are at hand: what is left of an unfinished row, and the chunk that came after it. */
final class Window {

    byte[] buf = new byte[1 << 16];
    int pos;
    int end;
    /** Whether nothing comes after these bytes. */
    boolean last;

    void startFile() {
        pos = 0;
        end = 0;
        last = false;
    }

    void add(byte[] chunk, int from, int length) {
        int left = end - pos;
        if (buf.length - left < length) {
            byte[] larger = new byte[Math.max(buf.length * 2, left + length)];
            System.arraycopy(buf, pos, larger, 0, left);
            buf = larger;
        } else {
            System.arraycopy(buf, pos, buf, 0, left);
        }
        System.arraycopy(chunk, from, buf, left, length);
        pos = 0;
        end = left + length;
    }

    int left() {
        return end - pos;
    }
}
