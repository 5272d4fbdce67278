/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.internal.postgres.ExistingPostgres;
import dev.warehouse.local.internal.postgres.TestcontainersPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds over every PostgreSQL that can be underneath: the same tests over all that are at hand. */
class BackendContractTest {

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contract {

        final TestBucket bucket = TestBucket.empty().put("users.csv.gz", "1,Ann\n2,Bob\nx,Eve\n");
        LocalRedshiftServer server;

        abstract LocalRedshift redshift() throws Exception;

        /** Whether PostgreSQL has what that takes. */
        boolean mergeRemovesDuplicates() {
            return true;
        }

        @BeforeAll
        void start() throws Exception {
            server = redshift().bucket("b", bucket).start();
        }

        @AfterAll
        void stop() {
            if (server != null) {
                server.close();
            }
        }

        private Endpoint endpoint() {
            return server.endpoint();
        }

        @Test
        void tablesAreDesignedAndKeysInform() throws Exception {
            Sql.run(endpoint(), "create table parent (id int primary key) diststyle all",
                    "create table child (id int identity(1,1), parent int references parent (id), name varchar(4) encode zstd, "
                            + "unique (parent)) distkey (parent) compound sortkey (parent, name)",
                    "insert into parent values (1), (1)", "insert into child (parent, name) values (7, 'a'), (7, 'Zoë')");
            assertThat(Sql.rows(endpoint(), "select diststyle, sortkey1, sortkey_num from svv_table_info "
                    + "where \"table\" = 'child'")).containsExactly(List.of("KEY(parent)", "parent", "2"));
            assertThat(Sql.value(endpoint(), "select count(*) from pg_constraint where conrelid = 'child'::regclass "
                    + "and contype in ('f', 'u')")).isEqualTo("2");
            Sql.run(endpoint(), "delete from parent", "drop table child", "drop table parent");
        }

        @Test
        void copyLoadsRejectsAndUnloads() throws Exception {
            Sql.run(endpoint(), "create table users (id int, name varchar(10))",
                    "copy users from 's3://b/users.csv.gz' iam_role default csv gzip maxerror 2");
            assertThat(Sql.rows(endpoint(), "select trim(colname), trim(raw_field_value), err_code from stl_load_errors"))
                    .containsExactly(List.of("id", "x", "1207"));
            Sql.run(endpoint(), "unload ('select * from users order by id') to 's3://b/out_' iam_role default csv parallel off "
                            + "allowoverwrite");
            assertThat(bucket.text("out_000")).isEqualTo("1,Ann\n2,Bob\n");
            assertThat(Sql.value(endpoint(), "select trim(database_name) from sys_load_history"))
                    .isEqualTo(endpoint().database());
            Sql.run(endpoint(), "drop table users");
        }

        @Test
        void aCopyThatFailsLoadsNothingAndTellsWhy() throws Exception {
            bucket.put("broken/1.csv", "1,Ann,2024-02-30\n2,Bobby-Tables,2024-02-28\n").put("broken/2.csv", "3,Cid,2024-02-28\n");
            Sql.run(endpoint(), "create table broken (id smallint, name varchar(5), day date)");
            assertThatThrownBy(() -> Sql.run(endpoint(), "copy broken from 's3://b/broken/' iam_role default csv"))
                    .hasMessageContaining("Load into table 'broken' failed.");
            assertThat(Sql.value(endpoint(), "select count(*) from broken")).isEqualTo("0");
            try (Connection connection = Sql.connect(endpoint())) {
                Sql.run(connection, "copy broken from 's3://b/broken/' iam_role default csv maxerror 10");
                assertThat(Sql.rows(connection, "select pg_last_copy_count(), pg_last_copy_id() > 0")).isEqualTo(
                        List.of(List.of("1", "t")));
                String last = " where query = pg_last_copy_id() order by line_number";
                assertThat(Sql.rows(connection, "select trim(filename), line_number, trim(colname), trim(type), "
                        + "trim(raw_field_value), err_code, trim(err_reason) from stl_load_errors" + last)).containsExactly(
                        List.of("s3://b/broken/1.csv", "1", "day", "date", "2024-02-30", "1205",
                                "Invalid date format or value [YYYY-MM-DD]"),
                        List.of("s3://b/broken/1.csv", "2", "name", "varchar", "Bobby-Tables", "1204",
                                "String length exceeds DDL length"));
                assertThat(Sql.rows(connection, "select trim(colname), trim(value) from stl_loaderror_detail"
                        + " where query = pg_last_copy_id() and line_number = 1 order by field"))
                        .containsExactly(List.of("id", "1"), List.of("name", "Ann"), List.of("day", ""));
                assertThat(Sql.rows(connection, "select line_number, trim(column_name), error_code from sys_load_error_detail"
                        + " where query_id = pg_last_copy_id() order by 1"))
                        .containsExactly(List.of("1", "day", "1205"), List.of("2", "name", "1204"));
                assertThat(Sql.rows(connection, "select trim(status), loaded_rows, error_count, source_file_count"
                        + " from sys_load_history where query_id = pg_last_copy_id()"))
                        .containsExactly(List.of("completed", "1", "2", "2"));
                assertThat(Sql.value(connection, "select count(*) from stl_load_commits where query = pg_last_copy_id()"))
                        .isEqualTo("2");
                assertThat(Sql.value(connection, "select count(*) from sys_load_detail where query_id = pg_last_copy_id()"))
                        .isEqualTo("2");
                Sql.run(connection, "copy broken from 's3://b/broken/1.csv' iam_role default csv acceptinvchars maxerror 10",
                        "drop table broken");
            }
        }

        @Test
        void whatIsUnloadedLoadsToTheSameRows() throws Exception {
            Sql.run(endpoint(), "create table round (i bigint, d decimal(20,4), f double precision, b boolean, t timestamp, "
                            + "z timestamptz, v varchar(40), s super)",
                    "insert into round values (1, 123456789012.3456, 1.5e10, true, '2024-02-29 12:34:56.789012', "
                            + "'2024-02-29 12:34:56+02', 'a,\"b\"\nZoë', json_parse('{\"a\": [1, null]}')), "
                            + "(null, null, null, null, null, null, null, null), (2, -0.0001, 0, false, null, null, '', null)",
                    "create table back (like round)");
            List<List<String>> rows = Sql.rows(endpoint(), "select * from round order by i");
            int number = 0;
            for (String[] formats : new String[][] {{"format csv null as '@'", "csv null as '@'"},
                    {"format csv gzip null as '@'", "csv gzip null as '@'"}, {"format json", "json 'auto'"},
                    {"format parquet", "parquet serializetojson"}, {"delimiter '|' escape null as '@'", null}}) {
                String prefix = "s3://b/round/" + number++ + "/";
                Sql.run(endpoint(), "unload ('select * from round order by i') to '" + prefix + "' iam_role default manifest "
                                + "allowoverwrite " + formats[0],
                        "truncate back", "copy back from '" + prefix + "manifest' iam_role default manifest "
                                + (formats[1] == null ? formats[0] : formats[1]));
                assertThat(Sql.rows(endpoint(), "select * from back order by i")).as(formats[0]).isEqualTo(rows);
            }
            Sql.run(endpoint(), "drop table round", "drop table back");
        }

        @Test
        void decimalsAndOverflowsAreRedshifts() throws Exception {
            Sql.run(endpoint(), "create table money (a decimal(10,2), b decimal(10,3), i int)",
                    "insert into money values (10.00, 3.000, 2147483647)");
            assertThat(Sql.rows(endpoint(), "select a / b, a * b, a + b, avg(a) over (), a % b, sum(a) over () from money"))
                    .containsExactly(List.of("3.3333333333", "30.00000", "13.000", "10.00", "1.000", "10.00"));
            assertThatThrownBy(() -> Sql.rows(endpoint(), "select i + 1 from money"))
                    .hasMessageContaining("Value out of range for 4 bytes.");
            assertThatThrownBy(() -> Sql.rows(endpoint(), "select a / (b - 3) from money"))
                    .hasMessageContaining("Divide by zero");
            assertThatThrownBy(() -> Sql.rows(endpoint(), "select ('1' || a)::varchar::decimal(3,2) from money"))
                    .hasMessageContaining("Numeric data overflow");
            assertThatThrownBy(() -> Sql.rows(endpoint(), "select 'a1'::varchar::int from money"))
                    .hasMessageContaining("Invalid digit, Value 'a', Pos 0, Type: Integer");
            Sql.run(endpoint(), "drop table money");
        }

        @Test
        void superIsNavigatedUnnestedAndChecked() throws Exception {
            Sql.run(endpoint(), "create table orders (id int, o super)", "insert into orders values "
                    + "(1, json_parse('{\"c\": \"Ann\", \"items\": [{\"n\": 1, \"p\": 2.50}, {\"n\": 2, \"p\": 1}]}')), "
                    + "(2, json_parse('{\"c\": null, \"items\": []}'))");
            assertThat(Sql.rows(endpoint(), "select t.id, i.n::int, i.p::decimal(5,2), json_typeof(t.o.c) "
                    + "from orders t, t.o.items i order by i.n"))
                    .containsExactly(List.of("1", "1", "2.50", "string"), List.of("1", "2", "1.00", "string"));
            assertThat(Sql.rows(endpoint(), "select id, get_array_length(o.items), is_array(o.items), json_serialize(o.c), "
                    + "can_json_parse('{]'), is_valid_json_array('[1]'), json_extract_array_element_text('[1,2]', 1), "
                    + "json_array_length('[1,2', true) is null from orders order by id")).containsExactly(
                    List.of("1", "2", "t", "\"Ann\"", "f", "t", "2", "t"),
                    Arrays.asList("2", "0", "t", null, "f", "t", "2", "t"));
            assertThatThrownBy(() -> Sql.rows(endpoint(), "select json_parse('{\"a\":1')"))
                    .hasMessageContaining("JSON parsing error");
            assertThatThrownBy(() -> Sql.run(endpoint(), "insert into orders select 3, json_parse('{\"a\":1,\"a\":2}')"))
                    .hasMessageContaining("JSON parsing error");
            Sql.run(endpoint(), "drop table orders");
        }

        @Test
        void proceduresRun() throws Exception {
            Sql.run(endpoint(), "create table log (n int, what varchar(20))",
                    "create or replace procedure fill(highest in int, total out bigint) as $$ declare r record; begin "
                            + "for r in select n from (select 1 as n union all select 2 union all select 30) as x "
                            + "where n <= highest loop insert into log values (r.n, 'row'); end loop; "
                            + "select into total count(*) from log; end $$ language plpgsql",
                    "create or replace procedure fails() as $$ begin insert into log values (9, 'not kept'); "
                            + "raise exception 'no %', 'more'; end $$ language plpgsql",
                    "create or replace procedure steps() nonatomic as $$ begin insert into log values (7, 'kept'); "
                            + "perform 1 / (select 0 from log limit 1); exception when others then "
                            + "insert into log values (8, 'handled'); end $$ language plpgsql");
            assertThat(Sql.value(endpoint(), "call fill(2, 0)")).isEqualTo("2");
            assertThatThrownBy(() -> Sql.run(endpoint(), "call fails()")).hasMessageContaining("no more");
            Sql.run(endpoint(), "call steps()");
            assertThat(Sql.rows(endpoint(), "select n from log order by n"))
                    .containsExactly(List.of("1"), List.of("2"), List.of("7"), List.of("8"));
            Sql.run(endpoint(), "drop procedure fill(int, bigint)", "drop procedure fails()", "drop procedure steps()",
                    "drop table log");
        }

        @Test
        void mergeUpdatesInsertsAndRemoves() throws Exception {
            Sql.run(endpoint(), "create table target (id int, v varchar(5))", "create table source (id int, v varchar(5))",
                    "insert into target values (1, 'old'), (2, 'old')", "insert into source values (2, 'new'), (3, 'new')",
                    "merge into target using source on target.id = source.id when matched then update set v = source.v "
                            + "when not matched then insert values (source.id, source.v)");
            assertThat(Sql.rows(endpoint(), "select * from target order by 1"))
                    .containsExactly(List.of("1", "old"), List.of("2", "new"), List.of("3", "new"));
            Sql.run(endpoint(), "merge into target using source on target.id = source.id when matched then delete "
                    + "when not matched then insert values (source.id, source.v)");
            assertThat(Sql.rows(endpoint(), "select * from target")).containsExactly(List.of("1", "old"));
            String merge = "merge into target using source on target.id = source.id remove duplicates";
            if (mergeRemovesDuplicates()) {
                Sql.run(endpoint(), merge);
                assertThat(Sql.value(endpoint(), "select count(*) from target")).isEqualTo("3");
            } else {
                assertThatThrownBy(() -> Sql.run(endpoint(), merge))
                        .hasMessageContaining("does not execute MERGE … REMOVE DUPLICATES over PostgreSQL 1");
            }
            Sql.run(endpoint(), "drop table target", "drop table source");
        }

        @Test
        void windowsAggregatesAndRedshiftsOwnClausesCompute() throws Exception {
            Sql.run(endpoint(), "create table w (g char(1), n int, v int)",
                    "insert into w values ('a', 1, 10), ('a', 2, null), ('a', 3, 30), ('b', 1, 5)");
            assertThat(Sql.rows(endpoint(), "select g, n, lag(v) ignore nulls over (partition by g order by n), "
                    + "ratio_to_report(v) over (partition by g), median(v) over (partition by g), "
                    + "first_value(v ignore nulls) over (partition by g order by n rows unbounded preceding), "
                    + "listagg(n, '-') within group (order by n) over (partition by g) from w as numbers "
                    + "qualify row_number() over (partition by g order by n desc) = 1 order by g")).containsExactly(
                    List.of("a", "3", "10", "0.75", "20.0", "10", "1-2-3"), Arrays.asList("b", "1", null, "1.0", "5", "5", "1"));
            assertThat(Sql.rows(endpoint(), "select top 1 * exclude (v) from w order by g desc")).containsExactly(
                    List.of("b", "1"));
            assertThat(Sql.rows(endpoint(), "select g, percentile_cont(0.5) within group (order by v), "
                    + "approximate count(distinct n), any_value(g) from w group by all order by g"))
                    .containsExactly(List.of("a", "20.0", "3", "a"), List.of("b", "5.0", "1", "b"));
            Sql.run(endpoint(), "drop table w");
        }

        @Test
        void viewsAndLateBindingViewsAndMaterializedOnesAreMade() throws Exception {
            Sql.run(endpoint(), "create view late as select * from public.not_yet with no schema binding",
                    "create table not_yet (a int, d date default current_date)", "insert into not_yet (a) values (1)",
                    "create materialized view kept as select a, count(*) as n from not_yet group by a",
                    "alter table not_yet add column c varchar(3) default 'x'", "insert into not_yet (a) values (1)",
                    "refresh materialized view kept");
            assertThat(Sql.rows(endpoint(), "select a, n from kept")).containsExactly(List.of("1", "2"));
            assertThat(Sql.rows(endpoint(), "select a, c from late")).containsExactly(List.of("1", "x"), List.of("1", "x"));
            assertThat(Sql.rows(endpoint(), "select \"column\", type from pg_table_def where tablename = 'not_yet'"))
                    .contains(List.of("a", "integer"), List.of("c", "character varying(3)"));
            Sql.run(endpoint(), "drop materialized view kept", "drop view late", "truncate not_yet", "drop table not_yet");
        }

        @Test
        void theDriverReadsTheCatalogue() throws Exception {
            Sql.run(endpoint(), "create table described (id int not null, s super, v varchar(max), primary key (id))");
            try (Connection connection = Sql.connect(endpoint())) {
                List<String> columns = new ArrayList<>();
                try (ResultSet result = connection.getMetaData().getColumns(null, "public", "described", "%")) {
                    while (result.next()) {
                        columns.add(result.getString("COLUMN_NAME") + " " + result.getString("TYPE_NAME"));
                    }
                }
                assertThat(columns).containsExactly("id int4", "s super", "v varchar");
                try (ResultSet key = connection.getMetaData().getPrimaryKeys(null, "public", "described")) {
                    assertThat(key.next()).isTrue();
                    assertThat(key.getString("COLUMN_NAME")).isEqualTo("id");
                }
            }
            Sql.run(endpoint(), "drop table described");
        }

        @Test
        void whatRedshiftHasAndPostgresHasNotIsThere() throws Exception {
            assertThat(Sql.rows(endpoint(), "select listagg(n, ',') within group (order by n), any_value(n) > 0, "
                    + "decode(max(n), 2, 'two'), json_extract_path_text('{\"a\": {\"b\": 1}}', 'a', 'b'), "
                    + "is_valid_json('{'), crc32('Redshift'), nvl(null, 'x') from (select 1 as n union all select 2)"))
                    .containsExactly(List.of("1,2", "t", "two", "1", "f", Sql.value(endpoint(), "select crc32('Redshift')"),
                            "x"));
            assertThat(Sql.value(endpoint(), "select crc32('Hello World')")).isEqualTo("691daa2f");
            Sql.run(endpoint(), "create table s (x super)", "insert into s select json_parse('{\"a\": [1, 2], \"b\": null}')");
            assertThat(Sql.value(endpoint(), "select x.a[1] from s")).isEqualTo("2");
            Sql.run(endpoint(), "drop table s");
        }

        @Test
        void lengthsCountBytesAndBackslashesEscape() throws Exception {
            Sql.run(endpoint(), "create table lengths (v varchar(3))");
            assertThatThrownBy(() -> Sql.run(endpoint(), "insert into lengths values ('Zoë')"))
                    .hasMessageContaining("value too long for type character varying(3)");
            assertThat(Sql.value(endpoint(), "select len('a\\\\b')")).isEqualTo("3");
            assertThat(Sql.value(endpoint(), "show datestyle")).isEqualTo("ISO, MDY");
            Sql.run(endpoint(), "drop table lengths");
        }

        @Test
        void aTransactionSeesWhatItsFirstStatementSaw() throws Exception {
            Sql.run(endpoint(), "create table seen (a int)");
            try (Connection reader = Sql.connect(endpoint())) {
                reader.setAutoCommit(false);
                assertThat(Sql.value(reader, "select count(*) from seen")).isEqualTo("0");
                Sql.run(endpoint(), "insert into seen values (1)");
                assertThat(Sql.value(reader, "select count(*) from seen")).isEqualTo("0");
                reader.commit();
                assertThat(Sql.value(reader, "select count(*) from seen")).isEqualTo("1");
                reader.commit();
            }
            Sql.run(endpoint(), "drop table seen");
        }

        @Test
        void usersEnterWithTheirPasswordsAndNobodyElse() throws Exception {
            Sql.run(endpoint(), "create user contract_reader password 'Reader123'", "create table secret (a int)");
            String url = endpoint().jdbcUrl();
            try (Connection reader = DriverManager.getConnection(url, "contract_reader", "Reader123")) {
                assertThat(Sql.value(reader, "select current_user")).isEqualTo("contract_reader");
                assertThatThrownBy(() -> Sql.run(reader, "select * from secret")).hasMessageContaining("permission denied");
                assertThatThrownBy(() -> Sql.run(reader, "set session authorization admin"))
                        .isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> DriverManager.getConnection(url, "contract_reader", "reader123").close())
                    .hasMessageContaining("password authentication failed for user \"contract_reader\"");
            assertThatThrownBy(() -> DriverManager.getConnection(url, "nobody", "x").close())
                    .hasMessageContaining("password authentication failed for user \"nobody\"");
            Sql.run(endpoint(), "drop table secret", "drop user contract_reader");
        }

        @Test
        void databasesAreMadeWithTheCatalogue() throws Exception {
            String name = "beside_" + endpoint().database();
            Sql.run(endpoint(), "create database " + name);
            Endpoint beside = new Endpoint("127.0.0.1", endpoint().port(), name, endpoint().user(), endpoint().password(),
                    false);
            Sql.run(beside, "create table t (a int) distkey (a)", "insert into t values (1)");
            assertThat(Sql.value(beside, "select diststyle from svv_table_info")).isEqualTo("KEY(a)");
            Sql.run(endpoint(), "drop database " + name);
        }

        @Test
        void statementsAreChecked() {
            assertThat(server.check("create table t (a int) distkey (a); select count(*) from (select a from t); select 1 limit"))
                    .extracting(CheckedStatement::isAccepted).containsExactly(true, true, false);
        }

        @Test
        void aRunningStatementCanBeCancelled() throws Exception {
            try (Connection connection = Sql.connect(endpoint()); var statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                assertThatThrownBy(() -> statement.executeQuery("select count(*) from generate_series(1, 1000000000)"))
                        .hasMessageContaining("cancel");
            }
        }

        @Test
        void templatesAreCopied() throws Exception {
            LocalTemplate template = redshift().template(warehouse -> warehouse.dsl().execute("create table t as select 1 as a"));
            try (Warehouse one = Warehouse.provision(template); Warehouse other = Warehouse.provision(template)) {
                one.dsl().execute("insert into t values (2)");
                assertThat(one.dsl().fetchValue("select count(*) from t")).isEqualTo(2L);
                assertThat(other.dsl().fetchValue("select count(*) from t")).isEqualTo(1L);
            }
        }

        @Test
        void copiesAreMadeAndUsedSideBySide() throws Exception {
            LocalTemplate template = redshift().bucket("b", bucket).template(warehouse -> {
                warehouse.dsl().execute("create table users (id int, name varchar(10))");
                warehouse.dsl().execute("copy users from 's3://b/users.csv.gz' iam_role default csv gzip maxerror 2");
            });
            List<Callable<List<String>>> users = IntStream.range(0, 6).mapToObj(number -> (Callable<List<String>>) () -> {
                try (Warehouse warehouse = Warehouse.provision(template)) {
                    warehouse.dsl().execute("copy users from 's3://b/users.csv.gz' iam_role default csv gzip maxerror 2");
                    warehouse.dsl().execute("insert into users values (" + number + ", 'own')");
                    return List.of(String.valueOf(warehouse.dsl().fetchValue("select count(*) from users")),
                            String.valueOf(warehouse.dsl().fetchValue("select count(*) from stl_load_errors")),
                            String.valueOf(warehouse.dsl().fetchValue("select id from users where name = 'own'")));
                }
            }).toList();
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                List<List<String>> seen = new ArrayList<>();
                for (Future<List<String>> one : threads.invokeAll(users)) {
                    seen.add(one.get());
                }
                assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 6)
                        .mapToObj(number -> List.of("5", "2", "" + number)).toList());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class Embedded extends Contract {

        @Override
        LocalRedshift redshift() {
            return LocalRedshift.temporary();
        }
    }

