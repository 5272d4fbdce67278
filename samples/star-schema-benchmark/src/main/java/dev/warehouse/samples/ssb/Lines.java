/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes rows of ASCII fields, each ended by a pipe, as the benchmark's own generator does. Allocates nothing for a
 * field.
 */
final class Lines {

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_FIELD = 64;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int size;
    private long rows;

    Lines(OutputStream out) {
        this.out = out;
    }

    /** Constants as they are written. */
    static byte[][] ascii(String... texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    Lines text(byte[] ascii) throws IOException {
        part(ascii);
        return end();
    }

    Lines text(byte[] first, int separator, byte[] second) throws IOException {
        part(first);
        buffer[size++] = (byte) separator;
        System.arraycopy(second, 0, buffer, size, second.length);
        size += second.length;
        return end();
    }

    Lines number(int value) throws IOException {
        room();
        digits(value);
        return end();
    }

    /** The beginning of a field that is written in parts, of which numbers and characters do not look for room. */
    Lines field() throws IOException {
        room();
        return this;
    }

    /** Text without the end of the field. */
    Lines part(byte[] ascii) throws IOException {
        room();
        System.arraycopy(ascii, 0, buffer, size, ascii.length);
        size += ascii.length;
        return this;
    }

    /** A number without the end of the field. */
    Lines part(int value) {
        digits(value);
        return this;
    }

    /** A character without the end of the field. */
    Lines part(char ascii) {
        buffer[size++] = (byte) ascii;
        return this;
    }

    /** A number with zeros before it, without the end of the field. */
    Lines padded(int value, int digits) {
        int rest = value;
        for (int at = size + digits - 1; at >= size; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** The end of a field. */
    Lines end() {
        buffer[size++] = '|';
        return this;
    }

    void endOfRow() {
        buffer[size++] = '\n';
        rows++;
    }

    long rows() {
        return rows;
    }

    void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private void digits(int value) {
        int digits = 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        padded(value, digits);
    }

    /** Room for the longest field, its end and the row's. */
    private void room() throws IOException {
        if (BUFFER - size < LONGEST_FIELD) {
            flush();
        }
    }
}
