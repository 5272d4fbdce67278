/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.design.DesignQuery;
import dev.warehouse.etl.design.DesignReport;
import dev.warehouse.etl.design.QueryTiming;
import dev.warehouse.etl.design.TableLoad;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.samples.ssb.Star.Question;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jooq.Record;
import org.jooq.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both designs at a small scale, held against the same data in plain Java. */
class QueriesTest {

    private static final StarData DATA = new StarData(new BigDecimal("0.01"), 7);
    private static final Path GOLDEN = Path.of("src/test/resources/golden/queries.sql");

    private static Warehouse warehouse;
    private static DesignReport report;

    @BeforeAll
    static void compare(@TempDir Path bucket) throws IOException {
        warehouse = Warehouse.provision(LocalRedshift.temporary().bucket("ssb", bucket));
        S3Location prefix = S3Location.of("s3://ssb/ssbgz/");
        DATA.writeTo(warehouse.objects().orElseThrow(), prefix, 3, true);
        report = Designs.compare(Source.of(prefix, "us-west-2")).runs(1).run(warehouse);
    }

    @AfterAll
    static void close() {
        warehouse.close();
    }

    @Test
    void bothDesignsHoldTheRowsThatWereMade() throws IOException {
        assertThat(report.loads()).filteredOn(load -> load.table().equals("lineorder")).hasSize(2)
                .allSatisfy(load -> assertThat(load.files()).isEqualTo(3))
                .extracting(TableLoad::rows).containsOnly(new Star(DATA).facts().count());
        for (StarData.Table table : List.of(StarData.Table.CUSTOMER, StarData.Table.SUPPLIER, StarData.Table.PART,
                StarData.Table.DWDATE)) {
            assertThat(report.loads()).filteredOn(load -> load.table().equals(table.word())).hasSize(2)
                    .extracting(TableLoad::rows).containsOnly(DATA.count(table));
        }
    }

    @Test
    void designsAreThoseOfTheArticle() {
        assertThat(design("nodist")).containsOnly(
                Map.entry("customer", "AUTO(ALL)"), Map.entry("dwdate", "AUTO(ALL)"),
                Map.entry("supplier", "AUTO(ALL)"),
                Map.entry("part", "AUTO(ALL)"), Map.entry("lineorder", "AUTO(ALL)"));
        assertThat(design("dist")).containsOnly(
                Map.entry("customer", "ALL"), Map.entry("dwdate", "ALL"), Map.entry("supplier", "ALL"),
                Map.entry("part", "KEY(p_partkey)"), Map.entry("lineorder", "KEY(lo_partkey)"));
        assertThat(warehouse.dsl().fetch("SELECT \"table\", sortkey1 FROM svv_table_info WHERE \"schema\" = 'dist'"
                + " AND sortkey_num = 1 AND \"table\" NOT LIKE 'flyway%'")
                .intoMap(row -> row.get(0, String.class), row -> row.get(1, String.class)))
                .containsOnly(Map.entry("customer", "c_custkey"), Map.entry("dwdate", "d_datekey"),
                        Map.entry("supplier", "s_suppkey"), Map.entry("part", "p_partkey"),
                        Map.entry("lineorder", "lo_orderdate"));
    }

    private static Map<String, String> design(String schema) {
        return warehouse.dsl().fetch("SELECT \"table\", diststyle FROM svv_table_info WHERE \"schema\" = ?"
                + " AND \"table\" NOT LIKE 'flyway%'", schema)
                .intoMap(row -> row.get(0, String.class), row -> row.get(1, String.class));
    }

    @Test
    void thirteenQueriesMeasureWhatTheirQuestionSelects() throws IOException {
        Map<String, BigDecimal> expected = new HashMap<>();
        new Star(DATA).facts().forEach(fact -> Star.questions().stream()
                .filter(question -> question.selects().test(fact))
                .forEach(question -> expected.merge(question.name(), BigDecimal.valueOf(question.measure(fact)),
                        BigDecimal::add)));

        // of so few rows none is in two cities in one month
        assertThat(expected).hasSizeGreaterThanOrEqualTo(11);
        for (Question question : Star.questions()) {
            assertThat(measure(question.name())).as(question.name())
                    .isEqualByComparingTo(expected.getOrDefault(question.name(), BigDecimal.ZERO));
        }
    }

    @Test
    void tutorialsQueriesAreSliceAndDrillDownOfTheBenchmarks() throws IOException {
        Predicate<Star.Fact> oneDimension = fact -> fact.year() == 1997 && fact.discount(1, 3) && fact.quantity(1, 23);
        assertThat(measure("oneDim")).isEqualByComparingTo(BigDecimal.valueOf(
                new Star(DATA).facts().filter(oneDimension).mapToLong(Star.Fact::discounted).sum()));
        assertThat(result("twoDim")).containsExactlyInAnyOrderElementsOf(result("Q2.1"));
        assertThat(query("drill").sql()).isEqualTo(query("Q3.4").sql());
        assertThat(measure("oneDimSameDist")).isEqualByComparingTo(BigDecimal.valueOf(
                new Star(DATA).facts().mapToLong(Star.Fact::discounted).sum()));
    }

    /** The sum of the measure over all rows of a query's result. */
    private static BigDecimal measure(String query) {
        Result<Record> result = result(query);
        int column = query.startsWith("Q2") ? 0 : result.fields().length - 1;
        return result.getValues(column, BigDecimal.class).stream().filter(value -> value != null)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Result<Record> result(String query) {
        return warehouse.dsl().connectionResult(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET search_path TO dist");
                try (ResultSet rows = statement.executeQuery(query(query).sql())) {
                    return warehouse.dsl().fetch(rows);
                } finally {
                    statement.execute("RESET search_path");
                }
            }
        });
    }

    private static QueryTiming query(String name) {
        return report.query(name).orElseThrow();
    }

    @Test
    void seventeenQueriesHaveTheirText() throws IOException {
        StringBuilder text = new StringBuilder();
        report.queries().forEach(query -> text.append("-- ").append(query.name()).append('\n').append(query.sql())
                .append(";\n\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }

        assertThat(Queries.all()).hasSize(17).extracting(DesignQuery::name).containsExactlyElementsOf(
                report.queries().stream().map(QueryTiming::name).toList());
        assertThat(GOLDEN).as("a golden file; -Dgolden.write=true writes it").content().isEqualTo(text.toString());
    }
}