    static boolean dockerAnswers() {
        return TestcontainersPostgres.isAvailable();
    }

    @Nested
    @EnabledIf(value = "dev.warehouse.local.BackendContractTest#dockerAnswers", disabledReason = "Docker does not answer here")
    class OnTestcontainers extends Contract {

        @Override
        LocalRedshift redshift() {
            return LocalRedshift.onTestcontainers();
        }
    }

    @Nested
    @ParameterizedClass(name = "PostgreSQL {0}", allowZeroInvocations = true)
    @MethodSource("dev.warehouse.local.internal.postgres.ExistingPostgres#versions")
    class OnAnExistingServer extends Contract {

        @Parameter
        int version;

        private ExistingPostgres postgres;

        @Override
        @BeforeParameterizedClassInvocation
        void start() throws Exception {
            assumeTrue(ExistingPostgres.programs(version).isPresent(),
                    "PostgreSQL " + version + " is neither in target/postgres nor in /usr/lib/postgresql");
            postgres = ExistingPostgres.start(version);
            super.start();
        }

        @Override
        @AfterParameterizedClassInvocation
        void stop() {
            super.stop();
            if (postgres != null) {
                postgres.close();
            }
        }

        @Override
        LocalRedshift redshift() {
            return LocalRedshift.on(postgres.url(), "admin", ExistingPostgres.PASSWORD);
        }

