/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redshift's statements other than queries, through its driver. */
class StatementsTest {

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
        Sql.run(connection, "drop schema if exists public cascade", "create schema public");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    // MERGE

    @Test
    void mergeUpdatesAndInserts() throws SQLException {
        Sql.run(connection, "create table target (id int, name varchar(10))", "create table source (id int, name varchar(10))",
                "insert into target values (101, 'Bob'), (102, 'John'), (103, 'Susan')",
                "insert into source values (102, 'Tony'), (103, 'Alice'), (104, 'Bill')",
                "merge into target using source on target.id = source.id when matched then update set name = source.name "
                        + "when not matched then insert values (source.id, source.name)");
        assertThat(names("target")).containsExactly("101 Bob", "102 Tony", "103 Alice", "104 Bill");
        Sql.run(connection, "insert into source values (105, 'David')",
                "merge into target using source on target.id = source.id when matched then delete "
                        + "when not matched then insert values (source.id, source.name)");
        assertThat(names("target")).containsExactly("101 Bob", "105 David");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
            "(30, 'Tony'), (11, 'Alice'), (23, 'Bill') ! (23, 'David'), (22, 'Clarence') "
                    + "! 11 Alice, 22 Clarence, 23 David, 30 Tony",
            "(30, 'Tony'), (30, 'Daisy'), (11, 'Alice'), (23, 'Bill'), (23, 'Nikki') ! (23, 'David'), (22, 'Clarence') "
                    + "! 11 Alice, 22 Clarence, 23 David, 30 Daisy, 30 Tony"
    })
    void removeDuplicatesLeavesOneRowOfTheSource(String target, String source, String result) throws SQLException {
        Sql.run(connection, "create table target (id int, name varchar(10))", "create table source (id int, name varchar(10))",
                "insert into target values " + target, "insert into source values " + source);
        try (Statement statement = connection.createStatement()) {
            statement.execute("merge into target using source on target.id = source.id remove duplicates");
            assertThat(statement.getUpdateCount()).isEqualTo(2);
        }
        assertThat(names("target")).containsExactly(result.split(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "when matched then update set name = source.name when not matched then insert values (source.id, source.name)",
            "when matched then delete when not matched then insert values (source.id, source.name)",
            "remove duplicates"
    })
    void twoRowsOfTheSourceForOneOfTheTargetAreRefused(String clauses) throws SQLException {
        Sql.run(connection, "create table target (id int, name varchar(10))", "create table source (id int, name varchar(10))",
                "insert into target values (1, 'Bob'), (2, 'John')",
                "insert into source values (1, 'Tony'), (1, 'Alice'), (3, 'Bill')");
        assertThatThrownBy(() -> Sql.run(connection, "merge into target using source on target.id = source.id " + clauses))
                .hasMessageContaining("Found multiple matches to update the same tuple.");
        assertThat(names("target")).containsExactly("1 Bob", "2 John");
    }

    private List<String> names(String table) throws SQLException {
        return Sql.rows(connection, "select id || ' ' || name from " + table + " order by id, name").stream()
                .map(row -> row.get(0)).toList();
    }

    // DML forms

    @Test
    void dmlTakesRedshiftsForms() throws SQLException {
        Sql.run(connection, "create table t (a int, b varchar(10) default 'd', c int)", "insert into t values (1)",
                "insert into t values (2, default), (3, 'x')", "insert into t (a) with x as (select 4 as a) select a from x",
                "insert into t (with x as (select 5 as a) select a from x)", "insert into t default values",
                "with x as (select 1 as a) update t set c = 10 from x where x.a = t.a",
                "update t k set c = 20 where k.a = 2", "update t as k set c = 30 from (select 3 as a) s where s.a = k.a",
                "with x as (select 4 as a) delete from t using x where x.a = t.a", "delete t where a = 5",
                "delete from t using (select 3 as a) s where s.a = t.a", "delete t k where k.a is null");
        assertThat(Sql.rows(connection, "select a, b, c from t order by a")).containsExactly(
                List.of("1", "d", "10"), List.of("2", "d", "20"));
    }

    @Test
    void selectIntoMakesATable() throws SQLException {
        Sql.run(connection, "create table t (a int)", "insert into t values (1), (2)", "select a into u from t",
                "select top 1 a into #v from t order by a desc");
        assertThat(Sql.value(connection, "select count(*) from u")).isEqualTo("2");
        assertThat(Sql.value(connection, "select a from #v")).isEqualTo("2");
        try (Connection other = Sql.connect(server.endpoint())) {
            assertThatThrownBy(() -> Sql.value(other, "select a from #v")).hasMessageContaining("does not exist");
        }
    }

    @Test
    void aTableFromAQueryHasStringsWithALength() throws SQLException {
        Sql.run(connection, "create table t diststyle all as select 'a' || 'b' as x, 'c'::varchar(7) as y, 1 as z");
        assertThat(Sql.rows(connection, "select type from pg_table_def where tablename = 't'")).containsExactly(
                List.of("character varying(65535)"), List.of("character varying(7)"), List.of("integer"));
    }

    @Test
    void aTableLikeAnotherTakesItsDefaultsIfAsked() throws SQLException {
        Sql.run(connection, "create table t (a int not null, b int default 5)", "create table u (like t)",
                "create table v (like t including defaults)", "create table w (like t excluding defaults)",
                "insert into u (a) values (1)", "insert into v (a) values (1)", "insert into w (a) values (1)");
        assertThat(Sql.rows(connection, "select u.b, v.b, w.b from u, v, w").get(0)).containsExactly(null, "5", null);
    }

    @Test
    void truncateCommits() throws SQLException {
        Sql.run(connection, "create table t (a int)", "insert into t values (1)", "create table u (a int)");
        connection.setAutoCommit(false);
        Sql.run(connection, "insert into u values (1)", "truncate t");
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
        assertThat(Sql.value(connection, "select count(*) from u")).isEqualTo("1");
    }

    // ALTER TABLE

    @Test
    void appendMovesTheRows() throws SQLException {
        Sql.run(connection, "create table t (a int, b varchar(5) default 'd')", "create table s (a int, b varchar(5))",
                "insert into s values (1, 'x')", "alter table t append from s");
        assertThat(Sql.rows(connection, "select a, b from t")).containsExactly(List.of("1", "x"));
        assertThat(Sql.value(connection, "select count(*) from s")).isEqualTo("0");
        Sql.run(connection, "create table more (a int, b varchar(5), c int)", "insert into more values (2, 'y', 3)",
                "create table less (a int)", "insert into less values (4)");
        assertThatThrownBy(() -> Sql.run(connection, "alter table t append from more"))
                .hasMessageContaining("source table \"more\" has column \"c\", which target table \"t\" has not")
                .hasMessageContaining("add IGNOREEXTRA");
        assertThatThrownBy(() -> Sql.run(connection, "alter table t append from less"))
                .hasMessageContaining("target table \"t\" has column \"b\", which source table \"less\" has not")
                .hasMessageContaining("add FILLTARGET");
        Sql.run(connection, "alter table t append from more ignoreextra", "alter table t append from less filltarget");
        assertThat(Sql.rows(connection, "select a, b from t order by a")).containsExactly(
                List.of("1", "x"), List.of("2", "y"), List.of("4", "d"));
        Sql.run(connection, "create table other (a bigint, b varchar(5))");
        assertThatThrownBy(() -> Sql.run(connection, "alter table t append from other"))
                .hasMessageContaining("column \"a\" is bigint in the source table and integer in the target table");
    }

    /** Columns: a statement, what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
            "alter table t append from s           ! ALTER TABLE APPEND cannot run inside a transaction block",
            "alter table t alter column b type varchar(9) ! ALTER TABLE ALTER COLUMN cannot run inside a transaction block",
            "vacuum t                              ! VACUUM cannot run inside a transaction block",
            "vacuum full t to 99 percent boost     ! VACUUM cannot run inside a transaction block",
            "create database other                 ! CREATE DATABASE cannot run inside a transaction block",
            "drop database dev                     ! DROP DATABASE cannot run inside a transaction block"
    })
    void someStatementsMustStandAlone(String sql, String message) throws SQLException {
        Sql.run(connection, "create table t (a int, b varchar(5))", "create table s (a int, b varchar(5))");
        connection.setAutoCommit(false);
        Sql.run(connection, "insert into t values (1, 'x')");
        assertThatThrownBy(() -> Sql.run(connection, sql)).isInstanceOf(SQLException.class).hasMessageContaining(message)
                .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("25001");
        connection.rollback();
        // also as the first statement, when BEGIN and the statement come in one
        assertThatThrownBy(() -> Sql.run(connection, sql)).hasMessageContaining(message);
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
    }

    /** Columns: a statement, what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
            "alter table t drop column d                   ! cannot drop distkey column \"d\"",
            "alter table t drop column s                   ! cannot drop sortkey column \"s\"",
            "alter table one drop column a                 ! cannot drop the only column of table \"one\"",
            "alter table t drop column nope                ! column \"nope\" of relation \"t\" does not exist",
            "alter table t alter column n type varchar(20) ! only the length of a VARCHAR can be changed",
            "alter table t alter column n type bigint      ! ALTER COLUMN TYPE changes the length of a VARCHAR only",
            "alter table t alter column f type varchar(20) ! it has a default",
            "alter table t alter column k type varchar(20) ! a key uses it",
            "alter table t alter column e type varchar(20) ! its encoding is BYTEDICT",
            "alter table t alter column n set not null     ! changes the TYPE of a VARCHAR or the ENCODE of a column"
    })
    void alterTableRefusesWhatRedshiftRefuses(String sql, String message) throws SQLException {
        Sql.run(connection, "create table t (d int distkey, s int sortkey, n int, f varchar(5) default 'x', "
                + "k varchar(5) unique, e varchar(5) encode bytedict)", "create table one (a int)");
        assertThatThrownBy(() -> Sql.run(connection, sql)).hasMessageContaining(message);
    }

    // views

    @Test
    void aLateBindingViewNeedsNoTableAndFollowsIt() throws SQLException {
        Sql.run(connection, "create view v as select a, b from public.t where a > 1 with no schema binding");
        assertThatThrownBy(() -> Sql.value(connection, "select * from v")).hasMessageContaining("\"public.t\" does not exist");
        Sql.run(connection, "create table t (a int, b varchar(5))", "insert into t values (1, 'x'), (2, 'y')");
        assertThat(Sql.rows(connection, "select * from v")).containsExactly(List.of("2", "y"));
        Sql.run(connection, "drop table t", "create table t (b bigint, a int)", "insert into t values (7, 3)");
        assertThat(Sql.rows(connection, "select x.b, v.a from public.v x, v")).containsExactly(List.of("7", "3"));
        Sql.run(connection, "create table u (a int)", "insert into u values (3), (4)",
                "delete from u using v where v.a = u.a");
        assertThat(Sql.value(connection, "select a from u")).isEqualTo("4");
        Sql.run(connection, "create view w (k) as select a + 1 from public.v with no schema binding");
        assertThat(Sql.value(connection, "select k from w")).isEqualTo("4");
        Sql.run(connection, "create or replace view v as select 9 as a, 8 as b with no schema binding");
        assertThat(Sql.value(connection, "select k from w")).isEqualTo("10");
        Sql.run(connection, "drop view v");
        assertThatThrownBy(() -> Sql.value(connection, "select * from w")).hasMessageContaining("\"public.v\" does not exist");
    }

    @Test
    void aLateBindingViewShowsItsColumns() throws SQLException {
        Sql.run(connection, "create table t (a int, b varchar(5))",
                "create view v (one, two) as select a, b from public.t with no schema binding");
        assertThat(Sql.rows(connection, "select column_name, data_type from svv_columns where table_name = 'v' order by 1"))
                .containsExactly(List.of("one", "integer"), List.of("two", "character varying"));
        assertThat(Sql.value(connection, "show view v")).isEqualTo(
                "CREATE VIEW v (one, two) AS select a, b from public.t WITH NO SCHEMA BINDING;");
    }

    @Test
    void aLateBindingViewNamesTheSchemas() {
        assertThatThrownBy(() -> Sql.run(connection, "create view v as select 1 from t with no schema binding"))
                .hasMessageContaining("All the relation names inside should be qualified when creating views with no schema binding.");
    }

    @Test
    void severalStatementsInOneTextMayMakeAViewAndReadIt() throws SQLException {
        Sql.run(connection, "create view v as select 5 as a with no schema binding; create table t as select a from v");
        assertThat(Sql.value(connection, "select a from t")).isEqualTo("5");
    }

    @Test
    void aMaterializedViewChangesWhenItIsRefreshed() throws SQLException {
        Sql.run(connection, "create table t (a int)", "insert into t values (1)",
                "create materialized view v backup no diststyle even sortkey (a) auto refresh no as select a from t",
                "insert into t values (2)");
        assertThat(Sql.value(connection, "select count(*) from v")).isEqualTo("1");
        Sql.run(connection, "refresh materialized view v");
        assertThat(Sql.value(connection, "select count(*) from v")).isEqualTo("2");
        Sql.run(connection, "alter materialized view v auto refresh yes");
        assertThat(Sql.rows(connection, "select trim(name), autorefresh from stv_mv_info")).containsExactly(List.of("v", "t"));
        Sql.run(connection, "drop materialized view v");
        assertThat(Sql.rows(connection, "select name from svv_mv_info")).isEmpty();
    }

    // procedures and functions

    @Test
    void proceduresSpeakRedshiftsSql() throws SQLException {
        Sql.run(connection, "create table t (a int, b varchar(10))", """
                create or replace procedure load(day in date, total out int, label inout varchar(20)) nonatomic as $$
                declare
                  n int := datediff(day, '2020-01-01', day);
                  r record;
                begin
                  create temp table #k (a int distkey, w text) sortkey (a);
                  insert into #k select n, 'w' union all select n + 1, 'x';
                  delete #k where a > n;
                  if getdate() > '2020-01-01' then
                    insert into t select a, w from #k;
                  else
                    truncate t;
                  end if;
                  for r in select top 1 a, w from #k order by a loop
                    label := label + r.w;
                  end loop;
                  select count(*) into total from t;
                end;
                $$ language plpgsql""");
        assertThatThrownBy(() -> Sql.run(connection, "call load('2020-01-03')")).hasMessageContaining("does not exist");
        Sql.run(connection, "create procedure one(a int, b out int) as 'begin b := a + 1; end' language plpgsql");
        assertThat(Sql.value(connection, "call one(4)")).isEqualTo("5");
        assertThat(Sql.rows(connection, "call load('2020-01-03', null, 'l')")).containsExactly(List.of("1", "lw"));
        assertThat(Sql.rows(connection, "select a, b from t")).containsExactly(List.of("2", "w"));
    }

    @Test
    void proceduresControlTransactions() throws SQLException {
        Sql.run(connection, "create table t (a int)", "insert into t values (7)",
                "create procedure p() as $$ begin insert into t values (1); commit; insert into t values (2); rollback; end $$ "
                        + "language plpgsql",
                "create procedure q() as $$ begin truncate t; raise exception 'no'; end $$ language plpgsql", "call p()");
        assertThat(Sql.rows(connection, "select a from t order by a")).containsExactly(List.of("1"), List.of("7"));
        assertThatThrownBy(() -> Sql.run(connection, "call q()")).hasMessageContaining("no");
        assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
    }

    @Test
    void functionsOfSqlTakeTheirArgumentsByNumber() throws SQLException {
        Sql.run(connection, "create function f_times(float, float) returns float stable as $$ select $1 * $2 $$ language sql",
                "create or replace function f_later(timestamp, int) returns timestamp immutable as "
                        + "$$ select dateadd(day, $2, $1); $$ language sql");
        assertThat(Sql.value(connection, "select f_times(2, 3)::int")).isEqualTo("6");
        assertThat(Sql.value(connection, "select f_later('2020-02-28', 2)::date")).isEqualTo("2020-03-01");
    }

    /** Columns: a statement, what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
            "create function f(int) returns int stable as $$ return a $$ language plpythonu ! Python UDFs are not executed by the local Redshift",
            "create function f(int) returns int stable as $$ begin return 1; end $$ language plpgsql ! language \"plpgsql\" is not supported for a function",
            "create function f(int) returns int stable as $$ select a from t $$ language sql ! it has no FROM",
            "create procedure p() as $$ select 1 $$ language sql       ! language \"sql\" is not supported for a procedure",
            "create external function f(int) returns int stable lambda 'x' iam_role default ! does not execute CREATE EXTERNAL FUNCTION",
            "create external table s.t (a int) stored as parquet location 's3://b/' ! does not execute CREATE EXTERNAL TABLE",
            "create external schema s from data catalog database 'd' iam_role default ! does not execute CREATE EXTERNAL SCHEMA",
            "create datashare d                                          ! does not execute CREATE DATASHARE",
            "create model m from t target a function f iam_role default  ! does not execute CREATE MODEL",
            "drop library l                                              ! does not execute DROP LIBRARY",
            "show grants on t                                            ! does not execute SHOW GRANTS"
    })
    void whatIsNotExecutedIsSaid(String sql, String message) {
        assertThatThrownBy(() -> Sql.run(connection, sql)).hasMessageContaining(message);
    }

    // users and rights

    @Test
    void usersGroupsAndRolesGetRights() throws SQLException {
        Sql.run(connection, "create table t (a int)", "create group g", "create role r",
                "create user u1 with password 'Abcdef12' in group g connection limit unlimited",
                "create user u2 password disable syslog access restricted",
                "grant select, drop on t to group g", "grant insert on t to role r", "grant role r to user u2",
                "grant usage on schema public to group g", "grant usage on schema public to u2",
                "grant alter on t to u2", "grant usage on language plpgsql to u2");
        try {
            Sql.run(connection, "set session authorization u1");
            assertThat(Sql.value(connection, "select current_user")).isEqualTo("u1");
            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
            assertThatThrownBy(() -> Sql.run(connection, "insert into t values (1)"))
                    .hasMessageContaining("permission denied for");
            Sql.run(connection, "set session authorization 'u2'", "insert into t values (1)");
            assertThatThrownBy(() -> Sql.value(connection, "select count(*) from t"))
                    .hasMessageContaining("permission denied for");
            Sql.run(connection, "set session authorization default");
            assertThat(Sql.value(connection, "select current_user")).isEqualTo("awsuser");
        } finally {
            Sql.run(connection, "reset session authorization", "revoke all on all tables in schema public from group g",
                    "revoke all on t from role r", "revoke all on schema public from group g",
                    "revoke all on schema public from u2", "drop user u1", "drop user u2", "drop group g", "drop role r force");
        }
    }

    // SET, SHOW, cursors

    /** Columns: a statement, the heading, the value. */
    @ParameterizedTest
    @CsvSource({
            "show enable_result_cache_for_session, enable_result_cache_for_session, on",
            "show query_group, query_group, default",
            "show enable_case_sensitive_identifier, enable_case_sensitive_identifier, off",
            "show wlm_query_slot_count, wlm_query_slot_count, 1",
            "show statement_timeout, statement_timeout, 0",
            "show server_version, server_version, 8.0.2",
            "show datestyle, DateStyle, 'ISO, MDY'"
    })
    void showTellsTheDefaults(String sql, String heading, String value) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo(heading);
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void parametersAreKeptInTheSession() throws SQLException {
        Sql.run(connection, "set query_group to 'etl'", "set enable_result_cache_for_session = off");
        assertThat(Sql.value(connection, "show query_group")).isEqualTo("etl");
        assertThat(Sql.rows(connection, "show all")).contains(List.of("query_group", "etl"),
                List.of("enable_result_cache_for_session", "off"), List.of("analyze_threshold_percent", "10"));
        Sql.run(connection, "reset query_group");
        assertThat(Sql.value(connection, "show query_group")).isEqualTo("default");
    }

    @Test
    void showListsTheCatalogue() throws SQLException {
        Sql.run(connection, "create table t (a int identity(1,2), b int default 5 not null, c varchar(3) encode zstd, "
                + "primary key (a)) distkey (a) compound sortkey (b, a)", "create view v as select a from t",
                "create procedure p(a int) as $$ begin end $$ language plpgsql");
        assertThat(Sql.rows(connection, "show databases")).extracting(row -> row.get(0)).contains("dev");
        assertThat(Sql.rows(connection, "show schemas from database dev like 'pub%'")).extracting(row -> row.get(1))
                .containsExactly("public");
        assertThat(Sql.rows(connection, "show tables from schema dev.public")).extracting(row -> row.get(2) + " " + row.get(3))
                .containsExactly("t TABLE", "v VIEW");
        assertThat(Sql.rows(connection, "show tables from schema public like 't%' limit 1")).hasSize(1);
        assertThat(Sql.rows(connection, "show columns from table dev.public.t")).extracting(row -> row.get(3) + " " + row.get(7))
                .containsExactly("a integer", "b integer", "c character varying");
        assertThat(Sql.value(connection, "show table public.t")).isEqualTo("""
                CREATE TABLE public.t (
                    a integer IDENTITY(1,2) NOT NULL ENCODE raw distkey,
                    b integer NOT NULL DEFAULT 5 ENCODE raw,
                    c character varying(3) ENCODE zstd,
                    PRIMARY KEY (a)
                )
                DISTSTYLE KEY
                SORTKEY ( b, a );""");
        assertThat(Sql.value(connection, "show procedure p(int)")).startsWith("CREATE OR REPLACE PROCEDURE public.p(");
        assertThatThrownBy(() -> Sql.rows(connection, "show tables from schema nope"))
                .hasMessageContaining("schema \"nope\" does not exist");
        assertThatThrownBy(() -> Sql.rows(connection, "show columns from table public.nope"))
                .hasMessageContaining("relation \"public.nope\" does not exist");
    }

    @Test
    void whatShowTableTellsMakesTheTable() throws SQLException {
        Sql.run(connection, "create table parent (id int primary key)", "create table t (a int identity(1,2), b int default 5 "
                + "not null, c varchar(3) encode zstd, foreign key (b) references parent (id)) interleaved sortkey (b, a)");
        String shown = Sql.value(connection, "show table t");
        Sql.run(connection, "drop table t", shown);
        assertThat(Sql.value(connection, "show table t")).isEqualTo(shown);
    }

    @Test
    void cursorsReadForwardInATransaction() throws SQLException {
        Sql.run(connection, "create table t (a int)", "insert into t values (1), (2), (3)");
        assertThatThrownBy(() -> Sql.run(connection, "declare c cursor for select a from t"))
                .hasMessageContaining("DECLARE CURSOR can only be used in transaction blocks");
        Sql.run(connection, "begin", "declare c cursor for select a from t order by a");
        assertThat(Sql.rows(connection, "fetch next from c")).containsExactly(List.of("1"));
        assertThat(Sql.rows(connection, "fetch forward 1 from c")).containsExactly(List.of("2"));
        assertThat(Sql.rows(connection, "fetch all from c")).containsExactly(List.of("3"));
        Sql.run(connection, "close c", "end");
    }

    @Test
    void aUseOrCancelOfNothingIsSaid() throws SQLException {
        Sql.run(connection, "use dev");
        assertThatThrownBy(() -> Sql.run(connection, "use elsewhere")).hasMessageContaining("the session is in \"dev\"");
        assertThatThrownBy(() -> Sql.run(connection, "cancel 999999999")).hasMessageContaining("there is no process 999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vacuum", "vacuum full t to 99 percent boost", "vacuum sort only t", "vacuum delete only t",
            "vacuum reindex t", "vacuum recluster t", "analyze", "analyze verbose t", "analyze t (a)",
            "analyze t predicate columns", "analyze t all columns", "comment on table t is 'x'", "comment on column t.a is 'x'",
            "explain select * from t", "explain verbose select * from t", "abort", "end",
            "begin work isolation level serializable read write; commit", "start transaction read only; rollback",
            "create schema if not exists q quota 10 gb; alter schema q quota unlimited; drop schema q",
            "alter table t owner to awsuser", "alter default privileges in schema public grant select on tables to public"})
    void commandsAreTaken(String sql) throws SQLException {
        Sql.run(connection, "create table t (a int)");
        for (String one : sql.split("; ")) {
            Sql.run(connection, one);
        }
        assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
    }
}
