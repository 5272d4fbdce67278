/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translator;
import java.sql.Connection;
import java.sql.SQLException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Redshift refuses is refused, with the way out; and nothing else is. */
class RefusalsTest {

    private final Translator strict = new Translator(Compatibility.STRICT);
    private final Translator lenient = new Translator(Compatibility.LENIENT);

    /** Columns: a statement, the word that is wrong, what the message says. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            insert into t values (1) on conflict do nothing             ! conflict     ! Redshift has no ON CONFLICT
            insert into t values (1) returning id                       ! returning    ! Redshift has no RETURNING
            update t set a = 1 returning a                              ! returning    ! Redshift has no RETURNING
            delete from t where a = 1 returning *                       ! returning    ! Redshift has no RETURNING
            with x as (select 1) insert into t select * from x          ! insert       ! WITH does not stand before INSERT
            with x as (delete from t) select 1                          ! delete       ! a WITH query is a SELECT
            insert into t overriding system value values (1)            ! overriding   ! INSERT has no OVERRIDING
            update t set (a, b) = (1, 2)                                ! set          ! SET takes column = expression only
            merge into t using s on t.a = s.a when matched then update set b = s.b ! merge ! MERGE needs both WHEN MATCHED and WHEN NOT MATCHED
            merge into t x using s on x.a = s.a when matched then delete when not matched then insert values (s.a) ! using ! the target of MERGE has no alias
            merge into t using s on t.a = s.a when matched and s.b > 1 then delete when not matched then insert values (s.a) ! matched ! a WHEN of MERGE has no condition of its own
            merge into t using s on t.a = s.a when matched then do nothing when not matched then insert values (s.a) ! do ! MERGE has WHEN MATCHED THEN UPDATE or DELETE
            merge into t using s on t.a = s.a when not matched then insert values (s.a) when matched then delete ! then ! MERGE has WHEN MATCHED THEN UPDATE or DELETE
            merge into t using s on t.a = s.a when matched then delete when not matched then insert values (1) when not matched then insert values (2) ! then ! MERGE has WHEN MATCHED THEN UPDATE or DELETE
            merge into t using (select * from t) s on t.a = s.a when matched then delete when not matched then insert values (s.a) ! merge ! Source view/subquery in Merge statement cannot reference target table
            merge into s.t using s.t on true remove duplicates          ! merge        ! Source view/subquery in Merge statement cannot reference target table
            insert into t values (1), ((select 2))                      ! values       ! a row of several takes literals and expressions
            select now() from t                                         ! now          ! Specified types or functions (one per INFO message) not supported on Redshift tables.
            select a from t where b > current_timestamp                 ! current_timestamp ! Specified types or functions (one per INFO message) not supported on Redshift tables.
            select 1 from t, (select generate_series(1, 3)) s           ! generate_series ! Specified types or functions
            select t.a, s.n from t join generate_series(1, 3) as s (n) on t.a = s.n ! generate_series ! Specified types or functions
            insert into t values (now())                                ! now          ! Specified types or functions
            update t set a = localtimestamp                             ! localtimestamp ! Specified types or functions
            create table u as select age(a, b) as c from t              ! age          ! Specified types or functions
            with x as (select a from t) select a, current_schema() from x ! current_schema ! Specified types or functions
            select has_table_privilege('t', 'select') from s.t          ! has_table_privilege ! Specified types or functions
            select width_bucket(a, 1, 2, 3) from t                      ! width_bucket ! Redshift has no function WIDTH_BUCKET
            select corr(a, b) from t                                    ! corr         ! Redshift has no function CORR
            select format('x') from t                                   ! format       ! Redshift has no function FORMAT
            discard all                                                 ! discard      ! Redshift has no such command
            move forward 3 in c                                         ! move         ! Redshift has no such command
            table t                                                     ! table        ! Redshift has no such command
            create table if not exists t as select 1                    ! as           ! CREATE TABLE AS has no IF NOT EXISTS
            create table t as select 1 with no data                     ! with         ! there is no WITH [NO] DATA
            create view if not exists v as select 1                     ! if           ! IF NOT EXISTS stands in CREATE TABLE and CREATE SCHEMA only
            create temp view v as select 1                              ! temp         ! CREATE [OR REPLACE] VIEW takes no such word
            create recursive view v (a) as select 1                     ! recursive    ! CREATE [OR REPLACE] VIEW takes no such word
            create view v as select 1 with check option                 ! with         ! a view takes WITH NO SCHEMA BINDING only
            create materialized view if not exists v as select 1        ! if           ! IF NOT EXISTS stands in CREATE TABLE and CREATE SCHEMA only
            create materialized view v as select 1 with no data         ! with         ! there is no WITH [NO] DATA
            refresh materialized view concurrently v                    ! concurrently ! REFRESH MATERIALIZED VIEW has no CONCURRENTLY
            create function f(int) returns int strict immutable as $$ select $1 $$ language sql ! strict ! a function of Redshift has no such attribute
            comment on schema s is 'x'                                  ! comment      ! COMMENT ON takes TABLE, COLUMN, CONSTRAINT, DATABASE or VIEW
            comment on function f(int) is 'x'                           ! comment      ! COMMENT ON takes TABLE
            grant usage on sequence s to u                              ! grant        ! Redshift has no such kind of object
            revoke usage on all sequences in schema s from u            ! revoke       ! Redshift has no such kind of object
            alter table if exists t add column a int                    ! if           ! ALTER TABLE has no IF [NOT] EXISTS
            alter table t add column if not exists a int                ! if           ! ALTER TABLE has no IF [NOT] EXISTS
            alter table t drop column if exists a                       ! if           ! ALTER TABLE has no IF [NOT] EXISTS
            alter table only t add column a int                         ! only         ! Redshift has no table inheritance
            alter table t add column a int, add column b int            ! ,            ! ALTER TABLE takes one action
            alter table t enable row level security                     ! enable       ! Redshift's ALTER TABLE has no such action
            alter table t set (fillfactor = 10)                         ! set          ! Redshift's ALTER TABLE has no such action
            drop sequence s                                             ! sequence     ! Redshift has no SEQUENCE
            alter index i rename to j                                   ! index        ! Redshift has no INDEX
            declare c scroll cursor for select 1                        ! scroll       ! a cursor is read forward
            declare c cursor with hold for select 1                     ! hold         ! a cursor is read forward
            fetch backward 2 from c                                     ! backward     ! a cursor is read forward only
            fetch prior from c                                          ! prior        ! a cursor is read forward only
            select count(*) filter (where a > 1) from t                 ! filter       ! aggregates have no FILTER
            select distinct on (a) a, b from t                          ! distinct     ! SELECT DISTINCT ON is not supported
            select a from t fetch first 3 rows only                     ! fetch        ! Redshift has no FETCH FIRST
            select a from t offset 3 rows                               ! offset       ! OFFSET takes a number alone
            select a from t limit (select 1)                            ! limit        ! argument of LIMIT must not contain subqueries
            select 1 from t, lateral (select t.a) x                     ! lateral      ! Redshift has no LATERAL
            select 1 from t cross join lateral (select t.a) x           ! lateral      ! Redshift has no LATERAL
            select a from (values (1), (2)) as v (a)                    ! values       ! VALUES is no table
            values (1)                                                  ! values       ! VALUES is no table
            select a from t for update                                  ! for          ! SELECT has no FOR UPDATE or FOR SHARE
            select sum(a) over w from t window w as (partition by b)    ! window       ! Redshift has no WINDOW clause
            select sum(a) over (order by b) from t                      ! over         ! Aggregate window functions with an ORDER BY clause require a frame clause
            select sum(a) over (order by b range unbounded preceding) from t ! over    ! a frame is told in ROWS
            select sum(a) over (order by b groups between 1 preceding and current row) from t ! over ! a frame is told in ROWS
            select count(distinct a) over (partition by b) from t       ! over         ! a window function does not take DISTINCT
            select a from t except all select a from u                  ! except       ! INTERSECT, EXCEPT and MINUS have no ALL
            select a from t qualify rank() over (order by a) = 1        ! qualify      ! the table before QUALIFY has no alias
            with recursive r (a) as (select 1 union select a + 1 from r) select a from r ! union ! the parts of a recursive WITH query are joined by UNION ALL
            with recursive r as (select 1 as a union all select a + 1 from r) select a from r ! union ! a recursive WITH query needs a list of columns
            select a from t tablesample bernoulli (1)                   ! tablesample  ! Redshift has no TABLESAMPLE
            select a from only t                                        ! only         ! Redshift has no table inheritance
            select * from f(1) with ordinality                          ! ordinality   ! Redshift has no WITH ORDINALITY
            with x as materialized (select 1) select * from x           ! materialized ! a WITH query is not [NOT] MATERIALIZED
            with x as not materialized (select 1) select * from x       ! materialized ! a WITH query is not [NOT] MATERIALIZED
            select from t                                               ! from         ! the list of SELECT is empty
            select a is json from t                                     ! json         ! Redshift has no IS JSON
            select array[1, 2]                                          ! array        ! Redshift has no arrays
            select array(select a from t)                               ! array        ! Redshift has no arrays
            select a::int[] from t                                      ! [            ! Redshift has no array types
            select a from t where a = any ($1)                          ! any          ! op ANY/ALL (array) is not supported
            select a -> 'b' from t                                      ! ->           ! operator does not exist: ->
            select a ->> 'b' from t                                     ! ->>          ! operator does not exist: ->>
            select row(1, 2)                                            ! row          ! Redshift has no row constructor
            select string_agg(a, ',') from t                            ! string_agg   ! Redshift has no function STRING_AGG
            select json_build_object('a', 1)                            ! json_build_object ! Redshift has no function JSON_BUILD_OBJECT
            select nextval('s')                                         ! nextval      ! Redshift has no function NEXTVAL
            select concat(a, b, c) from t                               ! concat       ! CONCAT takes two arguments
            select E'a'                                                 ! E'a'         ! type "e" does not exist
            select B'101'                                               ! B'101'       ! type "b" does not exist
            savepoint a                                                 ! savepoint    ! Redshift has no savepoints
            rollback to savepoint a                                     ! rollback     ! Redshift has no savepoints
            explain (analyze) select 1                                  ! explain      ! EXPLAIN takes VERBOSE only
            explain analyze select 1                                    ! explain      ! EXPLAIN takes VERBOSE only
            truncate t, u                                               ! truncate     ! TRUNCATE takes one table
            truncate t cascade                                          ! cascade      ! TRUNCATE takes one table and nothing else
            listen x                                                    ! listen       ! Redshift has no command LISTEN
            create trigger x after insert on t execute function f()     ! trigger      ! Redshift has no CREATE TRIGGER
            create domain d as int                                      ! domain       ! Redshift has no CREATE DOMAIN
            create type e as enum ('a')                                 ! type         ! Redshift has no CREATE TYPE
            create extension hstore                                     ! extension    ! Redshift has no CREATE EXTENSION
            create unlogged table t (a int)                             ! unlogged     ! Redshift has no unlogged tables
            """)
    void whatRedshiftRefusesIsRefused(String sql, String word, String message) {
        RedshiftError error = strict.translate(sql, Columns.UNKNOWN).error();
        assertThat(error).as(sql).isNotNull();
        assertThat(error).hasMessageContaining(message);
        assertThat(error.hint()).isNotBlank();
        assertThat(sql.substring(error.position())).startsWith(word);
        assertThat(lenient.translate(sql, Columns.UNKNOWN).error()).as("lenient").isNull();
    }

    /** Statements that Redshift takes, or that drivers and tools send, and that look like refused ones. */
    @ParameterizedTest
    @ValueSource(strings = {
            "select filter, lateral, conflict, fetch, t.array, x.values from t",
            "select a, lateral from t join u on conflict = a",
            "create table t (values int, lateral int)",
            "select a as array, b as row, c as returning from t",
            "insert into t (a) values (1), (2)",
            "insert into t with x as (select 1 as a) select a from x",
            "with x as (select 1 as a) update t set a = x.a from x",
            "with x as (select 1 as a) delete from t using x where t.a = x.a",
            "merge into t using s on t.a = s.a when matched then update set b = s.b when not matched then insert values (s.a, s.b)",
            "merge into s.t using (select 1 as a) x on t.a = x.a when matched then delete when not matched then insert (a) values (x.a)",
            "select sum(a) over (order by b rows unbounded preceding) from t",
            "select sum(a) over (partition by b) from t",
            "select sum(a) over (partition by case when range between 1 and 2 then 1 end order by c rows between 1 preceding and current row) from t",
            "select row_number() over (order by a), lag(a) over (order by b) from t",
            "select listagg(distinct a, ',') within group (order by a) over (partition by b) from t",
            "select a from t where a = any (select b from u)",
            "select a from t where groups between 1 and 2 and range > 3",
            "select a from t limit 1 offset 2",
            "select a from t except select a from u",
            "select a from t x qualify rank() over (order by a) = 1",
            "select a from t where b = 1 qualify rank() over (order by a) = 1",
            "with recursive x as (select 1 as a union select 2), r (a) as (select 1 union all select a + 1 from r) select a from r",
            "declare c cursor for select a from t",
            "fetch next from c",
            "fetch forward 10 from c",
            "explain select 1",
            "explain verbose select 1",
            "rollback",
            "rollback transaction",
            "truncate table t",
            "create materialized view v as select 1 as a",
            "create procedure p() as $$ begin savepoint; end $$ language plpgsql",
            "create table t (type varchar, rule int, row int, values int)",
            "alter table t add column type varchar",
            "select a[0], a[0].b from t",
            "select 'insert … on conflict returning', N'a', x'ff' from t",
            "select array(1, 2)",
            "select array[1], array_agg(x), a -> 'b' from pg_catalog.pg_class, lateral (select 1) x",
            "select ordinal_position from information_schema.columns where table_name = any (array['a'])",
            "SELECT c.relname FROM \"pg_class\" c WHERE c.relname OPERATOR(pg_catalog.~) '^(t)$'",
            "set search_path to x",
            "grant select on t to public",
            "merge into t using s on t.a = s.a remove duplicates",
            "merge into t using (select a from s.t) s on t.a = s.a when matched then update set b = case when s.b > 1 then 1 end "
                    + "when not matched then insert values (s.a)",
            "insert into t values ((select 2))",
            "select now(), current_timestamp, current_schema()",
            "select generate_series(1, 3)",
            "select n from generate_series(1, 3) as s (n)",
            "with x as (select 1 as a) select a, now() from x",
            "select now() from stl_load_errors",
            "create table t (a timestamp default current_timestamp)",
            "select t.now, x as age from t",
            "comment on table t is 'x'",
            "comment on column t.a is 'x'",
            "create table if not exists t (a int)",
            "create schema if not exists s",
            "alter table t alter column a encode zstd, alter column b encode raw",
            "alter table t add column b decimal(10, 2)",
            "create procedure p() as $$ begin listen x; end $$ language plpgsql",
            "fetch forward all from c",
            "grant usage on schema sequences to u"
    })
    void whatRedshiftTakesIsNotRefused(String sql) {
        assertThat(strict.translate(sql, Columns.UNKNOWN).error()).isNull();
    }

