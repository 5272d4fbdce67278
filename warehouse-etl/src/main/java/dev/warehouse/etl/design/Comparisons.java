/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.TableField;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** Reads what a condition asks of one column: =, &lt;, &lt;=, &gt;, &gt;=, BETWEEN, IN, and these joined by OR. */
final class Comparisons {

    private enum Operator { EQ, LT, LE, GT, GE }

    private Comparisons() {
    }

    /** The column that is compared; empty if it is none alone. */
    static Optional<TableField<?, ?>> field(Condition condition) {
        if (condition instanceof QOM.Or or) {
            Optional<TableField<?, ?>> left = field(or.$arg1());
            return left.isPresent() && left.equals(field(or.$arg2())) ? left : Optional.empty();
        }
        Field<?> first = null;
        Field<?> second = null;
        if (condition instanceof QOM.CompareCondition<?, ?> compare) {
            first = compare.$arg1();
            second = compare.$arg2();
        } else if (condition instanceof QOM.Between<?> between) {
            first = between.$arg1();
        } else if (condition instanceof QOM.InList<?> in) {
            first = in.$field();
        }
        return first instanceof TableField<?, ?> field ? Optional.of(field)
                : second instanceof TableField<?, ?> field ? Optional.of(field) : Optional.empty();
    }

    /** The values that meet the condition; null if they are not known before the query runs. */
    static @Nullable Ranges ranges(Condition condition, ColumnType type) {
        if (condition instanceof QOM.Or or) {
            Ranges left = ranges(or.$arg1(), type);
            Ranges right = ranges(or.$arg2(), type);
            return left == null || right == null ? null : left.or(right);
        }
        if (condition instanceof QOM.Between<?> between) {
            Ranges ranges = between(between.$arg2(), between.$arg3(), type);
            return !between.$symmetric() || ranges == null ? ranges
                    : ranges.or(between(between.$arg3(), between.$arg2(), type));
        }
        if (condition instanceof QOM.InList<?> in) {
            Ranges ranges = Ranges.of(1, 0);
            for (Field<?> value : in.$list()) {
                Ranges one = range(Operator.EQ, value, type);
                if (one == null) {
                    return null;
                }
                ranges = ranges.or(one);
            }
            return ranges;
        }
        if (condition instanceof QOM.CompareCondition<?, ?> compare) {
            Operator operator = condition instanceof QOM.Eq ? Operator.EQ : condition instanceof QOM.Lt ? Operator.LT
                    : condition instanceof QOM.Le ? Operator.LE : condition instanceof QOM.Gt ? Operator.GT
                    : condition instanceof QOM.Ge ? Operator.GE : null;
            return operator == null ? null : compare.$arg1() instanceof TableField
                    ? range(operator, compare.$arg2(), type) : range(reversed(operator), compare.$arg1(), type);
        }
        return null;
    }

    private static Operator reversed(Operator operator) {
        return switch (operator) {
            case EQ -> Operator.EQ;
            case LT -> Operator.GT;
            case LE -> Operator.GE;
            case GT -> Operator.LT;
            case GE -> Operator.LE;
        };
    }

    private static @Nullable Ranges between(Field<?> from, Field<?> to, ColumnType type) {
        Long least = constant(from, type, true);
        Long most = constant(to, type, false);
        return least == null || most == null ? null : Ranges.of(least, most);
    }

    private static @Nullable Ranges range(Operator operator, Field<?> field, ColumnType type) {
        // NULL is equal to nothing
        if (field instanceof Param<?> param && param.getValue() == null) {
            return Ranges.of(1, 0);
        }
        Long above = constant(field, type, true);
        Long below = constant(field, type, false);
        if (above == null || below == null) {
            return null;
        }
        int step = type.isExact() ? 1 : 0;
        return switch (operator) {
            case EQ -> Ranges.of(above, below);
            case LT -> above == Long.MIN_VALUE ? Ranges.of(1, 0) : Ranges.of(Long.MIN_VALUE, above - step);
            case LE -> Ranges.of(Long.MIN_VALUE, below);
            case GT -> below == Long.MAX_VALUE ? Ranges.of(1, 0) : Ranges.of(below + step, Long.MAX_VALUE);
            case GE -> Ranges.of(above, Long.MAX_VALUE);
        };
    }

    private static @Nullable Long constant(Field<?> field, ColumnType type, boolean up) {
        Field<?> value = field instanceof QOM.Cast<?> cast ? cast.$field() : field;
        return value instanceof Param<?> param && param.getValue() != null
                // between two places lies nothing in an order that is coarse
                ? type.order(param.getValue(), up && type.isExact()) : null;
    }
}
