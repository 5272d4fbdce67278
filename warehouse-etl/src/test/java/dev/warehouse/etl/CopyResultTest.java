/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.LoadError;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Object;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.internal.wire.PgConnection;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a COPY outside a pipeline tells, against the real endpoint. */
@Timeout(120)
class CopyResultTest {

    private static final Table<Record> PEOPLE = DSL.table(DSL.name("people"));
    private static final Field<Integer> ID = DSL.field(DSL.name("id"), SQLDataType.INTEGER);
    private static final LoadError BAD_ID = new LoadError("s3://data/bad/part-1", 2, "id", "int4", -1, "x7", "x7|two",
            1207, "Invalid digit, Value 'x', Pos 0, Type: Integer");
    private static final LoadError LONG_NAME = new LoadError("s3://data/bad/part-2", 1, "name", "varchar", -1,
            "much too long", "3|much too long", 1204, "String length exceeds DDL length");

    @TempDir
    private static Path folder;
    private static LocalRedshiftServer server;
    private Connection connection;
    private DSLContext dsl;

    @BeforeAll
    static void start() throws IOException {
        write("good/part-1", "1|one\n2|two\n");
        write("good/part-2", "3|three\n");
        write("bad/part-1", "1|one\nx7|two\n");
        write("bad/part-2", "3|much too long\n4|four\n");
        write("worse/part-1", String.join("\n", IntStream.range(0, 9).mapToObj(i -> "x" + i + "|n").toList()) + "\n");
        server = LocalRedshift.temporary().bucket("data", folder).start();
    }