    @Test
    void aClientSeesTheMessageTheHintAndThePlace() {
        try (LocalRedshiftServer server = LocalRedshift.temporary().start()) {
            assertThatThrownBy(() -> Sql.run(server.endpoint(), "select string_agg('a', ',')"))
                    .asInstanceOf(InstanceOfAssertFactories.type(RedshiftException.class))
                    .satisfies(e -> {
                        assertThat(e.getServerErrorMessage().getMessage()).isEqualTo("Redshift has no function STRING_AGG");
                        assertThat(e.getServerErrorMessage().getHint()).isEqualTo("use LISTAGG");
                        assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(8);
                        assertThat(e.getSQLState()).isEqualTo("0A000");
                    });
        }
    }

    @Test
    void lenientRunsWhatPostgresqlHas() throws SQLException {
        try (LocalRedshiftServer server = LocalRedshift.temporary().compatibility(Compatibility.LENIENT).start();
                Connection connection = Sql.connect(server.endpoint())) {
            Sql.run(connection, "create table t (a int)");
            assertThat(Sql.value(connection, "insert into t values (1), (2) returning a")).isEqualTo("1");
            assertThat(Sql.value(connection, "select string_agg(a::varchar, ',') filter (where a > 1) from t")).isEqualTo("2");
        }
    }
}
