/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import org.jspecify.annotations.Nullable;

/**
 * The type of a number in Redshift, with the rules that give the type of what is computed from numbers.
 *
 * <p>Source: the page Computations with numeric values of the Redshift Database Developer Guide.
 *
 * @param kind what it is
 * @param precision how many digits it has in all; of an integer, those of the DECIMAL that it becomes beside one; 0 for
 *     a floating-point number
 * @param scale how many of them stand behind the point
 */
record NumericType(Kind kind, int precision, int scale) {

    /** The families of numbers, from the narrower to the wider. */
    enum Kind { SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE }

    static final int MAX_PRECISION = 38;
    /** Up to here a DECIMAL is stored in 64 bits. */
    private static final int SHORT_PRECISION = 19;
    /** Digits behind the point that a result keeps whose digits are too many. */
    private static final int KEPT_SCALE = 4;

    static final NumericType SMALLINT = new NumericType(Kind.SMALLINT, 5, 0);
    static final NumericType INTEGER = new NumericType(Kind.INTEGER, 10, 0);
    static final NumericType BIGINT = new NumericType(Kind.BIGINT, 19, 0);
    static final NumericType REAL = new NumericType(Kind.REAL, 0, 0);
    static final NumericType DOUBLE = new NumericType(Kind.DOUBLE, 0, 0);

    static NumericType decimal(int precision, int scale) {
        return new NumericType(Kind.DECIMAL, precision, scale);
    }

    /** The type of a column by PostgreSQL's catalogue; null if it is no number, or a DECIMAL of any precision. */
    static @Nullable NumericType of(int typeOid, int typeModifier) {
        return switch (typeOid) {
            case 21 -> SMALLINT;
            case 23 -> INTEGER;
            case 20 -> BIGINT;
            case 700 -> REAL;
            case 701 -> DOUBLE;
            case 1700 -> typeModifier < 4 ? null : decimal(typeModifier - 4 >> 16 & 0xffff, typeModifier - 4 & 0x7ff);
            default -> null;
        };
    }

    /** The type's id in PostgreSQL's catalogue. */
    int typeOid() {
        return switch (kind) {
            case SMALLINT -> 21;
            case INTEGER -> 23;
            case BIGINT -> 20;
            case DECIMAL -> 1700;
            case REAL -> 700;
            case DOUBLE -> 701;
        };
    }

    /** Its modifier there: the digits of a DECIMAL. */
    int typeModifier() {
        return isDecimal() ? (precision << 16 | scale) + 4 : -1;
    }

    /** The type of a literal: the narrowest integer from INTEGER on, or the DECIMAL of its digits. */
    static @Nullable NumericType ofLiteral(Token number) {
        String digits = number.text();
        int point = digits.indexOf('.');
        for (int i = 0; i < digits.length(); i++) {
            if ((digits.charAt(i) < '0' || digits.charAt(i) > '9') && i != point) {
                return null;
            }
        }
        int precision = point < 0 ? digits.length() : digits.length() - 1;
        if (precision > MAX_PRECISION || precision == 0) {
            return null;
        } else if (point >= 0) {
            return decimal(precision, digits.length() - point - 1);
        }
        try {
            long value = Long.parseLong(digits);
            return value <= Integer.MAX_VALUE ? INTEGER : BIGINT;
        } catch (NumberFormatException tooLarge) {
            return decimal(precision, 0);
        }
    }

    boolean isDecimal() {
        return kind == Kind.DECIMAL;
    }

    boolean isFloat() {
        return kind == Kind.REAL || kind == Kind.DOUBLE;
    }

    boolean isInteger() {
        return kind.compareTo(Kind.DECIMAL) < 0;
    }

    /** The name as PostgreSQL takes it in a cast. */
    String postgres() {
        return "numeric(" + precision + "," + scale + ")";
    }

    /**
     * What an operation gives. The scale may not be the one that its operands give: see {@link #isCut}.
     *
     * @return its type; null if the operator does not compute
     */
    static @Nullable NumericType of(NumericType a, String operator, NumericType b) {
        if (a.isFloat() || b.isFloat()) {
            return a.kind == Kind.REAL && b.kind == Kind.REAL ? REAL : DOUBLE;
        } else if (a.isInteger() && b.isInteger()) {
            return a.kind.compareTo(b.kind) < 0 ? b : a;
        }
        int scale = scale(a, operator, b);
        int precision = precision(a, operator, b, scale);
        if (precision <= MAX_PRECISION) {
            return scale < 0 ? null : decimal(precision, scale);
        }
        return decimal(MAX_PRECISION, Math.min(scale, Math.max(MAX_PRECISION + scale - precision, KEPT_SCALE)));
    }

    /** Whether the digits of the result may be more than 38: then it can overflow, and its scale may be cut. */
    static boolean isCut(NumericType a, String operator, NumericType b) {
        return precision(a, operator, b, scale(a, operator, b)) > MAX_PRECISION;
    }

    private static int scale(NumericType a, String operator, NumericType b) {
        return switch (operator) {
            case "+", "-", "%" -> Math.max(a.scale, b.scale);
            case "*" -> a.scale + b.scale;
            case "/" -> Math.max(KEPT_SCALE, a.scale + b.precision - b.scale + 1);
            default -> -1;
        };
    }

    private static int precision(NumericType a, String operator, NumericType b, int scale) {
        int whole = Math.max(a.precision - a.scale, b.precision - b.scale);
        return switch (operator) {
            case "+", "-" -> whole + 1 + scale;
            case "%" -> whole + scale;
            case "*" -> a.precision + b.precision + 1;
            case "/" -> a.precision - a.scale + b.scale + scale;
            default -> 0;
        };
    }

    /**
     * The type of what is one or the other: in UNION, COALESCE, CASE and their like. The page gives such a DECIMAL at
     * most 19 digits; where one of the two has more already, it keeps them.
     */
    static NumericType either(NumericType a, NumericType b) {
        if (a.isFloat() || b.isFloat()) {
            return a.kind == Kind.REAL && b.kind == Kind.REAL ? REAL : DOUBLE;
        } else if (a.isInteger() && b.isInteger()) {
            return a.kind.compareTo(b.kind) < 0 ? b : a;
        }
        int most = Math.max(a.precision, b.precision) > SHORT_PRECISION ? MAX_PRECISION : SHORT_PRECISION;
        int scale = Math.max(a.scale, b.scale);
        return decimal(Math.min(Math.max(a.precision - a.scale, b.precision - b.scale) + scale, most), scale);
    }
}
