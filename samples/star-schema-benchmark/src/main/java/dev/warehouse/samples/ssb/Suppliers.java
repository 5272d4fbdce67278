/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;

/** Who sells. */
final class Suppliers implements Rows {

    private static final byte[] NAME = Lines.ascii("Supplier#")[0];

    private final Rng random;
    private final Places places;

    Suppliers(long seed) {
        this.random = new Rng(seed, "supplier");
        this.places = new Places(random, new Rng(seed, "cities of suppliers"));
    }

    @Override
    public void append(long number, Lines lines) throws IOException {
        int key = (int) number + 1;
        random.row(number);
        lines.number(key);
        lines.part(NAME).padded(key, 9).end();
        places.append(number, lines);
        lines.endOfRow();
    }
}
