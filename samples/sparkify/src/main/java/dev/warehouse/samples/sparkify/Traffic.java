/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * When events happen: spreads their number over the hours of the months, fewer at night and on weekends, more from week
 * to week. The n-th event is due at {@link #due}; asked in ascending order.
 */
final class Traffic {

    private static final YearMonth FIRST_MONTH = YearMonth.of(2018, 11);
    private static final long HOUR = 3_600_000;
    private static final long EVENTS_PER_MONTH = 200_000_000;

    // of a day in UTC, and of a week from Monday
    private static final double[] HOURS = {
        15, 15, 12, 11, 13, 16, 18, 18, 20, 27, 31, 33, 31, 33, 43, 47, 53, 50, 49, 37, 36, 28, 22, 20};
    private static final double[] WEEKDAYS = {25, 27, 34, 22, 27, 16, 10};

    private final long start;
    private final double[] upTo;
    private int hour;

    Traffic(long events) {
        int months = (int) (1 + (events - 1) / EVENTS_PER_MONTH);
        LocalDate first = FIRST_MONTH.atDay(1);
        int days = (int) (first.plusMonths(months).toEpochDay() - first.toEpochDay());
        start = first.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        upTo = new double[days * 24];
        double sum = 0;
        for (int day = 0; day < days; day++) {
            LocalDate date = first.plusDays(day);
            double growth = 0.8 + 0.5 * day / days;
            for (int hourOfDay = 0; hourOfDay < 24; hourOfDay++) {
                sum += growth * WEEKDAYS[date.getDayOfWeek().getValue() - 1] * HOURS[hourOfDay];
                upTo[day * 24 + hourOfDay] = sum;
            }
        }
        for (int i = 0; i < upTo.length; i++) {
            upTo[i] *= events / sum;
        }
    }

    /** When the n-th event is due, counted from 0, in milliseconds since 1970. */
    long due(long n) {
        while (hour < upTo.length - 1 && upTo[hour] <= n) {
            hour++;
        }
        double from = hour == 0 ? 0 : upTo[hour - 1];
        double within = Math.min(0.999999, (n - from) / (upTo[hour] - from));
        return start + hour * HOUR + (long) (within * HOUR);
    }
}
