package dev.warehouse.api.jooq;

import java.time.LocalDateTime;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Functions of Redshift that jOOQ has no portable word for, or numbers in another way.
 */
public final class RedshiftFunctions {

    private RedshiftFunctions() {
    }

    /**
     * The moment that a number of milliseconds since 1970 means, in UTC, to the millisecond.
     *
     * @param millis milliseconds since 1970-01-01 00:00:00 UTC
     * @return a timestamp without zone; NULL for NULL
     */
    public static Field<LocalDateTime> timestampOfEpochMillis(Field<Long> millis) {
        return DSL.field("timestamp 'epoch' + {0} * interval '0.001 second'", SQLDataType.LOCALDATETIME, millis);
    }

    /**
     * The day of the week as Redshift numbers it: 0 is Sunday, 6 is Saturday. jOOQ's own {@code dayOfWeek} begins at 1.
     *
     * @param time a timestamp
     * @return 0 to 6; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html">Amazon
     *     Redshift Database Developer Guide, Date parts for date or timestamp functions</a>
     */
    public static Field<Integer> weekday(Field<LocalDateTime> time) {
        return DSL.field("extract(dow from {0})", SQLDataType.INTEGER, time);
    }
}
