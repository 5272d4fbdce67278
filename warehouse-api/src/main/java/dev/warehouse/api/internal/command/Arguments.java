/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of arguments of COPY and UNLOAD. */
final class Arguments {

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final BigDecimal MB = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal GB = BigDecimal.valueOf(1L << 30);

    private Arguments() {
    }

    // ---- kinds

    /** Nothing: the clause's words say it all. */
    static Argument<Boolean> nothing() {
        return new Argument<>(Boolean.class, Boolean.TRUE) {
            @Override
            Boolean read(TokenReader tokens, String clause) {
                return Boolean.TRUE;
            }

            @Override
            String write(Boolean value) {
                return "";
            }
        };
    }

    /** Words of which at most one stands there; each spelling has the word that it means. */
    static Argument<String> words(String usual, Map<String, String> spellings) {
        return new Argument<>(String.class, usual) {
            @Override
            String read(TokenReader tokens, String clause) {
                for (Map.Entry<String, String> spelling : spellings.entrySet()) {
                    if (tokens.word(spelling.getKey())) {
                        return spelling.getValue();
                    }
                }
                return usual;
            }

            @Override
            @Nullable Flaw flaw(String clause, String value) {
                return value.equals(usual) || spellings.containsValue(value) ? null
                        : new Flaw(clause + " has no " + value, null);
            }

            @Override
            String write(String value) {
                return value.isEmpty() ? "" : " " + value;
            }
        };
    }

    /** ON or OFF, also written TRUE and FALSE; ON alone. */
    static Argument<String> onOff() {
        return words("ON", Map.of("on", "ON", "true", "ON", "off", "OFF", "false", "OFF"));
    }

    /** A whole number, in quotes or without. */
    static Argument<Long> number(long least, long most) {
        return new Argument<>(Long.class, null) {
            @Override
            Long read(TokenReader tokens, String clause) {
                tokens.noise();
                if (!tokens.atEnd()) {
                    String digits = tokens.peekValue();
                    if (digits.matches("[0-9]{1,18}")) {
                        tokens.next();
                        return sound(clause, Long.valueOf(digits), tokens.before());
                    }
                }
                throw RedshiftError.syntax(need(clause), null, tokens.here());
            }

            @Override
            @Nullable Flaw flaw(String clause, Long value) {
                return value >= least && value <= most ? null : new Flaw(need(clause), null);
            }

            @Override
            String write(Long value) {
                return " " + value;
            }

            private String need(String clause) {
                return clause + " needs a whole number from " + least + " to " + most;
            }
        };
    }

    private static Argument<String> text(String what, UnaryOperator<String> normal,
            BiFunction<String, String, @Nullable Flaw> flaw) {
        return text(what, normal, flaw, false);
    }

    private static Argument<String> text(String what, UnaryOperator<String> normal,
            BiFunction<String, String, @Nullable Flaw> flaw, boolean knowsBackslashN) {
        return new Argument<>(String.class, null) {
            @Override
            String read(TokenReader tokens, String clause) {
                tokens.noise();
                // as a literal it would mean the letter N, but everybody means the two characters
                boolean backslashN = knowsBackslashN && !tokens.atEnd() && tokens.peek().text().equals("'\\N'");
                String value = tokens.string(clause, what);
                return sound(clause, backslashN ? "\\N" : normal(value), tokens.before());
            }

            @Override
            String normal(String value) {
                return normal.apply(value);
            }

            @Override
            @Nullable Flaw flaw(String clause, String value) {
                return flaw.apply(clause, value);
            }

            @Override
            String write(String value) {
                return " " + literal(value);
            }
        };
    }

    private static Argument<String> optionalText(String usual, String what, boolean silentUsual,
            BiFunction<String, String, @Nullable Flaw> flaw) {
        return new Argument<>(String.class, usual) {
            @Override
            String read(TokenReader tokens, String clause) {
                boolean as = tokens.noise();
                return as || tokens.peekIsString()
                        ? sound(clause, tokens.string(clause, what), tokens.before()) : usual;
            }

            @Override
            @Nullable Flaw flaw(String clause, String value) {
                return flaw.apply(clause, value);
            }

            @Override
            String write(String value) {
                return !silentUsual ? " " + literal(value) : value.equals(usual) ? "" : " AS " + literal(value);
            }
        };
    }

    // ---- texts

