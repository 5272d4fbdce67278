package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.CopyStatement.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Opens the files of a load: raw bytes in, plain bytes out. */
final class FileStream {

    private static final int BUFFER = 1 << 16;

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
                if (!in.startsWith(0x1f, 0x8b)) {
                    throw new WrongFormatException("the file is not in GZIP format: it begins with " + in.firstBytes());
                }
                yield new GZIPInputStream(in, BUFFER);
            }
            case BZIP2, ZSTD -> throw new WrongFormatException(compression + " is not read");
        };
    }

    /** The clause that the file seems to want, by its first bytes, or an empty string. */
    static String looksLike(Peekable in) throws IOException {
        if (in.startsWith(0x1f, 0x8b)) {
            return "GZIP";
        }
        if (in.startsWith('B', 'Z', 'h')) {
            return "BZIP2";
        }
        if (in.startsWith(0x28, 0xb5, 0x2f, 0xfd)) {
            return "ZSTD";
        }
        return "";
    }

    /**
     * A buffered stream whose first bytes can be looked at, and whose {@link #available} is 0 at the end only: the
     * decompressors ask it whether another member follows, and a slow network must not look like an end.
     */
    static final class Peekable extends InputStream {

        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER];
        private int at;
        private int end;
        private boolean atEnd;

        Peekable(InputStream in) {
            this.in = in;
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
