/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.nio.charset.StandardCharsets;

/**
 * The hash by which the model gives rows of DISTSTYLE KEY to slices. Redshift's own is not published; this one stands
 * in for it and can be computed on Redshift too: FNV-1a of 64 bits over the value's bytes, as the function FNV_HASH of
 * the AWS database developer guide has it (least byte first for numbers, UTF-8 without the blanks at its end for text),
 * its upper half folded onto its lower one by exclusive or, and of that the remainder by the number of slices.
 */
final class StandInHash {

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private StandInHash() {
    }

    /** Of nothing: all NULLs are together. */
    static long ofNull() {
        return BASIS;
    }

    static long of(long value, int bytes) {
        long hash = BASIS;
        for (int i = 0; i < bytes; i++) {
            // the sign goes on above 64 bits
            hash = (hash ^ (value >> Math.min(63, 8 * i) & 0xff)) * PRIME;
        }
        return hash;
    }

    static long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == ' ') {
            end--;
        }
        long hash = BASIS;
        for (int i = 0; i < end; i++) {
            hash = (hash ^ bytes[i] & 0xff) * PRIME;
        }
        return hash;
    }

    static int slice(long hash, int slices) {
        return (int) (((hash ^ hash >>> 32) & 0xffffffffL) % slices);
    }
}
