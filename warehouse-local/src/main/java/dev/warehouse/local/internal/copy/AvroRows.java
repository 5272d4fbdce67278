/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * AVRO: records whose fields go to the columns of their names, or as a jsonpaths file says. Defined by "COPY from Avro
 * format" in the Redshift guide. Logical types are understood where the column is of such a type.
 */
final class AvroRows extends RecordRows {

    private static final int MAX_HEADER = 1 << 20;
    private static final int MAX_BLOCK = 4 << 20;
    private static final List<String> CODECS = List.of("null", "deflate", "snappy");
    private static final PathNode[] NO_NODES = {};

    private final PathNode root;
    private final GenericData data = new GenericData();
    /** Where the fields of a record lead, by the record's schema and the place it stands in. */
    private final Map<Schema, Map<PathNode, @Nullable PathNode[]>> ways = new IdentityHashMap<>();
    private @Nullable DataFileReader<IndexedRecord> file;
    private @Nullable IndexedRecord reused;
    private long length;

    AvroRows(List<TargetColumn> columns, PathNode root) {
        super(columns);
        this.root = root;
    }

    @Override
    void open(SourceFile source, Path onDisk) throws IOException {
        GenericDatumReader<IndexedRecord> records = new GenericDatumReader<>(null, null, data);
        DataFileReader<IndexedRecord> opened;
        try {
            opened = new DataFileReader<>(onDisk.toFile(), records);
        } catch (NoClassDefFoundError e) {
            OptionalLibraries.need("COPY with AVRO in a snappy file", "org.xerial.snappy:snappy-java",
                    "org.xerial.snappy.Snappy");
            throw e;
        }
        file = opened;
        length = Files.size(onDisk);
        reused = null;
        ways.clear();
        if (opened.getSchema().getType() != Schema.Type.RECORD) {
            throw new UnfitFileException("the root of the schema is " + opened.getSchema().getType().getName()
                    + ", but must be a record", "Write the files with a record at the root of their schema.");
        }
        String codec = opened.getMetaString(DataFileConstants.CODEC);
        if (codec != null && !CODECS.contains(codec)) {
            throw new UnfitFileException("its codec is " + codec + ", which COPY does not read",
                    "Write the files with the codec null, deflate or snappy.");
        }
        if (opened.previousSync() > MAX_HEADER) {
            throw new UnfitFileException("the header has " + opened.previousSync() + " bytes; COPY takes 1 MB",
                    "Shorten the schema and the metadata.");
        }
    }

    @Override
    boolean read() throws IOException {
        DataFileReader<IndexedRecord> from = file;
        if (from == null) {
            return false;
        }
        if (!from.hasNext()) {
            // the library takes a file that is cut off for one that ends there
            if (from.previousSync() < length) {
                throw new EOFException("the file ends within a block");
            }
            return false;
        }
        if (from.getBlockSize() > MAX_BLOCK) {
            throw new UnfitFileException("a block has " + from.getBlockSize() + " bytes; COPY takes 4 MB",
                    "Write the files with a smaller sync interval.");
        }
        IndexedRecord record = from.next(reused);
        reused = record;
        value(root, record.getSchema(), record);
        return true;
    }

    @Override
    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    // ---- to the columns

    private void record(PathNode node, Schema schema, IndexedRecord record) {
        @Nullable PathNode[] members = ways.computeIfAbsent(schema, any -> new IdentityHashMap<>())
                .computeIfAbsent(node, any -> members(node, schema));
        List<Schema.Field> all = schema.getFields();
        for (int i = 0; i < members.length; i++) {
            PathNode member = members[i];
            if (member != null) {
                value(member, all.get(i).schema(), record.get(i));
            }
        }
    }

    private static @Nullable PathNode[] members(PathNode node, Schema schema) {
        if (!node.hasMembers()) {
            return NO_NODES;
        }
        List<Schema.Field> all = schema.getFields();
        @Nullable PathNode[] members = new PathNode[all.size()];
        for (int i = 0; i < members.length; i++) {
            members[i] = node.member(all.get(i).name());
        }
        return members;
    }

    private void value(PathNode node, Schema declared, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Schema schema = resolved(declared, value);
        for (int column : node.columns()) {
            column(column, schema, value);
        }
        if (node.hasMembers()) {
            if (value instanceof IndexedRecord record) {
                record(node, schema, record);
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((key, element) -> {
                    PathNode member = node.member(key.toString());
                    if (member != null) {
                        value(member, schema.getValueType(), element);
                    }
                });
            } else {
                wrong(JsonScanner.NOT_AN_OBJECT, node);
            }
        }
        if (node.elementCount() > 0) {
            elements(node, schema, value);
        }
    }

    private void elements(PathNode node, Schema schema, Object value) {
        int found = 0;
        if (value instanceof Collection<?> array) {
            for (Object element : array) {
                PathNode wanted = node.element(found++);
                if (wanted != null) {
                    value(wanted, schema.getElementType(), element);
                }
            }
        }
        for (int i = found; i < node.elementCount(); i++) {
            PathNode missing = node.element(i);
            if (missing != null) {
                wrong(JsonScanner.NOT_AN_ARRAY, missing);
            }
        }
    }

