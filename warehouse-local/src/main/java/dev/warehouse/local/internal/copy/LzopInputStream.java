/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.FileStream.WrongFormatException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lzo.LzoDecompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;
import java.util.zip.ZipException;

/**
 * Reads what the program lzop writes: members of blocks, each of which is compressed for itself or stored, with all the
 * checksums there are. The library reads the blocks; its own stream knows neither levels 1 and 9 nor several members,
 * and checks nothing.
 */
final class LzopInputStream extends InputStream {

    static final int[] MAGIC = {0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n'};

    private static final int VERSION_WITH_LEVEL = 0x0940;
    private static final int ADLER_OF_PLAIN = 0x1;
    private static final int ADLER_OF_STORED = 0x2;
    private static final int EXTRA_FIELD = 0x40;
    private static final int CRC_OF_PLAIN = 0x100;
    private static final int CRC_OF_STORED = 0x200;
    private static final int FILTER = 0x800;
    private static final int CRC_OF_HEADER = 0x1000;
    /** lzop writes no larger block. */
    private static final int MAX_BLOCK = 64 << 20;
    /** LZO1X at its three levels. */
    private static final int MOST_METHOD = 3;

    private final InputStream in;
    private final LzoDecompressor decompressor = new LzoDecompressor();
    private final Checksum adler = new Adler32();
    private final Checksum crc = new CRC32();
    private final byte[] word = new byte[4];
    private int flags;
    private byte[] stored = {};
    private byte[] plain = {};
    private int at;
    private int end;
    private boolean inMember;
    private boolean atEnd;

    LzopInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return fill() ? plain[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = Math.min(length, end - at);
        System.arraycopy(plain, at, target, offset, read);
        at += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        while (at == end && !atEnd) {
            if (!inMember) {
                atEnd = !header();
                inMember = !atEnd;
            } else {
                inMember = block();
            }
        }
        return at < end;
    }

    /** Reads the beginning of a member; false where the file ends instead. */
    private boolean header() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if ((i == 0 ? first : next()) != MAGIC[i]) {
                throw new ZipException("what stands behind a member is no other one");
            }
        }
        adler.reset();
        crc.reset();
        int version = checked(2);
        checked(2);
        boolean level = version >= VERSION_WITH_LEVEL;
        if (level) {
            checked(2);
        }
        int method = checked(1);
        if (level) {
            checked(1);
        }
        flags = checked(4);
        if ((flags & FILTER) != 0) {
            throw new WrongFormatException("the file was compressed with lzop's filter, which COPY does not read");
        }
        if (method < 1 || method > MOST_METHOD) {
            throw new WrongFormatException("the file was not compressed by lzop's LZO1X, but by method " + method);
        }
        checked(4);
        checked(4);
        if (level) {
            checked(4);
        }
        for (int left = checked(1); left > 0; left--) {
            checked(1);
        }
        int computed = (int) ((flags & CRC_OF_HEADER) != 0 ? crc : adler).getValue();
        if (computed != word()) {
            throw new ZipException("the checksum of the header is wrong");
        }
        if ((flags & EXTRA_FIELD) != 0) {
            // its length, itself, its checksum
            in.skipNBytes((word() & 0xffff_ffffL) + 4);
        }
        return true;
    }

    /** Reads a block; false at the end of the member. */
    private boolean block() throws IOException {
        int plainLength = word();
        if (plainLength == 0) {
            return false;
        }
        int storedLength = word();
        if (plainLength < 0 || plainLength > MAX_BLOCK || storedLength <= 0 || storedLength > plainLength) {
            throw new ZipException("a block has no possible length");
        }
        boolean compressed = storedLength < plainLength;
        int adlerOfPlain = (flags & ADLER_OF_PLAIN) != 0 ? word() : 0;
        int crcOfPlain = (flags & CRC_OF_PLAIN) != 0 ? word() : 0;
        int adlerOfStored = compressed && (flags & ADLER_OF_STORED) != 0 ? word() : 0;
        int crcOfStored = compressed && (flags & CRC_OF_STORED) != 0 ? word() : 0;
        plain = room(plain, plainLength);
        stored = compressed ? room(stored, storedLength) : stored;
        byte[] target = compressed ? stored : plain;
        if (in.readNBytes(target, 0, storedLength) < storedLength) {
            throw new EOFException();
        }
        if (compressed) {
            verify(ADLER_OF_STORED, adler, adlerOfStored, stored, storedLength);
            verify(CRC_OF_STORED, crc, crcOfStored, stored, storedLength);
            decompress(storedLength, plainLength);
        }
        verify(ADLER_OF_PLAIN, adler, adlerOfPlain, plain, plainLength);
        verify(CRC_OF_PLAIN, crc, crcOfPlain, plain, plainLength);
        at = 0;
        end = plainLength;
        return true;
    }

    private void decompress(int storedLength, int plainLength) throws ZipException {
        int length;
        try {
            length = decompressor.decompress(stored, 0, storedLength, plain, 0, plainLength);
        } catch (MalformedInputException e) {
            throw corrupt(e);
        }
        if (length != plainLength) {
            throw new ZipException("a block is shorter than it says");
        }
    }

    private static ZipException corrupt(MalformedInputException cause) {
        ZipException corrupt = new ZipException("a block cannot be decompressed");
        corrupt.initCause(cause);
        return corrupt;
    }

    private void verify(int flag, Checksum checksum, int expected, byte[] bytes, int length) throws ZipException {
        if ((flags & flag) != 0) {
            checksum.reset();
            checksum.update(bytes, 0, length);
            if ((int) checksum.getValue() != expected) {
                throw new ZipException("the checksum of a block is wrong");
            }
        }
    }

    private static byte[] room(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : Arrays.copyOf(buffer, length);
    }

    /** A number of the header, which its checksum covers. */
    private int checked(int bytes) throws IOException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = next();
            adler.update(next);
            crc.update(next);
            value = value << 8 | next;
        }
        return value;
    }

    private int word() throws IOException {
        if (in.readNBytes(word, 0, 4) < 4) {
            throw new EOFException();
        }
        return (int) Bytes.INT.get(word, 0);
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }
}
