/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.util.Arrays;

/** Where the fields of the row at hand stand in the {@link Window}; overwritten by every row. */
final class Fields {

    /** Not there: NULL. */
    static final byte ABSENT = 0;
    /** The bytes as they stand. */
    static final byte TEXT = 1;
    /** The bytes as they stand, between quotes, and so not the NULL string. */
    static final byte QUOTED = 2;
    /** Between quotes, with doubled quotes in it. */
    static final byte DOUBLED = 3;
    /** With backslashes before literal characters. */
    static final byte ESCAPED = 4;
    /** The inside of a JSON string without backslashes. */
    static final byte JSON_STRING = 5;
    /** The inside of a JSON string with backslashes. */
    static final byte JSON_ESCAPED = 6;
    /** A JSON number, true or false. */
    static final byte JSON_LITERAL = 7;
    /** A JSON object or array. */
    static final byte JSON_CONTAINER = 8;

    /** A trailing field that FILLRECORD made up. */
    static final byte FILLED = 9;
    /** The bytes as they stand, of a value that its file says to be a string or number. */
    static final byte CHARACTERS = 10;

    /** This kind and those above have no bytes: the value is in {@link #bits}. */
    static final byte INTEGER = 11;
    static final byte BOOLEAN = 12;
    /** As {@link Float#floatToRawIntBits}. */
    static final byte FLOAT = 13;
    /** As {@link Double#doubleToRawLongBits}. */
    static final byte DOUBLE = 14;
    /** A date, in days since 1970-01-01. */
    static final byte DAYS = 15;
    /** A date and time of no zone, in microseconds since 1970-01-01. */
    static final byte MICROS = 16;
    /** A moment, in microseconds since 1970-01-01 UTC. */
    static final byte INSTANT = 17;
    /** A time of day, in microseconds. */
    static final byte TIME = 18;
    static final int KINDS = 19;

    final int[] from;
    final int[] to;
    final byte[] kind;
    final long[] bits;

    Fields(int count) {
        from = new int[count];
        to = new int[count];
        kind = new byte[count];
        bits = new long[count];
    }

    int count() {
        return kind.length;
    }

    void clear() {
        Arrays.fill(kind, ABSENT);
    }

    void set(int field, byte fieldKind, int start, int stop) {
        kind[field] = fieldKind;
        from[field] = start;
        to[field] = stop;
    }
}
