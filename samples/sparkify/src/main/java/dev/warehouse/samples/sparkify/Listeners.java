/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The service's users: who they are, how often they come, and what they pay. What does not change is calculated from a
 * user's number; kept are a bit for the level, one for having a session, and one number for how often they come.
 */
final class Listeners {

    /** More do not make the log more real, and their number bounds the memory. */
    private static final int MOST = 50_000;
    private static final int EVENTS_EACH = 84;
    private static final long REGISTERED_FROM = 1_530_403_200_000L; // July 2018
    private static final long REGISTERED_FOR = 123L * 24 * 3_600_000;

    private static final byte[][] FIRST_NAMES = bytes(Words.FIRST_NAMES);
    private static final byte[][] LAST_NAMES = bytes(Words.LAST_NAMES);
    private static final byte[][] AGENTS = agents();

    private final long seed;
    private final int count;
    private final double[] upTo;
    private final BitSet paid;
    private final BitSet busy;

    Listeners(long seed, long events) {
        this.seed = seed;
        this.count = (int) Math.max(8, Math.min(MOST, events / EVENTS_EACH));
        this.upTo = new double[count];
        this.paid = new BitSet(count);
        this.busy = new BitSet(count);
        double sum = 0;
        for (int user = 0; user < count; user++) {
            double quantile = Rng.unit(Rng.hash(seed + 20, user));
            // a few come all the time and most now and then
            sum += Math.min(12, Math.sqrt((quantile + 0.001) / (1.001 - quantile)));
            upTo[user] = sum;
            paid.set(user, Rng.unit(Rng.hash(seed + 21, user)) < (quantile > 0.8 ? 0.3 : 0.11));
        }
    }

    int count() {
        return count;
    }

    boolean someoneIsIdle() {
        return busy.cardinality() < count;
    }

    /** Draws somebody who has no session, and gives him one. */
    int begin(Rng rng) {
        double draw = rng.unit() * upTo[count - 1];
        int user = Arrays.binarySearch(upTo, draw);
        user = Math.min(count - 1, user < 0 ? -user - 1 : user);
        if (busy.get(user)) {
            user = busy.nextClearBit(user);
            if (user >= count) {
                user = busy.nextClearBit(0);
            }
        }
        busy.set(user);
        return user;
    }

    void end(int user) {
        busy.clear(user);
    }

    boolean paid(int user) {
        return paid.get(user);
    }

    void paid(int user, boolean value) {
        paid.set(user, value);
    }

    /** The user's id in the log: they begin at 2, and their order says nothing of how often somebody comes. */
    int id(int user) {
        return user + 2;
    }

    byte[] firstName(int user) {
        return FIRST_NAMES[(int) (hash(user) & 63)];
    }

    byte[] lastName(int user) {
        return LAST_NAMES[(int) (hash(user) >>> 6 & 63)];
    }

    char gender(int user) {
        return (hash(user) & 63) < 32 ? 'F' : 'M';
    }

    byte[] agent(int user) {
        return AGENTS[(int) ((hash(user) >>> 12 & 0xFFFF) % AGENTS.length)];
    }

    /** A metropolitan area such as {@code Elkford-Oakmere, OR}. */
    void location(int user, StringBuilder into) {
        long hash = Rng.hash(seed + 23, user);
        Words.place(hash, into).append('-');
        Words.place(hash >>> 20, into).append(", ").append(Words.state(hash));
    }

    /** In milliseconds since 1970. */
    long registration(int user) {
        return REGISTERED_FROM + (long) (Rng.unit(Rng.hash(seed + 24, user)) * REGISTERED_FOR);
    }

    private long hash(int user) {
        return Rng.hash(seed + 22, user);
    }

    private static byte[][] bytes(String[] words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = json(words[i]);
        }
        return bytes;
    }

    // browsers of 2014, as in the tutorials' log; most come in quotes of their own, Firefox and Internet Explorer do
    // not
    private static byte[][] agents() {
        String[] systems = {"Macintosh; Intel Mac OS X 10_9_4", "Macintosh; Intel Mac OS X 10_10",
            "Windows NT 6.1; WOW64", "Windows NT 6.3; WOW64", "Windows NT 5.1", "X11; Linux x86_64"};
        String[] versions = {"35.0.1916.153", "36.0.1985.125", "36.0.1985.143", "37.0.2062.94"};
        byte[][] agents = new byte[systems.length * (versions.length + 2) + 4][];
        int at = 0;
        for (String system : systems) {
            for (String version : versions) {
                agents[at++] = json("\"Mozilla/5.0 (" + system + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                        + version + " Safari/537.36\"");
            }
            agents[at++] = json("Mozilla/5.0 (" + system + "; rv:31.0) Gecko/20100101 Firefox/31.0");
            agents[at++] = json("\"Mozilla/5.0 (" + system + ") AppleWebKit/537.78.2 (KHTML, like Gecko) Version/7.0.6"
                    + " Safari/537.78.2\"");
        }
        for (String windows : new String[] {"6.1", "6.3"}) {
            agents[at++] = json("Mozilla/5.0 (Windows NT " + windows + "; WOW64; Trident/7.0; rv:11.0) like Gecko");
        }
        for (String phone : new String[] {"iPhone", "iPad"}) {
            agents[at++] = json("\"Mozilla/5.0 (" + phone + "; CPU OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2 (KHTML,"
                    + " like Gecko) Version/7.0 Mobile/11D257 Safari/9537.53\"");
        }
        return agents;
    }

    private static byte[] json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '/') {
                json.append('\\').append(c);
            } else if (c < 0x7F) {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        return json.append('"').toString().getBytes(StandardCharsets.US_ASCII);
    }
}
