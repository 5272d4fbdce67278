/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

/**
 * A column of FIXEDWIDTH.
 *
 * @param label free text, without commas
 * @param characters its width in characters, at least 1
 */
public record FixedWidthColumn(String label, int characters) {

    public FixedWidthColumn {
        if (label.indexOf(',') >= 0 || !label.equals(label.trim())) {
            throw new IllegalArgumentException("label must hold no comma and no outer blanks, was \"" + label + "\"");
        }
        if (characters < 1) {
            throw new IllegalArgumentException("characters must be at least 1, was " + characters);
        }
    }

    @Override
    public String toString() {
        return label + ":" + characters;
    }
}
