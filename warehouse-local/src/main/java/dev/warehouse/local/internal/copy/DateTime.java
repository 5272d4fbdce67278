/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/** A date and time taken apart, reused from value to value. */
final class DateTime {

    static final long MICROS_PER_DAY = 86_400_000_000L;
    /** Days from 1970-01-01 to PostgreSQL's day zero, 2000-01-01. */
    static final int EPOCH_DAYS = 10_957;
    static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;
    /** 4713-11-24 BC of the proleptic Gregorian calendar, the first day there is. */
    private static final int MIN_DAY = -2_451_545;
    /** 294276-12-31, the last day of a timestamp, and in Redshift of a date. */
    private static final int MAX_DAY = 106_751_982;

    int year;
    int month;
    int day;
    long micros;
    boolean hasDate;
    boolean hasTime;
    boolean hasZone;
    /** Seconds east of Greenwich. */
    int zone;

    void clear() {
        year = 0;
        month = 1;
        day = 1;
        micros = 0;
        hasDate = false;
        hasTime = false;
        hasZone = false;
        zone = 0;
    }

    /** Sets the date, if there is such a day. */
    boolean date(int y, int m, int d) {
        if (m < 1 || m > 12 || d < 1 || d > 31 || d > daysOf(y, m)) {
            return false;
        }
        year = y;
        month = m;
        day = d;
        hasDate = true;
        return true;
    }

    /** Sets the time of day, if there is such a time; 24:00:00 and a 60th second are, as in PostgreSQL. */
    boolean time(int hour, int minute, int second, int microsecond) {
        if (hour > 24 || minute > 59 || second > 60
                || hour == 24 && (minute > 0 || second > 0 || microsecond > 0)) {
            return false;
        }
        micros = ((hour * 60L + minute) * 60L + second) * 1_000_000L + microsecond;
        hasTime = true;
        return true;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            default -> 31;
        };
    }

    /** Days since 2000-01-01; the year 0 is 1 BC. */
    static int days(int year, int month, int day) {
        // years from March to February put the leap day at the end
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468 - EPOCH_DAYS;
    }

    /** Sets the date from a number of days since 2000-01-01. */
    void dateOfDays(int days) {
        int z = days + EPOCH_DAYS + 719_468;
        int era = Math.floorDiv(z, 146_097);
        int dayOfEra = z - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shifted = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * shifted + 2) / 5 + 1;
        month = shifted < 10 ? shifted + 3 : shifted - 9;
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        hasDate = true;
    }

    int days() {
        return days(year, month, day);
    }

    /** Whether so many days since 2000-01-01 are a day there is. */
    static boolean isDay(long days) {
        return days >= MIN_DAY && days <= MAX_DAY;
    }

    boolean inRange() {
        if (year < -4713 || year > 294_276) {
            return false;
        }
        int days = days();
        return days >= MIN_DAY && days <= MAX_DAY;
    }

    /** Microseconds since 2000-01-01 as written, whatever the zone. */
    long timestamp() {
        return days() * MICROS_PER_DAY + micros;
    }
}
