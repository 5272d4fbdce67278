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
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds over every PostgreSQL that can be underneath: the same tests over all that are at hand. */
class BackendContractTest {

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Contract {

        final TestBucket bucket = TestBucket.empty().put("users.csv.gz", "1,Ann\n2,Bob\nx,Eve\n");
        LocalRedshiftServer server;

        abstract LocalRedshift redshift() throws Exception;

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
            Sql.run(endpoint(), "unload ('select * from users order by id') to 's3://b/out_' iam_role default csv parallel off");
            assertThat(bucket.text("out_000")).isEqualTo("1,Ann\n2,Bob\n");
            assertThat(Sql.value(endpoint(), "select trim(database_name) from sys_load_history"))
                    .isEqualTo(endpoint().database());
            Sql.run(endpoint(), "drop table users");
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
    }

    @Nested
    class Embedded extends Contract {

        @Override
        LocalRedshift redshift() {
            return LocalRedshift.temporary();
        }
    }

    @Nested
    class OnTestcontainers extends Contract {

        @Override
        LocalRedshift redshift() {
            assumeTrue(TestcontainersPostgres.isAvailable(), "Docker does not answer here");
            return LocalRedshift.onTestcontainers();
        }
    }

    @Nested
    class OnAnExistingServer extends Contract {

        private ExistingPostgres postgres;

        @Override
        LocalRedshift redshift() throws Exception {
            if (postgres == null) {
                assumeTrue(ExistingPostgres.programs().isPresent(), "this machine has no PostgreSQL in /usr/lib/postgresql");
                postgres = ExistingPostgres.start(ExistingPostgres.programs().get());
            }
            return LocalRedshift.on(postgres.url(), "admin", ExistingPostgres.PASSWORD);
        }

        private List<List<String>> left() throws SQLException {
            try (Connection connection = DriverManager.getConnection(postgres.url(), "admin", ExistingPostgres.PASSWORD)) {
                return Sql.rows(connection, "select datname::text from pg_database union all select rolname::text "
                        + "from pg_roles where rolname !~ '^pg_' order by 1");
            }
        }

        @Test
        void nothingIsLeftOnTheServer() throws Exception {
            List<List<String>> before = left();
            try (LocalRedshiftServer other = redshift().start()) {
                Sql.run(other.endpoint(), "create user left_over password 'LeftOver1'", "create group left_group",
                        "create database left_database", "create table t (a int)", "grant all on t to left_over");
                assertThat(left()).contains(List.of("left_database"), List.of("left_over"), List.of("left_group"));
                assertThat(other.toString() + other.describe()).doesNotContain(ExistingPostgres.PASSWORD)
                        .doesNotContain(other.endpoint().password());
            }
            assertThat(left()).isEqualTo(before);
        }

        @AfterAll
        void stopServer() throws Exception {
            stop();
            if (postgres != null) {
                postgres.close();
            }
        }
    }
}
