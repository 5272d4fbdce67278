package dev.warehouse.local.internal.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes looked at many at a time. */
final class Bytes {

    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

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
