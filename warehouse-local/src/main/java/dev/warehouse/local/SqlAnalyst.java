/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translation;
import org.jspecify.annotations.Nullable;

/** Who looks at a statement that the rules of the translation have let pass. */
interface SqlAnalyst {

    /** Takes anything and knows nothing: for checks without a PostgreSQL. */
    SqlAnalyst NONE = new SqlAnalyst() {
        @Override
        public Columns columns() {
            return Columns.UNKNOWN;
        }

        @Override
        public @Nullable RedshiftError syntaxErrorOf(String sql) {
            return null;
        }

        @Override
        public @Nullable RedshiftError errorOf(String sql) {
            return null;
        }

        @Override
        public @Nullable RedshiftError define(Translation definition) {
            return null;
        }
    };

    /** What columns the tables have that the script has made so far. */
    Columns columns();

    /** What the grammar says against PostgreSQL's SQL, its position counted in characters, or -1; or null. */
    @Nullable RedshiftError syntaxErrorOf(String sql);

    /** The same for names and types; nothing is run. */
    @Nullable RedshiftError errorOf(String sql);

    /** Makes what a definition defines, for the statements behind it; gives what is wrong with it, or null. */
    @Nullable RedshiftError define(Translation definition);
}
