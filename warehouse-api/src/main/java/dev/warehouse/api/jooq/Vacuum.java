/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.util.Locale;
import org.jooq.Keyword;
import org.jooq.impl.DSL;

/**
 * What VACUUM does.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_VACUUM_command.html">Amazon Redshift Database Developer
 *     Guide, VACUUM</a>
 */
public enum Vacuum {
    /** Sorts, and frees the space of deleted rows. */
    FULL,
    /** Sorts. */
    SORT_ONLY,
    /** Frees the space of deleted rows. */
    DELETE_ONLY,
    /** Looks at interleaved sort keys anew, then does all of {@link #FULL}. */
    REINDEX,
    /** Sorts what is not sorted yet. */
    RECLUSTER;

    Keyword keyword() {
        return DSL.keyword(name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}
