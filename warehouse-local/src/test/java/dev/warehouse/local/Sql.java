/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements in tests, through the real Redshift driver. */
public final class Sql {

    private Sql() {
    }

    public static Connection connect(Endpoint endpoint) throws SQLException {
        return DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.properties());
    }

    /** Runs statements, each in a transaction of its own. */
    public static void run(Endpoint endpoint, String... statements) throws SQLException {
        try (Connection connection = connect(endpoint)) {
            run(connection, statements);
        }
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The only value of a query. */
    public static String value(Endpoint endpoint, String query) throws SQLException {
        try (Connection connection = connect(endpoint)) {
            return value(connection, query);
        }
    }

    public static String value(Connection connection, String query) throws SQLException {
        return String.valueOf(rows(connection, query).get(0).get(0));
    }

    /** The rows of a query, each value as text, null for NULL. */
    public static List<List<String>> rows(Endpoint endpoint, String query) throws SQLException {
        try (Connection connection = connect(endpoint)) {
            return rows(connection, query);
        }
    }

    public static List<List<String>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
