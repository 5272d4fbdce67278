/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one message's body, in their order. */
final class MessageReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    MessageReader(byte[] bytes, int length) {
        this.bytes = bytes;
        this.end = length;
    }

    static MessageReader of(PgChannel channel) {
        return new MessageReader(channel.body(), channel.length());
    }

    int int8() throws IOException {
        require(1);
        return bytes[at++] & 0xff;
    }

    int int16() throws IOException {
        require(2);
        return (short) ((bytes[at++] & 0xff) << 8 | bytes[at++] & 0xff);
    }

    int int32() throws IOException {
        require(4);
        return (bytes[at++] & 0xff) << 24 | (bytes[at++] & 0xff) << 16 | (bytes[at++] & 0xff) << 8 | bytes[at++] & 0xff;
    }

    String cstring() throws IOException {
        int from = at;
        while (at < end && bytes[at] != 0) {
            at++;
        }
        require(1);
        return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
    }

    byte[] bytes(int count) throws IOException {
        require(count);
        byte[] part = new byte[count];
        System.arraycopy(bytes, at, part, 0, count);
        at += count;
        return part;
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < end;
    }

    private void require(int count) throws IOException {
        if (count < 0 || at + count > end) {
            throw new IOException("a message ends before its fields do");
        }
    }
}
