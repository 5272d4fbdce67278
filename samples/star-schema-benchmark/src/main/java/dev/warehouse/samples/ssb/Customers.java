/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;

/** Who buys. */
final class Customers implements Rows {

    private static final byte[] NAME = Lines.ascii("Customer#")[0];
    private static final byte[][] SEGMENTS =
            Lines.ascii("AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY");

    private final Rng random;
    private final Places places;

    Customers(long seed) {
        this.random = new Rng(seed, "customer");
        this.places = new Places(random, new Rng(seed, "cities of customers"));
    }

    @Override
    public void append(long number, Lines lines) throws IOException {
        int key = (int) number + 1;
        random.row(number);
        lines.number(key);
        lines.part(NAME).padded(key, 9).end();
        places.append(number, lines);
        lines.text(SEGMENTS[random.below(SEGMENTS.length)]);
        lines.endOfRow();
    }
}
