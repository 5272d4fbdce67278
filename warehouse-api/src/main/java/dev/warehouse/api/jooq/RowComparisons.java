/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Row;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of rows, which Redshift does not have, as comparisons of their fields: {@code (a, b) = (1, 2)} is
 * {@code a = 1 and b = 2}. Lists of rows behind IN it has.
 */
final class RowComparisons {

    private RowComparisons() {
    }

    /** The comparison field by field; null if the part is none. */
    static @Nullable Condition fieldByField(QueryPart part) {
        if (part instanceof QOM.RowIsNull isNull) {
            return DSL.and(conditions(isNull.$field(), Field::isNull));
        }
        if (part instanceof QOM.RowIsNotNull isNotNull) {
            return DSL.and(conditions(isNotNull.$field(), Field::isNotNull));
        }
        if (part instanceof QOM.RowEq<?> eq) {
            return same(eq.$arg1(), eq.$arg2());
        }
        if (part instanceof QOM.RowNe<?> ne) {
            return DSL.not(same(ne.$arg1(), ne.$arg2()));
        }
        if (part instanceof QOM.RowLt<?> lt) {
            return ordered(lt.$arg1(), lt.$arg2(), (a, b) -> a.lt(b), false);
        }
        if (part instanceof QOM.RowLe<?> le) {
            return ordered(le.$arg1(), le.$arg2(), (a, b) -> a.lt(b), true);
        }
        if (part instanceof QOM.RowGt<?> gt) {
            return ordered(gt.$arg1(), gt.$arg2(), (a, b) -> a.gt(b), false);
        }
        return part instanceof QOM.RowGe<?> ge ? ordered(ge.$arg1(), ge.$arg2(), (a, b) -> a.gt(b), true) : null;
    }

    private static List<Condition> conditions(Row row, Function<Field<?>, Condition> condition) {
        List<Condition> conditions = new ArrayList<>();
        for (Field<?> field : row.fields()) {
            conditions.add(condition.apply(field));
        }
        return conditions;
    }

    @SuppressWarnings("unchecked")
    private static Field<Object> field(Row row, int index) {
        return (Field<Object>) row.field(index);
    }

    private static Condition same(Row one, Row other) {
        Condition condition = DSL.noCondition();
        for (int i = 0; i < one.size(); i++) {
            condition = condition.and(field(one, i).eq(field(other, i)));
        }
        return condition;
    }

    /** a < x or (a = x and (b < y or …)). */
    private static Condition ordered(Row one, Row other, BiFunction<Field<Object>, Field<Object>, Condition> before,
            boolean orSame) {
        int last = one.size() - 1;
        Condition condition = before.apply(field(one, last), field(other, last));
        condition = orSame ? condition.or(field(one, last).eq(field(other, last))) : condition;
        for (int i = last - 1; i >= 0; i--) {
            condition = before.apply(field(one, i), field(other, i))
                    .or(field(one, i).eq(field(other, i)).and(condition));
        }
        return condition;
    }
}
