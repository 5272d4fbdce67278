/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.math.BigDecimal;
import java.util.Set;

/** The type of a column in a definition: its end, and what PostgreSQL calls it. */
final class ColumnTypes {

    /** PostgreSQL's types that Redshift refuses for columns. */
    private static final Set<String> UNSUPPORTED = Set.of("serial", "serial2", "serial4", "serial8", "bigserial",
            "smallserial", "money", "json", "jsonb", "uuid", "bytea", "xml", "inet", "cidr", "macaddr", "macaddr8",
            "bit", "varbit", "point", "line", "lseg", "box", "path", "polygon", "circle", "tsvector", "tsquery",
            "hstore", "name", "oid", "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange");

    /** Redshift's types that no PostgreSQL has. */
    private static final Set<String> NOT_EMULATED = Set.of("geometry", "geography");

    private ColumnTypes() {
    }

    /** Rewrites the type that begins at the index, and gives the index behind it. */
    static int rewrite(Statement statement, int index, String column) {
        if (index >= statement.size() || !statement.token(index).isName()) {
            throw statement.syntax("the type of column \"" + column + "\" is missing", index);
        }
        Token type = statement.token(index);
        String name = type.name();
        int behind = index + 1;
        if (UNSUPPORTED.contains(name)) {
            throw statement.unsupported("Column \"" + column + "\" has unsupported type \"" + name + "\".",
                    name.contains("serial") ? "use INTEGER or BIGINT with IDENTITY(1,1)"
                            : name.startsWith("json") ? "use SUPER" : name.equals("bytea") ? "use VARBYTE"
                            : "use a type that Redshift has", index)
                            .named(name.contains("serial") ? "serial" : "pg-type");
        }
        if (NOT_EMULATED.contains(name)) {
            throw statement.notEmulated("the local Redshift has no type " + name.toUpperCase(java.util.Locale.ROOT),
                    null,
                    index);
        }
        switch (name) {
            case "character", "char", "nchar" -> {
                boolean varying = statement.word(behind, "varying");
                behind = varying ? behind + 1 : behind;
                if (varying) {
                    return varchar(statement, index, behind);
                }
                if (!statement.sign(behind, "(")) {
                    return behind;
                }
                statement.replace(index, index + 1, "char");
                atMost(statement, behind, 4096, "length for type char cannot exceed 4096");
                return statement.behindBrackets(behind);
            }
            case "varchar", "nvarchar" -> {
                return varchar(statement, index, behind);
            }
            case "text" -> {
                statement.replace(index, behind, "varchar(256)");
                return behind;
            }
            case "bpchar" -> {
                statement.replace(index, behind, "char(256)");
                return behind;
            }
            case "decimal", "numeric" -> {
                if (statement.sign(behind, "(")) {
                    atMost(statement, behind, 38, "DECIMAL precision must be between 1 and 38");
                    return statement.behindBrackets(behind);
                }
                statement.replace(index, behind, "numeric(18,0)");
                return behind;
            }
            case "varbyte", "varbinary", "binary" -> {
                behind = statement.word(behind, "varying") ? behind + 1 : behind;
                if (statement.sign(behind, "(")) {
                    statement.replace(index, behind, "bytea");
                    return statement.behindBrackets(behind);
                }
                statement.replace(index, behind, "bytea(64000)");
                return behind;
            }
            case "double" -> {
                return statement.word(behind, "precision") ? behind + 1 : behind;
            }
            case "time", "timestamp" -> {
                behind = statement.sign(behind, "(") ? statement.behindBrackets(behind) : behind;
                return statement.looking(behind, "with", "time", "zone")
                        || statement.looking(behind, "without", "time", "zone") ? behind + 3 : behind;
            }
            case "interval" -> {
                while (behind < statement.size() && intervalWord(statement.token(behind))) {
                    behind++;
                }
                return behind;
            }
            default -> {
                while (statement.sign(behind, ".")) {
                    behind += 2;
                }
                behind = statement.sign(behind, "(") ? statement.behindBrackets(behind) : behind;
                if (statement.sign(behind, "[")) {
                    throw statement.unsupported("Column \"" + column + "\" has unsupported type \"" + name + "[]\".",
                            "Redshift has no arrays: use SUPER", index).named("array-type");
                }
                return behind;
            }
        }
    }

    private static int varchar(Statement statement, int index, int behind) {
        if (!statement.sign(behind, "(")) {
            statement.replace(index, behind, "varchar(256)");
            return behind;
        }
        int end = statement.behindBrackets(behind);
        boolean max = statement.word(behind + 1, "max");
        atMost(statement, behind, 65_535, "length for type varchar cannot exceed 65535");
        statement.replace(index, end, "varchar(" + (max ? "65535" : statement.text(behind + 1, end - 1)) + ")");
        return end;
    }

    /** The number behind the bracket is not larger. */
    private static void atMost(Statement statement, int open, int most, String message) {
        Token number = statement.token(open + 1);
        if (number.type() == Token.Type.NUMBER
                && new BigDecimal(number.text()).compareTo(BigDecimal.valueOf(most)) > 0) {
            throw statement.unsupported(message, "write at most " + most, open + 1).named("type-length");
        }
    }

    private static boolean intervalWord(Token token) {
        return token.is("year") || token.is("to") || token.is("month") || token.is("day") || token.is("second")
                || token.is("hour") || token.is("minute");
    }
}
