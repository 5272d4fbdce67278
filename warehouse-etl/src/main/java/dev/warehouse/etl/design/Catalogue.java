/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.warehouse.etl.design.TableDesign.ColumnDesign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * Declared designs, from {@code pg_table_def} and {@code svv_table_info}. The former shows tables of the search path
 * only, the latter none without rows.
 */
final class Catalogue {

    /** What {@code svv_table_info} tells of a table, all as Redshift gives it. */
    static final String TABLE_INFO = "svv_table_info";
    private static final Field<String> SCHEMA = field(name("schemaname"), String.class);
    private static final Field<String> TABLE = field(name("tablename"), String.class);
    private static final Field<String> INFO_SCHEMA = field(name("schema"), String.class);
    private static final Field<String> INFO_TABLE = field(name("table"), String.class);
    private static final Field<String> DIST_STYLE = field(name("diststyle"), String.class);

    private record ColumnRow(ColumnDesign column, boolean distKey, int sortKey) { }

    private final DSLContext dsl;
    private final String defaultSchema;
    private final Map<String, Optional<TableDesign>> known = new HashMap<>();

    /**
     * Reads on this connection.
     *
     * @param defaultSchema where tables are that do not say so
     */
    Catalogue(DSLContext dsl, String defaultSchema) {
        this.dsl = dsl;
        this.defaultSchema = defaultSchema;
    }

    /**
     * The table's design; empty if there is no such table, as for a view.
     *
     * @param given the schema, as far as statements will name it; null for the search path
     */
    Optional<TableDesign> find(@Nullable String given, String table) {
        return known.computeIfAbsent(given + "." + table, key -> read(given, table));
    }

    private Optional<TableDesign> read(@Nullable String given, String table) {
        if (given != null && !given.equals(defaultSchema)) {
            dsl.execute("set local search_path to " + dsl.render(name(defaultSchema)) + ", " + dsl.render(name(given)));
        }
        Map<String, List<ColumnRow>> schemas = new LinkedHashMap<>();
        for (Record row : dsl.fetch(dsl.select(SCHEMA, field(name("column"), String.class),
                field(name("type"), String.class), field(name("encoding"), String.class),
                field(name("distkey"), Boolean.class), field(name("sortkey"),
                        Integer.class)).from(table("pg_table_def"))
                .where(TABLE.eq(table)))) {
            schemas.computeIfAbsent(row.get(0, String.class), ignored -> new ArrayList<>())
                    .add(new ColumnRow(new ColumnDesign(row.get(1, String.class), ColumnType.of(row.get(2,
                            String.class)),
                            row.get(3, String.class).strip()), row.get(4, Boolean.class), row.get(5, Integer.class)));
        }
        String schema = given != null ? given : schemas.containsKey(defaultSchema) || schemas.isEmpty() ? defaultSchema
                : schemas.keySet().iterator().next();
        List<ColumnRow> rows = schemas.getOrDefault(schema, List.of());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<ColumnRow> sorted = rows.stream().filter(row -> row.sortKey != 0)
                .sorted(Comparator.comparingInt(row -> Math.abs(row.sortKey))).toList();
        String style = style(schema, table);
        Optional<String> distKey = rows.stream().filter(ColumnRow::distKey).map(row -> row.column.name()).findFirst();
        boolean auto = style.startsWith("AUTO");
        Distribution declared = auto ? Distribution.AUTO : distKey.map(Distribution::key)
                .orElseGet(() -> new Distribution(Distribution.Style.valueOf(style), null));
        return Optional.of(new TableDesign(schema, table, rows.stream().map(ColumnRow::column).toList(), declared,
                auto ? automatic(style, distKey) : null, sorted.stream().map(row -> row.column.name()).toList(),
                rows.stream().anyMatch(row -> row.sortKey < 0)));
    }

    /** As svv_table_info writes it; of tables without rows it knows none, and it does not matter. */
    private String style(String schema, String table) {
        Result<? extends Record> rows = dsl.select(DIST_STYLE).from(table(TABLE_INFO))
                .where(INFO_SCHEMA.eq(schema)).and(INFO_TABLE.eq(table)).fetch();
        if (rows.isEmpty()) {
            return "AUTO";
        }
        String style = rows.get(0).get(DIST_STYLE).strip().toUpperCase(Locale.ROOT);
        return style.startsWith("KEY") ? "KEY" : style;
    }

    private static @Nullable Distribution automatic(String style, Optional<String> distKey) {
        // AUTO(ALL) is also what a table begins with: it says nothing of what the table will have
        return style.startsWith("AUTO(EVEN") ? Distribution.EVEN
                : style.startsWith("AUTO(KEY") ? distKey.map(Distribution::key).orElse(null) : null;
    }
}
