/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column's type: the bytes its values take, and their order as numbers of 64 bits, which is what zone maps and the
 * stand-in hash are computed on. Text counts with its first eight bytes, so that its order is coarse, never wrong.
 *
 * @param name as {@code pg_table_def} writes it
 * @param kind what values it has
 * @param width bytes of one value without compression; 0 if they differ
 * @param precision digits of a DECIMAL
 * @param scale digits behind the point of a DECIMAL
 */
record ColumnType(String name, Kind kind, int width, int precision, int scale) {

    /** What its values are. */
    enum Kind { INTEGER, DECIMAL, REAL, BOOLEAN, DATE, TIMESTAMP, TEXT, SUPER, OTHER }

    /** Bytes that a VARCHAR takes beside its characters: "Character types" in the developer guide. */
    static final int VARYING_OVERHEAD = 4;
    private static final int LARGEST_EXACT_PRECISION = 18;
    private static final int LARGEST_SMALL_PRECISION = 19;
    private static final Pattern TYPE = Pattern.compile("([a-z ]+?)\\s*(?:\\((\\d+)(?:,\\s*(\\d+))?\\).*)?");
    private static final Pattern TIME_ZONE = Pattern.compile("^(.*\\d)([+-]\\d\\d)(?::?(\\d\\d))?$");
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final long MICROS = 1_000_000;

    static ColumnType of(String type) {
        Matcher matcher = TYPE.matcher(type.toLowerCase(Locale.ROOT).strip());
        if (!matcher.matches()) {
            return new ColumnType(type, Kind.OTHER, 0, 0, 0);
        }
        int length = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return switch (matcher.group(1)) {
            case "smallint" -> new ColumnType(type, Kind.INTEGER, Short.BYTES, 0, 0);
            case "integer" -> new ColumnType(type, Kind.INTEGER, Integer.BYTES, 0, 0);
            case "bigint" -> new ColumnType(type, Kind.INTEGER, Long.BYTES, 0, 0);
            case "numeric" -> new ColumnType(type, Kind.DECIMAL, length <= LARGEST_SMALL_PRECISION
                    ? 8 : 16, length, scale);
            case "real" -> new ColumnType(type, Kind.REAL, Float.BYTES, 0, 0);
            case "double precision" -> new ColumnType(type, Kind.REAL, Double.BYTES, 0, 0);
            case "boolean" -> new ColumnType(type, Kind.BOOLEAN, 1, 0, 0);
            case "date" -> new ColumnType(type, Kind.DATE, 4, 0, 0);
            case "timestamp without time zone", "timestamp with time zone", "timestamp" ->
                    new ColumnType(type, Kind.TIMESTAMP, 8, 0, 0);
            case "time without time zone", "time with time zone" -> new ColumnType(type, Kind.OTHER, 8, 0, 0);
            case "character" -> new ColumnType(type, Kind.TEXT, Math.max(1, length), 0, 0);
            case "character varying" -> new ColumnType(type, Kind.TEXT, 0, 0, 0);
            case "super" -> new ColumnType(type, Kind.SUPER, 0, 0, 0);
            default -> new ColumnType(type, Kind.OTHER, 0, 0, 0);
        };
    }

    /** Whether the bytes of its values can be counted. */
    boolean hasKnownWidth() {
        return width > 0 || kind == Kind.TEXT || kind == Kind.SUPER;
    }

    /** Whether its values have an order that the model knows. */
    boolean hasOrder() {
        return kind != Kind.OTHER && kind != Kind.SUPER;
    }

    /** Whether two values with the same number are the same value. */
    boolean isExact() {
        return switch (kind) {
            case INTEGER, BOOLEAN, DATE, TIMESTAMP -> true;
            case DECIMAL -> precision <= LARGEST_EXACT_PRECISION;
            default -> false;
        };
    }

    /** The bytes of a value that is text. */
    int width(int textBytes) {
        return width > 0 ? width : VARYING_OVERHEAD + textBytes;
    }

    /** Where the value of the row is in the order, after which {@link ResultSet#wasNull()} tells if there is one. */
    long order(ResultSet row, int column) throws SQLException {
        return switch (kind) {
            case INTEGER -> row.getLong(column);
            case BOOLEAN -> row.getBoolean(column) ? 1 : 0;
            case REAL -> order(row.getDouble(column));
            case DECIMAL -> {
                BigDecimal value = row.getBigDecimal(column);
                yield value == null ? 0 : order(value, RoundingMode.FLOOR);
            }
            default -> {
                String value = row.getString(column);
                yield value == null ? 0 : order(value);
            }
        };
    }

    /** The stand-in hash of a value, given as the text and the place in the order that it has. */
    long hash(@Nullable String text, long order) {
        if (text == null) {
            return StandInHash.ofNull();
        }
        return switch (kind) {
            case TEXT, OTHER, SUPER -> StandInHash.of(text);
            case REAL -> StandInHash.of(Double.doubleToLongBits(Double.parseDouble(text)), width);
            case DECIMAL -> isExact() ? StandInHash.of(order, width)
                    : StandInHash.of(new BigDecimal(text).setScale(scale, RoundingMode.HALF_UP).toString());
            default -> StandInHash.of(order, width);
        };
    }

