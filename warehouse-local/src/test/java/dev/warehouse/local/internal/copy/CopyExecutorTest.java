/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.ZstdOutputStream;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.Bucket;
import dev.warehouse.local.internal.copy.LoadLog.FieldValue;
import dev.warehouse.local.internal.copy.LoadLog.Load;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import dev.warehouse.local.internal.copy.LoadLog.LoadedFile;
import dev.warehouse.local.internal.copy.LoadLog.Replacement;
import dev.warehouse.local.internal.copy.StatementSession.StatementFailedException;
import io.airlift.compress.lzo.LzopHadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyExecutorTest {

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("copy-read", "copy-parse");
    }

    @Test
    void loadTellsTheClientAndTheLog() {
        Copying copy = Copying.of("1|a\n2|b\n", "id int4", "name varchar(5)");
        CopyResult result = copy.load("");
        assertThat(result).isEqualTo(new CopyResult(7, 2, 0));
        assertThat(copy.session.notices)
                .containsExactly("Load into table 't' completed, 2 record(s) loaded successfully.");
        assertThat(copy.session.finished).isTrue();
        Load load = copy.log.get(0);
        assertThat(load.succeeded()).isTrue();
        assertThat(load.loadedRows()).isEqualTo(2);
        assertThat(load.tableOid()).isEqualTo(4711);
        assertThat(load.fileFormat()).isEqualTo("txt");
        LoadedFile file = load.files().get(0);
        assertThat(file.name()).isEqualTo("s3://b/data");
        assertThat(file.bytes()).isEqualTo(8);
        assertThat(file.lines()).isEqualTo(2);
        assertThat(file.started()).isBetween(load.started(), file.ended(), true, true);
        assertThat(file.ended()).isBeforeOrEqualTo(load.ended());
        assertThat(load.files()).hasSize(1);
        assertThat(load.sourceFiles()).isEqualTo(1);
        assertThat(load.sourceBytes()).isEqualTo(8);
        assertThat(load.ended()).isAfterOrEqualTo(load.started());
    }

    @Test
    void rejectedRowsAreLeftOutAndLogged() {
        Copying copy = Copying.of("1|a\nx|b\n3|c\n", "id int4", "name varchar(5)");
        assertThat(copy.load("maxerror 2")).isEqualTo(new CopyResult(7, 2, 1));
        assertThat(copy.rows()).isEqualTo("1|a\n3|c");
        assertThat(copy.session.notices).containsExactly(
                "Load into table 't' completed, 2 record(s) loaded successfully.",
                "Load into table 't' completed, 1 record(s) could not be loaded.  "
                        + "Check 'stl_load_errors' system table for details.");
        assertThat(copy.errors()).containsExactly(new LoadError("s3://b/data", 2, "id", "int4", "", -1, "x|b", "x",
                1207,
                "Invalid digit, Value 'x', Pos 0, Type: Integer",
                List.of(new FieldValue(0, "id", "int4", "", "", false))));
    }

    @Test
    void fieldsBeforeTheBadOneAreNoted() {
        Copying copy = Copying.of("1|\\N|x|y\n", "id int4", "name varchar(5)", "amount numeric(8,2)", "more int4");
        copy.failure("");
        assertThat(copy.errors().get(0).fields()).containsExactly(
                new FieldValue(0, "id", "int4", "", "1", false),
                new FieldValue(1, "name", "varchar", "5", "", true),
                new FieldValue(2, "amount", "numeric", "8, 2", "", false));
    }

    @Test
    void rowsWithReplacedCharactersAreCountedAndNoted() {
        Copying copy = Copying.of("", "id int4", "name varchar(9)");
        copy.bucket.with("data", "1|a\n2|\u00e9\n3|\u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
        copy.load("acceptinvchars");
        assertThat(copy.rows()).isEqualTo("1|a\n2|?\n3|?");
        assertThat(copy.session.notices).contains("Load into table 't' completed, 2 record(s) were loaded with "
                + "replacements made for ACCEPTINVCHARS.  Check 'stl_replacements' system table for details.");
        assertThat(copy.log.get(0).replacements()).containsExactly(
                new Replacement("s3://b/data", 2, "name", "2|."), new Replacement("s3://b/data", 3, "name", "3|."));
    }

    @Test
    void failedLoadNamesFileLineColumnValueAndWayOut() {
        Copying copy = Copying.of("1|a\n2|toolong\n", "id int4", "name varchar(5)");
        RedshiftError error = copy.failure("");
        assertThat(error.sqlState()).isEqualTo("XX000");
        assertThat(error).hasMessage("Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
        assertThat(error.detail()).isEqualTo("s3://b/data line 2, column name (varchar(5)): "
                + "String length exceeds DDL length (code 1204), raw value \"toolong\"");
        assertThat(error.hint()).contains("pg_last_copy_id()").contains("MAXERROR");
        assertThat(copy.session.aborted).isNotNull();
        assertThat(copy.session.finished).isFalse();
        assertThat(copy.log).hasSize(1);
        assertThat(copy.log.get(0).succeeded()).isFalse();
        assertThat(copy.log.get(0).errorCount()).isEqualTo(1);
    }

    @Test
    void prefixLoadsEveryObjectInTheOrderOfKeys() {
        Copying copy = Copying.of("1", "id int4");
        copy.bucket.with("part0001", "3\n").with("part0000_part_00", "2\n").with("part/x", "1").with("part/", "")
                .with("other", "9");
        assertThat(copy.run("copy t from 's3://b/part'" + Copying.ROLE).loadedRows()).isEqualTo(3);
        assertThat(copy.rows()).isEqualTo("1\n2\n3");
        assertThat(copy.log.get(0).files()).extracting(LoadedFile::name)
                .containsExactly("s3://b/part/x", "s3://b/part0000_part_00", "s3://b/part0001");
    }

    @Test
    void manySmallObjectsOfARemoteBucketAreFetchedAtOnceAndLoadedInOrder() throws Exception {
        Copying copy = Copying.of("", "id int4");
        for (int i = 0; i < 200; i++) {
            copy.bucket.with("p" + (1000 + i), i + "\n");
        }
        // the first objects are given out only when several have been asked for
        CountDownLatch asked = new CountDownLatch(4);
        Bucket slow = new Bucket() {
            @Override
            public Iterator<StoredObject> list(String prefix) {
                return copy.bucket.list(prefix);
            }

            @Override
            public InputStream open(String key) throws IOException {
                asked.countDown();
                try {
                    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return copy.bucket.open(key);
            }
        };
        assertThat(execute(copy, slow).loadedRows()).isEqualTo(200);
        assertThat(copy.rows()).startsWith("0\n1\n2\n3\n").endsWith("\n199");
    }

    @Test
    void pathsFileUnderThePrefixIsAnError() {
        Copying copy = Copying.of("", "a int4");
        copy.bucket.with("my_data.json", "{\"a\":1}").with("my_data.jsonpaths", "{\"jsonpaths\":[\"$.a\"]}");
        String sql = "copy t from 's3://b/my_data'" + Copying.ROLE + "json 's3://b/my_data.jsonpaths'";
        assertThat(copy.failureOf(sql).detail()).isEqualTo("s3://b/my_data.jsonpaths: Invalid JSON: this is the jsonpaths "
                + "file, not data; the prefix covers both (code 1200)");
        assertThat(copy.run(sql + " maxerror 2").loadedRows()).isEqualTo(1);
    }

    @Test
    void emptyObjectsAreNoFiles() {
        Copying copy = Copying.of("", "id int4");
        assertThat(copy.load("").loadedRows()).isZero();
    }

    @Test
    void lineNumbersBeginAnewInEveryFile() {
        Copying copy = Copying.of("1", "id int4");
        copy.bucket.with("p1", "h\n1\n2").with("p2", "h\n3\nx\n");
        RedshiftError error = copy.failureOf("copy t from 's3://b/p'" + Copying.ROLE + "ignoreheader 1");
        assertThat(error.detail()).startsWith("s3://b/p2 line 3, column id (int4)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 100_000})
    void manyRowsGoThroughInSmallAndLargeChunks(int chunk) {
        int rows = chunk < 5 ? 3000 : 60_000;
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            data.append(i).append("|name ").append(i).append('\n');
        }
        Copying copy = Copying.of("", "id int4", "name varchar(20)").chunks(chunk);
        copy.bucket.with("data", MemoryBucket.gzip(data.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(copy.load("gzip").loadedRows()).isEqualTo(rows);
        assertThat(copy.rows() + "\n").isEqualTo(data.toString());
    }

    @Test
    void concatenatedGzipMembersAreOneFile() {
        byte[] first = MemoryBucket.gzip("1\n2\n".getBytes(StandardCharsets.UTF_8));
        byte[] second = MemoryBucket.gzip("3\n".getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        Copying copy = Copying.of("", "id int4");
        copy.bucket.with("data", both);
        assertThat(copy.load("gzip").loadedRows()).isEqualTo(3);
    }

    @Test
    void fileThatIsNoGzipIsNamed() {
        Copying copy = Copying.of("{\"a\":1}", "a int4");
        RedshiftError error = copy.failure("json 'auto' gzip maxerror 100");
        assertThat(error).hasMessage("Load into table 't' failed: s3://b/data: the file is not in GZIP format: "
                + "it begins with 7b 22 61 22");
        assertThat(error.hint()).contains("compression clause");
        assertThat(copy.errors()).hasSize(1);
        assertThat(copy.session.aborted).isNotNull();
    }

    @Test
    void corruptGzipIsNamed() {
        byte[] gzip = MemoryBucket.gzip("1\n".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        gzip[gzip.length / 2] ^= 0x55;
        Copying copy = Copying.of("", "id int4");
        copy.bucket.with("data", gzip);
        assertThat(copy.failure("gzip")).hasMessageStartingWith(
                "Load into table 't' failed: s3://b/data: the compressed file is corrupt");
    }

    @Test
    void cutGzipIsNamed() {
        byte[] gzip = MemoryBucket.gzip("1\n".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        Copying copy = Copying.of("", "id int4");
        copy.bucket.with("data", Arrays.copyOf(gzip, gzip.length - 10));
        assertThat(copy.failure("gzip")).hasMessage(
                "Load into table 't' failed: s3://b/data: the compressed file ends too early");
    }

    @Test
    void fileOfTheProgramLzopIsLoaded() {
        Copying copy = Copying.of("", "id int4", "name varchar(9)");
        copy.bucket.with("data", LzopInputStreamTest.rowsOfLzop());
        assertThat(copy.load("lzop").loadedRows()).isEqualTo(40);
        assertThat(copy.rows()).startsWith("1|name 1\n2|name 2\n").endsWith("\n40|name 5");
        assertThat(copy.failure("").hint()).startsWith("s3://b/data looks like LZOP, but the COPY does not say LZOP");
    }

    @Test
    void gzipWithoutTheClauseGetsAHint() {
        Copying copy = Copying.of("", "id int4");
        copy.bucket.with("data", MemoryBucket.gzip("1\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(copy.failure("").hint()).startsWith("s3://b/data looks like GZIP, but the COPY does not say GZIP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "copy nope from 's3://b/data'~42P01~relation \"nope\" does not exist",
        "copy t (id, nope) from 's3://b/data'~42703~column \"nope\" of relation \"t\" does not exist",
        "copy t from 's3://missing/data'~XX000"
                + "~S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket",
        "copy t from 's3://b/nothing'~XX000~The specified S3 prefix 'nothing' does not exist",
        "copy other.dev.t from 's3://b/data'~0A000"
                + "~COPY into a table of another database is not executed by the local Redshift",
        "copy t (name) from 's3://b/data'~XX000"
                + "~column \"id\" of relation \"t\" is NOT NULL without a default, but not in the column list",
        "copy t (id, ident) from 's3://b/data'~0A000~cannot set an identity column to a value: \"ident\"",
    })
    void failureBeforeTheLoadLeavesNoTrace(String sql, String state, String message) {
        Copying copy = Copying.of("1|a", "id int4 not null", "name varchar(5)", "ident int8 always identity",
                "made int8 by default identity");
        RedshiftError error = copy.failureOf(sql + Copying.ROLE);
        assertThat(error).hasMessage(message);
        assertThat(error.sqlState()).isEqualTo(state);
        assertThat(copy.log).isEmpty();
        assertThat(copy.session.statements).noneMatch(statement -> statement.startsWith("COPY"));
    }

    @Test
    void identityColumnsAreLeftOutUnlessAskedFor() {
        Copying copy = Copying.of("1|a", "ident int8 always identity", "id int4", "name varchar(5)");
        copy.load("");
        assertThat(copy.session.statements)
                .contains("COPY \"public\".\"t\" (\"id\", \"name\") FROM STDIN (FORMAT binary)");
        Copying explicit = Copying.of("9|1|a", "ident int8 always identity", "id int4", "name varchar(5)");
        explicit.load("explicit_ids");
        assertThat(explicit.rows()).isEqualTo("9|1|a");
        assertThat(Copying.of("1", "ident int8 always identity", "id int4")
                .failureOf("copy t (id) from 's3://b/data'" + Copying.ROLE + "explicit_ids"))
                .hasMessage("EXPLICIT_IDS needs the identity column \"ident\" in the column list");
    }

    @Test
    void namesAreQuotedIntoPostgresSql() {
        MemorySession session = new MemorySession("x\"; drop table y; --", "a\"b int4");
        Copying copy = new Copying(session);
        copy.bucket.with("data", "1");
        copy.failureOf("copy \"x\"\"; drop table y; --'\" from 's3://b/data'" + Copying.ROLE);
        assertThat(session.statements.get(0)).contains("to_regclass(E'\"x\"\"; drop table y; --''\"')");
    }

    @Test
    void cancelledLoadEndsAtOnceAndIsLogged() {
        Copying copy = Copying.of("1\n".repeat(2_000_000), "id int4");
        copy.session.cancelAfter = 5;
        assertThat(copy.failure("")).hasMessage("canceling statement due to user request");
        assertThat(copy.session.aborted).isEqualTo("COPY was cancelled");
        assertThat(copy.log).extracting(Load::succeeded).containsExactly(false);
    }

    @Test
    void postgresFailureEndsTheLoad() {
        Copying copy = Copying.of("1\n".repeat(1_000_000), "id int4");
        copy.session.failAfterBytes = 500_000;
        assertThatThrownBy(() -> copy.load("")).isInstanceOf(StatementFailedException.class).hasMessage("disk full");
        assertThat(copy.log).extracting(Load::succeeded).containsExactly(false);
    }

    @Test
    void listingThatBreaksLateAbortsTheLoad() {
        Copying copy = Copying.of("", "id int4");
        for (int i = 0; i < 50; i++) {
            copy.bucket.with("p" + (10 + i), "1");
        }
        MemoryBucket inner = copy.bucket;
        Bucket breaking = new Bucket() {
            @Override
            public Iterator<StoredObject> list(String prefix) {
                Iterator<StoredObject> objects = inner.list(prefix);
                return new Iterator<>() {
                    private int left = 20;

                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public StoredObject next() {
                        if (left-- == 0) {
                            throw new UncheckedIOException(new IOException(
                                    "S3ServiceException:Access Denied,Status 403,Error AccessDenied"));
                        }
                        return objects.next();
                    }
                };
            }

            @Override
            public InputStream open(String key) throws IOException {
                return inner.open(key);
            }
        };
        RedshiftError error = catchThrowableOfType(RedshiftError.class, () -> execute(copy, breaking));
        assertThat(error).hasMessage("S3ServiceException:Access Denied,Status 403,Error AccessDenied");
        assertThat(error.hint()).isEqualTo(
                "The credentials come from the AWS default chain of this machine, not from the COPY.");
        assertThat(copy.session.aborted).isNotNull();
        assertThat(copy.log).extracting(Load::succeeded).containsExactly(false);
    }

    private static CopyResult execute(Copying copy, Bucket bucket) throws IOException {
        String sql = "copy t from 's3://b/p' iam_role default";
        return new CopyExecutor(Buckets.of(Map.of("b", bucket)), copy.log::add)
                .execute(CopyStatement.parse(sql, Tokenizer.tokenize(sql)), copy.session, "ann");
    }

    @Test
    void defectInABucketAbortsTheLoad() {
        Copying copy = Copying.of("", "id int4");
        copy.bucket.with("p", "1");
        Bucket defective = new Bucket() {
            @Override
            public Iterator<StoredObject> list(String prefix) {
                return copy.bucket.list(prefix);
            }

            @Override
            public InputStream open(String key) {
                throw new IllegalArgumentException("no such luck");
            }
        };
        assertThatThrownBy(() -> execute(copy, defective)).isInstanceOf(IllegalStateException.class)
                .hasMessage("the load into t broke").hasRootCauseMessage("no such luck");
        assertThat(copy.session.aborted).isNotNull();
        assertThat(copy.log).hasSize(1);
    }

    @Test
    void vanishedFileIsNamed() {
        Copying copy = Copying.of("1", "id int4");
        copy.bucket.with("p", "1");
        Bucket vanishing = new Bucket() {
            @Override
            public Iterator<StoredObject> list(String prefix) {
                return copy.bucket.list(prefix);
            }

            @Override
            public InputStream open(String key) throws IOException {
                throw new NoSuchFileException(key);
            }
        };
        assertThatThrownBy(() -> execute(copy, vanishing))
                .hasMessage("Load into table 't' failed: s3://b/p: The load file was not found");
        assertThat(copy.errors().get(0).code()).isEqualTo(1212);
    }

    @Test
    void rowLongerThanFourMegabytesIsRejected() {
        Copying copy = Copying.of("1\n" + "x".repeat(5 << 20) + "\n2\n", "id int4");
        assertThat(copy.load("maxerror 2").rejectedRows()).isEqualTo(1);
        assertThat(copy.rows()).isEqualTo("1\n2");
        assertThat(copy.errors().get(0).code()).isEqualTo(1216);
        assertThat(copy.errors().get(0).line()).isEqualTo(2);
    }

    @Test
    void noLoadChecksAndLoadsNothing() {
        Copying copy = Copying.of("1\nx\n", "id int4");
        copy.failure("noload");
        assertThat(copy.errors()).extracting(LoadError::line).containsExactly(2L);
        assertThat(copy.session.statements).noneMatch(statement -> statement.startsWith("COPY"));
        assertThat(Copying.of("1\n2\n", "id int4").load("noload").loadedRows()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{\"jsonpaths\":[\"$.a\",\"\"]}~path 2 is not a string, or is empty",
        "{\"jsonpaths\":[\"$.a\",7]}~path 2 is not a string, or is empty",
        "{\"jsonpaths\":[\"$.a\"]}{}~there is text behind the object",
        "[\"$.a\"]~the file must hold one JSON object",
        "{\"jsonpaths\":\"$.a\"}~\"jsonpaths\" must be one array of strings",
    })
    void malformedPathsFileFailsWhateverMaxerrorSays(String file, String why) {
        Copying copy = Copying.of("{\"a\":1}", "a int4");
        copy.bucket.with("p", file);
        RedshiftError error = copy.failure("json 's3://b/p' maxerror 100");
        assertThat(error).hasMessage("Invalid JSONPath format: the jsonpaths file s3://b/p is malformed");
        assertThat(error.detail()).isEqualTo(why);
        assertThat(copy.log).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "$.a~$['b']~bracket and dot notation cannot be mixed in one file",
        "a~$.b~a path begins with $",
        "$.a[*]~$.b~in brackets stands a name in quotes or an index from 0",
        "$..a~$.b~a name is missing behind a dot",
        "$.*~$.b~a name behind a dot cannot hold *",
        "$['a~$['b']~a quote or bracket is not closed",
    })
    void wrongPathIsNamed(String first, String second, String why) {
        Copying copy = Copying.of("{\"a\":1}", "a int4", "b int4");
        copy.bucket.with("p", "{\"jsonpaths\":[\"" + first + "\",\"" + second + "\"]}");
        assertThat(copy.failure("json 's3://b/p'").getMessage()).startsWith("Invalid JSONPath format: ").endsWith(why);
    }

    @Test
    void numberOfPathsMustBeTheNumberOfColumns() {
        Copying copy = Copying.of("{\"a\":1}", "a int4", "b int4", "ident int8 always identity");
        copy.bucket.with("p", "{\"jsonpaths\":[\"$.a\"]}");
        assertThat(copy.failure("json 's3://b/p'")).hasMessage("Number of jsonpaths and the number of columns should "
                + "match. JSONPath size: 1, Number of columns in table or column list: 2");
    }

    @Test
    void manifestLoadsWhatItNames() {
        Copying copy = Copying.of("{\"entries\":[{\"url\":\"s3://b/x1\",\"mandatory\":true},"
                + "{\"url\":\"s3://b/x2\",\"meta\":{\"content_length\":2}},"
                + "{\"url\":\"s3://b/gone\",\"mandatory\":false},"
                + "{\"url\":\"s3://b/x1\"}],\"schema\":{}}", "id int4");
        copy.bucket.with("x1", "1\n").with("x2", "2\n").with("x10", "9\n");
        copy.load("manifest");
        assertThat(copy.rows()).isEqualTo("1\n2\n1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{\"entries\":[{\"url\":\"s3://b/gone\",\"mandatory\":true}]}"
                + "~Problem reading manifest file: mandatory url s3://b/gone does not exist",
        "{\"entries\":[{\"url\":\"s3://b/gone\"}]}~The manifest s3://b/data names no object that exists",
        "{\"entries\":[]}~The manifest s3://b/data names no object that exists",
        "{\"entries\":[{\"url\":\"s3://b/\"}]}"
                + "~An entry of the manifest requires full path of an Amazon S3 object",
        "{\"entries\":[{}]}~The manifest s3://b/data is malformed",
        "id,name~The manifest s3://b/data is malformed",
    })
    void manifestThatCannotBeFollowedFailsBeforeTheLoad(String manifest, String message) {
        Copying copy = Copying.of(manifest, "id int4");
        assertThat(copy.failure("manifest")).hasMessage(message);
        assertThat(copy.log).isEmpty();
    }

    private static byte[] compress(String compression, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (compression) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "bzip2" -> new BZip2CompressorOutputStream(bytes);
            case "lzop" -> new LzopHadoopStreams().createOutputStream(bytes);
            default -> new ZstdOutputStream(bytes);
        }) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "lzop", "zstd"})
    void compressedFilesAreRead(String compression) throws IOException {
        String data = "1|a\n2|b\n".repeat(20_000);
        byte[] part = compress(compression, data.getBytes(StandardCharsets.UTF_8));
        byte[] twice = Arrays.copyOf(part, part.length * 2);
        System.arraycopy(part, 0, twice, part.length, part.length);
        Copying copy = Copying.of("", "id int4", "name varchar(5)");
        copy.bucket.with("data", twice);
        assertThat(copy.load(compression).loadedRows()).isEqualTo(80_000);
        assertThat(copy.rows() + "\n").isEqualTo(data + data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "lzop", "zstd"})
    void brokenCompressionIsNamed(String compression) throws IOException {
        byte[] bytes = compress(compression, "1\n2\n33\n".repeat(60_000).getBytes(StandardCharsets.UTF_8));
        Copying corrupt = Copying.of("", "id int4");
        byte[] flipped = bytes.clone();
        for (int i = bytes.length / 2; i < bytes.length / 2 + 8; i++) {
            flipped[i] ^= 0x5a;
        }
        corrupt.bucket.with("data", flipped);
        assertThat(corrupt.failure(compression)).hasMessageStartingWith("Load into table 't' failed: s3://b/data: ");
        assertThat(corrupt.session.aborted).isNotNull();
        Copying cut = Copying.of("", "id int4");
        cut.bucket.with("data", Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(cut.failure(compression)).hasMessageStartingWith("Load into table 't' failed: s3://b/data: ");
        Copying plain = Copying.of("12345678", "id int4");
        assertThat(plain.failure(compression)).hasMessage("Load into table 't' failed: s3://b/data: the file is not in "
                + compression.toUpperCase(Locale.ROOT) + " format: it begins with 31 32 33 34");
    }

    @ParameterizedTest
    @CsvSource({"utf16, UTF-16", "utf16le, UTF-16LE", "'utf16be', UTF-16BE", "iso88591, ISO-8859-1", "utf8, UTF-8",
        "as 'UTF8', UTF-8"})
    void filesInOtherEncodingsAreRead(String clause, String charset) {
        String row = charset.equals("ISO-8859-1") ? "1|é ÿ" : "1|é€😀";
        Copying copy = Copying.of("", "id int4", "name varchar(20)").chunks(3);
        copy.bucket.with("data", (row + "\n" + row).getBytes(Charset.forName(charset)));
        copy.load("encoding " + clause);
        assertThat(copy.rows()).isEqualTo(row + "\n" + row);
    }

    @Test
    void fileInAnotherEncodingIsSkippedAsOneError() {
        Copying copy = Copying.of("", "id int4");
        copy.bucket.with("p1", "1".getBytes(StandardCharsets.UTF_16)).with("p2", "2");
        assertThat(copy.run("copy t from 's3://b/p'" + Copying.ROLE + "maxerror 2").rejectedRows()).isEqualTo(1);
        assertThat(copy.rows()).isEqualTo("2");
        assertThat(copy.errors().get(0).code()).isEqualTo(1221);
        assertThat(copy.errors().get(0).reason())
                .isEqualTo("The file is not in the ENCODING UTF8: it has a UTF-16 byte order mark");
        assertThat(copy.failureOf("copy t from 's3://b/p2'" + Copying.ROLE + "encoding utf16").detail())
                .isEqualTo("s3://b/p2: The file is not in the ENCODING UTF16: it has no byte order mark (code 1221)");
    }

    @Test
    void halfAPairIsNoCharacter() {
        Copying copy = Copying.of("", "name varchar(20)");
        copy.bucket.with("data", new byte[] {'a', 0, 0, (byte) 0xd8, '\n', 0, 'b', 0, '\n', 0});
        assertThat(copy.load("encoding utf16le maxerror 2").loadedRows()).isEqualTo(1);
        assertThat(copy.errors().get(0).reason()).endsWith("(error 5)");
    }
}
