/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What CREATE TABLE and ALTER TABLE declare is remembered, shown as Redshift shows it, and not enforced. */
class TableDesignTest {

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
        Sql.run(connection, "drop table if exists child cascade", "drop table if exists parent cascade", "drop table if exists t cascade");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private List<String> definition(String table) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (List<String> row : Sql.rows(connection, "select \"column\", type, trim(encoding), distkey, sortkey, \"notnull\" "
                + "from pg_table_def where tablename = '" + table + "'")) {
            lines.add(String.join(" ", row));
        }
        return lines;
    }

    @Test
    void tableDefShowsTypesEncodingsAndKeys() throws SQLException {
        Sql.run(connection, """
                create table t (
                  a int not null encode raw distkey, b varchar encode zstd, c char(3), d decimal, e double precision,
                  f timestamp, g super, h bigint identity(0,1), i text
                ) compound sortkey (f, a)""");
        assertThat(definition("t")).containsExactly(
                "a integer none t 2 t",
                "b character varying(256) zstd f 0 f",
                "c character(3) lzo f 0 f",
                "d numeric(18,0) az64 f 0 f",
                "e double precision none f 0 f",
                "f timestamp without time zone none f 1 f",
                "g super zstd f 0 f",
                "h bigint az64 f 0 t",
                "i character varying(256) lzo f 0 f");
    }

    @Test
    void interleavedSortKeysAlternateTheirSign() throws SQLException {
        Sql.run(connection, "create table t (a int, b int, c int) interleaved sortkey (c, a, b)");
        assertThat(definition("t")).containsExactly("a integer none f -2 f", "b integer none f 3 f", "c integer none f 1 f");
    }

    @Test
    void tableInfoShowsTheDesignOfTablesThatHoldRows() throws SQLException {
        Sql.run(connection, "create table t (a int, b varchar(99)) distkey (a) sortkey (b)");
        String query = "select \"table\", diststyle, sortkey1, sortkey_num, max_varchar, tbl_rows from svv_table_info "
                + "where \"table\" = 't'";
        assertThat(Sql.rows(connection, query)).isEmpty();
        Sql.run(connection, "insert into t values (1, 'x'), (2, 'y')");
        assertThat(Sql.rows(connection, query)).containsExactly(List.of("t", "KEY(a)", "b", "1", "99", "2"));
    }

    @Test
    void keysAreDeclaredAndNotEnforced() throws SQLException {
        Sql.run(connection,
                "create table parent (id int primary key, code varchar(5) unique)",
                "create table child (id int, parent_id int references parent, foreign key (id) references parent (id))",
                "insert into parent values (1, 'a'), (1, 'a'), (2, 'a')",
                "insert into child values (7, 8)",
                "delete from parent where id = 2",
                "truncate parent",
                "insert into parent values (3, 'b'), (3, 'b')");
        assertThat(Sql.value(connection, "select count(*) from parent")).isEqualTo("2");
        assertThat(Sql.rows(connection, "select id from parent where id = 3")).hasSize(2);
        DatabaseMetaData metaData = connection.getMetaData();
        assertThat(column(metaData.getPrimaryKeys(null, "public", "parent"), "COLUMN_NAME")).containsExactly("id");
        assertThat(column(metaData.getImportedKeys(null, "public", "child"), "FKCOLUMN_NAME"))
                .containsExactlyInAnyOrder("id", "parent_id");
    }

    @Test
    void columnsOfAPrimaryKeyAreNotNull() throws SQLException {
        Sql.run(connection, "create table t (a int, b int, primary key (a, b))");
        assertThatThrownBy(() -> Sql.run(connection, "insert into t values (1, null)"))
                .hasMessageContaining("null value in column \"b\"");
    }

    @Test
    void keysCanBeAddedOverDuplicatesAndDropped() throws SQLException {
        Sql.run(connection, "create table t (a int not null)", "insert into t values (1), (1)",
                "alter table t add constraint t_key primary key (a)", "insert into t values (1)");
        assertThat(column(connection.getMetaData().getPrimaryKeys(null, "public", "t"), "PK_NAME")).containsExactly("t_key");
        Sql.run(connection, "alter table t drop constraint t_key");
        assertThat(column(connection.getMetaData().getPrimaryKeys(null, "public", "t"), "PK_NAME")).isEmpty();
    }

    @Test
    void aForeignKeyNeedsAKeyToReferTo() {
        assertThatThrownBy(() -> Sql.run(connection, "create table parent (id int)",
                "create table child (id int references parent (id))"))
                .hasMessageContaining("there is no unique constraint matching given keys for referenced table \"parent\"");
    }

    @Test
    void theDesignGoesWithTheTransaction() throws SQLException {
        connection.setAutoCommit(false);
        Sql.run(connection, "create table t (a int primary key) diststyle all");
        assertThat(definition("t")).hasSize(1);
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(definition("t")).isEmpty();
        Sql.run(connection, "create table t (a int distkey)");
        assertThat(definition("t")).containsExactly("a integer az64 t 0 f");
    }

    @Test
    void creatingATableThatExistsChangesNothing() throws SQLException {
        Sql.run(connection, "create table t (a int distkey)", "create table if not exists t (a int, b int) diststyle all");
        assertThat(definition("t")).containsExactly("a integer az64 t 0 f");
    }

    @Test
    void aTableLikeAnotherHasItsDesign() throws SQLException {
        Sql.run(connection, "create table parent (a int not null distkey sortkey, b int default 5)",
                "create table t (like parent)");
        assertThat(definition("t")).containsExactly("a integer none t 1 t", "b integer az64 f 0 f");
    }

    @Test
    void aTableAsAQueryCanHaveADesign() throws SQLException {
        Sql.run(connection, "create table t distkey (a) sortkey (b) as select 1 as a, 2 as b");
        assertThat(definition("t")).containsExactly("a integer az64 t 0 f", "b integer none f 1 f");
    }

    @Test
    void theDesignCanBeAltered() throws SQLException {
        Sql.run(connection, "create table t (a int, b int)", "alter table t alter distkey a",
                "alter table t alter sortkey (b, a)", "alter table t alter column b encode zstd",
                "alter table t add column c varchar encode lzo", "alter table t rename column a to aa");
        assertThat(definition("t")).contains("b integer zstd f 1 f", "c character varying(256) lzo f 0 f");
        assertThatThrownBy(() -> Sql.run(connection, "alter table t alter distkey nope"))
                .hasMessageContaining("column \"nope\" of relation \"t\" does not exist");
    }

    @Test
    void identityCountsFromItsSeed() throws SQLException {
        Sql.run(connection, "create table t (id int identity(0,2), a int)", "insert into t (a) values (7), (8)");
        assertThat(Sql.rows(connection, "select id, a from t order by id")).containsExactly(List.of("0", "7"), List.of("2", "8"));
        assertThatThrownBy(() -> Sql.run(connection, "insert into t (id, a) values (5, 5)"))
                .hasMessageContaining("cannot insert a non-DEFAULT value into column \"id\"");
    }

    @Test
    void aDistKeyThatIsNoColumnIsRefused() {
        assertThatThrownBy(() -> Sql.run(connection, "create table t (a int) sortkey (b)"))
                .hasMessageContaining("column \"b\" named in DISTKEY or SORTKEY does not exist");
        assertThatThrownBy(() -> Sql.value(connection, "select 1 from t")).hasMessageContaining("does not exist");
    }

    private static List<String> column(ResultSet result, String column) throws SQLException {
        List<String> values = new ArrayList<>();
        while (result.next()) {
            values.add(result.getString(column));
        }
        return values;
    }
}