    /**
     * Where a constant of a query is in the order.
     *
     * @param up what to do with what lies between two places: the one above, or the one below
     * @return null if it is no constant of this type
     */
    @Nullable Long order(Object constant, boolean up) {
        try {
            return switch (kind) {
                case INTEGER, DECIMAL -> order(number(constant), up ? RoundingMode.CEILING : RoundingMode.FLOOR);
                case REAL -> order(number(constant).doubleValue());
                case BOOLEAN -> constant instanceof Boolean value ? (value ? 1L : 0L) : null;
                case DATE, TIMESTAMP -> moment(constant, up);
                case TEXT -> constant instanceof String text ? order(text) : null;
                default -> null;
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            return null;
        }
    }

    private static BigDecimal number(Object constant) {
        return constant instanceof BigDecimal decimal ? decimal
                : constant instanceof BigInteger integer ? new BigDecimal(integer)
                : constant instanceof Number || constant instanceof String ? new BigDecimal(constant.toString().strip())
                : notNumber(constant);
    }

    private static BigDecimal notNumber(Object constant) {
        throw new NumberFormatException(constant + " is no number");
    }

    private long order(BigDecimal value, RoundingMode rounding) {
        // of wide decimals the whole part is order enough
        BigDecimal scaled = isExact() ? value.movePointRight(scale) : value;
        BigDecimal whole = scaled.setScale(0, rounding);
        return whole.max(LEAST).min(MOST).longValue();
    }

    private static long order(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    private long order(String value) {
        return switch (kind) {
            case DATE -> day(value);
            case TIMESTAMP -> micros(value);
            default -> firstBytes(value);
        };
    }

    /** The first eight bytes, filled up with blanks, as a number that has the order of the bytes. */
    private static long firstBytes(String text) {
        // one char more than eight, so that no pair of surrogates is cut before the eighth byte
        byte[] bytes = (text.length() > 9 ? text.substring(0, 9) : text).getBytes(StandardCharsets.UTF_8);
        long first = 0;
        for (int i = 0; i < 8; i++) {
            first = first << 8 | (i < bytes.length ? bytes[i] & 0xff : ' ');
        }
        return first ^ Long.MIN_VALUE;
    }

    private @Nullable Long moment(Object constant, boolean up) {
        long micros;
        if (constant instanceof LocalDate date) {
            micros = date.toEpochDay() * 86_400 * MICROS;
        } else if (constant instanceof java.sql.Date date) {
            micros = date.toLocalDate().toEpochDay() * 86_400 * MICROS;
        } else if (constant instanceof java.sql.Timestamp timestamp) {
            micros = micros(timestamp.toLocalDateTime());
        } else if (constant instanceof LocalDateTime time) {
            micros = micros(time);
        } else if (constant instanceof OffsetDateTime time) {
            micros = micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        } else if (constant instanceof Instant instant) {
            micros = micros(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        } else if (constant instanceof String text) {
            micros = text.strip().length() <= 10 ? day(text.strip()) * 86_400 * MICROS : micros(text.strip());
        } else {
            return null;
        }
        long day = 86_400 * MICROS;
        return kind == Kind.TIMESTAMP ? micros : up ? -Math.floorDiv(-micros, day) : Math.floorDiv(micros, day);
    }

    private static long micros(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * MICROS + time.getNano() / 1000;
    }

    private static long day(String text) {
        boolean beforeChrist = text.endsWith(" BC");
        LocalDate date = LocalDate.parse(beforeChrist ? text.substring(0, text.length() - 3) : text);
        return (beforeChrist ? date.withYear(1 - date.getYear()) : date).toEpochDay();
    }

    private static long micros(String text) {
        String rest = text;
        boolean beforeChrist = rest.endsWith(" BC");
        if (beforeChrist) {
            rest = rest.substring(0, rest.length() - 3);
        }
        int offset = 0;
        Matcher zone = TIME_ZONE.matcher(rest);
        if (rest.length() > 10 && zone.matches()) {
            int minutes = zone.group(3) == null ? 0 : Integer.parseInt(zone.group(3));
            int hours = Integer.parseInt(zone.group(2));
            offset = hours * 3600 + (zone.group(2).startsWith("-") ? -minutes : minutes) * 60;
            rest = zone.group(1);
        }
        LocalDate date = LocalDate.ofEpochDay(day(rest.substring(0, 10) + (beforeChrist ? " BC" : "")));
        LocalTime time = rest.length() > 10 ? LocalTime.parse(rest.substring(11)) : LocalTime.MIDNIGHT;
        return micros(LocalDateTime.of(date, time)) - offset * MICROS;
    }
}