        @Override
        boolean mergeRemovesDuplicates() {
            return version >= 17;
        }

        private List<List<String>> left() throws SQLException {
            try (Connection connection = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                // copies of templates are made and dropped behind the tests' backs
                return Sql.rows(connection, "select datname::text from pg_database "
                        + "where datname !~ '^(dev|warehouse_spare)_[0-9]+_' "
                        + "union all select rolname::text from pg_roles where rolname !~ '^pg_' order by 1");
            }
        }

        @Test
        void nothingIsLeftOnTheServer() throws Exception {
            List<List<String>> before = left();
            try (LocalRedshiftServer other = redshift().start()) {
                Sql.run(other.endpoint(), "create user left_over password 'LeftOver1' createuser", "create group left_group",
                        "create database left_database", "create table t (a int)", "grant all on t to left_over");
                try (Connection deputy = DriverManager.getConnection(other.endpoint().jdbcUrl(), "left_over", "LeftOver1")) {
                    Sql.run(deputy, "create user left_by_left_over password 'LeftOver2'");
                }
                assertThat(left()).contains(List.of("left_database"), List.of("left_over"), List.of("left_group"),
                        List.of("left_by_left_over"));
                assertThat(other.toString() + other.describe()).doesNotContain(ExistingPostgres.PASSWORD)
                        .doesNotContain(other.endpoint().password());
            }
            assertThat(left()).isEqualTo(before);
        }

        @Test
        void whatOthersHaveIsLeftAlone() throws Exception {
            try (Connection admin = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                Sql.run(admin, "create role theirs");
            }
            List<List<String>> before = left();
            try (LocalRedshiftServer other = redshift().start()) {
                Sql.run(other.endpoint(), "create user of_other password 'OfOther12'");
                try (LocalRedshiftServer one = redshift().start()) {
                    for (String taken : List.of("theirs", "of_other")) {
                        assertThatThrownBy(() -> Sql.run(one.endpoint(), "create user " + taken + " password 'Taken123'"))
                                .hasMessageContaining("already exists");
                    }
                }
                assertThat(left()).contains(List.of("theirs"), List.of("of_other"));
            }
            assertThat(left()).isEqualTo(before);
            try (Connection admin = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                Sql.run(admin, "drop role theirs");
            }
        }
    }
}
