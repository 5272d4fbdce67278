/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.Pipeline;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CopyTest {

    private static final Copy EVENTS = Copy.into(STAGING_EVENTS).from("s3://udacity-dend/log_data/");

    static Stream<Arguments> copies() {
        return Stream.of(
                Arguments.of("copy-jsonpaths",
                        EVENTS.json("s3://udacity-dend/log_json_path.json").region("us-west-2")),
                Arguments.of("copy-json-auto", EVENTS.jsonAuto().gzip()),
                Arguments.of("copy-json-auto-ignorecase", EVENTS.jsonAutoIgnoreCase().timeFormat("epochmillisecs")
                        .iamRole("arn:aws:iam::123456789012:role/dwhRole")),
                Arguments.of("copy-delimited", Copy.into(STAGING_SONGS).from("s3://b/songs/part-")
                        .columns(STAGING_SONGS.SONG_ID, STAGING_SONGS.TITLE).delimiter("\t").ignoreHeader(1)
                        .emptyAsNull().blanksAsNull().truncateColumns().acceptInvalidChars('^').maxErrors(10)
                        .compUpdate(false).statUpdate(true)),
                Arguments.of("copy-csv", Copy.into(SONGS).from("s3://b/songs.csv").csv()
                        .dateFormat("MM/DD/YYYY").timeFormat("auto").acceptInvalidChars()),
                Arguments.of("copy-csv-quote", Copy.into(SONGS).from("s3://b/songs.csv").csv('%').delimiter(";")),
                Arguments.of("copy-role-chain", EVENTS.jsonAuto().iamRole(
                        "arn:aws:iam::123456789012:role/a,arn:aws-cn:iam::210987654321:role/path/b")),
                Arguments.of("copy-json-noshred", EVENTS.jsonNoShred().encoding(Encoding.UTF16LE).noLoad()),
                Arguments.of("copy-avro", EVENTS.avro(S3Location.of("s3://paths/avro.json")).zstd().roundDecimals()
                        .timeFormatEpochMilliseconds().acceptAnyDate().dateFormatAuto()),
                Arguments.of("copy-parquet", EVENTS.parquet().serializeToJson().fillRecord().explicitIds()),
                Arguments.of("copy-orc", EVENTS.orc().acceptInvalidChars('\'').sessionIamRole()),
                Arguments.of("copy-shapefile", EVENTS.shapefileSimplifyAuto(new BigDecimal("0.50"))),
                Arguments.of("copy-fixed-width", Copy.into(SONGS).from(S3Location.of("s3://raw/songs"))
                        .fixedWidth(FixedWidth.of(SONGS.SONG_ID, 18), FixedWidth.of("it's", 100)).lzop()),
                Arguments.of("copy-escape", EVENTS.delimiter("|~|").escape().removeQuotes().nullAs("\\N")
                        .ignoreBlankLines().trimBlanks().bzip2().ignoreAllErrors()),
                Arguments.of("copy-control-characters", EVENTS.delimiter("\u0001").nullAs("\0")),
                Arguments.of("copy-manifest", Copy.into(SONGS).from(S3Location.of("s3://raw/run/manifest")).manifest()
                        .json(S3Location.of("s3://raw/paths.json")).compression(Compression.GZIP)
                        .timeFormatEpochSeconds()),
                Arguments.of("copy-encrypted", EVENTS.csv().legacyMasterSymmetricKey("c2VjcmV0")),
                Arguments.of("copy-keys", EVENTS.csv().legacyAccessKeys(new AccessKeys("AKIA", "it's\\", "token"))),
                Arguments.of("copy-ssh", Copy.into(SONGS).from(S3Location.of("s3://raw/hosts")).ssh().avroAuto()
                        .iamRole("arn:aws:iam::123456789012:role/a", "arn:aws:iam::210987654321:role/b")),
                Arguments.of("copy-emr", Copy.into(SONGS).fromEmr("emr://j-SAMPLE2B500FC/output/part-*").timeFormatAuto()),
                Arguments.of("copy-dynamodb", Copy.into(SONGS).fromDynamoDb("dynamodb://songs", 50)
                        .compUpdate(CompUpdate.PRESET).compRows(5000).iamRole("arn:aws:iam::123456789012:role/a")
                        .defaultIamRole()),
                Arguments.of("copy-nasty", Copy.into(DSL.table(DSL.name("we\"ird"))).from("s3://b/it's\\a'; drop/")
                        .csv('\'').delimiter("\\")),
                Arguments.of("copy-songplays-events", SongPlays.events(SongPlaysSource.udacity())),
                Arguments.of("copy-songplays-songs", SongPlays.songMetadata(SongPlaysSource.bucket("mine/raw")
                        .withIamRole("arn:aws:iam::123456789012:role/dwhRole"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("copies")
    void rendersRedshiftsCopy(String golden, Copy copy) {
        Golden.assertMatches(golden, copy.sql());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("copies")
    void statementIsReadBackToTheSameCopy(String golden, Copy copy) {
        Copy read = Copy.parse(copy.sql());

        assertThat(read).isEqualTo(copy).hasSameHashCodeAs(copy);
        assertThat(read.sql()).isEqualTo(copy.sql());
    }

    @Test
    void theSchemaOfTheTargetIsWritten() {
        assertThat(Copy.into(table(name("keys", "sales"))).from("s3://b/sales/").csv().sql())
                .startsWith("COPY \"keys\".\"sales\"").contains("FROM 's3://b/sales/'");
    }

    @Test
    void legacySpellingsMeanTheSame() {
        assertThat(Copy.parse("""
                copy public.Songs (Song_ID, "title") from 's3://b/songs'
                gzip maxerror 5 json
                with credentials as 'aws_iam_role=arn:aws:iam::123456789012:role/r' -- as of old
                timeformat epochsecs compupdate true;""")).isEqualTo(Copy.parse("""
                COPY "public"."songs" ("song_id", "title")
                FROM 's3://b/songs'
                IAM_ROLE 'arn:aws:iam::123456789012:role/r'
                FORMAT AS JSON AS 'auto' TIMEFORMAT 'epochsecs' MAXERROR AS 5 COMPUPDATE GZIP"""));
    }

    @Test
    void placeOfAnErrorIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Copy.parse("copy songs\nfrom 's3://b/x'\niam_role default\n  csv escape"))
                .withMessage("COPY at 4:7: ESCAPE is not supported with CSV. Leave out ESCAPE or CSV.");
    }

    @Test
    void temporaryTableKeepsItsSign() {
        assertThat(Copy.parse("copy #stage from 's3://b/x' iam_role default").sql()).startsWith("COPY #stage\n");
    }

    /** Every place where text is free; what the text holds must not become anything but this text. */
    static Stream<Arguments> freeTexts() {
        List<String> attacks = List.of("x'; drop table users; --", "x\\'; drop table users; --", "x' iam_role 'y",
                "x\\", "x''", "$$x$$", "x/*", "x\u0000y\tz", "\u4e2d'\u00e9");
        Copy text = Copy.into(SONGS).from("s3://b/");
        List<Function<String, Copy>> places = List.of(
                attack -> Copy.into(SONGS).from("s3://b/" + attack.replace("\0", "")),
                attack -> Copy.into(DSL.table(DSL.name(attack.toLowerCase(Locale.ROOT)))).from("s3://b/"),
                attack -> Copy.into(DSL.table("songs")).columns(DSL.field(DSL.name(attack))).from("s3://b/"),
                attack -> text.json("s3://p/" + attack.replace("\0", "")),
                attack -> text.avro("s3://p/" + attack.replace("\0", "")),
                text::delimiter, text::nullAs,
                attack -> text.fixedWidth(FixedWidth.of(attack, 5)),
                attack -> text.dateFormat("YYYY" + attack.replaceAll("[^'\\\\;$*/-]", "")),
                attack -> text.timeFormat("YYYY" + attack.replaceAll("[^'\\\\;$*/-]", "")),
                attack -> text.legacyAccessKeys(new AccessKeys(attack, attack, attack)),
                text::legacyMasterSymmetricKey,
                attack -> Copy.into(SONGS).fromEmr("emr://" + attack.replace("\0", "")),
                attack -> Copy.into(SONGS).fromDynamoDb("dynamodb://" + attack.replace("\0", ""), 5));
        return places.stream().flatMap(place -> attacks.stream().map(attack -> Arguments.of(place, attack)));
    }

    @ParameterizedTest
    @MethodSource("freeTexts")
    void noTextBecomesSyntax(Function<String, Copy> place, String attack) {
        Copy copy = place.apply(attack);
        List<Token> tokens = Tokenizer.tokenize(copy.sql());
        List<Token> harmless = Tokenizer.tokenize(place.apply("x").sql());

        assertThat(tokens).extracting(Token::type)
                .containsExactlyElementsOf(harmless.stream().map(Token::type).toList());
        assertThat(Copy.parse(copy.sql())).isEqualTo(copy);
    }

    @Test
    void keysAreOnlyInTheStatementThatIsSent() {
        Copy copy = EVENTS.csv().gzip().legacyAccessKeys(new AccessKeys("AKIAHUSH", "hush", "hushhush"))
                .legacyMasterSymmetricKey("hush");

        assertThat(copy.sql()).contains("ACCESS_KEY_ID 'AKIAHUSH'", "SECRET_ACCESS_KEY 'hush'",
                "SESSION_TOKEN 'hushhush'", "MASTER_SYMMETRIC_KEY 'hush'");
        assertThat(copy + copy.detail() + copy.target() + new AccessKeys("hush", "hush")).doesNotContainIgnoringCase("hush");
        assertThatIllegalArgumentException().isThrownBy(() -> copy.jsonAuto().sql())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainIgnoringCase("hush"));
        assertThatIllegalArgumentException().isThrownBy(() -> Copy.parse(copy.sql() + " nonsense"))
                .satisfies(e -> assertThat(e + " " + e.getCause()).doesNotContainIgnoringCase("hush"));
    }

    @Test
    void optionsDoNotChangeTheCopyTheyAreAddedTo() {
        String before = EVENTS.sql();
        EVENTS.gzip().maxErrors(3);

        assertThat(EVENTS.sql()).isEqualTo(before).doesNotContain("GZIP");
        assertThat(EVENTS.maxErrors(3).maxErrors(4).sql()).contains("MAXERROR AS 4").doesNotContain("MAXERROR AS 3");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        Copy copy = Copy.into(STAGING_SONGS).jsonAuto().csv().delimiter(",")
                .columns(STAGING_SONGS.TITLE, STAGING_EVENTS.USER_ID, STAGING_SONGS.TITLE);

        assertThatIllegalArgumentException().isThrownBy(copy::sql).withMessage("""
                COPY into staging_songs cannot run:
                  - it has no source; say from("s3://bucket/prefix/")
                  - CSV is not supported with JSON; leave out CSV or JSON
                  - DELIMITER is not supported with JSON; leave out DELIMITER or JSON
                  - table staging_songs has no column user_id
                  - column title is named twice""");
        assertThatIllegalArgumentException().isThrownBy(() -> Pipeline.named("p").copy(copy))
                .withMessageContaining("staging_songs: CSV is not supported with JSON; leave out CSV or JSON");
    }

    @Test
    void jsonPathsFileUnderThePrefixIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Copy.into(STAGING_SONGS).from("s3://b/it's").json("s3://b/it's.jsonpaths").sql())
                .withMessageContaining("the jsonpaths file s3://b/it's.jsonpaths lies under the prefix s3://b/it's and "
                        + "would be loaded as data; put it elsewhere, or end the prefix with a slash");
    }

    @Test
    void delimiterThatIsTheQuoteIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> EVENTS.csv().delimiter("\"").sql())
                .withMessageContaining("DELIMITER and QUOTE are the same character; choose another for one of them");
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                refused(() -> EVENTS.from("/tmp/x"), "prefix must be an address in S3 such as s3://bucket/folder/, was "
                        + "\"/tmp/x\""),
                refused(() -> EVENTS.from("s3://bucket"), "prefix must be an address in S3 such as s3://bucket/folder/"
                        + ", was \"s3://bucket\""),
                refused(() -> EVENTS.json("auto"), "jsonPaths must be an address in S3 such as s3://bucket/folder/, "
                        + "was \"auto\""),
                refused(() -> EVENTS.region("Oregon"), "region must be the code of an AWS region such as us-west-2, "
                        + "was \"Oregon\""),
                refused(() -> EVENTS.iamRole("aws_iam_role=arn:aws:iam::123456789012:role/a"), "arn must be the ARN of "
                        + "a role such as arn:aws:iam::123456789012:role/dwhRole, without blanks, was "
                        + "\"aws_iam_role=arn:aws:iam::123456789012:role/a\""),
                refused(() -> EVENTS.maxErrors(-1), "errors must be between 0 and 100000, was -1"),
                refused(() -> EVENTS.maxErrors(100_001), "errors must be between 0 and 100000, was 100001"),
                refused(() -> EVENTS.ignoreHeader(-1), "lines must not be negative, was -1"),
                refused(() -> EVENTS.delimiter(""), "delimiter must not be empty"),
                refused(() -> EVENTS.delimiter("\n"), "delimiter must not hold a line end, which separates rows"),
                refused(() -> EVENTS.csv('\n'), "quote must not be a line end or NUL"),
                refused(() -> EVENTS.acceptInvalidChars('é'), "replacement must be an ASCII character and not NUL, was "
                        + "U+00E9"),
                refused(() -> EVENTS.timeFormat("EPOCHMILLISECS"), "format must be written \"epochmillisecs\" in lower "
                        + "case, was \"EPOCHMILLISECS\""),
                refused(() -> EVENTS.dateFormat(" "), "format must not be blank"),
                refused(() -> EVENTS.columns(), "columns must not be empty; leave the call away to load all columns"),
                refused(() -> EVENTS.from("s3://b/a\0b"), "prefix must not hold the character NUL"),
                refused(() -> EVENTS.iamRole("arn:aws:iam::123456789012:role/a", "b"), "arn must be the ARN of a role such "
                        + "as arn:aws:iam::123456789012:role/dwhRole, without blanks, was "
                        + "\"arn:aws:iam::123456789012:role/a,b\""),
                refused(() -> EVENTS.csv('é'), "QUOTE must be one ASCII character"),
                refused(() -> EVENTS.timeFormat("YYYY-QQ"), "TIMEFORMAT: \"YYYY-QQ\" holds \"Q\", which is no part; "
                        + "write it of YYYY YY MM MON DD HH HH24 HH12 MI SS AM PM and separators, or 'auto', "
                        + "'epochsecs', 'epochmillisecs'"),
                refused(() -> EVENTS.nullAs("\n"), "NULL AS cannot be a newline; a newline ends a row"),
                refused(() -> EVENTS.compRows(999), "COMPROWS needs a whole number from 1000 to 2147483647"),
                refused(() -> EVENTS.fromEmr("s3://b/"), "files must begin with emr://, was \"s3://b/\""),
                refused(() -> EVENTS.fromDynamoDb("dynamodb://t", 201), "READRATIO needs a whole number from 1 to 200"),
                refused(() -> FixedWidth.of("a,b", 1), "label must hold no comma and no outer blanks, was \"a,b\""),
                refused(() -> FixedWidth.of("a", 0), "characters must be at least 1, was 0"),
                refused(() -> new AccessKeys("k", " "), "secretAccessKey must not be blank"),
                refused(() -> Copy.into(DSL.table("series(1, 2)")).from("s3://b/").sql(),
                        "target must be a table with a name, was series(1, 2)"),
                refused(() -> SongPlaysSource.bucket("s3://b/"), "name must be the name of a bucket, with or without a "
                        + "folder such as bucket/folder, was \"s3://b/\""));
    }

    private static Arguments refused(ThrowingCallable call, String message) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsRefusedWhereItIsSaid(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    /** Reads a literal as a server does that takes backslashes for escapes, or as one that does not. */
    private static String read(String literal, boolean escapes) {
        StringBuilder text = new StringBuilder();
        assertThat(literal.charAt(0)).isEqualTo('\'');
        for (int i = 1; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '\\' && escapes) {
                text.append(literal.charAt(++i));
            } else if (c != '\'') {
                text.append(c);
            } else if (i + 1 < literal.length() && literal.charAt(i + 1) == '\'') {
                text.append('\'');
                i++;
            } else {
                assertThat(i).as("the literal %s ends where its text ends", literal).isEqualTo(literal.length() - 1);
                return text.toString();
            }
        }
        throw new AssertionError("the literal " + literal + " does not end");
    }

    @Test
    void noTextEndsItsLiteral() {
        Random random = new Random(42);
        String alphabet = "'\\\";-/*$ \t\r\nab\u00E9\u4E2D?{}:=()";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String literal = StringLiterals.quote(text.toString());

            assertThat(read(literal, true)).isEqualTo(text.toString());
            assertThat(read(literal, false)).isEqualTo(text.toString().replace("\\", "\\\\"));
        }
    }
}
