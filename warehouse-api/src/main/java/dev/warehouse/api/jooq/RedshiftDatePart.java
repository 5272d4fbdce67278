/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.util.Locale;
import org.jooq.Keyword;
import org.jooq.impl.DSL;

/**
 * The parts of a date or a time that Redshift's functions take, by the names that its manual gives them.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html">Amazon Redshift
 *     Database Developer Guide, Date parts for date or timestamp functions</a>
 */
public enum RedshiftDatePart {
    /** A thousand years. */
    MILLENNIUM,
    /** A hundred years. */
    CENTURY,
    /** Ten years. */
    DECADE,
    /** A year. */
    YEAR,
    /** Three months, from January on. */
    QUARTER,
    /** A month. */
    MONTH,
    /** Seven days, from Monday on. */
    WEEK,
    /** A day. */
    DAY,
    /** An hour. */
    HOUR,
    /** A minute. */
    MINUTE,
    /** A second. */
    SECOND,
    /** A thousandth of a second. */
    MILLISECOND,
    /** A millionth of a second. */
    MICROSECOND;

    private final Keyword keyword = DSL.keyword(name().toLowerCase(Locale.ROOT));

    /** The part as the functions that take it bare have it. */
    Keyword keyword() {
        return keyword;
    }

    /** The part as the functions that take it in quotes have it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
