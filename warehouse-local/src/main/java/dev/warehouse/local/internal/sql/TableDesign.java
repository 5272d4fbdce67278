/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.StringLiterals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE TABLE declares that PostgreSQL has no place for: distribution, sort keys, encodings, foreign keys. It
 * is written to the catalogue of the local Redshift, in the transaction of the statement.
 */
final class TableDesign {

    private @Nullable String distStyle;
    private @Nullable String distKey;
    private @Nullable String sortStyle;
    private final List<String> sortKeys = new ArrayList<>();
    private final Map<String, String> encodings = new LinkedHashMap<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private @Nullable String like;
    private boolean noBackup;

    void distStyle(String style) {
        distStyle = style;
    }

    @Nullable String distStyle() {
        return distStyle;
    }

    void distKey(String column) {
        distKey = column;
    }

    @Nullable String distKey() {
        return distKey;
    }

    void sortKey(String style, List<String> columns) {
        sortStyle = style;
        sortKeys.addAll(columns);
    }

    List<String> sortKeys() {
        return sortKeys;
    }

    @Nullable String sortStyle() {
        return sortStyle;
    }

    void encoding(String column, String encoding) {
        encodings.put(column, encoding);
    }

    void foreignKey(ForeignKey foreignKey) {
        foreignKeys.add(foreignKey);
    }

    void like(String parent) {
        like = parent;
    }

    void noBackup() {
        noBackup = true;
    }

    /** The statements that write it down for the table of this name, which may be made from a query. */
    List<String> statements(String table, boolean fromQuery) {
        List<String> statements = new ArrayList<>();
        if (fromQuery) {
            statements.add("select pg_internal.give_lengths(" + regclass(table) + ")");
        }
        if (like != null) {
            statements.add("select pg_internal.declare_like(" + regclass(table) + ", " + regclass(like) + ")");
        } else {
            statements.add("select pg_internal.declare_table(" + regclass(table) + ", "
                    + literal(distStyle) + ", " + literal(distKey) + ", " + literal(sortStyle) + ", "
                    + array(sortKeys) + ", " + array(new ArrayList<>(encodings.keySet())) + ", "
                    + array(new ArrayList<>(encodings.values())) + ", " + !noBackup + ")");
        }
        for (ForeignKey foreignKey : foreignKeys) {
            statements.add(foreignKey.statement(table));
        }
        return statements;
    }

    /** A table's name as PostgreSQL resolves it in the client's own search path. */
    static String regclass(String table) {
        return StringLiterals.quote(table) + "::regclass";
    }

    static String literal(@Nullable String text) {
        return text == null ? "null" : StringLiterals.quote(text);
    }

    static String array(List<String> texts) {
        StringBuilder array = new StringBuilder("array[");
        for (int i = 0; i < texts.size(); i++) {
            array.append(i == 0 ? "" : ", ").append(StringLiterals.quote(texts.get(i)));
        }
        return array.append("]::text[]").toString();
    }
}
