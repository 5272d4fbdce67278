package dev.warehouse.local.internal.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A DATEFORMAT or TIMEFORMAT made of YYYY, YY, MM, MON, DD, HH, HH24, HH12, MI, SS, AM or PM and separators. Defined by
 * "DATEFORMAT and TIMEFORMAT strings" in the Amazon Redshift Database Developer Guide. HH is the 24-hour clock here.
 */
final class DateTimePattern implements DateTimeParser {

    private enum Part { YEAR4, YEAR2, MONTH, MONTH_NAME, DAY, HOUR24, HOUR12, MINUTE, SECOND, HALF, LITERAL, BLANK }

    /** The parts as they are spelt, longer spellings before their beginnings. */
    private static final Object[][] SPELLINGS = {
        {"yyyy", Part.YEAR4}, {"yy", Part.YEAR2}, {"month", Part.MONTH_NAME}, {"mon", Part.MONTH_NAME},
        {"mm", Part.MONTH}, {"mi", Part.MINUTE}, {"dd", Part.DAY}, {"hh24", Part.HOUR24}, {"hh12", Part.HOUR12},
        {"hh", Part.HOUR24}, {"ss", Part.SECOND}, {"am", Part.HALF}, {"pm", Part.HALF},
    };

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
        String lower = format.toLowerCase(Locale.ROOT);
        byte[] literals = new byte[lower.length()];
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < lower.length()) {
            Object @Nullable [] spelling = spelling(lower, at);
            char c = format.charAt(at);
            if (spelling != null) {
                Part part = (Part) spelling[1];
                if (parts.contains(part)) {
                    throw new IllegalArgumentException("\"" + format + "\" has the same part twice");
                }
                parts.add(part);
                at += ((String) spelling[0]).length();
            } else if (lower.startsWith("tz", at) || lower.startsWith("of", at)) {
                throw new IllegalArgumentException("\"" + format + "\" cannot hold a time zone; a TIMESTAMPTZ "
                        + "column takes one behind the time without it");
            } else if (c == ' ' || c == '\t') {
                parts.add(Part.BLANK);
                at++;
            } else if (Character.isLetter(c) && c != 'T' && c != 'Z' || c > 0x7f) {
                throw new IllegalArgumentException("\"" + format + "\" holds \"" + c + "\", which is no part");
            } else {
                literals[parts.size()] = (byte) c;
                parts.add(Part.LITERAL);
                at++;
            }
        }
        boolean any = parts.stream().anyMatch(part -> part != Part.LITERAL && part != Part.BLANK);
        if (!any) {
            throw new IllegalArgumentException("\"" + format + "\" has no part of a date or time");
        }
        return new DateTimePattern(parts, literals);
    }

    private static Object @Nullable [] spelling(String lower, int at) {
        for (Object[] spelling : SPELLINGS) {
            if (lower.startsWith((String) spelling[0], at)) {
                return spelling;
            }
        }
        return null;
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
