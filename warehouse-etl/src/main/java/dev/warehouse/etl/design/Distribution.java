/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a table's rows are given to slices. See "Distribution styles" in the AWS database developer guide.
 *
 * @param style the style
 * @param key the column, if the style is {@link Style#KEY}, and null otherwise
 */
public record Distribution(Style style, @Nullable String key) {

    /** The styles of DISTSTYLE. */
    public enum Style {
        /** In turn. */
        EVEN,
        /** By the value of one column. */
        KEY,
        /** A whole copy for every node. */
        ALL,
        /** As Redshift thinks best. */
        AUTO
    }

    /** In turn. */
    public static final Distribution EVEN = new Distribution(Style.EVEN, null);
    /** A copy for every node. */
    public static final Distribution ALL = new Distribution(Style.ALL, null);
    /** As Redshift thinks best. */
    public static final Distribution AUTO = new Distribution(Style.AUTO, null);

    /** Checks what was given. */
    public Distribution {
        Objects.requireNonNull(style, "style must not be null");
        if ((style == Style.KEY) != (key != null)) {
            throw new IllegalArgumentException(style == Style.KEY ? "key must not be null for style KEY"
                    : "key must be null for style " + style + ", was " + key);
        }
    }

    /**
     * By the value of one column.
     *
     * @param column its name
     * @return style KEY by this column
     */
    public static Distribution key(String column) {
        return new Distribution(Style.KEY, column);
    }

    /** Whether this is the style KEY by this column. */
    boolean isKey(String column) {
        return column.equals(key);
    }

    /**
     * As {@code svv_table_info} writes it.
     *
     * @return for example {@code KEY(lo_partkey)}
     */
    @Override
    public String toString() {
        return key == null ? style.name() : style + "(" + key + ")";
    }
}
