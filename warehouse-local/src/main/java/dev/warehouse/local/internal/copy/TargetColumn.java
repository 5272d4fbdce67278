/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

/**
 * A column to be filled.
 *
 * @param name its name
 * @param type PostgreSQL's name of its type: {@code int4}, {@code varchar} …, or {@code super}
 * @param typeModifier PostgreSQL's type modifier, or -1
 * @param notNull whether NULL is refused
 */
record TargetColumn(String name, String type, int typeModifier, boolean notNull) {

    private static final int MAX_VARCHAR = 65_535;
    private static final int MAX_VARBYTE = 1_024_000;

    /** The type as the load error views name it. */
    String logType() {
        return switch (type) {
            case "bpchar" -> "char";
            case "bytea" -> "varbyte";
            case "text" -> "varchar";
            default -> type;
        };
    }

    /** The declared length as the load error views show it, empty if the type has none. */
    String logLength() {
        return switch (type) {
            case "bpchar", "varchar", "text", "bytea" -> String.valueOf(maxBytes());
            case "numeric" -> typeModifier < 4 ? "" : precision() + ", " + scale();
            default -> "";
        };
    }

    boolean isCharacter() {
        return type.equals("varchar") || type.equals("bpchar") || type.equals("text");
    }

    /** The most bytes of a character type or of VARBYTE. */
    int maxBytes() {
        return typeModifier >= 4 ? typeModifier - 4 : type.equals("bytea") ? MAX_VARBYTE : MAX_VARCHAR;
    }

    /** All digits of a DECIMAL; without a declared one there is room for 38 before the point and 37 behind it. */
    int precision() {
        return typeModifier < 4 ? 75 : typeModifier - 4 >> 16 & 0xffff;
    }

    int scale() {
        return typeModifier < 4 ? 37 : typeModifier - 4 & 0x7ff;
    }
}
