/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key: declared, known to the catalogue, not enforced.
 *
 * @param name the constraint's name, or null for PostgreSQL's choice
 * @param columns the columns that refer
 * @param referenced the table referred to, as PostgreSQL takes the name
 * @param referencedColumns its columns; none means its primary key
 */
record ForeignKey(@Nullable String name, List<String> columns, String referenced, List<String> referencedColumns) {

    /** Reads {@code [CONSTRAINT name] FOREIGN KEY (columns) REFERENCES table [(columns)]}, up to the index. */
    static ForeignKey ofTable(Statement statement, int from, int to) {
        int at = from;
        String name = null;
        if (statement.word(at, "constraint")) {
            name = statement.token(at + 1).name();
            at += 2;
        }
        int open = at + 2;
        if (!statement.sign(open, "(")) {
            throw statement.syntax("the columns of the foreign key are missing", open);
        }
        int references = statement.behindBrackets(open);
        if (!statement.word(references, "references")) {
            throw statement.syntax("REFERENCES is missing", references);
        }
        ForeignKey key = references(statement, references, columns(statement, open), name);
        int end = behindReferences(statement, references);
        if (end < to) {
            throw statement.unsupported("a foreign key of Redshift takes no action: it is not enforced",
                    "write FOREIGN KEY (columns) REFERENCES table (columns), and nothing behind it", end)
                    .named("fk-action");
        }
        return key;
    }

    /** Reads {@code REFERENCES table [(column)]} behind a column. */
    static ForeignKey ofColumn(Statement statement, int references, String column) {
        return references(statement, references, List.of(column), null);
    }

    static int behindReferences(Statement statement, int references) {
        int end = statement.behindName(references + 1);
        return statement.sign(end, "(") ? statement.behindBrackets(end) : end;
    }

    private static ForeignKey references(
            Statement statement, int references, List<String> columns, @Nullable String name) {
        int nameTo = statement.behindName(references + 1);
        List<String> referencedColumns = statement.sign(nameTo, "(") ? columns(statement, nameTo) : List.of();
        return new ForeignKey(name, columns, statement.name(references + 1, nameTo), referencedColumns);
    }

    /** The names in brackets. */
    static List<String> columns(Statement statement, int open) {
        List<String> names = new ArrayList<>();
        int end = statement.behindBrackets(open) - 1;
        for (int i = open + 1; i < end; i++) {
            if (statement.token(i).isName()) {
                names.add(statement.token(i).name());
            } else if (!statement.sign(i, ",")) {
                throw statement.syntax("a column is missing", i);
            }
        }
        if (names.isEmpty()) {
            throw statement.syntax("a column is missing", end);
        }
        return names;
    }

    String statement(String table) {
        return "select pg_internal.declare_foreign_key(" + TableDesign.regclass(table) + ", "
                + TableDesign.literal(name) + ", " + TableDesign.array(columns) + ", "
                + TableDesign.regclass(referenced) + ", " + TableDesign.array(referencedColumns) + ")";
    }
}
