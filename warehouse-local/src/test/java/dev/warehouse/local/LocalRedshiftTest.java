/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.ProvisionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedshiftTest {

    @Test
    void temporaryOneAnswersAndIsGoneAfterwards() throws Exception {
        Path folder;
        Endpoint endpoint;
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            endpoint = server.endpoint();
            folder = server.postgresSocket().getParent().getParent();
            assertThat(Sql.value(endpoint, "select version()")).startsWith("PostgreSQL 8.0.2 on").contains("Redshift");
            assertThat(folder).isDirectory();
            assertThat(Files.getPosixFilePermissions(server.postgresSocket().getParent())).hasSize(3);
        }
        assertThat(folder).doesNotExist();
        assertThatThrownBy(() -> Sql.value(endpoint, "select 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void whatIsKeptOfATemporaryOneCanBeOpenedLater() throws Exception {
        Path folder;
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            Sql.run(server.endpoint(), "create table t (a int)", "insert into t values (1)");
            folder = server.postgresSocket().getParent().getParent();
            assertThat(server.keep()).isEqualTo("LocalRedshift.at(Path.of(\"" + folder
                    + "\")).database(\"dev\").user(\"awsuser\").start()");
        }
        try (LocalRedshiftServer server = LocalRedshift.at(folder).database("dev").user("awsuser").start()) {
            assertThat(Sql.value(server.endpoint(), "select a from t")).isEqualTo("1");
            server.deprovision();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void closingTwiceIsFine() {
        LocalRedshiftServer server = LocalRedshift.temporary().start();
        server.close();
        server.close();
        server.deprovision();
        assertThat(server.postgresSocket()).doesNotExist();
    }

    @Test
    void keptOneHasItsRowsAfterARestart(@TempDir Path folder) throws Exception {
        LocalRedshift kept = LocalRedshift.at(folder.resolve("warehouse"));
        try (LocalRedshiftServer server = kept.start()) {
            Sql.run(server.endpoint(), "create table t (a int primary key) diststyle all", "insert into t values (1), (1)");
        }
        // of a COPY that was killed
        Path rows = Files.writeString(folder.resolve("warehouse/postgres/warehouse_copy_7"), "half of them");
        try (LocalRedshiftServer server = kept.start()) {
            assertThat(rows).doesNotExist();
            assertThat(Sql.value(server.endpoint(), "select count(*) from t")).isEqualTo("2");
            assertThat(Sql.value(server.endpoint(), "select diststyle from svv_table_info")).isEqualTo("ALL");
            assertThat(Sql.value(server.endpoint(), "show fsync")).isEqualTo("on");
            server.deprovision();
        }
        assertThat(folder.resolve("warehouse")).doesNotExist();
    }

    @Test
    void deprovisionLeavesWhatIsNotOurs(@TempDir Path folder) throws Exception {
        Path home = folder.resolve("warehouse");
        try (LocalRedshiftServer server = LocalRedshift.at(home).start()) {
            Files.writeString(home.resolve("notes.txt"), "mine");
            server.deprovision();
        }
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("notes.txt");
        }
    }

    @Test
    void aFolderInUseIsRefused(@TempDir Path folder) {
        LocalRedshift kept = LocalRedshift.at(folder);
        try (LocalRedshiftServer first = kept.start()) {
            assertThat(first.describe()).containsEntry("platform", "local Redshift at " + folder);
            assertThatThrownBy(kept::start).isInstanceOf(ProvisionException.class)
                    .hasMessageStartingWith(
                            "the warehouse at " + folder + " is in use by another process or another part of this one: "
                            + "close that one first, or name another folder");
        }
    }

    @Test
    void aFolderWithSomethingElseInItIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "precious");
        assertThatThrownBy(LocalRedshift.at(folder)::start).isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith(folder + " holds something that is no warehouse: name an empty folder");
        assertThat(folder.resolve("thesis.txt")).hasContent("precious");
    }

    @Test
    void aPortInUseIsRefusedAndNothingIsLeft() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(LocalRedshift.temporary().port(taken.getLocalPort())::start)
                    .isInstanceOf(ProvisionException.class)
                    .hasMessage("port " + taken.getLocalPort() + " on 127.0.0.1 is in use: choose another one, or 0 for a "
                            + "free one, or end what listens there\n  See docs/errors.md#port-in-use");
        }
    }

    @Test
    void severalRunAtTheSameTime() throws Exception {
        try (LocalRedshiftServer one = LocalRedshift.temporary().start();
                LocalRedshiftServer two = LocalRedshift.temporary().start()) {
            Sql.run(one.endpoint(), "create table only_in_one (a int)");
            assertThatThrownBy(() -> Sql.run(two.endpoint(), "select * from only_in_one"))
                    .hasMessageContaining("relation \"only_in_one\" does not exist");
        }
    }

    @Test
    void namesAndPasswordCanBeChosen() throws Exception {
        String password = "it's a \\ \"secret\" – ß";
        try (LocalRedshiftServer server = LocalRedshift.temporary().database("dwh").user("dwhuser").password(password).start()) {
            assertThat(server.endpoint().database()).isEqualTo("dwh");
            assertThat(Sql.value(server.endpoint(), "select current_user || '@' || current_database()")).isEqualTo("dwhuser@dwh");
            Sql.run(server.endpoint(), "create table t (a int)", "drop table t");
        }
    }

    @Test
    void thePasswordIsNeverShown() {
        try (LocalRedshiftServer server = LocalRedshift.temporary().password("Hidden-Secret-1").start()) {
            for (Object shown : List.of(server, server.endpoint(), server.describe(),
                    LocalRedshift.temporary().password("Hidden-Secret-1"), server.endpoint().jdbcUrl(),
                    server.endpoint().psqlCommand())) {
                assertThat(shown.toString()).doesNotContain("Hidden-Secret-1");
            }
        }
    }

    @Test
    void nobodyEntersWithoutThePassword() {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            for (String[] who : new String[][] {{"awsuser", "wrong"}, {"awsuser", ""}, {"postgres", ""},
                    {"postgres", server.endpoint().password()}, {"nobody", "x"}}) {
                Properties properties = new Properties();
                properties.setProperty("user", who[0]);
                properties.setProperty("password", who[1]);
                assertThatThrownBy(() -> DriverManager.getConnection(server.endpoint().jdbcUrl(), properties))
                        .as(who[0]).isInstanceOf(SQLException.class)
                        .hasMessageContaining(who[1].isEmpty() ? "password" : "password authentication failed for user \"" + who[0] + "\"");
            }
        }
    }

    @Test
    void usersMadeBySqlMayEnter() throws Exception {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            Sql.run(server.endpoint(), "create user analyst password 'Analyst1'");
            Endpoint endpoint = server.endpoint();
            Endpoint analyst = new Endpoint(endpoint.host(), endpoint.port(), endpoint.database(), "analyst", "Analyst1", false);
            assertThat(Sql.value(analyst, "select current_user")).isEqualTo("analyst");
        }
    }

    @Test
    void theOwnerIsNoSuperuserOfThePostgresUnderneath() throws Exception {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            assertThatThrownBy(() -> Sql.value(server.endpoint(), "select pg_read_file('/etc/passwd')"))
                    .hasMessageContaining("permission denied for function pg_read_file");
        }
    }

    @Test
    void theStartOfOthersLeavesARunningOneAlone(@TempDir Path folder) throws Exception {
        try (LocalRedshiftServer running = LocalRedshift.temporary().start()) {
            Path engine = running.postgresSocket().getParent().getParent();
            // old enough to be taken for something that an earlier run left
            Files.setLastModifiedTime(engine, FileTime.from(Instant.EPOCH));
            LocalRedshift.temporary().start().close();
            Process other = serverProcess(System.getProperty("java.io.tmpdir"), folder);
            other.destroyForcibly().waitFor();
            assertThat(Sql.value(running.endpoint(), "select 1")).isEqualTo("1");
        }
    }

    /** A server in a process of its own, once it answers. */
    private static Process serverProcess(String temporaryFolder, Path out) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-Djava.io.tmpdir=" + temporaryFolder,
                "dev.warehouse.local.server.Main", "--port", "0")
                .redirectErrorStream(true).redirectOutput(out.resolve("out.txt").toFile()).start();
        await(() -> Files.exists(out.resolve("out.txt"))
                && Files.readString(out.resolve("out.txt")).contains("Ctrl-C ends it"));
        return process;
    }

    @Test
    void nothingIsLeftWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
        Process process = serverProcess(folder.toString(), folder);
        try {
            assertThat(engines(folder)).hasSize(1);
        } finally {
            process.destroyForcibly().waitFor();
        }
        await(() -> engines(folder).isEmpty());
    }

    private static List<Path> engines(Path folder) throws IOException {
        try (Stream<Path> all = Files.find(folder, 2, (path, attributes) -> path.getFileName().toString().startsWith("engine-"))) {
            return all.toList();
        }
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited for a minute").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    @Test
    void aClosedConnectionGivesNoSurprise() throws Exception {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            try (Connection connection = Sql.connect(server.endpoint())) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThat(Sql.value(server.endpoint(), "select 1")).isEqualTo("1");
        }
    }
}
