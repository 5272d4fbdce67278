/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

/**
 * All the songs there are, by their number: the first ones have metadata, the others only occur in the event log.
 * Nothing is kept in memory; every property of a song is calculated from its number, and no two songs have the same
 * title.
 */
final class Catalogue {

    private static final int LEAST_BITS = 17;

    private static final String[] TITLES = {
        "A B", "The A B", "A Bs", "A B in the Rain", "My A B", "Don't Wake the A B", "A B (Radio Edit)",
        "Who Stole the A B?", "F's A B", "B, A B", "One More A B", "U B A", "Letters from the A B",
        "A Days at the B", "Beneath the A B", "Song for the A B", "A B (Album Version)", "No A Bs Tonight",
        "Leaving B, A", "A B Part 2", "It's the A B", "Waltz of the A B", "A B & I", "Every A B",
        "Run To The A B", "A B Blues", "Someone Else's A B", "A B Interlude", "Farewell A B", "A B (Live)",
        "Half of the A B", "B of A"};

    private static final String[] ARTISTS = {
        "The A Bs", "A B", "F L", "F and the A Bs", "DJ A B", "A B Orchestra", "F L & The A Bs", "A B Trio",
        "A B / F L", "The A B Band", "F L's A B", "U A B", "A Bs of L", "B Town A", "L & A B", "Little F A B",
        "A L", "The F L Quartet", "A Sons of B", "A B Project", "F \"A\" L (B)", "Big A B", "B Street A Band",
        "Lil' A B", "The L B A", "A B Society", "Miss A B", "A Club B", "Mister A B", "A B Machine",
        "Saint A B", "New A B"};

    private final long seed;
    private final int songs;
    private final int all;
    private final int artists;
    private final int otherArtists;
    private final int titleBits;
    private final int artistBits;

    /**
     * A catalogue.
     *
     * @param seed what everything depends on
     * @param songs how many songs have metadata
     * @param others how many more occur in the event log
     */
    Catalogue(long seed, int songs, int others) {
        this.seed = seed;
        this.songs = songs;
        this.all = songs + others;
        // in a small set nearly every song has an artist of its own
        this.artists = Math.max(1, songs <= 100 ? songs * 69 / 71 : (int) (songs * 0.7));
        this.otherArtists = Math.max(1, others / 2);
        this.titleBits = bits(all);
        this.artistBits = bits(artists + otherArtists);
    }

    int songs() {
        return songs;
    }

    int all() {
        return all;
    }

    boolean hasMetadata(int song) {
        return song < songs;
    }

    int artist(int song) {
        long hash = Rng.hash(seed + 1, song);
        if (hasMetadata(song)) {
            return song < artists ? song : (int) (Rng.unit(hash) * artists);
        }
        boolean known = (hash & 63) == 0;
        return known ? (int) (Rng.unit(hash) * artists) : artists + (int) (Rng.unit(hash) * otherArtists);
    }

    void title(int song, StringBuilder into) {
        fill(TITLES, permute(song, titleBits, seed + 2), into);
        if (!hasMetadata(song) && Rng.hash(seed + 3, song) % 700 == 0) {
            into.append(' ');
        }
    }

    void artistName(int artist, StringBuilder into) {
        fill(ARTISTS, permute(artist, artistBits, seed + 4), into);
    }

    /** In hundred-thousandths of a second. */
    long duration(int song) {
        Rng rng = new Rng(Rng.hash(seed + 5, song));
        return 3_000_000 + rng.below(14_000_000) + rng.below(14_000_000) + rng.below(14_000_000);
    }

    /** 0 if it is not known. */
    int year(int song) {
        long hash = Rng.hash(seed + 6, song);
        return Rng.unit(hash) < 0.6 ? 0 : 2018 - (int) Math.sqrt(hash & 2047);
    }

    String songId(int song) {
        return id("SO", song, seed + 7);
    }

    String artistId(int artist) {
        return id("AR", artist, seed + 8);
    }

    String trackId(int song, String folders) {
        return "TR" + folders + id("", song, seed + 9).substring(0, 16 - folders.length());
    }

    boolean artistHasCoordinates(int artist) {
        return Rng.unit(Rng.hash(seed + 10, artist)) < 0.44;
    }

    /** In hundred-thousandths of a degree. */
    long latitude(int artist) {
        return new Rng(Rng.hash(seed + 11, artist)).below(10_000_000L) - 4_000_000;
    }

    /** In hundred-thousandths of a degree. */
    long longitude(int artist) {
        return new Rng(Rng.hash(seed + 12, artist)).below(35_000_000L) - 17_500_000;
    }

    /** Empty if it is not known. */
    void location(int artist, StringBuilder into) {
        long hash = Rng.hash(seed + 13, artist);
        if (Rng.unit(hash) >= 0.39) {
            Words.place(hash >>> 2, into);
            if ((hash & 3) != 0) {
                into.append(", ").append(Words.state(hash >>> 2));
            }
        }
    }

    // Six bits choose an adjective (A) or first name (F), six a noun (B) or last name (L), five the template; what is
    // left becomes a number. So the code can be read off the text, which is why no two are the same.
    private void fill(String[] templates, long code, StringBuilder into) {
        int a = (int) (code & 63);
        int b = (int) (code >>> 6 & 63);
        String template = templates[(int) (code >>> 12 & 31)];
        long rest = code >>> LEAST_BITS;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean placeholder = (i == 0 || !Character.isLetter(template.charAt(i - 1)))
                    && (i + 1 == template.length() || !Character.isLetter(template.charAt(i + 1))
                    || template.charAt(i + 1) == 's' && c == 'B');
            if (placeholder && c == 'A') {
                into.append(Words.ADJECTIVES[a]);
            } else if (placeholder && c == 'B') {
                into.append(Words.NOUNS[b]);
            } else if (placeholder && c == 'F') {
                into.append(Words.FIRST_NAMES[a]);
            } else if (placeholder && c == 'L') {
                into.append(Words.LAST_NAMES[b]);
            } else if (placeholder && c == 'U') {
                into.append(Words.ACCENTED[(a ^ b) & 15]);
            } else {
                into.append(c);
            }
        }
        if (rest > 0) {
            into.append(' ').append(rest + 1);
        }
    }

    private String id(String prefix, int number, long salt) {
        StringBuilder id = new StringBuilder(18).append(prefix);
        long letters = permute(number, 32, salt);
        for (int i = 0; i < 7; i++) {
            id.append((char) ('A' + letters % 26));
            letters /= 26;
        }
        id.append("128F4");
        long hex = Rng.hash(salt, number);
        for (int i = 0; i < 4; i++) {
            id.append("0123456789ABCDEF".charAt((int) (hex >>> 4 * i & 15)));
        }
        return id.toString();
    }

    private static int bits(int count) {
        return Math.max(LEAST_BITS, 32 - Integer.numberOfLeadingZeros(count));
    }

    // One to one among the numbers of so many bits: multiplying by an odd number and shifted xor can both be undone.
    private static long permute(int number, int bits, long salt) {
        long mask = (1L << bits) - 1;
        long value = number;
        for (int round = 0; round < 3; round++) {
            value = (value + salt) * 0x9E3779B97F4A7C15L & mask;
            value ^= value >>> bits / 2;
        }
        return value;
    }
}
