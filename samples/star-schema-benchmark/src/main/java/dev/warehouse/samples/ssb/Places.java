/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import java.io.IOException;

/** Where customers and suppliers live: 5 regions of 5 nations of 10 cities; and how to write to them. */
final class Places {

    static final int REGIONS = 5;
    static final int NATIONS_OF_A_REGION = 5;
    static final int CITIES_OF_A_NATION = 10;

    private static final byte[][] REGION = Lines.ascii("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");
    private static final String[][] NATION = {
        {"ALGERIA", "ETHIOPIA", "KENYA", "MOROCCO", "MOZAMBIQUE"},
        {"ARGENTINA", "BRAZIL", "CANADA", "PERU", "UNITED STATES"},
        {"CHINA", "INDIA", "INDONESIA", "JAPAN", "VIETNAM"},
        {"FRANCE", "GERMANY", "ROMANIA", "RUSSIA", "UNITED KINGDOM"},
        {"EGYPT", "IRAN", "IRAQ", "JORDAN", "SAUDI ARABIA"}};
    /** The number of a nation in the alphabet of TPC-H, where some came later; phone numbers begin with it. */
    private static final int[][] COUNTRY = {
        {0, 5, 14, 15, 16},
        {1, 2, 3, 17, 24},
        {18, 8, 9, 12, 21},
        {6, 7, 19, 22, 23},
        {4, 10, 11, 13, 20}};
    private static final int FIRST_COUNTRY = 10;
    private static final int CITY_LETTERS = 9;
    private static final byte[] ADDRESS_LETTERS =
            Lines.ascii("0123456789abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ,")[0];
    private static final int SHORTEST_ADDRESS = 6;
    private static final int LONGEST_ADDRESS = 24;

    private final Rng random;
    private final Deal deal;
    private final int[] place = new int[3];
    private final byte[][][] nations = new byte[REGIONS][NATIONS_OF_A_REGION][];
    private final byte[][][] cities = new byte[REGIONS][NATIONS_OF_A_REGION][];

    Places(Rng random, Rng dealt) {
        this.random = random;
        this.deal = new Deal(dealt, REGIONS, NATIONS_OF_A_REGION, CITIES_OF_A_NATION);
        for (int region = 0; region < REGIONS; region++) {
            nations[region] = Lines.ascii(NATION[region]);
            for (int nation = 0; nation < NATIONS_OF_A_REGION; nation++) {
                cities[region][nation] = Lines.ascii((NATION[region][nation] + " ".repeat(CITY_LETTERS))
                        .substring(0, CITY_LETTERS))[0];
            }
        }
    }

    /** Writes address, city, nation, region and phone. */
    void append(long row, Lines lines) throws IOException {
        deal.values(row, place);
        int region = place[0];
        int nation = place[1];
        lines.field();
        for (int length = random.between(SHORTEST_ADDRESS, LONGEST_ADDRESS); length > 0; length--) {
            lines.part((char) ADDRESS_LETTERS[random.below(ADDRESS_LETTERS.length)]);
        }
        lines.end();
        lines.part(cities[region][nation]).part((char) ('0' + place[2])).end();
        lines.text(nations[region][nation]).text(REGION[region]);
        lines.field().part(FIRST_COUNTRY + COUNTRY[region][nation]).part('-').part(random.between(100, 999))
                .part('-').part(random.between(100, 999)).part('-').part(random.between(1000, 9999)).end();
    }
}
