package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.copy.CopyStatement.ListedColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table to be filled, as the client's session sees it, and the columns that the load fills, in the order of the
 * fields.
 *
 * @param oid its id
 * @param schema its schema
 * @param name its bare name
 * @param columns the columns to fill
 */
record TargetTable(long oid, String schema, String name, List<TargetColumn> columns) {

    private static final String LOOK_UP = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, a.attname,
                   CASE WHEN t.typtype = 'd' AND t.typname <> 'super' THEN b.typname ELSE t.typname END,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,
                   a.attnotnull, a.attidentity, a.atthasdef
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
            WHERE c.oid = pg_catalog.to_regclass(%s)
            ORDER BY a.attnum""";

    private record Attribute(TargetColumn column, boolean identity, boolean always, boolean hasDefault) {
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
                        !identity.isBlank(), identity.equals("a"), "t".equals(row[9])));
            }
        }
        return new TargetTable(Long.parseLong(text(first[0])), text(first[1]), text(first[2]),
                columns(copy, attributes, text(first[2])));
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
            if (attribute.column().notNull() && !attribute.identity() && !attribute.hasDefault()) {
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

    /** The way into the table, in PostgreSQL's SQL. */
    String copyIn() {
        return "COPY " + identifier(schema) + "." + identifier(name) + " ("
                + String.join(", ", columns.stream().map(column -> identifier(column.name())).toList())
                + ") FROM STDIN (FORMAT binary)";
    }

    /** Refreshes the planner's statistics, in PostgreSQL's SQL. */
    String analyze() {
        return "ANALYZE (SKIP_LOCKED) " + identifier(schema) + "." + identifier(name);
    }

    private static String identifier(String name) {
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
