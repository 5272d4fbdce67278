package dev.warehouse.local.internal.sql;

import java.util.List;

/** Knows the columns of queries: what a star stands for, and what tells an alias from a column of the same name. */
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
     * The columns of a query's result. The query is not run.
     *
     * @param query PostgreSQL's SQL
     * @return its columns in their order; empty if they are not known, for example because the transaction has failed
     */
    List<Column> of(String query);
}
