/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A DATEFORMAT or TIMEFORMAT made of YYYY, YY, MM, MON, DD, HH, HH24, HH12, MI, SS, AM or PM and separators. Defined by
 * "DATEFORMAT and TIMEFORMAT strings" in the Amazon Redshift Database Developer Guide. HH is the 24-hour clock here.
 */
public final class DateTimeTemplate {

    /** What a piece of a template stands for. */
    public enum Part { YEAR4, YEAR2, MONTH, MONTH_NAME, DAY, HOUR24, HOUR12, MINUTE, SECOND, HALF, LITERAL, BLANK }

    /**
     * A piece of a template.
     *
     * @param part what it stands for
     * @param literal the character of a LITERAL, NUL for all others
     */
    public record Piece(Part part, char literal) {
    }

    /** The parts as they are spelt, longer spellings before their beginnings. */
    private static final Map<String, Part> SPELLINGS = new LinkedHashMap<>();

    static {
        SPELLINGS.put("yyyy", Part.YEAR4);
        SPELLINGS.put("yy", Part.YEAR2);
        SPELLINGS.put("month", Part.MONTH_NAME);
        SPELLINGS.put("mon", Part.MONTH_NAME);
        SPELLINGS.put("mm", Part.MONTH);
        SPELLINGS.put("mi", Part.MINUTE);
        SPELLINGS.put("dd", Part.DAY);
        SPELLINGS.put("hh24", Part.HOUR24);
        SPELLINGS.put("hh12", Part.HOUR12);
        SPELLINGS.put("hh", Part.HOUR24);
        SPELLINGS.put("ss", Part.SECOND);
        SPELLINGS.put("am", Part.HALF);
        SPELLINGS.put("pm", Part.HALF);
    }

    private DateTimeTemplate() {
    }

    /**
     * Takes a format apart.
     *
     * @param format for example {@code MM/DD/YYYY HH:MI:SS}
     * @return its pieces in their order
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static List<Piece> parse(String format) {
        String lower = format.toLowerCase(Locale.ROOT);
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < format.length()) {
            String spelling = spelling(lower, at);
            char c = format.charAt(at);
            if (!spelling.isEmpty()) {
                Part part = SPELLINGS.get(spelling);
                if (pieces.stream().anyMatch(piece -> piece.part() == part)) {
                    throw new IllegalArgumentException("\"" + format + "\" has the same part twice");
                }
                pieces.add(new Piece(part, '\0'));
                at += spelling.length();
            } else if (lower.startsWith("tz", at) || lower.startsWith("of", at)) {
                throw new IllegalArgumentException("\"" + format + "\" cannot hold a time zone; a TIMESTAMPTZ "
                        + "column takes one behind the time without it");
            } else if (c == ' ' || c == '\t') {
                pieces.add(new Piece(Part.BLANK, '\0'));
                at++;
            } else if (Character.isLetter(c) && c != 'T' && c != 'Z' || c > 0x7f) {
                throw new IllegalArgumentException("\"" + format + "\" holds \"" + c + "\", which is no part");
            } else {
                pieces.add(new Piece(Part.LITERAL, c));
                at++;
            }
        }
        if (pieces.stream().allMatch(piece -> piece.part() == Part.LITERAL || piece.part() == Part.BLANK)) {
            throw new IllegalArgumentException("\"" + format + "\" has no part of a date or time");
        }
        return List.copyOf(pieces);
    }

    private static String spelling(String lower, int at) {
        for (String spelling : SPELLINGS.keySet()) {
            if (lower.startsWith(spelling, at)) {
                return spelling;
            }
        }
        return "";
    }
}
