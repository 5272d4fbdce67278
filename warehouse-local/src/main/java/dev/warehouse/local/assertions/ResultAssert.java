/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.assertions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractAssert;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about the rows of a query, compared as tables: cell by cell as text, so that {@code 1} is {@code 1}
 * whatever its type, but {@code 1.0} is not {@code 1.00}. A time may be written as Redshift, Java or JDBC write it, and
 * is shown as Redshift does: {@code 2018-11-01 21:01:46}. What differs is shown as a table, with {@code -} before rows
 * that are missing and {@code +} before rows that are too much; equal rows far from these are left out.
 */
public final class ResultAssert extends AbstractAssert<ResultAssert, Result<? extends Record>> {

    ResultAssert(@Nullable Result<? extends Record> actual) {
        super(actual, ResultAssert.class);
    }

    /**
     * The rows are these, in this order.
     *
     * <pre>{@code
     * | first_name | plays |
     * | Chloe      | 689   |
     * | Tegan      | {null} |
     * }</pre>
     *
     * @param table the names of the columns, then the rows, each cell after a {@code |}. Blanks around a cell do not
     *     count, {@code \|} is a {@code |}, and lines such as {@code +----+} or {@code |---|} are left out: what
     *     {@link Result#format()} prints can be pasted
     * @return this
     * @throws IllegalArgumentException if a row has another number of cells than the first line
     */
    public ResultAssert isTable(String table) {
        return compare(TextTable.parse(table), false);
    }

    /**
     * The rows are these, in any order.
     *
     * @param table as {@link #isTable(String)} takes it
     * @return this
     */
    public ResultAssert isTableInAnyOrder(String table) {
        return compare(TextTable.parse(table), true);
    }

    /**
     * The rows are those of another result, in its order. The columns may have other names.
     *
     * @param expected the other result
     * @return this
     */
    public ResultAssert hasSameRowsAs(Result<? extends Record> expected) {
        return compare(table(expected).named(columns()), false);
    }

    /**
     * The rows are those of another result, in any order. The columns may have other names.
     *
     * @param expected the other result
     * @return this
     */
    public ResultAssert hasSameRowsInAnyOrderAs(Result<? extends Record> expected) {
        return compare(table(expected).named(columns()), true);
    }

    /**
     * There are exactly so many rows.
     *
     * @param expected how many
     * @return this
     */
    public ResultAssert hasRowCount(int expected) {
        isNotNull();
        if (actual.size() != expected) {
            throw failureWithActualExpected(actual.size(), expected, "Expected %s, but there %s %s:%n%s",
                    expected == 1 ? "1 row" : expected + " rows", actual.size() == 1 ? "is" : "are", actual.size(),
                    table(actual).beginning());
        }
        return this;
    }

    /**
     * There is no row.
     *
     * @return this
     */
    public ResultAssert isEmpty() {
        return hasRowCount(0);
    }

    private ResultAssert compare(TextTable expected, boolean anyOrder) {
        isNotNull();
        TextTable found = table(actual);
        if (!found.columns().equals(expected.columns())) {
            throw failureWithActualExpected(found.toString(), expected.toString(),
                    "Expected the columns %s, but they are %s:%n%s", expected.columns(), found.columns(),
                    found.beginning());
        }
        TextTable wanted = expected.map(Arrays.stream(actual.fields())
                .<UnaryOperator<String>>map(field -> cell -> Texts.expected(cell, field.getType())).toList());
        TextTable left = anyOrder ? wanted.sorted() : wanted;
        TextTable right = anyOrder ? found.sorted() : found;
        if (!left.rows().equals(right.rows())) {
            TableDifference difference = anyOrder ? TableDifference.inAnyOrder(left, right)
                    : TableDifference.inOrder(left, right);
            throw failureWithActualExpected(right.toString(), left.toString(),
                    "Expected %s rows%s, found %s; %s missing (-), %s too much (+):%n%s", left.rows().size(),
                    anyOrder ? " in any order" : "", right.rows().size(), difference.missing(), difference.tooMuch(),
                    difference);
        }
        return this;
    }

    private List<String> columns() {
        isNotNull();
        return Arrays.stream(actual.fields()).map(Field::getName).toList();
    }

    private static TextTable table(Result<? extends Record> result) {
        List<List<String>> rows = new ArrayList<>();
        for (Record record : result) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < record.size(); i++) {
                row.add(Texts.of(record.get(i)));
            }
            rows.add(row);
        }
        return new TextTable(Arrays.stream(result.fields()).map(Field::getName).toList(), rows);
    }
}
