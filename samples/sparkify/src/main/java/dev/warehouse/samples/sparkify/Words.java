/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

/** What names, places and titles are made of. All of it is invented; 64 of a kind, so that six bits choose one. */
final class Words {

    static final String[] ADJECTIVES = words("""
            Amber Ashen Autumn Azure Bitter Blind Bold Brazen Brittle Broken Copper Crimson Crooked Crystal Dappled
            Distant Drowsy Dusty Early Electric Empty Fading Feral Fleeting Foggy Frozen Gentle Gilded Glass Golden
            Hazy Hidden Hollow Hungry Idle Indigo Iron Ivory Jagged Lonely Lucid Lunar Magnetic Marble Midnight Mild
            Misty Neon Nimble Northern Paper Patient Quiet Ragged Restless Rusty Scarlet Silent Silver Sleepless
            Tender Velvet Wandering Winter
            """);

    static final String[] NOUNS = words("""
            Anchor Antler Arcade Atlas Avenue Balcony Beacon Bicycle Birch Bridge Candle Canyon Carousel Cedar
            Chimney Comet Compass Coral Cottage Delta Ember Engine Falcon Feather Ferry Fountain Garden Gate Glacier
            Harbor Heron Horizon Island Juniper Kettle Ladder Lagoon Lantern Lighthouse Magnet Meadow Mirror Moth
            Mountain Ocean Orchard Parade Pavement Pebble Pilot Quarry Radio River Rooftop Saddle Satellite Signal
            Sparrow Station Tunnel Valley Violin Window Zephyr
            """);

    // the first half women's, the second half men's
    static final String[] FIRST_NAMES = words("""
            Abeni Alma Anouk Astrid Beatrix Briony Calla Cecily Daria Delphine Edda Elowen Fenna Flora Greta Hedda
            Ilse Imogen Juno Kalea Leonie Liv Maren Mirela Nadja Odette Paloma Runa Saskia Tamsin Vesna Willa Alaric
            Anselm Barnaby Bastian Caspar Corwin Dario Desmond Edmund Emeric Fabian Finnian Gideon Gunnar Hamish Ivo
            Jasper Joachim Kester Lambert Linus Magnus Milo Nestor Orson Piers Quentin Rufus Silas Tobias Viktor
            Wendel
            """);

    static final String[] LAST_NAMES = words("""
            Abernethy Ackland Amberley Arkwright Ashdown Barlow Beckwith Birdsong Blackwood Brandt Calloway
            Castellan Cavanagh Coldwell Dankworth Darrow Delacroix Dunmore Eastgate Ekström Fairbairn Fenwick
            Fothergill Galloway Garrick Goldfinch Hallam Hathersage Hollis Ibarra Ingram Jessop Kestrel Kirkbride
            Lachlan Langley Larkspur Loxley Marchetti Merriweather Moreau Nightingale Nordahl Oakes O'Dell Okafor
            Pemberton Pettigrew Quill Ravenscroft Redfern Rosales Sandoval Selwyn Silva Thackeray Thorne Underhill
            Vasquez Wainwright Whitlock Wren Yarrow Zeller
            """);

    static final String[] ACCENTED = words("""
            Málaga Ångström Brûlée Café Déjà Éclair Façade Fjörd Garçon Håkan Jalapeño Köln Málmö Naïve Piñata Zoë
            """);

    static final String[] PLACES = words("""
            Alder Bramble Cinder Clover Copper Eagle Elk Fern Flint Fox Granite Hazel Heron Juniper Larch Maple
            Marsh Mill Oak Otter Pine Quarry Raven Reed River Rock Sage Silver Stone Thistle Willow Wolf
            """);

    static final String[] PLACE_ENDINGS = words("""
            brook bridge bury burgh crest dale field ford ham haven holm hurst mere port ton wick
            """);

    static final String[] STATES = words("""
            AL AR AZ CA CO CT FL GA IA IL IN KS KY LA MA MD ME MI MN MO NC NE NH NJ NM NV NY OH OK OR PA SC TN TX UT
            VA VT WA WI WV WY ID MT
            """);

    private Words() {
    }

    static StringBuilder place(long hash, StringBuilder into) {
        return into.append(PLACES[(int) (hash & 31)]).append(PLACE_ENDINGS[(int) (hash >>> 5 & 15)]);
    }

    static String state(long hash) {
        return STATES[(int) ((hash >>> 9 & 0xFFFF) % STATES.length)];
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }
}
