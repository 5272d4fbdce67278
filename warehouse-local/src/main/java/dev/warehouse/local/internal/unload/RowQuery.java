/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL is asked for: the query, its rows in the order of the folders, and its columns as the files need
 * them.
 *
 * @param sql the COPY
 * @param fields how many fields a row has
 */
record RowQuery(String sql, int fields) {

    static RowQuery text(String query, List<ResultColumn> columns, @Nullable Partitions partitions) {
        if (partitions == null) {
            return new RowQuery("COPY (" + query + "\n) TO STDOUT", columns.size());
        }
        // the number of each row keeps the query's order within a folder
        return new RowQuery("COPY (select q.*, row_number() over () from (" + query + "\n) q order by "
                + partitions.order() + ", " + (columns.size() + 1) + ") TO STDOUT", columns.size() + 1);
    }

    /** Binary, with the folders' values as text behind the columns: a name is written, not a number. */
    static RowQuery binary(String query, List<ResultColumn> columns, @Nullable Partitions partitions) {
        StringBuilder sql = new StringBuilder("COPY (select ")
                .append(IntStream.range(0, columns.size()).mapToObj(i -> name(i) + cast(columns.get(i)))
                        .collect(Collectors.joining(", ")));
        int fields = columns.size();
        if (partitions != null) {
            for (int key : partitions.keys()) {
                sql.append(", ").append(name(key)).append("::text");
                fields++;
            }
            sql.append(", row_number() over ()");
            fields++;
        }
        sql.append(" from (").append(query).append("\n) q (")
                .append(IntStream.range(0, columns.size()).mapToObj(RowQuery::name).collect(Collectors.joining(", ")))
                .append(')');
        if (partitions != null) {
            sql.append(" order by ").append(partitions.order()).append(", ").append(fields);
        }
        return new RowQuery(sql.append(") TO STDOUT (FORMAT binary)").toString(), fields);
    }

    /** Names of our own: those of the query may be there twice. */
    private static String name(int column) {
        return "c" + column;
    }

    /** PostgreSQL has types that no Redshift has, and that a catalogue query may give. */
    private static String cast(ResultColumn column) {
        return switch (column.typeOid()) {
            case 16, 20, 21, 23, 25, 114, 700, 701, 1042, 1043, 1082, 1083, 1114, 1184, 1266, 1700 -> "";
            case 26 -> "::bigint";
            default -> "::text";
        };
    }
}
