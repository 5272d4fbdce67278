/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redshift's names of date parts, and PostgreSQL's name of each.
 *
 * <p>Source: the page "Date parts for date or timestamp functions" of the Redshift Database Developer Guide.
 */
final class DateParts {

    private static final Map<String, String> POSTGRES_NAMES = new HashMap<>();

    static {
        name("millennium", "millennia", "mil", "mils");
        name("century", "centuries", "c", "cent", "cents");
        name("decade", "decades", "dec", "decs");
        name("epoch");
        name("year", "years", "y", "yr", "yrs");
        name("quarter", "quarters", "qtr", "qtrs");
        name("month", "months", "mon", "mons");
        name("week", "weeks", "w");
        name("dow", "dayofweek", "dw", "weekday");
        name("doy", "dayofyear", "dy", "yearday");
        name("day", "days", "d");
        name("hour", "hours", "h", "hr", "hrs");
        name("minute", "minutes", "m", "min", "mins");
        name("second", "seconds", "s", "sec", "secs");
        name("milliseconds", "millisecond", "ms", "msec", "msecs", "msecond", "mseconds", "millisec", "millisecs",
                "millisecon");
        name("microseconds", "microsecond", "us", "usec", "usecs", "usecond", "useconds", "microsec", "microsecs");
        name("timezone");
        name("timezone_hour");
        name("timezone_minute");
    }

    private DateParts() {
    }

    private static void name(String postgres, String... others) {
        POSTGRES_NAMES.put(postgres, postgres);
        for (String other : others) {
            POSTGRES_NAMES.put(other, postgres);
        }
    }

    /** PostgreSQL's name of the part that a token names, bare or as a string; null if it names none. */
    static @Nullable String of(@Nullable Token token) {
        if (token == null) {
            return null;
        }
        return switch (token.type()) {
            case WORD, QUOTED_NAME -> POSTGRES_NAMES.get(token.name());
            case STRING -> POSTGRES_NAMES.get(token.stringValue().toLowerCase(java.util.Locale.ROOT));
            default -> null;
        };
    }

    /** The part as PostgreSQL's functions take it: with its type, so that no other function is meant. */
    static String literal(String postgresName) {
        return "text '" + postgresName + "'";
    }
}
