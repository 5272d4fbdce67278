/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.command.DateTimeTemplate;
import dev.warehouse.api.internal.command.DateTimeTemplate.Part;
import dev.warehouse.api.internal.command.DateTimeTemplate.Piece;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads values by a {@link DateTimeTemplate}. */
final class DateTimePattern implements DateTimeParser {

    private final Part[] parts;
    private final byte[] literals;
    private final boolean twelveHours;

    private DateTimePattern(List<Part> parts, byte[] literals) {
        this.parts = parts.toArray(Part[]::new);
        this.literals = literals;
        this.twelveHours = parts.contains(Part.HALF) || parts.contains(Part.HOUR12);
    }

    /**
     * Reads a format.
     *
     * @param format for example {@code MM/DD/YYYY HH:MI:SS}
     * @return its parser
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static DateTimePattern compile(String format) {
        List<Piece> pieces = DateTimeTemplate.parse(format);
        byte[] literals = new byte[pieces.size()];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = (byte) pieces.get(i).literal();
        }
        return new DateTimePattern(pieces.stream().map(Piece::part).toList(), literals);
    }

    @Override
    public boolean parse(byte[] src, int from, int to, DateTime into) {
        into.clear();
        int year = -1;
        int month = 1;
        int day = 1;
        int hour = 0;
        int minute = 0;
        int second = 0;
        int micros = 0;
        int half = -1;
        boolean anyDay = false;
        int at = from;
        for (int i = 0; i < parts.length; i++) {
            if (at >= to) {
                if (!rest(i, anyDay)) {
                    return false;
                }
                break;
            }
            Part part = parts[i];
            switch (part) {
                case LITERAL -> {
                    if (src[at] != literals[i]) {
                        return false;
                    }
                    at++;
                }
                case BLANK -> {
                    int next = Bytes.skipBlanks(src, at, to);
                    if (next == at) {
                        return false;
                    }
                    at = next;
                }
                case MONTH_NAME -> {
                    int stop = at;
                    while (stop < to && (src[stop] | 0x20) >= 'a' && (src[stop] | 0x20) <= 'z') {
                        stop++;
                    }
                    month = AutoDateTime.month(new String(src, at, stop - at, StandardCharsets.ISO_8859_1));
                    if (month < 1) {
                        return false;
                    }
                    at = stop;
                }
                case HALF -> {
                    if (Bytes.isWord(src, at, Math.min(at + 2, to), "am")) {
                        half = 0;
                    } else if (Bytes.isWord(src, at, Math.min(at + 2, to), "pm")) {
                        half = 1;
                    } else {
                        return false;
                    }
                    at += 2;
                }
                default -> {
                    int most = part == Part.YEAR4 ? 4 : 2;
                    int stop = at;
                    int value = 0;
                    while (stop < to && stop < at + most && src[stop] >= '0' && src[stop] <= '9') {
                        value = value * 10 + src[stop++] - '0';
                    }
                    if (stop == at) {
                        return false;
                    }
                    at = stop;
                    switch (part) {
                        case YEAR4 -> year = value;
                        case YEAR2 -> year = value < 70 ? 2000 + value : 1900 + value;
                        case MONTH -> month = value;
                        case DAY -> {
                            day = value;
                            anyDay = true;
                        }
                        case HOUR24, HOUR12 -> hour = value;
                        case MINUTE -> minute = value;
                        default -> {
                            second = value;
                            if (at < to && src[at] == '.' && !(i + 1 < parts.length && literals[i + 1] == '.')) {
                                int digits = ++at;
                                while (at < to && src[at] >= '0' && src[at] <= '9') {
                                    at++;
                                }
                                micros = IsoDateTime.micros(src, digits, at);
                            }
                        }
                    }
                }
            }
        }
        if (twelveHours) {
            if (hour < 1 || hour > 12) {
                return false;
            }
            hour = hour % 12 + (half == 1 ? 12 : 0);
        }
        if (year == 0 || !into.date(Math.max(year, 1), month, day) || !into.time(hour, minute, second, 0)) {
            return false;
        }
        into.micros += micros;
        return at >= to || tail(src, at, to, into);
    }

    /** Whether the value may end before this part: a date alone is enough, its time is midnight. */
    private boolean rest(int from, boolean anyDay) {
        boolean blanks = true;
        boolean noDate = true;
        for (int i = from; i < parts.length; i++) {
            Part part = parts[i];
            blanks &= part == Part.BLANK;
            noDate &= part != Part.YEAR4 && part != Part.YEAR2 && part != Part.MONTH && part != Part.MONTH_NAME
                    && part != Part.DAY;
        }
        if (blanks) {
            return true;
        }
        boolean cutAtTime = parts[from] == Part.BLANK || parts[from] == Part.LITERAL && literals[from] == 'T'
                || parts[from] == Part.HALF || parts[from] == Part.LITERAL && from + 1 < parts.length
                        && parts[from + 1] == Part.SECOND;
        return anyDay && noDate && cutAtTime && !twelveHours;
    }

    /** What may stand behind the format: a time that the format does not read, or a zone. */
    private static boolean tail(byte[] src, int from, int to, DateTime into) {
        int at = from;
        if (src[at] == ' ' || src[at] == 'T') {
            int time = Bytes.skipBlanks(src, at + 1, to);
            if (time < to && src[time] >= '0' && src[time] <= '9' && into.micros == 0) {
                at = IsoDateTime.time(src, time, to, into);
                if (at < 0) {
                    return false;
                }
                // the format reads no time, so what stands there does not count
                into.micros = 0;
            }
        }
        return at == to || Zones.parse(src, at, to, into);
    }
}
