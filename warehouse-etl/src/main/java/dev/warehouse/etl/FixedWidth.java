/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.internal.command.FixedWidthColumn;
import java.util.Objects;
import org.jooq.Field;

/**
 * A column of files in which every column has its width. Labels are free text; the order of the columns counts, not
 * their labels.
 *
 * @param label free text without commas and outer blanks, best the column's name
 * @param characters its width in characters, at least 1; characters are not bytes
 */
public record FixedWidth(String label, int characters) {

    /** Checks what was given. */
    public FixedWidth {
        Objects.requireNonNull(label, "label must not be null");
        column(label, characters);
    }

    /** The same in the grammar, which checks it. */
    static FixedWidthColumn column(String label, int characters) {
        return new FixedWidthColumn(label, characters);
    }

    /**
     * A column with its width.
     *
     * @param label free text, best the column's name
     * @param characters its width in characters, at least 1
     * @return the column
     */
    public static FixedWidth of(String label, int characters) {
        return new FixedWidth(label, characters);
    }

    /**
     * A column with its width, labelled by its name.
     *
     * @param column the column
     * @param characters its width in characters, at least 1
     * @return the column
     */
    public static FixedWidth of(Field<?> column, int characters) {
        return new FixedWidth(column.getName(), characters);
    }
}
