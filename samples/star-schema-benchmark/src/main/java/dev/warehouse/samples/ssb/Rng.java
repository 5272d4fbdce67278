/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

/**
 * Random numbers that are the same on every Java and every machine, and that can begin anew at any row: what a row
 * holds depends on the seed, the table and the row's number alone, whoever writes it. SplitMix64 (Steele, Lea and
 * Flood, 2014).
 */
final class Rng {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    Rng(long seed, String stream) {
        this.seed = mix(seed + GOLDEN) ^ mix(stream.hashCode() * GOLDEN);
    }

    /** Begins the numbers of a row. */
    void row(long row) {
        state = mix(seed ^ (row + 1) * GOLDEN);
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        state += GOLDEN;
        return (int) (((mix(state) >>> 32) * bound) >>> 32);
    }

    /** From the first to the last, both included. */
    int between(int first, int last) {
        return first + below(last - first + 1);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
