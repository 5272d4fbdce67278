/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDigestTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = DriverManager.getConnection(server.endpoint().jdbcUrl(), server.endpoint().properties());
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "1::int, null, 'it''s'; 1, null, 'it''s'",
        "1::bigint; 1",
        "1.50::decimal(8,2), 1200::decimal(10,0); 1.5, 1200",
        "0.00::decimal(8,2); 0",
        "0.1::float8 + 0.2::float8; 0.3",
        "1e20::float8; 100000000000000000000",
        "'null'; 'null'",
        "true, date '2026-11-21'; true, 2026-11-21",
        "'a, b'; 'a, b'"
    })
    void rowIsTheSameTextWhateverTheTypeOfItsNumbers(String expressions, String expected) throws SQLException {
        assertThat(row("select " + expressions)).isEqualTo(expected);
    }

    private static String row(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return RowDigest.row(result);
        }
    }

    @Test
    void orderDoesNotMatter() {
        assertThat(digest("a", "b", "c")).isEqualTo(digest("c", "a", "b")).hasSameHashCodeAs(digest("c", "a", "b"));
    }

    @Test
    void repetitionMatters() {
        assertThat(digest("a", "a", "b")).isNotEqualTo(digest("a", "b", "b"));
        assertThat(digest("a", "a")).isNotEqualTo(digest());
        assertThat(digest("a")).isNotEqualTo(digest("b"));
    }

    private static RowDigest digest(String... rows) {
        RowDigest digest = new RowDigest();
        List.of(rows).forEach(digest::add);
        assertThat(digest.rows()).isEqualTo(rows.length);
        return digest;
    }
}
