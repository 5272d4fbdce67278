/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One side of the wire: messages of the PostgreSQL protocol, version 3, read from and written to a channel through
 * buffers. One thread may read while others write; writers wait for each other.
 */
final class PgChannel implements AutoCloseable {

    /** Longer messages than this are no honest ones; it is what PostgreSQL itself allows. */
    private static final int LONGEST_MESSAGE = 0x3fffffff;
    private static final int BUFFER = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final Object writeLock = new Object();
    private byte[] body = new byte[BUFFER];
    private int length;
    private int longest = LONGEST_MESSAGE;

    PgChannel(SocketChannel channel) {
        this.channel = channel;
    }

    // reading

    /** Takes only short messages, as long as nobody knows who sends them; a negative number lifts the limit. */
    void limitMessages(int bytes) {
        longest = bytes < 0 ? LONGEST_MESSAGE : bytes;
    }

    /** Reads the next message, whose body is then in {@link #body()}; gives its type, or -1 at the end. */
    int read() throws IOException {
        if (!in.hasRemaining() && !fill()) {
            return -1;
        }
        int type = in.get() & 0xff;
        readBody(readInt() - 4);
        return type;
    }

    /** Reads a message that has no type: the first ones of a connection. Gives false at the end. */
    boolean readStartup() throws IOException {
        if (!in.hasRemaining() && !fill()) {
            return false;
        }
        int size = readInt() - 4;
        if (size < 4 || size > longest) {
            throw new IOException("this is no client of PostgreSQL's protocol: a start-up packet of " + size
                    + " bytes");
        }
        readBody(size);
        return true;
    }

    private int readInt() throws IOException {
        if (in.remaining() < 4) {
            require(4);
        }
        return in.getInt();
    }

    private void readBody(int size) throws IOException {
        if (size < 0 || size > longest) {
            throw new IOException("a message of " + size + " bytes breaks the protocol");
        }
        if (size > body.length) {
            body = new byte[Math.max(size, Math.min(LONGEST_MESSAGE, body.length * 2))];
        } else if (body.length > 16 * BUFFER && size <= BUFFER) {
            body = new byte[BUFFER];
        }
        length = size;
        int at = 0;
        while (at < size) {
            if (!in.hasRemaining() && !fill()) {
                throw new EOFException("the connection ended inside a message");
            }
            int part = Math.min(in.remaining(), size - at);
            in.get(body, at, part);
            at += part;
        }
    }

    private void require(int bytes) throws IOException {
        while (in.remaining() < bytes) {
            in.compact();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new EOFException("the connection ended inside a message");
            }
        }
    }

    private boolean fill() throws IOException {
        in.clear();
        int read = channel.read(in);
        in.flip();
        return read > 0;
    }

    /** Whether bytes have come in that are not read yet, so that the next read will not wait. */
    boolean hasBuffered() {
        return in.hasRemaining();
    }

    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    /**
     * Whether the other side has closed the connection. Only for the thread that reads; what comes in is kept. Writers
     * at the same time see a channel that takes part of their bytes, and go on.
     */
    boolean isClosedByPeer() {
        if (in.remaining() == in.capacity()) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            try {
                in.compact();
                int read = channel.read(in);
                in.flip();
                return read < 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException gone) {
            return true;
        }
    }

    // writing

    void write(int type, byte[] bytes, int offset, int size) throws IOException {
        synchronized (writeLock) {
            if (out.remaining() < 5) {
                drain();
            }
            out.put((byte) type).putInt(size + 4);
            writeBytes(bytes, offset, size);
        }
    }

    void write(MessageBuilder message) throws IOException {
        write(message.type(), message.bytes(), 0, message.size());
    }

    /**
     * Hands on the rows that have come in whole and are not read yet, all at once. Only for the thread that reads.
     *
     * @param to where they go
     */
    void relayRows(PgChannel to) throws IOException {
        int start = in.position();
        int end = start;
        while (in.limit() - end >= 5 && in.get(end) == 'D') {
            int size = 1 + in.getInt(end + 1);
            if (size < 5 || size > in.limit() - end) {
                break; // a broken or a partial one is for read()
            }
            end += size;
        }
        if (end > start) {
            to.writeWhole(in.duplicate().position(start).limit(end));
            in.position(end);
        }
    }

    private void writeWhole(ByteBuffer messages) throws IOException {
        synchronized (writeLock) {
            if (messages.remaining() > out.remaining()) {
                drain();
            }
            out.put(messages); // never more than a buffer of the same size holds
        }
    }

    /** Writes bytes without a frame. */
    void writeRaw(byte[] bytes, int offset, int size) throws IOException {
        synchronized (writeLock) {
            writeBytes(bytes, offset, size);
        }
    }

    private void writeBytes(byte[] bytes, int offset, int size) throws IOException {
        if (size > out.remaining()) {
            drain();
            if (size >= out.capacity()) {
                ByteBuffer whole = ByteBuffer.wrap(bytes, offset, size);
                while (whole.hasRemaining()) {
                    channel.write(whole);
                }
                return;
            }
        }
        out.put(bytes, offset, size);
    }

    void flush() throws IOException {
        synchronized (writeLock) {
            drain();
        }
    }

    private void drain() throws IOException {
        out.flip();
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } finally {
            out.clear();
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // nothing is left to be done for this connection
        }
    }
}
