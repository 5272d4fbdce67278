/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import java.math.BigDecimal;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as cells of a table. */
final class Texts {

    private static final String NULL = "{null}";
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).toFormatter();
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd ")
            .append(TIME).toFormatter();
    private static final DateTimeFormatter TIMESTAMP_WITH_ZONE = new DateTimeFormatterBuilder().append(TIMESTAMP)
            .appendLiteral("+00").toFormatter();
    private static final DateTimeFormatter ANY_WITH_ZONE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendPattern("[XXX][X]").toFormatter();

    private Texts() {
    }

    /** On one line, NULL as jOOQ shows it, times as Redshift does. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        return text(value).replace("\r", "\\r").replace("\n", "\\n");
    }

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Timestamp time) {
            return TIMESTAMP.format(time.toLocalDateTime());
        }
        if (value instanceof LocalDateTime time) {
            return TIMESTAMP.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return TIMESTAMP_WITH_ZONE.format(time.withOffsetSameInstant(ZoneOffset.UTC));
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        return value.toString();
    }

    /** An expected cell as {@link #of(Object)} writes it: a time may be written as Java, JDBC or Redshift do. */
    static String expected(String cell, Class<?> type) {
        try {
            if (type == Timestamp.class || type == LocalDateTime.class) {
                return TIMESTAMP.format(LocalDateTime.parse(cell.replace(' ', 'T')));
            }
            if (type == OffsetDateTime.class) {
                return text(OffsetDateTime.parse(cell.replace(' ', 'T'), ANY_WITH_ZONE));
            }
            if (type == LocalTime.class || type == Time.class) {
                return TIME.format(LocalTime.parse(cell));
            }
        } catch (DateTimeException noTime) {
            return cell; // it differs then, and is shown as it was written
        }
        return cell;
    }
}
