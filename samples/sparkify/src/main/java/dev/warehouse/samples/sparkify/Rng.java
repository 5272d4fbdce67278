/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

/**
 * Random numbers that are the same for a seed on every Java and every machine. SplitMix64 (Steele, Lea and Flood,
 * 2014).
 */
final class Rng {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Rng(long seed) {
        state = seed;
    }

    /** A number that depends on nothing but these two: the same every time. */
    static long hash(long seed, long index) {
        return mix(mix(seed + GOLDEN) ^ (index + 1) * GOLDEN);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** From 0 to below the bound. */
    long below(long bound) {
        return (long) (unit() * bound);
    }

    /** From 0.0 to below 1.0. */
    double unit() {
        return unit(next());
    }

    static double unit(long hash) {
        return (hash >>> 11) * 0x1p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
