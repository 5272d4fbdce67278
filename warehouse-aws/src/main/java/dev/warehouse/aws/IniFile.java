/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.warehouse.aws.ConfigException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * An INI file as Python's {@code configparser} reads it (strict, without interpolation), with the lines kept as they
 * are, so that a value can be changed without touching anything else.
 *
 * <p>The rules that surprise: an option's name has no case, a section's has; an indented line goes on with the value
 * before it; {@code #} and {@code ;} begin a comment only at the start of a line.
 */
final class IniFile {

    private static final String DEFAULTS = "DEFAULT";
    private static final Pattern HEADER = Pattern.compile("\\[(.+)]");
    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final List<String> lines = new ArrayList<>();
    private final List<String> lineEnds = new ArrayList<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final boolean byteOrderMark;

    private IniFile(String text) {
        byteOrderMark = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        int from = byteOrderMark ? 1 : 0;
        Matcher end = LINE_END.matcher(text);
        while (end.find(from)) {
            lines.add(text.substring(from, end.start()));
            lineEnds.add(end.group());
            from = end.end();
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
            lineEnds.add("");
        }
        parse();
    }

    static IniFile parse(String text) {
        return new IniFile(text);
    }

    /** What Python would refuse; a file with such problems must not be changed either. */
    List<Problem> problems() {
        return problems;
    }

    /** The sections' names as they are written, in the order of the file. */
    Iterable<String> sectionNames() {
        return sections.keySet();
    }

    /** The line of a section's header, from 1. */
    int lineOf(String section) {
        return sections.get(section).line + 1;
    }

    /** An option of a section, or of [DEFAULT] if the section exists and does not have it. */
    Optional<Option> option(String section, String name) {
        Section found = sections.get(section);
        if (found == null) {
            return Optional.empty();
        }
        String key = name.toLowerCase(Locale.ROOT);
        Option option = found.options.get(key);
        if (option == null && sections.containsKey(DEFAULTS)) {
            option = sections.get(DEFAULTS).options.get(key);
        }
        return Optional.ofNullable(option);
    }

    /**
     * The file's text with one value changed. A value in quotes stays in the same quotes. An option that is missing
     * becomes the first of its section, because the tutorials take a section's values by their position and HOST is the
     * first.
     */
    String with(String section, String name, String value) {
        List<String> text = new ArrayList<>(lines);
        List<String> ends = new ArrayList<>(lineEnds);
        Section found = sections.get(section);
        Option option = found == null ? null : found.options.get(name.toLowerCase(Locale.ROOT));
        if (option != null) {
            String quote = option.quote();
            String line = text.get(option.line);
            text.set(option.line, line.substring(0, option.valueStart)
                    + (option.needsBlank(line) ? " " : "") + quote + value + quote);
            for (int i = option.moreLines.size() - 1; i >= 0; i--) {
                text.remove((int) option.moreLines.get(i));
                ends.remove((int) option.moreLines.get(i));
            }
        } else {
            int at;
            String indent = "";
            if (found == null) {
                if (!text.isEmpty() && !strip(text.get(text.size() - 1)).isEmpty()) {
                    insert(text, ends, text.size(), "");
                }
                insert(text, ends, text.size(), "[" + section + "]");
                at = text.size();
            } else {
                at = found.line + 1;
                String header = text.get(found.line);
                indent = header.substring(0, indent(header));
            }
            insert(text, ends, at, indent + name + "=" + value);
        }
        StringBuilder all = new StringBuilder(byteOrderMark ? String.valueOf(BYTE_ORDER_MARK) : "");
        for (int i = 0; i < text.size(); i++) {
            all.append(text.get(i)).append(ends.get(i));
        }
        return all.toString();
    }

    private static void insert(List<String> text, List<String> ends, int at, String line) {
        String end = ends.isEmpty() || ends.get(0).isEmpty() ? "\n" : ends.get(0);
        if (at > 0 && ends.get(at - 1).isEmpty()) {
            ends.set(at - 1, end);
        }
        text.add(at, line);
        ends.add(at, end);
    }

    // Follows configparser's reading loop, decision by decision.
    private void parse() {
        Section section = null;
        Option option = null;
        int indent = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String text = strip(line);
            if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == ';') {
                continue;
            }
            int lineIndent = indent(line);
            if (section != null && option != null && lineIndent > indent) {
                option.moreLines.add(i);
                option.parts.add(text);
                continue;
            }
            indent = lineIndent;
            Matcher header = HEADER.matcher(text);
            if (header.lookingAt()) {
                section = open(header.group(1), i);
                option = null;
            } else if (section == null) {
                problem("", "", i, "there is no section before this line: begin with one, such as [CLUSTER]");
                return;
            } else {
                option = add(section, line, i);
            }
        }
    }

    private Section open(String name, int line) {
        Section known = sections.get(name);
        if (known != null && !name.equals(DEFAULTS)) {
            problem(name, "", line, "the section was begun in line " + (known.line + 1)
                    + " already: put its options together");
            return known;
        }
        return sections.computeIfAbsent(name, key -> new Section(key, line));
    }

    // Never quotes the line: it may hold a secret.
    private @Nullable Option add(Section section, String line, int number) {
        int separator = 0;
        while (separator < line.length() && line.charAt(separator) != '=' && line.charAt(separator) != ':') {
            separator++;
        }
        String name = strip(line.substring(0, separator));
        if (separator == line.length()) {
            problem(section.name, "", number, "is neither a [section] nor an option: write NAME=value");
            return null;
        }
        if (name.isEmpty()) {
            problem(section.name, "", number, "the option has no name: write NAME=value");
            return null;
        }
        int start = separator + 1;
        while (start < line.length() && isBlank(line.charAt(start))) {
            start++;
        }
        Option option = new Option(number, start, strip(line.substring(separator + 1)));
        Option first = section.options.putIfAbsent(name.toLowerCase(Locale.ROOT), option);
        if (first != null) {
            problem(section.name, name.toUpperCase(Locale.ROOT), number,
                    "is set in line " + (first.line + 1) + " already: keep one of the two");
        }
        return option;
    }

    private void problem(String section, String key, int line, String message) {
        problems.add(new Problem(section, key, line + 1, message));
    }

    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String strip(String text) {
        int end = text.length();
        int start = indent(text);
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    // Python's strip() takes no-break spaces too.
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static final class Section {

        private final String name;
        private final int line;
        private final Map<String, Option> options = new LinkedHashMap<>();

        private Section(String name, int line) {
            this.name = name;
            this.line = line;
        }
    }

    /** One option, with the lines it stands in. */
    static final class Option {

        private final int line;
        private final int valueStart;
        private final List<String> parts = new ArrayList<>();
        private final List<Integer> moreLines = new ArrayList<>();

        private Option(int line, int valueStart, String value) {
            this.line = line;
            this.valueStart = valueStart;
            parts.add(value);
        }

        /** The line of the name, from 1. */
        int line() {
            return line + 1;
        }

        /** The line that goes on with the value, from 1. */
        int secondLine() {
            return moreLines.get(0) + 1;
        }

        /** The value without blanks and quotes around it; its lines are joined by a line feed. */
        String value() {
            String text = strip(String.join("\n", parts));
            return quote().isEmpty() ? text : text.substring(1, text.length() - 1);
        }

        private String quote() {
            String text = strip(String.join("\n", parts));
            if (text.length() < 2) {
                return "";
            }
            char first = text.charAt(0);
            boolean quoted = (first == '\'' || first == '"') && text.indexOf(first, 1) == text.length() - 1;
            return quoted ? String.valueOf(first) : "";
        }

        private boolean needsBlank(String line) {
            // "HOST =" without a value has lost the blank that the style of "HOST = x" has
            return valueStart == line.length() && valueStart >= 2 && isBlank(line.charAt(valueStart - 2));
        }
    }
}
