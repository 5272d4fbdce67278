/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.util.ArrayList;
import java.util.List;

/**
 * The documented rules of COPY that none of the {@link CopyVectors} shows, by subject. Defined by the parameter pages of
 * COPY in the Amazon Redshift Database Developer Guide.
 */
public final class CopyRules {

    private static final String C = "c varchar(20)";
    private static final String[] MOMENTS = {"ts timestamp", "tz timestamptz", "d date"};
    private static final String AUTO = "timeformat 'auto' dateformat 'auto'";

    private CopyRules() {
    }

    /**
     * The table.
     *
     * @return the rules
     */
    public static List<CopyExample> all() {
        List<CopyExample> all = new ArrayList<>();
        all.addAll(files());
        all.addAll(text());
        all.addAll(nulls());
        all.addAll(characters());
        all.addAll(numbers());
        all.addAll(moments());
        all.addAll(json());
        all.addAll(columns());
        all.addAll(limits());
        return all;
    }

    private static List<CopyExample> files() {
        return List.of(
                CopyExample.of("files: every key that begins with the prefix", "i int4").object("data/", "")
                        .object("data/1", "1").object("data/sub/2", "2").object("data2", "x").from("s3://b/data/")
                        .loads("1\n2"),
                CopyExample.of("files: no wildcards", "i int4").object("data1", "1").from("s3://b/data*")
                        .refused("The specified S3 prefix 'data*' does not exist"),
                CopyExample.of("files: an empty file has no rows", "i int4").object("data1", "").object("data2", "2")
                        .loads("2"),
                CopyExample.of("files: byte order mark of UTF-8", "i int4").data("\ufeff1\n2").loads("1\n2"),
                CopyExample.of("files: a manifest without the word is data", "c varchar(99)")
                        .data("{\"entries\":[]}").loads("{\"entries\":[]}"),
                CopyExample.of("files: same url twice", "i int4").object("x", "1")
                        .data("{\"entries\":[{\"url\":\"s3://b/x\"},{\"url\":\"s3://b/x\"}]}").with("manifest").loads("1\n1"),
                CopyExample.of("files: keys of an entry that COPY does not know", "i int4").object("x", "1")
                        .data("{\"entries\":[{\"url\":\"s3://b/x\",\"meta\":{\"content_length\":1,\"record_count\":1},\"n\":[1]}],"
                                + "\"schema\":{\"elements\":[]},\"meta\":{},\"author\":{\"name\":\"Amazon Redshift\"}}")
                        .with("manifest").loads("1"),
                CopyExample.of("files: a url is a whole key", "i int4").object("x1", "1")
                        .data("{\"entries\":[{\"url\":\"s3://b/x\",\"mandatory\":true}]}").with("manifest")
                        .refused("Problem reading manifest file: mandatory url s3://b/x does not exist"),
                CopyExample.of("files: a malformed manifest", "i int4").data("{\"entries\":{}}").with("manifest")
                        .refused("The manifest s3://b/data is malformed"),
                CopyExample.of("files: a manifest must be one object", "i int4").object("data/x", "1").from("s3://b/data/")
                        .with("manifest").refused("MANIFEST requires full path of an Amazon S3 object"),
                CopyExample.of("files: lines are counted in each file", "i int4").object("data1", "1\n2\n3\n")
                        .object("data2", "1\n2\nx\n").with("maxerror 2").loads("1\n2\n3\n1\n2").rejects(1));
    }

