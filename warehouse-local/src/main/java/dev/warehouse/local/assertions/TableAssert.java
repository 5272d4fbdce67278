/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import dev.warehouse.api.Warehouse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Assertions about the rows of a table. Each asks the warehouse anew. */
public final class TableAssert extends AbstractAssert<TableAssert, Table<?>> {

    private static final int EXAMPLES = 5;
    /** SQL's state for a relation that does not exist. */
    private static final String NO_TABLE = "42P01";
    private static final String TABLES = "select case when table_schema = 'public' then '' else table_schema || '.' end"
            + " || table_name from information_schema.tables where table_schema not in ('pg_catalog',"
            + " 'information_schema', 'pg_internal', 'catalog_history', 'pg_automv', 'pg_s3') order by 1 limit 30";

    private final Warehouse warehouse;
    private final Condition condition;

    TableAssert(Warehouse warehouse, Table<?> table, Condition condition) {
        super(table, TableAssert.class);
        this.warehouse = warehouse;
        this.condition = condition;
    }

    /**
     * Goes on with some of the rows only.
     *
     * @param only which
     * @return the assertions about these rows
     */
    public TableAssert where(Condition only) {
        return new TableAssert(warehouse, actual, condition.and(only)).as(info.description());
    }

    /**
     * There are exactly so many rows.
     *
     * @param expected how many
     * @return this
     */
    public TableAssert hasRowCount(long expected) {
        long count = count(condition);
        if (count != expected) {
            throw failureWithActualExpected(count, expected, "Expected %s to have %s, but it has %s.", table(),
                    rows(expected), count);
        }
        return this;
    }

    /**
     * There is no row.
     *
     * @return this
     */
    public TableAssert isEmpty() {
        return hasRowCount(0);
    }

    /**
     * There is a row at least.
     *
     * @return this
     */
    public TableAssert isNotEmpty() {
        if (count(condition) == 0) {
            failWithMessage("Expected %s to have rows, but it is empty.", table());
        }
        return this;
    }

    /**
     * No two rows have the same values in these columns: what PRIMARY KEY and UNIQUE say on Redshift, which does not
     * enforce them. Rows with a NULL among them are left out, as UNIQUE leaves them out.
     *
     * @param fields one or more columns
     * @return this
     */
    public TableAssert hasNoDuplicatesIn(Field<?>... fields) {
        require(fields);
        Field<Integer> count = DSL.count();
        Condition filled = DSL.and(Arrays.stream(fields).map(Field::isNotNull).toList());
        Result<Record> twice = fetch(warehouse.dsl().select(fields).select(count).from(actual)
                .where(condition).and(filled)
                .groupBy(fields).having(count.gt(1)).orderBy(count.desc()).limit(EXAMPLES + 1));
        if (twice.isNotEmpty()) {
            List<String> examples = new ArrayList<>();
            for (Record row : twice.subList(0, Math.min(EXAMPLES, twice.size()))) {
                examples.add("  " + Arrays.stream(fields).map(field -> field.getName() + " = "
                        + Texts.of(row.get(field))).collect(Collectors.joining(", ")) + ": "
                        + row.get(fields.length, Long.class) + " times");
            }
            failWithMessage("Expected no duplicates in %s of %s, but there are:%n%s%s", names(fields), table(),
                    String.join("\n", examples), twice.size() > EXAMPLES ? "\n  …" : "");
        }
        return this;
    }

    /**
     * No row has NULL in these columns.
     *
     * @param fields one or more columns
     * @return this
     */
    public TableAssert hasNoNullsIn(Field<?>... fields) {
        require(fields);
        for (Field<?> field : fields) {
            long nulls = count(condition.and(field.isNull()));
            if (nulls > 0) {
                failWithMessage("Expected no NULL in %s of %s, but it is NULL in %s of %s.", field.getName(), table(),
                        nulls,
                        rows(count(condition)));
            }
        }
        return this;
    }

    /**
     * Each value of a column is in a column of another table: what FOREIGN KEY says on Redshift, which does not enforce
     * it. NULL refers to nothing.
     *
     * @param field the column
     * @param referenced the column that is referred to, which knows its table
     * @param <T> the columns' type
     * @return this
     */
    public <T> TableAssert references(Field<T> field, org.jooq.TableField<?, T> referenced) {
        Table<?> other = referenced.getTable();
        if (other == null) {
            throw new IllegalArgumentException("referenced must know its table, was " + referenced);
        }
        Result<? extends Record> orphans = fetch(warehouse.dsl().selectDistinct(field).from(actual).where(condition)
                .and(field.isNotNull())
                .and(field.notIn(DSL.select(referenced).from(other).where(referenced.isNotNull())))
                .limit(EXAMPLES + 1));
        if (orphans.isNotEmpty()) {
            failWithMessage("Expected each %s of %s to be in %s of %s, but these are not: %s", field.getName(), table(),
                    referenced.getName(), other.getName(), orphans.stream().limit(EXAMPLES)
                            .map(row -> Texts.of(row.get(0))).collect(Collectors.joining(", "))
                            + (orphans.size() > EXAMPLES ? ", …" : ""));
        }
        return this;
    }

    /**
     * Goes on with all rows, in the order of these columns.
     *
     * @param orderBy one or more columns
     * @return the rows' assertions
     */
    public ResultAssert rowsOrderedBy(Field<?>... orderBy) {
        require(orderBy);
        return new ResultAssert(fetch(warehouse.dsl().select().from(actual).where(condition).orderBy(orderBy)))
                .as(info.description());
    }

    private static void require(Field<?>... fields) {
        if (fields.length == 0) {
            throw new IllegalArgumentException("fields must not be empty");
        }
    }

    private long count(Condition rows) {
        return fetch(warehouse.dsl().select(DSL.count().cast(Long.class)).from(actual).where(rows)).get(0).value1();
    }

    /** Asks; that the table is missing is a failure of the test, and not of the query. */
    private <R extends Record> Result<R> fetch(ResultQuery<R> query) {
        try {
            return query.fetch();
        } catch (DataAccessException e) {
            if (!e.sqlState().equals(NO_TABLE)) {
                throw e;
            }
            List<String> names = warehouse.dsl().fetch(TABLES).getValues(0, String.class);
            String missing = Objects.toString(e.getCause().getMessage(), "").lines().findFirst().orElse("");
            AssertionError failure = failure("Expected a table %s, but %s; there are %s.", actual.getName(),
                    missing.replaceFirst("^ERROR: ", ""), names.isEmpty() ? "no tables" : String.join(", ", names));
            failure.initCause(e);
            throw failure;
        }
    }

    private String table() {
        String name = actual.getName();
        return condition.equals(DSL.noCondition()) ? name : name + " where " + condition;
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static String names(Field<?>... fields) {
        return Arrays.stream(fields).map(Field::getName).collect(Collectors.joining(", "));
    }
}
