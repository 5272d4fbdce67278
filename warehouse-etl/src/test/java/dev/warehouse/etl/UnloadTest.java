/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;

import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.Stage;
import dev.warehouse.api.UnloadException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class UnloadTest {

    private static final Unload ALL = Unload.of(selectFrom(SONGS)).to("s3://out/songs_");

    static Stream<Arguments> unloads() {
        return Stream.of(
                Arguments.of("unload-text", Unload.of(select(SONGS.SONG_ID, SONGS.TITLE).from(SONGS)
                        .where(SONGS.TITLE.eq("it's a \\ 'quote'")).and(SONGS.YEAR.gt(1999)).orderBy(SONGS.TITLE))
                        .to(S3Location.of("s3://out/songs_")).delimiter('\t').header().addQuotes().escape().nullAs("\\N")),
                Arguments.of("unload-csv", ALL.csv().header().gzip().extension("csv.gz").manifestVerbose()
                        .maxFileSize(FileSize.megabytes(100)).region("us-west-2")),
                Arguments.of("unload-json", ALL.json().zstd().parallel(false).allowOverwrite().sessionIamRole()),
                Arguments.of("unload-parquet", ALL.parquet().rowGroupSize(FileSize.megabytes(64)).cleanPath()
                        .partitionBy(SONGS.YEAR, SONGS.ARTIST_ID).maxFileSize(FileSize.gigabytes(2))
                        .iamRole("arn:aws:iam::123456789012:role/a", "arn:aws:iam::210987654321:role/b")),
                Arguments.of("unload-partition-include", ALL.csv().partitionByIncluded(SONGS.YEAR).manifest()
                        .parallel(true).maxFileSize(new FileSize(5_368_709))),
                Arguments.of("unload-fixed-width", ALL.fixedWidth(FixedWidth.of(SONGS.SONG_ID, 18),
                        FixedWidth.of("it's", 5)).compression(Compression.BZIP2).defaultIamRole()),
                Arguments.of("unload-encrypted", ALL.encrypted("1234abcd-12ab")),
                Arguments.of("unload-encrypted-auto", ALL.encryptedAuto()),
                Arguments.of("unload-legacy", Unload.of("select 'it''s' as \"limit\"; -- done").to("s3://out/x")
                        .legacyMasterSymmetricKey("c2VjcmV0").legacyAccessKeys(new AccessKeys("AKIA", "it's\\", null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unloads")
    void rendersRedshiftsUnload(String golden, Unload unload) {
        Golden.assertMatches(golden, unload.sql());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unloads")
    void statementIsReadBackToTheSameUnload(String golden, Unload unload) {
        Unload read = Unload.parse(unload.sql());

        assertThat(read).isEqualTo(unload).hasSameHashCodeAs(unload);
        assertThat(read.sql()).isEqualTo(unload.sql());
    }

    @Test
    void legacySpellingsMeanTheSame() {
        assertThat(Unload.parse("unload ($$select 1 where 'a' = 'a'$$) to 's3://b/x' maxfilesize 1024 csv parallel false "
                + "manifest credentials 'aws_access_key_id=k;aws_secret_access_key=s'"))
                .isEqualTo(Unload.parse("UNLOAD ('select 1 where \\'a\\' = ''a'';') TO 's3://b/x' ACCESS_KEY_ID 'k' "
                        + "SECRET_ACCESS_KEY 's' FORMAT AS CSV MAXFILESIZE AS 1 GB PARALLEL OFF MANIFEST;"));
    }

    static Stream<Arguments> freeTexts() {
        List<String> attacks = List.of("x'; drop table users; --", "x\\'; drop table users; --", "x' iam_role 'y", "x\\",
                "x''", "$$x$$", "x/*", "x\u4e2d'\u00e9", "x\t\r\ny");
        List<Function<String, Unload>> places = List.of(
                attack -> Unload.of(select(DSL.inline(attack))).to("s3://b/"),
                attack -> Unload.of(select(DSL.val(attack).as(attack))).to("s3://b/"),
                attack -> ALL.to("s3://b/" + attack),
                attack -> ALL.nullAs(attack.replace("\r\n", "")),
                attack -> ALL.extension(attack.replace("/", "")),
                attack -> ALL.fixedWidth(FixedWidth.of(attack, 5)),
                attack -> ALL.partitionBy(DSL.field(DSL.name(attack))),
                ALL::encrypted, ALL::legacyMasterSymmetricKey,
                attack -> ALL.legacyAccessKeys(new AccessKeys(attack, attack, attack)));
        return places.stream().flatMap(place -> attacks.stream().map(attack -> Arguments.of(place, attack)));
    }

    @ParameterizedTest
    @MethodSource("freeTexts")
    void noTextBecomesSyntax(Function<String, Unload> place, String attack) {
        Unload unload = place.apply(attack);
        List<Token> tokens = Tokenizer.tokenize(unload.sql());
        List<Token> harmless = Tokenizer.tokenize(place.apply("x").sql());

        assertThat(tokens).extracting(Token::type)
                .containsExactlyElementsOf(harmless.stream().map(Token::type).toList());
        // and the query, as the server takes it out of its string, has no more words than it should either
        assertThat(Tokenizer.tokenize(tokens.get(2).stringValue())).extracting(Token::type)
                .containsExactlyElementsOf(Tokenizer.tokenize(harmless.get(2).stringValue()).stream()
                        .map(Token::type).toList());
        assertThat(Unload.parse(unload.sql())).isEqualTo(unload);
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                refused(() -> Unload.of(selectFrom(SONGS).limit(10)), "Limit clause is not supported. The outer SELECT of "
                        + "UNLOAD cannot have a LIMIT. Nest it: select().from(query.asTable(\"q\"))."),
                refused(() -> Unload.of("select 1 limit 10"), "Limit clause is not supported. The outer SELECT of "
                        + "UNLOAD cannot have a LIMIT. Nest it: select * from (select … limit 10)."),
                refused(() -> Unload.of("delete from songs"), "UNLOAD takes a SELECT. Write UNLOAD ('select …')."),
                refused(() -> Unload.of("select 1; drop table songs"), "UNLOAD takes one query, not several"),
                refused(() -> Unload.of(" -- nothing"), "the query of UNLOAD is empty. Write UNLOAD ('select …')."),
                refused(() -> ALL.to("/tmp"), "prefix must be an address in S3 such as s3://bucket/folder/, was "
                        + "\"/tmp\""),
                refused(() -> ALL.delimiter('é'), "DELIMITER must be one ASCII character, no line end; write it as "
                        + "',' or '\\t' or '\\001'"),
                refused(() -> ALL.nullAs("a\nb"), "NULL AS cannot hold a line end; a line end ends a row"),
                refused(() -> ALL.extension("a/b"), "EXTENSION must be the end of a file's name; write it as 'csv' or "
                        + "'csv.gz'"),
                refused(() -> ALL.maxFileSize(FileSize.megabytes(4)), "MAXFILESIZE needs a size from 5 MB to 6.2 GB; "
                        + "the unit is MB unless GB is given"),
                refused(() -> ALL.rowGroupSize(new FileSize((32L << 20) + 1)), "ROWGROUPSIZE needs a whole number from "
                        + "32 MB to 128 MB; the unit is MB unless GB is given"),
                refused(() -> ALL.compression(Compression.LZOP), "compression must be GZIP, BZIP2 or ZSTD for UNLOAD, "
                        + "was LZOP"),
                refused(() -> ALL.partitionBy(), "columns must not be empty"),
                refused(() -> ALL.partitionBy(SONGS.YEAR, SONGS.YEAR), "PARTITION BY names a column twice; name each "
                        + "column once"),
                refused(() -> new FileSize(0), "bytes must be at least 1, was 0"),
                refused(() -> Unload.parse("unload ('select 1')\nto 's3://b/x' iam_role default json header"),
                        "UNLOAD at 2:37: HEADER is not supported with JSON. Leave out HEADER or JSON."));
    }

    private static Arguments refused(ThrowingCallable call, String message) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsRefusedWhereItIsSaid(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Unload.of("select 1").json().header().gzip().zstd().allowOverwrite().cleanPath()
                        .rowGroupSize(FileSize.megabytes(32)).sql())
                .withMessage("""
                        UNLOAD cannot run:
                          - it has no target; say to("s3://bucket/prefix")
                          - HEADER is not supported with JSON; leave out HEADER or JSON
                          - CLEANPATH is not supported with ALLOWOVERWRITE; leave out CLEANPATH or ALLOWOVERWRITE
                          - ZSTD is not supported with GZIP; leave out ZSTD or GZIP
                          - ROWGROUPSIZE needs PARQUET; add PARQUET or leave out ROWGROUPSIZE""");
    }

    @Test
    void keysAreOnlyInTheStatementThatIsSent() {
        Unload unload = ALL.legacyAccessKeys(new AccessKeys("hush", "hush", "hush")).legacyMasterSymmetricKey("hush");

        assertThat(unload.sql()).contains("SECRET_ACCESS_KEY 'hush'");
        assertThat(unload + unload.detail() + unload.target()).doesNotContain("hush");
    }

    @Test
    void pipelineUnloadsWhatItLoaded(@TempDir Path in, @TempDir Path out) throws IOException {
        Files.writeString(in.resolve("songs.csv"), "a,\"it's, \\ ok\"\nb,two\n");
        try (Warehouse warehouse = Warehouse.provision(
                LocalRedshift.temporary().bucket("in", in).bucket("out", out))) {
            warehouse.dsl().execute("create table words (id varchar(10), word varchar(20))");
            var words = DSL.table("words");
            Pipeline pipeline = Pipeline.named("words").migrate(Migrations.none())
                    .copy(Copy.parse("copy words from 's3://in/songs' iam_role default csv"))
                    .unload(Unload.of(select(DSL.field("word")).from(words).where(DSL.field("word").ne("it's \\")))
                            .to("s3://out/words_").csv().header().parallel(false)
                            .legacyAccessKeys(new AccessKeys("hush", "hush")));

            LoadReport report = warehouse.load(pipeline);

            assertThat(Files.readString(out.resolve("words_000"))).isEqualTo("word\n\"it's, \\ ok\"\ntwo\n");
            assertThat(report.steps(Stage.UNLOAD)).singleElement().satisfies(step -> {
                assertThat(step.target()).isEqualTo("s3://out/words_");
                assertThat(List.of(step.files(), step.rows(), step.bytes())).containsExactly(1L, 2L, 22L);
            });
            assertThat(report.toString()).contains("unload").doesNotContain("hush");

            UnloadResult result = Unload.of("select * from words").to("s3://out/all/").json()
                    .execute(warehouse.dsl());
            assertThat(result.rows()).isEqualTo(2);
            assertThat(result.files()).isEqualTo(2);
            assertThat(result.queryId()).isPositive();

            assertThatExceptionOfType(UnloadException.class)
                    .isThrownBy(() -> warehouse.load(Pipeline.named("again").migrate(Migrations.none())
                            .unload(Unload.of("select * from words").to("s3://out/words_"))))
                    .withMessageStartingWith("UNLOAD to s3://out/words_ failed: ")
                    .satisfies(e -> assertThat(e.target()).isEqualTo("s3://out/words_"));
        }
    }
}
