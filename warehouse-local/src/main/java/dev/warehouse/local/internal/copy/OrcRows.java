/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;

/** ORC, a batch of rows at a time. */
final class OrcRows extends ColumnarRows {

    /** Without the files that Hadoop would look for, and without its cache of file systems and users. */
    private final Configuration configuration = new Configuration(false);
    private final FileSystem disk = new RawLocalFileSystem();
    private @Nullable Reader file;
    private @Nullable RecordReader records;
    private @Nullable VectorizedRowBatch batch;
    private List<TypeDescription> types = List.of();
    private int row;

    OrcRows(List<TargetColumn> columns, CopyStatement copy) {
        super(columns, copy, "ORC");
    }

    @Override
    void open(SourceFile source, Path onDisk) throws IOException {
        disk.initialize(URI.create("file:///"), configuration);
        Reader opened = OrcFile.createReader(new org.apache.hadoop.fs.Path(onDisk.toUri()),
                OrcFile.readerOptions(configuration).filesystem(disk).useUTCTimestamp(true)
                        .convertToProlepticGregorian(true));
        file = opened;
        TypeDescription schema = opened.getSchema();
        if (schema.getCategory() != TypeDescription.Category.STRUCT) {
            throw new UnfitFileException("the root of the schema is " + schema + ", but must be a struct",
                    "Write the files with a struct at the root of their schema.");
        }
        types = schema.getChildren();
        List<FileColumn> found = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            TypeDescription type = types.get(i);
            int scale = type.getCategory() == TypeDescription.Category.DECIMAL ? type.getScale() : 0;
            found.add(new FileColumn(schema.getFieldNames().get(i), kind(type),
                    type.getCategory() == TypeDescription.Category.LONG ? 64 : 32, scale, type.toString()));
        }
        check(found);
        batch = schema.createRowBatch();
        records = opened.rows();
        row = 0;
    }

    private static Kind kind(TypeDescription type) {
        return switch (type.getCategory()) {
            case BOOLEAN -> Kind.BOOLEAN;
            case BYTE, SHORT, INT, LONG -> Kind.INTEGER;
            case FLOAT -> Kind.FLOAT;
            case DOUBLE -> Kind.DOUBLE;
            case STRING, VARCHAR, CHAR -> Kind.STRING;
            case BINARY -> Kind.BINARY;
            case DATE -> Kind.DATE;
            case TIMESTAMP, TIMESTAMP_INSTANT -> Kind.TIMESTAMP;
            case DECIMAL -> Kind.DECIMAL;
            case LIST, MAP, STRUCT, UNION -> Kind.NESTED;
            default -> Kind.OTHER;
        };
    }

    @Override
    boolean read() throws IOException {
        RecordReader from = records;
        VectorizedRowBatch rows = batch;
        if (from == null || rows == null) {
            return false;
        }
        if (row == rows.size) {
            row = 0;
            if (!from.nextBatch(rows) || rows.size == 0) {
                rows.size = 0;
                return false;
            }
        }
        for (int i = 0; i < types.size(); i++) {
            ColumnVector vector = rows.cols[i];
            int at = vector.isRepeating ? 0 : row;
            if (vector.noNulls || !vector.isNull[at]) {
                column(i, types.get(i), vector, at);
            }
        }
        row++;
        return true;
    }

    @Override
    void close() throws IOException {
        RecordReader open = records;
        Reader opened = file;
        records = null;
        file = null;
        batch = null;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            if (opened != null) {
                opened.close();
            }
        }
    }

    private void column(int column, TypeDescription type, ColumnVector vector, int at) {
        switch (type.getCategory()) {
            case STRING, VARCHAR, CHAR -> {
                BytesColumnVector bytes = (BytesColumnVector) vector;
                string(column, bytes.vector[at], bytes.start[at], bytes.length[at]);
            }
            case BINARY -> {
                BytesColumnVector bytes = (BytesColumnVector) vector;
                binary(column, bytes.vector[at], bytes.start[at], bytes.length[at]);
            }
            case DECIMAL -> decimal(column, decimalOf(type, vector, at));
            case LIST, MAP, STRUCT, UNION -> {
                int from = text.size;
                json(type, vector, at);
                container(column, from);
            }
            default -> set(column, kindOfBits(type), bits(type, vector, at));
        }
    }

    private static byte kindOfBits(TypeDescription type) {
        return switch (type.getCategory()) {
            case BOOLEAN -> Fields.BOOLEAN;
            case FLOAT, DOUBLE -> type.getCategory() == TypeDescription.Category.FLOAT ? Fields.FLOAT : Fields.DOUBLE;
            case DATE -> Fields.DAYS;
            case TIMESTAMP -> Fields.MICROS;
            case TIMESTAMP_INSTANT -> Fields.INSTANT;
            default -> Fields.INTEGER;
        };
    }

    private static long bits(TypeDescription type, ColumnVector vector, int at) {
        return switch (type.getCategory()) {
            case FLOAT -> Float.floatToRawIntBits((float) ((DoubleColumnVector) vector).vector[at]);
            case DOUBLE -> Double.doubleToRawLongBits(((DoubleColumnVector) vector).vector[at]);
            case TIMESTAMP, TIMESTAMP_INSTANT -> {
                TimestampColumnVector times = (TimestampColumnVector) vector;
                yield Math.floorDiv(times.time[at], 1000L) * 1_000_000L + times.nanos[at] / 1000;
            }
            default -> ((LongColumnVector) vector).vector[at];
        };
    }

    private static BigDecimal decimalOf(TypeDescription type, ColumnVector vector, int at) {
        return ((DecimalColumnVector) vector).vector[at].getHiveDecimal().bigDecimalValue().setScale(type.getScale());
    }

    private void json(TypeDescription type, ColumnVector vector, int row) {
        int at = vector.isRepeating ? 0 : row;
        if (!vector.noNulls && vector.isNull[at]) {
            text.put("null");
            return;
        }
        List<TypeDescription> children = type.getChildren();
        switch (type.getCategory()) {
            case STRING, VARCHAR, CHAR, BINARY -> {
                BytesColumnVector bytes = (BytesColumnVector) vector;
                text.jsonString(bytes.vector[at], bytes.start[at], bytes.length[at]);
            }
            case DECIMAL -> text.put(decimalOf(type, vector, at).toPlainString());
            case STRUCT -> {
                StructColumnVector struct = (StructColumnVector) vector;
                for (int i = 0; i < children.size(); i++) {
                    text.put(i == 0 ? '{' : ',');
                    text.jsonString(type.getFieldNames().get(i));
                    text.put(':');
                    json(children.get(i), struct.fields[i], at);
                }
                text.put(children.isEmpty() ? "{}" : "}");
            }
            case LIST -> {
                ListColumnVector list = (ListColumnVector) vector;
                text.put('[');
                for (long i = 0; i < list.lengths[at]; i++) {
                    if (i > 0) {
                        text.put(',');
                    }
                    json(children.get(0), list.child, (int) (list.offsets[at] + i));
                }
                text.put(']');
            }
            case MAP -> map(children, (MapColumnVector) vector, at);
            case UNION -> {
                UnionColumnVector union = (UnionColumnVector) vector;
                json(children.get(union.tags[at]), union.fields[union.tags[at]], at);
            }
            default -> text.json(kindOfBits(type), bits(type, vector, at));
        }
    }

    private void map(List<TypeDescription> children, MapColumnVector map, int at) {
        text.put('{');
        for (long i = 0; i < map.lengths[at]; i++) {
            if (i > 0) {
                text.put(',');
            }
            int entry = (int) (map.offsets[at] + i);
            int key = text.size;
            text.put('"');
            json(children.get(0), map.keys, entry);
            if (text.bytes[key + 1] == '"') {
                // it has brought its own quotes
                System.arraycopy(text.bytes, key + 1, text.bytes, key, --text.size - key);
            } else {
                text.put('"');
            }
            text.put(':');
            json(children.get(1), map.values, entry);
        }
        text.put('}');
    }
}
