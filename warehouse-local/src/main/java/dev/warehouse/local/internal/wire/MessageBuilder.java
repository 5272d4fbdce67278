/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds the body of one message of the protocol. Can be used again after {@link #start(int)}. */
final class MessageBuilder {

    private byte[] bytes = new byte[256];
    private int size;
    private int type;

    MessageBuilder() {
    }

    MessageBuilder(char type) {
        start(type);
    }

    MessageBuilder start(int newType) {
        type = newType;
        size = 0;
        return this;
    }

    MessageBuilder int8(int value) {
        require(1);
        bytes[size++] = (byte) value;
        return this;
    }

    MessageBuilder int16(int value) {
        require(2);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    MessageBuilder int32(int value) {
        require(4);
        bytes[size++] = (byte) (value >> 24);
        bytes[size++] = (byte) (value >> 16);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Text that ends with a zero byte. */
    MessageBuilder cstring(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).int8(0);
    }

    MessageBuilder raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    MessageBuilder raw(byte[] value, int offset, int length) {
        require(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
        return this;
    }

    private void require(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    int type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
