/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes JSON objects, one a line, to one file after the other, all through one buffer. The bytes are ASCII: other
 * characters become escapes, as in the files of the tutorials, and the last line of a file has no line feed.
 */
final class JsonLines implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] buffer = new byte[BUFFER];
    private int size;
    private OutputStream file = OutputStream.nullOutputStream();
    private boolean fileHasLines;
    private int files;
    private long bytes;

    /** Ends the file before and begins this one. */
    void open(Path next) throws IOException {
        close();
        Files.createDirectories(next.getParent());
        file = Files.newOutputStream(next);
        fileHasLines = false;
        files++;
    }

    /** Begins an object, on a line of its own. */
    void line() throws IOException {
        if (fileHasLines) {
            put('\n');
        }
        fileHasLines = true;
    }

    void put(int ascii) throws IOException {
        room(1);
        buffer[size++] = (byte) ascii;
    }

    void put(byte[] ascii) throws IOException {
        room(ascii.length);
        System.arraycopy(ascii, 0, buffer, size, ascii.length);
        size += ascii.length;
    }

    void number(long value) throws IOException {
        room(20);
        if (value < 0) {
            buffer[size++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long power = 10; power <= rest && digits < 19; power *= 10) {
            digits++;
        }
        for (int at = size + digits - 1; at >= size; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /** A number of hundred-thousandths, without needless zeros: 24630812 is 246.30812, 15200000 is 152.0. */
    void decimal(long hundredThousandths) throws IOException {
        if (hundredThousandths < 0) {
            put('-');
        }
        long value = Math.abs(hundredThousandths);
        number(value / 100_000);
        int fraction = (int) (value % 100_000);
        put('.');
        int power = 10_000;
        do {
            put('0' + fraction / power);
            fraction %= power;
            power /= 10;
        } while (fraction > 0);
    }

    /** A string in quotes. The event log escapes slashes, the song files do not. */
    void string(CharSequence text, boolean escapeSlash) throws IOException {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            room(6);
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '/' && escapeSlash) {
                buffer[size++] = '\\';
                buffer[size++] = (byte) c;
            } else if (c >= ' ' && c < 0x7F) {
                buffer[size++] = (byte) c;
            } else {
                buffer[size++] = '\\';
                buffer[size++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    buffer[size++] = HEX[c >> shift & 0xF];
                }
            }
        }
        put('"');
    }

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }

    private void room(int needed) throws IOException {
        if (BUFFER - size < needed) {
            flush();
        }
    }

    private void flush() throws IOException {
        file.write(buffer, 0, size);
        bytes += size;
        size = 0;
    }
}
