/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.warehouse.api.Finding;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a star. Redshift takes keys and references as information and never enforces them, so a load
 * that wants them true has to look. Each check is a query for the rows that offend: none found, and the check holds.
 *
 * <p>NULL is nobody's offence but {@link #notNull}'s: the other checks of values leave rows with NULL alone.
 */
public final class Checks {

    private Checks() {
    }

    /**
     * The table has as many rows as the copies into it reported.
     *
     * @param table a staging table
     * @return a check
     */
    public static Step allCopied(Table<?> table) {
        String target = table.getName();
        return new Check(target, "has the rows that were copied", rows(table), context -> {
            long copied = context.done().stream()
                    .filter(step -> step.stage() == Stage.COPY && step.target().equalsIgnoreCase(target))
                    .mapToLong(StepReport::rows)
                    .sum();
            long counted = Objects.requireNonNull(context.dsl().fetchValue(rows(table)));
            return counted == copied ? List.of() : List.of(new Finding(target,
                    "has " + Check.grouped(counted) + " rows, but " + Check.grouped(copied) + " were copied", 0,
                    List.of()));
        });
    }

    /**
     * The table has as many rows as the query: no row was lost or doubled on the way.
     *
     * @param table a table of the star
     * @param query the rows it was made from
     * @return a check
     */
    public static Step rowsOf(Table<?> table, Select<?> query) {
        Objects.requireNonNull(query, "query must not be null");
        String target = table.getName();
        return new Check(target, "has the rows of its source", rows(table), context -> {
            long expected = context.dsl().fetchCount(query);
            long counted = Objects.requireNonNull(context.dsl().fetchValue(rows(table)));
            return counted == expected ? List.of() : List.of(new Finding(target,
                    "has " + Check.grouped(counted) + " rows, but its source has " + Check.grouped(expected), 0,
                    List.of()));
        });
    }

    /**
     * No two rows have the same values in these columns, taken together.
     *
     * @param columns one column, or the columns of a key
     * @return a check
     */
    public static Step unique(TableField<?, ?>... columns) {
        Table<?> table = tableOf(columns);
        String names = names(columns);
        Condition known = DSL.and(Arrays.stream(columns).map(Field::isNotNull).toList());
        return offending(table.getName() + "." + names, "is not unique", "unique",
                select(columns).select(count().as("times")).from(table).where(known)
                        .groupBy(columns).having(count().gt(1)));
    }

    /**
     * No row has NULL in any of these columns.
     *
     * @param columns columns of one table
     * @return a check
     */
    public static Step notNull(TableField<?, ?>... columns) {
        Table<?> table = tableOf(columns);
        return offending(table.getName() + "." + names(columns), "is NULL", "not NULL",
                select(table.fields()).from(table)
                        .where(DSL.or(Arrays.stream(columns).map(Field::isNull).toList())));
    }

    /**
     * Each value of the first column is in the second.
     *
     * @param from the column that refers, such as {@code SONGPLAYS.SONG_ID}
     * @param to the column referred to, such as {@code SONGS.SONG_ID}
     * @param <T> the type of both
     * @return a check
     */
    public static <T> Step references(TableField<?, T> from, TableField<?, T> to) {
        Table<?> referring = tableOf(from);
        Table<?> referred = tableOf(to).as("referred");
        Field<T> key = Objects.requireNonNull(referred.field(to), "to must be a column of its table");
        return offending(referring.getName() + "." + from.getName(),
                "refers to no row of " + tableOf(to).getName(), "refers to " + tableOf(to).getName(),
                select(from, count().as("times")).from(referring)
                        .leftJoin(referred).on(key.eq(from))
                        .where(from.isNotNull()).and(key.isNull())
                        .groupBy(from));
    }

    /**
     * Each value is at least the first bound and at most the second.
     *
     * @param column the column
     * @param least the smallest value that is right
     * @param most the greatest value that is right
     * @param <T> the column's type
     * @return a check
     */
    public static <T> Step inRange(TableField<?, T> column, T least, T most) {
        Table<?> table = tableOf(column);
        return offending(table.getName() + "." + column.getName(), "is not between " + least + " and " + most,
                "between " + least + " and " + most,
                select(column, count().as("times")).from(table)
                        .where(column.lt(least).or(column.gt(most)))
                        .groupBy(column));
    }

    /**
     * Each value is one of these.
     *
     * @param column the column
     * @param values the values that are right
     * @param <T> the column's type
     * @return a check
     */
    public static <T> Step oneOf(TableField<?, T> column, Collection<T> values) {
        Table<?> table = tableOf(column);
        String list = values.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return offending(table.getName() + "." + column.getName(), "is none of " + list, "one of " + list,
                select(column, count().as("times")).from(table).where(column.notIn(values)).groupBy(column));
    }

    /**
     * A check of one's own: the query finds no rows.
     *
     * @param target what the check is about, such as {@code songplays}
     * @param message what is wrong with the rows it finds, such as {@code begin in the future}
     * @param offending the rows that offend
     * @return a check
     */
    public static Step none(String target, String message, Select<?> offending) {
        return offending(target, message, "none " + message, offending);
    }

    /**
     * Several checks as one: all of them run, and a report has one row for them.
     *
     * @param target what they are about, such as {@code users}
     * @param checks steps of stage {@link Stage#CHECK}
     * @return a check that holds if all of them hold
     */
    public static Step all(String target, Step... checks) {
        return new CheckGroup(target, List.of(checks));
    }

    private static Step offending(String target, String message, String rule, Select<?> offending) {
        Objects.requireNonNull(offending, "offending must not be null");
        return new Check(target, rule, examples(offending), context -> {
            DSLContext dsl = context.dsl();
            List<Map<String, @Nullable Object>> examples = new ArrayList<>();
            for (Record row : dsl.fetch(examples(offending))) {
                examples.add(row.intoMap());
            }
            return examples.isEmpty() ? List.of()
                    : List.of(new Finding(target, message, dsl.fetchCount(offending), examples));
        });
    }

    private static Select<?> examples(Select<?> offending) {
        return select(DSL.asterisk()).from(offending.asTable(name("offending"))).limit(Check.EXAMPLES);
    }

    private static Select<Record1<Long>> rows(Table<?> table) {
        return select(count().cast(SQLDataType.BIGINT)).from(table);
    }

    private static Table<?> tableOf(TableField<?, ?>... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("columns must not be empty");
        }
        Table<?> table = Objects.requireNonNull(columns[0].getTable(), "columns must belong to a table");
        for (TableField<?, ?> column : columns) {
            if (!table.equals(column.getTable())) {
                throw new IllegalArgumentException("columns must belong to one table, were of " + table.getName()
                        + " and " + (column.getTable() == null ? "none" : column.getTable().getName()));
            }
        }
        return table;
    }

    private static String names(TableField<?, ?>... columns) {
        String names = Arrays.stream(columns).map(Field::getName).collect(Collectors.joining(", "));
        return columns.length == 1 ? names : "(" + names + ")";
    }
}
