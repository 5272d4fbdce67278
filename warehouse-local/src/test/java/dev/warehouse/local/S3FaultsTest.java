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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COPY from an S3 that breaks off, stalls and refuses in the middle of an object. */
class S3FaultsTest {

    private static final int ROWS = 40_000;
    private static final byte[] OBJECT = object();
    private static final String COPY = "copy t from 's3://bucket/data' iam_role default csv";

    private static final List<String> PARTS = List.of("parts/1", "parts/2", "parts/3", "parts/4");
    private static final String COPY_PARTS = "copy t from 's3://bucket/parts/' iam_role default csv";

    /** What the next requests for the object meet; the last one stays. */
    private static final Deque<String> FAULTS = new ArrayDeque<>();
    private static final List<String> RANGES = Collections.synchronizedList(new ArrayList<>());
    private static final CountDownLatch END = new CountDownLatch(1);

    private static ExecutorService threads;
    private static HttpServer s3;
    private static LocalRedshiftServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        threads = Executors.newCachedThreadPool();
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.setExecutor(threads);
        s3.createContext("/", S3FaultsTest::answer);
        s3.start();
        URI uri = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
        server = LocalRedshift.temporary().s3(S3Endpoint.at(uri).readTimeout(Duration.ofMillis(300))).start();
    }

    @AfterAll
    static void stop() {
        END.countDown();
        server.close();
        s3.stop(0);
        threads.shutdownNow();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        Sql.run(server.endpoint(), "drop table if exists t", "create table t (a int, b varchar(20))");
        RANGES.clear();
    }

    private static byte[] object() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            rows.append(i).append(",value ").append(i).append('\n');
        }
        return rows.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void meets(String... faults) {
        synchronized (FAULTS) {
            FAULTS.clear();
            FAULTS.addAll(Arrays.asList(faults));
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type=2")) {
                boolean parts = exchange.getRequestURI().getQuery().contains("parts/");
                StringBuilder listed = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
                for (String key : parts ? PARTS : List.of("data.csv")) {
                    listed.append("<Contents><Key>").append(key)
                            .append("</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>")
                            .append(OBJECT.length).append("</Size></Contents>");
                }
                send(exchange, 200, listed.append("</ListBucketResult>").toString());
                return;
            }
            String path = exchange.getRequestURI().getPath();
            if (path.contains("parts/") && !path.endsWith(PARTS.get(2))) {
                object(exchange, null, "whole");
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            RANGES.add(String.valueOf(range));
            String fault;
            synchronized (FAULTS) {
                fault = FAULTS.size() > 1 ? FAULTS.poll() : FAULTS.peek();
            }
            if (range != null && !"\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
                send(exchange, 400, "<Error><Code>InvalidRequest</Code><Message>no If-Match</Message></Error>");
            } else if (fault.startsWith("status ")) {
                String[] words = fault.split(" ");
                send(exchange, Integer.parseInt(words[1]), "<Error><Code>" + words[2] + "</Code><Message>" + words[2]
                        + "</Message></Error>");
            } else {
                object(exchange, fault.startsWith("no ranges") ? null : range, fault);
            }
        }
    }

    private static void object(HttpExchange exchange, String range, String fault) throws IOException {
        int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange.getResponseHeaders().add("ETag", "\"v1\"");
        if (range != null) {
            exchange.getResponseHeaders().add("Content-Range",
                    "bytes " + from + "-" + (OBJECT.length - 1) + "/" + OBJECT.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, OBJECT.length - from);
        OutputStream out = exchange.getResponseBody();
        if (fault.endsWith("whole")) {
            out.write(OBJECT, from, OBJECT.length - from);
        } else {
            // no more than the half of what is left, so that each answer brings something, but never all
            out.write(OBJECT, from, fault.contains("nothing") ? 0 : (OBJECT.length - from) / 2);
            out.flush();
            if (fault.startsWith("stall")) {
                awaitEnd();
            }
        }
    }

    private static void awaitEnd() {
        try {
            END.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "cut; whole",
        "cut; cut; cut; whole",
        "cut; cut nothing; cut nothing; cut; cut nothing; whole",
        "stall; whole",
        "status 503 SlowDown; status 500 InternalError; cut; status 503 SlowDown; whole",
        "cut; no ranges whole",
    })
    void readsOnWhereItWasCutOff(org.junit.jupiter.params.aggregator.ArgumentsAccessor faults) throws SQLException {
        meets(faults.toList().stream().map(String::valueOf).toArray(String[]::new));

        Sql.run(server.endpoint(), COPY);

        assertThat(Sql.rows(server.endpoint(), "select count(*), count(distinct a), sum(a), max(b) from t").get(0))
                .containsExactly(String.valueOf(ROWS), String.valueOf(ROWS),
                        String.valueOf(ROWS * (ROWS - 1L) / 2), "value 9999");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "cut; cut nothing; broke off at byte",
        "stall; stall nothing; broke off at byte",
        "status 500 InternalError; status 500 InternalError; S3ServiceException:InternalError,Status 500",
        "cut; status 403 AccessDenied; S3ServiceException:AccessDenied,Status 403,Error AccessDenied",
        "cut; status 412 PreconditionFailed; S3 object was replaced while it was read",
        "cut; status 404 NoSuchKey; The load file was not found",
    })
    void failsWholeIfTheFaultPersists(String first, String then, String reason) throws SQLException {
        meets(first, then);
        try (Connection connection = Sql.connect(server.endpoint())) {
            assertThatThrownBy(() -> Sql.run(connection, COPY))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Load into table 't' failed");

            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
            assertThat(Sql.value(connection, "select error_message from sys_load_error_detail where query_id = "
                    + "pg_last_copy_id()")).contains(reason);
            meets("whole");
            Sql.run(connection, COPY);
            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo(String.valueOf(ROWS));
        }
    }

    @Test
    void isCancelledWhileTheStoreIsSilent() throws Exception {
        meets("stall nothing");
        try (Connection connection = Sql.connect(server.endpoint());
                Statement statement = connection.createStatement()) {
            Future<?> load = threads.submit(() -> statement.execute(COPY));
            while (RANGES.isEmpty()) {
                Thread.onSpinWait();
            }
            statement.cancel();

            assertThatThrownBy(() -> load.get(10, TimeUnit.SECONDS)).rootCause()
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Query cancelled on user's request");
            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"stall; whole", "stall; stall; cut; whole", "cut; whole"})
    void readsALaterPartOnWhereItWasCutOff(org.junit.jupiter.params.aggregator.ArgumentsAccessor faults)
            throws SQLException {
        meets(faults.toList().stream().map(String::valueOf).toArray(String[]::new));

        Sql.run(server.endpoint(), COPY_PARTS);

        assertThat(Sql.rows(server.endpoint(), "select count(*), count(distinct a), sum(a), max(b) from t").get(0))
                .containsExactly(String.valueOf(4 * ROWS), String.valueOf(ROWS),
                        String.valueOf(4L * (ROWS * (ROWS - 1L) / 2)), "value 9999");
    }

    @Test
    void laterPartThatStaysSilentFailsTheLoadWhole() throws SQLException {
        meets("stall", "stall nothing");
        try (Connection connection = Sql.connect(server.endpoint())) {
            assertThatThrownBy(() -> Sql.run(connection, COPY_PARTS))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Load into table 't' failed: s3://bucket/parts/3: ");

            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
            assertThat(Sql.value(connection, "select listagg(trim(filename), ' ') within group (order by filename) "
                    + "from stl_load_commits where query = pg_last_copy_id()"))
                    .isEqualTo("s3://bucket/parts/1 s3://bucket/parts/2");
        }
    }

    @Test
    void isCancelledWhileALaterPartIsSilent() throws Exception {
        meets("stall nothing");
        try (Connection connection = Sql.connect(server.endpoint());
                Statement statement = connection.createStatement()) {
            Future<?> load = threads.submit(() -> statement.execute(COPY_PARTS));
            while (RANGES.isEmpty()) {
                Thread.onSpinWait();
            }
            statement.cancel();

            assertThatThrownBy(() -> load.get(10, TimeUnit.SECONDS)).rootCause()
                    // PostgreSQL says it if it is first, while rows of the parts before are on their way
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            meets("whole");
            Sql.run(connection, COPY_PARTS);
            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo(String.valueOf(4 * ROWS));
        }
    }

    @Test
    void identityFollowsTheOrderOfTheParts() throws SQLException {
        meets("cut", "whole");
        Sql.run(server.endpoint(), "drop table t",
                "create table t (id bigint identity(1,1), a int, b varchar(20))");

        Sql.run(server.endpoint(), COPY_PARTS);

        assertThat(Sql.rows(server.endpoint(), "select count(*), sum(case when a = mod(id - 1, " + ROWS
                + ") then 1 else 0 end) from t").get(0)).containsOnly(String.valueOf(4 * ROWS));
    }
}
