/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VARCHAR(n) counts bytes, CHAR(n) takes single-byte characters, whatever statement writes. */
class LengthsTest {

    private static LocalRedshiftServer server;
    private Connection connection;

    @BeforeAll
    static void start() {
        server = LocalRedshift.temporary().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "drop table if exists t", "drop table if exists wide",
                "create table t (id int, v varchar(4), c char(4))", "insert into t values (1, 'abcd', 'ab')",
                "create table wide (id int, w varchar(20))", "insert into wide values (1, 'äöü'), (2, 'äö')");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "insert into t (v) values ('äöü')",
            "insert into t (v) values ('a'), ('abcde')",
            "insert into t (v) select w from wide where id = 1",
            "insert into t (v) select 'äö' || 'ü'",
            "insert into t (v) with x as (select w from wide) select w from x",
            "update t set v = 'äöü'",
            "update t set v = w from wide where wide.id = t.id",
            "merge into t using wide on t.id = wide.id when matched then update set v = w "
                    + "when not matched then insert (id) values (wide.id)",
            "merge into t using (select 9 as id, 'äöü' as w) s on t.id = s.id when matched then delete "
                    + "when not matched then insert (v) values (s.w)",
            "insert into t (v) values (12345)",
            "alter table t add column d varchar(4) default 'äöü'"
    })
    void bytesBeyondTheLengthAreRefused(String sql) throws SQLException {
        assertThatThrownBy(() -> Sql.run(connection, sql)).isInstanceOf(SQLException.class)
                .hasMessageContaining("value too long for type character varying(4)")
                .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("22001");
        assertThat(Sql.rows(connection, "select id, v from t")).containsExactly(List.of("1", "abcd"));
    }

    @Test
    void parametersOfPreparedStatementsAreMeasuredToo() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into t (v) values (?)")) {
            insert.setString(1, "äö");
            insert.executeUpdate();
            insert.setString(1, "äöü");
            assertThatThrownBy(insert::executeUpdate)
                    .hasMessageContaining("value too long for type character varying(4)");
        }
        assertThat(Sql.value(connection, "select octet_length(v) from t where id is null")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into t (c) values ('äb')", "insert into t (c) select w from wide", "update t set c = 'ü'"})
    void charTakesSingleByteCharactersOnly(String sql) {
        assertThatThrownBy(() -> Sql.run(connection, sql)).isInstanceOf(SQLException.class)
                .hasMessageContaining("CHAR string contains invalid ASCII character")
                .hasMessageContaining("use VARCHAR");
    }

    @Test
    void blanksBeyondTheLengthAreDropped() throws SQLException {
        Sql.run(connection, "insert into t values (2, 'äb     ', 'x          ')");
        assertThat(Sql.rows(connection, "select '<' || v || '>', '<' || c || '>' from t where id = 2"))
                .containsExactly(List.of("<äb >", "<x>"));
    }

    /** Columns: an expression, its value. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '!', value = {
            "cast('äöü' as varchar(3)) ! ä",
            "'äöü'::varchar(4)         ! äö",
            "'€uro'::varchar(2)        ! ``",
            "'abcdef'::varchar(2)      ! ab",
            "12345::varchar(3)         ! 123",
            "'abcdef'::char(2)         ! ab"
    })
    void aCastCutsAtWholeCharacters(String expression, String value) throws SQLException {
        assertThat(Sql.value(connection, "select " + expression)).isEqualTo(value);
    }

    @Test
    void aColumnIsNotMadeShorterThanItsValues() throws SQLException {
        assertThatThrownBy(() -> Sql.run(connection, "alter table t alter column v type varchar(3)"))
                .hasMessageContaining("value too long for type character varying(3)");
        Sql.run(connection, "alter table t alter column v type varchar(6)", "update t set v = 'äöü'");
        assertThat(Sql.value(connection, "select v from t")).isEqualTo("äöü");
    }

    @Test
    void variablesOfProceduresAreMeasured() throws SQLException {
        Sql.run(connection, "create or replace procedure p() as $$ declare x varchar(2); begin x := 'äö'; end $$ language plpgsql");
        assertThatThrownBy(() -> Sql.run(connection, "call p()"))
                .hasMessageContaining("value too long for type character varying(2)");
    }

    @Test
    void varbyteHasALengthToo() throws SQLException {
        Sql.run(connection, "drop table if exists bits", "create table bits (v varbyte(2), w varbinary, b binary varying(3))",
                "insert into bits (v) values (to_varbyte('abcd', 'hex'))");

        assertThatThrownBy(() -> Sql.run(connection, "insert into bits (v) values (to_varbyte('abcdef', 'hex'))"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("value too long for type binary varying(2)");
        assertThatThrownBy(() -> Sql.run(connection, "update bits set b = to_varbyte('abcdef00', 'hex')"))
                .hasMessageContaining("value too long for type binary varying(3)");
        assertThat(Sql.rows(connection, "select type from pg_table_def where tablename = 'bits' order by \"column\""))
                .containsExactly(List.of("binary varying(3)"), List.of("binary varying(2)"),
                        List.of("binary varying(64000)"));
        assertThat(Sql.value(connection, "select from_varbyte(v, 'hex') from bits")).isEqualTo("abcd");
    }
}
