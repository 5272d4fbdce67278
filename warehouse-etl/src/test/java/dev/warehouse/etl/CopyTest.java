package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.warehouse.api.Pipeline;
import dev.warehouse.api.internal.sql.StringLiterals;
import java.util.Random;
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
                  - JSON and CSV exclude each other; leave one of them
                  - JSON has no delimiter; leave delimiter(…) away
                  - table staging_songs has no column user_id
                  - column title is named twice""");
        assertThatIllegalArgumentException().isThrownBy(() -> Pipeline.named("p").copy(copy))
                .withMessageContaining("staging_songs: JSON and CSV exclude each other");
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
                .withMessageContaining("delimiter and quote of CSV are the same character");
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
                refused(() -> EVENTS.from("s3://b/a\0b"), "A text in SQL must not hold the character NUL, was "
                        + "\"s3://b/a\\0b\""),
                refused(() -> SongPlaysSource.bucket("s3://b/"), "name must be the name of a bucket, with or without a "
                        + "folder such as bucket/folder, was \"s3://b/\""));
    }

    private static Arguments refused(ThrowingCallable call, String message) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsRefusedWhereItIsSaid(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(() -> {
            call.call();
            EVENTS.from("s3://b/a\0b").sql();
        }).withMessage(message);
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