    /** The string of DELIMITER in COPY. */
    static Argument<String> copyDelimiter() {
        return text("a delimiter in single quotes", Arguments::unescape, (clause, value) ->
                value.isEmpty() || hasLineEnd(value)
                        ? new Flaw(clause + " must be one or more characters, no line end",
                                "Write it as ',' or '\\t' or '\\001'.") : null);
    }

    /** The string of DELIMITER in UNLOAD. */
    static Argument<String> unloadDelimiter() {
        return text("a delimiter in single quotes", Arguments::unescape, (clause, value) ->
                value.length() != 1 || value.charAt(0) > 0x7f || "\n\r\0".contains(value)
                        ? new Flaw(clause + " must be one ASCII character, no line end",
                                "Write it as ',' or '\\t' or '\\001'.") : null);
    }

    /** The string of NULL AS in COPY. */
    static Argument<String> copyNull() {
        return text("a string in single quotes", Arguments::unescape, (clause, value) -> value.equals("\n")
                ? new Flaw(clause + " cannot be a newline", "A newline ends a row.") : null, true);
    }

    /** The string of NULL AS in UNLOAD. */
    static Argument<String> unloadNull() {
        return text("a string in single quotes", Arguments::unescape, (clause, value) -> hasLineEnd(value)
                ? new Flaw(clause + " cannot hold a line end", "A line end ends a row.") : null, true);
    }

    /** One ASCII character. */
    static Argument<String> character() {
        return text("one character in single quotes", UnaryOperator.identity(), Arguments::oneCharacter);
    }

    /** One ASCII character, or none. */
    static Argument<String> character(String usual) {
        return optionalText(usual, "one ASCII character", true, Arguments::oneCharacter);
    }

    private static @Nullable Flaw oneCharacter(String clause, String value) {
        return value.length() != 1 || value.charAt(0) > 0x7f || value.charAt(0) == 0
                ? new Flaw(clause + " must be one ASCII character", null) : null;
    }

    /** How the values of JSON or AVRO find their columns: one of the words, or a jsonpaths file. */
    static Argument<String> mapping(List<String> words) {
        String choice = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
        return optionalText(words.get(0), "a string in single quotes", false, (clause, value) ->
                words.contains(value) || value.startsWith("s3://") && value.length() > "s3://".length() ? null
                        : new Flaw(clause + " takes " + choice + " or 's3://bucket/jsonpaths_file'",
                                "The words are in lower case."));
    }

    static Argument<String> region() {
        return text("a region in single quotes", UnaryOperator.identity(), (clause, value) ->
                REGION.matcher(value).matches() ? null
                        : new Flaw(clause + " \"" + value + "\" is no AWS region", "Write it as 'us-west-2'."));
    }

    static Argument<String> extension() {
        return text("an extension in single quotes", UnaryOperator.identity(), (clause, value) ->
                value.isEmpty() || value.indexOf('/') >= 0 || value.indexOf('\0') >= 0
                        ? new Flaw(clause + " must be the end of a file's name", "Write it as 'csv' or 'csv.gz'.")
                        : null);
    }

    /** The name of a key, which is none itself. */
    static Argument<String> keyId() {
        return text("a string in single quotes", UnaryOperator.identity(), (clause, value) ->
                value.isBlank() ? new Flaw(clause + " must not be empty", null) : null);
    }

    /** A key. */
    static Argument<Secret> secret() {
        return new Argument<>(Secret.class, null) {
            @Override
            Secret read(TokenReader tokens, String clause) {
                tokens.noise();
                String value = tokens.string(clause, "a string in single quotes");
                if (value.isBlank()) {
                    throw RedshiftError.syntax(clause + " must not be empty", null, tokens.before());
                }
                return new Secret(value);
            }

            @Override
            String write(Secret value) {
                return " " + literal(value.value());
            }
        };
    }

    /** A format of dates or times, or one of the words. */
    static Argument<String> dateTime(List<String> words) {
        return new Argument<>(String.class, null) {
            @Override
            String read(TokenReader tokens, String clause) {
                tokens.noise();
                for (String word : words) {
                    if (tokens.word(word)) {
                        return word;
                    }
                }
                return sound(clause, tokens.string(clause, "a format in single quotes"), tokens.before());
            }

            @Override
            @Nullable Flaw flaw(String clause, String value) {
                if (words.contains(value)) {
                    return null;
                }
                try {
                    DateTimeTemplate.parse(value);
                    return null;
                } catch (IllegalArgumentException e) {
                    return new Flaw(clause + ": " + e.getMessage(),
                            "Write it of YYYY YY MM MON DD HH HH24 HH12 MI SS AM PM and separators, or '"
                                    + String.join("', '", words) + "'.");
                }
            }

            @Override
            String write(String value) {
                return " " + literal(value);
            }
        };
    }

