/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.local.internal.postgres.ExistingPostgres;
import dev.warehouse.local.internal.postgres.TestcontainersPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExistingServerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://localhost/x                                    | url must be like jdbc:postgresql://localhost:5432/postgres, was mysql://localhost/x
            jdbc:postgresql://a:1,b:2/x?password=geheim            | url must be like jdbc:postgresql://localhost:5432/postgres, was jdbc:postgresql://a:1,b:2/x?…
            jdbc:postgresql://db/x?sslmode=verify-full             | url must not ask for TLS
            jdbc:postgresql://db/x?ssl=true&password=geheim        | was ?sslmode=require: take a tunnel
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
    void withoutDockerTheWayOutIsNamed() {
        assumeFalse(TestcontainersPostgres.isAvailable(), "Docker answers here");
        assertThatThrownBy(() -> LocalRedshift.onTestcontainers().start()).isInstanceOf(ProvisionException.class)
                .hasMessageContaining("found no Docker that answers").hasMessageContaining("LocalRedshift.temporary()");
        assertThat(LocalRedshift.onTestcontainers().name())
                .isEqualTo("local Redshift over PostgreSQL in a container of postgres:18-alpine");
    }
}
