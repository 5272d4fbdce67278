/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What psql 15 asks for its backslash commands, as {@code psql -E} prints it; and how psycopg2 opens cursors. */
class PsqlTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table t (id int identity(1,1) primary key, s varchar(20) distkey, d decimal(10,2) sortkey)",
                "create view v as select id, s from t",
                "create procedure p(a int) as $$ begin null; end $$ language plpgsql",
                "create function f(int) returns int stable as $$ select $1 + 1 $$ language sql",
                "insert into t (s, d) values ('a', 1), ('b', 2)");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    static Stream<Arguments> questions() throws IOException {
        String text;
        try (InputStream in = PsqlTest.class.getResourceAsStream("psql-15.sql")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        return Stream.of(text.split("(?m)^-- psql ")).filter(part -> !part.isBlank())
                .map(part -> part.split("\n", 2)).map(part -> Arguments.of(part[0], part[1].strip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void isAnswered(String command, String question) throws SQLException {
        String sql = question.replace("{t}", oid("'t'::regclass")).replace("{v}", oid("'v'::regclass"))
                .replace("{f}", oid("'f'::regproc")).replace("{p}", oid("'p'::regproc"));

        assertThatCode(() -> rows(sql)).as("%s", sql).doesNotThrowAnyException();
    }

    private static String oid(String name) throws SQLException {
        return "'" + Sql.value(connection, "select " + name + "::oid") + "'";
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void describesTheColumnsOfATable() throws SQLException {
        assertThat(rows("SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid = " + oid("'t'::regclass")
                + " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum")).containsExactly("id", "s", "d");
    }

    @Test
    void cursorsOfPsycopg2AreOpened() throws SQLException {
        Sql.run(connection, "begin", "declare \"named\" cursor without hold for select s from t order by id",
                "declare \"other\" no scroll cursor without hold for select s from t order by id");

        assertThat(rows("fetch forward 1 from \"named\"")).containsExactly("a");
        assertThat(rows("fetch forward all from \"named\"")).containsExactly("b");
        Sql.run(connection, "close \"named\"", "commit");
    }
}