    static Argument<String> encoding() {
        List<String> known = List.of("UTF8", "UTF16", "UTF16LE", "UTF16BE", "ISO88591");
        return new Argument<>(String.class, null) {
            @Override
            String read(TokenReader tokens, String clause) {
                tokens.noise();
                String value = tokens.peekIsString() ? tokens.string(clause, "an encoding")
                        : tokens.name("an encoding: UTF8, UTF16, UTF16LE, UTF16BE or ISO88591 must stand here");
                String name = normal(value);
                if (!known.contains(name)) {
                    throw RedshiftError.syntax(clause + " \"" + value + "\" is not known",
                            "COPY reads UTF8, UTF16, UTF16LE, UTF16BE and ISO88591.", tokens.before());
                }
                return name;
            }

            @Override
            String normal(String value) {
                return value.toUpperCase(Locale.ROOT).replace("-", "");
            }

            @Override
            @Nullable Flaw flaw(String clause, String value) {
                return known.contains(value) ? null : new Flaw(clause + " \"" + value + "\" is not known",
                        "COPY reads UTF8, UTF16, UTF16LE, UTF16BE and ISO88591.");
            }

            @Override
            String write(String value) {
                return " " + value;
            }
        };
    }

    // ---- structures

    /** The widths of FIXEDWIDTH. */
    static Argument<Widths> widths() {
        return new Argument<>(Widths.class, null) {
            @Override
            Widths read(TokenReader tokens, String clause) {
                tokens.noise();
                List<FixedWidthColumn> columns = new ArrayList<>();
                for (String pair : tokens.string(clause, "'label:width,…'").split(",", -1)) {
                    int colon = pair.lastIndexOf(':');
                    int width = 0;
                    try {
                        width = colon < 0 ? 0 : Integer.parseInt(pair.substring(colon + 1).trim());
                    } catch (NumberFormatException e) {
                        // refused below, with all that is no width
                    }
                    if (width < 1) {
                        throw RedshiftError.syntax(clause + " has no width in \"" + pair + "\"",
                                "Write FIXEDWIDTH 'label:width,label:width', widths in characters.", tokens.before());
                    }
                    columns.add(new FixedWidthColumn(pair.substring(0, colon).trim(), width));
                }
                return new Widths(columns);
            }

            @Override
            String write(Widths value) {
                return " " + literal(value.columns().stream().map(FixedWidthColumn::toString)
                        .collect(Collectors.joining(",")));
            }
        };
    }

    /** SIMPLIFY [AUTO] [tolerance], or nothing. */
    static Argument<Simplify> simplify() {
        return new Argument<>(Simplify.class, Simplify.NOT) {
            @Override
            Simplify read(TokenReader tokens, String clause) {
                if (!tokens.word("simplify")) {
                    return Simplify.NOT;
                }
                boolean auto = tokens.word("auto");
                BigDecimal tolerance = null;
                if (!tokens.atEnd() && tokens.peek().type() == Token.Type.NUMBER) {
                    String digits = tokens.next().text();
                    if (!digits.matches("[0-9]*\\.?[0-9]*") || digits.length() > 40) {
                        throw RedshiftError.syntax("SIMPLIFY needs a tolerance such as 0.5", null, tokens.before());
                    }
                    tolerance = new BigDecimal(digits);
                }
                return new Simplify(true, auto, tolerance);
            }

            @Override
            String write(Simplify value) {
                BigDecimal tolerance = value.tolerance();
                return (value.given() ? " SIMPLIFY" : "") + (value.auto() ? " AUTO" : "")
                        + (tolerance == null ? "" : " " + tolerance.toPlainString());
            }
        };
    }

