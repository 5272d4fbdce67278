/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UNLOAD through the Redshift driver: what is written where, and what is refused. */
class UnloadTest {

    private static final String VENUES = "unload ('select * from venue order by venueid') to 's3://out/venue_' "
            + "iam_role default ";

    @TempDir
    static Path folder;

    private static final FailingBucket FAILING = new FailingBucket();

    private static LocalRedshiftServer server;
    private static Connection connection;

    /** A bucket that takes some bytes and then no more. */
    private static final class FailingBucket implements Bucket {

        private final TreeMap<String, String> objects = new TreeMap<>();
        private long room;
        private int completions;

        @Override
        public Iterator<StoredObject> list(String prefix) {
            return List.<StoredObject>of().iterator();
        }

        @Override
        public InputStream open(String key) throws IOException {
            throw new IOException("nothing is here");
        }

        @Override
        public void delete(String key) {
            objects.remove(key);
        }

        @Override
        public Upload upload(String key) {
            return new Upload() {
                private final OutputStream stream = new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        if (room-- <= 0) {
                            throw new IOException("no space left");
                        }
                    }
                };

                @Override
                public OutputStream stream() {
                    return stream;
                }

                @Override
                public void complete() throws IOException {
                    if (completions-- <= 0) {
                        throw new IOException("connection reset");
                    }
                    objects.put(key, key);
                }