    private static void write(String key, String text) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = connect(server);
        dsl = DSL.using(RedshiftConfiguration.on(connection));
        create(dsl);
    }

    private static Connection connect(LocalRedshiftServer server) throws SQLException {
        return DriverManager.getConnection(server.endpoint().jdbcUrl(), server.endpoint().properties());
    }

    private static void create(DSLContext dsl) {
        dsl.execute("drop table if exists people");
        dsl.execute("create table people (id integer, name varchar(5))");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private static Copy from(String folder) {
        return Copy.into(PEOPLE).from("s3://data/" + folder + "/");
    }

    @Test
    void resultTellsFilesRowsBytesAndTheQuery() {
        CopyResult result = from("good").execute(dsl);

        assertThat(result.files()).isEqualTo(2);
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.rejected()).isZero();
        assertThat(result.bytes()).isEqualTo(20);
        assertThat(result.errors()).isEmpty();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.duration()).isPositive();
        assertThat(result.queryId())
                .isEqualTo(dsl.fetchSingle("select pg_last_copy_id()").get(0, Long.class)).isPositive();
        assertThat(result.toString()).matches("3 rows from 2 files \\(20 B\\) in \\S+ s, 0 rejected \\(query \\d+\\)");
    }

    @Test
    void resultIsUsedAsDocumented() throws IOException {
        try (Warehouse warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("data", folder))) {
            create(warehouse.dsl());
            // tag::result[]
            CopyResult result = Copy.into(PEOPLE).from("s3://data/bad/").maxErrors(10).execute(warehouse);

            System.out.println(result);
            result.errors().forEach(error -> System.out.println(error.file() + " line " + error.line() + ": "
                    + error.column() + " = " + error.rawValue() + ", " + error.reason()));
            result.warnings().forEach(System.out::println);
            // end::result[]
            assertThat(result.errors()).hasSize(2);
        }
    }

    @Test
    void copyOutsideAPipelineAddsToTheTable() {
        from("good").execute(dsl);
        from("good").execute(dsl);

        assertThat(dsl.fetchCount(PEOPLE)).isEqualTo(6);
    }

    @Test
    void rowsSkippedUnderMaxErrorsAreInTheResult() {
        CopyResult result = from("bad").maxErrors(3).execute(dsl);

        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.rejected()).isEqualTo(2);
        assertThat(result.errors()).containsExactly(BAD_ID, LONG_NAME);
    }

    @Test
    void placeOfABadCharacterIsTold() throws IOException {
        write("odd/part-1", "");
        Files.write(folder.resolve("odd/part-1"), new byte[] {'1', '|', 'a', 'b', (byte) 0xff, '\n'});

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("odd").execute(dsl))
                .withMessageContaining("Replace such characters with acceptInvalidChars(); allow rejects with maxErrors(2)")
                .satisfies(e -> assertThat(e.errors()).singleElement().satisfies(error -> {
                    assertThat(error.code()).isEqualTo(1220);
                    assertThat(error.position()).isEqualTo(2);
                }));
    }

    @Test
    void failedCopyTellsItsFirstErrorsAndHoldsAll() {
        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("bad").maxErrors(2).execute(dsl))
                .withMessageStartingWith("""
                        COPY into people from s3://data/bad/ rejected 2 rows, at which maxErrors(2) stops. Nothing was \
                        loaded. Allow rejects with maxErrors(3), or read warehouse.loadErrors().
                          - part-1 line 2, column id, "x7": Invalid digit, Value 'x', Pos 0, Type: Integer (code 1207)
                          - part-2 line 1, column name, "much too long": String length exceeds DDL length (code 1204)\
                        """)
                .satisfies(e -> assertThat(e.errors()).containsExactly(BAD_ID, LONG_NAME));
        assertThat(dsl.fetchCount(PEOPLE)).isZero();
    }

    @Test
    void longListOfErrorsIsCutInTheMessageOnly() {
        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("worse").maxErrors(9).execute(dsl))
                .withMessageContaining("rejected 9 rows, at which maxErrors(9) stops")
                .withMessageContaining("part-1 line 5, ").withMessageNotContaining("part-1 line 6, ")
                .withMessageContaining("\n  - and 4 more")
                .satisfies(e -> assertThat(e.errors()).hasSize(9));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failedCopyLeavesTheSessionUsable(boolean autoCommit) throws SQLException {
        connection.setAutoCommit(autoCommit);

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("bad").execute(dsl))
                .withMessageStartingWith(
                        "COPY into people from s3://data/bad/ rejected 1 row: part-1 line 2, column id, \"x7\": "
                        + "Invalid digit, Value 'x', Pos 0, Type: Integer (code 1207). Nothing was loaded. Allow rejects "
                        + "with maxErrors(2), or read warehouse.loadErrors().")
                .satisfies(e -> assertThat(e.errors()).hasSize(1));
        assertThat(from("good").execute(dsl).rows()).isEqualTo(3);
    }

    @Test
    void copyInATransactionEndsWithIt() {
        dsl.transaction(transaction -> {
            assertThat(from("good").maxErrors(5).execute(transaction.dsl()).rows()).isEqualTo(3);
            assertThat(from("bad").maxErrors(5).execute(transaction.dsl()).errors()).hasSize(2);
        });

        assertThat(dsl.fetchCount(PEOPLE)).isEqualTo(5);
    }

    @Test
    void errorsOfAnEarlierCopyAreNotTold() {
        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("bad").execute(dsl));

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("none").execute(dsl))
                .withMessageContaining("does not exist").satisfies(e -> assertThat(e.errors()).isEmpty());
        assertThat(from("good").execute(dsl).errors()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "revoke select on pg_catalog.sys_load_history, pg_catalog.sys_load_error_detail from public | 2 | 0 | x7",
        "drop view pg_catalog.sys_load_history; drop view pg_catalog.sys_load_error_detail          | 2 | 0 | x7",
        "revoke select on pg_catalog.sys_load_error_detail from public                         | 2 | 36 | x7",
        "revoke select on pg_catalog.stl_load_errors, pg_catalog.stl_load_commits from public  | 2 | 36 | ''",
        "drop view pg_catalog.stl_load_errors                                                  | 2 | 36 | ''",
    })
    void viewsThatCannotBeReadAreReplacedByTheirSisters(String change, long files, long bytes, String rawValue)
            throws Exception {
        try (LocalRedshiftServer other = LocalRedshift.temporary().bucket("data", folder).start()) {
            try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(other.postgresSocket()));
                    PgConnection below = PgConnection.open(socket, "postgres", "dev")) {
                below.query("set allow_system_table_mods = on; " + change);
            }
            try (Connection session = connect(other)) {
                DSLContext sql = DSL.using(RedshiftConfiguration.on(session));
                create(sql);
                for (boolean autoCommit : List.of(true, false)) {
                    session.setAutoCommit(autoCommit);
                    CopyResult result = from("bad").maxErrors(9).execute(sql);

                    assertThat(result.files()).isEqualTo(files);
                    assertThat(result.rows()).isEqualTo(2);
                    assertThat(result.bytes()).isEqualTo(bytes);
                    assertThat(result.rejected()).isEqualTo(2);
                    assertThat(result.errors()).extracting(LoadError::code).containsExactly(1207, 1204);
                    assertThat(result.errors().get(0).rawValue()).isEqualTo(rawValue);
                    assertThat(sql.fetchCount(PEOPLE)).as("the load was not undone").isPositive();
                }
                assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("bad").execute(sql))
                        .satisfies(e -> assertThat(e.errors()).extracting(LoadError::line).containsExactly(2L));
            }
        }
    }

    @Test
    void exactlyLoadsWhatWasListedAndRemovesItsManifest() throws Exception {
        try (Warehouse warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("data", folder))) {
            create(warehouse.dsl());

            CopyResult result = from("good").exactly().execute(warehouse);

            assertThat(result.rows()).isEqualTo(3);
            assertThat(result.files()).isEqualTo(2);
            String source = warehouse.dsl().fetchSingle("select data_source from sys_load_history where query_id = {0}",
                    DSL.inline(result.queryId())).get(0, String.class);
            assertThat(source).matches("s3://data/warehouse-manifests/people-[0-9a-f-]{36}\\.manifest");
            assertThat(manifests(warehouse, "warehouse-manifests/")).isEmpty();
        }
    }

    @Test
    void exactlyRemovesItsManifestAfterAFailureToo() throws Exception {
        try (Warehouse warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("data", folder))) {
            create(warehouse.dsl());

            assertThatExceptionOfType(CopyException.class)
                    .isThrownBy(() -> from("bad").exactly("s3://data/lists/").execute(warehouse))
                    .withMessageStartingWith("COPY into people from s3://data/bad/ rejected 1 row: part-1 line 2");
            assertThat(manifests(warehouse, "lists/")).isEmpty();
            assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("none").exactly().execute(warehouse))
                    .withMessageContaining("nothing with content was listed");
        }
    }

    private static List<S3Object> manifests(Warehouse warehouse, String folder) throws IOException {
        try (Stream<S3Object> found = warehouse.objects().orElseThrow().list(new S3Location("data", folder))) {
            return found.toList();
        }
    }

    @Test
    void exactlyNeedsAPlatformThatCanList() {
        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> from("good").exactly().execute(dsl))
                .withMessageContaining("exactly() needs to list the bucket and to write a manifest")
                .withMessageContaining("Nothing was loaded");
        assertThat(dsl.fetchCount(DSL.selectFrom(PEOPLE).where(ID.isNotNull()))).isZero();
    }
}
