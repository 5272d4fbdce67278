/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Set;

/** The days of seven years, 1992 to 1998. */
final class Days implements Rows {

    static final LocalDate FIRST = LocalDate.of(1992, 1, 1);
    static final LocalDate LAST = LocalDate.of(1998, 12, 31);
    static final int COUNT = (int) ChronoUnit.DAYS.between(FIRST, LAST) + 1;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR_MONTH = DateTimeFormatter.ofPattern("MMMyyyy", Locale.ENGLISH);
    /** Month and day, as the benchmark's own generator has them. */
    private static final Set<Integer> HOLIDAYS = Set.of(101, 220, 420, 520, 720, 820, 920, 1020, 1120, 1224);

    /** The day as the key of this table. */
    static int key(LocalDate day) {
        return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
    }

    @Override
    public void append(long number, Lines lines) throws IOException {
        LocalDate day = FIRST.plusDays(number);
        // Sunday is the first day of the week, Saturday the last
        int weekday = day.getDayOfWeek().getValue() % 7 + 1;
        boolean lastOfMonth = day.equals(day.with(TemporalAdjusters.lastDayOfMonth()));
        lines.number(key(day));
        text(lines, DATE.format(day));
        text(lines, WEEKDAY.format(day));
        text(lines, MONTH.format(day));
        lines.number(day.getYear()).number(key(day) / 100);
        text(lines, YEAR_MONTH.format(day));
        lines.number(weekday).number(day.getDayOfMonth()).number(day.getDayOfYear()).number(day.getMonthValue())
                .number((day.getDayOfYear() - 1) / 7 + 1);
        text(lines, season(day.getMonthValue()));
        flag(lines, weekday == 7);
        flag(lines, lastOfMonth);
        flag(lines, HOLIDAYS.contains(key(day) % 10_000));
        flag(lines, weekday > 1 && weekday < 7);
        lines.endOfRow();
    }

    private static String season(int month) {
        return month <= 3 ? "Winter" : month == 4 ? "Spring" : month <= 8 ? "Summer"
                : month <= 10 ? "Fall" : "Christmas";
    }

    private static void flag(Lines lines, boolean flag) throws IOException {
        lines.number(flag ? 1 : 0);
    }

    private static void text(Lines lines, String text) throws IOException {
        lines.text(text.getBytes(StandardCharsets.US_ASCII));
    }
}
