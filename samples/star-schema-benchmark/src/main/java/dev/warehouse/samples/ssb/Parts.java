/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;

/** What is sold: 5 makers of 5 categories of 40 brands. */
final class Parts implements Rows {

    private static final byte[] MAKER = Lines.ascii("MFGR#")[0];
    private static final int MAKERS = 5;
    private static final int CATEGORIES_OF_A_MAKER = 5;
    private static final int BRANDS_OF_A_CATEGORY = 40;
    private static final int SIZES = 50;

    private static final byte[][] COLOURS = Lines.ascii(
            "almond", "antique", "aquamarine", "azure", "beige", "bisque", "black", "blanched", "blue", "blush",
            "brown", "burlywood", "burnished", "chartreuse", "chiffon", "chocolate", "coral", "cornflower", "cornsilk",
            "cream", "cyan", "dark", "deep", "dim", "dodger", "drab", "firebrick", "floral", "forest", "frosted",
            "gainsboro", "ghost", "goldenrod", "green", "grey", "honeydew", "hot", "indian", "ivory", "khaki", "lace",
            "lavender", "lawn", "lemon", "light", "lime", "linen", "magenta", "maroon", "medium", "metallic",
            "midnight", "mint", "misty", "moccasin", "navajo", "navy", "olive", "orange", "orchid", "pale", "papaya",
            "peach", "peru", "pink", "plum", "powder", "puff", "purple", "red", "rose", "rosy", "royal", "saddle",
            "salmon", "sandy", "seashell", "sienna", "sky", "slate", "smoke", "snow", "spring", "steel", "tan",
            "thistle", "tomato", "turquoise", "violet", "wheat", "white", "yellow");
    private static final byte[][] CLASSES = Lines.ascii("ECONOMY", "LARGE", "MEDIUM", "PROMO", "SMALL", "STANDARD");
    private static final byte[][] FINISHES = Lines.ascii("ANODIZED", "BRUSHED", "BURNISHED", "PLATED", "POLISHED");
    private static final byte[][] METALS = Lines.ascii("BRASS", "COPPER", "NICKEL", "STEEL", "TIN");
    private static final byte[][] PACKS = Lines.ascii("JUMBO", "LG", "MED", "SM", "WRAP");
    private static final byte[][] CONTAINERS = Lines.ascii("BAG", "BOX", "CAN", "CASE", "DRUM", "JAR", "PACK", "PKG");

    private final Rng random;
    private final Deal deal;
    private final int[] brand = new int[3];

    Parts(long seed) {
        this.random = new Rng(seed, "part");
        this.deal = new Deal(new Rng(seed, "brands"), MAKERS, CATEGORIES_OF_A_MAKER, BRANDS_OF_A_CATEGORY);
    }

    @Override
    public void append(long number, Lines lines) throws IOException {
        random.row(number);
        deal.values(number, brand);
        int maker = brand[0] + 1;
        int category = brand[1] + 1;
        int first = random.below(COLOURS.length);
        // another colour than the first
        int second = (first + 1 + random.below(COLOURS.length - 1)) % COLOURS.length;
        lines.number((int) number + 1).text(COLOURS[first], ' ', COLOURS[second]);
        lines.part(MAKER).part(maker).end();
        lines.part(MAKER).part(maker).part(category).end();
        lines.part(MAKER).part(maker).part(category).part(brand[2] + 1).end();
        lines.text(COLOURS[random.below(COLOURS.length)]);
        lines.part(CLASSES[random.below(CLASSES.length)]).part(' ')
                .part(FINISHES[random.below(FINISHES.length)]).part(' ')
                .text(METALS[random.below(METALS.length)]);
        lines.number(random.between(1, SIZES));
        lines.text(PACKS[random.below(PACKS.length)], ' ', CONTAINERS[random.below(CONTAINERS.length)]);
        lines.endOfRow();
    }
}
