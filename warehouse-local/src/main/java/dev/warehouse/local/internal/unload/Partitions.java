/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.unload.ResultColumn.Kind;
import dev.warehouse.local.internal.unload.UnloadStatement.PartitionColumn;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of PARTITION BY. Rows come sorted by them, so that one folder's files are open at a time, whatever the
 * number of folders.
 */
final class Partitions {

    private static final Set<Kind> KEYS = EnumSet.of(Kind.INTEGER, Kind.DECIMAL, Kind.REAL, Kind.BOOLEAN, Kind.CHAR,
            Kind.VARCHAR, Kind.DATE, Kind.TIMESTAMP);
    private static final String NULL_VALUE = "__HIVE_DEFAULT_PARTITION__";
    private static final String ESCAPED = "\"#%'*/:=?\\{}[]^";

    private final List<ResultColumn> columns;
    private final int[] keys;
    private final byte @Nullable [][] current;
    private boolean entered;

    Partitions(UnloadStatement unload, List<ResultColumn> columns) {
        this.columns = columns;
        this.keys = unload.partitionBy.stream().mapToInt(key -> find(key, columns)).toArray();
        this.current = new byte[keys.length][];
        if (keys.length == columns.size() && !unload.includePartitionColumns) {
            throw RedshiftError.syntax("PARTITION BY leaves no column for the files",
                    "Select one more column, or add INCLUDE.", unload.partitionBy.get(0).position());
        }
    }

    private static int find(PartitionColumn key, List<ResultColumn> columns) {
        int[] found = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equalsIgnoreCase(key.name())).toArray();
        if (found.length != 1) {
            throw new RedshiftError(found.length == 0 ? "42703" : "42702", "column \"" + key.name()
                    + "\" of PARTITION BY " + (found.length == 0 ? "does not exist" : "is ambiguous"), null,
                    "The query has the columns " + String.join(", ", columns.stream().map(ResultColumn::name).toList())
                            + ".", key.position());
        }
        ResultColumn column = columns.get(found[0]);
        if (!KEYS.contains(column.kind())) {
            throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED, "column \"" + key.name() + "\" of type "
                    + column.typeName() + " cannot partition an UNLOAD", null, "SMALLINT, INTEGER, BIGINT, DECIMAL, "
                    + "REAL, BOOLEAN, CHAR, VARCHAR, DATE and TIMESTAMP can.", key.position());
        }
        return found[0];
    }

    /** The numbers of the columns, as ORDER BY takes them. */
    String order() {
        return IntStream.of(keys).mapToObj(key -> String.valueOf(key + 1)).collect(Collectors.joining(", "));
    }

    int[] keys() {
        return keys.clone();
    }

    boolean isKey(int column) {
        return IntStream.of(keys).anyMatch(key -> key == column);
    }

    /**
     * The folder of a row, or null if it is that of the row before.
     *
     * @param binary whether the values of the keys are behind the columns, because in them they are no text
     */
    @Nullable String next(Row row, boolean binary) {
        boolean same = entered;
        for (int i = 0; i < keys.length && same; i++) {
            byte[] before = current[i];
            int field = binary ? columns.size() + i : keys[i];
            same = before == null ? row.isNull(field) : row.equals(field, before);
        }
        if (same) {
            return null;
        }
        entered = true;
        StringBuilder folder = new StringBuilder();
        for (int i = 0; i < keys.length; i++) {
            int field = binary ? columns.size() + i : keys[i];
            byte[] value = row.isNull(field) ? null : row.copy(field);
            current[i] = value;
            ResultColumn column = columns.get(keys[i]);
            folder.append(escape(column.name())).append('=');
            if (value == null) {
                folder.append(NULL_VALUE);
            } else if (column.kind() == Kind.BOOLEAN) {
                folder.append(value[0] == 't');
            } else {
                folder.append(escape(new String(value, StandardCharsets.UTF_8)));
            }
            folder.append('/');
        }
        return folder.toString();
    }

    /** As Hive does it: signs that a folder's name cannot hold, or that mean something in it, as %XX. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == 0x7f || ESCAPED.indexOf(c) >= 0) {
                escaped.append(String.format("%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
