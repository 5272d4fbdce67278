/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way from the thread that reads PostgreSQL to the one that writes files. A bounded number of chunks is
 * under way; after that the reading thread waits, and so PostgreSQL does.
 */
final class CopyOutPipe {

    private static final int CHUNK = 128 * 1024;
    private static final int AHEAD = 8;
    private static final long MOMENT_MILLIS = 200;
    private static final byte[] NOTHING = new byte[0];

    /** Some whole rows. */
    static final class Chunk {

        private byte[] bytes = NOTHING;
        private int length;

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        private void add(byte[] source, int size) {
            if (length + size > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(CHUNK, length + size));
            }
            System.arraycopy(source, 0, bytes, length, size);
            length += size;
        }
    }

    private final Deque<Chunk> full = new ArrayDeque<>();
    private final Deque<Chunk> free = new ArrayDeque<>();
    private boolean ended;
    private boolean discarding;
    /** Belongs to the thread that puts. */
    private Chunk filling = new Chunk();

    /** Takes one row from PostgreSQL; waits while too many are under way. */
    void put(byte[] row, int length) throws IOException {
        if (filling.length > 0 && filling.length + length > CHUNK) {
            handOver();
        }
        filling.add(row, length);
    }

    private synchronized void handOver() throws IOException {
        while (full.size() >= AHEAD && !discarding) {
            pause(0);
        }
        if (discarding) {
            filling.length = 0;
            return;
        }
        full.add(filling);
        Chunk next = free.poll();
        filling = next == null ? new Chunk() : next;
        notifyAll();
    }

    /** No row follows, for whatever reason. Does not wait. */
    synchronized void end() {
        if (!ended) {
            ended = true;
            if (filling.length > 0 && !discarding) {
                full.add(filling);
                filling = new Chunk();
            }
            notifyAll();
        }
    }

    /** Chunks that were taken can be filled again. */
    synchronized void giveBack(Chunk taken) {
        if (taken.bytes.length <= 2 * CHUNK) {
            taken.length = 0;
            free.add(taken);
        }
    }

    /** The next rows; null at the end, and if there are none yet after a moment. */
    synchronized @Nullable Chunk poll() throws IOException {
        if (full.isEmpty() && !ended) {
            pause(MOMENT_MILLIS);
        }
        notifyAll();
        return full.poll();
    }

    synchronized boolean isExhausted() {
        return ended && full.isEmpty();
    }

    /** Nobody takes any more: what still comes is dropped. */
    synchronized void discard() {
        discarding = true;
        full.clear();
        notifyAll();
    }

    private void pause(long millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while rows were on their way", e);
        }
    }
}
