/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import dev.warehouse.local.Bucket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.LongStream;

/**
 * A bucket that stores nothing: its one object is as large as one likes, and is made while it is read. It repeats a
 * block of rows of lineorder, so that what must be in the table is known.
 */
final class StreamedRows implements Bucket {

    private static final String KEY = "lineorder.tbl";
    private static final int BLOCK_ROWS = 50_000;

    private final byte[] block;
    private final long quantities;
    private final long blocks;

    /** An object of at least so many bytes. */
    StreamedRows(long bytes) {
        StringBuilder rows = new StringBuilder(BLOCK_ROWS * 110);
        this.quantities = LineOrders.append(BLOCK_ROWS, rows);
        this.block = rows.toString().getBytes(StandardCharsets.US_ASCII);
        this.blocks = (bytes + block.length - 1) / block.length;
    }

    long bytes() {
        return blocks * block.length;
    }

    long rows() {
        return blocks * BLOCK_ROWS;
    }

    /** The sum of lo_quantity over all rows. */
    long quantities() {
        return blocks * quantities;
    }

    @Override
    public Iterator<StoredObject> list(String prefix) {
        return LongStream.of(bytes()).filter(bytes -> KEY.startsWith(prefix))
                .mapToObj(bytes -> new StoredObject(KEY, bytes, Instant.EPOCH)).iterator();
    }

    @Override
    public InputStream open(String key) throws IOException {
        if (!key.equals(KEY)) {
            throw new FileNotFoundException(key);
        }
        return new InputStream() {

            private long left = bytes();
            private int at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left == 0) {
                    return length == 0 ? 0 : -1;
                }
                int some = Math.min(length, block.length - at);
                System.arraycopy(block, at, into, offset, some);
                at = (at + some) % block.length;
                left -= some;
                return some;
            }
        };
    }

    @Override
    public String toString() {
        return "rows made while they are read";
    }
}
