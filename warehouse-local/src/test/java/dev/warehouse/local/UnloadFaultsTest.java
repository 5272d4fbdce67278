/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** UNLOAD when the bucket fails, clients cancel or go away, and several run at once. */
class UnloadFaultsTest {

    private static final String ROWS = "select n, md5(n::varchar) from generate_series(1, %d) n";

    /** What becomes of a request that writes an object. */
    private enum Fault { UNAVAILABLE, INTERNAL, CUT_BEFORE_THE_BODY, CUT_BEHIND_THE_BODY }

    @TempDir
    static Path folder;

    private static final Map<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();
    private static final Map<String, Integer> TRIES = new ConcurrentHashMap<>();
    private static volatile Fault fault = Fault.UNAVAILABLE;
    /** How many times in a row each object of {@link #faulty} cannot be written. */
    private static volatile int times;
    private static volatile String faulty = "";

    private static HttpServer s3;
    private static ExecutorService s3Threads;
    private static S3Endpoint endpoint;
    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        s3Threads = Executors.newCachedThreadPool();
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.setExecutor(s3Threads);
        s3.createContext("/", UnloadFaultsTest::answer);
        s3.start();
        endpoint = S3Endpoint.at(URI.create("http://127.0.0.1:" + s3.getAddress().getPort()));
        server = LocalRedshift.temporary().s3(endpoint).bucket("out", folder).start();
        connection = Sql.connect(server.endpoint());
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
        endpoint.close();
        s3.stop(0);
        s3Threads.shutdown();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void forget() {
        OBJECTS.clear();
        TRIES.clear();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().replaceFirst("^/s3/?", "");
        switch (exchange.getRequestMethod()) {
            case "GET" -> send(exchange, 200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
            case "DELETE" -> {
                OBJECTS.remove(key);
                send(exchange, 204, "");
            }
            default -> put(exchange, key);
        }
    }

    private static void put(HttpExchange exchange, String key) throws IOException {
        boolean fails = key.contains(faulty) && TRIES.merge(key, 1, Integer::sum) <= times;
        if (fails && fault == Fault.CUT_BEFORE_THE_BODY) {
            exchange.close();
            return;
        }
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (!fails) {
            OBJECTS.put(key, sent);
            send(exchange, 200, "");
            return;
        }
        switch (fault) {
            case UNAVAILABLE -> send(exchange, 503, "<Error><Code>SlowDown</Code><Message>Slow down</Message></Error>");
            case INTERNAL -> send(exchange, 500,
                    "<Error><Code>InternalError</Code><Message>We encountered an error</Message></Error>");
            default -> exchange.close();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String unload(int rows, String target, String options) {
        return "unload ('" + ROWS.formatted(rows) + "') to '" + target + "' iam_role default " + options;
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aBucketThatFailsForAMomentIsAskedAgain(Fault momentary) throws Exception {
        fault = momentary;
        faulty = "";
        times = 1;
        Sql.run(connection, unload(20_000, "s3://s3/retried_", "manifest"));
        assertThat(OBJECTS.keySet()).containsExactly("retried_0000_part_00", "retried_0001_part_00",
                "retried_manifest");
        assertThat(OBJECTS.values().stream().limit(2).mapToLong(file -> lines(file)).sum()).isEqualTo(20_000);
        assertThat(TRIES.values()).allMatch(tries -> tries == 2);
    }

    private static long lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).lines().count();
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, Slow down", "INTERNAL, We encountered an error",
        "CUT_BEHIND_THE_BODY, s3://s3/lost_ cannot be"})
    void aBucketThatKeepsFailingKeepsNothing(Fault lasting, String message) throws Exception {
        fault = lasting;
        faulty = "0001_part";
        times = Integer.MAX_VALUE;
        assertThatThrownBy(() -> Sql.run(connection, unload(20_000, "s3://s3/lost_", "manifest")))
                .hasMessageContaining(message).hasMessageContaining("Nothing was unloaded.");
        assertThat(TRIES.get("lost_0001_part_00")).isGreaterThan(1);
        assertThat(OBJECTS).isEmpty();
        assertThat(Sql.rows(connection, "select status, unloaded_rows, unloaded_files_count from sys_unload_history "
                + "where query_id = pg_last_unload_id()")).containsExactly(List.of("aborted", "0", "0"));
        times = 0;
        Sql.run(connection, unload(20_000, "s3://s3/lost_", ""));
        assertThat(OBJECTS).hasSize(2);
    }

    @Test
    void severalAtOnceDoNotMeet() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        String[] formats = {"csv", "json gzip", "parquet", "", "parquet partition by (n)", "csv"};
        List<CompletableFuture<Void>> unloads = new ArrayList<>();
        for (int i = 0; i < formats.length; i++) {
            int rows = formats[i].contains("partition") ? 200 : 50_000;
            String sql = unload(rows, "s3://out/several" + i + "/", formats[i]);
            unloads.add(CompletableFuture.runAsync(() -> run(sql), clients));
        }
        try (Connection cancelled = Sql.connect(server.endpoint());
                KillableConnection killed = KillableConnection.of(server.endpoint());
                Statement statement = cancelled.createStatement()) {
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> run(statement,
                    unload(100_000_000, "s3://out/cancelled/", "parquet")), clients);
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> run(killed.connection(),
                    unload(100_000_000, "s3://out/killed/", "csv")), clients);
            awaitRunning(2);
            statement.cancel();
            killed.kill();
            assertThatThrownBy(first::get).hasMessageContaining("57014");
            assertThatThrownBy(second::get).isNotNull();
        }
        for (CompletableFuture<Void> unload : unloads) {
            unload.get();
        }
        clients.shutdown();
        awaitUnfinished();
        Sql.run(connection, "create temp table csv_rows (n int, h char(32))", "copy csv_rows from 's3://out/several0/' "
                + "iam_role default csv", "copy csv_rows from 's3://out/several1/' iam_role default json 'auto' gzip",
                "copy csv_rows from 's3://out/several2/' iam_role default parquet", "copy csv_rows from "
                + "'s3://out/several3/' iam_role default",
                "copy csv_rows from 's3://out/several5/' iam_role default csv");
        assertThat(Sql.rows(connection, "select count(*), count(distinct n), max(n), sum(n) from csv_rows"))
                .containsExactly(List.of("250000", "50000", "50000", "6250125000"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> folder.relativize(file).toString()))
                    .noneMatch(key -> key.startsWith("cancelled/") || key.startsWith("killed/"))
                    .filteredOn(key -> key.endsWith(".parquet") && key.startsWith("several4")).hasSize(200);
        }
    }

    private static void run(String sql) {
        try {
            Sql.run(server.endpoint(), sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getSQLState(), e);
        }
    }

    private static void run(Connection session, String sql) {
        try (Statement statement = session.createStatement()) {
            run(statement, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getSQLState(), e);
        }
    }

    private static void run(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getSQLState(), e);
        }
    }

    private static void awaitRunning(int count) throws Exception {
        // only these two are over so many rows
        while (Integer.parseInt(Sql.value(connection, "select count(*) from pg_stat_activity where state = 'active' "
                + "and query like 'COPY%100000000%'")) < count) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void awaitUnfinished() throws Exception {
        boolean any = true;
        while (any) {
            try (Stream<Path> files = Files.walk(folder)) {
                any = files.anyMatch(file -> file.getFileName().toString().startsWith(".warehouse-unfinished"));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
