/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Flyway says of a script that failed, in few lines: script, line, reason, and the line's text if the script is a
 * file. Flyway gives the line where the statement begins, and a position in it.
 */
public final class MigrationFailure {

    private static final Pattern SCRIPT = Pattern.compile("Failed to execute script (?<script>.+)");
    private static final Pattern STATE = Pattern.compile("(?m)^SQL State +: (?<state>\\w+)$");
    private static final Pattern REASON = Pattern.compile("(?ms)^Message +: (?<reason>.*?)\\R(?=Location +: |Line +: )");
    private static final Pattern LINE = Pattern.compile("(?m)^Line +: (?<line>\\d{1,9})$");
    private static final Pattern FILE = Pattern.compile("(?m)^Location +: .*? \\((?<file>.+)\\)$");
    private static final Pattern POSITION = Pattern.compile("\\R\\s*Position: (?<position>\\d{1,9})");

    /** May hold a password, as that of CREATE USER does; its end may be on another line. */
    private static final Pattern LITERAL = Pattern.compile("'[^']*('|$)");

    private MigrationFailure() {
    }

    /**
     * Makes it short.
     *
     * @param said the message of Flyway's exception
     * @return as it was, if it is not about a statement of a script
     */
    public static String of(@Nullable String said) {
        String text = said == null ? "" : said.strip();
        Matcher script = SCRIPT.matcher(text);
        Matcher reason = REASON.matcher(text);
        Matcher line = LINE.matcher(text);
        if (!script.lookingAt() || !reason.find() || !line.find()) {
            return text;
        }
        Matcher position = POSITION.matcher(reason.group("reason"));
        Matcher file = FILE.matcher(text);
        Matcher state = STATE.matcher(text);
        int begin = Integer.parseInt(line.group("line"));
        Place place = position.find() && file.find()
                ? Place.in(file.group("file"), begin, Integer.parseInt(position.group("position"))) : null;
        return script.group("script") + ", "
                + (place == null ? "the statement that begins in line " + begin : "line " + place.line())
                + ": " + POSITION.matcher(reason.group("reason")).replaceFirst("").strip()
                + (state.find() ? " (SQL state " + state.group("state") + ")" : "")
                + (place == null || place.text().isEmpty() ? "" : "\n  " + place.text());
    }

    /** A line of a script. */
    private record Place(int line, String text) {

        /**
         * Null if the script is no file that can be read, or ends before; it may have placeholders, which are not
         * filled.
         */
        static @Nullable Place in(String file, int begin, int position) {
            try {
                String script = Files.readString(Path.of(file));
                if (script.contains("${")) {
                    return null;
                }
                int at = 0;
                for (int line = 1; line < begin; line++) {
                    at = script.indexOf('\n', at) + 1;
                    if (at == 0) {
                        return null;
                    }
                }
                while (at < script.length() && Character.isWhitespace(script.charAt(at))) {
                    at++;
                }
                at += position - 1;
                if (at >= script.length()) {
                    return null;
                }
                String before = script.substring(0, at);
                int line = (int) before.chars().filter(c -> c == '\n').count();
                String text = script.lines().skip(line).findFirst().orElse("").strip();
                return new Place(line + 1, LITERAL.matcher(text).replaceAll("'…'"));
            } catch (IOException | RuntimeException e) {
                return null;
            }
        }
    }
}
