package dev.warehouse.local.internal.sql;

import java.util.List;
import java.util.Set;

/** Knows the columns of tables: what tells an alias from a column of the same name. */
@FunctionalInterface
public interface Columns {

    /** Knows no table. */
    Columns UNKNOWN = relations -> Set.of();

    /**
     * The columns of relations.
     *
     * @param relations names as PostgreSQL takes them; may be such as do not exist
     * @return the names of all their columns
     */
    Set<String> of(List<String> relations);
}
