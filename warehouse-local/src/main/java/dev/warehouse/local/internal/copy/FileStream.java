/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import com.github.luben.zstd.ZstdInputStream;
import dev.warehouse.local.internal.copy.CopyStatement.Compression;
import io.airlift.compress.snappy.SnappyFramedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Opens the files of a load: raw bytes in, plain bytes out. */
final class FileStream {

    static final int BUFFER = 1 << 16;
    private static final int[] GZIP_MAGIC = {0x1f, 0x8b};
    private static final int[] BZIP2_MAGIC = {'B', 'Z', 'h'};
    private static final int[] SNAPPY_MAGIC = {0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
    private static final int[] ZSTD_MAGIC = {0x28, 0xb5, 0x2f, 0xfd};

    /** A file is not what the statement says; the message is for the user. */
    static final class WrongFormatException extends IOException {

        private static final long serialVersionUID = 1L;

        WrongFormatException(String message) {
            super(message);
        }
    }

    private FileStream() {
    }

    static InputStream decompress(Peekable in, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> in;
            case GZIP -> {
                expect(in, compression, GZIP_MAGIC);
                yield new GZIPInputStream(in, BUFFER);
            }
            case BZIP2 -> {
                expect(in, compression, BZIP2_MAGIC);
                yield new BZip2CompressorInputStream(in, true);
            }
            case LZOP -> {
                expect(in, compression, LzopInputStream.MAGIC);
                yield new LzopInputStream(in);
            }
            case ZSTD -> {
                if (!isZstd(in)) {
                    throw wrongFormat(in, compression);
                }
                yield new ZstdInputStream(in);
            }
        };
    }

    /**
     * Opens a file of columns, whose compression is known by the end of its name. Most files with such a name are
     * compressed within, and begin as any other.
     */
    static InputStream decompressByName(Peekable in, String key) throws IOException {
        if (key.endsWith(".gz") && in.startsWith(GZIP_MAGIC)) {
            return decompress(in, Compression.GZIP);
        }
        if (key.endsWith(".bz2") && in.startsWith(BZIP2_MAGIC)) {
            return decompress(in, Compression.BZIP2);
        }
        return key.endsWith(".snappy") && in.startsWith(SNAPPY_MAGIC) ? new SnappyFramedInputStream(in, true) : in;
    }

    private static void expect(Peekable in, Compression compression, int... magic) throws IOException {
        if (!in.startsWith(magic)) {
            throw wrongFormat(in, compression);
        }
    }

    private static WrongFormatException wrongFormat(Peekable in, Compression compression) throws IOException {
        return new WrongFormatException(
                "the file is not in " + compression + " format: it begins with " + in.firstBytes());
    }

    private static boolean isZstd(Peekable in) throws IOException {
        if (in.startsWith(ZSTD_MAGIC)) {
            return true;
        }
        // a frame that readers skip may stand first
        for (int i = 0; i < 16; i++) {
            if (in.startsWith(0x50 + i, 0x2a, 0x4d, 0x18)) {
                return true;
            }
        }
        return false;
    }

    /** The clause that the file seems to want, by its first bytes, or an empty string. */
    static String looksLike(Peekable in) throws IOException {
        return in.startsWith(GZIP_MAGIC) ? "GZIP" : in.startsWith(BZIP2_MAGIC) ? "BZIP2"
                : in.startsWith(ZSTD_MAGIC) ? "ZSTD" : in.startsWith(LzopInputStream.MAGIC) ? "LZOP" : "";
    }

    /**
     * A buffered stream whose first bytes can be looked at, and whose {@link #available} is 0 at the end only: the
     * decompressors ask it whether another member follows, and a slow network must not look like an end.
     */
    static final class Peekable extends InputStream {

        private final InputStream in;
        private final byte[] buffer;
        private int at;
        private int end;
        private boolean atEnd;

        /** The buffer is the caller's to use again once this is closed. */
        Peekable(InputStream in, byte[] buffer) {
            this.in = in;
            this.buffer = buffer;
        }

        private boolean fill(int atLeast) throws IOException {
            if (at == end) {
                at = 0;
                end = 0;
            }
            while (end - at < atLeast && !atEnd) {
                int read = in.read(buffer, end, buffer.length - end);
                atEnd = read < 0;
                end += Math.max(0, read);
            }
            return end - at >= atLeast;
        }

        /** Only before the first read. */
        boolean startsWith(int... bytes) throws IOException {
            if (!fill(bytes.length)) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if ((buffer[at + i] & 0xff) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }

        /** A mark of UTF-8 is no data. */
        void skipByteOrderMark() throws IOException {
            if (startsWith(0xef, 0xbb, 0xbf)) {
                at += 3;
            }
        }

        String firstBytes() throws IOException {
            fill(4);
            StringBuilder bytes = new StringBuilder();
            for (int i = at; i < Math.min(end, at + 4); i++) {
                bytes.append(i > at ? " " : "").append(Utf8.hex(buffer[i]));
            }
            return bytes.toString();
        }

        @Override
        public int read() throws IOException {
            return fill(1) ? buffer[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at == end && length >= buffer.length) {
                int read = atEnd ? -1 : in.read(target, offset, length);
                atEnd |= read < 0;
                return read;
            }
            if (!fill(1)) {
                return -1;
            }
            int read = Math.min(length, end - at);
            System.arraycopy(buffer, at, target, offset, read);
            at += read;
            return read;
        }

        @Override
        public int available() throws IOException {
            return fill(1) ? end - at : 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