    private Schema resolved(Schema schema, @Nullable Object value) {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().get(data.resolveUnion(schema, value)) : schema;
    }

    private void column(int column, Schema schema, Object value) {
        switch (schema.getType()) {
            case INT, LONG -> whole(column, schema.getLogicalType(), ((Number) value).longValue());
            case FLOAT -> set(column, Fields.FLOAT, Float.floatToRawIntBits((Float) value));
            case DOUBLE -> set(column, Fields.DOUBLE, Double.doubleToRawLongBits((Double) value));
            case BOOLEAN -> set(column, Fields.BOOLEAN, (Boolean) value ? 1 : 0);
            case STRING -> {
                if (value instanceof Utf8 utf8) {
                    string(column, utf8.getBytes(), 0, utf8.getByteLength());
                } else {
                    string(column, value.toString());
                }
            }
            case ENUM -> string(column, value.toString());
            case BYTES, FIXED -> {
                if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
                    decimal(column, decimalOf(value, decimal));
                } else {
                    byte[] bytes = bytes(value);
                    binary(column, bytes, 0, bytes.length);
                }
            }
            case ARRAY, MAP, RECORD -> {
                int start = text.size;
                json(schema, value);
                container(column, start);
            }
            default -> { }
        }
    }

    /** A whole number stays one for the columns of numbers, whatever its logical type. */
    private void whole(int column, @Nullable LogicalType type, long value) {
        boolean number = switch (columns.get(column).type()) {
            case "int2", "int4", "int8", "numeric", "float4", "float8" -> true;
            default -> false;
        };
        byte kind = number ? Fields.INTEGER : kind(type);
        set(column, kind, kind == Fields.INTEGER ? value : micros(type, value));
    }

    private static byte kind(@Nullable LogicalType type) {
        if (type == null) {
            return Fields.INTEGER;
        }
        return switch (type.getName()) {
            case "date" -> Fields.DAYS;
            case "time-millis", "time-micros" -> Fields.TIME;
            case "timestamp-millis", "timestamp-micros", "timestamp-nanos" -> Fields.INSTANT;
            case "local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos" -> Fields.MICROS;
            default -> Fields.INTEGER;
        };
    }

    private static long micros(@Nullable LogicalType type, long value) {
        String name = type == null ? "" : type.getName();
        return name.endsWith("-millis") ? Math.multiplyExact(value, 1000L)
                : name.endsWith("-nanos") ? Math.floorDiv(value, 1000L) : value;
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static BigDecimal decimalOf(Object value, LogicalTypes.Decimal type) {
        byte[] bytes = bytes(value);
        return bytes.length == 0 ? BigDecimal.valueOf(0, type.getScale())
                : new BigDecimal(new BigInteger(bytes), type.getScale());
    }

    // ---- as JSON

    private void json(Schema declared, @Nullable Object value) {
        if (value == null) {
            text.put("null");
            return;
        }
        Schema schema = resolved(declared, value);
        switch (schema.getType()) {
            case RECORD -> {
                IndexedRecord record = (IndexedRecord) value;
                text.put('{');
                for (Schema.Field field : schema.getFields()) {
                    key(field.name(), field.pos() == 0);
                    json(field.schema(), record.get(field.pos()));
                }
                text.put('}');
            }
            case MAP -> {
                boolean first = true;
                text.put('{');
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    key(entry.getKey().toString(), first);
                    json(schema.getValueType(), entry.getValue());
                    first = false;
                }
                text.put('}');
            }
            case ARRAY -> {
                boolean first = true;
                text.put('[');
                for (Object element : (Collection<?>) value) {
                    if (!first) {
                        text.put(',');
                    }
                    json(schema.getElementType(), element);
                    first = false;
                }
                text.put(']');
            }
            case INT, LONG -> {
                byte kind = kind(schema.getLogicalType());
                long number = ((Number) value).longValue();
                text.json(kind, kind == Fields.INTEGER ? number : micros(schema.getLogicalType(), number));
            }
            case FLOAT -> text.json(Fields.FLOAT, Float.floatToRawIntBits((Float) value));
            case DOUBLE -> text.json(Fields.DOUBLE, Double.doubleToRawLongBits((Double) value));
            case BOOLEAN -> text.json(Fields.BOOLEAN, (Boolean) value ? 1 : 0);
            case BYTES, FIXED -> {
                if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
                    text.put(decimalOf(value, decimal).toPlainString());
                } else {
                    byte[] bytes = bytes(value);
                    text.jsonString(bytes, 0, bytes.length);
                }
            }
            default -> text.jsonString(value.toString());
        }
    }

    private void key(String name, boolean first) {
        if (!first) {
            text.put(',');
        }
        text.jsonString(name);
        text.put(':');
    }
}
