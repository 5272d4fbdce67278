/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several COPYs at once, in several sessions, of which some come to a bad end. */
class CopyTogetherTest {

    private static final int ROWS = 20_000;
    private static final String COPY = "copy %s from 's3://slow/data' iam_role default csv";

    private final SlowBucket bucket = new SlowBucket();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private LocalRedshiftServer server;

    @BeforeEach
    void start() throws SQLException {
        server = LocalRedshift.temporary().bucket("slow", bucket).start();
        for (String table : List.of("one", "two", "shared", "cancelled", "killed", "bad")) {
            Sql.run(server.endpoint(), "create table " + table + " (a int, b varchar(20))");
        }
    }

    @AfterEach
    void stop() {
        bucket.goOn.countDown();
        server.close();
        clients.shutdownNow();
    }

    /** Each object stops in its middle until {@link #goOn} opens. */
    private static final class SlowBucket implements Bucket {

        private final CountDownLatch goOn = new CountDownLatch(1);
        private final Semaphore inTheMiddle = new Semaphore(0);

        @Override
        public Iterator<StoredObject> list(String prefix) {
            return List.of(new StoredObject(prefix, 1, Instant.EPOCH)).iterator();
        }

        @Override
        public InputStream open(String key) {
            return new SequenceInputStream(rows(0, ROWS / 2), new SequenceInputStream(new Wait(),
                    key.endsWith("bad") ? new ByteArrayInputStream("x,y\n".getBytes(StandardCharsets.US_ASCII))
                    : rows(ROWS / 2, ROWS)));
        }

        private static InputStream rows(int from, int to) {
            StringBuilder rows = new StringBuilder();
            for (int i = from; i < to; i++) {
                rows.append(i).append(",value ").append(i).append('\n');
            }
            return new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.US_ASCII));
        }

        /** Nothing, after a while. */
        private final class Wait extends InputStream {

            @Override
            public int read() throws IOException {
                inTheMiddle.release();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
                return -1;
            }
        }
    }

    private Future<?> load(Connection connection, String copy) {
        return clients.submit(() -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(copy);
            }
        });
    }

    @Test
    void badEndsOfSomeDoNotTouchTheOthers() throws Exception {
        try (Connection one = Sql.connect(server.endpoint());
                Connection two = Sql.connect(server.endpoint());
                Connection shared = Sql.connect(server.endpoint());
                Connection sharedToo = Sql.connect(server.endpoint());
                Connection cancelled = Sql.connect(server.endpoint());
                KillableConnection killed = KillableConnection.of(server.endpoint());
                Connection bad = Sql.connect(server.endpoint());
                Statement toCancel = cancelled.createStatement()) {
            two.setAutoCommit(false);
            List<Future<?>> good = List.of(load(one, COPY.formatted("one")), load(two, COPY.formatted("two")),
                    load(shared, COPY.formatted("shared")), load(sharedToo, COPY.formatted("shared")));
            Future<?> failing = load(bad, COPY.formatted("bad").replace("data", "bad"));
            Future<?> cancelling = clients.submit(() -> toCancel.execute(COPY.formatted("cancelled")));
            load(killed.connection(), COPY.formatted("killed"));
            assertThat(bucket.inTheMiddle.tryAcquire(7, 20, TimeUnit.SECONDS)).isTrue();

            toCancel.cancel();
            assertThatThrownBy(() -> cancelling.get(20, TimeUnit.SECONDS)).rootCause()
                    .hasMessageContaining("Query cancelled on user's request");
            killed.kill();
            awaitBackends(6);
            bucket.goOn.countDown();

            for (Future<?> load : good) {
                load.get(30, TimeUnit.SECONDS);
            }
            assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("Load into table 'bad' failed");
            assertThat(Sql.value(two, "select pg_last_copy_count()")).isEqualTo(String.valueOf(ROWS));
            assertThat(Sql.value(one, "select count(*) from two")).isEqualTo("0");
            two.commit();
            assertThat(Sql.rows(one, "select (select count(*) from one), (select count(distinct a) from two),"
                    + " (select count(*) from shared), (select count(*) from cancelled), (select count(*) from killed),"
                    + " (select count(*) from bad)").get(0))
                    .containsExactly("20000", "20000", "40000", "0", "0", "0");
            for (Connection usable : List.of(cancelled, bad, one)) {
                Sql.run(usable, COPY.formatted("cancelled"));
            }
            assertThat(Sql.value(one, "select count(*) from cancelled")).isEqualTo("60000");
        }
    }

    /** Waits until so many sessions are left in PostgreSQL. */
    private void awaitBackends(int expected) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (Connection connection = Sql.connect(server.endpoint())) {
            String left;
            do {
                left = Sql.value(connection, "select count(*) - 1 from pg_stat_activity where usename = 'awsuser'"
                        + " and backend_type = 'client backend'");
            } while (!left.equals(String.valueOf(expected)) && System.nanoTime() < deadline);
            assertThat(left).isEqualTo(String.valueOf(expected));
        }
    }
}
