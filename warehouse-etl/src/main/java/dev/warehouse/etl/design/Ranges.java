/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.ArrayList;
import java.util.List;

/** Parts of a column's order in which a condition can hold, ends included. A zone map is held against them. */
record Ranges(List<Range> ranges) {

    /** From one place of the order to another. */
    record Range(long least, long most) { }

    Ranges {
        ranges = List.copyOf(ranges);
    }

    static Ranges of(long least, long most) {
        return least > most ? new Ranges(List.of()) : new Ranges(List.of(new Range(least, most)));
    }

    Ranges or(Ranges other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return new Ranges(all);
    }

    /** Whether a block of values from one place to another may hold a value that meets the condition. */
    boolean mayMeet(long least, long most) {
        for (Range range : ranges) {
            if (range.least <= most && range.most >= least) {
                return true;
            }
        }
        return false;
    }
}
