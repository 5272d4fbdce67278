/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftdata.model.ColumnMetadata;
import software.amazon.awssdk.services.redshiftdata.model.GetStatementResultResponse;

/** Rows of the Data API, page by page, with the types that the Redshift JDBC driver gives them. */
final class DataApiRows {

    private static final DSLContext DSL_CONTEXT = DSL.using(SQLDialect.YUGABYTEDB);

    private final Field<?>[] fields;
    private final Result<Record> result;

    DataApiRows(List<ColumnMetadata> columns) {
        fields = columns.stream().map(column -> DSL.field(DSL.name(column.label() == null ? column.name()
                : column.label()), type(column))).toArray(Field<?>[]::new);
        result = DSL_CONTEXT.newResult(fields);
    }

    void add(GetStatementResultResponse page) {
        page.records().forEach(row -> {
            List<@Nullable Object> values = new ArrayList<>(fields.length);
            for (int i = 0; i < fields.length; i++) {
                values.add(value(row.get(i), fields[i].getDataType()));
            }
            Record filled = DSL_CONTEXT.newRecord(fields);
            filled.fromArray(values.toArray());
            result.add(filled);
        });
    }

    Result<Record> result() {
        return result;
    }

    private static @Nullable Object value(software.amazon.awssdk.services.redshiftdata.model.Field field,
            DataType<?> type) {
        if (Boolean.TRUE.equals(field.isNull())) {
            return null;
        }
        if (field.stringValue() != null) {
            return type == SQLDataType.TIMESTAMPWITHTIMEZONE ? withColon(field.stringValue()) : field.stringValue();
        }
        if (field.longValue() != null) {
            return field.longValue();
        }
        if (field.doubleValue() != null) {
            return field.doubleValue();
        }
        return field.booleanValue() != null ? field.booleanValue()
                : field.blobValue() == null ? null : field.blobValue().asByteArray();
    }

    // 2018-11-01 21:01:46.796+00 is ISO 8601 but for the blank and the minutes of its offset
    private static String withColon(String time) {
        return time.replaceFirst(" ", "T").replaceFirst("([+-]\\d\\d)$", "$1:00");
    }

    private static DataType<?> type(ColumnMetadata column) {
        return switch (String.valueOf(column.typeName()).toLowerCase(Locale.ROOT)) {
            case "int2", "smallint" -> SQLDataType.SMALLINT;
            case "int4", "integer", "int", "serial" -> SQLDataType.INTEGER;
            case "int8", "bigint", "bigserial", "oid" -> SQLDataType.BIGINT;
            case "float4", "real" -> SQLDataType.REAL;
            case "float8", "double precision" -> SQLDataType.DOUBLE;
            case "numeric", "decimal" -> column.precision() == null || column.precision() == 0 ? SQLDataType.NUMERIC
                    : SQLDataType.NUMERIC(column.precision(), column.scale() == null ? 0 : column.scale());
            case "bool", "boolean" -> SQLDataType.BOOLEAN;
            case "date" -> SQLDataType.DATE;
            case "time" -> SQLDataType.TIME;
            case "timestamp" -> SQLDataType.TIMESTAMP;
            case "timestamptz" -> SQLDataType.TIMESTAMPWITHTIMEZONE;
            case "bpchar", "char" -> SQLDataType.CHAR;
            default -> SQLDataType.VARCHAR;
        };
    }
}
