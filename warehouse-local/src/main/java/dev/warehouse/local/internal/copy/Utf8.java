/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** UTF-8 looked at byte by byte, with the sub-codes that load error 1220 prints. */
final class Utf8 {

    static final int TOO_LONG = 1;
    static final int CUT_SHORT = 2;
    static final int BAD_START = 3;
    static final int BAD_CONTINUATION = 4;
    static final int SURROGATE = 5;
    static final int ABOVE_UNICODE = 8;
    static final int UNASSIGNED = 9;

    private Utf8() {
    }

    /** The length of the character at {@code at}, or minus the sub-code of what is wrong with it. */
    static int length(byte[] src, int at, int to) {
        int lead = src[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc0 || lead >= 0xfe) {
            return -BAD_START;
        }
        if (lead < 0xc2) {
            return -UNASSIGNED;
        }
        if (lead >= 0xf8) {
            return -TOO_LONG;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        for (int i = 1; i < length; i++) {
            if (at + i >= to) {
                return -CUT_SHORT;
            }
            if ((src[at + i] & 0xc0) != 0x80) {
                return -BAD_CONTINUATION;
            }
        }
        int second = length > 2 ? src[at + 1] & 0xff : 0;
        if (lead == 0xe0 && second < 0xa0 || lead == 0xf0 && second < 0x90) {
            return -UNASSIGNED;
        }
        if (lead == 0xed && second >= 0xa0) {
            return -SURROGATE;
        }
        if (lead > 0xf4 || lead == 0xf4 && second >= 0x90) {
            return -ABOVE_UNICODE;
        }
        return length;
    }

    /** Whether the character is one of the 66 that are guaranteed never to be assigned. */
    static boolean isNoncharacter(byte[] src, int at, int length) {
        if (length == 3) {
            int point = (src[at] & 0xf) << 12 | (src[at + 1] & 0x3f) << 6 | src[at + 2] & 0x3f;
            return point >= 0xfdd0 && point <= 0xfdef || point >= 0xfffe;
        }
        return length == 4 && (src[at + 1] & 0xf) == 0xf && src[at + 2] == (byte) 0xbf && (src[at + 3] & 0x3e) == 0x3e;
    }

    /** Where the text must be cut so that no character is torn and nothing stands at or behind {@code limit}. */
    static int cut(byte[] src, int from, int limit) {
        int at = limit;
        while (at > from && limit - at < 3 && (src[at] & 0xc0) == 0x80) {
            at--;
        }
        return (src[at] & 0xc0) == 0x80 ? limit : at;
    }

    /**
     * Writes a character and gives the index behind it. A surrogate alone becomes its three bytes, which the column
     * then refuses as error 1220.
     */
    static int encode(int point, byte[] target, int at) {
        int out = at;
        if (point < 0x80) {
            target[out++] = (byte) point;
        } else if (point < 0x800) {
            target[out++] = (byte) (0xc0 | point >> 6);
            target[out++] = (byte) (0x80 | point & 0x3f);
        } else if (point < 0x10000) {
            target[out++] = (byte) (0xe0 | point >> 12);
            target[out++] = (byte) (0x80 | point >> 6 & 0x3f);
            target[out++] = (byte) (0x80 | point & 0x3f);
        } else {
            target[out++] = (byte) (0xf0 | point >> 18);
            target[out++] = (byte) (0x80 | point >> 12 & 0x3f);
            target[out++] = (byte) (0x80 | point >> 6 & 0x3f);
            target[out++] = (byte) (0x80 | point & 0x3f);
        }
        return out;
    }

    static BadData invalid(byte[] src, int from, int at, int to, int subCode) {
        StringBuilder reason = new StringBuilder("String contains invalid or unsupported UTF-8 codepoints. ")
                .append("Bad UTF-8 hex sequence:");
        int stop = Math.min(to, at + 1);
        if (subCode != BAD_START && subCode != TOO_LONG) {
            // three at most, or the sub-code would not fit into the reason
            int most = (src[at] & 0xff) < 0xe0 ? 2 : 3;
            while (stop < to && stop < at + most) {
                boolean continuation = (src[stop++] & 0xc0) == 0x80;
                if (!continuation) {
                    break;
                }
            }
        }
        for (int i = at; i < stop; i++) {
            reason.append(' ').append(hex(src[i]));
        }
        reason.append(" (error ").append(subCode).append(')');
        return new BadData(BadData.INVALID_UTF8, at - from, reason.toString());
    }

    static String hex(byte b) {
        return Character.toString(Character.forDigit(b >> 4 & 0xf, 16)) + Character.forDigit(b & 0xf, 16);
    }
}
