/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.copy.CopyStatement.ListedColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table to be filled, as the client's session sees it, and the columns that the load fills, in the order of the
 * fields.
 *
 * @param transactionId the session's transaction
 * @param oid its id
 * @param schema its schema
 * @param name its bare name
 * @param columns the columns to fill
 * @param constants the columns that are left out and have a default that is computed: once a load, as COPY does it
 */
record TargetTable(long transactionId, long oid, String schema, String name, List<TargetColumn> columns,
        List<Constant> constants) {

    /**
     * A column with the same value in all rows of a load.
     *
     * @param name its name
     * @param value its value in PostgreSQL's binary form, or null for NULL
     */
    record Constant(String name, byte @Nullable [] value) {
    }

    private static final String LOOK_UP = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, a.attname,
                   CASE WHEN t.typtype = 'd' AND t.typname <> 'super' THEN b.typname ELSE t.typname END,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,
                   a.attnotnull, a.attidentity, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                   pg_catalog.format_type(a.atttypid, a.atttypmod), s.proname,
                   pg_catalog.pg_current_xact_id()
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
            LEFT JOIN pg_catalog.pg_proc s ON s.oid = t.typsend
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.oid = pg_catalog.to_regclass(%s)
            ORDER BY a.attnum""";

    /** The default is an expression, or empty. */
    private record Attribute(TargetColumn column, boolean identity, boolean always, String defaultValue, String type,
            String send) {

        /** Whether the default is more than a literal: that may differ from row to row in PostgreSQL. */
        boolean isComputed() {
            return defaultValue.indexOf('(') >= 0;
        }
    }

    static TargetTable find(CopyStatement copy, StatementSession session) throws IOException {
        List<String> written = copy.table;
        String name = written.get(written.size() - 1);
        if (written.size() == 3 && !written.get(0).equals(session.database())) {
            throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                    "COPY into a table of another database is not executed by the local Redshift",
                    "database: " + written.get(0) + ", connected to: " + session.database(),
                    "Connect to that database.", copy.tablePosition);
        }
        List<String> resolved = written.size() == 3 ? written.subList(1, 3) : written;
        String regclass = String.join(".", resolved.stream().map(TargetTable::identifier).toList());
        List<@Nullable String[]> rows = session.query(LOOK_UP.formatted(literal(regclass)));
        if (rows.isEmpty()) {
            throw new RedshiftError("42P01", "relation \"" + String.join(".", written) + "\" does not exist", null,
                    "COPY fills a table that exists already: create it first, or name its schema.",
                    copy.tablePosition);
        }
        @Nullable String[] first = rows.get(0);
        if (!"r".equals(first[3]) && !"p".equals(first[3])) {
            throw new RedshiftError("42809", "cannot copy to \"" + name + "\": it is not a table", null,
                    "COPY fills tables only.", copy.tablePosition);
        }
        List<Attribute> attributes = new ArrayList<>();
        for (@Nullable String[] row : rows) {
            if (row[4] != null) {
                String identity = text(row[8]);
                attributes.add(new Attribute(
                        new TargetColumn(text(row[4]), text(row[5]), Integer.parseInt(text(row[6])),
                                "t".equals(row[7])),
                        !identity.isBlank(), identity.equals("a"), text(row[9]), text(row[10]), text(row[11])));
            }
        }
        List<TargetColumn> columns = columns(copy, attributes, text(first[2]));
        return new TargetTable(Long.parseLong(text(first[12])), Long.parseLong(text(first[0])), text(first[1]),
                text(first[2]), columns, constants(attributes, columns, session));
    }

    private static List<Constant> constants(List<Attribute> attributes, List<TargetColumn> filled,
            StatementSession session) throws IOException {
        List<Attribute> computed = attributes.stream()
                .filter(one -> one.isComputed() && !one.identity() && !filled.contains(one.column())).toList();
        if (computed.isEmpty()) {
            return List.of();
        }
        StringBuilder select = new StringBuilder("SELECT ");
        for (Attribute one : computed) {
            select.append(select.length() > 7 ? ", " : "").append("pg_catalog.encode(pg_catalog.").append(one.send())
                    .append("((").append(one.defaultValue()).append(")::").append(one.type()).append("), 'hex')");
        }
        @Nullable String[] values = session.query(select.toString()).get(0);
        List<Constant> constants = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String hex = values[i];
            constants.add(new Constant(computed.get(i).column().name(), hex == null ? null
                    : HexFormat.of().parseHex(hex)));
        }
        return constants;
    }

    private static List<TargetColumn> columns(CopyStatement copy, List<Attribute> attributes, String table) {
        Map<String, Attribute> filled = new LinkedHashMap<>();
        if (copy.columns.isEmpty()) {
            for (Attribute attribute : attributes) {
                if (!attribute.identity() || copy.explicitIds) {
                    filled.put(attribute.column().name(), attribute);
                }
            }
        }
        for (ListedColumn listed : copy.columns) {
            Attribute attribute = attributes.stream()
                    .filter(one -> one.column().name().equals(listed.name())).findFirst()
                    .orElseThrow(() -> new RedshiftError("42703",
                            "column \"" + listed.name() + "\" of relation \"" + table + "\" does not exist", null,
                            "The table has the columns " + String.join(", ",
                                    attributes.stream().map(one -> one.column().name()).toList()) + ".",
                            listed.position()));
            if (attribute.always() && !copy.explicitIds) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                        "cannot set an identity column to a value: \"" + listed.name() + "\"", null,
                        "Leave it out of the column list, or add EXPLICIT_IDS.", listed.position());
            }
            filled.put(listed.name(), attribute);
        }
        for (Attribute attribute : attributes) {
            String column = attribute.column().name();
            if (filled.containsKey(column)) {
                continue;
            }
            if (attribute.identity() && copy.explicitIds) {
                throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                        "EXPLICIT_IDS needs the identity column \"" + column + "\" in the column list", null,
                        "Add it to the list, or leave out EXPLICIT_IDS.", copy.tablePosition);
            }
            if (attribute.column().notNull() && !attribute.identity()
                    && attribute.defaultValue().isEmpty()) {
                throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                        "column \"" + column + "\" of relation \"" + table
                                + "\" is NOT NULL without a default, but not in the column list", null,
                        "Add it to the column list, or give it a default.", copy.tablePosition);
            }
        }
        if (filled.isEmpty()) {
            throw new RedshiftError(RedshiftError.INTERNAL_ERROR,
                    "relation \"" + table + "\" has no column that COPY could fill", null,
                    "EXPLICIT_IDS fills identity columns.", copy.tablePosition);
        }
        return filled.values().stream().map(Attribute::column).toList();
    }

    /** What PostgreSQL is to fill. */
    StatementSession.Target target() {
        return new StatementSession.Target(identifier(schema) + "." + identifier(name), Stream.concat(
                columns.stream().map(TargetColumn::name), constants.stream().map(Constant::name)).toList());
    }

    /** Refreshes the planner's statistics, in PostgreSQL's SQL. */
    String analyze() {
        return "ANALYZE (SKIP_LOCKED) " + identifier(schema) + "." + identifier(name);
    }

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String literal(String value) {
        // E'' means the same whatever standard_conforming_strings says
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
