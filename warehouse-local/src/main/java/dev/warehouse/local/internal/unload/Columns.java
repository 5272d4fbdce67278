/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The columns that go into the files: which of the row's fields, and what they are. */
final class Columns {

    private final int[] fields;
    private final List<ResultColumn> all;

    Columns(List<ResultColumn> all, int[] fields) {
        this.all = all;
        this.fields = fields;
    }

    int count() {
        return fields.length;
    }

    /** The index in the row of the so many-th column of the file. */
    int field(int index) {
        return fields[index];
    }

    ResultColumn column(int index) {
        return all.get(fields[index]);
    }

    byte[] nameBytes(int index) {
        return column(index).name().getBytes(StandardCharsets.UTF_8);
    }
}
