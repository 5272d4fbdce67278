/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCheckTest {

    private static LocalRedshiftServer server;

    @BeforeAll
    static void start() {
        server = LocalRedshift.temporary().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Columns: a statement, rule, line:column, a part of the message, a part of the hint. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            insert into t values (1) on conflict do nothing ! on-conflict ! 1:29 ! Redshift has no ON CONFLICT ! use MERGE
            `select a,\n  string_agg(b, ',')\nfrom t`       ! pg-function ! 2:3  ! Redshift has no function STRING_AGG ! use LISTAGG
            `select 'ü😀', a -> 'b' from t`                 ! json-operator ! 1:16 ! operator does not exist ! JSON_EXTRACT_PATH_TEXT
            select E'a'                                     ! string-prefix ! 1:8  ! type "e" does not exist ! leave the E away
            create table t (id serial)                      ! serial      ! 1:20 ! unsupported type "serial" ! IDENTITY
            copy t from 's3://b/x' iam_role default frobnicate ! copy      ! 1:41 ! frobnicate ! ``
            unload ('select distinct on (a) a from t') to 's3://b/x' iam_role default ! distinct-on ! 1:17 ! DISTINCT ON ! QUALIFY
            """)
    void refusesByItsRulesWithoutAServer(String sql, String rule, String place, String message, String hint) {
        for (List<CheckedStatement> checked : List.of(LocalRedshift.check(sql), server.check(sql))) {
            assertThat(checked).hasSize(1);
            SqlRefusal refusal = checked.get(0).refusal().orElseThrow();
            assertThat(refusal.rule()).isEqualTo(rule);
            assertThat(refusal.line() + ":" + refusal.column()).as(refusal.toString()).isEqualTo(place);
            assertThat(refusal.message()).contains(message);
            assertThat(refusal.hint() == null ? "" : refusal.hint()).contains(hint == null ? "" : hint);
        }
    }

    /** Columns: a statement, line:column, the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            `select 1;\n select a from from t`              ! 2:16 ! syntax error at or near "from"
            `select a\nfrom t where`                        ! 2:13 ! syntax error at end of input
            select top 3 a b c from t                       ! 1:18 ! syntax error at or near "c"
            unload ('select a frm t x') to 's3://b/x' iam_role default ! 1:23 ! syntax error at or near "t"
            `select '`                                      ! 1:8  ! unterminated quoted string at or near "'"
            """)
    void findsSlipsOfSyntaxWithAServer(String sql, String place, String message) {
        assertThat(LocalRedshift.check(sql)).allMatch(CheckedStatement::isAccepted);

        List<CheckedStatement> checked = server.check(sql);
        SqlRefusal refusal = checked.get(checked.size() - 1).refusal().orElseThrow();
        assertThat(refusal.message()).contains(message);
        assertThat(refusal.line() + ":" + refusal.column()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "select top 10 * from nowhere n qualify row_number() over (partition by a order by b) = 1 minus select 1",
        "select * exclude (a) from t",
        "select t.a from t, u where a = b(+)",
        "select * from (select a, b from nowhere) pivot (sum(b) for a in ('x', 'y'))",
        "create table t (a int identity(0, 1) distkey sortkey encode raw, b super) diststyle key",
        "copy t from 's3://b/x' iam_role default json 'auto' gzip timeformat 'epochmillisecs'",
        "unload ('select \\'a\\' from t') to 's3://b/x' iam_role default parquet",
        "select 'it\\'s', a.b[0].c from t a, a.b as e",
        "alter table t alter sortkey (a, b)",
        "vacuum delete only t to 75 percent",
        "commit",
        "call p(1)",
        "merge into t using s on t.a = s.a when matched then delete when not matched then insert values (s.a)",
    })
    void acceptsWhatRedshiftTakes(String sql) {
        assertThat(LocalRedshift.check(sql)).singleElement().hasToString("1:1: accepted");
        assertThat(server.check(sql)).singleElement().hasToString("1:1: accepted");
    }

    /** Columns: a statement, its refusals as line:column rule. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            insert into t values (1) on conflict do nothing returning a ! 1:29 on-conflict, 1:49 returning
            `select string_agg(a, ','), array_agg(b)\nfrom t fetch first 3 rows only` ! 1:8 pg-function, 1:28 pg-function, 2:8 fetch
            `create table t (\n a serial check (a > 0) encode zip,\n b jsonb,\n c int generated always as (a) stored\n) tablespace x` ! 2:4 serial, 2:11 check, 2:32 encode, 3:4 pg-type, 4:8 generated-column, 5:3 table-option
            `select distinct on (a) a, datediff(fortnight, b, c), sum(d) over (order by e)\nfrom t` ! 1:8 distinct-on, 1:36 select, 1:61 frame-required
            unload ('select array_agg(a) from t for update') to 's3://b/x' iam_role default ! 1:17 pg-function, 1:37 for-update
            alter table t add column if not exists a int, drop column b ! 1:26 alter-if-exists, 1:45 alter-multi
            select ';' from t returning ! ``
            """)
    void tellsEveryRefusalOfAStatement(String sql, @Nullable String refusals) {
        assertThat(refusals(LocalRedshift.check(sql))).isEqualTo(refusals == null ? "" : refusals);
    }

    private static String refusals(List<CheckedStatement> statements) {
        return statements.stream().flatMap(statement -> statement.refusals().stream())
                .map(refusal -> refusal.line() + ":" + refusal.column() + " " + refusal.rule())
                .collect(Collectors.joining(", "));
    }

    /** Columns: the body of a procedure, which begins in line 2; refusals. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            `begin\n insert into t values (1) on conflict do nothing;\nend;`                 ! 3:30 on-conflict
            `declare\n a int[];\nbegin\n a := array_agg(1);\nend;`                         ! 3:7 array-type, 5:7 pg-function
            `begin\n if a then delete from t returning b; else\n select b -> 'c' into a from t; end if;\nend;` ! 3:26 returning, 4:11 json-operator
            `begin\n for r in select distinct on (a) a from t loop\n  update t set (a, b) = (1, 2);\n end loop;\nend;` ! 3:18 distinct-on, 4:12 update-tuple
            `begin\n return query select 1;\n assert true;\n perform 1;\nexception when division_by_zero then\n null;\nend;` ! 3:2 plpgsql, 4:2 plpgsql, 6:16 plpgsql
            `begin\n create table u (id serial, b json);\nend;`                               ! 3:21 serial, 3:31 pg-type
            `declare\n r record;\nbegin\n execute 'select 1';\n raise info 'x %', 1;\n for i in 1..3 loop null; end loop;\nexception when others then\n raise;\nend;` ! ``
            """)
    void looksIntoTheBodiesOfProcedures(String body, @Nullable String refusals) {
        String dollars = "create or replace procedure p(v int) as\n$$" + body + "$$ language plpgsql";
        String quotes = "create or replace procedure p(v int) as\n '" + body.replace("'", "''") + "' language plpgsql";

        assertThat(refusals(LocalRedshift.check(dollars))).isEqualTo(refusals == null ? "" : refusals);
        assertThat(refusals(server.check(dollars))).isEqualTo(refusals == null ? "" : refusals);
        if (!body.contains("'")) {
            assertThat(refusals(LocalRedshift.check(quotes))).isEqualTo(refusals == null ? "" : refusals);
        }
    }

    @Test
    void findsSlipsOfSyntaxInBodies() {
        String procedure = "create procedure p() as $$\nbegin\n  delete from t;\n  slect 1;\nend;\n$$ language plpgsql";

        assertThat(refusals(server.check(procedure))).isEqualTo("4:3 syntax");
    }

    @Test
    void looksIntoTheBodiesOfFunctions() {
        String function = "create function f(int) returns int stable as $$\n select array_agg($1)\n$$ language sql";

        assertThat(refusals(LocalRedshift.check(function))).isEqualTo("2:9 pg-function");
    }

    /** Columns: statements behind create table sales (id int, sold date, note varchar(10)); refusals; what is not told. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            select id, sodl from sales                            ! 2:12 unknown-column  ! ``
            select s.id from sales x                              ! 2:8 unknown-table    ! ``
            insert into sales (id, solt) values (1, 2)            ! 2:24 unknown-column  ! ``
            insert into sales values (1, '2026-01-01', 'a', 4)    ! 2:49 syntax          ! ``
            insert into sales values ('x')                        ! 2:27 definition      ! ``
            select sum(id) from sales group by sold having note = 'a' ! 2:48 grouping    ! ``
            copy sales (id, solt) from 's3://b/x' iam_role default ! 2:17 unknown-column ! ``
            copy other (id, solt) from 's3://b/x' iam_role default ! ``                  ! relation "other" does not exist
            unload ('select id, x from sales') to 's3://b/x' iam_role default ! 2:21 unknown-column ! ``
            select a from unknown_one                             ! ``                   ! relation "unknown_one" does not exist
            select a from nowhere.unknown_one                     ! ``                   ! relation "nowhere.unknown_one" does not exist
            select my_udf(id) from sales                          ! ``                   ! function my_udf(integer) does not exist
            select len(sold, 1) from sales                        ! 2:8 arguments        ! ``
            call my_procedure(1)                                  ! ``                   ! procedure my_procedure(integer) does not exist
            create table sales (a int)                            ! 2:1 exists-already   ! ``
            create table t (a foo)                                ! 2:19 unknown-type    ! ``
            create table t (a int, a int)                         ! 2:1 exists-already   ! ``
            create table t (a int) distkey (b)                    ! 2:1 distkey          ! ``
            `create table t as select id as a, 1 / 0 as b from sales; select a, b, c from t` ! 2:71 unknown-column ! ``
            `alter table sales add column price int; alter table sales drop column id; select price, id from sales` ! 2:89 unknown-column ! ``
            `create view v as select id from sales; select sold from v` ! 2:47 unknown-column ! ``
            `create view v as select id from public.sales with no schema binding; select sold from v` ! 2:77 unknown-column ! ``
            `begin; create table t (a int); rollback; create table t (b int); select b from t` ! `` ! ``
            `begin; select 1 from nowhere; create table t (b int); select a from t; commit; select c from t` ! 2:62 unknown-column, 2:87 unknown-column ! relation "nowhere" does not exist
            `create schema s; set search_path to s; create table t (a int); select * exclude (b) from s.t` ! 2:82 exclude ! ``
            `drop table sales; select x from sales`               ! ``                   ! relation "sales" does not exist
            create external schema e from data catalog database 'd' ! ``                 ! the local Redshift does not execute CREATE EXTERNAL SCHEMA
            `create temp table #t (a int); select b from #t`      ! 2:38 unknown-column  ! ``
            `select * exclude (a) from nowhere`                   ! ``                   ! the columns of the list are not known here
            `update sales set sodl = null; delete sales where x = 1` ! 2:18 unknown-column, 2:50 unknown-column ! ``
            """)
    void knowsWhatTheScriptDefines(String sql, @Nullable String refusals, String unchecked) {
        List<CheckedStatement> checked =
                server.check("create table sales (id int, sold date, note varchar(10));\n" + sql);

        assertThat(refusals(checked)).as("%s", checked).isEqualTo(refusals == null ? "" : refusals);
        assertThat(checked.stream().flatMap(statement -> statement.unchecked().stream()).toList())
                .isEqualTo(unchecked.isEmpty() ? List.of() : List.of(unchecked));
    }

    @Test
    void scriptsInOrderKnowWhatThoseBeforeDefine() {
        List<String> scripts = List.of("create table t (a int)", "alter table t add column b int", "select a, b, c from t");

        assertThat(server.checkInOrder(scripts)).map(SqlCheckTest::refusals)
                .containsExactly("", "", "1:14 unknown-column");
        assertThat(server.check("select a from t").get(0).unchecked()).containsExactly("relation \"t\" does not exist");
    }

    /** Columns: a text with placeholders; refusals. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            create table ${schema}.t${env} (a serial)                               ! 1:35 serial
            copy ${my.table} from 's3://${bucket}/x' iam_role '${role}' json 'auto' ! ``
            copy ${my.table} from 's3://${bucket}/x' iam_role '${role}' jsom 'auto' ! 1:61 copy
            select '${x}', ${y} from t limit ${n}                                   ! ``
            """)
    void placeholdersStandForNames(String sql, @Nullable String refusals) {
        assertThat(refusals(server.check(sql))).isEqualTo(refusals == null ? "" : refusals);
        assertThat(server.check(sql).get(0).sql()).isEqualTo(sql);
    }

    @Test
    void theCheckLeavesNothingBehind() throws SQLException {
        server.check("create table left_behind (a int)");

        assertThat(Sql.value(server.endpoint(), "select count(*) from svv_redshift_databases where database_name like '%check%'"))
                .isEqualTo("0");
        assertThat(Sql.value(server.endpoint(), "select count(*) from pg_class where relname = 'left_behind'"))
                .isEqualTo("0");
    }

    @Test
    void runsNothing() throws SQLException {
        Sql.run(server.endpoint(), "create table kept (a int)", "insert into kept values (1)");

        assertThat(server.check("drop table kept; commit; delete from kept; truncate kept"))
                .hasSize(4).allMatch(CheckedStatement::isAccepted);

        assertThat(Sql.value(server.endpoint(), "select count(*) from kept")).isEqualTo("1");
    }

    @Test
    void tellsOfEachStatementWhereItStands() {
        List<CheckedStatement> checked = server.check("""
                -- the first
                select 1;

                  /* two */ select b'1'; ;
                select 3""");

        assertThat(checked).extracting(CheckedStatement::sql).containsExactly("select 1", "select b'1'", "select 3");
        assertThat(checked).map(CheckedStatement::toString).containsExactly("2:1: accepted",
                "4:13: refused: 4:20: type \"b\" does not exist (string-prefix), write a plain string", "5:1: accepted");
    }

    @Test
    void findingsReadAsLines() throws IOException {
        String sql = "insert into users values (1, 'Ann')\n  on conflict do nothing";
        // tag::check[]
        List<String> findings = LocalRedshift.check(sql).stream()
                .flatMap(statement -> statement.refusals().stream())
                .map(SqlRefusal::toString)
                .toList();
        // end::check[]
        assertThat(findings).containsExactly("2:6: syntax error at or near \"conflict\": Redshift has no ON CONFLICT "
                + "(on-conflict), use MERGE, or DELETE and INSERT in one transaction");
        assertThat(Files.readString(Path.of("../docs/check.md"))).contains("```text\n" + findings.get(0) + "\n```");
    }

    @Test
    void anEmptyTextHasNoStatements() {
        assertThat(LocalRedshift.check(" -- nothing\n;;")).isEmpty();
    }

    static Stream<Path> golden() throws IOException {
        return GoldenSqlTest.files();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void whatJooqRendersIsAccepted(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(server.check(text.substring(text.indexOf("-- inlined")))).singleElement()
                .hasToString("2:1: accepted");
    }
}
