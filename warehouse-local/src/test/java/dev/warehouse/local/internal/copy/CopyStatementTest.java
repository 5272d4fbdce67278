/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.warehouse.api.internal.command.CopyCommand;
import dev.warehouse.api.internal.command.FixedWidthColumn;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.CopyStatement.Compression;
import dev.warehouse.local.internal.copy.CopyStatement.Encoding;
import dev.warehouse.local.internal.copy.CopyStatement.Format;
import dev.warehouse.local.internal.copy.CopyStatement.ListedColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyStatementTest {

    private static final String ROLE = "iam_role 'arn:aws:iam::123456789012:role/reader'";

    /** Every statement that is taken is also read back from what it is rendered as. */
    private static CopyStatement parse(String sql) {
        CopyStatement statement = CopyStatement.parse(sql, Tokenizer.tokenize(sql));
        CopyCommand command = CopyCommand.parse(sql, Tokenizer.tokenize(sql)).command();
        assertThat(CopyCommand.parse(command.sql(), Tokenizer.tokenize(command.sql())).command()).isEqualTo(command);
        return statement;
    }

    private static CopyStatement with(String options) {
        return parse("copy t from 's3://b/k' " + ROLE + " " + options);
    }

    private static RedshiftError failure(String sql) {
        RedshiftError error = catchThrowableOfType(RedshiftError.class, () -> parse(sql));
        assertThat(error).as(sql).isNotNull();
        return error;
    }

    @Test
    void targetAndSourceAreTakenApart() {
        CopyStatement copy = parse("COPY Public.\"Venue\" (VenueId, name) FROM 's3://bucket/a/b' IAM_ROLE default;");
        assertThat(copy.table()).containsExactly("public", "venue");
        assertThat(copy.columns.stream().map(ListedColumn::name)).containsExactly("venueid", "name");
        assertThat(copy.bucket).isEqualTo("bucket");
        assertThat(copy.key).isEqualTo("a/b");
        assertThat(copy.source()).isEqualTo("s3://bucket/a/b");
        assertThat(copy.format).isEqualTo(Format.TEXT);
        assertThat(copy.delimiter).isEqualTo(new byte[] {'|'});
        assertThat(copy.errorLimit).isEqualTo(1);
    }

    @Test
    void temporaryTableKeepsItsSign() {
        assertThat(parse("copy #Stage from 's3://b/' iam_role default").table()).containsExactly("#stage");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "iam_role default", "IAM_ROLE 'default'", "iam_role 'SESSION'", "iam_role 'arn:aws:iam::123456789012:role/r'",
        "iam_role 'arn:aws-cn:iam::1:role/a/b'", "iam_role 'arn:aws:iam::1:role/a,arn:aws:iam::2:role/b'",
        "credentials 'aws_iam_role=arn:aws:iam::1:role/r'", "with credentials as 'aws_iam_role=arn:aws:iam::1:role/r'",
        "credentials 'aws_access_key_id=K;aws_secret_access_key=S'",
        "CREDENTIALS AS 'aws_access_key_id=K;aws_secret_access_key=S;token=T'",
        "access_key_id 'K' secret_access_key 'S'", "access_key_id 'K' secret_access_key 'S' session_token 'T'",
    })
    void everyAuthorizationIsTaken(String authorization) {
        assertThat(parse("copy t from 's3://b/k' " + authorization + " csv").format).isEqualTo(Format.CSV);
        assertThat(parse("copy t from 's3://b/k' csv " + authorization).format).isEqualTo(Format.CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json 'auto'", "json as 'auto'", "format json 'auto'", "format as json 'auto'",
        "FORMAT AS JSON AS 'auto'", "json"})
    void noiseWordsChangeNothing(String format) {
        CopyStatement copy = with(format + " maxerror as 3");
        assertThat(copy.format).isEqualTo(Format.JSON);
        assertThat(copy.jsonOption).isEqualTo("auto");
        assertThat(copy.errorLimit).isEqualTo(3);
    }

    @Test
    void everyClauseIsUnderstood() {
        CopyStatement copy = with("truncatecolumns timeformat 'epochmillisecs' ignoreheader as 2 delimiter '\\t' gzip "
                + "compupdate off statupdate on comprows 5000 region as 'us-west-2' dateformat as 'MM/DD/YYYY' "
                + "emptyasnull blanksasnull acceptinvchars as '^' null as '\\000' trimblanks roundec "
                + "acceptanydate noload fillrecord ignoreblanklines escape removequotes explicit_ids manifest "
                + "ignoreallerrors encoding utf16le");
        assertThat(copy.truncateColumns && copy.emptyAsNull && copy.blanksAsNull && copy.trimBlanks
                && copy.roundDecimals && copy.acceptAnyDate && copy.noLoad && copy.fillRecord && copy.ignoreBlankLines
                && copy.escape && copy.removeQuotes && copy.explicitIds && copy.manifest).isTrue();
        assertThat(copy.timeFormat).isEqualTo("epochmillisecs");
        assertThat(copy.dateFormat).isEqualTo("MM/DD/YYYY");
        assertThat(copy.ignoreHeader).isEqualTo(2);
        assertThat(copy.delimiter).isEqualTo(new byte[] {'\t'});
        assertThat(copy.compression).isEqualTo(Compression.GZIP);
        assertThat(copy.encoding).isEqualTo(Encoding.UTF16LE);
        assertThat(copy.invalidReplacement).isEqualTo('^');
        assertThat(copy.nullAs).isEqualTo(new byte[] {0});
        assertThat(copy.errorLimit).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "'\\t'~9", "'\\001'~1", "'|~|'~124 126 124", "'\\\\t'~9", "'\\\\'~92", "'é'~-61 -87", "' '~32", "','~44"})
    void delimiterCanBeWrittenInManyWays(String literal, String bytes) {
        // the quotes are part of the literal
        String quoted = literal.startsWith("'") ? literal : "'" + literal + "'";
        StringBuilder found = new StringBuilder();
        for (byte b : with("delimiter " + quoted).delimiter) {
            found.append(found.isEmpty() ? "" : " ").append(b);
        }
        assertThat(found).hasToString(bytes);
    }

    @Test
    void nullStringBackslashNIsTheTwoCharacters() {
        assertThat(with("null as '\\N'").nullAs).isEqualTo(new byte[] {'\\', 'N'});
        assertThat(with("null '\\\\N'").nullAs).isEqualTo(new byte[] {'\\', 'N'});
        assertThat(with("null ''").nullAs).isEmpty();
    }

    @Test
    void fixedWidthHoldsItsColumns() {
        assertThat(with("fixedwidth 'venueid:3, 0:25'").widths).isEqualTo(List.of(new FixedWidthColumn("venueid", 3),
                new FixedWidthColumn("0", 25)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "copy t~syntax error at end of input~6",
        "copy t to 's3://b/k'~COPY … TO does not exist in Redshift~7",
        "copy (select 1) to 's3://b/k'~COPY takes a table, not a query~5",
        "copy t from stdin~COPY FROM STDIN does not exist in Redshift~12",
        "copy t from program 'x'~COPY FROM PROGRAM does not exist in Redshift~12",
        "copy t from '/tmp/x' iam_role default~the source of COPY must begin with s3://~12",
        "copy t from 's3://'~the source names no bucket~12",
        "copy t from 's3://b/k'~COPY needs an authorization~22",
        "copy t from 's3://b/k' csv~COPY needs an authorization~26",
        "copy t from 's3://b/k' iam_role default blah~syntax error at or near \"blah\"~40",
        "copy t from 's3://b/k' iam_role default 'x'~syntax error at or near a string~40",
        "copy t from 's3://b/k' iam_role default csv csv"
                + "~conflicting or redundant options: CSV is given twice~44",
        "copy t from 's3://b/k' iam_role default access_key_id 'k' secret_access_key 's'"
                + "~conflicting authorization: IAM_ROLE and ACCESS_KEY_ID~40",
        "copy t from 's3://b/k' access_key_id 'k'~ACCESS_KEY_ID and SECRET_ACCESS_KEY belong together~23",
        "copy t (a, a) from 's3://b/k'~column \"a\" specified more than once~11",
        "copy a.b.c.d from 's3://b/k'~improper qualified name (too many dotted names): a.b.c.d~5",
        "copy t from 's3://b/k' iam_role default; select 1~syntax error at or near \"select\"~41",
    })
    void brokenStatementSaysWhatAndWhere(String sql, String message, int position) {
        RedshiftError error = failure(sql);
        assertThat(error).hasMessage(message);
        assertThat(error.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "csv fixedwidth 'a:1'~FIXEDWIDTH is not supported with CSV",
        "csv removequotes~REMOVEQUOTES is not supported with CSV",
        "escape csv~ESCAPE is not supported with CSV",
        "delimiter ',' fixedwidth 'a:1'~DELIMITER is not supported with FIXEDWIDTH",
        "escape fixedwidth 'a:1'~ESCAPE is not supported with FIXEDWIDTH",
        "quote '%'~QUOTE needs CSV",
        "json 'auto' csv~CSV is not supported with JSON",
        "json 'auto' delimiter ','~DELIMITER is not supported with JSON",
        "json 'auto' escape~ESCAPE is not supported with JSON",
        "json 'auto' fillrecord~FILLRECORD is not supported with JSON",
        "json 'auto' ignoreblanklines~IGNOREBLANKLINES is not supported with JSON",
        "json 'auto' null as 'x'~NULL AS is not supported with JSON",
        "json 'auto' removequotes~REMOVEQUOTES is not supported with JSON",
        "maxerror 3 ignoreallerrors~MAXERROR is not supported with IGNOREALLERRORS",
        "parquet region 'us-west-2'~REGION argument is not supported for PARQUET based COPY",
        "parquet maxerror 3~MAXERROR is not supported with PARQUET",
        "orc delimiter ','~DELIMITER is not supported with ORC",
        "parquet json 'auto'~JSON is not supported with PARQUET",
        "orc noload~NOLOAD is not supported with ORC",
        "parquet gzip~GZIP is not supported with PARQUET",
        "serializetojson~SERIALIZETOJSON needs PARQUET or ORC",
        "avro 'auto' serializetojson~SERIALIZETOJSON needs PARQUET or ORC",
        "avro 'auto' delimiter ','~DELIMITER is not supported with AVRO",
        "avro 'auto' fillrecord~FILLRECORD is not supported with AVRO",
        "avro 'auto' null as 'x'~NULL AS is not supported with AVRO",
        "avro 'auto' csv~CSV is not supported with AVRO",
        "avro 'noshred'~AVRO takes 'auto', 'auto ignorecase' or 's3://bucket/jsonpaths_file'",
        "gzip bzip2~BZIP2 is not supported with GZIP",
        "encrypted~ENCRYPTED needs MASTER_SYMMETRIC_KEY",
        "master_symmetric_key 'm'~MASTER_SYMMETRIC_KEY needs ENCRYPTED",
        "readratio 50~READRATIO goes with dynamodb://, not with s3://",
        "csv delimiter '%' quote '%'~DELIMITER and QUOTE are the same character",
        "fixedwidth 'a:1' encoding utf16~ENCODING is not supported with FIXEDWIDTH",
        "maxerror 100001~MAXERROR needs a whole number from 0 to 100000",
        "maxerror -1~MAXERROR needs a whole number from 0 to 100000",
        "comprows 10~COMPROWS needs a whole number from 1000 to 2147483647",
        "ignoreheader x~IGNOREHEADER needs a whole number from 0 to 2147483647",
        "null as '\\n'~NULL AS cannot be a newline",
        "delimiter ''~DELIMITER must be one or more characters, no line end",
        "csv quote '%%'~QUOTE must be one ASCII character",
        "acceptinvchars 'é'~ACCEPTINVCHARS must be one ASCII character",
        "json 'Auto'~JSON takes 'auto', 'auto ignorecase', 'noshred' or 's3://bucket/jsonpaths_file'",
        "encoding latin9~ENCODING \"latin9\" is not known",
        "region 'nowhere'~REGION \"nowhere\" is no AWS region",
        "fixedwidth 'a'~FIXEDWIDTH has no width in \"a\"",
        "timeformat 'YYYY-MM-DD HH:MI:SSOF'~TIMEFORMAT: \"YYYY-MM-DD HH:MI:SSOF\" cannot hold a time zone; "
                + "a TIMESTAMPTZ column takes one behind the time without it",
        "dateformat 'QQ'~DATEFORMAT: \"QQ\" holds \"Q\", which is no part",
        "dateformat 'YYYY YYYY'~DATEFORMAT: \"YYYY YYYY\" has the same part twice",
        "format text~syntax error at or near \"text\"",
    }, quoteCharacter = '`')
    void combinationThatRedshiftRefusesIsRefused(String options, String message) {
        RedshiftError error = failure("copy t from 's3://b/k' " + ROLE + " " + options);
        assertThat(error).hasMessage(message);
        assertThat(error.sqlState()).isEqualTo(RedshiftError.SYNTAX_ERROR);
        assertThat(error.position()).isGreaterThan(0);
    }

    /** The documented pairs that exclude each other, as they are written. */
    static Stream<Arguments> pairs() {
        Map<String, String> with = new LinkedHashMap<>();
        with.put("csv", "fixedwidth 'a:1', removequotes, escape");
        with.put("fixedwidth 'a:1'", "delimiter ';', escape, removequotes, encoding utf16");
        with.put("json 'auto'", "csv, delimiter ';', escape, fillrecord, fixedwidth 'a:1', ignoreblanklines, null as 'x', "
                + "readratio 5, removequotes");
        with.put("avro 'auto'", "csv, delimiter ';', escape, fillrecord, fixedwidth 'a:1', ignoreblanklines, null as 'x', "
                + "removequotes, ignoreheader 1, encoding utf16");
        with.put("shapefile", "fixedwidth 'a:1', removequotes, escape");
        String notColumnar = "csv, json 'auto', avro 'auto', shapefile, fixedwidth 'a:1', delimiter ';', maxerror 2, "
                + "acceptanydate, ignoreallerrors, noload, gzip, bzip2, lzop, zstd, encoding utf8, dateformat 'auto', "
                + "timeformat 'auto', null as 'x', emptyasnull, blanksasnull, trimblanks, truncatecolumns, roundec, escape, "
                + "removequotes, ignoreblanklines, ignoreheader 1, comprows 1000, compupdate off, region 'us-west-2'";
        with.put("parquet", "orc, " + notColumnar);
        with.put("orc", notColumnar);
        with.put("json 'auto' ", "avro 'auto', shapefile");
        with.put("avro 'auto' ", "shapefile");
        with.put("csv ", "shapefile");
        with.put("ignoreallerrors", "maxerror 2");
        with.put("gzip", "bzip2, lzop, zstd");
        with.put("bzip2", "lzop, zstd");
        with.put("lzop", "zstd");
        return with.entrySet().stream().flatMap(entry -> Stream.of(entry.getValue().split(", "))
                .map(other -> Arguments.of(entry.getKey().trim(), other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void pairThatExcludesEachOtherIsRefusedInEitherOrderAndBothAreNamed(String one, String other) {
        for (String options : List.of(one + " " + other, other + " " + one)) {
            RedshiftError error = failure("copy t from 's3://b/k' " + ROLE + " " + options);
            assertThat(error.sqlState()).isEqualTo(RedshiftError.SYNTAX_ERROR);
            assertThat(error.getMessage().toLowerCase(Locale.ROOT)).contains(one.split(" ")[0]).contains(other.split(" ")[0]);
            assertThat(error.hint()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "iam_role default credentials 'aws_iam_role=arn:aws:iam::1:role/r'"
                + "~conflicting authorization: IAM_ROLE and CREDENTIALS",
        "credentials 'aws_iam_role=arn:aws:iam::1:role/r' iam_role default"
                + "~conflicting authorization: IAM_ROLE and CREDENTIALS",
        "access_key_id 'k' secret_access_key 's' iam_role default~conflicting authorization: IAM_ROLE and ACCESS_KEY_ID",
        "access_key_id 'k' secret_access_key 's' credentials 'aws_iam_role=arn:aws:iam::1:role/r'"
                + "~conflicting authorization: ACCESS_KEY_ID and CREDENTIALS",
        "iam_role default iam_role default~conflicting or redundant options: IAM_ROLE is given twice",
    })
    void twoAuthorizationsAreRefused(String options, String message) {
        assertThat(failure("copy t from 's3://b/k' " + options)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "emr://c/p~manifest~MANIFEST", "emr://c/p~region 'us-west-2'~REGION", "emr://c/p~ssh~SSH", "emr://c/p~readratio 5~READRATIO",
        "dynamodb://t~csv~CSV", "dynamodb://t~escape~ESCAPE", "dynamodb://t~fillrecord~FILLRECORD",
        "dynamodb://t~ignoreheader 1~IGNOREHEADER", "dynamodb://t~null as 'x'~NULL AS", "dynamodb://t~manifest~MANIFEST",
        "s3://b/k~ssh manifest~MANIFEST",
    })
    void clauseThatASourceExcludesIsNamed(String source, String options, String clause) {
        assertThat(failure("copy t from '" + source + "' " + ROLE + " " + options).getMessage()).contains(clause);
    }

    @ParameterizedTest
    @CsvSource({"shapefile,SHAPEFILE", "ssh,SSH",
        "shapefile simplify auto 0.5,SHAPEFILE"})
    void documentedClauseThatIsNotExecutedIsNamed(String options, String clause) {
        RedshiftError error = failure("copy t from 's3://b/k' " + ROLE + " " + options);
        assertThat(error).hasMessage("COPY with " + clause + " is not executed by the local Redshift");
        assertThat(error.sqlState()).isEqualTo(RedshiftError.FEATURE_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "access_key_id 'AKIASECRET' secret_access_key 'TOPSECRET' session_token 'TOKENSECRET' nonsense",
        "access_key_id 'AKIASECRET' secret_access_key TOPSECRET",
        "access_key_id AKIASECRET secret_access_key 'TOPSECRET'",
        "access_key_id 'AKIASECRET' 'TOPSECRET'",
        "credentials 'aws_access_key_id=AKIASECRET;aws_secret_access_key=TOPSECRET;tokn=TOKENSECRET'",
        "credentials 'aws_access_key_id=AKIASECRET;TOPSECRET'",
        "credentials 'aws_access_key_id=AKIASECRET;aws_secret_access_key=TOPSECRET' json 'auto' csv",
        "credentials 'TOPSECRET",
        "iam_role 'TOPSECRET'", "iam_role 'aws_iam_role=TOPSECRET'",
        "credentials 'aws_iam_role=TOPSECRET'",
        "credentials 'aws_access_key_id=AKIASECRET;aws_secret_access_key=TOP SECRET'",
        "credentials 'aws_access_key_id=AKIASECRET;\naws_secret_access_key=TOPSECRET'",
        "credentials 'AWS_ACCESS_KEY_ID=AKIASECRET;aws_secret_access_key=TOPSECRET'",
    })
    void noErrorRepeatsASecret(String authorization) {
        RedshiftError error = failure("copy t from 's3://b/k' " + authorization);
        assertThat(error.getMessage() + error.detail() + error.hint() + error).doesNotContain("SECRET'")
                .doesNotContain("TOPSECRET").doesNotContain("AKIASECRET").doesNotContain("TOKENSECRET");
    }

    @Test
    void statementPrintsWithoutItsAuthorization() {
        assertThat(parse("copy t from 's3://b/k' access_key_id 'AKIA' secret_access_key 'TOP' csv"))
                .hasToString("COPY t FROM 's3://b/k' (CSV)");
    }

    @Test
    void otherSourcesAreNamed() {
        assertThatThrownBy(() -> parse("copy t from 'dynamodb://t' iam_role default readratio 50"))
                .hasMessage("COPY from dynamodb:// is not executed by the local Redshift");
    }
}
