package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.Sql;
import dev.warehouse.local.internal.copy.CopyVectors.Vector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented examples of COPY, through the Redshift driver, the endpoint and PostgreSQL. */
class CopyVectorsEndpointTest {

    private static final MemoryBucket BUCKET = new MemoryBucket();

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().bucket("b", BUCKET).start();
        connection = Sql.connect(server.endpoint());
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    static Stream<Vector> vectors() {
        return CopyVectors.all().stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void documentedExampleLoadsAsDocumented(Vector vector) throws SQLException {
        BUCKET.clear();
        BUCKET.with("data", vector.data());
        vector.files().forEach(BUCKET::with);
        Sql.run(connection, "drop table if exists t", "create table t (" + vector.columns().stream()
                .map(column -> column.replaceAll(" identity$", " identity(1,1)").replace("bpchar(", "char(")).collect(Collectors.joining(", ")) + ")");
        String copy = "copy t " + vector.list() + " from 's3://b/data' iam_role default " + vector.options();
        if (vector.failure().isEmpty()) {
            Sql.run(connection, copy);
            assertThat(rows(vector)).isEqualTo(vector.rows());
            assertThat(Sql.value(connection, "select error_count from sys_load_history where query_id = pg_last_copy_id()"))
                    .isEqualTo(Integer.toString(vector.rejected()));
        } else {
            assertThatThrownBy(() -> Sql.run(connection, copy))
                    .hasMessageContaining("Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
            String logged = Sql.value(connection, "select err_code || ' ' || trim(err_reason) from stl_load_errors "
                    + "where query = pg_last_copy_id() order by line_number limit 1");
            assertThat(logged).isEqualTo(vector.failure().substring(0, Math.min(vector.failure().length(), 105)).stripTrailing());
            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
            assertThat(Sql.value(connection, "select pg_last_copy_count()")).isEqualTo("0");
        }
    }

    /** The columns that were loaded; CHAR without the blanks that fill it up. */
    private static String rows(Vector vector) throws SQLException {
        String loaded = vector.list().isEmpty() ? "*" : vector.list().replaceAll("[()]", "");
        boolean padded = vector.columns().stream().anyMatch(column -> column.contains("bpchar("));
        return Sql.rows(connection, "select " + loaded + " from t").stream()
                .map(row -> row.stream().map(value -> value == null ? "∅" : padded ? value.stripTrailing() : value)
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining("\n"));
    }
}
