/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;

/**
 * Renders LIMIT and OFFSET as numbers: Redshift was seen to answer {@code Not implemented} to bind values there. The
 * query itself is left as it is, because it may be rendered elsewhere.
 */
final class LiteralLimits implements VisitListener {

    /** jOOQ's part that holds both; it is not public, and a golden file tells if it is ever called otherwise. */
    private static final String LIMIT = "org.jooq.impl.Limit";

    @Override
    public void visitStart(VisitContext context) {
        if (context.queryPart() instanceof Param<?> param && !param.isInline()) {
            QueryPart[] parts = context.queryParts();
            if (parts.length > 1 && parts[parts.length - 2].getClass().getName().equals(LIMIT)) {
                context.queryPart(inline(param));
            }
        }
    }

    private static <T> Param<T> inline(Param<T> param) {
        return DSL.inline(param.getValue(), param.getDataType());
    }
}
