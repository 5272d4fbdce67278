/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.CopyStatement.Encoding;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The ENCODING of the files. */
final class Encodings {

    private Encodings() {
    }

    /** Says whether the byte order mark of a file speaks against the encoding. */
    static @Nullable BadData problem(FileStream.Peekable in, Encoding encoding) throws IOException {
        boolean little = in.startsWith(0xff, 0xfe);
        boolean big = in.startsWith(0xfe, 0xff);
        boolean utf8 = in.startsWith(0xef, 0xbb, 0xbf);
        boolean fits = switch (encoding) {
            case UTF8 -> !little && !big;
            case UTF16 -> little || big;
            case UTF16LE -> !big && !utf8;
            case UTF16BE -> !little && !utf8;
            case ISO88591 -> true;
        };
        if (fits) {
            return null;
        }
        String found = (little || big ? "a UTF-16" : utf8 ? "a UTF-8" : "no") + " byte order mark";
        return new BadData(BadData.WRONG_ENCODING, -1,
                "The file is not in the ENCODING " + encoding + ": it has " + found);
    }

    static InputStream toUtf8(FileStream.Peekable in, Encoding encoding) throws IOException {
        return switch (encoding) {
            case UTF8 -> in;
            case ISO88591 -> new Latin1(in);
            case UTF16 -> new Utf16(in, in.startsWith(0xfe, 0xff));
            case UTF16BE -> new Utf16(in, true);
            case UTF16LE -> new Utf16(in, false);
        };
    }

    /** Writes UTF-8 for what a subclass reads. */
    private abstract static class Transcoder extends InputStream {

        private final byte[] source = new byte[1 << 14];
        private final byte[] single = new byte[1];
        /** The character at hand, as far as it was not asked for yet. */
        private final byte[] pending = new byte[4];
        private int pendingFrom;
        private int pendingTo;
        private final InputStream in;
        private int at;
        private int end;

        Transcoder(InputStream in) {
            this.in = in;
        }

        /** The next byte of the source, or -1. */
        final int next() throws IOException {
            if (at == end) {
                end = in.readNBytes(source, 0, source.length);
                at = 0;
                if (end == 0) {
                    return -1;
                }
            }
            return source[at++] & 0xff;
        }

        /** Reads one character, or gives -1 at the end. */
        abstract int point() throws IOException;

        @Override
        public int read() throws IOException {
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int out = offset;
            int stop = offset + length;
            while (out < stop) {
                if (pendingFrom < pendingTo) {
                    target[out++] = pending[pendingFrom++];
                    continue;
                }
                int point = point();
                if (point < 0) {
                    break;
                }
                if (point < 0x80) {
                    target[out++] = (byte) point;
                } else {
                    pendingFrom = 0;
                    pendingTo = Utf8.encode(point, pending, 0);
                }
            }
            return out == offset && length > 0 ? -1 : out - offset;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Latin1 extends Transcoder {

        Latin1(InputStream in) {
            super(in);
        }

        @Override
        int point() throws IOException {
            return next();
        }
    }

    /** A half of a pair alone stays what it is: the column then refuses it as error 1220. */
    private static final class Utf16 extends Transcoder {

        private final boolean big;
        private boolean first = true;
        private int ahead = -1;

        Utf16(InputStream in, boolean big) {
            super(in);
            this.big = big;
        }

        private int unit() throws IOException {
            if (ahead >= 0) {
                int unit = ahead;
                ahead = -1;
                return unit;
            }
            int one = next();
            int two = next();
            if (one >= 0 && two < 0) {
                // half a unit at the end is no character
                return 0xd800;
            }
            return one < 0 ? -1 : big ? one << 8 | two : two << 8 | one;
        }

        @Override
        int point() throws IOException {
            int unit = unit();
            if (first && unit == 0xfeff) {
                unit = unit();
            }
            first = false;
            if (unit < 0xd800 || unit > 0xdbff) {
                return unit;
            }
            int low = unit();
            if (low >= 0xdc00 && low <= 0xdfff) {
                return 0x10000 + (unit - 0xd800 << 10) + low - 0xdc00;
            }
            ahead = low;
            return unit;
        }
    }
}
