/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.warehouse.api.internal.command.UnloadCommand;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.unload.UnloadStatement.Compression;
import dev.warehouse.local.internal.unload.UnloadStatement.Format;
import dev.warehouse.local.internal.unload.UnloadStatement.PartitionColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnloadStatementTest {

    private static final String HEAD = "unload ('select * from t') to 's3://b/p' ";

    /** Every statement that is taken is also read back from what it is rendered as. */
    private static UnloadStatement parse(String sql) {
        UnloadStatement statement = UnloadStatement.parse(sql, Tokenizer.tokenize(sql));
        UnloadCommand command = UnloadCommand.parse(sql, Tokenizer.tokenize(sql)).command();
        assertThat(UnloadCommand.parse(command.sql(), Tokenizer.tokenize(command.sql())).command()).isEqualTo(command);
        return statement;
    }

    private static RedshiftError failure(String sql) {
        return catchThrowableOfType(RedshiftError.class, () -> parse(sql));
    }

    @Test
    void clausesComeInAnyOrder() {
        List<String> clauses = new ArrayList<>(List.of("IAM_ROLE default", "FORMAT AS CSV", "HEADER", "DELIMITER AS ';'",
                "NULL AS 'x'", "GZIP", "MANIFEST VERBOSE", "PARALLEL OFF", "MAXFILESIZE AS 1.5 GB", "ALLOWOVERWRITE",
                "REGION AS 'eu-west-1'", "EXTENSION 'csv.gz'", "PARTITION BY (A, \"B\") INCLUDE"));
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(clauses, random);
            String sql = HEAD + String.join("\n", clauses) + ";";
            UnloadStatement unload = parse(round % 2 == 0 ? sql : sql.toLowerCase(java.util.Locale.ROOT));
            assertThat(unload.format).isEqualTo(Format.CSV);
            assertThat(unload.header && unload.manifest && unload.verbose && unload.allowOverwrite).isTrue();
            assertThat(unload.parallel || unload.cleanPath || unload.escape).isFalse();
            assertThat(unload.delimiter).isEqualTo((byte) ';');
            assertThat(unload.nullAs).asString().isEqualTo("x");
            assertThat(unload.compression).isEqualTo(Compression.GZIP);
            assertThat(unload.maxFileSize).isEqualTo(1536L << 20);
            assertThat(unload.extension).isEqualTo("csv.gz");
            assertThat(unload.partitionBy).extracting(PartitionColumn::name).containsExactly("a", "b");
            assertThat(unload.includePartitionColumns).isTrue();
            assertThat(unload.prefix).isEqualTo("p/");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {"100! 104857600", "100 mb! 104857600", "as 100MB! 104857600", "5.5! 5767168",
        "1gb! 1073741824", "6.2 gb! 6657199308", "0.005 gb! 5368709"})
    void sizesAreInMegabytesUnlessSaidOtherwise(String size, long bytes) {
        assertThat(parse(HEAD + "iam_role default maxfilesize " + size).maxFileSize).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '~', value = {
        "parallel! true", "parallel on! true", "parallel true! true", "parallel off! false", "parallel false! false",
        "~~! true"})
    void parallelIsOnUnlessSwitchedOff(String clause, boolean parallel) {
        assertThat(parse(HEAD + "iam_role default " + clause).parallel).isEqualTo(parallel);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '~', value = {"~'\\N'~! \\N", "~'\\\\N'~! \\N", "~'fred'~! fred",
        "~''~! ~~", "~$$null$$~! null"})
    void nullStringIsWhatIsMeant(String literal, String bytes) {
        assertThat(parse(HEAD + "iam_role default null as " + literal).nullAs).asString().isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "select a.limit from t a", "select 1 as limit", "select * from (select * from t limit 3)",
        "with x as (select 1 limit 1) select * from x", "(select 1) union (select 2)", "select 'limit' -- limit 3",
        "select \"limit\" from t;"})
    void limitsInsideAreFine(String query) {
        assertThat(parse("unload ($$" + query + "$$) to 's3://b/p' iam_role default").query())
                .isEqualTo(query.replace(" -- limit 3", "").replace(";", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "iam_role 'hush'", "credentials 'aws_access_key_id=hush;aws_secret_access_key=hush;hush'", "credentials 'hush'",
        "access_key_id 'hush'", "access_key_id 'hush' secret_access_key 'hush' nonsense",
        "access_key_id 'hush' secret_access_key 'hush' 'hush'",
        "iam_role default access_key_id 'hush' secret_access_key 'hush'",
        "iam_role default encrypted master_symmetric_key 'hush'", "iam_role default kms_key_id 'hush'",
        "credentials 'aws_access_key_id=hush;aws_secret_access_key=hush;master_symmetric_key=hush' encrypted",
        "iam_role default encrypted kms_key_id 'hush'"})
    void noSecretIsRepeated(String authorization) {
        RedshiftError error = failure(HEAD + authorization);
        assertThat(error.getMessage() + error.detail() + error.hint()).doesNotContain("hush");
    }

    @Test
    void secretsAreForgotten() {
        UnloadStatement unload = parse(HEAD + "access_key_id 'hush' secret_access_key 'hush' session_token 'hush' json");
        assertThat(unload).hasToString("UNLOAD to 's3://b/p' (JSON)");
    }

    @Test
    void errorsPointToTheClause() {
        String sql = HEAD + "iam_role default json header";
        assertThat(failure(sql).position()).isEqualTo(sql.indexOf("header"));
        assertThat(failure(HEAD).position()).isEqualTo(HEAD.length());
        assertThat(failure("unload").position()).isEqualTo(6);
        assertThat(failure("unload ('select 1' to").position()).isEqualTo(19);
        assertThat(failure("unload ('select 1) to").getMessage()).isEqualTo("unterminated quoted string");
    }
}
