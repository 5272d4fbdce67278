/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the columns of queries: what a star stands for, and what tells an alias from a column of the same name. And the
 * views that are kept as a text.
 */
@FunctionalInterface
public interface Columns {

    /** Knows nothing. */
    Columns UNKNOWN = query -> List.of();

    /**
     * A column of a query's result.
     *
     * @param name its name
     * @param isSuper whether it can be navigated into
     */
    record Column(String name, boolean isSuper) {
    }

    /**
     * A column of a table or view.
     *
     * @param name its name
     * @param typeOid its type's id in PostgreSQL's catalogue
     * @param typeModifier its type's modifier, or -1
     */
    record TypedColumn(String name, int typeOid, int typeModifier) {
    }

    /**
     * The columns of a query's result. The query is not run.
     *
     * @param query PostgreSQL's SQL
     * @return its columns in their order; empty if they are not known, for example because the transaction has failed
     */
    List<Column> of(String query);

    /**
     * The columns of tables and views. Names that mean none are no error.
     *
     * @param names names as PostgreSQL takes them
     * @return the columns in their order, by the names of those that there are
     */
    default Map<String, List<TypedColumn>> ofTables(Set<String> names) {
        return Map.of();
    }

    /**
     * What has a type without being a column: the variables of a procedure, for the statements of its body.
     *
     * @return the variables; none outside a body
     */
    default List<TypedColumn> variables() {
        return List.of();
    }

    /**
     * The arguments by which PostgreSQL tells a procedure from others of its name.
     *
     * @param name its name as PostgreSQL takes it
     * @param inputs the arguments that go in, each a type, or a name and a type
     * @return the types in PostgreSQL's words; null if there is no such procedure, or nothing is known
     */
    default @Nullable String procedureArguments(String name, List<String> inputs) {
        return null;
    }

    /**
     * The bare names of the views WITH NO SCHEMA BINDING that there may be.
     *
     * @return names, also of some that are gone
     */
    default Set<String> lateBindingViews() {
        return Set.of();
    }

    /**
     * The query of a view WITH NO SCHEMA BINDING.
     *
     * @param name the view as PostgreSQL takes the name
     * @return the query, in Redshift's SQL; null if it is no such view
     */
    default @Nullable String lateBindingView(String name) {
        return null;
    }

    /**
     * The bare names of the tables that may have a column of SUPER, and of such columns.
     *
     * @return names, also of some that are gone
     */
    default Set<String> superNames() {
        return Set.of();
    }

    /**
     * A statement makes a table that may have a column of SUPER, or such a column.
     *
     * @param name the bare name of the table or the column
     */
    default void declareSuper(String name) {
        // who knows nothing remembers nothing
    }

    /**
     * A statement makes a view WITH NO SCHEMA BINDING.
     *
     * @param name its bare name
     */
    default void declareLateBindingView(String name) {
        // who knows nothing remembers nothing
    }
}
