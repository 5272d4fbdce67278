/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.internal.postgres.ExistingPostgres;
import dev.warehouse.local.internal.postgres.TestcontainersPostgres;
import dev.warehouse.local.internal.wire.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExistingServerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://localhost/x                                    | url must be like jdbc:postgresql://localhost:5432/postgres, was mysql://localhost/x
            jdbc:postgresql://a:1,b:2/x?password=geheim            | url must be like jdbc:postgresql://localhost:5432/postgres, was jdbc:postgresql://a:1,b:2/x?…
            jdbc:postgresql://db/x?sslmode=verify-full             | url must not ask for TLS
            jdbc:postgresql://db/x?ssl=true&password=geheim        | was ?sslmode=require: take a tunnel
            jdbc:postgresql://db/x?password=100%geheim             | url must be percent-encoded
            jdbc:postgresql://db/50%                               | (% itself is written %25)
            jdbc:postgresql://db:99999/x                           | url must have a port between 1 and 65535, was 99999
            """)
    void urlsThatCannotBeUsedAreRefusedWithTheReason(String url, String message) {
        assertThatThrownBy(() -> LocalRedshift.on(url)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message).hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            jdbc:postgresql://db.example:5433/x?user=u&password=geheim, local Redshift over PostgreSQL at db.example:5433/x
            jdbc:postgresql:x,                                          local Redshift over PostgreSQL at localhost:5432/x
            jdbc:postgresql://[::1]/x?sslmode=prefer,                   local Redshift over PostgreSQL at ::1:5432/x
            jdbc:postgresql://db/,                                      local Redshift over PostgreSQL at db:5432/postgres
            """)
    void urlsAreReadAsTheDriverReadsThem(String url, String name) {
        assertThat(LocalRedshift.on(url).name()).isEqualTo(name);
        assertThat(LocalRedshift.on(url, "admin", "geheim").toString())
                .startsWith(name.replaceFirst("/.*", "")).doesNotContain("geheim");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> LocalRedshift.on("jdbc:postgresql://127.0.0.1:" + port + "/postgres").start())
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("No PostgreSQL to stand on at 127.0.0.1:" + port + "/postgres: Connection refused")
                .hasMessageContaining("See that it runs");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            140019, 'is of version 14, which has no MERGE: the local Redshift stands on versions 15 to 18.'
            190001, 'is of version 19, which this release was never run on'
            """)
    void otherVersionsAreRefusedWithTheReason(String version, String message) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server, version));
            answering.setDaemon(true);
            answering.start();
            String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/postgres";
            assertThatThrownBy(() -> LocalRedshift.on(url).start()).isInstanceOf(ProvisionException.class)
                    .hasMessageContaining(message);
        }
    }

    /** Lets everybody in, and answers the first query with a version, as PostgreSQL does. */
    private static void answer(ServerSocket server, String version) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] size = in.readNBytes(4);
            in.readNBytes(((size[2] & 0xff) << 8 | size[3] & 0xff) - 4);
            out.write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 0, 'Z', 0, 0, 0, 5, 'I'});
            out.flush();
            in.read();
            byte[] text = version.getBytes(StandardCharsets.US_ASCII);
            out.write(new byte[] {'D', 0, 0, 0, (byte) (10 + text.length), 0, 1, 0, 0, 0, (byte) text.length});
            out.write(text);
            out.write(new byte[] {'Z', 0, 0, 0, 5, 'I'});
            out.flush();
            in.readAllBytes();
        } catch (IOException clientGone) {
            // the test has what it wanted
        }
    }

    @Test
    void onlyASuperuserWillDo() throws Exception {
        try (ExistingPostgres postgres = ExistingPostgres.start(ExistingPostgres.EMBEDDED)) {
            try (Connection connection = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                Sql.run(connection, "create role limited login createdb password 'geheim'");
            }
            assertThatThrownBy(() -> LocalRedshift.on(postgres.url(), "limited", "geheim").start())
                    .hasMessageContaining("User limited of 127.0.0.1:" + postgres.port() + "/postgres is no superuser")
                    .hasMessageNotContaining("geheim");
            assertThatThrownBy(() -> LocalRedshift.on(postgres.url(), "admin", "wrong").start())
                    .hasMessageContaining("password authentication failed for user \"admin\"")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void versionsThatAreTooOldAreRefusedInTruth() throws Exception {
        assumeTrue(ExistingPostgres.programs(14).isPresent(), "PostgreSQL 14 comes with -Dpostgres.versions=… only");
        try (ExistingPostgres postgres = ExistingPostgres.start(14)) {
            assertThatThrownBy(() -> LocalRedshift.on(postgres.url(), "admin", ExistingPostgres.PASSWORD).start())
                    .isInstanceOf(ProvisionException.class).hasMessageContaining("is of version 14, which has no MERGE");
        }
    }

    static Stream<Arguments> servers() {
        String all = "host all all 127.0.0.1/32 ";
        return Stream.of(
                Arguments.of("LATIN1", List.of("--encoding=LATIN1", "--locale=C"), all + "md5",
                        new String[] {"password_encryption=md5", "client_encoding=LATIN1", "bytea_output=escape"}),
                Arguments.of("SQL_ASCII", List.of("--encoding=SQL_ASCII", "--locale=C"), all + "password",
                        new String[] {"timezone=Asia/Tokyo", "datestyle=German", "extra_float_digits=0",
                            "quote_all_identifiers=on", "intervalstyle=iso_8601", "idle_session_timeout=60000"}),
                Arguments.of("ICU", List.of("--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=de"),
                        all + "trust", new String[] {"default_transaction_isolation=serializable", "log_statement=all",
                            "default_transaction_read_only=on", "transform_null_equals=on", "row_security=off"}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void serversOfAllSettingsServe(String name, List<String> options, String hba, String[] settings) throws Exception {
        TestBucket bucket = TestBucket.empty().put("names.csv", "3,Zoë,2024-02-29 10:00:00\n4,Δ,2024-12-31 23:59:59.5\n");
        try (ExistingPostgres postgres = ExistingPostgres.start(ExistingPostgres.EMBEDDED, options, hba, settings)) {
            LocalRedshift redshift = LocalRedshift.on(postgres.url(), "admin", ExistingPostgres.PASSWORD).bucket("b", bucket);
            try (LocalRedshiftServer server = redshift.start(); Connection connection = Sql.connect(server.endpoint())) {
                Sql.run(connection, "create table t (id int, name varchar(10), at timestamp)",
                        "insert into t values (1, 'ÄB', '01/02/2024'), (2, 'a', null)",
                        "copy t from 's3://b/names.csv' iam_role default csv");
                assertThat(Sql.rows(connection, "select id, name, len(name), octet_length(name), at::varchar from t "
                        + "order by name")).containsExactly(List.of("3", "Zoë", "3", "4", "2024-02-29 10:00:00"),
                        Arrays.asList("2", "a", "1", "1", null), List.of("1", "ÄB", "2", "3", "2024-01-02 00:00:00"),
                        List.of("4", "Δ", "1", "2", "2024-12-31 23:59:59.5"));
                assertThat(Sql.rows(connection, "select 0.1::float8 + 0.2::float8, (null = null) is null"))
                        .containsExactly(List.of("0.30000000000000004", "t"));
                assertThat(postgres.log()).doesNotContain(server.endpoint().password())
                        .doesNotContain(ExistingPostgres.PASSWORD);
            }
        }
    }

    @Test
    void unusualNamesAndParametersOfTheUrlAreTaken() throws Exception {
        try (ExistingPostgres postgres = ExistingPostgres.start(ExistingPostgres.EMBEDDED)) {
            try (Connection connection = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                Sql.run(connection, "create role \"Ad \"\"min@x'\" superuser login password 'p&w=1'",
                        "create database \"we/ird \"\"D?b'%\"");
            }
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/we%2Fird%20%22D%3Fb'%25"
                    + "?ApplicationName=tests&user=Ad+%22min%40x'&password=p%26w%3D1&sslmode=prefer&connectTimeout=5";
            try (LocalRedshiftServer server = LocalRedshift.on(url).database("my \"db'").user("me'\"").start()) {
                assertThat(Sql.rows(server.endpoint(), "select current_user, current_database()")).containsExactly(
                        List.of(server.endpoint().user(), server.endpoint().database()));
                assertThat(server.endpoint().database()).startsWith("my \"db'_");
            }
            assertThat(names(postgres)).containsExactly("Ad \"min@x'", "admin", "postgres", "template0", "template1",
                    "we/ird \"D?b'%");
        }
    }

    @Test
    void aServerThatWantsTlsIsToldOf() throws Exception {
        try (ExistingPostgres postgres = ExistingPostgres.start(ExistingPostgres.EMBEDDED, List.of(),
                "hostssl all all all scram-sha-256")) {
            assertThatThrownBy(() -> LocalRedshift.on(postgres.url(), "admin", ExistingPostgres.PASSWORD).start())
                    .isInstanceOf(ProvisionException.class).hasMessageContaining("no encryption")
                    .hasMessageContaining("See that it runs, that it lets this machine in without TLS");
        }
    }

    @Test
    void whatAKilledProcessLeftIsDroppedByTheNextStart(@TempDir Path folder) throws Exception {
        try (ExistingPostgres postgres = ExistingPostgres.start(ExistingPostgres.EMBEDDED)) {
            List<String> before = names(postgres);
            LocalRedshift redshift = LocalRedshift.on(postgres.url(), "admin", ExistingPostgres.PASSWORD);
            Backend kept = redshift.backend().start();
            kept.keep("dev", "awsuser");
            kept.close();
            List<String> withKept = names(postgres);
            assertThat(withKept).hasSize(before.size() + 1);
            try (LocalRedshiftServer living = redshift.start()) {
                List<String> withLiving = names(postgres);
                Process process = killedLater(postgres, folder);
                assertThat(names(postgres)).hasSizeGreaterThan(withLiving.size())
                        .contains("reader of, all", "group_left", "db_left");
                process.destroyForcibly().waitFor();
                String sessions = "select count(*) from pg_stat_activity where application_name like 'warehouse_%'";
                try (Connection admin = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                    // the living one's
                    await(() -> Sql.value(admin, sessions).equals("1"));
                }
                redshift.start().close();
                assertThat(names(postgres)).isEqualTo(withLiving);
                assertThat(Sql.value(living.endpoint(), "select 1")).isEqualTo("1");
            }
            assertThat(names(postgres)).isEqualTo(withKept);
        }
    }

    @Test
    void aProcessThatEndsLeavesNothing(@TempDir Path folder) throws Exception {
        try (ExistingPostgres postgres = ExistingPostgres.start(ExistingPostgres.EMBEDDED)) {
            List<String> before = names(postgres);
            Process process = process(Ending.class, postgres, folder);
            await(() -> !process.isAlive());
            assertThat(folder.resolve("out")).content().contains("READY").doesNotContain("could not be dropped");
            assertThat(names(postgres)).isEqualTo(before);
        }
    }

    private static List<String> names(ExistingPostgres postgres) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
            return Sql.rows(connection, "select datname::text collate \"C\" from pg_database union all "
                    + "select rolname::text from pg_roles where rolname !~ '^pg_' order by 1").stream()
                    .map(row -> row.get(0)).toList();
        }
    }

    private static Process killedLater(ExistingPostgres postgres, Path folder) throws Exception {
        Process process = process(Abandoned.class, postgres, folder);
        await(() -> !process.isAlive() || Files.readString(folder.resolve("out")).contains("READY"));
        assertThat(folder.resolve("out")).content().contains("READY");
        return process;
    }

    private static Process process(Class<?> main, ExistingPostgres postgres, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), main.getName(), postgres.url())
                .redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("PASSWORD", URLEncoder.encode(ExistingPostgres.PASSWORD, StandardCharsets.UTF_8));
        return builder.start();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("the end of the patience").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Makes a copy of a template on an existing server, and ends, while the next copy is being made. */
    static final class Ending {

        private Ending() {
        }

        public static void main(String[] arguments) {
            String url = arguments[0] + "?user=admin&password=" + System.getenv("PASSWORD");
            LocalTemplate template = LocalRedshift.on(url).template(
                    warehouse -> warehouse.dsl().execute("create table t (a int)"));
            try (Warehouse warehouse = Warehouse.provision(template)) {
                System.out.println("READY " + warehouse.dsl().fetchValue("select count(*) from t"));
            }
        }
    }

    /** Starts one on an existing server, and waits to be killed. */
    static final class Abandoned {

        private Abandoned() {
        }

        public static void main(String[] arguments) throws Exception {
            String url = arguments[0] + "?user=admin&password=" + System.getenv("PASSWORD");
            try {
                LocalRedshiftServer server = LocalRedshift.on(url).start();
                Sql.run(server.endpoint(), "create user \"reader of, all\" password 'Reader123'", "create group group_left",
                        "create database db_left", "create table t (a int)", "insert into t values (1)");
                System.out.println("READY");
                Thread.currentThread().join();
            } catch (Exception e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }
    }

    @Test
    void withoutDockerTheWayOutIsNamed() {
        assumeFalse(TestcontainersPostgres.isAvailable(), "Docker answers here");
        assertThatThrownBy(() -> LocalRedshift.onTestcontainers().start()).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("found no Docker that answers").hasMessageContaining("LocalRedshift.temporary()");
        assertThat(LocalRedshift.onTestcontainers().name())
                .isEqualTo("local Redshift over PostgreSQL in a container of postgres:18-alpine");
    }
}
