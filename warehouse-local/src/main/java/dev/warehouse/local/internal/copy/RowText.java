/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that grows at its end: the fields of a row that come as values, not as characters. Reused. */
final class RowText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final DateTime date = new DateTime();
    byte[] bytes = new byte[1024];
    int size;

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }

    void put(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    void put(byte[] src, int from, int length) {
        room(length);
        System.arraycopy(src, from, bytes, size, length);
        size += length;
    }

    void put(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        put(utf8, 0, utf8.length);
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            put(Long.toString(value));
            return;
        }
        room(20);
        long left = value;
        if (value < 0) {
            bytes[size++] = '-';
            left = -value;
        }
        int start = size;
        do {
            bytes[size++] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left != 0);
        for (int low = start, high = size - 1; low < high; low++, high--) {
            byte digit = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = digit;
        }
    }

    /** An unscaled number with its point so many digits from the right. */
    void decimal(long unscaled, int scale) {
        int start = size;
        if (unscaled >= 0) {
            number(unscaled);
        } else {
            put('-');
            start = size;
            number(unscaled);
            // the sign has been written
            System.arraycopy(bytes, start + 1, bytes, start, size - start - 1);
            size--;
        }
        if (scale <= 0) {
            if (unscaled != 0) {
                for (int i = scale; i < 0; i++) {
                    put('0');
                }
            }
            return;
        }
        int missing = Math.max(0, scale + 1 - (size - start));
        room(missing + 1);
        int digits = size - start;
        System.arraycopy(bytes, start, bytes, start + missing, digits);
        Arrays.fill(bytes, start, start + missing, (byte) '0');
        size += missing;
        System.arraycopy(bytes, size - scale, bytes, size - scale + 1, scale);
        bytes[size - scale] = '.';
        size++;
    }

    void hex(byte[] src, int from, int length) {
        room(2 * length);
        for (int i = from; i < from + length; i++) {
            bytes[size++] = HEX[src[i] >> 4 & 15];
            bytes[size++] = HEX[src[i] & 15];
        }
    }

    private void digits(long value, int count) {
        room(count);
        long left = value;
        for (int i = count - 1; i >= 0; i--) {
            bytes[size + i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size += count;
    }

    /** A value of {@link Fields} as characters. */
    void value(byte kind, long bits) {
        switch (kind) {
            case Fields.INTEGER -> number(bits);
            case Fields.BOOLEAN -> put(bits != 0 ? "true" : "false");
            case Fields.FLOAT -> put(Float.toString(Float.intBitsToFloat((int) bits)));
            case Fields.DOUBLE -> put(Double.toString(Double.longBitsToDouble(bits)));
            case Fields.DAYS -> date(bits, "");
            case Fields.MICROS -> timestamp(bits, "");
            case Fields.INSTANT -> timestamp(bits, "+00");
            case Fields.TIME -> time(bits);
            default -> throw new IllegalArgumentException("kind " + kind + " has no bits");
        }
    }

    /** A value of {@link Fields} as JSON. */
    void json(byte kind, long bits) {
        switch (kind) {
            case Fields.INTEGER, Fields.BOOLEAN -> value(kind, bits);
            case Fields.FLOAT, Fields.DOUBLE -> {
                double value = kind == Fields.FLOAT ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
                if (Double.isFinite(value)) {
                    value(kind, bits);
                } else {
                    // JSON has no such number
                    put("null");
                }
            }
            default -> {
                put('"');
                value(kind, bits);
                put('"');
            }
        }
    }

    private void date(long days, String more) {
        // beyond what a date can be, the number is all there is to show
        if (days < -4_000_000 || days > 200_000_000) {
            number(days);
            return;
        }
        date.dateOfDays((int) days - DateTime.EPOCH_DAYS);
        boolean bc = date.year <= 0;
        int year = bc ? 1 - date.year : date.year;
        digits(year, year > 99_999 ? 6 : year > 9999 ? 5 : 4);
        put('-');
        digits(date.month, 2);
        put('-');
        digits(date.day, 2);
        put(more);
        if (bc) {
            put(" BC");
        }
    }

    private void timestamp(long micros, String zone) {
        RowText time = new RowText();
        time.put(' ');
        time.time(Math.floorMod(micros, DateTime.MICROS_PER_DAY));
        date(Math.floorDiv(micros, DateTime.MICROS_PER_DAY),
                new String(time.bytes, 0, time.size, StandardCharsets.ISO_8859_1) + zone);
    }

    private void time(long micros) {
        long seconds = micros / 1_000_000;
        digits(seconds / 3600, 2);
        put(':');
        digits(seconds / 60 % 60, 2);
        put(':');
        digits(seconds % 60, 2);
        long fraction = micros % 1_000_000;
        if (fraction != 0) {
            put('.');
            digits(fraction, 6);
            while (bytes[size - 1] == '0') {
                size--;
            }
        }
    }

    /** What is written so far. */
    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    void jsonString(byte[] utf8, int from, int length) {
        room(length + 2);
        put('"');
        for (int i = from; i < from + length; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\') {
                put('\\');
                put((char) b);
            } else if (b >= 0 && b < ' ') {
                switch (b) {
                    case '\n' -> put("\\n");
                    case '\r' -> put("\\r");
                    case '\t' -> put("\\t");
                    default -> {
                        put("\\u00");
                        hex(utf8, i, 1);
                    }
                }
            } else {
                room(1);
                bytes[size++] = b;
            }
        }
        put('"');
    }

    void jsonString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        jsonString(utf8, 0, utf8.length);
    }
}
