/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Map;
import org.jooq.DataType;
import org.jooq.Param;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Renders times as values of {@code timestamp}, not of {@code timestamp(6)}: the generated columns carry the precision,
 * which they have on Redshift too, but Redshift documents its types without one.
 */
final class PlainTimes implements VisitListener {

    private static final Map<Class<?>, DataType<?>> PLAIN = Map.of(
            LocalDateTime.class, SQLDataType.LOCALDATETIME,
            LocalTime.class, SQLDataType.LOCALTIME,
            OffsetDateTime.class, SQLDataType.OFFSETDATETIME,
            OffsetTime.class, SQLDataType.OFFSETTIME);

    @Override
    public void visitStart(VisitContext context) {
        if (context.queryPart() instanceof Param<?> param && param.getDataType().precisionDefined()) {
            DataType<?> plain = PLAIN.get(param.getDataType().getType());
            if (plain != null) {
                context.queryPart(param.isInline() ? DSL.inline(param.getValue(), plain)
                        : DSL.val(param.getValue(), plain));
            }
        }
    }
}
