/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.util.List;

/**
 * The documented examples of COPY, 1 to 88, in their order; a letter where one shows several things. Their data and
 * results are those that the Amazon Redshift Database Developer Guide prints.
 */
public final class CopyVectors {

    private static final String[] CATEGORY =
            {"catid int4", "catgroup varchar(10)", "catname varchar(30)", "catdesc varchar(50)"};
    private static final String[] VENUE = {"venueid int4", "venuename varchar(25)", "venuecity varchar(12)",
        "venuestate bpchar(2)", "venueseats int4"};
    private static final String[] NUMBERED_VENUE = {"venueid int4 always identity", "venuename varchar(25)",
        "venuecity varchar(12)"};
    private static final String VENUE_WIDTHS =
            "fixedwidth 'venueid:3,venuename:25,venuecity:12,venuestate:2,venueseats:6'";
    private static final String[] PART = {"p_partkey int4", "p_name varchar(22)", "p_mfgr varchar(6)",
        "p_category varchar(7)"};

    private CopyVectors() {
    }

    /**
     * The table.
     *
     * @return the examples
     */
    public static List<CopyExample> all() {
        return List.of(
                // JSON
                CopyExample.of("1 keys in any order", CATEGORY)
                        .data("{\"catdesc\":\"Major League Baseball\",\"catid\":1,\"catgroup\":\"Sports\","
                                + "\"catname\":\"MLB\"}")
                        .with("json 'auto'").loads("1|Sports|MLB|Major League Baseball"),
                CopyExample.of("2 nothing between objects", CATEGORY)
                        .data("{\"catid\":2,\"catgroup\":\"Sports\",\"catname\":\"NHL\",\"catdesc\":\"National Hockey League\"}"
                                + "{\"catid\":3,\"catgroup\":\"Sports\",\"catname\":\"NFL\","
                                + "\"catdesc\":\"National Football League\"}")
                        .with("json 'auto'")
                        .loads("2|Sports|NHL|National Hockey League\n3|Sports|NFL|National Football League"),
                CopyExample.of("3 key without a column", CATEGORY)
                        .data("{\"catid\":4,\"bogus\":\"Bogus Sports LLC\",\"catgroup\":\"Sports\",\"catname\":\"NBA\","
                                + "\"catdesc\":\"National Basketball Association\"}")
                        .with("json 'auto'").loads("4|Sports|NBA|National Basketball Association"),
                CopyExample.of("4 case ignored", CATEGORY)
                        .data("{\"CatDesc\":\"Major League Baseball\",\"CatID\":1,\"CatGroup\":\"Sports\","
                                + "\"CatName\":\"MLB\"}")
                        .with("json 'auto ignorecase'").loads("1|Sports|MLB|Major League Baseball"),
                CopyExample.of("5 case matters", CATEGORY)
                        .data("{\"CatDesc\":\"Major League Baseball\",\"CatID\":1,\"CatGroup\":\"Sports\","
                                + "\"CatName\":\"MLB\"}")
                        .with("json 'auto'").loads("∅|∅|∅|∅"),
                CopyExample.of("6 bracket paths", CATEGORY)
                        .data("{\"one\":1,\"two\":\"Sports\",\"three\":\"MLB\",\"four\":\"Major League Baseball\"}")
                        .paths("$['one']", "$['two']", "$['three']", "$['four']")
                        .loads("1|Sports|MLB|Major League Baseball"),
                CopyExample.of("7 root arrays", CATEGORY)
                        .data("[5,\"Concerts\",\"Classical\",\"All symphony, concerto, and choir concerts\"]")
                        .paths("$[0]", "$[1]", "$[2]", "$[3]")
                        .loads("5|Concerts|Classical|All symphony, concerto, and choir concerts"),
                CopyExample.of("8 keys that are no columns", "column1 varchar(10)", "column2 int4")
                        .data("{\"column1\":\"value1\",\"column2\":2,\"notacolumn\":\"x\"}")
                        .with("json 'auto'").loads("value1|2"),
                CopyExample.of("9 escapes", "backslash varchar(25)", "newline varchar(35)", "tab varchar(35)")
                        .data("{\"backslash\":\"This is a backslash: \\\\\","
                                + "\"newline\":\"This sentence\\n is on two lines.\","
                                + "\"tab\":\"This sentence \\t contains a tab.\"}")
                        .with("json 'auto'").loads("This is a backslash: \\|This sentence\n is on two lines."
                                + "|This sentence \t contains a tab."),
                CopyExample.of("10 array as text", "tags varchar(50)")
                        .data("{\"tags\":[\"nisi\",\n \"culpa\"],\"id\":1}").paths("$['tags']")
                        .loads("[\"nisi\",\"culpa\"]"),
                CopyExample.of("11 object as text", "friend varchar(50)")
                        .data("{\"friends\":[{\"id\": 0},{\n \"id\": 1,\n \"name\": \"Renaldo\"\n}]}")
                        .paths("$['friends'][1]").loads("{\"id\": 1,\"name\": \"Renaldo\"}"),
                CopyExample.of("12 dot paths", "title varchar(5)", "location varchar(5)")
                        .data("{\"store\":{\"book\":{\"title\":\"T\"}},\"location\":[\"L0\",\"L1\"]}")
                        .paths("$.store.book.title", "$.location[0]").loads("T|L0"),
                CopyExample.of("13 missing member", "b varchar(5)").data("{\"a\":1}").paths("$.b").loads("∅"),
                CopyExample.of("14 missing element", "a varchar(5)").data("{\"a\":[1]}").paths("$.a[3]")
                        .fails(1200, "Invalid JSONPath format: Not an array or index out of range."),
                CopyExample.of("15 paths file without the key jsonpaths", "a int4").data("{\"a\":1,\"b\":2}")
                        .object("paths.json", "{\"paths\":[\"$.b\"]}").with("json 's3://b/paths.json'").loads("1"),
                CopyExample.of("16a empty path", "a int4", "b int4").data("{\"a\":1}").paths("$.a", "")
                        .with("json 's3://b/paths.json' maxerror 100")
                        .refused("Invalid JSONPath format: the jsonpaths file s3://b/paths.json is malformed"),
                CopyExample.of("16b two objects in the paths file", "a int4").data("{\"a\":1}")
                        .object("paths.json", "{\"jsonpaths\":[\"$.a\"]} {\"jsonpaths\":[\"$.a\"]}")
                        .with("json 's3://b/paths.json' maxerror 100")
                        .refused("Invalid JSONPath format: the jsonpaths file s3://b/paths.json is malformed"),
                CopyExample.of("16c text behind the object of the paths file", "a int4").data("{\"a\":1}")
                        .object("paths.json", "{\"jsonpaths\":[\"$.a\"]} and so on")
                        .with("json 's3://b/paths.json' maxerror 100")
                        .refused("Invalid JSONPath format: the jsonpaths file s3://b/paths.json is malformed"),
                CopyExample.of("17 mixed notations", "a int4", "b int4").data("{\"a\":1,\"b\":2}").paths("$.a", "$['b']")
                        .refused("Invalid JSONPath format: \"$['b']\": bracket and dot notation cannot be mixed in one file"),
                CopyExample.of("18 whole document", "doc super").data("{\"a\":[1,2]}").paths("$").loads("{\"a\":[1,2]}"),
                CopyExample.of("19 noshred", "doc super").data("{\"k\":{\"x\":[1,2]}}").with("json 'noshred'")
                        .loads("{\"k\":{\"x\":[1,2]}}"),
                CopyExample.of("20 nested value", "r_regionkey int2", "r_name varchar(9)", "r_nations super")
                        .data("{\"r_regionkey\":0,\"r_name\":\"AFRICA\",\"r_nations\":[{\"n_name\":\"ALGERIA\"}]}")
                        .with("json 'auto'").loads("0|AFRICA|[{\"n_name\":\"ALGERIA\"}]"),
                CopyExample.of("21 comma between objects", "a int4").data("{\"a\":1},{\"a\":2}")
                        .with("json 'auto' maxerror 5").loads("1\n2").rejects(1),
                CopyExample.of("22 objects in a root array", "a int4").data("[{\"a\":1},{\"a\":2}]").paths("$.a")
                        .fails(1200, "Invalid JSONPath format: Member is not an object."),
                CopyExample.of("23 empty strings", "s varchar(5)", "i int4").data("{\"s\":\"\",\"i\":\"\"}")
                        .with("json 'auto'").loads("|∅"),
                CopyExample.of("24 empty as null", "s varchar(5)", "i int4").data("{\"s\":\"\",\"i\":\"\"}")
                        .with("json 'auto' emptyasnull").loads("∅|∅"),
                CopyExample.of("25 null into not null", "s varchar(5) not null").data("{\"s\":\"\"}")
                        .with("json 'auto' emptyasnull").fails(1213, "Missing data for not-null field"),
                CopyExample.of("26 JSON null", "artist_latitude float8", "year int4")
                        .data("{\"artist_latitude\":null,\"year\":0}").with("json 'auto'").loads("∅|0"),
                CopyExample.of("27 epochmillisecs", "ts timestamp").data("{\"ts\":1541105830796}")
                        .with("json 'auto' timeformat 'epochmillisecs'").loads("2018-11-01 20:57:10.796"),
                CopyExample.of("28 epochsecs", "ts timestamp").data("{\"ts\":1541105830}")
                        .with("timeformat as 'epochsecs' json 'auto'").loads("2018-11-01 20:57:10"),
                CopyExample.of("29 paths file under the prefix of the data", "a int4")
                        .object("my_data.json", "{\"a\":1}").object("my_data.jsonpaths", "{\"jsonpaths\":[\"$.a\"]}")
                        .from("s3://b/my_data").with("json 's3://b/my_data.jsonpaths'")
                        .fails(1200, "Invalid JSON: this is the jsonpaths file, not data; the prefix covers both"),
                // delimited text and CSV
                CopyExample.of("30 text with commas", CATEGORY)
                        .data("13,Shows,Plays,All \"non-musical\" theatre\n"
                                + "14,Shows,Opera,All opera, light, and \"rock\" opera")
                        .with("delimiter ','").fails(1202, "Extra column(s) found"),
                CopyExample.of("31 CSV without quotes", CATEGORY).data("12,Shows,Musicals,Musical theatre").with("csv")
                        .loads("12|Shows|Musicals|Musical theatre"),
                CopyExample.of("32 doubled quotes", CATEGORY)
                        .data("13,Shows,Plays,\"All \"\"non-musical\"\" theatre\"").with("csv")
                        .loads("13|Shows|Plays|All \"non-musical\" theatre"),
                CopyExample.of("33 commas in quotes", CATEGORY)
                        .data("14,Shows,Opera,\"All opera, light, and \"\"rock\"\" opera\"").with("csv")
                        .loads("14|Shows|Opera|All opera, light, and \"rock\" opera"),
                CopyExample.of("34 another quote", CATEGORY)
                        .data("14,Shows,Opera,%All opera, light, and \"rock\" opera%").with("csv quote as '%'")
                        .loads("14|Shows|Opera|All opera, light, and \"rock\" opera"),
                CopyExample.of("35 one quoted field", "c varchar(50)").data("\"A \"\"quoted\"\" word\"").with("csv")
                        .loads("A \"quoted\" word"),
                CopyExample.of("36 blanks around quotes", "a int4", "b varchar(5)", "c int4").data("1,  \"x\"  ,2")
                        .with("csv").loads("1|x|2"),
                CopyExample.of("37 nine fields", "a int4", "b varchar(22)", "c varchar(6)", "d varchar(7)", "e varchar(9)",
                        "f varchar(11)", "g varchar(25)", "h int4", "i varchar(10)")
                        .data("23,bisque slate,MFGR#4,MFGR#41,MFGR#4137,firebrick,\"MEDIUM \"\"BURNISHED\"\" TIN\",42,"
                                + "JUMBO JAR")
                        .with("csv").loads("23|bisque slate|MFGR#4|MFGR#41|MFGR#4137|firebrick|MEDIUM \"BURNISHED\" TIN|42|"
                                + "JUMBO JAR"),
                CopyExample.of("38 NUL in CSV", PART)
                        .data("15,NUL next,\0,MFGR#47").with("csv")
                        .fails(1216, "Missing newline: Unexpected character 0x2c found at location 13"),
                CopyExample.of("39 NUL as null", PART).data("15,NUL next,\0,MFGR#47").with("csv null as '\\000'")
                        .loads("15|NUL next|∅|MFGR#47"),
                CopyExample.of("40 trailing delimiter and a default", "venueid int4", "venuename varchar(25)",
                        "venuecity varchar(12)", "venuestate bpchar(2)", "venueseats int4 not null default '1000'")
                        .list("venueid, venuename, venuecity, venuestate").data("1|Toyota Park|Bridgeview|IL|")
                        .loads("1|Toyota Park|Bridgeview|IL").whole("1|Toyota Park|Bridgeview|IL|1000"),
                CopyExample.of("41 column that must not be omitted", "venueid int4", "venuename varchar(25) not null",
                        "venuecity varchar(12)", "venuestate bpchar(2)")
                        .list("venueid, venuecity, venuestate").data("1||Bridgeview|IL|")
                        .refused("column \"venuename\" of relation \"t\" is NOT NULL without a default, but not in the "
                                + "column list"),
                CopyExample.of("42 ids that are given", NUMBERED_VENUE).list("venueid, venuename, venuecity")
                        .data("5|Gillette Stadium|Foxborough|").with("explicit_ids")
                        .loads("5|Gillette Stadium|Foxborough"),
                CopyExample.of("43 EXPLICIT_IDS without the ids", NUMBERED_VENUE).list("venuename, venuecity")
                        .data("Gillette Stadium|Foxborough|").with("explicit_ids")
                        .refused("EXPLICIT_IDS needs the identity column \"venueid\" in the column list"),
                CopyExample.of("44 ids without EXPLICIT_IDS", NUMBERED_VENUE).list("venueid, venuename, venuecity")
                        .data("5|Gillette Stadium|Foxborough|")
                        .refused("cannot set an identity column to a value: \"venueid\""),
                CopyExample.of("45 ids without a list, not checked to be unique", NUMBERED_VENUE)
                        .data("5|Gillette Stadium|Foxborough\n5|Toyota Park|Bridgeview").with("explicit_ids")
                        .loads("5|Gillette Stadium|Foxborough\n5|Toyota Park|Bridgeview"),
                CopyExample.of("46 escaped delimiters", "a int4", "b varchar(50)").data("1|public\\|event\\|dwuser")
                        .with("delimiter '|' escape").loads("1|public|event|dwuser"),
                CopyExample.of("47 the same without ESCAPE", "a int4", "b varchar(50)").data("1|public\\|event\\|dwuser")
                        .with("delimiter '|'").fails(1202, "Extra column(s) found"),
                CopyExample.of("48 escaped newline", "a int4", "b varchar(50)")
                        .data("1|The quick brown fox\\\njumped over the lazy dog.").with("escape")
                        .loads("1|The quick brown fox\njumped over the lazy dog."),
                CopyExample.of("49 escaped backslashes", "a int4", "b varchar(50)").data("2| A\\\\B\\\\C").with("escape")
                        .loads("2| A\\B\\C"),
                CopyExample.of("50 quotes and escapes", "a int4", "b varchar(50)")
                        .data("4| 'A Midsummer Night\\'s Dream'").with("escape removequotes")
                        .loads("4|A Midsummer Night's Dream"),
                CopyExample.of("51 no octal escapes", "c varchar(5)").data("\\012").with("escape").loads("012"),
                CopyExample.of("52 newline in a field", "c1 varchar(20)", "c2 int4").data("<xml> \n</xml>|2000")
                        .with("delimiter '|'").fails(1214, "Delimiter not found"),
                CopyExample.of("53 escaped newline in a field", "c1 varchar(20)", "c2 int4").data("<xml>\\\n</xml>|2000")
                        .with("escape delimiter '|'").loads("<xml>\n</xml>|2000"),
                CopyExample.of("54 delimiter in removed quotes", "c varchar(50)")
                        .data("\"The delimiter is a pipe (|) character\"").with("removequotes")
                        .loads("The delimiter is a pipe (|) character"),
                CopyExample.of("55 both quotes", "c varchar(10)").data("'Black'\n\"White\"").with("removequotes")
                        .loads("Black\nWhite"),
                CopyExample.of("56 quote at the end only", "c varchar(10)").data("Blue'").with("removequotes").loads("Blue'"),
                CopyExample.of("57a quote at the beginning only", "c varchar(10)").data("'Blue").with("removequotes")
                        .fails(1216, "Delimited value missing end quote"),
                CopyExample.of("57b double quote at the beginning only", "c varchar(10)").data("\"Blue").with("removequotes")
                        .fails(1216, "Delimited value missing end quote"),
                CopyExample.of("58 outer pair only", "c varchar(20)").data("' ' 'Black' ' '").with("removequotes")
                        .loads(" ' 'Black' ' "),
                CopyExample.of("59 a quoted blank", "c varchar(5)").data("' '").with("removequotes").loads(" "),
                // conversions
                CopyExample.of("60 scale is cut", "d numeric(8,2)").data("20.259").loads("20.25"),
                CopyExample.of("61 scale is rounded", "d numeric(8,2)").data("20.259").with("roundec").loads("20.26"),
                CopyExample.of("62a blanks kept", "c varchar(5)", "i int4").data("   |   ").loads("   |∅"),
                CopyExample.of("62b blanks as null", "c varchar(5)", "i int4").data("   |   ").with("blanksasnull")
                        .loads("∅|∅"),
                CopyExample.of("63 FILLRECORD and CHAR", "a bpchar(9)", "b bpchar(9)", "c bpchar(9)", "d bpchar(9)")
                        .data("apple|orange").with("fillrecord").loads("apple|orange|∅|∅"),
                CopyExample.of("64a FILLRECORD and VARCHAR", "a varchar(9)", "b varchar(9)", "c varchar(9)", "d varchar(9)")
                        .data("apple|orange").with("fillrecord").loads("apple|orange||"),
                CopyExample.of("64b FILLRECORD and VARCHAR, empty as null", "a varchar(9)", "b varchar(9)", "c varchar(9)",
                        "d varchar(9)").data("apple|orange").with("fillrecord emptyasnull").loads("apple|orange|∅|∅"),
                CopyExample.of("65 fixed widths", VENUE).data("1  Toyota Park              Bridgeview  IL0")
                        .with(VENUE_WIDTHS).loads("1|Toyota Park|Bridgeview|IL|0"),
                CopyExample.of("66 fixed widths, the last full", VENUE)
                        .data("5  Gillette Stadium         Foxborough  MA68756").with(VENUE_WIDTHS)
                        .loads("5|Gillette Stadium|Foxborough|MA|68756"),
                CopyExample.of("67 fraction behind SS", "ts timestamp").data("2009-01-12 14:15:57.119568")
                        .with("timeformat 'YYYY-MM-DD HH:MI:SS'").loads("2009-01-12 14:15:57.119568"),
                CopyExample.of("68 MM/DD/YYYY", "d date").data("03/31/2003").with("dateformat 'MM/DD/YYYY'")
                        .loads("2003-03-31"),
                CopyExample.of("69 MON DD, YYYY", "d date").data("March 31, 2003").with("dateformat 'MON DD, YYYY'")
                        .loads("2003-03-31"),
                CopyExample.of("70 MON-DD-YYYY", "d date").data("Jan-01-1999").with("dateformat 'MON-DD-YYYY'")
                        .loads("1999-01-01"),
                CopyExample.of("71 MM.DD.YYYY HH:MI:SS", "ts timestamp").data("03.31.2003 18:45:05.123456")
                        .with("timeformat 'MM.DD.YYYY HH:MI:SS'").loads("2003-03-31 18:45:05.123456"),
                CopyExample.of("72 Julian day", "ts timestamp", "d date")
                        .data("J2345678 04:05:06.789|J2345678 04:05:06.789")
                        .with("timeformat 'auto' dateformat 'auto'").loads("1710-02-23 04:05:06.789|1710-02-23"),
                CopyExample.of("73 two formats in a file", "d date").data("1992-01-04\nJanuary 12, 1992")
                        .with("dateformat 'auto' delimiter '\\t'").loads("1992-01-04\n1992-01-12"),
                CopyExample.of("74 any date", "ts timestamp").data("00/00/00 00:00:00")
                        .with("acceptanydate dateformat 'auto'").loads("∅"),
                CopyExample.of("75 T in the default format", "ts timestamp").data("2014-04-22T10:00:00")
                        .fails(1206, "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]"),
                CopyExample.of("76 a letter", "i int4").data("a")
                        .fails(1207, "Invalid digit, Value 'a', Pos 0, Type: Integer"),
                CopyExample.of("77 invalid characters replaced", "c varchar(9)").data('x', 0xed, 0xa0, 0x80, 'y')
                        .with("acceptinvchars '^'").loads("x^^^y"),
                CopyExample.of("78 multibyte CHAR", "c bpchar(10)").data(0xe0, 0xa1, 0xc7, 0xa4)
                        .fails(1220, "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). "
                                + "Invalid char: e0 a1 c7a4"),
                CopyExample.of("79 bad UTF-8", "c varchar(10)").data('x', 0xa4)
                        .fails(1220, "String contains invalid or unsupported UTF-8 codepoints. "
                                + "Bad UTF-8 hex sequence: a4 (error 3)"),
                CopyExample.of("80a lengths count bytes", "c varchar(12)").data("四四四四").loads("四四四四"),
                CopyExample.of("80b one byte too many", "c varchar(11)").data("四四四四")
                        .fails(1204, "String length exceeds DDL length"),
                CopyExample.of("81 CHAR too long", "c bpchar(1)").data("NO").fails(1204, "Char length exceeds DDL length"),
                // files and load control
                CopyExample.of("82 prefix that matches more", "c_custkey int4", "c_name varchar(10)", "c_city varchar(10)")
                        .object("customer-fw.tbl", "1         Customer#1Bonn      \n2         Customer#2\u00e9         \n")
                        .object("customer-fw.tbl.bak", "1         Customer#1Bonn      \n3         Customer#3Rome\n")
                        .object("customer-fw.tbl.log", "#Load file\ncustomer-fw.tbl\n#Total rows\n37497\n#Status\nComplete\n"
                                + "x")
                        .from("s3://b/customer-fw.tbl")
                        .with("fixedwidth 'c_custkey:10,c_name:10,c_city:10' maxerror 10")
                        .loads("1|Customer#1|Bonn\n2|Customer#2|é\n1|Customer#1|Bonn\n3|Customer#3|Rome").rejects(7),
                CopyExample.of("83a mandatory entry is missing", "i int4").object("x", "1")
                        .data("{\"entries\":[{\"url\":\"s3://b/x\"},{\"url\":\"s3://b/gone\",\"mandatory\":true}]}")
                        .with("manifest")
                        .refused("Problem reading manifest file: mandatory url s3://b/gone does not exist"),
                CopyExample.of("83b another entry is missing", "i int4").object("x", "1")
                        .data("{\"entries\":[{\"url\":\"s3://b/x\",\"mandatory\":true},"
                                + "{\"url\":\"s3://b/gone\",\"mandatory\":false}]}")
                        .with("manifest").loads("1"),
                CopyExample.of("83c every entry is missing", "i int4")
                        .data("{\"entries\":[{\"url\":\"s3://b/gone\",\"mandatory\":false}]}").with("manifest")
                        .refused("The manifest s3://b/data names no object that exists"),
                CopyExample.of("84 default NULL", "i int4", "c varchar(5)", "d date", "b bool").data("\\N|\\N|\\N|\\N")
                        .loads("∅|∅|∅|∅"),
                CopyExample.of("85 another NULL", "c varchar(5)", "i int4").data("NULL|NULL").with("null as 'NULL'")
                        .loads("∅|∅"),
                CopyExample.of("86 header in every file", "c varchar(10)").object("data1", "header\nrow 1")
                        .object("data2", "header\nrow 2").object("data3", "header\nrow 3\n").with("ignoreheader 1")
                        .loads("row 1\nrow 2\nrow 3"),
                CopyExample.of("87a as many as MAXERROR", "i int4").data("a\nb\n1\nc\nd\ne\n2").with("maxerror 5")
                        .fails(1207, "Invalid digit, Value 'a', Pos 0, Type: Integer"),
                CopyExample.of("87b fewer than MAXERROR", "i int4").data("a\nb\n1\nc\nd\ne\n2").with("maxerror 6")
                        .loads("1\n2").rejects(5),
                CopyExample.of("88 many clauses", "a int4", "b varchar(9)", "c varchar(9)", "d varchar(10)", "e timestamp")
                        .data("1|''|'  '|\"Mamma Mia!\"|'2008-09-26 05:43:12'")
                        .with("removequotes emptyasnull blanksasnull maxerror 5 delimiter '|' "
                                + "timeformat 'YYYY-MM-DD HH:MI:SS'")
                        .loads("1|∅|∅|Mamma Mia!|2008-09-26 05:43:12"));
    }
}
