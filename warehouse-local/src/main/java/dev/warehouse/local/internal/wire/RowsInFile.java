/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.local.internal.unload.UnloadSession.CopyOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The rows that PostgreSQL's COPY wrote to a file, some at a time. */
final class RowsInFile implements CopyOut {

    private static final int CHUNK = 1 << 16;
    /** Signature, flags and the length of the extension, which PostgreSQL leaves empty. */
    private static final int HEADER = 19;

    private final InputStream file;
    private final boolean binary;
    private byte[] buffer = new byte[CHUNK];
    private int filled;
    /** Where the rows begin that are still to be measured: behind the header of the first. */
    private int begin;
    private int whole;

    RowsInFile(Path file, boolean binary) throws IOException {
        this.file = Files.newInputStream(file);
        this.binary = binary;
        this.begin = binary ? HEADER : 0;
    }

    @Override
    public boolean next() throws IOException {
        System.arraycopy(buffer, whole, buffer, 0, filled - whole);
        filled -= whole;
        whole = 0;
        while (whole == 0) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = file.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                file.close();
                whole = filled;
                break;
            }
            filled += read;
            whole = binary ? wholeTuples() : wholeLines();
        }
        begin = 0;
        return whole > 0;
    }

    private int wholeLines() {
        int end = filled;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private int wholeTuples() {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, filled);
        int end = 0;
        int at = begin;
        while (at + Short.BYTES <= filled) {
            int fields = bytes.getShort(at);
            at += Short.BYTES;
            for (int i = 0; i < fields && at <= filled; i++) {
                at += at + Integer.BYTES > filled ? Integer.BYTES + 1 : Integer.BYTES + Math.max(0, bytes.getInt(at));
            }
            if (at > filled) {
                break;
            }
            end = at;
        }
        return end;
    }

    @Override
    public byte[] bytes() {
        return buffer;
    }

    @Override
    public int length() {
        return whole;
    }

    @Override
    public void abort() throws IOException {
        file.close();
    }
}
