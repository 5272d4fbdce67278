/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools ask of the catalogue through Redshift's driver, and the views of queries and sessions. */
class CatalogueTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection, "create table parent (id int primary key, name varchar(10))",
                "create table child (id int identity(0,1), parent_id int references parent (id), s super, d decimal(10,2))",
                "create view v as select id from parent", "create view late as select id from public.parent with no schema binding",
                "create materialized view mv as select id from parent",
                "create procedure p(a int, b out varchar(5)) as $$ begin b := a; end $$ language plpgsql",
                "create function f(int) returns int stable as $$ select $1 $$ language sql",
                "grant select on parent to public");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    static Stream<Method> questions() {
        return Arrays.stream(DatabaseMetaData.class.getMethods())
                .filter(method -> method.getReturnType() == ResultSet.class);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void everyQuestionOfTheDriverIsAnswered(Method question) throws Exception {
        Object[] arguments = new Object[question.getParameterCount()];
        List<String> texts = new ArrayList<>(question.getName().equals("getCrossReference")
                ? Arrays.asList(null, "public", "parent", null, "public", "child")
                : Arrays.asList(null, "public", "parent", "%"));
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = question.getParameterTypes()[i];
            arguments[i] = type == String.class ? texts.remove(0) : type == int.class ? (Object) 1
                    : type == boolean.class ? (Object) Boolean.FALSE : null;
        }
        try (ResultSet result = (ResultSet) question.invoke(connection.getMetaData(), arguments)) {
            while (result.next()) {
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    result.getObject(i);
                }
            }
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SQLFeatureNotSupportedException)) {
                fail(question.toString(), e.getCause());
            }
        }
    }

    @Test
    void metaDataTellsWhatThereIs() throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String[] kinds = {"TABLE", "VIEW"};
        assertThat(all(metaData.getTables(null, "public", "%", kinds), "TABLE_NAME", "TABLE_TYPE")).containsExactlyInAnyOrder(
                "child TABLE", "parent TABLE", "v VIEW", "late VIEW");
        assertThat(all(metaData.getTables(null, "public", "%", null), "TABLE_NAME", "TABLE_TYPE")).containsExactlyInAnyOrder(
                "child TABLE", "parent TABLE", "v VIEW", "late VIEW", "mv MATERIALIZED VIEW");
        assertThat(all(metaData.getCrossReference(null, "public", "parent", null, "public", "child"), "PKCOLUMN_NAME",
                "FKCOLUMN_NAME")).containsExactly("id parent_id");
        assertThat(all(metaData.getBestRowIdentifier(null, "public", "parent", DatabaseMetaData.bestRowSession, true),
                "COLUMN_NAME")).containsExactly("id");
        assertThat(all(metaData.getColumns("dev", "pub%", "par___", "n%"), "TABLE_NAME", "COLUMN_NAME"))
                .containsExactly("parent name");
        assertThat(all(metaData.getCatalogs(), "TABLE_CAT")).containsExactly("dev");
        assertThat(all(metaData.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW", "EXTERNAL TABLE");
        assertThat(all(metaData.getTypeInfo(), "TYPE_NAME")).contains("int4", "varchar", "super", "timestamptz");
        assertThat(all(metaData.getColumns(null, "public", "child", "%"), "COLUMN_NAME", "TYPE_NAME", "COLUMN_SIZE"))
                .containsExactly("id int4 10", "parent_id int4 10", "s super null", "d numeric 10");
        assertThat(all(metaData.getColumns(null, "public", "late", "%"), "COLUMN_NAME")).containsExactly("id");
        assertThat(all(metaData.getPrimaryKeys(null, "public", "parent"), "COLUMN_NAME", "PK_NAME"))
                .containsExactly("id parent_pkey");
        assertThat(all(metaData.getExportedKeys(null, "public", "parent"), "FKTABLE_NAME", "FKCOLUMN_NAME"))
                .containsExactly("child parent_id");
        assertThat(all(metaData.getIndexInfo(null, "public", "parent", false, false), "INDEX_NAME")).isEmpty();
        assertThat(all(metaData.getProcedures(null, "public", "p"), "PROCEDURE_NAME")).containsExactly("p");
        assertThat(all(metaData.getProcedureColumns(null, "public", "p", "%"), "COLUMN_NAME", "TYPE_NAME"))
                .contains("a integer", "b character varying");
        assertThat(all(metaData.getFunctions(null, "public", "%"), "FUNCTION_NAME")).containsExactly("f");
        assertThat(all(metaData.getTablePrivileges(null, "public", "parent"), "GRANTEE", "PRIVILEGE")).contains("PUBLIC SELECT");
        assertThat(Sql.rows(connection, "select privilege_type from svv_relation_privileges where relation_name = 'parent' "
                + "and identity_type = 'public'")).containsExactly(List.of("SELECT"));
    }

    private static List<String> all(ResultSet result, String... columns) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                row.add(result.getString(column));
            }
            rows.add(String.join(" ", row.stream().map(String::valueOf).toList()));
        }
        return rows;
    }

    @Test
    void queriesLeaveATrace() throws SQLException {
        try (Connection own = Sql.connect(server.endpoint())) {
            long pid = Long.parseLong(Sql.value(own, "select pg_backend_pid()"));
            Sql.run(own, "create temp table #k (a int)", "insert into #k values (1), (2)");
            try (PreparedStatement query = own.prepareStatement("select a from #k where a < ?")) {
                query.setInt(1, 9);
                query.executeQuery().close();
            }
            assertThatThrownBy(() -> Sql.run(own, "select nope from #k")).hasMessageContaining("column \"nope\" does not exist");
            assertThat(Sql.rows(own, "select trim(query_type), trim(status), returned_rows, trim(query_text), trim(error_message) "
                    + "from sys_query_history where session_id = " + pid + " and query_text not like '%history%' "
                    + "order by query_id")).containsExactly(
                    Arrays.asList("SELECT", "success", "1", "select pg_backend_pid()", null),
                    Arrays.asList("DDL", "success", "0", "create temp table #k (a int)", null),
                    Arrays.asList("INSERT", "success", "0", "insert into #k values (1), (2)", null),
                    Arrays.asList("SELECT", "success", "2", "select a from #k where a < $1", null),
                    List.of("SELECT", "failed", "0", "select nope from #k", "column \"nope\" does not exist"));
            assertThat(Sql.rows(own, "select trim(querytxt), aborted from stl_query where pid = " + pid
                    + " and querytxt like '%#k%' order by query")).containsExactly(
                    List.of("insert into #k values (1), (2)", "0"), List.of("select a from #k where a < $1", "0"),
                    List.of("select nope from #k", "1"));
            assertThat(Sql.rows(own, "select trim(query) from stv_recents where status = 'Running' and pid = " + pid)).isEmpty();
        }
    }

    @Test
    void sessionsAreShown() throws SQLException {
        assertThat(Sql.rows(connection, "select trim(user_name), trim(db_name) from stv_sessions "
                + "where process = pg_backend_pid()")).containsExactly(List.of("awsuser", "dev"));
        assertThat(Sql.value(connection, "select count(*) > 0 from svv_transactions where pid = pg_backend_pid()")).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"svv_tables", "svv_columns", "svv_all_tables", "svv_all_columns", "svv_all_schemas", "svv_table_info",
            "svv_redshift_databases", "svv_redshift_schemas", "svv_redshift_tables", "svv_redshift_columns",
            "svv_external_schemas", "svv_external_tables", "svv_external_columns", "svv_mv_info", "stv_mv_info", "stl_query",
            "stl_querytext", "svl_qlog", "svl_statementtext", "sys_query_history", "sys_query_text", "stv_recents",
            "stv_inflight", "stv_sessions", "svv_transactions", "svv_relation_privileges", "stl_load_errors", "stv_slices",
            "pg_table_def"})
    void everyUserMayReadTheSystemViews(String view) throws SQLException {
        try (Connection other = Sql.connect(server.endpoint())) {
            Sql.run(other, "create user reader_" + view + " password disable");
            Sql.run(other, "set session authorization reader_" + view);
            assertThat(Long.parseLong(Sql.value(other, "select count(*) from " + view))).isNotNegative();
            Sql.run(other, "reset session authorization", "drop user reader_" + view);
        }
    }
}
