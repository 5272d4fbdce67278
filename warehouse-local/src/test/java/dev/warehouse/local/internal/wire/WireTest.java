/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.Sql;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that no driver is: message by message, in odd orders, broken off, and nonsense. */
@Timeout(60)
class WireTest {

    @TempDir
    static Path bucket;

    private static LocalRedshiftServer server;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(bucket.resolve("good.txt"), "1\n2\n3\n");
        Files.writeString(bucket.resolve("bad.txt"), "1\nx\n");
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            large.append(i).append('\n');
        }
        Files.writeString(bucket.resolve("large.txt"), large);
        server = LocalRedshift.temporary().bucket("data", bucket).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A client that sends what it is told, and writes down the types of the answers. */
    private static final class Client implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", server.endpoint().port());
        private final OutputStream out = socket.getOutputStream();
        private final DataInputStream in = new DataInputStream(socket.getInputStream());
        private String error = "";
        private int pid;
        private int secret;

        Client() throws IOException {
            socket.setSoTimeout(30_000);
        }

        Client enter() throws Exception {
            raw(new MessageBuilder().int32(8).int32(80877103));
            assertThat((char) in.read()).isEqualTo('N');
            MessageBuilder startup = new MessageBuilder().int32(196608).cstring("user").cstring("awsuser")
                    .cstring("database").cstring("dev").cstring("driver_version").cstring("odd 1.0").int8(0);
            raw(new MessageBuilder().int32(startup.size() + 4).raw(startup.toBytes()));
            assertThat(in.read()).isEqualTo('R');
            byte[] request = new byte[in.readInt() - 4];
            in.readFully(request);
            assertThat(request[3]).isEqualTo((byte) 5);
            byte[] salt = {request[4], request[5], request[6], request[7]};
            String stored = Authenticator.hash("awsuser", server.endpoint().password()).substring(3);
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(stored.getBytes(StandardCharsets.UTF_8));
            md5.update(salt);
            send(new MessageBuilder('p').cstring("md5" + HexFormat.of().formatHex(md5.digest())));
            assertThat(untilReady()).startsWith("R").endsWith("KZ");
            return this;
        }

        void raw(MessageBuilder message) throws IOException {
            out.write(message.bytes(), 0, message.size());
            out.flush();
        }

        Client send(MessageBuilder message) throws IOException {
            MessageBuilder framed = new MessageBuilder().int8(message.type()).int32(message.size() + 4)
                    .raw(message.bytes(), 0, message.size());
            raw(framed);
            return this;
        }

        Client query(String sql) throws IOException {
            return send(new MessageBuilder('Q').cstring(sql));
        }

        Client parse(String name, String sql) throws IOException {
            return send(new MessageBuilder('P').cstring(name).cstring(sql).int16(0));
        }

        Client bind(String portal, String name) throws IOException {
            return send(new MessageBuilder('B').cstring(portal).cstring(name).int16(0).int16(0).int16(0));
        }

        Client describe(char what, String name) throws IOException {
            return send(new MessageBuilder('D').int8(what).cstring(name));
        }

        Client execute(String portal) throws IOException {
            return send(new MessageBuilder('E').cstring(portal).int32(0));
        }

        /** Parse, Bind, Execute by the unnamed statement. */
        Client run(String sql) throws IOException {
            return parse("", sql).bind("", "").execute("");
        }

        Client sync() throws IOException {
            return send(new MessageBuilder('S'));
        }

        Client flush() throws IOException {
            return send(new MessageBuilder('H'));
        }

        /** The types of the answers up to and with ReadyForQuery, parameters and notices left out. */
        String untilReady() throws IOException {
            return until('Z');
        }

        String until(char last) throws IOException {
            StringBuilder types = new StringBuilder();
            while (true) {
                int type = in.read();
                if (type < 0) {
                    return types.append("-").toString();
                }
                byte[] body = new byte[in.readInt() - 4];
                in.readFully(body);
                if (type == 'E') {
                    error = ErrorFields.parse(body, body.length).message();
                }
                if (type == 'K') {
                    MessageReader reader = new MessageReader(body, body.length);
                    pid = reader.int32();
                    secret = reader.int32();
                }
                if (type != 'S' && type != 'N') {
                    types.append((char) type);
                }
                if (type == last) {
                    return types.toString();
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aPipelineOfStatementsIsAnsweredInOrder() throws Exception {
        try (Client client = new Client().enter()) {
            client.run("create table pipe (a int distkey)").run("insert into pipe values (1), (2)")
                    .run("copy pipe from 's3://data/good.txt' iam_role default").run("select * from pipe").sync();
            assertThat(client.untilReady()).isEqualTo("12C12C12C12DDDDDCZ");
            assertThat(client.query("drop table pipe").untilReady()).isEqualTo("CZ");
        }
    }

    @Test
    void afterAnErrorAPipelineIsSkippedUntilSyncAndRolledBack() throws Exception {
        try (Client client = new Client().enter()) {
            client.query("create table skipped (a int)").untilReady();
            client.run("insert into skipped values (1)").run("copy skipped from 's3://data/bad.txt' iam_role default")
                    .run("copy skipped from 's3://data/good.txt' iam_role default").run("select 1").sync()
                    .run("select * from skipped").sync();
            assertThat(client.untilReady()).isEqualTo("12C12EZ");
            assertThat(client.error).startsWith("Load into table 'skipped' failed.");
            assertThat(client.untilReady()).isEqualTo("12CZ");
            client.run("select 1").run("selekt 1").run("select 2").sync().run("select 3").sync();
            assertThat(client.untilReady()).isEqualTo("12DC" + "EZ");
            assertThat(client.untilReady()).isEqualTo("12DCZ");
            client.run("create index i on skipped (a)").run("select 1").sync().run("select 3").sync();
            assertThat(client.untilReady()).isEqualTo("EZ");
            assertThat(client.error).contains("no indexes");
            assertThat(client.untilReady()).isEqualTo("12DCZ");
        }
    }

    @Test
    void copyCanBePreparedAndDescribedAndRunAgain() throws Exception {
        try (Client client = new Client().enter()) {
            client.query("create table again (a int)").untilReady();
            client.parse("load", "copy again from 's3://data/good.txt' iam_role default").describe('S', "load").sync();
            assertThat(client.untilReady()).isEqualTo("1tnZ");
            client.bind("p", "load").describe('P', "p").execute("p").sync();
            assertThat(client.untilReady()).isEqualTo("2nCZ");
            client.bind("", "load").execute("").bind("", "load").execute("").sync();
            assertThat(client.untilReady()).isEqualTo("2C2CZ");
            client.send(new MessageBuilder('C').int8('S').cstring("load")).parse("load", "select count(*) from again")
                    .bind("", "load").execute("").sync();
            assertThat(client.untilReady()).isEqualTo("312DCZ");
        }
    }

    @Test
    void unloadsGoIntoAPipelineAndCanBePrepared() throws Exception {
        try (Client client = new Client().enter()) {
            String unload = "unload ('select n from generate_series(1, 1000) n') to 's3://data/wire_%s' iam_role default";
            client.run("create table wires (a int)").run(unload.formatted("a")).run("select 1").sync();
            assertThat(client.untilReady()).isEqualTo("12C12C12DCZ");
            client.run(unload.formatted("a")).run("select 1").sync().run("select * from wires").sync();
            assertThat(client.untilReady()).isEqualTo("12EZ");
            assertThat(client.error).startsWith("Specified unload destination on S3 is not empty.");
            assertThat(client.untilReady()).isEqualTo("12CZ");
            client.run("insert into wires values (1)").run("unload ('select 1/0') to 's3://data/wire_b' iam_role default")
                    .run("select 1").sync();
            assertThat(client.untilReady()).isEqualTo("12C12EZ");
            assertThat(client.error).isEqualTo("Divide by zero");
            client.parse("again", unload.formatted("c") + " allowoverwrite").describe('S', "again").bind("", "again")
                    .execute("").bind("", "again").execute("").sync();
            assertThat(client.untilReady()).isEqualTo("1tn2C2CZ");
            assertThat(client.query("select * from wires; " + unload.formatted("d") + "; select 1").untilReady())
                    .isEqualTo("TCCTDCZ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"select n, md5(n::varchar) from generate_series(1, 100000000) n", "select pg_sleep(50)"})
    void aClientThatVanishesWhileUnloadingLeavesNothingBehind(String query) throws Exception {
        try (Connection connection = Sql.connect(server.endpoint())) {
            Client unloading = new Client().enter();
            unloading.query("unload ('" + query + "') to 's3://data/vanished_' iam_role default");
            while (unfinished() == 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            unloading.close();
            String others = "select count(*) from pg_stat_activity where backend_type = 'client backend' and usename = "
                    + "'awsuser' and pid <> pg_backend_pid()";
            while (!Sql.value(connection, others).equals("0") || unfinished() > 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            try (Stream<Path> files = Files.list(bucket)) {
                assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("vanished"));
            }
        }
    }

    private static long unfinished() throws IOException {
        try (Stream<Path> files = Files.list(bucket)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".warehouse-unfinished")).count();
        }
    }

    @Test
    void flushBringsAnswersBeforeSync() throws Exception {
        try (Client client = new Client().enter()) {
            client.run("select 1").flush();
            assertThat(client.until('C')).isEqualTo("12DC");
            assertThat(client.sync().untilReady()).isEqualTo("Z");
        }
    }

    @Test
    void severalStatementsInASimpleQueryShareATransaction() throws Exception {
        try (Client client = new Client().enter()) {
            assertThat(client.query("create table several (a int distkey); copy several from 's3://data/good.txt' iam_role "
                    + "default; select * from several").untilReady()).isEqualTo("CCTDDDCZ");
            assertThat(client.query("delete from several; copy several from 's3://data/bad.txt' iam_role default; select 1")
                    .untilReady()).isEqualTo("CEZ");
            assertThat(client.query("select * from several").untilReady()).isEqualTo("TDDDCZ");
            assertThat(client.query("").untilReady()).isEqualTo("IZ");
            assertThat(client.query("begin; copy several from 's3://data/good.txt' iam_role default; rollback; "
                    + "select * from several").untilReady()).isEqualTo("CCCTDDDCZ");
        }
    }

    @Test
    void aClientThatVanishesLeavesNothingBehind() throws Exception {
        try (Connection connection = Sql.connect(server.endpoint())) {
            Sql.run(connection, "create table vanished (a int)");
            Client copying = new Client().enter();
            copying.query("copy vanished from 's3://data/large.txt' iam_role default");
            Client sleeping = new Client().enter();
            sleeping.query("select pg_sleep(50)");
            Client inTransaction = new Client().enter();
            inTransaction.query("begin; insert into vanished values (1)").untilReady();
            String others = "select count(*) from pg_stat_activity where backend_type = 'client backend' and usename = "
                    + "'awsuser' and pid <> pg_backend_pid()";
            copying.close();
            sleeping.close();
            inTransaction.close();
            while (!Sql.value(connection, others).equals("0")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(Integer.parseInt(Sql.value(connection, "select count(*) from vanished")))
                    .as("all or nothing").isIn(0, 1_000_000);
        }
    }

    @Test
    void aCancelRequestWithTheWrongSecretDoesNothing() throws Exception {
        try (Client client = new Client().enter(); Client canceller = new Client()) {
            client.query("select pg_sleep(0.3)");
            canceller.raw(new MessageBuilder().int32(16).int32(80877102).int32(client.pid).int32(client.secret + 1));
            assertThat(canceller.in.read()).isEqualTo(-1);
            assertThat(client.untilReady()).isEqualTo("TDCZ");
        }
    }

    @Test
    void nonsenseEndsItsOwnConnectionOnly() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] nonsense = new byte[1 + random.nextInt(40)];
            random.nextBytes(nonsense);
            try (Client client = new Client()) {
                client.socket.getOutputStream().write(nonsense);
                client.socket.shutdownOutput();
                client.in.readAllBytes();
            } catch (IOException reset) {
                assertThat(reset).isInstanceOf(java.net.SocketException.class);
            }
        }
        for (int round = 0; round < 50; round++) {
            byte[] nonsense = new byte[1 + random.nextInt(40)];
            random.nextBytes(nonsense);
            try (Client client = new Client().enter()) {
                client.socket.getOutputStream().write(nonsense);
                client.socket.shutdownOutput();
                client.in.readAllBytes();
            } catch (IOException reset) {
                assertThat(reset).isInstanceOf(java.net.SocketException.class);
            }
        }
        assertThat(Sql.value(server.endpoint(), "select 1")).isEqualTo("1");
    }

    @Test
    void anUnknownMessageIsRefused() throws Exception {
        try (Client client = new Client().enter()) {
            client.send(new MessageBuilder('!'));
            assertThat(client.untilReady()).isEqualTo("E-");
            assertThat(client.error).isEqualTo("invalid frontend message type 33");
        }
    }

    @Test
    void copyFromTheClientIsRefusedAsRedshiftDoes() throws Exception {
        try (Client client = new Client().enter()) {
            client.query("create table own (a int)").untilReady();
            assertThat(client.query("copy own from stdin").untilReady()).isEqualTo("EZ");
            assertThat(client.query("copy own to stdout").untilReady()).isEqualTo("EZ");
            assertThat(client.query("select 1").untilReady()).isEqualTo("TDCZ");
        }
    }
}
