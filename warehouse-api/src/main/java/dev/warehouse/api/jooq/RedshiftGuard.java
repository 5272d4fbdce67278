/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import dev.warehouse.api.QueryException;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each statement when jOOQ has rendered it, before it is sent, and refuses what Redshift does not have. It
 * reads the text rather than jOOQ's model: so it sees what the dialect made of the model, and plain SQL as well.
 */
final class RedshiftGuard implements VisitListener {

    private static final int LONGEST_SQL = 300;

    @Override
    public void visitEnd(VisitContext context) {
        // the outermost part is the statement
        if (context.queryPartsLength() != 1 || context.renderContext() == null) {
            return;
        }
        String sql = context.renderContext().render();
        @Nullable Refusal refusal = Refusals.in(sql);
        if (refusal != null) {
            throw refused(refusal.construct(), refusal.instead(), sql);
        }
    }

    static QueryException refused(String construct, String instead, String sql) {
        return new QueryException(construct, instead,
                sql.length() <= LONGEST_SQL ? sql : sql.substring(0, LONGEST_SQL) + "…");
    }

    /**
     * Something Redshift does not have.
     *
     * @param construct its name
     * @param instead what to use instead
     */
    record Refusal(String construct, String instead) {
    }
}
