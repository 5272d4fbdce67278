/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.warehouse.etl.design.QueryShape.Column;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;

/** Asks the warehouse for rows: counted there, or streamed here, never kept. */
final class Reader {

    /** Rows that are under way at once: what the stream costs in memory. */
    private static final int FETCH = 5_000;

    /** Takes rows one by one. */
    interface Rows {
        void row(ResultSet row) throws SQLException;
    }

    /** A table's rows, and the bytes that each of its columns takes in one copy. */
    record TableSize(long rows, Map<String, Long> bytes) {

        long total() {
            return bytes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final DSLContext dsl;
    private final Connection connection;

    Reader(DSLContext dsl, Connection connection) {
        this.dsl = dsl;
        this.connection = connection;
    }

    TableSize size(TableDesign design) {
        Map<String, ColumnType> types = design.types();
        List<SelectField<?>> selected = new ArrayList<>();
        selected.add(count().cast(SQLDataType.BIGINT));
        types.forEach((column, type) -> selected.add(varies(type) ? textBytes(name(column), type) : inline(0L)));
        Record row = dsl.select(selected).from(table(name(design.schema(), design.table()))).fetchSingle();
        long rows = row.get(0, Long.class);
        Map<String, Long> bytes = new LinkedHashMap<>();
        int i = 1;
        for (Map.Entry<String, ColumnType> column : types.entrySet()) {
            long text = row.get(i++, Long.class);
            bytes.put(column.getKey(), bytes(column.getValue(), rows, text));
        }
        return new TableSize(rows, bytes);
    }

    /** What the columns of these rows take. */
    Size size(Table<?> from, Collection<Condition> conditions, Collection<Column> columns) {
        List<Column> read = List.copyOf(columns);
        List<SelectField<?>> selected = new ArrayList<>();
        selected.add(count().cast(SQLDataType.BIGINT));
        read.forEach(column -> selected.add(varies(column.type())
                ? textBytes(name(column.relation().alias(), column.name()), column.type()) : inline(0L)));
        Record row = dsl.select(selected).from(from).where(conditions).fetchSingle();
        long rows = row.get(0, Long.class);
        long bytes = 0;
        for (int i = 0; i < read.size(); i++) {
            bytes += bytes(read.get(i).type(), rows, row.get(i + 1, Long.class));
        }
        return new Size(rows, bytes);
    }

    /** The rows of a query, streamed. */
    void stream(Select<?> query, Rows rows) {
        String sql = dsl.renderInlined(query);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.row(result);
                }
            }
        } catch (SQLException e) {
            throw new DataAccessException("SQL [" + sql + "]; " + e.getMessage(), e);
        }
    }

    static boolean varies(ColumnType type) {
        return type.width() == 0 && type.hasKnownWidth();
    }

    static long bytes(ColumnType type, long rows, long textBytes) {
        return varies(type) ? rows * ColumnType.VARYING_OVERHEAD + textBytes : rows * type.width();
    }

    static Field<?> textBytes(Name column, ColumnType type) {
        return coalesce(sum(octetLength(text(column, type))), inline(BigDecimal.ZERO)).cast(SQLDataType.BIGINT);
    }

    private static Field<String> text(Name column, ColumnType type) {
        return type.kind() == ColumnType.Kind.SUPER
                ? function("json_serialize", String.class, field(column))
                : field(column, String.class);
    }

}