    private static List<CopyExample> text() {
        return List.of(
                CopyExample.of("text: a bar by default", "i int4", C).data("1|a b\n2|c,d\n").loads("1|a b\n2|c,d"),
                CopyExample.of("text: CRLF", "i int4", C).data("1|a\r\n2|b\r\n").loads("1|a\n2|b"),
                CopyExample.of("text: delimiter of several characters", "i int4", C).data("1|~|a|b~").with("delimiter '|~|'")
                        .loads("1|a|b~"),
                CopyExample.of("text: octal delimiter", "i int4", C).data("1\u0001a").with("delimiter '\\001'").loads("1|a"),
                CopyExample.of("text: tab", "i int4", C).data("1\ta").with("delimiter as '\\t'").loads("1|a"),
                CopyExample.of("text: blank line", "i int4", C).data("1|a\n\n").fails(1211, "The input line is empty"),
                CopyExample.of("text: blank line of one column", C).data("a\n\nb\n").loads("a\n\nb"),
                CopyExample.of("text: blank lines ignored", "i int4", C).data("\n1|a\n\r\n\n2|b\n").with("ignoreblanklines")
                        .loads("1|a\n2|b"),
                CopyExample.of("text: a line of blanks is not blank", "i int4", C).data("1|a\n  \n").with("ignoreblanklines")
                        .fails(1214, "Delimiter not found"),
                CopyExample.of("text: short row", "i int4", C).data("1").fails(1214, "Delimiter not found"),
                CopyExample.of("text: two delimiters behind the last field", "i int4", C).data("1|a||")
                        .fails(1202, "Extra column(s) found"),
                CopyExample.of("text: fields are read from the left", "i int4", "j int4", C).data("x|1")
                        .fails(1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"),
                CopyExample.of("text: FILLRECORD and other types", "i int4", "j int4", "d date", C).data("1")
                        .with("fillrecord").loads("1|∅|∅|"),
                CopyExample.of("text: FILLRECORD needs columns that can be NULL", "i int4", "j int4 not null").data("1")
                        .with("fillrecord").fails(1213, "Missing data for not-null field"),
                CopyExample.of("text: FILLRECORD and CSV", "i int4", C, "j int4").data("1").with("csv fillrecord")
                        .loads("1||∅"),
                CopyExample.of("text: FILLRECORD, NULL AS '' says the same as EMPTYASNULL", "i int4", C).data("1")
                        .with("fillrecord null as ''").loads("1|∅"),
                CopyExample.of("text: header lines", "i int4").data("a\nb\n1").with("ignoreheader as 2").loads("1"),
                CopyExample.of("text: ESCAPE before any character", C).data("\\a\\b\\'").with("escape").loads("ab'"),
                CopyExample.of("text: ESCAPE, CRLF needs two", C).data("a\\\r\\\nb").with("escape").loads("a\r\nb"),
                CopyExample.of("text: ESCAPE, escaped backslash before CRLF", "i int4", C).data("1|a\\\\\r\n2|b\r\n")
                        .with("escape").loads("1|a\\\n2|b"),
                CopyExample.of("text: a backslash is data without ESCAPE", C).data("a\\b").loads("a\\b"),
                CopyExample.of("text: REMOVEQUOTES, another quote inside", C).data("\"it's\"").with("removequotes")
                        .loads("it's"),
                CopyExample.of("text: quotes stay without REMOVEQUOTES", C).data("\"a\"").loads("\"a\""),
                CopyExample.of("text: REMOVEQUOTES and CRLF", "i int4", C).data("'1'|'a'\r\n'2'|'b'\r\n").with("removequotes")
                        .loads("1|a\n2|b"),
                CopyExample.of("CSV: delimiters and line ends in quotes", "i int4", C).data("1,\"a,b\r\nc\"\n2,d")
                        .with("csv").loads("1|a,b\r\nc\n2|d"),
                CopyExample.of("CSV: another delimiter", "i int4", C).data("1|\"a|b\"").with("csv delimiter '|'")
                        .loads("1|a|b"),
                CopyExample.of("CSV: a delimiter that is blank", "i int4", C).data("1\t \"x\" ").with("csv delimiter '\\t'")
                        .loads("1| \"x\" "),
                CopyExample.of("CSV: blanks of a plain field stay", "i int4", C).data("1, a ").with("csv").loads("1| a "),
                CopyExample.of("CSV: text behind the closing quote", C).data("\"a\"b").with("csv")
                        .fails(1216, "Invalid quote formatting for CSV"),
                CopyExample.of("CSV: quote that is never closed", C).data("\"a").with("csv")
                        .fails(1216, "Delimited value missing end quote"),
                CopyExample.of("CSV: header with a line end in quotes counts lines", C).data("\"a\nb\"\nc").with("csv ignoreheader 2")
                        .loads("c"),
                CopyExample.of("fixed width: characters are counted, not bytes", "a varchar(6)", "b varchar(2)")
                        .data("é四xyz").with("fixedwidth 'a:3,b:2'").loads("é四x|yz"),
                CopyExample.of("fixed width: a row that is too short", "a varchar(3)", "b varchar(3)", "i int4").data("abcde")
                        .with("fixedwidth 'a:3,b:3,i:2'").fails(1214, "Delimiter not found"),
                CopyExample.of("fixed width: fields are cut and read before the row is found short", "i int4", C)
                        .data("customer-fw.tbl").with("fixedwidth '0:10,1:20'")
                        .fails(1207, "Invalid digit, Value 'c', Pos 0, Type: Integer"),
                CopyExample.of("fixed width: FILLRECORD", "a varchar(3)", "i int4").data("abc")
                        .with("fixedwidth 'a:3,i:2' fillrecord").loads("abc|∅"));
    }

    private static List<CopyExample> nulls() {
        return List.of(
                CopyExample.of("null: empty and blank fields of other types", "a int2", "b int4", "c int8", "d numeric(8,2)",
                        "e float4", "f float8", "g bool", "h date", "i timestamp", "j timestamptz", "k time", "l timetz")
                        .data("||||||||||||\n  | |  | | | | | | | | | \n")
                        .loads("∅|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅\n∅|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅"),
                CopyExample.of("null: empty strings stay", C, "d bpchar(3)").data("|").loads("|"),
                CopyExample.of("null: EMPTYASNULL", C, "d bpchar(3)").data("|\n-|-").with("emptyasnull").loads("∅|∅\n-|-"),
                CopyExample.of("null: NULL AS '' says the same", C, "d bpchar(3)").data("|").with("null as ''").loads("∅|∅"),
                CopyExample.of("null: NULL AS '' and quotes", C, "i int4").data("\"\",\"\"").with("csv null as ''")
                        .loads("∅|∅"),
                CopyExample.of("null: BLANKSASNULL", C, "d bpchar(3)").data(" \t |  \n|").with("blanksasnull").loads("∅|∅\n|"),
                CopyExample.of("null: NULL AS replaces the default", C).data("\\N\nn/a").with("null as 'n/a'").loads("\\N\n∅"),
                CopyExample.of("null: the whole field must match", C).data("n/a \nn/a").with("null as 'n/a'").loads("n/a \n∅"),
                CopyExample.of("null: not in quotes of CSV", C).data("\"n/a\"\nn/a").with("csv null as 'n/a'").loads("n/a\n∅"),
                CopyExample.of("null: ESCAPE, one backslash or two", C).data("\\N\n\\\\N").with("escape").loads("∅\n∅"),
                CopyExample.of("null: ESCAPE with another NULL", C).data("\\N\nx").with("escape null as 'x'").loads("N\n∅"),
                CopyExample.of("null: into a column that is not null", "i int4 not null").data("1\n\\N")
                        .fails(1213, "Missing data for not-null field"),
                CopyExample.of("null: a lone NUL", C).data("\0").with("null as '\\0'").loads("∅"),
                CopyExample.of("null: NUL and more", C).data("a\0").with("null as '\\0'")
                        .fails(1218, "NULL AS '\\0' matches a field of one NUL only"),
                CopyExample.of("null: a NUL ends the record", C).data("a\0b")
                        .fails(1216, "Missing newline: Unexpected character 0x62 found at location 2"));
    }

    private static List<CopyExample> characters() {
        return List.of(
                CopyExample.of("characters: lengths of 1 to 4 bytes", "c varchar(10)").data("aé四😀").loads("aé四😀"),
                CopyExample.of("characters: CHAR takes one byte only", "c bpchar(9)").data("é").fails(1220,
                        "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: c3 a9"),
                CopyExample.of("characters: what is too long by blanks is cut", "c varchar(2)", "d bpchar(2)").data("ab  |ab  ")
                        .loads("ab|ab"),
                CopyExample.of("characters: TRUNCATECOLUMNS", "c varchar(3)", "d bpchar(2)").data("abcd|abc")
                        .with("truncatecolumns").loads("abc|ab"),
                CopyExample.of("characters: TRUNCATECOLUMNS cuts at a whole character", "c varchar(11)").data("四四四四")
                        .with("truncatecolumns").loads("四四四"),
                CopyExample.of("characters: TRIMBLANKS is for VARCHAR", "i int4", C).data("1|ab \t ").with("trimblanks")
                        .loads("1|ab"),
                CopyExample.of("characters: ACCEPTINVCHARS", C).data('a', 0xff, 'b', 0xe2, 0x82).with("acceptinvchars")
                        .loads("a?b??"),
                CopyExample.of("characters: ACCEPTINVCHARS replaces noncharacters", C).data("a\ufdd0\uffffb")
                        .with("acceptinvchars as '#'").loads("a######b"),
                CopyExample.of("characters: noncharacters are loaded as they are", C).data("a\ufdd0b").loads("a\ufdd0b"),
                CopyExample.of("characters: ACCEPTINVCHARS is for VARCHAR", "c bpchar(5)").data(0xff).with("acceptinvchars")
                        .fails(1220, "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: ff"),
                CopyExample.of("characters: surrogates", C).data(0xed, 0xa0, 0x80).fails(1220,
                        "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ed a0 80 (error 5)"),
                CopyExample.of("characters: ISO 8859-1", C).data('a', 0xe9).with("encoding iso88591").loads("aé"),
                CopyExample.of("characters: UTF-16 needs its mark", C).data(0, 'a').with("encoding utf16")
                        .fails(1221, "The file is not in the ENCODING UTF16: it has no byte order mark"),
                CopyExample.of("characters: UTF-16", C).data(0xfe, 0xff, 0, 'a', 0, '\n', 0, 'b').with("encoding utf16")
                        .loads("a\nb"));
    }

    private static List<CopyExample> numbers() {
        return List.of(
                CopyExample.of("numbers: signs and blanks", "a int2", "b int4", "c int8").data(" +1 | -2|3 ").loads("1|-2|3"),
                CopyExample.of("numbers: limits", "a int2", "b int4", "c int8")
                        .data("-32768|-2147483648|-9223372036854775808\n32767|2147483647|9223372036854775807")
                        .loads("-32768|-2147483648|-9223372036854775808\n32767|2147483647|9223372036854775807"),
                CopyExample.of("numbers: a point in a whole number", "i int4").data("12.5")
                        .fails(1207, "Invalid digit, Value '.', Pos 2, Type: Integer"),
                CopyExample.of("numbers: SMALLINT", "i int2").data("x")
                        .fails(1207, "Invalid digit, Value 'x', Pos 0, Type: Short"),
                CopyExample.of("numbers: BIGINT", "i int8").data("1x")
                        .fails(1207, "Invalid digit, Value 'x', Pos 1, Type: Long"),
                CopyExample.of("numbers: overflow", "i int4").data("99999999999")
                        .fails(1222, "Overflow, Value out of range, Type: Integer"),
                CopyExample.of("numbers: letters in a decimal", "d numeric(8,2)").data("abc")
                        .fails(1207, "Invalid digit, Value 'a', Pos 0, Type: Decimal"),
                CopyExample.of("numbers: malformed decimal", "d numeric(8,2)").data("1.2.3")
                        .fails(1209, "Invalid digit, Value '.', Pos 3, Type: Decimal"),
                CopyExample.of("numbers: too many digits before the point", "d numeric(8,2)").data("1234567")
                        .fails(1204, "Overflow for NUMERIC(8,2)"),
                CopyExample.of("numbers: negative decimals are cut and rounded alike", "d numeric(8,2)").data("-20.259")
                        .loads("-20.25"),
                CopyExample.of("numbers: ROUNDEC", "d numeric(8,2)").data("-20.255\n20.254").with("roundec")
                        .loads("-20.26\n20.25"),
                CopyExample.of("numbers: ROUNDEC can overflow", "d numeric(4,2)").data("99.995").with("roundec")
                        .fails(1204, "Overflow for NUMERIC(4,2)"),
                CopyExample.of("numbers: DECIMAL(19) is held in 64 bits", "d numeric(19,0)").data("9223372036854775807")
                        .loads("9223372036854775807"),
                CopyExample.of("numbers: DECIMAL(19) beyond 64 bits", "d numeric(19,0)").data("9223372036854775808")
                        .fails(1204, "Overflow for NUMERIC(19,0)"),
                CopyExample.of("numbers: DECIMAL(38)", "d numeric(38,0)").data("99999999999999999999999999999999999999")
                        .loads("99999999999999999999999999999999999999"),
                CopyExample.of("numbers: floating point", "f float8").data("12.123\n1.5E1\n-0.25\n.5").loads("12.123\n15.0\n-0.25\n0.5"),
                CopyExample.of("numbers: NaN and infinity", "f float8", "r float4").data("NaN|Infinity\n-Infinity|nan")
                        .loads("NaN|Infinity\n-Infinity|NaN"),
                CopyExample.of("numbers: text as floating point", "f float8").data("abc")
                        .fails(1208, "Invalid digit, Value 'a', Pos 0, Type: Double"),
                CopyExample.of("booleans: true", "b bool").data("TRUE\nt\ntrue\ny\nyes\n1\nT\nYES\nTrue")
                        .loads("t\nt\nt\nt\nt\nt\nt\nt\nt"),
                CopyExample.of("booleans: false", "b bool").data("FALSE\nf\nfalse\nn\nno\n0").loads("f\nf\nf\nf\nf\nf"),
                CopyExample.of("booleans: anything else", "b bool").data("on").fails(1210, "Unknown boolean format"));
    }

    private static List<CopyExample> moments() {
        List<CopyExample> all = new ArrayList<>();
        String[][] auto = {
            {"2019-02-11T05:09:12.195Z", "2019-02-11 05:09:12.195", "2019-02-11 05:09:12.195+00", "2019-02-11"},
            {"J2451187", "1999-01-08 00:00:00", "1999-01-08 00:00:00+00", "1999-01-08"},
            {"19960108 040809", "1996-01-08 04:08:09", "1996-01-08 04:08:09+00", "1996-01-08"},
            {"960108 040809", "1996-01-08 04:08:09", "1996-01-08 04:08:09+00", "1996-01-08"},
            {"1996.008", "1996-01-08 00:00:00", "1996-01-08 00:00:00+00", "1996-01-08"},
            {"1996-01-08 04:05:06.789", "1996-01-08 04:05:06.789", "1996-01-08 04:05:06.789+00", "1996-01-08"},
            {"17 Dec 07:37:16 1997 PST", "1997-12-17 07:37:16", "1997-12-17 15:37:16+00", "1997-12-17"},
            {"12/17/1997 07:37:16.00 PST", "1997-12-17 07:37:16", "1997-12-17 15:37:16+00", "1997-12-17"},
            {"1997-12-17 07:37:16-08", "1997-12-17 07:37:16", "1997-12-17 15:37:16+00", "1997-12-17"},
            {"12.17.1997 07:37:16.00 PST", "1997-12-17 07:37:16", "1997-12-17 15:37:16+00", "1997-12-17"},
            {"January 8, 1999", "1999-01-08 00:00:00", "1999-01-08 00:00:00+00", "1999-01-08"},
            {"1/8/1999", "1999-01-08 00:00:00", "1999-01-08 00:00:00+00", "1999-01-08"},
            {"01/02/00", "2000-01-02 00:00:00", "2000-01-02 00:00:00+00", "2000-01-02"},
            {"2000-Jan-31", "2000-01-31 00:00:00", "2000-01-31 00:00:00+00", "2000-01-31"},
            {"Jan-31-2000", "2000-01-31 00:00:00", "2000-01-31 00:00:00+00", "2000-01-31"},
            {"31-Jan-2000", "2000-01-31 00:00:00", "2000-01-31 00:00:00+00", "2000-01-31"},
            {"20080215", "2008-02-15 00:00:00", "2008-02-15 00:00:00+00", "2008-02-15"},
            {"080215", "2008-02-15 00:00:00", "2008-02-15 00:00:00+00", "2008-02-15"},
            {"2008.366", "2008-12-31 00:00:00", "2008-12-31 00:00:00+00", "2008-12-31"},
            {"2008-02-15 04:05 PM", "2008-02-15 16:05:00", "2008-02-15 16:05:00+00", "2008-02-15"},
            {"Feb 15, 2008 04:05:06.789 America/New_York", "2008-02-15 04:05:06.789", "2008-02-15 09:05:06.789+00",
                "2008-02-15"},
        };
        for (String[] one : auto) {
            all.add(CopyExample.of("auto: " + one[0], MOMENTS).data(String.join("|", one[0], one[0], one[0])).with(AUTO)
                    .loads(String.join("|", one[1], one[2], one[3])));
        }
        all.addAll(List.of(
                CopyExample.of("auto: BC", "d date").data("Jan-08-95 BC").with(AUTO).loads("0095-01-08 BC"),
                CopyExample.of("auto: days come second", "d date").data("17.12.1997").with(AUTO)
                        .fails(1205, "Invalid date format or value [auto]"),
                CopyExample.of("auto: no epochs", "ts timestamp").data("1540344794").with(AUTO)
                        .fails(1206, "Invalid timestamp format or value [auto]"),
                CopyExample.of("moments: default formats", MOMENTS)
                        .data("2018-11-01 20:57:10|2018-11-01 20:57:10+02|2018-11-01")
                        .loads("2018-11-01 20:57:10|2018-11-01 18:57:10+00|2018-11-01"),
                CopyExample.of("moments: time of a date is dropped", "d date").data("2018-11-01 20:57:10").loads("2018-11-01"),
                CopyExample.of("moments: time of a date behind DATEFORMAT", "d date").data("11/01/2018 20:57:10")
                        .with("dateformat 'MM/DD/YYYY'").loads("2018-11-01"),
                CopyExample.of("moments: midnight for a date alone", "ts timestamp").data("2018-11-01")
                        .loads("2018-11-01 00:00:00"),
                CopyExample.of("moments: zone of a TIMESTAMP is ignored", "ts timestamp").data("2018-11-01 20:57:10-08")
                        .loads("2018-11-01 20:57:10"),
                CopyExample.of("moments: zone behind TIMEFORMAT", "tz timestamptz").data("11/01/2018 20:57:10 PST")
                        .with("timeformat 'MM/DD/YYYY HH:MI:SS'").loads("2018-11-02 04:57:10+00"),
                CopyExample.of("moments: HH is 0 to 23, HH12 and PM", "a timestamp").data("01/11/2018 08:57 PM")
                        .with("timeformat 'DD/MM/YYYY HH12:MI PM'").loads("2018-11-01 20:57:00"),
                CopyExample.of("moments: YY", "d date").data("690101\n700101").with("dateformat 'YYMMDD'")
                        .loads("2069-01-01\n1970-01-01"),
                CopyExample.of("moments: TIMEFORMAT is not for dates", "d date").data("11/01/2018")
                        .with("timeformat 'MM/DD/YYYY'").fails(1205, "Invalid date format or value [YYYY-MM-DD]"),
                CopyExample.of("moments: DATEFORMAT is not for timestamps", "ts timestamp").data("11/01/2018")
                        .with("dateformat 'MM/DD/YYYY'")
                        .fails(1206, "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]"),
                CopyExample.of("moments: epochs with fractions", "ts timestamp", "tz timestamptz")
                        .data("1540344794.796|1.540344794796e9").with("timeformat 'epochsecs'")
                        .loads("2018-10-24 01:33:14.796|2018-10-24 01:33:14.796+00"),
                CopyExample.of("moments: epochs are not for dates", "d date", "ts timestamp").data("2018-11-01|1541105830796")
                        .with("timeformat 'epochmillisecs'").loads("2018-11-01|2018-11-01 20:57:10.796"),
                CopyExample.of("moments: ACCEPTANYDATE", MOMENTS).data("x|y|2018-02-30").with("acceptanydate " + AUTO)
                        .loads("∅|∅|∅"),
                CopyExample.of("moments: ACCEPTANYDATE is for dates and timestamps", "t time").data("x").with("acceptanydate")
                        .fails(1206, "Invalid time format or value [HH24:MI:SS]"),
                CopyExample.of("moments: ACCEPTANYDATE and NOT NULL", "d date not null").data("x").with("acceptanydate")
                        .fails(1213, "Missing data for not-null field"),
                CopyExample.of("moments: a wrong date", "d date").data("2018-13-01")
                        .fails(1205, "Invalid date format or value [YYYY-MM-DD]"),
                CopyExample.of("moments: a short date", "d date").data("18-1-1")
                        .fails(1205, "Invalid Date Format - length must be 10 or more"),
                CopyExample.of("moments: times", "t time").data("04:05\n040506\n04:05 PM\n04:05:06.789")
                        .loads("04:05:00\n04:05:06\n16:05:00\n04:05:06.789")));
        return all;
    }

    private static List<CopyExample> json() {
        String auto = "json 'auto'";
        return List.of(
                CopyExample.of("JSON: pretty-printed, one behind the other", "a int4", "b int4")
                        .data("{\n \"a\": 1,\n \"b\": 2\n}\n\n{\"a\":3}").with(auto).loads("1|2\n3|∅"),
                CopyExample.of("JSON: text before, between and behind", "a int4").data("x\n{\"a\":1} y {\"a\":2}\nz")
                        .with("json 'auto' maxerror 4").loads("1\n2").rejects(3),
                CopyExample.of("JSON: arrays need paths", "a int4").data("[1]").with(auto)
                        .fails(1200, "Invalid JSONPath format: Member is not an object."),
                CopyExample.of("JSON: smart quotes", "a int4").data("{“a”:1}").with(auto)
                        .fails(1200, "Invalid JSON: expected a key in double quotes, found 0xe2"),
                CopyExample.of("JSON: escapes of any character", C).data("{\"c\":\"\\u00e9\\ud83d\\ude00\\/\\\"\"}").with(auto)
                        .loads("é😀/\""),
                CopyExample.of("JSON: NUL", C).data("{\"c\":\"a\\u0000\"}").with(auto).fails(1220,
                        "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: 00 (error 9)"),
                CopyExample.of("JSON: header lines", "a int4").data("# x\n{\"a\":\n1}").with("json 'auto' ignoreheader 1")
                        .loads("1"),
                CopyExample.of("JSON: an empty file", "a int4").data("\n").with(auto).loads(""),
                CopyExample.of("JSON: only the first level", "a int4", "b int4").data("{\"x\":{\"a\":1},\"b\":2}").with(auto)
                        .loads("∅|2"),
                CopyExample.of("JSON: missing key of a column that is not null", "a int4 not null", "b int4")
                        .data("{\"b\":2}").with(auto).fails(1213, "Missing data for not-null field"),
                CopyExample.of("JSON: missing key is NULL, not the default", "a int4", "b int4 default 7").data("{\"a\":1}")
                        .with(auto).loads("1|∅"),
                CopyExample.of("JSON: column that is not listed gets its default", "a int4", "b int4 default 7").list("a")
                        .data("{\"a\":1,\"b\":2}").with(auto).loads("1").whole("1|7"),
                CopyExample.of("JSON: the last of two keys", "a int4").data("{\"a\":1,\"a\":2}").with(auto).loads("2"),
                CopyExample.of("JSON: the last of two keys but for case", "a int4").data("{\"A\":1,\"a\":2}")
                        .with("json 'auto ignorecase'").loads("2"),
                CopyExample.of("JSON: noshred needs one SUPER column", "a int4", "b super").data("{}").with("json 'noshred'")
                        .refused("JSON 'noshred' loads into exactly one column, of type SUPER"),
                CopyExample.of("JSON: noshred into a listed column", "a int4", "b super").list("b").data("{\"x\":1}{\"x\":2}")
                        .with("json 'noshred'").loads("{\"x\":1}\n{\"x\":2}"),
                CopyExample.of("JSON: null of every type", C, "i int4", "d numeric(5,2)", "b bool", "t date")
                        .data("{\"c\":null,\"i\":null,\"d\":null,\"b\":null,\"t\":null}").with(auto).loads("∅|∅|∅|∅|∅"),
                CopyExample.of("JSON: empty string of every other type", "i int4", "d numeric(5,2)", "b bool", "t date")
                        .data("{\"i\":\"\",\"d\":\"\",\"b\":\"\",\"t\":\"\"}").with(auto).loads("∅|∅|∅|∅"),
                CopyExample.of("JSON: numbers in strings", C, "i int4", "d numeric(5,2)")
                        .data("{\"c\":\"12\",\"i\":\"12\",\"d\":\"12\"}").with(auto).loads("12|12|12.00"),
                CopyExample.of("JSON: numbers", C, "i int4", "d numeric(5,2)", "b bool")
                        .data("{\"c\":12.50,\"i\":12,\"d\":12.509,\"b\":1}").with(auto).loads("12.50|12|12.50|t"),
                CopyExample.of("JSON: true and false", C, "b bool").data("{\"c\":true,\"b\":false}").with(auto).loads("true|f"),
                CopyExample.of("JSON: fraction into a whole number", "i int4").data("{\"i\":12.5}").with(auto)
                        .fails(1207, "Invalid digit, Value '.', Pos 2, Type: Integer"),
                CopyExample.of("JSON: true into a whole number", "i int4").data("{\"i\":true}").with(auto)
                        .fails(1207, "Invalid digit, Value 't', Pos 0, Type: Integer"),
                CopyExample.of("JSON: number into a boolean", "b bool").data("{\"b\":2}").with(auto)
                        .fails(1210, "Unknown boolean format"),
                CopyExample.of("JSON: object into a whole number", "i int4").data("{\"i\":{}}").with(auto)
                        .fails(1207, "Invalid digit, Value '{', Pos 0, Type: Integer"),
                CopyExample.of("JSON: array into a decimal", "d numeric(5,2)").data("{\"d\":[1]}").with(auto)
                        .fails(1209, "Invalid digit, Value '[', Pos 0, Type: Decimal"),
                CopyExample.of("JSON: array into a float", "d float8").data("{\"d\":[1]}").with(auto)
                        .fails(1208, "Invalid digit, Value '[', Pos 0, Type: Double"),
                CopyExample.of("JSON: object into a date", "d date").data("{\"d\":{\"y\":\"2018-01-01\"}}").with(auto)
                        .fails(1205, "Invalid date format or value [YYYY-MM-DD]"),
                CopyExample.of("JSON: number into a date", "d date").data("{\"d\":20180101}").with(auto)
                        .fails(1205, "Invalid Date Format - length must be 10 or more"),
                CopyExample.of("JSON: object and array as text", "a varchar(30)", "b varchar(30)")
                        .data("{\"a\":{\"y\": 1,\n\"x\":\" \"},\"b\":[1, 2]}").with(auto)
                        .loads("{\"y\": 1,\"x\":\" \"}|[1,2]"),
                CopyExample.of("JSON: values into SUPER", "a super", "b super", "c super", "d super")
                        .data("{\"a\":12.5,\"b\":\"x\",\"c\":true,\"d\":null}").with(auto).loads("12.5|\"x\"|true|∅"),
                CopyExample.of("JSON: paths in array elements", "a int4", "b int4").data("{\"x\":[{\"y\":1},{\"y\":2}]}")
                        .paths("$['x'][0]['y']", "$['x'][1]['y']").loads("1|2"),
                CopyExample.of("JSON: paths are case-sensitive", "a int4").data("{\"A\":1}").paths("$['a']").loads("∅"),
                CopyExample.of("JSON: element of what is no array", "a int4").data("{\"a\":{\"0\":1}}").paths("$.a[0]")
                        .fails(1200, "Invalid JSONPath format: Not an array or index out of range."),
                CopyExample.of("JSON: paths go to the listed columns", "a int4", "b int4", "c int4").list("c, a")
                        .data("{\"x\":1,\"y\":2}").paths("$.x", "$.y").loads("1|2").whole("2|∅|1"),
                CopyExample.of("JSON: more paths than columns", "a int4").data("{\"a\":1}").paths("$.a", "$.b")
                        .refused("Number of jsonpaths and the number of columns should match. JSONPath size: 2, "
                                + "Number of columns in table or column list: 1"),
                CopyExample.of("JSON: no wildcards in paths", "a int4").data("{\"a\":1}").paths("$.*")
                        .refused("Invalid JSONPath format: \"$.*\": a name behind a dot cannot hold *"),
                CopyExample.of("JSON: no negative index", "a int4").data("{\"a\":[1]}").paths("$.a[-1]")
                        .refused("Invalid JSONPath format: \"$.a[-1]\": in brackets stands a name in quotes or an index from 0"),
                CopyExample.of("SUPER: from text", "i int4", "s super").data("1|{\"a\":[1,true,null]}\n2|\"x\"\n3|\n4|12.5")
                        .loads("1|{\"a\":[1,true,null]}\n2|\"x\"\n3|∅\n4|12.5"),
                CopyExample.of("SUPER: from CSV", "s super").data("\"{\"\"a\"\":1}\"").with("csv").loads("{\"a\":1}"),
                CopyExample.of("SUPER: text that is no JSON", "s super").data("{\"a\":")
                        .fails(1224, "Invalid JSON: the value is not complete"));
    }

    private static List<CopyExample> columns() {
        return List.of(
                CopyExample.of("columns: the list is the order of the fields", "a int4", "b int4", "c int4").list("c, a")
                        .data("1|2").loads("1|2").whole("2|∅|1"),
                CopyExample.of("columns: omitted without a default", "a int4", C).list("a").data("1").loads("1").whole("1|∅"),
                CopyExample.of("columns: more fields than the list has", "a int4", "b int4").list("a").data("1|2")
                        .fails(1202, "Extra column(s) found"),
                CopyExample.of("columns: NULL does not become the default", "a int4", "b int4 not null default 5").data("1|\\N")
                        .fails(1213, "Missing data for not-null field"),
                CopyExample.of("columns: unknown name", "a int4").list("a, b").data("1|2")
                        .refused("column \"b\" of relation \"t\" does not exist"),
                CopyExample.of("columns: identity is made without a list", "id int8 always identity", C).data("a")
                        .loads("a").whole("1|a"),
                CopyExample.of("columns: default identity may be listed", "id int8 by default identity", C).list("id, c")
                        .data("7|a").loads("7|a"),
                CopyExample.of("columns: default identity is made if it is not listed", "id int8 by default identity", C)
                        .list("c").data("a").loads("a").whole("1|a"));
    }

    private static List<CopyExample> limits() {
        return List.of(
                CopyExample.of("limits: MAXERROR 0 fails at the first", "i int4").data("1\nx").with("maxerror 0")
                        .fails(1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"),
                CopyExample.of("limits: MAXERROR 1 too", "i int4").data("1\nx").with("maxerror as 1")
                        .fails(1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"),
                CopyExample.of("limits: MAXERROR over all files", "i int4").object("data1", "x\n1").object("data2", "y\n2")
                        .with("maxerror 2").fails(1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"),
                CopyExample.of("limits: IGNOREALLERRORS", "i int4").data("a\nb\nc\n1\nd").with("ignoreallerrors").loads("1")
                        .rejects(4),
                CopyExample.of("limits: NOLOAD loads nothing", "i int4").data("1\n2").with("noload").loads(""),
                CopyExample.of("limits: NOLOAD finds errors", "i int4").data("1\nx").with("noload")
                        .fails(1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"),
                CopyExample.of("limits: NOLOAD with MAXERROR", "i int4").data("1\nx").with("noload maxerror 2").loads("")
                        .rejects(1));
    }
}
