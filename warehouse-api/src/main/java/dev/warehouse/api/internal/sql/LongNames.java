/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.sql;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Names of more than 63 bytes, which PostgreSQL cuts off and Redshift does not: in PostgreSQL they are their beginning
 * and a checksum of the whole. What the client reads of them is the whole again, in headings and errors; the catalogue
 * keeps the short form. Safe for use by several threads.
 *
 * <p>Source: the page "Names and identifiers" of the Redshift Database Developer Guide: 127 bytes, the rest is cut off.
 */
public final class LongNames {

    private static final int POSTGRESQLS = 63;
    private static final int REDSHIFTS = 127;
    private static final int KEPT = 54;
    /** Names are few, but tools make some up: the least used are forgotten. */
    private static final int MOST = 10_000;

    private static final Map<String, String> LONG = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    });
    private static volatile boolean any;

    private LongNames() {
    }

    /**
     * Whether PostgreSQL would cut a name off.
     *
     * @param name a name without quotes
     * @return true if it has more than 63 bytes
     */
    public static boolean isLong(String name) {
        // no character has more than three bytes for each char
        return name.length() > POSTGRESQLS / 3 && name.getBytes(StandardCharsets.UTF_8).length > POSTGRESQLS;
    }

    /**
     * The name as PostgreSQL knows it.
     *
     * @param name a name of any length, without quotes
     * @return the same, or a short form that no other name has
     */
    public static String shorten(String name) {
        if (!isLong(name)) {
            return name;
        }
        String whole = cut(name, REDSHIFTS);
        CRC32C checksum = new CRC32C();
        checksum.update(whole.getBytes(StandardCharsets.UTF_8));
        String shortName = cut(whole, KEPT) + '~' + String.format("%08x", checksum.getValue());
        LONG.put(shortName, whole);
        any = true;
        return shortName;
    }

    private static String cut(String name, int bytes) {
        int at = 0;
        int length = 0;
        while (at < name.length()) {
            int character = name.codePointAt(at);
            length += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (length > bytes) {
                break;
            }
            at += Character.charCount(character);
        }
        return name.substring(0, at);
    }

    /**
     * Whether any name was ever long.
     *
     * @return false if {@link #lengthen} and {@link #lengthenAll} change nothing
     */
    public static boolean any() {
        return any;
    }

    /**
     * The name as the client knows it.
     *
     * @param name a name that PostgreSQL tells
     * @return the whole name, or the same if it is whole
     */
    public static String lengthen(String name) {
        return name.indexOf('~') < 0 ? name : LONG.getOrDefault(name, name);
    }

    /**
     * A text with all names in it as the client knows them.
     *
     * @param text a message of PostgreSQL's
     * @return the same with whole names
     */
    public static String lengthenAll(String text) {
        if (text.indexOf('~') < 0) {
            return text;
        }
        String result = text;
        synchronized (LONG) {
            for (Map.Entry<String, String> name : LONG.entrySet()) {
                result = result.replace(name.getKey(), name.getValue());
            }
        }
        return result;
    }
}
