/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * DATEFORMAT and TIMEFORMAT {@code 'auto'}: whatever PostgreSQL's own input takes as a date and time with DateStyle
 * ISO, MDY. Defined by "Using automatic recognition with DATEFORMAT and TIMEFORMAT" in the Amazon Redshift Database
 * Developer Guide. The usual shape is read in place; only the unusual ones become a String.
 */
final class AutoDateTime implements DateTimeParser {

    private static final String[] MONTHS = {"january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december"};
    private static final String[] DAYS =
            {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    /** Days from Julian day zero to 2000-01-01. */
    private static final int JULIAN_OF_2000 = 2_451_545;

    private String text = "";
    private int at;
    private DateTime into = new DateTime();
    /** The numbers of a date written in words, in their order, with their lengths. */
    private final int[] numbers = new int[3];
    private final int[] lengths = new int[3];
    private int count;
    private int monthName;
    private int half;
    private boolean beforeChrist;
    private @Nullable String zone;

    @Override
    public boolean parse(byte[] src, int from, int to, DateTime result) {
        if (IsoDateTime.parse(src, from, to, result, true)) {
            return true;
        }
        result.clear();
        text = new String(src, from, to - from, StandardCharsets.ISO_8859_1);
        at = 0;
        into = result;
        count = 0;
        monthName = 0;
        half = -1;
        beforeChrist = false;
        zone = null;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                at++;
            } else if (!(isDigit(c) ? number() : c == '+' || c == '-' ? offset() : isLetter(c) && word())) {
                return false;
            }
        }
        return finish();
    }

    private boolean finish() {
        if (count > 0 || monthName > 0) {
            if (into.hasDate || !dateOfNumbers()) {
                return false;
            }
        }
        if (half >= 0) {
            long hour = into.micros / 3_600_000_000L;
            if (!into.hasTime || hour < 1 || hour > 12) {
                return false;
            }
            long target = hour % 12 + (half == 1 ? 12 : 0);
            into.micros += (target - hour) * 3_600_000_000L;
        }
        if (beforeChrist) {
            // the year before 1 AD is 1 BC
            if (!into.hasDate || into.year < 1 || !into.date(1 - into.year, into.month, into.day)) {
                return false;
            }
        }
        // what a region's name means depends on the day, which may stand behind it
        return (zone == null || Zones.name(zone, into)) && (into.hasDate || into.hasTime);
    }

    /** A date in words ends with its last number: what follows is a time. */
    private boolean finishWords() {
        boolean whole = !into.hasDate && (count == 3 || monthName > 0 && count == 2);
        if (whole && !dateOfNumbers()) {
            return false;
        }
        count = whole ? 0 : count;
        monthName = whole ? 0 : monthName;
        return true;
    }

    private boolean number() {
        if (!finishWords()) {
            return false;
        }
        int start = at;
        int stop = digits(start);
        int length = stop - start;
        char next = stop < text.length() ? text.charAt(stop) : 0;
        if (next == ':') {
            return time(start);
        }
        char behind = stop + 1 < text.length() ? text.charAt(stop + 1) : 0;
        boolean joined = isDigit(behind) || isLetter(behind);
        if (next == '.' && isDigit(behind)) {
            int second = digits(stop + 1);
            boolean twoParts = second == text.length() || text.charAt(second) != '.';
            if (twoParts && length == 4 && second - stop - 1 == 3 && !into.hasDate) {
                at = second;
                return !into.hasTime && dayOfYear(value(start, stop), value(stop + 1, second));
            }
            if (twoParts && length == 6 && into.hasDate) {
                at = second;
                return compactTime(start, stop, stop + 1, second);
            }
        }
        if (next == '-' && length == 4 && !into.hasDate) {
            int second = digits(stop + 1);
            if (second - stop - 1 == 3 && (second == text.length() || text.charAt(second) == ' '
                    || text.charAt(second) == 'T')) {
                at = second;
                return !into.hasTime && dayOfYear(value(start, stop), value(stop + 1, second));
            }
        }
        if ((next == '-' || next == '/' || next == '.') && joined && !into.hasDate) {
            return separated(next);
        }
        at = stop;
        if (count == 0 && monthName == 0 && !into.hasDate && (length == 8 || length == 6)) {
            int year = value(start, stop - 4);
            boolean ok = into.date(length == 6 ? century(year) : year, value(stop - 4, stop - 2),
                    value(stop - 2, stop));
            if (ok && next == 'T') {
                at++;
            }
            return ok && (length == 6 || year > 0);
        }
        if (into.hasDate && !into.hasTime && (length == 6 || length == 4)) {
            return compactTime(start, stop, stop, stop);
        }
        if (into.hasDate || count == 3 || length > 6) {
            return false;
        }
        numbers[count] = value(start, stop);
        lengths[count++] = length;
        return true;
    }

    /** Three parts of a date with the same sign between, one of them perhaps a month's name. */
    private boolean separated(char sign) {
        if (into.hasTime) {
            // as in PostgreSQL, such a date comes first
            return false;
        }
        for (int part = 0; part < 3; part++) {
            int start = at;
            if (start >= text.length()) {
                return false;
            }
            if (isDigit(text.charAt(start))) {
                at = digits(start);
                if (at - start > 6 || count == 3) {
                    return false;
                }
                numbers[count] = value(start, at);
                lengths[count++] = at - start;
            } else {
                at = letters(start);
                int month = month(text.substring(start, at));
                if (month == 0 || monthName > 0) {
                    return false;
                }
                monthName = month;
            }
            if (part < 2) {
                if (at >= text.length() || text.charAt(at) != sign) {
                    return false;
                }
                at++;
            }
        }
        boolean named = monthName > 0;
        if (!dateOfNumbers()) {
            return false;
        }
        count = 0;
        monthName = 0;
        if (at < text.length() && text.charAt(at) == 'T') {
            at++;
            return !named && at < text.length() && isDigit(text.charAt(at));
        }
        return true;
    }

    private boolean dateOfNumbers() {
        if (monthName > 0) {
            if (count != 2) {
                return false;
            }
            // the year is the longer number, or the one behind the day
            int year = lengths[0] > 2 ? 0 : 1;
            return date(year, monthName, numbers[1 - year]);
        }
        if (count != 3) {
            return false;
        }
        return lengths[0] > 2 ? date(0, numbers[1], numbers[2]) : date(2, numbers[0], numbers[1]);
    }

    private boolean date(int yearNumber, int month, int day) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean bc = lower.endsWith("bc") || lower.contains("bc ");
        int year = numbers[yearNumber];
        if (lengths[yearNumber] <= 2 && !bc) {
            year = century(year);
        }
        return year > 0 && into.date(year, month, day);
    }

    private static int century(int year) {
        return year < 70 ? 2000 + year : 1900 + year;
    }

    private boolean dayOfYear(int year, int day) {
        if (year == 0 || day < 1 || day > 366 || !into.date(year, 1, 1)) {
            return false;
        }
        // as in PostgreSQL, day 366 of a common year is the first of the next
        into.dateOfDays(into.days() + day - 1);
        return true;
    }

    private boolean time(int start) {
        if (into.hasTime) {
            return false;
        }
        int[] parts = new int[3];
        int part = 0;
        int p = start;
        while (true) {
            int stop = digits(p);
            if (stop == p || stop - p > 2) {
                return false;
            }
            parts[part++] = value(p, stop);
            p = stop;
            if (part == 3 || p >= text.length() || text.charAt(p) != ':') {
                break;
            }
            p++;
        }
        int micros = 0;
        if (part == 3 && p < text.length() && text.charAt(p) == '.') {
            int stop = digits(p + 1);
            micros = fraction(p + 1, stop);
            p = stop;
        }
        at = p;
        boolean ok = part > 1 && into.time(parts[0], parts[1], parts[2], 0) && (parts[0] < 24 || micros == 0);
        into.micros += micros;
        return ok;
    }

    private boolean compactTime(int start, int stop, int fraction, int fractionStop) {
        if (into.hasTime) {
            return false;
        }
        int hour = value(start, start + 2);
        boolean ok = into.time(hour, value(start + 2, start + 4),
                stop - start == 6 ? value(start + 4, stop) : 0, 0);
        int micros = fraction(fraction, fractionStop);
        into.micros += micros;
        return ok && (hour < 24 || micros == 0);
    }

    private int fraction(int start, int stop) {
        byte[] digits = text.substring(start, stop).getBytes(StandardCharsets.ISO_8859_1);
        return IsoDateTime.micros(digits, 0, digits.length);
    }

    private boolean offset() {
        if (!into.hasTime || into.hasZone) {
            return false;
        }
        int start = at++;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == ':')) {
            at++;
        }
        byte[] zone = text.substring(start, at).getBytes(StandardCharsets.ISO_8859_1);
        return Zones.parse(zone, 0, zone.length, into);
    }

    private boolean word() {
        int start = at;
        at = letters(start);
        String word = text.substring(start, at).toLowerCase(Locale.ROOT);
        if (word.equals("j") && at < text.length() && isDigit(text.charAt(at)) && !into.hasDate) {
            int stop = digits(at);
            if (stop - at > 8) {
                return false;
            }
            into.dateOfDays(value(at, stop) - JULIAN_OF_2000);
            at = stop;
            return true;
        }
        if (word.equals("allballs") && !into.hasTime) {
            into.hasZone = true;
            return into.time(0, 0, 0, 0);
        }
        if (word.equals("t") && finishWords()) {
            return into.hasDate && !into.hasTime;
        }
        if (word.equals("am") || word.equals("pm")) {
            boolean first = half < 0;
            half = word.equals("pm") ? 1 : 0;
            return first;
        }
        if (word.equals("bc") || word.equals("ad")) {
            beforeChrist = word.equals("bc");
            return true;
        }
        int month = month(word);
        if (month > 0) {
            boolean dated = at < text.length() && "-/.".indexOf(text.charAt(at)) >= 0;
            if (dated && count == 0 && !into.hasDate) {
                char sign = text.charAt(at);
                at = start;
                return separated(sign);
            }
            boolean first = monthName == 0 && !into.hasDate;
            monthName = month;
            return first;
        }
        if (weekday(word)) {
            return true;
        }
        // names such as America/New_York and PST8PDT go on behind the letters
        while (at < text.length() && (isLetter(text.charAt(at)) || "/_0123456789".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        zone = into.hasTime && !into.hasZone ? text.substring(start, at) : null;
        return zone != null && Zones.name(zone, into);
    }

    private static boolean weekday(String word) {
        for (String day : DAYS) {
            if (day.equals(word) || word.length() >= 3 && word.length() <= 5 && day.startsWith(word)) {
                return true;
            }
        }
        return false;
    }

    /** The number of a month by its full name or its first three letters (or sept), or 0. */
    static int month(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < MONTHS.length; i++) {
            if (lower.equals(MONTHS[i]) || lower.length() == 3 && MONTHS[i].startsWith(lower)) {
                return i + 1;
            }
        }
        return lower.equals("sept") ? 9 : 0;
    }

    private int value(int start, int stop) {
        int value = 0;
        for (int i = start; i < stop; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private int digits(int start) {
        int stop = start;
        while (stop < text.length() && isDigit(text.charAt(stop))) {
            stop++;
        }
        return stop;
    }

    private int letters(int start) {
        int stop = start;
        while (stop < text.length() && isLetter(text.charAt(stop))) {
            stop++;
        }
        return stop;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
