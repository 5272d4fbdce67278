/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointDataSourceTest {

    @Test
    void eachConnectionAsksForTheEndpoint() {
        List<String> asked = new ArrayList<>();
        EndpointDataSource connections = new EndpointDataSource(() -> {
            String password = "s3cret-" + asked.size();
            asked.add(password);
            // nobody listens at port 1
            return new Endpoint("127.0.0.1", 1, "dev", "awsuser", password, false);
        });

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(connections::getConnection)
                    .satisfies(refused -> assertThat(refused.getMessage()).contains("127.0.0.1:1").doesNotContain("s3cret"));
        }

        assertThat(connections).hasToString("EndpointDataSource");
        assertThatExceptionOfType(SQLFeatureNotSupportedException.class)
                .isThrownBy(() -> connections.getConnection("eve", "x")).withMessageStartingWith("user and password are those");
        assertThat(asked).containsExactly("s3cret-0", "s3cret-1");
    }

    @Test
    void thePoolIsAskedForNothingThatTheOneOfSpringBoot3DoesNotHave() throws Exception {
        try (InputStream bytes = Warehouse.class.getResourceAsStream("Warehouse.class")) {
            String constants = new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(constants).contains("com/zaxxer/hikari/HikariConfig").doesNotContain("CredentialsProvider");
        }
    }
}
