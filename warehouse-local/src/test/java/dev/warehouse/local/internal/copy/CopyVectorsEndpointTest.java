package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.local.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented examples and rules of COPY, through the Redshift driver, the endpoint and PostgreSQL. */
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

    static Stream<CopyExample> examples() {
        return Stream.of(CopyVectors.all(), CopyRules.all()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedExampleLoadsAsDocumented(CopyExample example) throws SQLException {
        BUCKET.clear();
        example.objects().forEach(BUCKET::with);
        Sql.run(connection, "drop table if exists t", example.createTable());
        String before = Sql.value(connection, "select pg_last_copy_id()");
        if (!example.refusal().isEmpty()) {
            assertThatThrownBy(() -> Sql.run(connection, example.copy())).hasMessageContaining(example.refusal());
            assertThat(Sql.value(connection, "select pg_last_copy_id()")).isEqualTo(before);
        } else if (example.failure().isEmpty()) {
            Sql.run(connection, example.copy());
            assertThat(rows(example, example.list().isEmpty() ? loaded(example) : example.list().replaceAll("[()]", "")))
                    .isEqualTo(example.rows());
            assertThat(Sql.value(connection, "select error_count from sys_load_history where query_id = pg_last_copy_id()"))
                    .isEqualTo(Integer.toString(example.rejected()));
            if (!example.whole().isEmpty()) {
                assertThat(rows(example, "*")).isEqualTo(example.whole());
            }
        } else {
            assertThatThrownBy(() -> Sql.run(connection, example.copy()))
                    .hasMessageContaining("Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
            String logged = Sql.value(connection, "select err_code || ' ' || trim(err_reason) from stl_load_errors "
                    + "where query = pg_last_copy_id() order by line_number limit 1");
            assertThat(logged).isEqualTo(example.failure().stripTrailing());
            assertThat(Sql.value(connection, "select count(*) from t")).isEqualTo("0");
            assertThat(Sql.value(connection, "select pg_last_copy_count()")).isEqualTo("0");
        }
    }

    /** Without a list, identity columns are loaded with EXPLICIT_IDS only. */
    private static String loaded(CopyExample example) {
        return example.columns().stream()
                .filter(column -> !column.endsWith(" identity") || example.options().contains("explicit_ids"))
                .map(column -> column.split(" ")[0]).collect(Collectors.joining(", "));
    }

    /** CHAR comes without the blanks that fill it up. */
    private static String rows(CopyExample example, String columns) throws SQLException {
        boolean padded = example.columns().stream().anyMatch(column -> column.contains("bpchar("));
        return Sql.rows(connection, "select " + columns + " from t").stream()
                .map(row -> row.stream().map(value -> value == null ? "∅" : padded ? value.stripTrailing() : value)
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining("\n"));
    }
}
