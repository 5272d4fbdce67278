/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.warehouse.etl.design.Reader.TableSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.SelectField;
import org.jooq.impl.SQLDataType;

/** Gives the rows of a table to slices. */
final class Spreads {

    private final Cluster cluster;
    private final long blockBytes;
    private final Reader reader;

    Spreads(Cluster cluster, long blockBytes, Reader reader) {
        this.cluster = cluster;
        this.blockBytes = blockBytes;
        this.reader = reader;
    }

    Spread even(TableSize size) {
        int slices = cluster.slices();
        List<Long> rows = new ArrayList<>();
        long blocks = 0;
        for (int slice = 0; slice < slices; slice++) {
            long own = size.rows() / slices + (slice < size.rows() % slices ? 1 : 0);
            rows.add(own);
            for (long bytes : size.bytes().values()) {
                blocks += own == 0 ? 0 : blocks((long) Math.ceil((double) bytes * own / size.rows()));
            }
        }
        return spread(Distribution.EVEN, rows, 0, blocks);
    }

    Spread all(TableSize size) {
        List<Long> rows = new ArrayList<>();
        for (int slice = 0; slice < cluster.slices(); slice++) {
            rows.add(slice % cluster.slicesPerNode() == 0 ? size.rows() : 0);
        }
        long copy = size.rows() == 0 ? 0 : size.bytes().values().stream().mapToLong(this::blocks).sum();
        return spread(Distribution.ALL, rows, size.total() * (cluster.nodes() - 1), copy * cluster.nodes());
    }

    /** By the stand-in hash of a column's values, which are counted by the warehouse and streamed from there. */
    Spread key(TableDesign design, String column) {
        Map<String, ColumnType> types = design.types();
        ColumnType keyType = types.get(column);
        List<ColumnType> others = new ArrayList<>();
        List<SelectField<?>> selected = new ArrayList<>(List.of(field(name(column)), count().cast(SQLDataType.BIGINT)));
        types.forEach((other, type) -> {
            others.add(type);
            if (Reader.varies(type)) {
                selected.add(Reader.textBytes(name(other), type));
            }
        });
        int slices = cluster.slices();
        long[] rows = new long[slices];
        long[][] bytes = new long[slices][others.size()];
        reader.stream(select(selected).from(table(name(design.schema(), design.table()))).groupBy(field(name(column))),
                row -> {
                    String text = row.getString(1);
                    long order = text == null || !keyType.hasOrder() ? 0 : keyType.order(row, 1);
                    int slice = StandInHash.slice(keyType.hash(text, order), slices);
                    long own = row.getLong(2);
                    rows[slice] += own;
                    int next = 3;
                    for (int i = 0; i < others.size(); i++) {
                        ColumnType type = others.get(i);
                        bytes[slice][i] += Reader.bytes(type, own, Reader.varies(type) ? row.getLong(next++) : 0);
                    }
                });
        List<Long> perSlice = new ArrayList<>();
        long blocks = 0;
        for (int slice = 0; slice < slices; slice++) {
            perSlice.add(rows[slice]);
            for (int i = 0; i < others.size() && rows[slice] > 0; i++) {
                blocks += blocks(bytes[slice][i]);
            }
        }
        return spread(Distribution.key(column), perSlice, 0, blocks);
    }

    /**
     * What AUTO is taken for: ALL as long as copies on all nodes take no more blocks than EVEN would, and EVEN beyond.
     */
    Distribution automatic(TableSize size) {
        return all(size).blocks() <= even(size).blocks() ? Distribution.ALL : Distribution.EVEN;
    }

    private long blocks(long bytes) {
        return Math.max(1, (bytes + blockBytes - 1) / blockBytes);
    }

    private Spread spread(Distribution distribution, List<Long> rows, long copied, long blocks) {
        return new Spread(distribution, rows, copied, blocks, blocks * blockBytes);
    }
}
