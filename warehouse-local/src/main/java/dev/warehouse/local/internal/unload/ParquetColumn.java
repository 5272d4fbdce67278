/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.math.BigInteger;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Types;

/** A column of Parquet files: its type there, and how a value of PostgreSQL's binary COPY becomes one. */
final class ParquetColumn {

    private static final int LARGEST_PRECISION = 38;
    private static final int INT32_PRECISION = 9;
    private static final int INT64_PRECISION = 18;
    /** Leaves room for 18 digits before the point. */
    private static final int MOST_SAMPLED_SCALE = 20;

    private enum Value { BOOLEAN, INT16, INT32, INT64, FLOAT, DOUBLE, DATE, TIMESTAMP, TIME, TIMETZ, DECIMAL, BYTES }

    private final String name;
    private final ResultColumn column;
    private final int field;
    private final int position;
    private final Value value;
    private final int precision;
    private int scale;
    private final DecimalValue decimal = new DecimalValue();
    private final byte[] wide = new byte[2 * Long.BYTES];

    ParquetColumn(ResultColumn column, int field, int position) {
        this.name = column.name();
        this.column = column;
        this.field = field;
        this.position = position;
        this.value = switch (column.typeOid()) {
            case 16 -> Value.BOOLEAN;
            case 20, 26 -> Value.INT64;
            case 21 -> Value.INT16;
            case 23 -> Value.INT32;
            case 700 -> Value.FLOAT;
            case 701 -> Value.DOUBLE;
            case 1082 -> Value.DATE;
            case 1083 -> Value.TIME;
            case 1114, 1184 -> Value.TIMESTAMP;
            case 1266 -> Value.TIMETZ;
            case 1700 -> Value.DECIMAL;
            default -> Value.BYTES;
        };
        this.precision = column.precision();
        this.scale = column.scale();
    }

    /** Whether it is a DECIMAL of an expression, whose scale only its values tell. */
    boolean needsSamples() {
        return value == Value.DECIMAL && column.typeModifier() < 0;
    }

    void sample(Row row) {
        if (needsSamples() && !row.isNull(field)) {
            int found = DecimalValue.scale(row.bytes(), row.from(field));
            scale = Math.max(scale, Math.min(found, MOST_SAMPLED_SCALE));
        }
    }

    PrimitiveType type() {
        return switch (value) {
            case BOOLEAN -> Types.optional(BOOLEAN).named(name);
            case INT16 -> Types.optional(INT32).as(intType(16, true)).named(name);
            case INT32 -> Types.optional(INT32).named(name);
            case INT64 -> Types.optional(INT64).named(name);
            case FLOAT -> Types.optional(FLOAT).named(name);
            case DOUBLE -> Types.optional(DOUBLE).named(name);
            case DATE -> Types.optional(INT32).as(dateType()).named(name);
            case TIME, TIMETZ -> Types.optional(INT64).as(timeType(value == Value.TIMETZ, TimeUnit.MICROS)).named(name);
            case TIMESTAMP -> Types.optional(INT64).as(timestampType(column.typeOid() == 1184, TimeUnit.MICROS))
                    .named(name);
            case DECIMAL -> precision <= INT64_PRECISION
                    ? Types.optional(precision <= INT32_PRECISION ? INT32 : INT64).as(decimalType(scale, precision))
                            .named(name)
                    : Types.optional(FIXED_LEN_BYTE_ARRAY).length(bytes(precision)).as(decimalType(scale, precision))
                            .named(name);
            case BYTES -> Types.optional(BINARY)
                    .as(column.kind() == ResultColumn.Kind.SUPER ? jsonType() : stringType()).named(name);
        };
    }

    /** The fewest bytes that hold so many digits and a sign. */
    private static int bytes(int precision) {
        return BigInteger.TEN.pow(precision).bitLength() / Byte.SIZE + 1;
    }

    /** Adds the value of a row, unless it is NULL. */
    void add(Row row, int index, RecordConsumer consumer) {
        if (row.isNull(field)) {
            return;
        }
        byte[] bytes = row.bytes();
        int at = row.from(field);
        consumer.startField(name, index);
        switch (value) {
            case BOOLEAN -> consumer.addBoolean(bytes[at] != 0);
            case INT16 -> consumer.addInteger(BinaryValues.int16(bytes, at));
            case INT32 -> consumer.addInteger(BinaryValues.int32(bytes, at));
            case INT64 -> consumer.addLong(BinaryValues.int64(bytes, at));
            case FLOAT -> consumer.addFloat(Float.intBitsToFloat(BinaryValues.int32(bytes, at)));
            case DOUBLE -> consumer.addDouble(Double.longBitsToDouble(BinaryValues.int64(bytes, at)));
            case DATE -> consumer.addInteger(days(BinaryValues.int32(bytes, at)));
            case TIMESTAMP -> consumer.addLong(micros(BinaryValues.int64(bytes, at)));
            case TIME -> consumer.addLong(BinaryValues.int64(bytes, at));
            case TIMETZ -> consumer.addLong(Math.floorMod(BinaryValues.int64(bytes, at)
                    + BinaryValues.int32(bytes, at + Long.BYTES) * 1_000_000L, BinaryValues.MICROS_PER_DAY));
            case DECIMAL -> addDecimal(bytes, at, consumer);
            case BYTES -> consumer.addBinary(Binary.fromReusedByteArray(bytes, at, row.to(field) - at));
        }
        consumer.endField(name, index);
    }

    private int days(int days) {
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            throw unwritable("infinity is no DATE", "Replace it in the query.");
        }
        return days + BinaryValues.EPOCH_DAYS;
    }

    private long micros(long micros) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw unwritable("infinity is no " + column.typeName(), "Replace it in the query.");
        }
        if (micros > Long.MAX_VALUE - BinaryValues.EPOCH_MICROS) {
            throw unwritable("Parquet counts microseconds up to the year 294247", "Replace it in the query.");
        }
        return micros + BinaryValues.EPOCH_MICROS;
    }

    private void addDecimal(byte[] bytes, int at, RecordConsumer consumer) {
        try {
            decimal.read(bytes, at, scale);
        } catch (ArithmeticException e) {
            throw unwritable(String.valueOf(e.getMessage()), needsSamples()
                    ? "The query does not say how many digits the column has, and its first rows were taken for an "
                            + "example: cast it, as in " + name + "::decimal(" + LARGEST_PRECISION + ",10)."
                    : "Replace it in the query.");
        }
        if (precision <= INT32_PRECISION) {
            consumer.addInteger((int) decimal.toLong());
        } else if (precision <= INT64_PRECISION) {
            consumer.addLong(decimal.toLong());
        } else {
            decimal.toBytes(wide);
            int length = bytes(precision);
            consumer.addBinary(Binary.fromReusedByteArray(wide, wide.length - length, length));
        }
    }

    private RedshiftError unwritable(String detail, String hint) {
        return new RedshiftError(RedshiftError.INTERNAL_ERROR, "a value of the column \"" + name
                + "\" cannot be written as PARQUET", detail, hint, position);
    }
}
