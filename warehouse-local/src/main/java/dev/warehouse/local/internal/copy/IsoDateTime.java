/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** {@code YYYY-MM-DD HH:MI:SS}, the format of most data and the default of COPY. */
final class IsoDateTime implements DateTimeParser {

    @Override
    public boolean parse(byte[] src, int from, int to, DateTime into) {
        return parse(src, from, to, into, false);
    }

    /** Reads {@code YYYY-MM-DD[ HH:MI[:SS[.ffffff]]][ zone]}; with {@code t} also a T between date and time. */
    static boolean parse(byte[] src, int from, int to, DateTime into, boolean t) {
        into.clear();
        if (to - from < 10 || src[from + 4] != '-' || src[from + 7] != '-') {
            return false;
        }
        int century = two(src, from);
        int year = two(src, from + 2);
        int month = two(src, from + 5);
        int day = two(src, from + 8);
        if ((century | year | month | day) < 0 || century + year == 0 || !into.date(century * 100 + year, month, day)) {
            return false;
        }
        int at = from + 10;
        if (at == to) {
            return true;
        }
        if (src[at] == ' ' || t && src[at] == 'T') {
            at++;
            while (at < to && src[at] == ' ') {
                at++;
            }
            if (at < to && src[at] >= '0' && src[at] <= '9') {
                at = time(src, at, to, into);
                if (at < 0) {
                    return false;
                }
            }
        }
        return at == to || Zones.parse(src, at, to, into);
    }

    /** Reads {@code HH:MI[:SS[.ffffff]]} and gives the index behind it, or -1. */
    static int time(byte[] src, int from, int to, DateTime into) {
        if (to - from < 5 || src[from + 2] != ':') {
            return -1;
        }
        int hour = two(src, from);
        int minute = two(src, from + 3);
        int second = 0;
        int micros = 0;
        int at = from + 5;
        if (at < to && src[at] == ':') {
            if (to - at < 3) {
                return -1;
            }
            second = two(src, at + 1);
            at += 3;
            if (at < to && src[at] == '.') {
                at++;
                int stop = at;
                while (stop < to && src[stop] >= '0' && src[stop] <= '9') {
                    stop++;
                }
                micros = micros(src, at, stop);
                at = stop;
            }
        }
        if ((hour | minute | second) < 0 || !into.time(hour, minute, second, 0)) {
            return -1;
        }
        if (hour == 24 && micros > 0) {
            return -1;
        }
        // a fraction that rounds up to a whole second carries over
        into.micros += micros;
        return at;
    }

    /** A fraction of a second in microseconds, rounded as PostgreSQL does. */
    static int micros(byte[] src, int from, int to) {
        int micros = 0;
        for (int i = 0; i < 6; i++) {
            micros = micros * 10 + (from + i < to ? src[from + i] - '0' : 0);
        }
        if (from + 6 < to && src[from + 6] >= '5') {
            boolean tie = src[from + 6] == '5';
            for (int i = from + 7; tie && i < to; i++) {
                tie = src[i] == '0';
            }
            // PostgreSQL rounds the double with rint: ties go to the even neighbour
            micros += tie ? micros & 1 : 1;
        }
        return micros;
    }

    private static int two(byte[] src, int at) {
        int tens = src[at] - '0';
        int ones = src[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
