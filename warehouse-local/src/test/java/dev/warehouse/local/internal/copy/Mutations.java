/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Valid input made wrong in the ways in which files go wrong: bits, bytes, pieces, ends, and signs that mean something. */
public final class Mutations {

    private static final byte[][] SIGNS = signs("\n", "\r\n", "\r", "|", ",", "\"", "'", "\\", "\\\"", "\0", "{", "}", "[",
            "]", ":", "null", "-", "+", ".", "1e999", "-9223372036854775809", "99999999999999999999", "\u00e9", "\u20ac",
            "\ud83d\ude00", "\u00ff", "\ufeff", " ", "\t", "true", "\\u0000", "\\ud800", "2026-02-30", "infinity", "NaN");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    private static byte[][] signs(String... texts) {
        byte[][] signs = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            signs[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return signs;
    }

    /** One to four mutations of the input. */
    public byte[] of(byte[] input) {
        byte[] bytes = input;
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + 1 + random.nextInt(12));
        return switch (random.nextInt(8)) {
            case 0 -> joined(input, 0, at, new byte[] {(byte) random.nextInt(256)}, Math.min(at + 1, input.length));
            case 1 -> joined(input, 0, at, new byte[0], end);
            case 2 -> joined(input, 0, at, SIGNS[random.nextInt(SIGNS.length)], at);
            case 3 -> joined(input, 0, at, SIGNS[random.nextInt(SIGNS.length)], end);
            case 4 -> joined(input, 0, end, input, at);
            case 5 -> joined(input, 0, at, new byte[0], input.length);
            case 6 -> {
                byte[] flipped = input.clone();
                if (at < input.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
            default -> {
                byte[] filling = new byte[random.nextInt(40)];
                random.nextBytes(filling);
                yield joined(input, 0, at, filling, at);
            }
        };
    }

    /** The input's beginning, something, and the input from a place on. */
    private static byte[] joined(byte[] input, int from, int to, byte[] between, int rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, from, to - from);
        if (between == input) {
            out.write(input, rest, to - rest);
        } else {
            out.writeBytes(between);
        }
        int behind = between == input ? to : rest;
        out.write(input, behind, input.length - behind);
        return out.toByteArray();
    }
}
