/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes looked at many at a time. */
final class Bytes {

    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The byte at the lowest address is the lowest: the order in which a search wants them. */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    private static final long THREES = 0x3333333333333333L;
    private static final long SIXES = 0x0606060606060606L;
    private static final long TENS = 0xF0F0F0F0F0F0F0F0L;
    private static final long PAIRS = 0x000000FF000000FFL;

    private Bytes() {
    }

    /** The index of the first byte that is not in 1..127, or {@code to}. */
    static int endOfAscii(byte[] src, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long word = (long) LONG.get(src, at);
            if (((word | word - ONES) & HIGHS) != 0) {
                break;
            }
            at += 8;
        }
        while (at < to && src[at] > 0) {
            at++;
        }
        return at;
    }

    /** The byte eight times, for {@link #indexOfEither}. */
    static long pattern(byte b) {
        return (b & 0xff) * ONES;
    }

    /** The index of the first byte that is one of the two, or {@code to}. */
    static int indexOfEither(byte[] src, int from, int to, long first, long second) {
        int at = from;
        while (at + 8 <= to) {
            long word = (long) WORD.get(src, at);
            long one = word ^ first;
            long two = word ^ second;
            // a byte that became zero sets its highest bit; only bits above the lowest such one may be wrong
            long found = ((one - ONES) & ~one | (two - ONES) & ~two) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
        byte a = (byte) first;
        byte b = (byte) second;
        while (at < to && src[at] != a && src[at] != b) {
            at++;
        }
        return at;
    }

    /**
     * The number that one to eight digits are, or -1 if they are not all digits.
     *
     * @param to behind the last digit, at least 8
     * @param count how many digits, 1 to 8
     */
    static int digits(byte[] src, int to, int count) {
        // what stands before the digits counts as zeros
        long mask = -1L << (8 - count << 3);
        long word = (long) WORD.get(src, to - 8) & mask | ZEROS & ~mask;
        if ((word & TENS | (word + SIXES & TENS) >>> 4) != THREES) {
            return -1;
        }
        word -= ZEROS;
        // neighbours first: pairs, then fours, then all eight
        word = word * 10 + (word >>> 8);
        return (int) ((word & PAIRS) * 0x000F_4240_0000_0064L + (word >>> 16 & PAIRS) * 0x0000_2710_0000_0001L >>> 32);
    }

    static int indexOf(byte[] src, int from, int to, byte what) {
        for (int at = from; at < to; at++) {
            if (src[at] == what) {
                return at;
            }
        }
        return -1;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    static int skipBlanks(byte[] src, int from, int to) {
        int at = from;
        while (at < to && isBlank(src[at])) {
            at++;
        }
        return at;
    }

    static int dropBlanks(byte[] src, int from, int to) {
        int at = to;
        while (at > from && isBlank(src[at - 1])) {
            at--;
        }
        return at;
    }

    /** Compares without regard to the case of ASCII letters; {@code word} is in lower case. */
    static boolean isWord(byte[] src, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int c = src[from + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
