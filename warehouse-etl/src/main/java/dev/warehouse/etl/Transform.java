/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepPlan;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.TransformException;
import dev.warehouse.api.WarehouseException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.Reasons;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Insert;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * INSERT … SELECT: fills a table from others by a jOOQ query. Immutable.
 *
 * <pre>{@code
 * Transform.into(SONGS).select(
 *         selectDistinct(STAGING_SONGS.SONG_ID, STAGING_SONGS.TITLE, STAGING_SONGS.YEAR).from(STAGING_SONGS))
 * }</pre>
 *
 * <p>The columns of the query go to the columns of the same names; alias those that are called otherwise. Columns of
 * the table that the query does not have get their default, NULL, or their IDENTITY value.
 *
 * <p>The table is emptied before, by DELETE in the same transaction: a load that is repeated leaves the same rows, and
 * one that fails leaves the former ones. IDENTITY columns go on counting.
 */
public final class Transform implements Step {

    private final Table<?> target;
    private final @Nullable Select<?> query;

    private Transform(Table<?> target, @Nullable Select<?> query) {
        this.target = target;
        this.query = query;
    }

    /**
     * A transform into a table.
     *
     * @param target the table to empty and fill
     * @return a transform that still needs its {@link #select(Select) query}
     */
    public static Transform into(Table<?> target) {
        return new Transform(Objects.requireNonNull(target, "target must not be null"), null);
    }

    /**
     * Where the rows come from.
     *
     * @param query a query whose columns are named as those of the table
     * @return a transform by this query
     */
    public Transform select(Select<?> query) {
        return new Transform(target, Objects.requireNonNull(query, "query must not be null"));
    }

    /**
     * The statement that fills the table, as it is sent after the DELETE: values are inlined.
     *
     * @return the SQL text
     * @throws IllegalArgumentException if there are {@linkplain #problems() problems}, naming all of them
     */
    public String sql() {
        CommandTexts.requireNone(problems(), "INSERT into " + target());
        DSLContext dsl = DSL.using(readable(RedshiftConfiguration.unconnected()));
        return dsl.renderInlined(insert(dsl));
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORM;
    }

    @Override
    public String target() {
        return target.getName();
    }

    @Override
    public List<String> problems() {
        if (query == null) {
            return List.of("it has no query; say select(…)");
        }
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field<?> column : query.getSelect()) {
            if (!names.add(column.getName().toLowerCase(Locale.ROOT))) {
                problems.add("the query has two columns \"" + column.getName() + "\"; alias one of them");
            }
            if (target.field(column.getUnqualifiedName()) == null) {
                problems.add("the query's column \"" + column.getName() + "\" is no column of " + target()
                        + "; alias it as one of " + Arrays.stream(target.fields()).map(Field::getName)
                                .collect(Collectors.joining(", ")));
            }
        }
        return List.copyOf(problems);
    }

    @Override
    public StepPlan plan(StepContext context) {
        return StepPlan.of(this, sql());
    }

    @Override
    public StepResult run(StepContext context) {
        DSLContext dsl = DSL.using(readable(context.dsl().configuration()));
        try {
            context.emptyOnce(target);
            return StepResult.wrote(insert(dsl).execute());
        } catch (WarehouseException e) {
            throw e;
        } catch (DataAccessException e) {
            throw new TransformException(KnownError.TRANSFORM_FAILED, target(), sql(), "transform into " + target()
                    + " failed: " + Reasons.of(e) + ". The star is what it was before; the staging tables hold the "
                    + "new rows. Look for the cause there, and repeat the load.", e);
        }
    }

    @Override
    public String toString() {
        return "Transform[" + target() + "]";
    }

    /** Static statements: what the log shows is what is sent, and no column of a query is a marker without a type. */
    private static Configuration readable(Configuration configuration) {
        return configuration.derive(SettingsTools.clone(configuration.settings())
                .withStatementType(StatementType.STATIC_STATEMENT)
                .withRenderFormatted(true));
    }

    private Insert<?> insert(DSLContext dsl) {
        Select<?> rows = Objects.requireNonNull(query);
        List<Field<?>> columns = rows.getSelect().stream()
                .<Field<?>>map(column -> target.field(column.getUnqualifiedName()))
                .toList();
        return dsl.insertInto(target, columns).select(rows);
    }
}
