package dev.warehouse.local.internal.copy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The documented examples and rules of COPY as a table that any endpoint can be held against. */
public final class CopyVectors {

    private CopyVectors() {
    }

    /**
     * One example.
     *
     * @param name what it shows
     * @param columns the columns of table t, {@code name type [not null] [default x] [identity]}
     * @param list the column list, or an empty string
     * @param files further objects of the bucket
     * @param data the bytes of the object {@code data}
     * @param options the clauses behind the authorization
     * @param rows the rows, a line each, fields joined by a bar, NULL as ∅; or an empty string
     * @param failure the code and reason of the first load error, or an empty string if the load succeeds
     * @param rejected how many rows are left out
     */
    public record Vector(String name, List<String> columns, String list, Map<String, String> files, byte[] data,
            String options, String rows, String failure, int rejected) {

        /** The table in Redshift's SQL. Trailing blanks of its CHAR columns do not count in {@link #rows}. */
        public String createTable() {
            return "create table t (" + String.join(", ", columns).replace("bpchar(", "char(") + ")";
        }

        /** The statement; the objects are in the bucket b. */
        public String copy() {
            return "copy t " + list + " from 's3://b/data' iam_role 'arn:aws:iam::123456789012:role/reader' " + options;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Vector loads(String name, List<String> columns, String data, String options, String rows) {
        return new Vector(name, columns, "", Map.of(), data.getBytes(StandardCharsets.UTF_8), options, rows, "", 0);
    }

    private static Vector fails(String name, List<String> columns, String data, String options, String failure) {
        return new Vector(name, columns, "", Map.of(), data.getBytes(StandardCharsets.UTF_8), options, "", failure, 0);
    }

    private static Vector paths(String name, List<String> columns, String paths, String data, String rows) {
        return new Vector(name, columns, "", Map.of("paths.json", paths), data.getBytes(StandardCharsets.UTF_8),
                "json 's3://b/paths.json'", rows, "", 0);
    }

    private static Vector bytes(String name, List<String> columns, int[] data, String options, String rows,
            String failure) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return new Vector(name, columns, "", Map.of(), bytes, options, rows, failure, 0);
    }

    /**
     * The table.
     *
     * @return the examples
     */
    public static List<Vector> all() {
        List<String> category = List.of("catid int4", "catgroup varchar(10)", "catname varchar(10)",
                "catdesc varchar(50)");
        List<String> text = List.of("c varchar(50)");
        List<String> moment = List.of("ts timestamp");
        String categoryPaths = "{\"jsonpaths\":[\"$['one']\",\"$['two']\",\"$['three']\",\"$['four']\"]}";
        return List.of(
                loads("1 keys in any order", category,
                        "{\"catdesc\":\"Major League Baseball\",\"catid\":1,"
                                + "\"catgroup\":\"Sports\",\"catname\":\"MLB\"}",
                        "json 'auto'", "1|Sports|MLB|Major League Baseball"),
                loads("2 nothing between objects", List.of("a int4"), "{\"a\":2}{\"a\":3}", "json 'auto'", "2\n3"),
                loads("3 key without a column", List.of("catid int4"), "{\"catid\":4,\"bogus\":\"Bogus Sports LLC\"}",
                        "json 'auto'", "4"),
                loads("4 case ignored", category,
                        "{\"CatDesc\":\"Major League Baseball\",\"CatID\":1,"
                                + "\"CatGroup\":\"Sports\",\"CatName\":\"MLB\"}",
                        "json 'auto ignorecase'", "1|Sports|MLB|Major League Baseball"),
                loads("5 case matters", category,
                        "{\"CatDesc\":\"x\",\"CatID\":1,\"CatGroup\":\"y\",\"CatName\":\"z\"}",
                        "json 'auto'", "∅|∅|∅|∅"),
                paths("6 bracket paths", category, categoryPaths,
                        "{\"one\":1,\"two\":\"Sports\",\"three\":\"MLB\",\"four\":\"Major League Baseball\"}",
                        "1|Sports|MLB|Major League Baseball"),
                paths("7 root arrays", category, "{\"jsonpaths\":[\"$[0]\",\"$[1]\",\"$[2]\",\"$[3]\"]}",
                        "[5,\"Concerts\",\"Classical\",\"All symphony, concerto, and choir concerts\"]",
                        "5|Concerts|Classical|All symphony, concerto, and choir concerts"),
                loads("9 escapes", List.of("backslash varchar(25)", "newline varchar(35)", "tab varchar(35)"),
                        "{\"backslash\":\"This is a backslash: \\\\\",\"newline\":"
                                + "\"This sentence\\n is on two lines.\","
                                + "\"tab\":\"This sentence \\t contains a tab.\"}",
                        "json 'auto'", "This is a backslash: \\|This sentence\n is on two lines."
                                + "|This sentence \t contains a tab."),
                paths("10 array as text", text, "{\"jsonpaths\":[\"$['tags']\"]}", "{\"tags\":[\"nisi\",\n \"culpa\"]}",
                        "[\"nisi\",\"culpa\"]"),
                paths("11 object as text", text, "{\"jsonpaths\":[\"$['friends'][1]\"]}",
                        "{\"friends\":[{\"id\": 0},{\n \"id\": 1,\n \"name\": \"Renaldo\"\n}]}",
                        "{\"id\": 1,\"name\": \"Renaldo\"}"),
                paths("12 dot paths", List.of("a varchar(5)", "b varchar(5)"),
                        "{\"jsonpaths\":[\"$.store.book.title\",\"$.location[0]\"]}",
                        "{\"store\":{\"book\":{\"title\":\"T\"}},\"location\":[\"L0\",\"L1\"]}", "T|L0"),
                paths("13 missing member", text, "{\"jsonpaths\":[\"$.b\"]}", "{\"a\":1}", "∅"),
                new Vector("14 missing element", text, "", Map.of("paths.json", "{\"jsonpaths\":[\"$.a[3]\"]}"),
                        "{\"a\":[1]}".getBytes(StandardCharsets.UTF_8), "json 's3://b/paths.json'", "",
                        "1200 Invalid JSONPath format: Not an array or index out of range.", 0),
                paths("15 no jsonpaths in the file", List.of("a int4"), "{\"paths\":[\"$.b\"]}", "{\"a\":1,\"b\":2}",
                        "1"),
                paths("18 whole document", List.of("doc super"), "{\"jsonpaths\":[\"$\"]}", "{\"a\": [1, 2]}",
                        "{\"a\": [1, 2]}"),
                loads("19 noshred", List.of("doc super"), "{\"k\":{\"x\":[1,2]}}", "json 'noshred'",
                        "{\"k\":{\"x\":[1,2]}}"),
                loads("20 nested value", List.of("r_regionkey int2", "r_name varchar(9)", "r_nations super"),
                        "{\"r_regionkey\":0,\"r_name\":\"AFRICA\",\"r_nations\":[{\"n_name\":\"ALGERIA\"}]}",
                        "json 'auto'", "0|AFRICA|[{\"n_name\":\"ALGERIA\"}]"),
                new Vector("21 comma between objects", List.of("a int4"), "", Map.of(),
                        "{\"a\":1},{\"a\":2}".getBytes(StandardCharsets.UTF_8), "json 'auto' maxerror 5", "1\n2", "",
                                1),
                new Vector("22 objects in a root array", text, "", Map.of("paths.json", "{\"jsonpaths\":[\"$.a\"]}"),
                        "[{\"a\":1},{\"a\":2}]".getBytes(StandardCharsets.UTF_8), "json 's3://b/paths.json'", "",
                        "1200 Invalid JSONPath format: Member is not an object.", 0),
                loads("23 empty strings", List.of("s varchar(5)", "i int4"), "{\"s\":\"\",\"i\":\"\"}", "json 'auto'",
                        "|∅"),
                loads("24 empty as null", List.of("s varchar(5)", "i int4"), "{\"s\":\"\",\"i\":\"\"}",
                        "json 'auto' emptyasnull", "∅|∅"),
                fails("25 null into not null", List.of("s varchar(5) not null"), "{\"s\":\"\"}",
                        "json 'auto' emptyasnull", "1213 Missing data for not-null field"),
                loads("26 JSON null", List.of("artist_latitude float8", "year int4"),
                        "{\"artist_latitude\":null,\"year\":0}", "json 'auto'", "∅|0"),
                loads("27 epochmillisecs", moment, "{\"ts\":1541105830796}", "json 'auto' timeformat 'epochmillisecs'",
                        "2018-11-01 20:57:10.796"),
                loads("28 epochsecs", moment, "{\"ts\":1541105830}", "timeformat as 'epochsecs' json 'auto'",
                        "2018-11-01 20:57:10"),
                fails("30 text with commas", category,
                        "13,Shows,Plays,All \"non-musical\" theatre\n"
                                + "14,Shows,Opera,All opera, light, and \"rock\" opera", "delimiter ','",
                        "1202 Extra column(s) found"),
                loads("31 CSV without quotes", category, "12,Shows,Musicals,Musical theatre", "csv",
                        "12|Shows|Musicals|Musical theatre"),
                loads("32 doubled quotes", category, "13,Shows,Plays,\"All \"\"non-musical\"\" theatre\"", "csv",
                        "13|Shows|Plays|All \"non-musical\" theatre"),
                loads("33 commas in quotes", category,
                        "14,Shows,Opera,\"All opera, light, and \"\"rock\"\" opera\"", "csv",
                        "14|Shows|Opera|All opera, light, and \"rock\" opera"),
                loads("34 another quote", category, "14,Shows,Opera,%All opera, light, and \"rock\" opera%",
                        "csv quote as '%'", "14|Shows|Opera|All opera, light, and \"rock\" opera"),
                loads("35 one quoted field", text, "\"A \"\"quoted\"\" word\"", "csv", "A \"quoted\" word"),
                loads("36 blanks around quotes", List.of("a int4", "b varchar(5)", "c int4"), "1,  \"x\"  ,2", "csv",
                        "1|x|2"),
                bytes("38 NUL in CSV", List.of("a int4", "b varchar(9)", "c varchar(9)", "d varchar(9)"),
                        new int[] {'1', '5', ',', 'N', 'U', 'L', ',', 0, ',', 'M'}, "csv", "",
                        "1216 Missing newline: Unexpected character 0x2c found at location 8"),
                bytes("39 NUL as null", List.of("a int4", "b varchar(9)", "c varchar(9)", "d varchar(9)"),
                        new int[] {'1', '5', ',', 'N', 'U', 'L', ',', 0, ',', 'M'}, "csv null as '\\000'",
                        "15|NUL|∅|M", ""),
                new Vector("40 trailing delimiter and a default",
                        List.of("venueid int4", "venuename varchar(50)", "venuecity varchar(20)",
                                "venuestate bpchar(2)",
                                "venueseats int4 not null default 1000"),
                        "(venueid, venuename, venuecity, venuestate)", Map.of(),
                        "1|Toyota Park|Bridgeview|IL|".getBytes(StandardCharsets.UTF_8), "",
                        "1|Toyota Park|Bridgeview|IL", "", 0),
                loads("46 escaped delimiters", List.of("a int4", "b varchar(50)"), "1|public\\|event\\|dwuser",
                        "delimiter '|' escape", "1|public|event|dwuser"),
                fails("47 the same without ESCAPE", List.of("a int4", "b varchar(50)"), "1|public\\|event\\|dwuser",
                        "delimiter '|'", "1202 Extra column(s) found"),
                loads("48 escaped newline", List.of("a int4", "b varchar(50)"),
                        "1|The quick brown fox\\\njumped over the lazy dog.", "escape",
                        "1|The quick brown fox\njumped over the lazy dog."),
                loads("49 escaped backslashes", List.of("a int4", "b varchar(50)"), "2| A\\\\B\\\\C", "escape",
                        "2| A\\B\\C"),
                loads("50 quotes and escapes", List.of("a int4", "b varchar(50)"),
                        "4|'A Midsummer Night\\'s Dream'", "escape removequotes", "4|A Midsummer Night's Dream"),
                loads("51 no octal escapes", text, "\\012", "escape", "012"),
                fails("52 newline in a field", List.of("c1 varchar(20)", "c2 int4"), "<xml> \n</xml>|2000",
                        "delimiter '|'", "1214 Delimiter not found"),
                loads("53 escaped newline in a field", List.of("c1 varchar(20)", "c2 int4"), "<xml>\\\n</xml>|2000",
                        "escape delimiter '|'", "<xml>\n</xml>|2000"),
                loads("54 delimiter in removed quotes", text, "\"The delimiter is a pipe (|) character\"",
                        "removequotes", "The delimiter is a pipe (|) character"),
                loads("55 both quotes", text, "'Black'\n\"White\"", "removequotes", "Black\nWhite"),
                loads("56 quote at the end only", text, "Blue'", "removequotes", "Blue'"),
                fails("57 quote at the beginning only", text, "'Blue", "removequotes",
                        "1216 Delimited value missing end quote"),
                loads("58 outer pair only", text, "' ' 'Black' ' '", "removequotes", " ' 'Black' ' "),
                loads("59 a quoted blank", text, "' '", "removequotes", " "),
                loads("60 scale is cut", List.of("d numeric(8,2)"), "20.259", "", "20.25"),
                loads("61 scale is rounded", List.of("d numeric(8,2)"), "20.259", "roundec", "20.26"),
                loads("62 blanks kept", List.of("c varchar(5)", "i int4"), "   |   ", "", "   |∅"),
                loads("62 blanks as null", List.of("c varchar(5)", "i int4"), "   |   ", "blanksasnull", "∅|∅"),
                loads("63 fillrecord CHAR", List.of("a bpchar(9)", "b bpchar(9)", "c bpchar(9)", "d bpchar(9)"),
                        "apple|orange", "fillrecord", "apple|orange|∅|∅"),
                loads("64 fillrecord VARCHAR", List.of("a varchar(9)", "b varchar(9)", "c varchar(9)", "d varchar(9)"),
                        "apple|orange", "fillrecord", "apple|orange||"),
                loads("64 fillrecord VARCHAR empty as null",
                        List.of("a varchar(9)", "b varchar(9)", "c varchar(9)", "d varchar(9)"),
                        "apple|orange", "fillrecord emptyasnull", "apple|orange|∅|∅"),
                loads("65 66 fixed width", List.of("venueid int4", "venuename varchar(25)", "venuecity varchar(12)",
                                "venuestate bpchar(2)", "venueseats int4"),
                        "1  Toyota Park              Bridgeview  IL0\n5  Gillette Stadium         Foxborough  MA68756",
                        "fixedwidth 'venueid:3,venuename:25,venuecity:12,venuestate:2,venueseats:6'",
                        "1|Toyota Park|Bridgeview|IL|0\n5|Gillette Stadium|Foxborough|MA|68756"),
                loads("67 fraction behind SS", moment, "2009-01-12 14:15:57.119568", "timeformat 'YYYY-MM-DD HH:MI:SS'",
                        "2009-01-12 14:15:57.119568"),
                loads("68 MM/DD/YYYY", List.of("d date"), "03/31/2003", "dateformat 'MM/DD/YYYY'", "2003-03-31"),
                loads("69 MON DD, YYYY", List.of("d date"), "March 31, 2003", "dateformat 'MON DD, YYYY'",
                        "2003-03-31"),
                loads("70 MON-DD-YYYY", List.of("d date"), "Jan-01-1999", "dateformat 'MON-DD-YYYY'", "1999-01-01"),
                loads("71 MM.DD.YYYY HH:MI:SS", moment, "03.31.2003 18:45:05.123456",
                        "timeformat 'MM.DD.YYYY HH:MI:SS'",
                        "2003-03-31 18:45:05.123456"),
                loads("72 Julian day", List.of("ts timestamp", "d date"), "J2345678 04:05:06.789|J2345678",
                        "timeformat 'auto' dateformat 'auto'", "1710-02-23 04:05:06.789|1710-02-23"),
                loads("73 two formats in a file", List.of("d date"), "1992-01-04\nJanuary 12, 1992",
                        "dateformat 'auto' delimiter '\\t'", "1992-01-04\n1992-01-12"),
                loads("74 any date", moment, "00/00/00 00:00:00", "acceptanydate dateformat 'auto'", "∅"),
                fails("75 T in the default format", moment, "2014-04-22T10:00:00", "",
                        "1206 Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]"),
                fails("76 a letter", List.of("i int4"), "a", "", "1207 Invalid digit, Value 'a', Pos 0, Type: Integer"),
                bytes("77 invalid characters replaced", text, new int[] {'x', 0xed, 0xa0, 0x80, 'y'},
                        "acceptinvchars '^'", "x^^^y", ""),
                bytes("78 multibyte CHAR", List.of("c bpchar(10)"), new int[] {0xe0, 0xa1, 0xc7, 0xa4}, "", "",
                        "1220 Multibyte character not supported for CHAR (Hint: Try using VARCHAR). "
                                + "Invalid char: e0 a1 c7a4"),
                bytes("79 bad UTF-8", text, new int[] {'x', 0xa4}, "", "",
                        "1220 String contains invalid or unsupported UTF-8 codepoints. "
                                + "Bad UTF-8 hex sequence: a4 (error 3)"),
                loads("80 bytes count", List.of("c varchar(12)"), "四四四四", "", "四四四四"),
                fails("80 one byte too many", List.of("c varchar(11)"), "四四四四", "",
                        "1204 String length exceeds DDL length"),
                loads("80 cut at a whole character", List.of("c varchar(11)"), "四四四四", "truncatecolumns", "四四四"),
                fails("81 CHAR too long", List.of("c bpchar(1)"), "NO", "", "1204 Char length exceeds DDL length"),
                loads("84 default NULL", List.of("i int4", "c varchar(5)"), "\\N|\\N", "", "∅|∅"),
                loads("85 another NULL", text, "NULL", "null as 'NULL'", "∅"),
                loads("86 header", text, "header\nrow", "ignoreheader 1", "row"),
                new Vector("87 fewer than MAXERROR", List.of("i int4"), "", Map.of(),
                        "a\nb\n1\nc\nd\ne\n2".getBytes(StandardCharsets.UTF_8), "maxerror 6", "1\n2", "", 5),
                fails("87 as many as MAXERROR", List.of("i int4"), "a\nb\n1\nc\nd\ne\n2", "maxerror 5",
                        "1207 Invalid digit, Value 'a', Pos 0, Type: Integer"),
                loads("88 many clauses", List.of("a int4", "b varchar(9)", "c varchar(9)", "d timestamp"),
                        "1|''|'  '|'2008-09-26 05:43:12'",
                                "removequotes emptyasnull blanksasnull maxerror 5 delimiter '|' "
                                + "timeformat 'YYYY-MM-DD HH:MI:SS'", "1|∅|∅|2008-09-26 05:43:12"));
    }
}
