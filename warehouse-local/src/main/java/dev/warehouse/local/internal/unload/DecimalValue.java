/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/**
 * A NUMERIC of PostgreSQL's binary COPY as one whole number of 128 bits, its digits without the point. Used again for
 * every value.
 */
final class DecimalValue {

    /** More digits than this behind the point are those of a division; what is behind them may go. */
    static final int ENOUGH_DIGITS = 16;

    private static final int GROUP = 10_000;
    private static final int GROUP_DIGITS = 4;
    private static final int[] POWERS = {1, 10, 100, 1_000, GROUP};
    private static final int NEGATIVE = 0x4000;
    private static final int NUMBER = ~NEGATIVE;
    /** 10 to the 38th. */
    private static final long LIMIT_HIGH = 0x4b3b_4ca8_5a86_c47aL;
    private static final long LIMIT_LOW = 0x098a_2240_0000_0000L;

    private long high;
    private long low;

    /** The digits behind the point that a value is shown with; 0 for what is no number. */
    static int scale(byte[] bytes, int at) {
        return (sign(bytes, at) & NUMBER) == 0 ? BinaryValues.int16(bytes, at + 6) : 0;
    }

    private static int sign(byte[] bytes, int at) {
        return BinaryValues.int16(bytes, at + 4) & 0xffff;
    }

    /**
     * Reads a value.
     *
     * @param scale how many digits behind the point to keep
     * @throws ArithmeticException if it is no number, has more than 38 digits, or digits behind those to keep that may
     *     not go
     */
    void read(byte[] bytes, int at, int scale) {
        int groups = BinaryValues.int16(bytes, at);
        int weight = BinaryValues.int16(bytes, at + 2);
        int sign = sign(bytes, at);
        if ((sign & NUMBER) != 0) {
            throw new ArithmeticException("NaN and infinity are no DECIMAL");
        }
        high = 0;
        low = 0;
        for (int i = 0; i <= weight; i++) {
            append(GROUP, group(bytes, at, groups, i));
        }
        int index = weight + 1;
        int left = scale;
        for (; left >= GROUP_DIGITS; left -= GROUP_DIGITS) {
            append(GROUP, group(bytes, at, groups, index++));
        }
        int cut = group(bytes, at, groups, index);
        int unit = POWERS[GROUP_DIGITS - left];
        append(POWERS[left], cut / unit);
        boolean more = cut % unit != 0 || Math.max(index + 1, 0) < groups;
        if (more && scale < ENOUGH_DIGITS) {
            throw new ArithmeticException("it has more than " + scale + " digits behind the point");
        }
        if (more && cut % unit * 2 >= unit) {
            append(1, 1);
        }
        if (high > LIMIT_HIGH || high == LIMIT_HIGH && Long.compareUnsigned(low, LIMIT_LOW) >= 0) {
            throw tooLong();
        }
        if (sign == NEGATIVE) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
    }

    private static int group(byte[] bytes, int at, int groups, int index) {
        return index < 0 || index >= groups ? 0 : BinaryValues.int16(bytes, at + 8 + 2 * index);
    }

    private void append(int factor, int more) {
        if (high > LIMIT_HIGH / factor) {
            throw tooLong();
        }
        long lowest = (low & 0xffff_ffffL) * factor + more;
        long middle = (low >>> 32) * factor + (lowest >>> 32);
        low = middle << 32 | lowest & 0xffff_ffffL;
        high = high * factor + (middle >>> 32);
    }

    private static ArithmeticException tooLong() {
        return new ArithmeticException("it has more than 38 digits");
    }

    /** The number, if it has no more than 18 digits. */
    long toLong() {
        return low;
    }

    /** Writes the number into 16 bytes, the highest first. */
    void toBytes(byte[] target) {
        BinaryValues.putInt64(target, 0, high);
        BinaryValues.putInt64(target, Long.BYTES, low);
    }
}
