/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowScannerTest {

    private static final int[] CHUNKS = {1, 2, 3, 7, 1 << 16};
    private static final String[] AB = {"a varchar(20)", "b varchar(20)"};

    /** What it shows, the data, the options, the rows, the errors as line, column, code. */
    private record Case(String name, String data, String options, String rows, String errors, String... columns) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                // text
                new Case("CRLF", "a|b\r\nc|d\r\n", "", "a|b\nc|d", "", AB),
                new Case("CR inside a field stays", "a\rx|b\n", "", "a\rx|b", "", AB),
                new Case("no newline at the end", "a|b\nc|d", "", "a|b\nc|d", "", AB),
                new Case("delimiter behind the last field", "a|b|\nc|d|\n", "", "a|b\nc|d", "", AB),
                new Case("too many fields", "a|b|c\na|b||\nx|y\n", "", "x|y", "1 b 1202, 2 b 1202", AB),
                new Case("too few fields", "a\nx|y\n|", "", "x|y\n|", "1 a 1214", AB),
                new Case("blank line is a record", "a|b\n\nc|d\n", "", "a|b\nc|d", "2 a 1211", AB),
                new Case("blank line of one column", "a\n\nb\n", "", "a\n\nb", "", "a varchar(9)"),
                new Case("blank lines ignored", "\na|b\n\r\n\nc|d\n\n", "ignoreblanklines", "a|b\nc|d", "", AB),
                new Case("long delimiter", "a|~|b\nc|d|~|e~\n", "delimiter '|~|'", "a|b\nc|d|e~", "", AB),
                new Case("long delimiter cut at the end", "a|~|b|~", "delimiter '|~|'", "a|b|~", "", AB),
                new Case("non-ASCII delimiter", "aéb\n", "delimiter 'é'", "a|b", "", AB),
                new Case("NULL only as a whole field", "\\N|x\\N\n", "", "∅|x\\N", "", AB),
                new Case("byte order mark", "\ufeffa|b\n", "", "a|b", "", AB),
                new Case("header only", "a|b", "ignoreheader 3", "", "", AB),
                new Case("escaped line ends count as lines", "a\\\nb|c\nd\n", "escape", "a\nb|c", "3 a 1214", AB),
                new Case("escaped CRLF", "a\\\r\\\nb|c\n", "escape", "a\r\nb|c", "", AB),
                new Case("escaped NULL", "\\N|\\\\N\nN|\\\\\\N\n", "escape", "∅|∅\nN|\\N", "", AB),
                new Case("escape at the end", "a|b\\", "escape", "a|b\\", "", AB),
                new Case("unclosed quote ends with its line", "'a|b\nc|'d'\n", "removequotes", "c|d", "1 a 1216", AB),
                new Case("quotes and a long delimiter", "'a||b'||\"c\"\n", "removequotes delimiter '||'", "a||b|c", "",
                        AB),
                // CSV
                new Case("line ends in quotes", "\"a\nb\",c\nx\n", "csv", "a\nb|c", "3 a 1214", AB),
                new Case("CRLF in and behind quotes", "\"a\r\nb\",\"c\"\r\nd,e\r\n", "csv", "a\r\nb|c\nd|e", "", AB),
                new Case("empty and quoted empty", ",\"\"\n", "csv", "|", "", AB),
                new Case("NULL not in quotes", "\\N,\"\\N\"\n", "csv", "∅|\\N", "", AB),
                new Case("quote within a field is data", "a\"b,c\"\n", "csv", "a\"b|c\"", "", AB),
                new Case("text behind a quote", "\"a\"x,b\nc,d\n", "csv", "c|d", "1 a 1216", AB),
                new Case("quote never closed", "a,\"b\nc,d\ne,f", "csv", "c|d\ne|f", "1  1216", AB),
                new Case("tab as delimiter", "a\t\"b\"\n", "csv delimiter '\\t'", "a|b", "", AB),
                new Case("comma behind the last field", "a,b,\nc,d,e\n", "csv", "a|b", "2 b 1202", AB),
                new Case("blanks kept in plain fields", " a , b \n", "csv", " a | b ", "", AB),
                new Case("quotes only", "\"\"\"\",\"\"\"\"\"\"\n", "csv", "\"|\"\"", "", AB),
                new Case("CSV blank lines", "\na,b\n\r\n", "csv ignoreblanklines", "a|b", "", AB),
                new Case("CSV fill", "a\n", "csv fillrecord", "a|", "", AB),
                // JSON
                new Case("pretty-printed", "{\n  \"b\": \"2\",\n  \"a\": \"1\"\n}\n\n{ \"a\":\"3\" }", "json 'auto'",
                        "1|2\n3|∅", "", AB),
                new Case("line of an error is the object's last",
                        "{\n\"a\":\n\"123456789012345678901\"\n}\n{\"a\":\"x\"}",
                        "json 'auto'", "x|∅", "4 a 1204", AB),
                new Case("last of two equal keys", "{\"a\":\"1\",\"a\":\"2\"}", "json 'auto'", "2|∅", "", AB),
                new Case("null after a value", "{\"a\":\"1\",\"a\":null}", "json 'auto'", "∅|∅", "", AB),
                new Case("numbers and booleans as text", "{\"a\":1.50,\"b\":true}", "json 'auto'", "1.50|true", "", AB),
                new Case("escaped key", "{\"\\u0061\":\"x\",\"b\":\"y\"}", "json 'auto'", "x|y", "", AB),
                new Case("surrogate pair", "{\"a\":\"\\ud83d\\ude00\",\"b\":\"\\/\\b\\f\"}", "json 'auto'",
                        "😀|/\b\f", "", AB),
                new Case("lone surrogate", "{\"a\":\"\\ud83d\"}{\"a\":\"x\"}", "json 'auto'", "x|∅", "1 a 1220", AB),
                new Case("escaped NUL", "{\"a\":\"\\u0000\"}", "json 'auto'", "", "1 a 1220", AB),
                new Case("values nobody wants", "{\"z\":[{\"a\":\"no\"},\"]\",{}],\"a\":\"yes\",\"y\":{\"b\":\"no\"}}",
                        "json 'auto'", "yes|∅", "", AB),
                new Case("other keys in every object",
                        "{\"a\":\"1\"}\n{\"b\":\"2\"}\n{\"c\":\"3\"}\n{\"b\":\"4\",\"a\":\"5\"}",
                        "json 'auto'", "1|∅\n∅|2\n∅|∅\n5|4", "", AB),
                new Case("broken line", "{\"a\":\"1\"}\n{\"a\":,}\n{\"a\":\"3\"}\n", "json 'auto'", "1|∅\n3|∅",
                        "2  1200", AB),
                new Case("string not closed", "{\"a\":\"1}\n{\"a\":\"2\"}\n", "json 'auto'", "2|∅", "1  1200", AB),
                new Case("object not closed", "{\"a\":\"1\"\n{\"a\":\"2\"}\n", "json 'auto'", "2|∅", "1  1200", AB),
                new Case("file ends in an object", "{\"a\":\"1\"}\n{\"a\":\"2", "json 'auto'", "1|∅", "2  1200", AB),
                new Case("broken object on one line with another", "{\"a\":x}{\"a\":\"2\"}\n", "json 'auto'", "2|∅",
                        "1  1200", AB),
                new Case("text before and between", "x y\n{\"a\":\"1\"},\n{\"a\":\"2\"};", "json 'auto'", "1|∅\n2|∅",
                        "1  1200, 2  1200, 3  1200", AB),
                new Case("root array with auto", "[1,2]\n{\"a\":\"1\"}", "json 'auto'", "1|∅", "1 a 1200", AB),
                new Case("smart quotes", "{“a”:1}\n{\"a\":\"2\"}", "json 'auto'", "2|∅", "1  1200", AB),
                new Case("JSON header counts newlines", "x\n{\"a\":\n\"1\"}{\"a\":\"2\"}", "json 'auto' ignoreheader 1",
                        "1|∅\n2|∅", "", AB),
                new Case("leading zeros", "{\"a\":01}\n{\"a\":-0.5e+3}", "json 'auto'", "-0.5e+3|∅", "1  1200", AB),
                // types and SUPER
                new Case("SUPER keeps JSON", "{\"a\":\"x\\n\",\"b\":1}{\"a\":{\"k\": [ ]},\"b\":\"\"}", "json 'auto'",
                        "\"x\\n\"|1\n{\"k\": [ ]}|∅", "", "a super", "b int4"),
                new Case("SUPER without raw tabs", "{\"a\":{\"k\":\t\"x\ty\\\\\"}}", "json 'auto'",
                        "{\"k\": \"x\\ty\\\\\"}", "", "a super"),
                new Case("SUPER in text", "{\"k\":[1]}\n\"s\"\n12\n\ntrue\n", "", "{\"k\":[1]}\n\"s\"\n12\n∅\ntrue", "",
                        "a super"),
                new Case("bad SUPER in text", "{k:1}\nword\n1 2\n1.\n{\n", "",
                        "", "1 a 1224, 2 a 1224, 3 a 1224, 4 a 1224, 5 a 1224", "a super"),
                new Case("object into a number", "{\"a\":{}}{\"a\":true}{\"a\":12.5}{\"a\":\"7\"}{\"a\":\" 8 \"}",
                        "json 'auto'", "7\n8", "1 a 1207, 1 a 1207, 1 a 1207", "a int4"),
                new Case("not null", "|\n1|2\n", "", "1|2", "1 a 1213", "a int4 not null", "b int4"),
                new Case("fixed width", "ab1\nééé2\nx\nab12\n", "fixedwidth 'a:2,b:2'", "ab|1\néé|é2\nab|12",
                        "3 b 1214", AB),
                new Case("fixed width extra", "abcdX\nabcd  \n", "fixedwidth 'a:2,b:2'", "ab|cd", "1 b 1202", AB))
                .flatMap(one -> Arrays.stream(CHUNKS).mapToObj(chunk -> Arguments.of(one, chunk)));
    }

    @ParameterizedTest(name = "{0}, {1} bytes a chunk")
    @MethodSource("cases")
    void rowsAndErrorsAreFoundWhereverTheBytesAreCut(Case one, int chunk) {
        Copying copy = Copying.of(one.data(), one.columns()).chunks(chunk);
        copy.load(one.options() + " maxerror 100");
        assertThat(copy.rows()).isEqualTo(one.rows());
        assertThat(copy.errors().stream().map(error -> error.line() + " " + error.column() + " " + error.code())
                .collect(Collectors.joining(", "))).isEqualTo(one.errors());
    }

    @Test
    void rawLineAndValueAreWhatStandsInTheFile() {
        Copying copy = Copying.of("é1|x€\n", "a int4", "b varchar(9)");
        copy.failure("");
        LoadError error = copy.errors().get(0);
        assertThat(error.rawLine()).isEqualTo(".1|x.");
        assertThat(error.rawValue()).isEqualTo(".1");
    }

    @Test
    void deepNestingIsRefusedNotAnOverflow() {
        Copying copy = Copying.of("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "a super");
        copy.failure("json 'auto'");
        assertThat(copy.errors().get(0).reason()).isEqualTo("Invalid JSON: nested deeper than 1000");
    }

    @Test
    void whatIsWrittenAsCsvComesBack() {
        Random random = new Random(20);
        for (int round = 0; round < 200; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder data = new StringBuilder();
            for (int row = 0; row < 20; row++) {
                String a = anyText(random, "ab,\"\n\r \\Né€😀");
                String b = anyText(random, "xy,\"\n 7");
                expected.add(a + "|" + b);
                data.append(csv(a)).append(',').append(csv(b)).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            Copying copy = Copying.of(data.toString(), AB).chunks(1 + random.nextInt(40));
            copy.load("csv");
            assertThat(copy.rows()).as(data.toString()).isEqualTo(String.join("\n", expected));
        }
    }

    @Test
    void whatIsWrittenAsJsonComesBack() {
        Random random = new Random(21);
        for (int round = 0; round < 200; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder data = new StringBuilder();
            for (int row = 0; row < 20; row++) {
                String a = anyText(random, "ab{}[]\"\\\n\t/é€😀");
                String b = anyText(random, "xy:,\"\n 7");
                expected.add(a + "|" + b);
                data.append("{\"skip\":").append(json(random, b)).append(",\"b\":").append(json(random, b))
                        .append(random.nextBoolean() ? " ,\n" : ",").append("\"a\" : ").append(json(random,
                                a)).append("}");
            }
            Copying copy = Copying.of(data.toString(), AB).chunks(1 + random.nextInt(40));
            copy.load("json 'auto'");
            assertThat(copy.rows()).as(data.toString()).isEqualTo(String.join("\n", expected));
        }
    }

    @Test
    void whatIsWrittenWithEscapesComesBack() {
        Random random = new Random(22);
        for (int round = 0; round < 200; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder data = new StringBuilder();
            for (int row = 0; row < 20; row++) {
                String a = "_" + anyText(random, "ab|\\\n\r'\"é");
                String b = anyText(random, "|xy\n7") + "_";
                expected.add(a + "|" + b);
                data.append(escaped(a)).append('|').append(escaped(b)).append('\n');
            }
            Copying copy = Copying.of(data.toString(), AB).chunks(1 + random.nextInt(40));
            copy.load("escape");
            assertThat(copy.rows()).as(data.toString()).isEqualTo(String.join("\n", expected));
        }
    }

    @Test
    void noBytesBreakTheEngine() {
        Random random = new Random(23);
        String[] options = {"csv", "escape", "removequotes", "json 'auto'", "fillrecord", "ignoreblanklines csv",
            "fixedwidth 'a:2,b:1'", "delimiter '||' removequotes escape", "acceptinvchars truncatecolumns"};
        byte[] alphabet = "ab{}[]:,\"'\\|\n\r\t 01.-eEtrufalsn\u0000\u00e9\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 900; round++) {
            byte[] data = new byte[random.nextInt(60)];
            for (int i = 0; i < data.length; i++) {
                data[i] = alphabet[random.nextInt(alphabet.length)];
            }
            String option = options[round % options.length];
            String first = null;
            for (int chunk : new int[] {1, 5, 1 << 16}) {
                Copying copy = new Copying(new MemorySession("t", "a varchar(4)", "b int4")).chunks(chunk);
                copy.bucket.with("data", data);
                copy.load(option + " ignoreallerrors");
                String outcome = copy.rows() + copy.errors();
                assertThat(outcome).as(option + " " + Arrays.toString(data)).isEqualTo(first == null ? outcome : first);
                first = outcome;
            }
        }
    }

    private static String anyText(Random random, String alphabet) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static String csv(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    private static String escaped(String value) {
        return value.replaceAll("([|\\\\\n\r])", "\\\\$1");
    }

    private static String json(Random random, String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(point -> {
            if (point < 0x20 || random.nextInt(4) == 0) {
                for (char c : Character.toChars(point)) {
                    text.append(String.format("\\u%04x", (int) c));
                }
            } else {
                text.append(point == '"' || point == '\\' ? "\\" : "").appendCodePoint(point);
            }
        });
        return text.append('"').toString();
    }
}
