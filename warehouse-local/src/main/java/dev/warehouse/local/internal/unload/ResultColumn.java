/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/**
 * A column of a query's result.
 *
 * @param name its name
 * @param typeOid its type's id in PostgreSQL's catalogue
 * @param typeModifier its type's modifier, or -1
 */
public record ResultColumn(String name, int typeOid, int typeModifier) {

    /** What a value is, as far as the files are concerned. */
    enum Kind { BOOLEAN, INTEGER, DECIMAL, REAL, DOUBLE, CHAR, VARCHAR, DATE, TIMESTAMP, TIME, SUPER, VARBYTE }

    Kind kind() {
        return switch (typeOid) {
            case 16 -> Kind.BOOLEAN;
            case 17 -> Kind.VARBYTE;
            case 20, 21, 23, 26 -> Kind.INTEGER;
            case 1700 -> Kind.DECIMAL;
            case 700 -> Kind.REAL;
            case 701 -> Kind.DOUBLE;
            case 18, 1042 -> Kind.CHAR;
            case 1082 -> Kind.DATE;
            case 1114 -> Kind.TIMESTAMP;
            case 1083, 1184, 1186, 1266 -> Kind.TIME;
            case 114, 3802 -> Kind.SUPER;
            default -> Kind.VARCHAR;
        };
    }

    /**
     * Whether it is of the type SUPER.
     *
     * @return true if it is
     */
    public boolean isSuper() {
        return kind() == Kind.SUPER;
    }

    boolean isCharacter() {
        return kind() == Kind.CHAR || kind() == Kind.VARCHAR;
    }

    /** The type's name in a verbose manifest. */
    String typeName() {
        return switch (typeOid) {
            case 16 -> "boolean";
            case 17 -> "binary varying";
            case 20 -> "bigint";
            case 21 -> "smallint";
            case 23, 26 -> "integer";
            case 1700 -> "numeric";
            case 700 -> "real";
            case 701 -> "double precision";
            case 18, 1042 -> "character";
            case 1082 -> "date";
            case 1083 -> "time without time zone";
            case 1266 -> "time with time zone";
            case 1114 -> "timestamp without time zone";
            case 1184 -> "timestamp with time zone";
            case 1186 -> "interval";
            case 114, 3802 -> "super";
            default -> "character varying";
        };
    }

    /** The declared length of a character type; without one, what Redshift's VARCHAR has at most. */
    int maxLength() {
        return typeModifier >= 4 ? typeModifier - 4 : 65_535;
    }

    int precision() {
        return typeModifier >= 4 ? typeModifier - 4 >> 16 & 0xffff : 38;
    }

    int scale() {
        return typeModifier >= 4 ? typeModifier - 4 & 0x7ff : 0;
    }
}