                @Override
                public void close() {
                }
            };
        }
    }

    /** A bucket as they were before UNLOAD. */
    private static final class ReadOnlyBucket implements Bucket {

        @Override
        public Iterator<StoredObject> list(String prefix) {
            return List.<StoredObject>of().iterator();
        }

        @Override
        public InputStream open(String key) throws IOException {
            throw new IOException("nothing is here");
        }
    }

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().bucket("out", folder).bucket("failing", FAILING)
                .bucket("read", new ReadOnlyBucket()).start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table venue (venueid smallint, venuename varchar(100), venuecity varchar(30), "
                + "venuestate char(2), venueseats int)",
                "create table bits (v varbyte(10))",
                "insert into venue values (1, 'Pinewood Racetrack', 'Akron', 'OH', 0), "
                        + "(2, 'Columbus \"Crew\" Stadium', 'Columbus', 'OH', null), "
                        + "(4, 'Community, Ballpark, Arena', 'Kansas City', null, 10)");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @BeforeEach
    void empty() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        Bucket.folder(folder).list("").forEachRemaining(object -> keys.add(object.key()));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).as("nothing half-written").hasSize(keys.size());
        }
        return keys;
    }

    private static String text(String key) throws IOException {
        return Files.readString(folder.resolve(key));
    }

    @Test
    void everySliceWritesAFile() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute(VENUES);
            assertThat(statement.getWarnings().getMessage())
                    .isEqualTo("UNLOAD completed, 3 record(s) unloaded successfully.");
        }
        assertThat(keys()).containsExactly("venue_0000_part_00", "venue_0001_part_00");
        assertThat(text("venue_0000_part_00"))
                .isEqualTo("1|Pinewood Racetrack|Akron|OH|0\n4|Community, Ballpark, Arena|Kansas City||10\n");
        assertThat(text("venue_0001_part_00")).isEqualTo("2|Columbus \"Crew\" Stadium|Columbus|OH|\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "parallel off~000~`1|Pinewood Racetrack|Akron|OH|0⏎2|Columbus \"Crew\" Stadium|Columbus|OH|⏎4|Community, Ballpark, Arena|Kansas City||10⏎`",
        "csv parallel false~000~`1,Pinewood Racetrack,Akron,OH,0⏎2,\"Columbus \"\"Crew\"\" Stadium\",Columbus,OH,⏎4,\"Community, Ballpark, Arena\",Kansas City,,10⏎`",
        "parallel off format as csv delimiter as '|' header null as 'fred'~000~`venueid|venuename|venuecity|venuestate|venueseats⏎1|Pinewood Racetrack|Akron|OH|0⏎2|\"Columbus \"\"Crew\"\" Stadium\"|Columbus|OH|fred⏎4|Community, Ballpark, Arena|Kansas City|fred|10⏎`",
        "json parallel off~000~`{\"venueid\":1,\"venuename\":\"Pinewood Racetrack\",\"venuecity\":\"Akron\",\"venuestate\":\"OH\",\"venueseats\":0}⏎{\"venueid\":2,\"venuename\":\"Columbus \\\"Crew\\\" Stadium\",\"venuecity\":\"Columbus\",\"venuestate\":\"OH\",\"venueseats\":null}⏎{\"venueid\":4,\"venuename\":\"Community, Ballpark, Arena\",\"venuecity\":\"Kansas City\",\"venuestate\":null,\"venueseats\":10}⏎`",
        "delimiter ',' addquotes parallel off extension 'txt'~000.txt~`\"1\",\"Pinewood Racetrack\",\"Akron\",\"OH\",\"0\"⏎\"2\",\"Columbus \"Crew\" Stadium\",\"Columbus\",\"OH\",⏎\"4\",\"Community, Ballpark, Arena\",\"Kansas City\",,\"10\"⏎`",
        "escape addquotes header delimiter '\\t' parallel off~000~`\"venueid\"→\"venuename\"→\"venuecity\"→\"venuestate\"→\"venueseats\"⏎\"1\"→\"Pinewood Racetrack\"→\"Akron\"→\"OH\"→\"0\"⏎\"2\"→\"Columbus \\\"Crew\\\" Stadium\"→\"Columbus\"→\"OH\"→⏎\"4\"→\"Community, Ballpark, Arena\"→\"Kansas City\"→→\"10\"⏎`",
        "fixedwidth 'id:3,name:28,city:12,state:2,seats:4' parallel off~000~`1  Pinewood Racetrack          Akron       OH0   ⏎2  Columbus \"Crew\" Stadium     Columbus    OH    ⏎4  Community, Ballpark, Arena  Kansas City   10  ⏎`",
    })
    void rowsAreWrittenAsTheManualShowsThem(String options, String file, String content) throws Exception {
        Sql.run(connection, VENUES + options);
        assertThat(keys()).containsExactly("venue_" + file);
        assertThat(text("venue_" + file)).isEqualTo(content.replace('⏎', '\n').replace('→', '\t'));
    }

    @ParameterizedTest
    @CsvSource({"parquet, .parquet", "parquet extension 'pq', .pq", "gzip, .gz", "bzip2, .bz2", "zstd, .zst", "gzip extension 'txt.gz', .txt.gz", "csv gzip extension 'csv', .csv",
        "'', ''", "csv, ''", "json, ''", "json zstd, .zst"})
    void filesAreNamedByCompressionOrExtension(String options, String suffix) throws Exception {
        Sql.run(connection, VENUES + options);
        assertThat(keys()).containsExactly("venue_0000_part_00" + suffix, "venue_0001_part_00" + suffix);
    }

    @Test
    void noRowsAreEmptyFiles() throws Exception {
        Sql.run(connection, "unload ('select * from venue where false') to 's3://out/none/' iam_role default");
        assertThat(keys()).containsExactly("none/0000_part_00", "none/0001_part_00");
        assertThat(text("none/0000_part_00")).isEmpty();
        assertThat(Sql.value(connection, "select pg_last_unload_count()")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "json gzip parallel off", "parquet", "csv partition by (venuestate)"})
    void noRowsAreNoFilesInTheseFormats(String options) throws Exception {
        Sql.run(connection, "unload ('select * from venue where false') to 's3://out/none/' iam_role default manifest "
                + options);
        assertThat(keys()).containsExactly("none/manifest");
        assertThat(text("none/manifest").replaceAll("\\s", "")).isEqualTo("{\"entries\":[]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "'select ^nothing from venue'~column \"nothing\" does not exist",
        "'select ''it''''s'', ''\\n\\101'', ^nothing from venue'~column \"nothing\" does not exist",
        "'select \\'it\\', ^nothing from venue'~column \"nothing\" does not exist",
        "$$select 'ä😀', ^nothing from venue$$~column \"nothing\" does not exist",
        "$x$select getdate(), nvl(^nothing, 1) from venue$x$~column \"nothing\" does not exist",
        "'select getdate() from ^nowhere'~relation \"nowhere\" does not exist",
        "'select a, ^from venue'~syntax error at or near \"from\"",
        "'select * from venue where^'~syntax error at end of input",
        "'select ^array[1] from venue'~Redshift has no arrays",
        "'select ''x'' as a, ^array[1] from venue'~Redshift has no arrays",
    })
    void whatIsWrongInTheQueryIsShownWhereItStands(String query, String message) {
        String before = "unload ( " + query.substring(0, query.indexOf('^'));
        assertThatThrownBy(() -> Sql.run(connection, "unload ( " + query.replace("^", "")
                + ") to 's3://out/x' iam_role default"))
                .hasMessageContaining(message)
                .hasMessageContaining("Position: " + (before.codePointCount(0, before.length()) + 1));
    }

    @Test
    void theQueryMayTakeTheTopRows() throws Exception {
        Sql.run(connection, "unload ('select top 2 venueid from venue order by venueid desc') to 's3://out/top' iam_role "
                + "default parallel off", "unload ('select venueid from venue where venueid in (select venueid from venue "
                + "order by 1 limit 1)') to 's3://out/limit' iam_role default parallel off");
        assertThat(text("top000")).isEqualTo("4\n2\n");
        assertThat(text("limit000")).isEqualTo("1\n");
    }

    @Test
    void theQueryMayBeQuotedInEveryWay() throws Exception {
        String[] queries = {"'select ''it''''s''::varchar'", "'select \\'it\\'\\'s\\''", "$$select 'it''s'$$",
            "$q$select 'it\\'s';$q$", "'select ''it''''s'' -- with a remark'"};
        for (int i = 0; i < queries.length; i++) {
            Sql.run(connection, "unload (" + queries[i] + ") to 's3://out/" + i + "_' iam_role default parallel off");
            assertThat(text(i + "_000")).isEqualTo("it's\n");
        }
    }

    @Test
    void theQueryIsRedshiftsSqlInTheClientsTransaction() throws Exception {
        connection.setAutoCommit(false);
        Sql.run(connection, "create temp table mine as select 7 as n", "unload ($$select n, date_part(dayofyear, "
                + "getdate()) > 0 from mine$$) to 's3://out/mine_' iam_role default parallel off");
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(text("mine_000")).isEqualTo("7|t\n");
    }

    @Test
    void partitionsAreFolders() throws Exception {
        Sql.run(connection, "unload ('select * from venue order by venueid desc') to 's3://out/by' iam_role default "
                + "partition by (venuestate) csv header manifest");
        assertThat(keys()).containsExactly("by/manifest", "by/venuestate=OH/0000_part_00",
                "by/venuestate=OH/0001_part_00", "by/venuestate=__HIVE_DEFAULT_PARTITION__/0000_part_00");
        assertThat(text("by/venuestate=OH/0000_part_00"))
                .isEqualTo("venueid,venuename,venuecity,venueseats\n2,\"Columbus \"\"Crew\"\" Stadium\",Columbus,\n");
        Sql.run(connection, "unload ('select venueid, venuecity, venueid = 1 as first from venue') to 's3://out/two/' "
                + "iam_role default parallel off partition by (first, venuecity) include");
        assertThat(keys()).contains("two/first=false/venuecity=Columbus/000", "two/first=false/venuecity=Kansas City/000",
                "two/first=true/venuecity=Akron/000");
        assertThat(text("two/first=true/venuecity=Akron/000")).isEqualTo("1|Akron|t\n");
    }

    @Test
    void manyPartitionsKeepFewFilesOpen() throws Exception {
        Sql.run(connection, "unload ('select n % 3000 as k, n from generate_series(1, 9000) n') to 's3://out/many' "
                + "iam_role default partition by (k)");
        assertThat(keys()).hasSize(6000);
        assertThat(text("many/k=17/0000_part_00")).isEqualTo("17\n6017\n");
    }

    @Test
    void manifestListsTheFiles() throws Exception {
        Sql.run(connection, VENUES + "manifest");
        assertThat(text("venue_manifest").replaceAll("\\s", "")).isEqualTo("{\"entries\":["
                + "{\"url\":\"s3://out/venue_0000_part_00\"},{\"url\":\"s3://out/venue_0001_part_00\"}]}");
        Sql.run(connection, VENUES + "manifest verbose header allowoverwrite");
        assertThat(text("venue_manifest").replaceAll("\\s", "")).isEqualTo("{\"entries\":["
                + "{\"url\":\"s3://out/venue_0000_part_00\",\"meta\":{\"content_length\":127,\"record_count\":3}},"
                + "{\"url\":\"s3://out/venue_0001_part_00\",\"meta\":{\"content_length\":89,\"record_count\":2}}],"
                + "\"schema\":{\"elements\":[{\"name\":\"venueid\",\"type\":{\"base\":\"smallint\"}},"
                + "{\"name\":\"venuename\",\"type\":{\"base\":\"charactervarying\",\"max_length\":100}},"
                + "{\"name\":\"venuecity\",\"type\":{\"base\":\"charactervarying\",\"max_length\":30}},"
                + "{\"name\":\"venuestate\",\"type\":{\"base\":\"character\",\"max_length\":2}},"
                + "{\"name\":\"venueseats\",\"type\":{\"base\":\"integer\"}}]},"
                + "\"meta\":{\"content_length\":216,\"record_count\":5},"
                + "\"author\":{\"name\":\"AmazonRedshift\",\"version\":\"1.0.0\"}}");
        Sql.run(connection, "create temp table again (like venue)",
                "copy again from 's3://out/venue_manifest' iam_role default manifest ignoreheader 1 emptyasnull");
        assertThat(Sql.rows(connection, "select * from again order by 1"))
                .isEqualTo(Sql.rows(connection, "select * from venue order by 1"));
        Sql.run(connection, "drop table again");
    }

    @Test
    void filesAreNotOverwrittenUnlessAskedFor() throws Exception {
        Files.writeString(folder.resolve("venue_0000_part_00"), "old");
        Files.writeString(folder.resolve("venue_old"), "old");
        Files.writeString(folder.resolve("other"), "other");
        assertThatThrownBy(() -> Sql.run(connection, VENUES))
                .hasMessageContaining("Specified unload destination on S3 is not empty. Consider using a different bucket "
                        + "/ prefix, manually removing the target files in S3, or using the ALLOWOVERWRITE option.");
        assertThat(text("venue_0000_part_00")).isEqualTo("old");
        Sql.run(connection, VENUES + "allowoverwrite");
        assertThat(keys()).containsExactly("other", "venue_0000_part_00", "venue_0001_part_00", "venue_old");
        assertThat(text("venue_0000_part_00")).startsWith("1|Pinewood");
        Sql.run(connection, VENUES + "cleanpath parallel off");
        assertThat(keys()).containsExactly("other", "venue_000");
    }

    @Test
    void cleanPathCleansOnlyPartitionsThatGetNewFiles() throws Exception {
        String unload = "unload ('select * from venue where venueid < %d') to 's3://out/c' iam_role default "
                + "partition by (venueid) cleanpath";
        Sql.run(connection, unload.formatted(5));
        Files.writeString(folder.resolve("c/venueid=1/stale"), "old");
        Files.writeString(folder.resolve("c/venueid=4/kept"), "old");
        Sql.run(connection, unload.formatted(2));
        assertThat(keys()).containsExactly("c/venueid=1/0000_part_00", "c/venueid=2/0000_part_00",
                "c/venueid=4/0000_part_00", "c/venueid=4/kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csv", "gzip", "zstd", "bzip2"})
    void largeFilesAreCutAtWholeRows(String options) throws Exception {
        // 16 characters a hash: no compression makes much less of them than half
        Sql.run(connection, "unload ('select n, md5(n::varchar) from generate_series(1, 500000) n') to 's3://out/large_' "
                + "iam_role default maxfilesize 5 mb " + options);
        List<String> keys = keys();
        assertThat(keys).hasSizeGreaterThan(2).contains(options.isEmpty() ? "large_0001_part_01" : keys.get(0));
        for (String key : keys) {
            assertThat(Files.size(folder.resolve(key))).isLessThanOrEqualTo(5 << 20);
        }
        Sql.run(connection, "create temp table large (n int, h char(32))", "copy large from 's3://out/large_' iam_role "
                + "default " + options);
        assertThat(Sql.rows(connection, "select count(*), count(distinct n), min(n), max(n), sum((h = md5(n::varchar))::int) "
                + "from large")).containsExactly(List.of("500000", "500000", "1", "500000", "500000"));
        Sql.run(connection, "drop table large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "csv fixedwidth 'a:1'~FIXEDWIDTH is not supported with CSV",
        "format csv escape~ESCAPE is not supported with CSV",
        "json delimiter ','~DELIMITER is not supported with JSON",
        "csv addquotes~ADDQUOTES is not supported with CSV",
        "json header~HEADER is not supported with JSON",
        "json null as 'x'~NULL AS is not supported with JSON",
        "json addquotes~ADDQUOTES is not supported with JSON",
        "json escape~ESCAPE is not supported with JSON",
        "parquet header~HEADER is not supported with PARQUET",
        "parquet gzip~GZIP is not supported with PARQUET",
        "parquet delimiter ','~DELIMITER is not supported with PARQUET",
        "fixedwidth 'a:1' header~HEADER is not supported with FIXEDWIDTH",
        "fixedwidth 'a:1' delimiter ','~DELIMITER is not supported with FIXEDWIDTH",
        "csv json~JSON is not supported with CSV",
        "gzip zstd~ZSTD is not supported with GZIP",
        "allowoverwrite cleanpath~CLEANPATH is not supported with ALLOWOVERWRITE",
        "header header~conflicting or redundant options: HEADER is given twice",
        "rowgroupsize 32 mb~ROWGROUPSIZE needs PARQUET",
        "parquet rowgroupsize 31~ROWGROUPSIZE needs a whole number from 32 MB to 128 MB",
        "maxfilesize 4 mb~MAXFILESIZE needs a size from 5 MB to 6.2 GB",
        "maxfilesize as 6.3 gb~MAXFILESIZE needs a size from 5 MB to 6.2 GB",
        "delimiter 'ab'~DELIMITER must be one ASCII character",
        "encrypted~UNLOAD with ENCRYPTED is not executed by the local Redshift",
        "encrypted auto~UNLOAD with ENCRYPTED is not executed",
        "kms_key_id 'k'~KMS_KEY_ID needs ENCRYPTED",
        "nonsense~syntax error at or near \"nonsense\"",
        "verbose~syntax error at or near \"verbose\"",
        "credentials 'aws_iam_role=arn:aws:iam::1:role/r'~conflicting authorization: IAM_ROLE and CREDENTIALS",
        "region 'nowhere'~REGION \"nowhere\" is no AWS region",
        "partition by ('venueid')~syntax error at or near a string",
        "partition by (nothing)~column \"nothing\" of PARTITION BY does not exist",
        "fixedwidth 'a:1,b:2'~FIXEDWIDTH has 2 widths for 5 columns",
        "fixedwidth 'a:1,b:2,c:30,d:2,e:5'~value too long for the column \"venuename\" of FIXEDWIDTH",
        "fixedwidth 'a:1,b:40,c:30,d:2,e:5' null as 'nothing'~NULL AS is longer than the column \"venuestate\"",
    })
    void whatCannotBeIsRefusedBeforeAnythingIsWritten(String options, String message) throws Exception {
        assertThatThrownBy(() -> Sql.run(connection, VENUES + options)).hasMessageContaining(message);
        assertThat(keys()).isEmpty();
        assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "unload ('select 1') to 's3://out/x'~UNLOAD needs an authorization",
        "unload 'select 1' to 's3://out/x' iam_role default~syntax error at or near a string",
        "unload ('select 1 limit 10') to 's3://out/x' iam_role default~Limit clause is not supported",
        "unload ('select 1; select 2') to 's3://out/x' iam_role default~UNLOAD takes one query, not several",
        "unload ('delete from venue') to 's3://out/x' iam_role default~UNLOAD takes a SELECT",
        "unload ('') to 's3://out/x' iam_role default~the query of UNLOAD is empty",
        "unload ('select nothing from venue') to 's3://out/x' iam_role default~column \"nothing\" does not exist",
        "unload ('select 1/(venueid-4) from venue') to 's3://out/x' iam_role default~Divide by zero",
        "unload ('select 1') to 'file:///x' iam_role default~the target of UNLOAD must begin with s3://",
        "unload ('select 1') to 's3://elsewhere/x' iam_role default~The specified bucket does not exist",
        "unload ('select 1') to 's3://read/x' iam_role default~can only be read",
        "unload ('select 1') to 's3://out/../x' iam_role default~cannot be a file of folder",
        "unload ('select 1') to 's3://mine-abc-s3alias/x' iam_role default~UNLOAD does not take the alias of an S3 access point",
        "unload ('select venueid into x from venue') to 's3://out/x' iam_role default~the query of UNLOAD has no columns",
        "unload ('select 1 as a, 2 as a') to 's3://out/x' iam_role default json~column \"a\" is there twice",
        "unload ('select v from bits') to 's3://out/x' iam_role default json~of type VARBYTE cannot be unloaded as JSON",
        "unload ('select 1 as a') to 's3://out/x' iam_role default partition by (a)~PARTITION BY leaves no column",
        "unload ('select 1 as a, current_timestamp as b') to 's3://out/x' iam_role default partition by (b)~cannot partition",
    })
    void badStatementsAreRefused(String sql, String message) throws Exception {
        assertThatThrownBy(() -> Sql.run(connection, sql)).hasMessageContaining(message);
        assertThat(keys()).isEmpty();
        connection.setAutoCommit(false);
        assertThatThrownBy(() -> Sql.run(connection, sql)).hasMessageContaining(message);
        assertThatThrownBy(() -> Sql.value(connection, "select 1")).hasMessageContaining("current transaction is aborted");
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
    }

    @Test
    void anAbortedTransactionUnloadsNothing() throws Exception {
        connection.setAutoCommit(false);
        assertThatThrownBy(() -> Sql.value(connection, "select 1/0")).hasMessageContaining("division by zero");
        assertThatThrownBy(() -> Sql.run(connection, VENUES)).hasMessageContaining("current transaction is aborted");
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(keys()).isEmpty();
        Sql.run(connection, VENUES + "parallel off");
        assertThat(keys()).containsExactly("venue_000");
    }

    @Test
    void whoMayNotReadTheTableMayNotUnloadIt() throws Exception {
        Sql.run(connection, "create temp table locked as select 1 as n", "revoke all on locked from awsuser");
        assertThatThrownBy(() -> Sql.run(connection, "unload ('select * from locked') to 's3://out/locked' iam_role "
                + "default")).hasMessageContaining("permission denied for table locked");
        assertThat(keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1000000, 0, no space left", "1000000000, 1, connection reset"})
    void aFailingBucketLeavesNothing(long room, int completions, String message) throws Exception {
        FAILING.room = room;
        FAILING.completions = completions;
        assertThatThrownBy(() -> Sql.run(connection, "unload ('select n, md5(n::varchar) from generate_series(1, 3000000) "
                + "n') to 's3://failing/x' iam_role default")).hasMessageContaining(message);
        assertThat(FAILING.objects).isEmpty();
        assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
    }

    @Test
    void aRunningUnloadCanBeCancelled() throws Exception {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<Void> unload = CompletableFuture.runAsync(() -> {
                try {
                    statement.execute("unload ('select n, md5(n::varchar) from generate_series(1, 100000000) n') to "
                            + "'s3://out/cancelled' iam_role default gzip");
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getSQLState(), e);
                }
            });
            while (!unload.isDone()) {
                statement.cancel();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThatThrownBy(unload::get).hasMessageContaining("57014");
        }
        assertThat(keys()).isEmpty();
        assertThat(Sql.value(connection, "select 1")).isEqualTo("1");
    }

    @Test
    void tracesAreInTheSystemViews() throws Exception {
        Sql.run(connection, VENUES + "csv gzip");
        String id = Sql.value(connection, "select pg_last_unload_id()");
        assertThat(Sql.rows(connection, "select pg_last_unload_count(), pg_last_query_id()"))
                .containsExactly(List.of("3", Sql.value(connection, "select pg_last_query_id()")));
        assertThat(Sql.rows(connection, "select slice, pid = pg_backend_pid(), trim(path), line_count, transfer_size, "
                + "trim(file_format), start_time <= end_time from stl_unload_log where query = " + id + " order by path"))
                .containsExactly(
                        List.of("0", "t", "s3://out/venue_0000_part_00.gz", "2",
                                String.valueOf(Files.size(folder.resolve("venue_0000_part_00.gz"))), "CSV", "t"),
                        List.of("1", "t", "s3://out/venue_0001_part_00.gz", "1",
                                String.valueOf(Files.size(folder.resolve("venue_0001_part_00.gz"))), "CSV", "t"));
        assertThat(Sql.rows(connection, "select database_name, status, file_format, compression_type, unloaded_location, "
                + "unloaded_rows, unloaded_files_count, error_message from sys_unload_history where query_id = " + id))
                .containsExactly(List.of("dev", "completed", "CSV", "GZIP", "s3://out/venue_", "3", "2", ""));
        assertThat(Sql.rows(connection, "select session_id = pg_backend_pid(), trim(file_name), line_count, "
                + "transfer_size, trim(file_format) from sys_unload_detail where query_id = " + id + " order by 2"))
                .containsExactly(
                        List.of("t", "s3://out/venue_0000_part_00.gz", "2",
                                String.valueOf(Files.size(folder.resolve("venue_0000_part_00.gz"))), "CSV"),
                        List.of("t", "s3://out/venue_0001_part_00.gz", "1",
                                String.valueOf(Files.size(folder.resolve("venue_0001_part_00.gz"))), "CSV"));
        assertThatThrownBy(() -> Sql.run(connection, "unload ('select 1/(venueid-4) from venue') to 's3://out/x' "
                + "iam_role default")).hasMessageContaining("Divide by zero");
        assertThat(Sql.rows(connection, "select status, unloaded_rows, error_message, pg_last_unload_count() "
                + "from sys_unload_history where query_id = pg_last_unload_id()"))
                .containsExactly(List.of("aborted", "0", "Divide by zero", "0"));
    }

    @Test
    void unloadAmongOtherStatements() throws Exception {
        Sql.run(connection, "create temp table several (a int); insert into several values (1); " + VENUES
                + "parallel off; drop table several");
        assertThat(keys()).containsExactly("venue_000");
        assertThat(text("venue_000").getBytes(StandardCharsets.UTF_8)).hasSize(116);
    }
}
