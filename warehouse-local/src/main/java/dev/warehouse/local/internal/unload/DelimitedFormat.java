/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

/** Delimited text, with ESCAPE and ADDQUOTES. A NULL is its string as it stands, so that COPY tells it from a value. */
final class DelimitedFormat extends SeparatedFormat {

    private static final byte QUOTE = '"';
    private static final byte ESCAPE = '\\';

    private final boolean addQuotes;
    private final boolean escape;
    private final boolean[] special = new boolean[128];

    DelimitedFormat(UnloadStatement unload, Columns columns) {
        super(unload, columns);
        this.addQuotes = unload.addQuotes;
        this.escape = unload.escape;
        special['\n'] = true;
        special['\r'] = true;
        special[unload.delimiter] = true;
        special[ESCAPE] = true;
        special['"'] = addQuotes;
        special['\''] = addQuotes;
    }

    @Override
    void put(byte[] bytes, int from, int to, Output out) {
        if (addQuotes) {
            out.put(QUOTE);
        }
        if (escape) {
            out.putEscaped(bytes, from, to, special, ESCAPE);
        } else {
            out.put(bytes, from, to);
        }
        if (addQuotes) {
            out.put(QUOTE);
        }
    }
}