    /** Column names in brackets, and INCLUDE. */
    static Argument<PartitionBy> partitionBy() {
        return new Argument<>(PartitionBy.class, null) {
            @Override
            PartitionBy read(TokenReader tokens, String clause) {
                return partitionBy(tokens, new ArrayList<>());
            }

            @Override
            @Nullable Flaw flaw(String clause, PartitionBy value) {
                return value.columns().isEmpty() ? new Flaw("PARTITION BY needs a column", null)
                        : value.columns().stream().distinct().count() < value.columns().size()
                                ? new Flaw("PARTITION BY names a column twice", "Name each column once.") : null;
            }

            @Override
            String write(PartitionBy value) {
                return value.columns().stream().map(Names::quoted).collect(Collectors.joining(", ", " (", ")"))
                        + (value.include() ? " INCLUDE" : "");
            }
        };
    }

    /** Reads the columns of PARTITION BY, and keeps where they stand. */
    static PartitionBy partitionBy(TokenReader tokens, List<Integer> positions) {
        if (!tokens.sign("(")) {
            throw tokens.unexpected("PARTITION BY takes column names in brackets");
        }
        List<String> columns = new ArrayList<>();
        do {
            positions.add(tokens.here());
            String name = tokens.name("PARTITION BY takes column names, not strings or expressions");
            if (columns.contains(name)) {
                throw new RedshiftError("42701", "column \"" + name + "\" specified more than once", null,
                        "Name each column once in PARTITION BY.", tokens.before());
            }
            columns.add(name);
        } while (tokens.sign(","));
        if (!tokens.sign(")")) {
            throw tokens.unexpected(null);
        }
        return new PartitionBy(columns, tokens.word("include"));
    }

    /** A size in bytes, written in MB or GB; MB is meant where no unit is given. */
    static Argument<Long> size(boolean whole, long least, long most, String leastText, String mostText) {
        Pattern number = Pattern.compile(whole ? "[0-9]{1,12}" : "(?=.*[0-9])[0-9]{0,12}\\.?[0-9]{0,12}");
        return new Argument<>(Long.class, null) {
            @Override
            Long read(TokenReader tokens, String clause) {
                tokens.noise();
                int position = tokens.here();
                if (!tokens.atEnd()) {
                    String digits = tokens.peekValue();
                    // "5MB" is one token or two, as one writes it
                    String unit = "";
                    String lower = digits.toLowerCase(Locale.ROOT);
                    if (lower.endsWith("mb") || lower.endsWith("gb")) {
                        unit = lower.substring(lower.length() - 2);
                        digits = digits.substring(0, digits.length() - 2).trim();
                    }
                    if (number.matcher(digits).matches()) {
                        tokens.next();
                        boolean giga = unit.isEmpty() ? tokens.word("gb") : unit.equals("gb");
                        if (unit.isEmpty() && !giga) {
                            tokens.word("mb");
                        }
                        return sound(clause, new BigDecimal(digits).multiply(giga ? GB : MB).longValue(), position);
                    }
                }
                throw RedshiftError.syntax(need(clause), "The unit is MB unless GB is given.", position);
            }

            @Override
            @Nullable Flaw flaw(String clause, Long value) {
                boolean fits = value >= least && value <= most && (!whole || value % MB.longValue() == 0);
                return fits ? null : new Flaw(need(clause), "The unit is MB unless GB is given.");
            }

            /** The shortest number that means exactly so many bytes. */
            @Override
            String write(Long value) {
                BigDecimal bytes = BigDecimal.valueOf(value);
                for (int scale = 0; !whole && scale < 12; scale++) {
                    for (BigDecimal unit : List.of(GB, MB)) {
                        BigDecimal number = bytes.divide(unit, scale, RoundingMode.CEILING);
                        if (number.multiply(unit).longValue() == value) {
                            return " " + number.toPlainString() + (unit.equals(GB) ? " GB" : " MB");
                        }
                    }
                }
                return " " + bytes.divide(MB, whole ? 0 : 12, RoundingMode.CEILING).toPlainString() + " MB";
            }

            private String need(String clause) {
                return clause + " needs a " + (whole ? "whole number" : "size") + " from " + leastText + " to "
                        + mostText;
            }
        };
    }

    // ---- characters

    private static boolean hasLineEnd(String value) {
        return value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
    }

    /** {@code \t} and octal codes that came through the literal with their backslash. */
    private static String unescape(String value) {
        if (value.equals("\\t")) {
            return "\t";
        }
        if (value.matches("\\\\[0-7]{1,3}")) {
            return String.valueOf((char) (Integer.parseInt(value.substring(1), 8) & 0xff));
        }
        return value;
    }

    /** A literal in which no character is invisible. */
    static String literal(String value) {
        return StringLiterals.quoteVisibly(value);
    }
}
