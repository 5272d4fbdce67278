/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns the characters of a field into PostgreSQL's binary form of its column's type. For one column and thread;
 * writes straight into the output and allocates nothing for the usual shapes.
 */
abstract class ColumnEncoder {

    private static final String DEFAULT_TIMESTAMP = "YYYY-MM-DD HH24:MI:SS";

    final RowText text = new RowText();

    /**
     * Writes a field that is not NULL.
     *
     * @param src where it is
     * @param from its first byte
     * @param to behind its last byte
     * @param out where its length and binary form go
     * @throws BadData if it is no value of the type
     */
    abstract void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData;

    /**
     * Writes a value that a typed file holds; by default as its characters would be.
     *
     * @param kind one of those in {@link Fields} that have bits
     * @param bits the value
     * @param out where its length and binary form go
     * @throws BadData if it is no value of the type
     */
    void encode(byte kind, long bits, TupleBuffer out) throws BadData {
        text.size = 0;
        text.value(kind, bits);
        encode(text.bytes, 0, text.size, out);
    }

    /** Whether characters of the last field were replaced. */
    boolean replaced() {
        return false;
    }

    static ColumnEncoder of(TargetColumn column, CopyStatement copy) {
        return switch (column.type()) {
            case "int2" -> new Integers(Short.MIN_VALUE, Short.MAX_VALUE, "Short");
            case "int4" -> new Integers(Integer.MIN_VALUE, Integer.MAX_VALUE, "Integer");
            case "int8" -> new Integers(Long.MIN_VALUE, Long.MAX_VALUE, "Long");
            case "numeric" -> new Decimals(column.precision(), column.scale(), copy.roundDecimals);
            case "float4" -> new Floats(false);
            case "float8" -> new Floats(true);
            case "bool" -> new Booleans();
            case "varchar", "bpchar", "text" -> new Strings(column, copy);
            case "date" -> new Dates(copy.dateFormat);
            case "timestamp" -> new Timestamps(false, copy.timeFormat);
            case "timestamptz" -> new Timestamps(true, copy.timeFormat);
            case "time" -> new Times(false);
            case "timetz" -> new Times(true);
            case "super", "json" -> new Supers(copy.format == CopyStatement.Format.JSON);
            case "bytea" -> new Bits(column.maxBytes());
            default -> throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                    "column \"" + column.name() + "\" has type " + column.type() + ", which COPY cannot load", null,
                    "Leave it out of the column list.");
        };
    }

    private static final class Integers extends ColumnEncoder {

        /** So many digits fit into a long whatever they are. */
        private static final int SAFE_DIGITS = 18;

        private final long least;
        private final long most;
        private final String typeName;

        Integers(long least, long most, String typeName) {
            this.least = least;
            this.most = most;
            this.typeName = typeName;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            boolean negative = from < to && src[from] == '-';
            int at = negative ? from + 1 : from;
            if (at < to && to - at <= SAFE_DIGITS) {
                if (to - at <= 8 && to >= 8) {
                    int value = Bytes.digits(src, to, to - at);
                    if (value >= 0) {
                        put(negative ? -value : value, out);
                        return;
                    }
                }
                long value = 0;
                while (at < to) {
                    int digit = src[at] - '0';
                    if (digit < 0 || digit > 9) {
                        break;
                    }
                    value = value * 10 + digit;
                    at++;
                }
                if (at == to) {
                    put(negative ? -value : value, out);
                    return;
                }
            }
            put(unusual(src, from, to), out);
        }

        @Override
        void encode(byte kind, long bits, TupleBuffer out) throws BadData {
            if (kind == Fields.INTEGER) {
                put(bits, out);
            } else {
                super.encode(kind, bits, out);
            }
        }

        /** Reads what has blanks, a plus, many digits, or is wrong. */
        private long unusual(byte[] src, int from, int to) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            boolean negative = at < end && src[at] == '-';
            if (at < end && (negative || src[at] == '+')) {
                at++;
            }
            if (at == end) {
                throw BadData.digit(BadData.INVALID_DIGIT, src, from, Math.max(from, at - 1), to, typeName);
            }
            // negative numbers reach one further than positive ones
            long value = 0;
            boolean overflow = false;
            for (; at < end; at++) {
                int digit = src[at] - '0';
                if (digit < 0 || digit > 9) {
                    throw BadData.digit(BadData.INVALID_DIGIT, src, from, at, to, typeName);
                }
                if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                    overflow = true;
                } else {
                    value = value * 10 - digit;
                }
            }
            if (!negative) {
                overflow |= value == Long.MIN_VALUE;
                value = -value;
            }
            if (overflow) {
                throw overflow();
            }
            return value;
        }

        private BadData overflow() {
            return new BadData(BadData.OVERFLOW, -1, "Overflow, Value out of range, Type: " + typeName);
        }

        private void put(long value, TupleBuffer out) throws BadData {
            if (value < least || value > most) {
                throw overflow();
            }
            if (most == Short.MAX_VALUE) {
                out.putField((short) value);
            } else if (most == Integer.MAX_VALUE) {
                out.putField((int) value);
            } else {
                out.putField(value);
            }
        }
    }

    private static final class Decimals extends ColumnEncoder {

        private static final int POSITIVE = 0;
        private static final int NEGATIVE = 0x4000;
        private static final int MAX_EXPONENT = 400;

        private final int precision;
        private final int scale;
        private final boolean round;

        Decimals(int precision, int scale, boolean round) {
            this.precision = precision;
            this.scale = scale;
            this.round = round;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            boolean negative = at < end && src[at] == '-';
            if (at < end && (negative || src[at] == '+')) {
                at++;
            }
            int whole = at;
            while (at < end && src[at] >= '0' && src[at] <= '9') {
                at++;
            }
            int wholeEnd = at;
            int fraction = at;
            int fractionEnd = at;
            if (at < end && src[at] == '.') {
                fraction = ++at;
                while (at < end && src[at] >= '0' && src[at] <= '9') {
                    at++;
                }
                fractionEnd = at;
            }
            boolean digits = wholeEnd > whole || fractionEnd > fraction;
            if (digits && at < end && (src[at] == 'e' || src[at] == 'E')) {
                exponent(src, from, at, end, to, out);
                return;
            }
            if (at < end || !digits) {
                boolean malformed = digits && (at == end || src[at] == '.' || src[at] == '+' || src[at] == '-');
                boolean nested = !digits && at < end && (src[at] == '{' || src[at] == '[');
                throw BadData.digit(malformed || nested ? BadData.DECIMAL_FORMAT : BadData.INVALID_DIGIT, src, from,
                        Math.min(at, to - 1), to, "Decimal");
            }
            if (round && fractionEnd - fraction > scale) {
                plain(src, new BigDecimal(ascii(src, Bytes.skipBlanks(src, from, to), end))
                        .setScale(scale, RoundingMode.HALF_UP), out);
                return;
            }
            write(src, negative, whole, wholeEnd, fraction, Math.min(fractionEnd, fraction + scale), out);
        }

        private void exponent(byte[] src, int from, int e, int end, int to, TupleBuffer out) throws BadData {
            int at = e + 1;
            if (at < end && (src[at] == '+' || src[at] == '-')) {
                at++;
            }
            int digits = at;
            int exponent = 0;
            while (at < end && src[at] >= '0' && src[at] <= '9') {
                exponent = Math.min(exponent * 10 + src[at++] - '0', 1_000_000);
            }
            if (at < end || at == digits) {
                throw BadData.digit(BadData.INVALID_DIGIT, src, from, Math.min(at, to - 1), to, "Decimal");
            }
            if (exponent > MAX_EXPONENT) {
                if (src[e + 1] == '-') {
                    out.ensure(12);
                    plain(src, BigDecimal.ZERO, out);
                    return;
                }
                throw overflow();
            }
            BigDecimal value = new BigDecimal(ascii(src, Bytes.skipBlanks(src, from, to), end));
            plain(src, value.setScale(scale, round ? RoundingMode.HALF_UP : RoundingMode.DOWN), out);
        }

        private void plain(byte[] src, BigDecimal value, TupleBuffer out) throws BadData {
            byte[] text = value.abs().toPlainString().getBytes(StandardCharsets.ISO_8859_1);
            int dot = Bytes.indexOf(text, 0, text.length, (byte) '.');
            int wholeEnd = dot < 0 ? text.length : dot;
            write(text, value.signum() < 0, 0, wholeEnd, Math.min(wholeEnd + 1, text.length), text.length, out);
        }

        private static String ascii(byte[] src, int from, int to) {
            return new String(src, from, to - from, StandardCharsets.ISO_8859_1);
        }

        /** Writes digits as PostgreSQL holds them: in groups of four on both sides of the decimal point. */
        private void write(byte[] src, boolean negative, int wholeFrom, int wholeTo, int fractionFrom, int fractionTo,
                TupleBuffer out) throws BadData {
            int whole = wholeFrom;
            while (whole < wholeTo && src[whole] == '0') {
                whole++;
            }
            int wholeDigits = wholeTo - whole;
            if (wholeDigits > precision - scale || precision == 19 && beyondLong(src, whole, wholeTo, fractionFrom,
                    fractionTo, negative)) {
                throw overflow();
            }
            int wholeGroups = (wholeDigits + 3) >> 2;
            int groups = wholeGroups + ((fractionTo - fractionFrom + 3) >> 2);
            out.ensure(12 + 2 * groups);
            byte[] bytes = out.bytes();
            int start = out.size();
            int at = start + 12;
            boolean nonZero = false;
            int digit = whole;
            for (int group = 0; group < wholeGroups; group++) {
                int stop = group == 0 ? whole + wholeDigits - 4 * (wholeGroups - 1) : digit + 4;
                int value = 0;
                while (digit < stop) {
                    value = value * 10 + src[digit++] - '0';
                }
                nonZero |= value != 0;
                Bytes.SHORT.set(bytes, at, (short) value);
                at += 2;
            }
            for (digit = fractionFrom; digit < fractionTo; digit += 4) {
                int value = 0;
                for (int i = digit; i < digit + 4; i++) {
                    value = value * 10 + (i < fractionTo ? src[i] - '0' : 0);
                }
                nonZero |= value != 0;
                Bytes.SHORT.set(bytes, at, (short) value);
                at += 2;
            }
            Bytes.INT.set(bytes, start, at - start - 4);
            Bytes.SHORT.set(bytes, start + 4, (short) groups);
            Bytes.SHORT.set(bytes, start + 6, (short) (wholeGroups - 1));
            Bytes.SHORT.set(bytes, start + 8, (short) (negative && nonZero ? NEGATIVE : POSITIVE));
            Bytes.SHORT.set(bytes, start + 10, (short) scale);
            out.advance(at - start);
        }

        /** DECIMAL(19, s) is held in 64 bits, so that its last digit is not wholly free. */
        private boolean beyondLong(byte[] src, int whole, int wholeTo, int fractionFrom, int fractionTo,
                boolean negative) {
            long value = 0;
            for (int i = 0; i < wholeTo - whole + scale; i++) {
                int at = whole + i < wholeTo ? whole + i : fractionFrom + i - (wholeTo - whole);
                int digit = whole + i < wholeTo || at < fractionTo ? src[at] - '0' : 0;
                if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                    return true;
                }
                value = value * 10 - digit;
            }
            return !negative && value == Long.MIN_VALUE;
        }

        private BadData overflow() {
            return new BadData(BadData.TOO_LONG, -1, "Overflow for NUMERIC(" + precision + "," + scale + ")");
        }
    }

    private static final class Floats extends ColumnEncoder {

        private final boolean wide;

        Floats(boolean wide) {
            this.wide = wide;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            // the parser also takes what is a number in Java only: 1f, 0x1p3
            int plain = at;
            while (plain < end && (src[plain] >= '0' && src[plain] <= '9' || src[plain] == '.' || src[plain] == '-'
                    || src[plain] == '+' || (src[plain] | 0x20) == 'e')) {
                plain++;
            }
            if (plain < end) {
                special(src, from, at, plain, end, to, out);
                return;
            }
            boolean infinite;
            try {
                if (wide) {
                    double value = JavaDoubleParser.parseDouble(src, at, end - at);
                    infinite = Double.isInfinite(value);
                    out.putField(Double.doubleToRawLongBits(value));
                } else {
                    float value = JavaFloatParser.parseFloat(src, at, end - at);
                    infinite = Float.isInfinite(value);
                    out.putField(Float.floatToRawIntBits(value));
                }
            } catch (NumberFormatException e) {
                throw new BadData(BadData.FLOAT_FORMAT, -1, "Invalid floating point value, Type: " + typeName());
            }
            if (infinite) {
                throw new BadData(BadData.TOO_LONG, -1, "Overflow, Value out of range, Type: " + typeName());
            }
        }

        @Override
        void encode(byte kind, long bits, TupleBuffer out) throws BadData {
            double value;
            switch (kind) {
                case Fields.INTEGER -> value = bits;
                case Fields.FLOAT -> value = Float.intBitsToFloat((int) bits);
                case Fields.DOUBLE -> value = Double.longBitsToDouble(bits);
                default -> {
                    super.encode(kind, bits, out);
                    return;
                }
            }
            if (wide) {
                out.putField(Double.doubleToLongBits(value));
            } else if (Float.isInfinite((float) value) && !Double.isInfinite(value)) {
                throw new BadData(BadData.TOO_LONG, -1, "Overflow, Value out of range, Type: " + typeName());
            } else {
                out.putField(Float.floatToIntBits((float) value));
            }
        }

        private void special(byte[] src, int from, int at, int bad, int end, int to, TupleBuffer out) throws BadData {
            boolean sign = at < end && (src[at] == '-' || src[at] == '+');
            int word = sign ? at + 1 : at;
            double value;
            if (Bytes.isWord(src, at, end, "nan")) {
                value = Double.NaN;
            } else if (Bytes.isWord(src, word, end, "infinity") || Bytes.isWord(src, word, end, "inf")) {
                value = src[at] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            } else {
                throw BadData.digit(BadData.FLOAT_FORMAT, src, from, bad, to, typeName());
            }
            if (wide) {
                out.putField(Double.doubleToLongBits(value));
            } else {
                out.putField(Float.floatToIntBits((float) value));
            }
        }

        private String typeName() {
            return wide ? "Double" : "Float";
        }
    }

    private static final class Booleans extends ColumnEncoder {

        @Override
        void encode(byte kind, long bits, TupleBuffer out) throws BadData {
            if (kind == Fields.BOOLEAN) {
                out.putField((byte) bits);
            } else {
                super.encode(kind, bits, out);
            }
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            int value = -1;
            if (end - at == 1) {
                value = switch (src[at]) {
                    case 't', 'T', 'y', 'Y', '1' -> 1;
                    case 'f', 'F', 'n', 'N', '0' -> 0;
                    default -> -1;
                };
            } else if (Bytes.isWord(src, at, end, "true") || Bytes.isWord(src, at, end, "yes")) {
                value = 1;
            } else if (Bytes.isWord(src, at, end, "false") || Bytes.isWord(src, at, end, "no")) {
                value = 0;
            }
            if (value < 0) {
                throw new BadData(BadData.BOOLEAN_FORMAT, -1, "Unknown boolean format");
            }
            out.putField((byte) value);
        }
    }

    private static final class Strings extends ColumnEncoder {

        private final int maxBytes;
        private final boolean singleByte;
        private final boolean truncate;
        private final boolean trim;
        /** What stands for a bad byte in a VARCHAR, or -1. */
        private final int replacement;
        private boolean replace;

        Strings(TargetColumn column, CopyStatement copy) {
            this.maxBytes = column.maxBytes();
            this.singleByte = column.type().equals("bpchar");
            this.truncate = copy.truncateColumns;
            this.trim = copy.trimBlanks && !singleByte;
            this.replacement = singleByte ? -1 : copy.invalidReplacement;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int end = trim ? Bytes.dropBlanks(src, from, to) : to;
            int odd = Bytes.endOfAscii(src, from, end);
            replace = false;
            while (odd < end) {
                if (src[odd] == 0) {
                    throw new BadData(BadData.INVALID_UTF8, odd - from, "String contains invalid or unsupported "
                            + "UTF-8 codepoints. Bad UTF-8 hex sequence: 00 (error " + Utf8.UNASSIGNED + ")");
                }
                if (singleByte) {
                    throw multibyte(src, from, odd, end);
                }
                int length = Utf8.length(src, odd, end);
                if (length < 0 && replacement < 0) {
                    throw Utf8.invalid(src, from, odd, end, -length);
                }
                replace |= length < 0 || replacement >= 0 && Utf8.isNoncharacter(src, odd, length);
                odd = Bytes.endOfAscii(src, odd + Math.max(1, length), end);
            }
            if (end - from > maxBytes) {
                int kept = Math.max(Bytes.dropBlanks(src, from, end), from + maxBytes);
                if (kept > from + maxBytes && !truncate) {
                    throw new BadData(BadData.TOO_LONG, -1,
                            (singleByte ? "Char" : "String") + " length exceeds DDL length");
                }
                end = Utf8.cut(src, from, from + maxBytes);
            }
            int start = out.size() + 4;
            out.putField(src, from, end);
            if (replace) {
                replace(out.bytes(), start, start + end - from);
            }
        }

        @Override
        boolean replaced() {
            return replace;
        }

        private void replace(byte[] bytes, int from, int to) {
            int at = from;
            while (at < to) {
                int length = Utf8.length(bytes, at, to);
                boolean bad = length < 0 || Utf8.isNoncharacter(bytes, at, length);
                int stop = at + Math.max(1, length);
                if (bad) {
                    while (at < stop) {
                        bytes[at++] = (byte) replacement;
                    }
                }
                at = stop;
            }
        }

        private static BadData multibyte(byte[] src, int from, int at, int to) {
            StringBuilder reason = new StringBuilder(
                    "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char:");
            for (int i = at; i < to && i < at + 4; i++) {
                reason.append(i < at + 3 ? " " : "").append(Utf8.hex(src[i]));
            }
            return new BadData(BadData.INVALID_UTF8, at - from, reason.toString());
        }
    }

    private static final class Dates extends ColumnEncoder {

        private final @Nullable String format;
        private final DateTimeParser parser;
        private final DateTime value = new DateTime();

        Dates(@Nullable String format) {
            this.format = format;
            this.parser = format == null ? new IsoDateTime() : DateTimeParser.of(format);
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            if (!parser.parse(src, at, end, value) || !value.hasDate || !value.inRange()) {
                throw new BadData(BadData.DATE_FORMAT, -1, format == null && end - at < 10
                        ? "Invalid Date Format - length must be 10 or more"
                        : "Invalid date format or value [" + (format == null ? "YYYY-MM-DD" : format) + "]");
            }
            out.putField(value.days());
        }

        @Override
        void encode(byte kind, long bits, TupleBuffer out) throws BadData {
            long days;
            switch (kind) {
                case Fields.DAYS -> days = bits;
                case Fields.MICROS, Fields.INSTANT -> days = Math.floorDiv(bits, DateTime.MICROS_PER_DAY);
                default -> {
                    super.encode(kind, bits, out);
                    return;
                }
            }
            if (!DateTime.isDay(days - DateTime.EPOCH_DAYS)) {
                throw new BadData(BadData.DATE_FORMAT, -1, "Invalid date value: out of range");
            }
            out.putField((int) (days - DateTime.EPOCH_DAYS));
        }
    }

    private static final class Timestamps extends ColumnEncoder {

        private static final int AS_WRITTEN = 0;
        private static final int EPOCH_SECONDS = 6;
        private static final int EPOCH_MILLIS = 3;

        private final boolean zoned;
        private final @Nullable String format;
        /** How many digits a second or millisecond has behind the point, or 0 for dates as written. */
        private final int epochDigits;
        private final DateTimeParser parser;
        private final DateTime value = new DateTime();

        Timestamps(boolean zoned, @Nullable String format) {
            this.zoned = zoned;
            this.format = format;
            this.epochDigits = format == null ? AS_WRITTEN : switch (format) {
                case "epochsecs" -> EPOCH_SECONDS;
                case "epochmillisecs" -> EPOCH_MILLIS;
                default -> AS_WRITTEN;
            };
            this.parser = format == null || epochDigits > 0 ? new IsoDateTime() : DateTimeParser.of(format);
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            if (epochDigits > 0) {
                long micros = epoch(src, at, end) - DateTime.EPOCH_MICROS;
                value.dateOfDays((int) Math.floorDiv(micros, DateTime.MICROS_PER_DAY));
                if (!value.inRange()) {
                    throw invalid();
                }
                out.putField(micros);
                return;
            }
            if (!parser.parse(src, at, end, value) || !value.hasDate || !value.inRange()) {
                throw invalid();
            }
            long micros = value.timestamp();
            out.putField(zoned && value.hasZone ? micros - value.zone * 1_000_000L : micros);
        }

        @Override
        void encode(byte kind, long bits, TupleBuffer out) throws BadData {
            boolean day = kind == Fields.DAYS;
            if (!day && kind != Fields.MICROS && kind != Fields.INSTANT) {
                super.encode(kind, bits, out);
                return;
            }
            if (!DateTime.isDay((day ? bits : Math.floorDiv(bits, DateTime.MICROS_PER_DAY)) - DateTime.EPOCH_DAYS)) {
                throw new BadData(BadData.TIMESTAMP_FORMAT, -1, "Invalid timestamp value: out of range");
            }
            out.putField((day ? bits * DateTime.MICROS_PER_DAY : bits) - DateTime.EPOCH_MICROS);
        }

        private BadData invalid() {
            return new BadData(BadData.TIMESTAMP_FORMAT, -1,
                    "Invalid timestamp format or value [" + (format == null ? DEFAULT_TIMESTAMP : format) + "]");
        }

        /** Microseconds since 1970; what is finer is cut off. */
        private long epoch(byte[] src, int from, int to) throws BadData {
            int at = from;
            boolean negative = at < to && src[at] == '-';
            if (at < to && (negative || src[at] == '+')) {
                at++;
            }
            int first = at;
            long micros = 0;
            int behindPoint = -1;
            for (; at < to; at++) {
                int digit = src[at] - '0';
                if (digit >= 0 && digit <= 9) {
                    if (behindPoint < epochDigits) {
                        if (micros > Long.MAX_VALUE / 100) {
                            throw invalid();
                        }
                        micros = micros * 10 + digit;
                    }
                    if (behindPoint >= 0 && behindPoint < epochDigits) {
                        behindPoint++;
                    }
                } else if (src[at] == '.' && behindPoint < 0) {
                    behindPoint = 0;
                } else if ((src[at] | 0x20) == 'e' && at > first) {
                    return scientific(src, from, to);
                } else {
                    throw invalid();
                }
            }
            if (at == first || at == first + 1 && behindPoint == 0) {
                throw invalid();
            }
            for (int i = Math.max(0, behindPoint); i < epochDigits; i++) {
                if (micros > Long.MAX_VALUE / 20) {
                    throw invalid();
                }
                micros *= 10;
            }
            return negative ? -micros : micros;
        }

        private long scientific(byte[] src, int from, int to) throws BadData {
            try {
                BigDecimal number = new BigDecimal(new String(src, from, to - from, StandardCharsets.ISO_8859_1));
                if (Math.abs(number.precision() - (long) number.scale()) > 20) {
                    throw invalid();
                }
                return number.movePointRight(epochDigits).setScale(0, RoundingMode.DOWN).longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw invalid();
            }
        }
    }

    private static final class Times extends ColumnEncoder {

        private final boolean zoned;
        private final AutoDateTime parser = new AutoDateTime();
        private final DateTime value = new DateTime();
        private final byte[] dated = new byte[64];

        Times(boolean zoned) {
            this.zoned = zoned;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            if (!parse(src, at, end) || !value.hasTime || value.micros > DateTime.MICROS_PER_DAY) {
                throw new BadData(BadData.TIMESTAMP_FORMAT, -1, "Invalid time format or value [HH24:MI:SS]");
            }
            if (zoned) {
                out.ensure(16);
                out.putInt(12);
                Bytes.LONG.set(out.bytes(), out.size(), value.micros);
                // PostgreSQL counts seconds west of Greenwich
                Bytes.INT.set(out.bytes(), out.size() + 8, -value.zone);
                out.advance(12);
            } else {
                out.putField(value.micros);
            }
        }

        @Override
        void encode(byte kind, long bits, TupleBuffer out) throws BadData {
            if (kind == Fields.TIME && !zoned && bits >= 0 && bits <= DateTime.MICROS_PER_DAY) {
                out.putField(bits);
            } else {
                super.encode(kind, bits, out);
            }
        }

        private boolean parse(byte[] src, int from, int to) {
            value.clear();
            int usual = IsoDateTime.time(src, from, to, value);
            if (usual == to || usual > 0 && Zones.parse(src, usual, to, value)) {
                return true;
            }
            // 040506 alone is a time here, though a date elsewhere
            if (to - from < dated.length - 11 && to > from && parser.parse(src, from, to, value) && value.hasTime) {
                return true;
            }
            if (to - from >= dated.length - 11) {
                return false;
            }
            byte[] anyDay = "2000-01-01 ".getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(anyDay, 0, dated, 0, anyDay.length);
            System.arraycopy(src, from, dated, anyDay.length, to - from);
            return parser.parse(dated, 0, anyDay.length + to - from, value);
        }
    }

    private static final class Supers extends ColumnEncoder {

        private final boolean known;
        private final JsonChecker checker = new JsonChecker();

        Supers(boolean known) {
            this.known = known;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            if (!known) {
                checker.check(src, at, end);
            }
            int odd = Bytes.endOfAscii(src, at, end);
            while (odd < end) {
                int length = Utf8.length(src, odd, end);
                if (length < 0 || src[odd] == 0) {
                    throw Utf8.invalid(src, at, odd, end, length < 0 ? -length : Utf8.UNASSIGNED);
                }
                odd = Bytes.endOfAscii(src, odd + length, end);
            }
            if (Bytes.indexOf(src, at, end, (byte) '\t') < 0) {
                out.putField(src, at, end);
            } else {
                putWithoutTabs(src, at, end, out);
            }
        }

        @Override
        void encode(byte kind, long bits, TupleBuffer out) {
            text.size = 0;
            text.json(kind, bits);
            out.putField(text.bytes, 0, text.size);
        }

        /** A tab inside a string is taken by COPY but not by PostgreSQL's json; outside it is a blank. */
        private static void putWithoutTabs(byte[] src, int from, int to, TupleBuffer out) {
            out.ensure(4 + 2 * (to - from));
            byte[] bytes = out.bytes();
            int start = out.size();
            int target = start + 4;
            boolean inString = false;
            for (int at = from; at < to; at++) {
                byte b = src[at];
                if (b == '\t') {
                    if (inString) {
                        bytes[target++] = '\\';
                    }
                    bytes[target++] = inString ? (byte) 't' : (byte) ' ';
                    continue;
                }
                bytes[target++] = b;
                if (inString && b == '\\') {
                    bytes[target++] = src[++at];
                } else if (b == '"') {
                    inString = !inString;
                }
            }
            Bytes.INT.set(bytes, start, target - start - 4);
            out.advance(target - start);
        }
    }

    /** VARBYTE: two hexadecimal digits a byte. */
    private static final class Bits extends ColumnEncoder {

        private final int maxBytes;

        Bits(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        void encode(byte[] src, int from, int to, TupleBuffer out) throws BadData {
            int at = Bytes.skipBlanks(src, from, to);
            int end = Bytes.dropBlanks(src, at, to);
            if ((end - at & 1) != 0) {
                throw new BadData(BadData.INVALID_HEX, end - from, "Odd number of hexadecimal digits");
            }
            if (end - at > 2 * maxBytes) {
                throw new BadData(BadData.TOO_LONG, -1, "Varbyte length exceeds DDL length");
            }
            out.ensure(4 + (end - at) / 2);
            byte[] bytes = out.bytes();
            int target = out.size() + 4;
            Bytes.INT.set(bytes, out.size(), (end - at) / 2);
            for (; at < end; at += 2) {
                int high = Character.digit(src[at], 16);
                int low = Character.digit(src[at + 1], 16);
                if (high < 0 || low < 0) {
                    int bad = high < 0 ? at : at + 1;
                    throw new BadData(BadData.INVALID_HEX, bad - from,
                            "Invalid hexadecimal digit, Value '" + BadData.printable(src[bad]) + "'");
                }
                bytes[target++] = (byte) (high << 4 | low);
            }
            out.advance(target - out.size());
        }
    }
}
