/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.util.List;
import java.util.Locale;

/**
 * Rows of files that hold columns: the first column of the file goes to the first of the table, and so on. Defined by
 * "COPY from columnar data formats" in the Redshift guide.
 */
abstract class ColumnarRows extends RecordRows {

    enum Kind { BOOLEAN, INTEGER, FLOAT, DOUBLE, STRING, BINARY, DATE, TIMESTAMP, TIME, DECIMAL, NESTED, OTHER }

    /**
     * A column of the file.
     *
     * @param name its name
     * @param kind what it holds
     * @param size the bits of an INTEGER
     * @param scale the scale of a DECIMAL
     * @param schema its type as the format writes it
     */
    record FileColumn(String name, Kind kind, int size, int scale, String schema) {
    }

    private final String format;
    private final boolean serializeToJson;
    private final boolean fillRecord;

    /** The format's name is written as it stands in messages: Parquet. */
    ColumnarRows(List<TargetColumn> columns, CopyStatement copy, String format) {
        super(columns);
        this.format = format;
        this.serializeToJson = copy.serializeToJson;
        this.fillRecord = copy.fillRecord;
    }

    /** Makes sure that a file fits the table. */
    final void check(List<FileColumn> file) throws UnfitFileException {
        if (file.size() > columns.size() || file.size() < columns.size() && !fillRecord) {
            throw new UnfitFileException("Unmatched number of columns between table and file. Table columns: "
                    + columns.size() + ", Data columns: " + file.size(),
                    file.size() < columns.size()
                            ? "Name the columns that the file holds in a column list, or add FILLRECORD to fill the last "
                                    + "ones with NULL. The file holds " + names(file) + "."
                            : "Columns are matched by their place, and the file must not hold more. It holds "
                                    + names(file) + ".");
        }
        for (int i = 0; i < file.size(); i++) {
            check(file.get(i), columns.get(i));
        }
    }

    private static String names(List<FileColumn> file) {
        return String.join(", ", file.stream().map(FileColumn::name).toList());
    }

    private void check(FileColumn from, TargetColumn to) throws UnfitFileException {
        boolean nested = from.kind() == Kind.NESTED;
        if (nested && !serializeToJson) {
            throw new UnfitFileException("column '" + from.name() + "' is nested: " + from.schema(),
                    "Load it into a SUPER column with " + format.toUpperCase(Locale.ROOT)
                            + " SERIALIZETOJSON.");
        }
        if (!fits(from, to)) {
            throw new UnfitFileException("incompatible " + format + " schema for column '" + to.name()
                    + "'. Column type: " + typeName(to) + ", " + format + " schema: " + from.schema(),
                    "Columns are matched by their place, not by their names, and values are not converted. "
                            + (nested ? "A nested column loads into SUPER." : "Give the column the file's type."));
        }
    }

    private static boolean fits(FileColumn from, TargetColumn to) {
        String type = to.type();
        boolean isSuper = type.equals("super") || type.equals("json");
        return switch (from.kind()) {
            case BOOLEAN -> type.equals("bool") || isSuper;
            case INTEGER -> from.size() <= 64 && (type.equals("int8") || isSuper
                    || from.size() <= 32 && (type.equals("int4") || type.equals("int2")));
            case FLOAT -> type.equals("float4") || type.equals("float8") || isSuper;
            case DOUBLE -> type.equals("float8") || isSuper;
            case STRING -> to.isCharacter() || isSuper;
            case BINARY -> to.isCharacter() || type.equals("bytea");
            case DATE -> type.equals("date") || isSuper;
            case TIMESTAMP -> type.equals("timestamp") || type.equals("timestamptz") || isSuper;
            case TIME -> type.equals("time") || type.equals("timetz") || isSuper;
            case DECIMAL -> type.equals("numeric") && from.scale() <= to.scale() || isSuper;
            case NESTED -> isSuper;
            case OTHER -> false;
        };
    }

    private static String typeName(TargetColumn column) {
        return switch (column.type()) {
            case "int2" -> "SMALLINT";
            case "int4" -> "INT";
            case "int8" -> "BIGINT";
            case "numeric" -> "DECIMAL(" + column.precision() + ", " + column.scale() + ")";
            case "float4" -> "REAL";
            case "float8" -> "DOUBLE";
            case "bool" -> "BOOLEAN";
            case "varchar", "text" -> "VARCHAR(" + column.maxBytes() + ")";
            case "bpchar" -> "CHAR(" + column.maxBytes() + ")";
            case "bytea" -> "VARBYTE";
            default -> column.type().toUpperCase(Locale.ROOT);
        };
    }
}
