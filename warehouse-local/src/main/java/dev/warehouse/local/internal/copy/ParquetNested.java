/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.ParquetRows.ParquetValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A nested column of a Parquet file, gathered value by value and written as JSON. Leaves are JSON text already. */
final class ParquetNested {

    private final Type type;
    private final Converter converter;
    private @Nullable Object value;

    ParquetNested(Type type) {
        this.type = type;
        this.converter = converter(type, found -> value = with(this.type, value, found));
    }

    Converter converter() {
        return converter;
    }

    void forget() {
        value = null;
    }

    /** Whether the column is not NULL in the row at hand. A list that is not annotated as one is never NULL. */
    boolean found() {
        return value != null || type.isRepetition(Type.Repetition.REPEATED);
    }

    void write(RowText out) {
        write(type, value, out);
    }

    private static Converter converter(Type type, Consumer<Object> sink) {
        return type.isPrimitive() ? new Leaf(type.asPrimitiveType(), sink) : new Node(type.asGroupType(), sink);
    }

    /** Repeated values become a list, others stand for themselves. */
    private static Object with(Type type, @Nullable Object before, Object found) {
        if (!type.isRepetition(Type.Repetition.REPEATED)) {
            return found;
        }
        List<Object> all = new ArrayList<>();
        if (before instanceof List<?> list) {
            all = cast(list);
        }
        all.add(found);
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> cast(List<?> list) {
        return (List<Object>) list;
    }

    private static final class Node extends GroupConverter {

        private final Consumer<Object> sink;
        private final Converter[] members;
        private @Nullable Object[] values = {};

        Node(GroupType type, Consumer<Object> sink) {
            this.sink = sink;
            this.members = new Converter[type.getFieldCount()];
            for (int i = 0; i < members.length; i++) {
                Type member = type.getType(i);
                int index = i;
                members[i] = ParquetNested.converter(member,
                        found -> values[index] = with(member, values[index], found));
            }
        }

        @Override
        public Converter getConverter(int index) {
            return members[index];
        }

        @Override
        public void start() {
            values = new Object[members.length];
        }

        @Override
        public void end() {
            sink.accept(values);
        }
    }

    private static final class Leaf extends PrimitiveConverter {

        private final Consumer<Object> sink;
        private final ParquetValue value;
        private final RowText text = new RowText();

        Leaf(PrimitiveType type, Consumer<Object> sink) {
            this.sink = sink;
            this.value = new ParquetValue(type);
        }

        private void add(byte kind, long bits) {
            text.size = 0;
            text.json(kind, bits);
            done();
        }

        private void done() {
            sink.accept(text.toString());
        }

        @Override
        public void addBoolean(boolean read) {
            add(Fields.BOOLEAN, read ? 1 : 0);
        }

        @Override
        public void addInt(int read) {
            addLong(read);
        }

        @Override
        public void addLong(long read) {
            if (value.decimal) {
                text.size = 0;
                text.decimal(read, value.scale);
                done();
            } else {
                add(value.kind, value.bits(read));
            }
        }

        @Override
        public void addFloat(float read) {
            add(Fields.FLOAT, Float.floatToRawIntBits(read));
        }

        @Override
        public void addDouble(double read) {
            add(Fields.DOUBLE, Double.doubleToRawLongBits(read));
        }

        @Override
        public void addBinary(Binary read) {
            text.size = 0;
            if (value.decimal) {
                text.put(value.decimal(read).toPlainString());
            } else if (value.kind == Fields.MICROS) {
                text.json(Fields.MICROS, ParquetValue.int96(read));
            } else if (value.uuid) {
                text.jsonString(ParquetValue.uuid(read));
            } else {
                byte[] bytes = read.getBytes();
                text.jsonString(bytes, 0, bytes.length);
            }
            done();
        }
    }

    // ---- as JSON

    private static void write(Type type, @Nullable Object value, RowText out) {
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            writeAll(type, value, out);
        } else {
            writeOne(type, value, out);
        }
    }

    private static void writeAll(Type element, @Nullable Object values, RowText out) {
        out.put('[');
        if (values instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                writeOne(element, list.get(i), out);
            }
        }
        out.put(']');
    }

    private static void writeOne(Type type, @Nullable Object value, RowText out) {
        if (value == null) {
            out.put("null");
        } else if (value instanceof String json) {
            out.put(json);
        } else if (value instanceof Object[] members) {
            writeGroup(type.asGroupType(), members, out);
        }
    }

    private static void writeGroup(GroupType type, @Nullable Object[] members, RowText out) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        boolean wrapsOne = type.getFieldCount() == 1 && type.getType(0).isRepetition(Type.Repetition.REPEATED);
        if (annotation instanceof ListLogicalTypeAnnotation && wrapsOne) {
            writeList(type, members[0], out);
        } else if ((annotation instanceof MapLogicalTypeAnnotation || annotation instanceof MapKeyValueTypeAnnotation)
                && wrapsOne && !type.getType(0).isPrimitive() && type.getType(0).asGroupType().getFieldCount() == 2) {
            writeMap(type.getType(0).asGroupType(), members[0], out);
        } else {
            out.put('{');
            for (int i = 0; i < members.length; i++) {
                if (i > 0) {
                    out.put(',');
                }
                out.jsonString(type.getType(i).getName());
                out.put(':');
                write(type.getType(i), members[i], out);
            }
            out.put('}');
        }
    }

    /** A list's elements are mostly wrapped once more, in a group of one field; older writers leave that out. */
    private static void writeList(GroupType list, @Nullable Object elements, RowText out) {
        Type repeated = list.getType(0);
        boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1
                && !repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
                && !repeated.getName().equals("array") && !repeated.getName().equals(list.getName() + "_tuple");
        if (!wrapped) {
            writeAll(repeated, elements, out);
            return;
        }
        out.put('[');
        if (elements instanceof List<?> all) {
            for (int i = 0; i < all.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                Object wrapper = all.get(i);
                writeOne(repeated.asGroupType().getType(0), wrapper instanceof Object[] one ? one[0] : null, out);
            }
        }
        out.put(']');
    }

    private static void writeMap(GroupType entry, @Nullable Object entries, RowText out) {
        out.put('{');
        if (entries instanceof List<?> all) {
            for (int i = 0; i < all.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                if (all.get(i) instanceof Object[] pair) {
                    String key = pair[0] instanceof String leaf ? leaf : "null";
                    out.put(key.startsWith("\"") ? key : "\"" + key + "\"");
                    out.put(':');
                    write(entry.getType(1), pair[1], out);
                }
            }
        }
        out.put('}');
    }
}
