/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;
import java.time.temporal.ChronoUnit;

/**
 * The facts: orders of one to seven lines. Keys of orders are sparse, prices follow from the part, every third customer
 * never buys, and the last order is so early that what it is committed to still lies in the seven years.
 */
final class LineOrders implements Rows {

    static final int ORDERS_OF_SCALE_1 = 1_500_000;
    /** Orders begin with the first day and end on 2 August 1998. */
    static final int ORDER_DAYS = (int) ChronoUnit.DAYS.between(Days.FIRST, Days.LAST.minusDays(151)) + 1;

    private static final int MOST_LINES = 7;
    private static final byte[][] PRIORITIES =
            Lines.ascii("1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW");
    private static final byte[] SHIP_PRIORITY = Lines.ascii("0")[0];
    private static final byte[][] MODES = Lines.ascii("AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK");

    private final Rng random;
    private final int buyers;
    private final int parts;
    private final int suppliers;
    private final int[] days = new int[Days.COUNT];
    private final int[] part = new int[MOST_LINES];
    private final int[] quantity = new int[MOST_LINES];
    private final int[] discount = new int[MOST_LINES];
    private final int[] tax = new int[MOST_LINES];

    LineOrders(long seed, int customers, int parts, int suppliers) {
        this.random = new Rng(seed, "lineorder");
        this.buyers = customers - customers / 3;
        this.parts = parts;
        this.suppliers = suppliers;
        for (int day = 0; day < days.length; day++) {
            days[day] = Days.key(Days.FIRST.plusDays(day));
        }
    }

    @Override
    public void append(long order, Lines lines) throws IOException {
        random.row(order);
        int buyer = random.below(buyers);
        int day = random.below(ORDER_DAYS);
        byte[] priority = PRIORITIES[random.below(PRIORITIES.length)];
        int count = random.between(1, MOST_LINES);
        int total = 0;
        for (int line = 0; line < count; line++) {
            part[line] = random.between(1, parts);
            quantity[line] = random.between(1, 50);
            discount[line] = random.below(11);
            tax[line] = random.below(9);
            total += (int) ((long) revenue(line) * (100 + tax[line]) / 100);
        }
        for (int line = 0; line < count; line++) {
            lines.number(key(order)).number(line + 1)
                    // 1, 2, 4, 5, 7, 8, ...
                    .number(buyer / 2 * 3 + buyer % 2 + 1)
                    .number(part[line]).number(random.between(1, suppliers)).number(days[day]).text(priority)
                    .text(SHIP_PRIORITY).number(quantity[line]).number(quantity[line] * price(part[line])).number(total)
                    .number(discount[line]).number(revenue(line)).number(price(part[line]) * 6 / 10).number(tax[line])
                    .number(days[day + random.between(30, 90)]).text(MODES[random.below(MODES.length)]);
            lines.endOfRow();
        }
    }

    /** The first eight of each 32 numbers, from 1. */
    static int key(long order) {
        long number = order + 1;
        return (int) (number >> 3 << 5 | number & 7);
    }

    /** In cents, 900.00 to 2,099.00. */
    private static int price(int part) {
        return 90_000 + part / 10 % 20_001 + part % 1_000 * 100;
    }

    private int revenue(int line) {
        return (int) ((long) quantity[line] * price(part[line]) * (100 - discount[line]) / 100);
    }
}
