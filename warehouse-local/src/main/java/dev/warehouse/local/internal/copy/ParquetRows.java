/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** PARQUET, a row group at a time. */
final class ParquetRows extends ColumnarRows {

    private static final int JULIAN_EPOCH = 2_440_588;

    private @Nullable ParquetFileReader file;
    private @Nullable MessageColumnIO schema;
    private @Nullable RecordReader<Object> group;
    private long left;

    ParquetRows(List<TargetColumn> columns, CopyStatement copy) {
        super(columns, copy, "Parquet");
    }

    @Override
    void open(SourceFile source, Path onDisk) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs()).usePageChecksumVerification(true).build();
        ParquetFileReader opened = ParquetFileReader.open(new LocalInputFile(onDisk), options);
        file = opened;
        MessageType type = opened.getFileMetaData().getSchema();
        check(type.getFields().stream().map(ParquetRows::describe).toList());
        schema = new ColumnIOFactory().getColumnIO(type);
        left = 0;
    }

    @Override
    boolean read() throws IOException {
        ParquetFileReader from = file;
        MessageColumnIO io = schema;
        if (from == null || io == null) {
            return false;
        }
        RecordReader<Object> reader = group;
        while (left == 0 || reader == null) {
            PageReadStore pages = from.readNextRowGroup();
            if (pages == null) {
                return false;
            }
            left = pages.getRowCount();
            reader = io.getRecordReader(pages, new Rows(io.getType()));
            group = reader;
        }
        reader.read();
        left--;
        return true;
    }

    @Override
    void close() throws IOException {
        group = null;
        schema = null;
        if (file != null) {
            file.close();
            file = null;
        }
    }

    // ---- the schema

    private static FileColumn describe(Type type) {
        String shown = type.toString().replaceAll("\\s+", " ");
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            return new FileColumn(type.getName(), Kind.NESTED, 0, 0, shown);
        }
        PrimitiveType primitive = type.asPrimitiveType();
        LogicalTypeAnnotation annotation = primitive.getLogicalTypeAnnotation();
        int scale = annotation instanceof DecimalLogicalTypeAnnotation decimal ? decimal.getScale() : 0;
        return new FileColumn(type.getName(), kind(primitive), bits(primitive), scale, shown);
    }

    private static int bits(PrimitiveType type) {
        boolean unsigned = type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation number
                && !number.isSigned() && number.getBitWidth() >= 32;
        return (type.getPrimitiveTypeName() == PrimitiveTypeName.INT64 ? 64 : 32) + (unsigned ? 1 : 0);
    }

    private static Kind kind(PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation) {
            return Kind.DECIMAL;
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> Kind.BOOLEAN;
            case FLOAT -> Kind.FLOAT;
            case DOUBLE -> Kind.DOUBLE;
            case INT96 -> Kind.TIMESTAMP;
            case INT32, INT64 -> annotation instanceof DateLogicalTypeAnnotation ? Kind.DATE
                    : annotation instanceof TimestampLogicalTypeAnnotation ? Kind.TIMESTAMP
                    : annotation instanceof TimeLogicalTypeAnnotation ? Kind.TIME : Kind.INTEGER;
            case BINARY -> annotation instanceof StringLogicalTypeAnnotation
                    || annotation instanceof EnumLogicalTypeAnnotation
                    || annotation instanceof JsonLogicalTypeAnnotation ? Kind.STRING
                    : annotation == null ? Kind.BINARY : Kind.OTHER;
            case FIXED_LEN_BYTE_ARRAY -> annotation instanceof UUIDLogicalTypeAnnotation ? Kind.STRING
                    : annotation == null ? Kind.BINARY : Kind.OTHER;
        };
    }

    private static long micros(long value, TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> Math.multiplyExact(value, 1000L);
            case MICROS -> value;
            case NANOS -> Math.floorDiv(value, 1000L);
        };
    }

    // ---- values

    /** Takes what the library reads; the row is in {@link Fields} when it is done. */
    private final class Rows extends RecordMaterializer<Object> {

        private final Converter[] cells;
        private final @Nullable ParquetNested[] nested;
        private final GroupConverter root = new GroupConverter() {

            @Override
            public Converter getConverter(int index) {
                return cells[index];
            }

            @Override
            public void start() {
                for (ParquetNested column : nested) {
                    if (column != null) {
                        column.forget();
                    }
                }
            }

            @Override
            public void end() {
                for (int i = 0; i < nested.length; i++) {
                    ParquetNested column = nested[i];
                    if (column != null && column.found()) {
                        int from = text.size;
                        column.write(text);
                        container(i, from);
                    }
                }
            }
        };

        Rows(MessageType type) {
            cells = new Converter[type.getFieldCount()];
            nested = new ParquetNested[cells.length];
            for (int i = 0; i < cells.length; i++) {
                Type column = type.getType(i);
                if (column.isPrimitive() && !column.isRepetition(Type.Repetition.REPEATED)) {
                    cells[i] = new Cell(i, column.asPrimitiveType());
                } else {
                    ParquetNested gathered = new ParquetNested(column);
                    cells[i] = gathered.converter();
                    nested[i] = gathered;
                }
            }
        }

        @Override
        public Object getCurrentRecord() {
            return this;
        }

        @Override
        public GroupConverter getRootConverter() {
            return root;
        }
    }

    private final class Cell extends PrimitiveConverter {

        private final int column;
        private final ParquetValue value;

        Cell(int column, PrimitiveType type) {
            this.column = column;
            this.value = new ParquetValue(type);
        }

        @Override
        public void addBoolean(boolean read) {
            set(column, Fields.BOOLEAN, read ? 1 : 0);
        }

        @Override
        public void addInt(int read) {
            addWhole(read);
        }

        @Override
        public void addLong(long read) {
            addWhole(read);
        }

        private void addWhole(long read) {
            if (value.decimal) {
                decimal(column, read, value.scale);
            } else {
                set(column, value.kind, value.bits(read));
            }
        }

        @Override
        public void addFloat(float read) {
            set(column, Fields.FLOAT, Float.floatToRawIntBits(read));
        }

        @Override
        public void addDouble(double read) {
            set(column, Fields.DOUBLE, Double.doubleToRawLongBits(read));
        }

        @Override
        public void addBinary(Binary read) {
            if (value.decimal) {
                decimal(column, value.decimal(read));
            } else if (value.kind == Fields.MICROS) {
                set(column, Fields.MICROS, ParquetValue.int96(read));
            } else if (value.uuid) {
                string(column, ParquetValue.uuid(read));
            } else {
                ByteBuffer bytes = read.toByteBuffer();
                if (bytes.hasArray()) {
                    addBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                } else {
                    byte[] copied = read.getBytesUnsafe();
                    addBytes(copied, 0, copied.length);
                }
            }
        }

        private void addBytes(byte[] bytes, int from, int length) {
            if (value.json && isSuper(column)) {
                // the value that UNLOAD wrote, not a string that looks like it
                int start = text.size;
                text.put(bytes, from, length);
                chars(column, start);
            } else {
                binary(column, bytes, from, length);
            }
        }
    }

    /** How a primitive value of a column is to be understood. */
    static final class ParquetValue {

        final byte kind;
        final boolean decimal;
        final boolean uuid;
        final boolean json;
        final int scale;
        private final boolean unsignedInt;
        private final @Nullable TimeUnit unit;

        ParquetValue(PrimitiveType type) {
            LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
            this.decimal = annotation instanceof DecimalLogicalTypeAnnotation;
            this.scale = annotation instanceof DecimalLogicalTypeAnnotation number ? number.getScale() : 0;
            this.json = annotation instanceof JsonLogicalTypeAnnotation;
            this.uuid = annotation instanceof UUIDLogicalTypeAnnotation;
            this.unsignedInt = ParquetRows.bits(type) == 33;
            if (annotation instanceof TimestampLogicalTypeAnnotation timestamp) {
                this.unit = timestamp.getUnit();
                this.kind = timestamp.isAdjustedToUTC() ? Fields.INSTANT : Fields.MICROS;
            } else if (annotation instanceof TimeLogicalTypeAnnotation time) {
                this.unit = time.getUnit();
                this.kind = Fields.TIME;
            } else {
                this.unit = null;
                this.kind = type.getPrimitiveTypeName() == PrimitiveTypeName.INT96 ? Fields.MICROS
                        : annotation instanceof DateLogicalTypeAnnotation ? Fields.DAYS : Fields.INTEGER;
            }
        }

        long bits(long read) {
            return unit != null ? micros(read, unit) : unsignedInt ? read & 0xffff_ffffL : read;
        }

        BigDecimal decimal(Binary read) {
            return new BigDecimal(new BigInteger(read.getBytes()), scale);
        }

        /** The old form of a timestamp: nanoseconds of the day, and the Julian day. */
        static long int96(Binary read) {
            ByteBuffer bytes = ByteBuffer.wrap(read.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = bytes.getLong();
            long day = (long) bytes.getInt() - JULIAN_EPOCH;
            return day * DateTime.MICROS_PER_DAY + Math.floorDiv(nanos, 1000L);
        }

        static String uuid(Binary read) {
            ByteBuffer bytes = ByteBuffer.wrap(read.getBytes());
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
    }
}
