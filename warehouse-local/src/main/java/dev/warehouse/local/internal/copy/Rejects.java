/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import java.util.ArrayList;
import java.util.List;

/** The rows of a load that could not be loaded. For the session's thread. */
final class Rejects {

    /** So many are kept for the system views; the rest is only counted. */
    private static final int MAX_KEPT = 10_000;
    static final int MAX_RAW = 1024;
    /** So many, the first, are kept with the fields before the bad one. */
    static final int WITH_FIELDS = 20;

    private final long limit;
    private final List<LoadError> errors = new ArrayList<>();
    private long count;

    Rejects(long limit) {
        this.limit = limit;
    }

    /** Notes one and says whether the load has failed by it. */
    boolean add(LoadError error) {
        if (errors.size() < MAX_KEPT) {
            errors.add(errors.size() < WITH_FIELDS ? error : error.withoutFields());
        }
        return ++count >= limit;
    }

    List<LoadError> errors() {
        return errors;
    }

    long count() {
        return count;
    }

    /** Raw bytes as the views show them: a dot for what is not plain ASCII. */
    static String raw(byte[] src, int from, int to) {
        StringBuilder text = new StringBuilder(Math.min(to - from, MAX_RAW));
        for (int at = from; at < to && text.length() < MAX_RAW; at++) {
            byte b = src[at];
            if (b >= ' ' && b < 0x7f || b == '\t' || b == '\n' || b == '\r') {
                text.append((char) b);
            } else if ((b & 0xc0) != 0x80 || at == from || src[at - 1] >= 0) {
                // one dot a character, whatever its length
                text.append('.');
            }
        }
        return text.toString();
    }
}
