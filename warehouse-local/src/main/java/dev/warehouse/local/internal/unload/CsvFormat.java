/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/**
 * CSV: a field that holds a delimiter, a quotation mark or a line end is quoted, and its quotation marks are doubled.
 */
final class CsvFormat extends SeparatedFormat {

    private static final byte QUOTE = '"';

    private final boolean[] needsQuotes = new boolean[128];
    private final boolean[] doubled = new boolean[128];

    CsvFormat(UnloadStatement unload, Columns columns) {
        super(unload, columns);
        needsQuotes[unload.delimiter] = true;
        needsQuotes[QUOTE] = true;
        needsQuotes['\n'] = true;
        needsQuotes['\r'] = true;
        doubled[QUOTE] = true;
    }

    @Override
    void put(byte[] bytes, int from, int to, Output out) {
        boolean quoted = false;
        for (int at = from; at < to && !quoted; at++) {
            quoted = bytes[at] >= 0 && needsQuotes[bytes[at]];
        }
        if (!quoted) {
            out.put(bytes, from, to);
            return;
        }
        out.put(QUOTE);
        out.putEscaped(bytes, from, to, doubled, QUOTE);
        out.put(QUOTE);
    }
}
