/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.Endpoint;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Platform;
import dev.warehouse.api.Progress;
import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Provisioned;
import dev.warehouse.api.QueryException;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WarehouseTest {

    private static final String PASSWORD = "S3cret-Password-1";

    @TempDir
    private static Path folder;
    private static LocalRedshiftServer server;

    @BeforeAll
    static void start() {
        Music.typical(folder);
        server = LocalRedshift.temporary().bucket("udacity-dend", folder).password(PASSWORD).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            warehouse.reset("dev");
        }
    }

    private static Endpoint elsewhere(int port, String password) {
        Endpoint endpoint = server.endpoint();
        return new Endpoint(endpoint.host(), port, endpoint.database(), endpoint.user(), password, endpoint.ssl());
    }

    @Test
    void wrongPasswordIsToldWithoutShowingIt() {
        Endpoint endpoint = elsewhere(server.endpoint().port(), "not-the-password");

        assertThatExceptionOfType(ProvisionException.class).isThrownBy(() -> Warehouse.connect(endpoint))
                .withMessageStartingWith("No connection to Endpoint[awsuser@127.0.0.1:" + endpoint.port()
                        + "/dev, password=***]: ")
                .withMessageContaining("See that the endpoint is up, that this machine may reach it, and that user and "
                        + "password are right.")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain("not-the-password"));
    }

    @Test
    void endpointThatDoesNotAnswerIsNamedAndThePlatformClosed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        AtomicInteger closed = new AtomicInteger();
        Provisioned silent = new Provisioned() {

            @Override
            public Endpoint endpoint() {
                return elsewhere(port, PASSWORD);
            }

            @Override
            public Map<String, String> describe() {
                return Map.of();
            }

            @Override
            public void deprovision() {
                throw new AssertionError("nobody asked for that");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        Platform platform = new Platform() {

            @Override
            public String name() {
                return "silent";
            }

            @Override
            public Provisioned provision(Progress progress) {
                return silent;
            }
        };

        assertThatExceptionOfType(ProvisionException.class).isThrownBy(() -> Warehouse.provision(platform))
                .withMessageContaining("127.0.0.1:" + port);
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatWasConnectedToIsNotDeprovisioned() {
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            assertThatExceptionOfType(ProvisionException.class).isThrownBy(warehouse::deprovision)
                    .withMessageContaining("was connected to, not provisioned here, so nothing was deleted. "
                            + "Deprovision it through the platform that made it.");
            assertThat(warehouse.dsl().fetchCount(USERS)).isZero();
        }
    }

    @Test
    void secretsAreNowhere() {
        PrintStream err = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        StringBuilder said = new StringBuilder();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            said.append(warehouse).append(warehouse.endpoint()).append(warehouse.describe())
                    .append(warehouse.dataSource()).append(server.describe()).append(warehouse.endpoint().jdbcUrl());
            LoadReport report = warehouse.load();
            said.append(report).append(report.toJson()).append(report.toMarkdown());
            try {
                warehouse.load(SongPlays.pipeline(SongPlaysSource.bucket("none")));
            } catch (CopyException e) {
                said.append(trace(e));
            }
            try {
                warehouse.dsl().fetch("select no_such_column");
            } catch (DataAccessException e) {
                said.append(trace(e));
            }
        } finally {
            System.setErr(err);
        }

        assertThat(said.toString()).isNotEmpty().doesNotContain(PASSWORD);
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain(PASSWORD);
    }

    @Test
    void whatRedshiftDoesNotHaveIsRefusedBeforeItIsSent() {
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            assertThatExceptionOfType(QueryException.class)
                    .isThrownBy(() -> warehouse.dsl().insertInto(USERS, USERS.USER_ID).values(1)
                            .onConflict(USERS.USER_ID).doNothing().execute())
                    .withMessageStartingWith("Redshift does not have ON CONFLICT. Instead, use MERGE");
            assertThat(warehouse.dsl().fetchCount(USERS)).isZero();
        }
    }

    @Test
    void pagesAreReadThroughTheDriver() {
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            warehouse.load();

            assertThat(warehouse.dsl().select(USERS.USER_ID).from(USERS).orderBy(USERS.USER_ID).limit(2).offset(1)
                    .fetch(USERS.USER_ID)).containsExactly(10, 39);
            assertThat(warehouse.dsl().select(SONGPLAYS.LEVEL).from(SONGPLAYS)
                    .where(SONGPLAYS.START_TIME.lt(DSL.val(LocalDateTime.of(2018, 11, 5, 0, 0))))
                    .fetch()).hasSize(4);
        }
    }

    @Test
    void twoLoadsAtOnceLeaveOneStar() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Warehouse one = Warehouse.connect(server.endpoint());
                Warehouse two = Warehouse.connect(server.endpoint())) {
            one.load();
            for (int round = 0; round < 5; round++) {
                List<Future<LoadReport>> loads =
                        threads.invokeAll(List.of(one::load, two::load), 60, TimeUnit.SECONDS);
                for (Future<LoadReport> load : loads) {
                    assertThat(load.isCancelled()).as("hangs").isFalse();
                    assertThat(load.get().rows()).isEqualTo(14);
                }
                assertThat(one.dsl().fetchCount(STAGING_EVENTS)).isEqualTo(9);
                assertThat(one.dsl().fetchCount(SONGPLAYS)).isEqualTo(7);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void failedCopyLeavesTheOthersTableAsItWas() {
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            warehouse.load();

            assertThatExceptionOfType(CopyException.class).isThrownBy(() -> warehouse.load(Pipeline.named("p")
                            .copy(SongPlays.songMetadata(SongPlaysSource.udacity()),
                                    SongPlays.events(SongPlaysSource.bucket("udacity-dend/none")))))
                    .satisfies(failure -> assertThat(failure.target()).isEqualTo("staging_events"));
            assertThat(warehouse.dsl().fetchCount(STAGING_EVENTS)).isEqualTo(9);
            assertThat(warehouse.dsl().fetchCount(STAGING_SONGS)).isEqualTo(5);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "gzip  | not gzip                          | could not read part-1: the file is not in GZIP format",
        "json  | {\"song_id\":\"ééééééééééééééééééééééééééééééééé\"} | Widen the column, or cut such values with "
                + "truncateColumns(); allow rejects with maxErrors(2), or read warehouse.loadErrors().",
        "json  | {\"year\":\"x\"}                  | rejected 1 row: part-1 line 1, column year, \"x\": Invalid digit, "
                + "Value 'x', Pos 0, Type: Integer (code 1207). Nothing was loaded. Allow rejects with maxErrors(2), "
                + "or read warehouse.loadErrors().",
        "json  | {\"song_id\":                      | rejected 1 row: part-1 line 1",
        "paths | no json                           | paths.json is malformed",
        "paths | {\"jsonpaths\": [\"$.song_id\"]}    | Number of jsonpaths and the number of columns should match"
    })
    void failuresOfCopyShowTheWayOutAndLeaveTheTableAsItWas(String kind, String content, String message) {
        Music music = new Music(folder.resolve("bad"));
        music.write("data/part-1", kind.equals("paths") ? "{\"song_id\":\"a\"}" : content);
        music.write("paths.json", content);
        Copy copy = Copy.into(STAGING_SONGS).from("s3://udacity-dend/bad/data/");
        Copy failing = switch (kind) {
            case "gzip" -> copy.jsonAuto().gzip();
            case "paths" -> copy.json("s3://udacity-dend/bad/paths.json");
            default -> copy.jsonAuto();
        };
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            warehouse.load();

            assertThatExceptionOfType(CopyException.class)
                    .isThrownBy(() -> warehouse.load(Pipeline.named("p").copy(failing)))
                    .withMessageStartingWith("COPY into staging_songs from s3://udacity-dend/bad/data/ ")
                    .withMessageContaining(message)
                    .withMessageContaining("Nothing was loaded");
            assertThat(warehouse.dsl().fetchCount(STAGING_SONGS)).isEqualTo(5);
        }
    }

    @Test
    void pipelineWithoutMigrationsMigratesNothing() {
        try (Warehouse warehouse = Warehouse.connect(server.endpoint())) {
            LoadReport report = warehouse.load(Pipeline.named("p").migrate(Migrations.none())
                    .copy(SongPlays.songMetadata(SongPlaysSource.udacity())));

            assertThat(report.steps(Stage.MIGRATE)).isEmpty();
            assertThat(report.rows()).isEqualTo(5);
        }
    }

    @Test
    void progressTellsTheStepsOfTheFlow() {
        List<String> told = new CopyOnWriteArrayList<>();
        Progress progress = (stage, message) -> told.add(stage.word() + " " + message);
        try (Warehouse warehouse =
                Warehouse.provision(LocalRedshift.temporary().bucket("udacity-dend", folder), progress)) {
            warehouse.load();
        }

        assertThat(told).contains("migrate dev", "copy staging_events", "copy staging_songs", "transform songplays",
                "check users").element(0).asString().startsWith("provision ");
    }

    @Test
    void closedWarehouseHoldsNoConnection() {
        Warehouse warehouse = Warehouse.connect(server.endpoint());
        warehouse.dsl().selectOne().fetch();
        warehouse.close();
        warehouse.close();

        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> warehouse.dsl().selectOne().fetch());
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
