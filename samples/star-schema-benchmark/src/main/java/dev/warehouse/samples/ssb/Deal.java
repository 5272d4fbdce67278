/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

/**
 * Deals values to rows like cards: of each run of as many rows as there are values, each gets another one, in an order
 * that is random in each run. So every value has its share even where there are few rows: of 20 suppliers, 4 are in
 * each region.
 *
 * <p>Levels hang together: a region's nations are dealt to the rows of that region, a nation's cities to those of that
 * nation.
 */
final class Deal {

    private final Rng random;
    private final int[] radices;
    private final int[] cards;

    /**
     * Cards of several levels.
     *
     * @param random numbers of a stream of its own
     * @param radices how many values each level has under one of the level above, such as 5 regions, 5 nations each, 10
     *     cities each
     */
    Deal(Rng random, int... radices) {
        this.random = random;
        this.radices = radices.clone();
        int most = 0;
        for (int radix : radices) {
            most = Math.max(most, radix);
        }
        this.cards = new int[most];
    }

    /**
     * The values of a row.
     *
     * @param row its number, from 0
     * @param values takes one value a level, from 0
     */
    void values(long row, int... values) {
        long run = 1;
        int path = 0;
        for (int level = 0; level < radices.length; level++) {
            int radix = radices[level];
            long place = row / run % radix;
            run *= radix;
            random.row((row / run * 64 + path) * 4 + level);
            values[level] = card(radix, (int) place);
            path = path * radix + values[level];
        }
    }

    /** The card at a place of a shuffled deck. */
    private int card(int size, int place) {
        for (int i = 0; i < size; i++) {
            int at = random.below(i + 1);
            cards[i] = cards[at];
            cards[at] = i;
        }
        return cards[place];
    }
}
