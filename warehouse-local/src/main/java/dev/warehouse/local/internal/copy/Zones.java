/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Time zones as they stand behind a time: an offset, an abbreviation, or a name. */
final class Zones {

    private static final int HOUR = 3600;
    private static final Map<String, Integer> ABBREVIATIONS = Map.ofEntries(
            Map.entry("z", 0), Map.entry("zulu", 0), Map.entry("utc", 0), Map.entry("ut", 0), Map.entry("gmt", 0),
            Map.entry("wet", 0), Map.entry("west", HOUR), Map.entry("bst", HOUR), Map.entry("cet", HOUR),
            Map.entry("cest", 2 * HOUR), Map.entry("eet", 2 * HOUR), Map.entry("eest", 3 * HOUR),
            Map.entry("msk", 3 * HOUR), Map.entry("ist", 2 * HOUR), Map.entry("sgt", 8 * HOUR),
            Map.entry("hkt", 8 * HOUR), Map.entry("awst", 8 * HOUR), Map.entry("jst", 9 * HOUR),
            Map.entry("kst", 9 * HOUR), Map.entry("aest", 10 * HOUR), Map.entry("aedt", 11 * HOUR),
            Map.entry("nzst", 12 * HOUR), Map.entry("nzdt", 13 * HOUR), Map.entry("ast", -4 * HOUR),
            Map.entry("adt", -3 * HOUR), Map.entry("est", -5 * HOUR), Map.entry("edt", -4 * HOUR),
            Map.entry("cst", -6 * HOUR), Map.entry("cdt", -5 * HOUR), Map.entry("mst", -7 * HOUR),
            Map.entry("mdt", -6 * HOUR), Map.entry("pst", -8 * HOUR), Map.entry("pdt", -7 * HOUR),
            Map.entry("akst", -9 * HOUR), Map.entry("akdt", -8 * HOUR), Map.entry("hst", -10 * HOUR),
            Map.entry("brt", -3 * HOUR), Map.entry("art", -3 * HOUR));

    private Zones() {
    }

    /** Reads the rest of a value as a zone, with blanks before it; false if it is none. */
    static boolean parse(byte[] src, int from, int to, DateTime into) {
        int at = Bytes.skipBlanks(src, from, to);
        if (at < to && (src[at] == '+' || src[at] == '-')) {
            return offset(src, at, to, into);
        }
        if (to - at == 1 && (src[at] == 'Z' || src[at] == 'z')) {
            into.hasZone = true;
            return true;
        }
        return at < to && name(new String(src, at, to - at, StandardCharsets.ISO_8859_1), into);
    }

    private static boolean offset(byte[] src, int from, int to, DateTime into) {
        int digits = 0;
        int[] parts = new int[3];
        int part = 0;
        int length = 0;
        for (int i = from + 1; i < to; i++) {
            if (src[i] == ':') {
                if (length == 0 || ++part > 2) {
                    return false;
                }
                length = 0;
            } else if (src[i] >= '0' && src[i] <= '9' && ++length <= 6) {
                parts[part] = parts[part] * 10 + src[i] - '0';
                digits = Math.max(digits, length);
            } else {
                return false;
            }
        }
        if (length == 0) {
            return false;
        }
        if (part == 0 && digits > 2) {
            // +hhmm or +hhmmss
            parts[2] = digits > 4 ? parts[0] % 100 : 0;
            parts[1] = digits > 4 ? parts[0] / 100 % 100 : parts[0] % 100;
            parts[0] = digits > 4 ? parts[0] / 10_000 : parts[0] / 100;
        }
        if (parts[0] > 15 || parts[1] > 59 || parts[2] > 59) {
            return false;
        }
        int seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        into.zone = src[from] == '-' ? -seconds : seconds;
        into.hasZone = true;
        return true;
    }

    static boolean name(String name, DateTime into) {
        Integer seconds = ABBREVIATIONS.get(name.toLowerCase(Locale.ROOT));
        if (seconds == null && (name.indexOf('/') > 0 || name.matches("[A-Z]{3}[0-9][A-Z]{3}"))) {
            seconds = ofRegion(name, into);
        }
        if (seconds == null) {
            return false;
        }
        into.zone = seconds;
        into.hasZone = true;
        return true;
    }

    private static @Nullable Integer ofRegion(String name, DateTime at) {
        try {
            LocalDateTime local = LocalDateTime.of(at.year, at.month, at.day, 0, 0).plusNanos(at.micros * 1000);
            return ZoneId.of(name).getRules().getOffset(local).getTotalSeconds();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
