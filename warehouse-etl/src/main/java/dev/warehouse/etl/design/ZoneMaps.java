/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.warehouse.etl.design.Distribution.Style;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/**
 * Fills blocks with the real values, slice by slice, and holds the least and greatest value of each full block against
 * the conditions of the queries. One block for each column and slice is open at a time; nothing else is kept.
 */
final class ZoneMaps {

    /** Blocks of a column, and how many of them may hold a value that meets the condition. */
    record Blocks(long all, long left) { }

    /** A condition on a column. */
    record Predicate(String column, Ranges ranges) { }

    private static final class Open {
        long bytes;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        boolean any;
    }

    private final Cluster cluster;
    private final long blockBytes;
    private final Reader reader;

    ZoneMaps(Cluster cluster, long blockBytes, Reader reader) {
        this.cluster = cluster;
        this.blockBytes = blockBytes;
        this.reader = reader;
    }

    /**
     * Reads the table once.
     *
     * @param distribution how its rows are given to slices: not AUTO
     * @param sortKey by which columns the rows of a slice are sorted; empty for the order in which they came
     * @return the blocks of one copy
     */
    Map<Predicate, Blocks> count(TableDesign design, Distribution distribution, List<String> sortKey,
            Set<Predicate> predicates) {
        Set<String> columns = new LinkedHashSet<>();
        predicates.forEach(predicate -> columns.add(predicate.column()));
        Scan scan = new Scan(design, distribution, List.copyOf(columns), List.copyOf(predicates));
        List<Field<?>> selected = new ArrayList<>();
        columns.forEach(column -> selected.add(field(name(column))));
        String key = distribution.key();
        if (key != null) {
            selected.add(field(name(key)));
        }
        Select<?> rows = select(selected).from(table(name(design.schema(), design.table())))
                .orderBy(sortKey.stream().map(column -> field(name(column))).toList());
        reader.stream(rows, scan);
        return scan.result();
    }

    private final class Scan implements Reader.Rows {

        private final Style style;
        private final @Nullable ColumnType keyType;
        private final List<String> columns;
        private final List<ColumnType> types;
        private final List<Predicate> predicates;
        private final int[] columnOf;
        private final int slices;
        private final Open[][] open;
        private final long[] all;
        private final long[] left;
        private long rows;

        Scan(TableDesign design, Distribution distribution, List<String> columns, List<Predicate> predicates) {
            this.style = distribution.style();
            this.keyType = distribution.key() == null ? null : design.type(distribution.key());
            this.columns = columns;
            this.types = columns.stream().map(design::type).toList();
            this.predicates = predicates;
            this.columnOf = predicates.stream().mapToInt(predicate -> columns.indexOf(predicate.column())).toArray();
            this.slices = style == Style.ALL ? 1 : cluster.slices();
            this.open = new Open[columns.size()][slices];
            for (Open[] column : open) {
                for (int slice = 0; slice < slices; slice++) {
                    column[slice] = new Open();
                }
            }
            this.all = new long[columns.size()];
            this.left = new long[predicates.size()];
        }

        @Override
        public void row(ResultSet row) throws SQLException {
            int slice = slice(row);
            rows++;
            for (int i = 0; i < open.length; i++) {
                ColumnType type = types.get(i);
                String text = type.width() == 0 ? row.getString(i + 1) : null;
                long order = type.order(row, i + 1);
                boolean isNull = row.wasNull();
                int width = type.width(text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length);
                Open block = open[i][slice];
                if (block.any && block.bytes + width > blockBytes) {
                    close(i, block);
                }
                block.any = true;
                block.bytes += width;
                if (!isNull) {
                    block.least = Math.min(block.least, order);
                    block.most = Math.max(block.most, order);
                }
            }
        }

        private int slice(ResultSet row) throws SQLException {
            if (keyType == null) {
                return (int) (rows % slices);
            }
            String key = row.getString(columns.size() + 1);
            long order = key == null || !keyType.hasOrder() ? 0 : keyType.order(row, columns.size() + 1);
            return StandInHash.slice(keyType.hash(key, order), slices);
        }

        private void close(int column, Open block) {
            all[column]++;
            for (int i = 0; i < columnOf.length; i++) {
                if (columnOf[i] == column && predicates.get(i).ranges().mayMeet(block.least, block.most)
                        && block.least <= block.most) {
                    left[i]++;
                }
            }
            block.bytes = 0;
            block.least = Long.MAX_VALUE;
            block.most = Long.MIN_VALUE;
            block.any = false;
        }

        Map<Predicate, Blocks> result() {
            for (int i = 0; i < open.length; i++) {
                for (Open block : open[i]) {
                    if (block.any) {
                        close(i, block);
                    }
                }
            }
            Map<Predicate, Blocks> result = new LinkedHashMap<>();
            for (int i = 0; i < columnOf.length; i++) {
                result.put(predicates.get(i), new Blocks(all[columnOf[i]], left[i]));
            }
            return result;
        }
    }
}
