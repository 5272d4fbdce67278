/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.CopyException;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.QueryException;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Warehouse;
import dev.warehouse.etl.Copy;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.schema.migrate.FlywayMigrations;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignComparisonTest {

    private static final Table<?> SALES = table(name("sales"));
    private static final Table<?> SHOPS = table(name("shops"));
    private static final Field<Integer> SHOP = field(name("shop"), SQLDataType.INTEGER);
    private static final Field<BigDecimal> PRICE = field(name("price"), SQLDataType.DECIMAL);
    private static final Field<Integer> SHOP_ID = field(name("shop_id"), SQLDataType.INTEGER);
    private static final Field<String> CITY = field(name("city"), SQLDataType.VARCHAR);
    private static final String PLAIN = """
            CREATE TABLE sales (shop INTEGER NOT NULL, price DECIMAL(8, 2) NOT NULL);
            CREATE TABLE shops (shop_id INTEGER NOT NULL, city VARCHAR(20) NOT NULL);
            """;
    private static final String KEYS = """
            CREATE TABLE sales (shop INTEGER NOT NULL, price DECIMAL(8, 2) NOT NULL) DISTKEY (shop) SORTKEY (price);
            CREATE TABLE shops (shop_id INTEGER NOT NULL, city VARCHAR(20) NOT NULL) DISTSTYLE ALL;
            """;

    @TempDir
    private static Path folder;
    private static LocalRedshiftServer server;

    private Warehouse warehouse;

    @BeforeAll
    static void start() throws IOException {
        Path bucket = Files.createDirectories(folder.resolve("bucket"));
        Files.writeString(bucket.resolve("sales-0"), "1|10.25|\n2|0.50|\n");
        Files.writeString(bucket.resolve("sales-1"), "1|3.00|\n3|7.10|\n");
        Files.writeString(bucket.resolve("shops-0"), "1|Seattle|\n2|Portland|\n3|Boise|\n");
        server = LocalRedshift.temporary().bucket("sales", bucket).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        warehouse = Warehouse.connect(server.endpoint());
    }

    @AfterEach
    void dropSchemas() {
        for (String schema : List.of("plain", "keys", "other")) {
            warehouse.dsl().execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
        warehouse.close();
    }

    private static Migrations migrations(String schema, String ddl) throws IOException {
        Path place = Files.createTempDirectory(folder, schema);
        Files.writeString(place.resolve("V1__tables.sql"), ddl);
        return FlywayMigrations.at("filesystem:" + place).schema(schema);
    }

    private static Copy copy(Table<?> table) {
        return Copy.into(table).from("s3://sales/" + table.getName());
    }

    private static Select<?> byCity() {
        return select(CITY, sum(PRICE)).from(SALES).join(SHOPS).on(SHOP.eq(SHOP_ID)).groupBy(CITY);
    }

    private static DesignComparison comparison(String otherDdl) throws IOException {
        return DesignComparison.named("sales")
                .design("plain", migrations("plain", PLAIN))
                .design("keys", migrations("keys", otherDdl))
                .copy(copy(SALES), copy(SHOPS))
                .query("by city", byCity());
    }

    @Test
    void eachDesignIsCreatedLoadedAndAsked() throws IOException {
        DesignReport report = comparison(KEYS).query("all", select(count()).from(SALES)).runs(4).run(warehouse);

        assertThat(report.designs()).containsExactly("plain", "keys");
        assertThat(report.loads()).extracting(TableLoad::table, TableLoad::design, TableLoad::files, TableLoad::rows,
                        TableLoad::bytes, TableLoad::stored)
                .containsExactly(loaded("sales", "plain", 2, 4, 33), loaded("sales", "keys", 2, 4, 33),
                        loaded("shops", "plain", 1, 3, 32), loaded("shops", "keys", 1, 3, 32));
        assertThat(report.loads()).allSatisfy(load -> assertThat(load.duration()).isPositive());
        assertThat(report.queries()).extracting(QueryTiming::name, QueryTiming::rows)
                .containsExactly(Tuple.tuple("by city", 3L),
                        Tuple.tuple("all", 1L));
        assertThat(report.queries()).allSatisfy(query -> {
            assertThat(query.times().keySet()).containsExactly("plain", "keys");
            assertThat(query.times().values()).allSatisfy(times -> assertThat(times.runs()).hasSize(4)
                    .allSatisfy(run -> assertThat(run).isPositive()));
        });
        assertThat(report.query("all").orElseThrow().sql()).isEqualToIgnoringWhitespace("select count(*) from"
                + " \"sales\"");
        assertThat(report.engine()).contains("Redshift");
        assertThat(warehouse.dsl().fetch("SELECT \"schema\", \"table\", diststyle FROM svv_table_info"
                + " WHERE \"schema\" IN ('plain', 'keys') AND \"table\" IN ('sales', 'shops')").intoMap(
                        row -> row.get(0) + "." + row.get(1), row -> row.get(2, String.class)))
                .containsEntry("keys.sales", "KEY(shop)").containsEntry("keys.shops", "ALL")
                .containsEntry("plain.sales", "AUTO(ALL)");
    }

    private static Tuple loaded(String table, String design, long files, long rows, long bytes) {
        return Tuple.tuple(table, design, files, rows, bytes, 1L);
    }

    @Test
    void repeatedComparisonLoadsTheSameRows() throws IOException {
        DesignComparison comparison = comparison(KEYS).runs(1);
        comparison.run(warehouse);

        assertThat(comparison.run(warehouse).loads()).extracting(TableLoad::rows).containsExactly(4L, 4L, 3L, 3L);
        assertThat(warehouse.dsl().fetchValue("SELECT count(*) FROM keys.sales")).isEqualTo(4L);
    }

    @Test
    void connectionsComeBackAsTheyWere() throws IOException {
        String before = warehouse.dsl().fetchSingle("SHOW search_path").get(0, String.class);
        comparison(KEYS).runs(1).run(warehouse);

        assertThat(warehouse.dsl().fetchSingle("SHOW search_path").get(0, String.class)).isEqualTo(before);
        assertThat(warehouse.dsl().fetchSingle("SHOW enable_result_cache_for_session").get(0, String.class))
                .isEqualTo("on");
    }

    @Test
    void resultCacheIsOffAndTheSearchPathIsTheDesign() throws IOException {
        List<String> seen = new ArrayList<>();
        comparison(KEYS).runs(1).analyze(new DesignAnalyzer() {
            @Override
            public String name() {
                return "watcher";
            }

            @Override
            public DesignAnalysis analyze(LoadedDesign design) {
                seen.add(design.design().name() + ": " + design.dsl().fetchSingle("SHOW search_path").get(0)
                        + ", cache "
                        + design.dsl().fetchSingle("SHOW enable_result_cache_for_session").get(0) + ", "
                        + design.dsl().fetchCount(SALES) + " sales, " + design.tables() + ", "
                        + design.queries().stream().map(DesignQuery::name).toList());
                return new DesignAnalysis(List.of(), Facts.NONE, Map.of());
            }
        }).run(warehouse);

        assertThat(seen).containsExactly(
                "plain: plain, cache off, 4 sales, [sales, shops], [by city]",
                "keys: keys, cache off, 4 sales, [sales, shops], [by city]");
    }

    @Test
    void designsThatGiveOtherRowsAreTold() throws IOException {
        DesignComparison comparison = comparison(KEYS.replace("DECIMAL(8, 2)", "DECIMAL(8, 1)"))
                .query("sales", select(count()).from(SALES)).runs(1);

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> comparison.run(warehouse))
                .withMessageStartingWith("""
                        compare sales: The designs do not give the same rows:
                          - by city gives 3 rows on plain and 3 on keys; only keys has ('Seattle', 13.2)
                        Look for a query whose rows depend on their order, such as a LIMIT without a total ORDER BY, and for \
                        columns whose types differ between the designs.""")
                .satisfies(failure -> assertThat(failure.findings()).singleElement()
                        .satisfies(finding -> assertThat(finding.target()).isEqualTo("by city")));
    }

    @Test
    void designsThatLoadOtherRowsAreTold() throws IOException {
        DesignComparison comparison = DesignComparison.named("sales")
                .design("plain", migrations("plain", PLAIN))
                .design("keys", migrations("keys", KEYS.replace("VARCHAR(20)", "VARCHAR(7)")))
                .copy(copy(SALES), copy(SHOPS).maxErrors(2))
                .query("by city", byCity());

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> comparison.run(warehouse))
                .withMessageContaining("shops has other numbers of rows in other designs: {plain=3, keys=2}");
    }

    @Test
    void copyThatFailsIsThatOfTheTable() throws IOException {
        DesignComparison comparison = comparison(KEYS.replace("VARCHAR(20)", "VARCHAR(7)"));

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> comparison.run(warehouse))
                .withMessageContaining("shops").withMessageContaining("Portland");
    }

    @Test
    void queryThatFailsIsNamedWithItsDesign() throws IOException {
        DesignComparison comparison = comparison(KEYS + "ALTER TABLE shops RENAME COLUMN city TO town;").runs(1);

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> comparison.run(warehouse))
                .withMessageStartingWith("compare sales: query by city failed on design keys: ")
                .withMessageContaining("column \"city\" does not exist")
                .withMessageContaining("join \"shops\"");
    }

    @Test
    void designWithoutATableIsTold() throws IOException {
        DesignComparison comparison = comparison("CREATE TABLE sales (shop INTEGER NOT NULL, price DECIMAL(8, 2));");

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> comparison.run(warehouse))
                .withMessageStartingWith("compare sales: ").withMessageContaining("\"shops\"")
                .withMessageContaining(". Each design must have all tables that are copied into.");
    }

    @Test
    void whatRedshiftDoesNotHaveIsRefusedBeforeAnythingIsCreated() throws IOException {
        DesignComparison comparison = comparison(KEYS).query("filtered",
                select(count().filterWhere(PRICE.gt(BigDecimal.ONE))).from(SALES));

        assertThatExceptionOfType(QueryException.class).isThrownBy(() -> comparison.run(warehouse))
                .withMessageContaining("FILTER");
        assertThat(warehouse.dsl().fetch("SELECT nspname FROM pg_namespace WHERE nspname = 'plain'")).isEmpty();
    }

    @Test
    void severalCopiesIntoOneTableAreOneLoad() throws IOException {
        DesignReport report = DesignComparison.named("sales")
                .design("plain", migrations("plain", PLAIN))
                .copy(Copy.into(SALES).from("s3://sales/sales-0"), Copy.into(SALES).from("s3://sales/sales-1"))
                .query("all", select(count()).from(SALES)).runs(1).run(warehouse);

        assertThat(report.loads()).singleElement().satisfies(load -> {
            assertThat(load.rows()).isEqualTo(4);
            assertThat(load.files()).isEqualTo(2);
        });
    }

    @Test
    void schemasOfQueriesAreLeftAwayAndThoseOfCopiesRefused() throws IOException {
        Table<?> sales = table(name("plain", "sales"));
        assertThatThrownBy(() -> DesignComparison.named("sales").copy(Copy.into(sales).from("s3://sales/sales")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("copies of a comparison load tables without a schema, because each design is a schema of its own, "
                        + "was Copy[sales from s3://sales/sales]");
        DesignReport report = DesignComparison.named("sales")
                .design("plain", migrations("plain", PLAIN))
                .design("keys", migrations("keys", KEYS))
                .copy(Copy.into(table(name("sales"))).from("s3://sales/sales"))
                .query("all", select(count()).from(sales)).runs(1).run(warehouse);

        assertThat(report.query("all").orElseThrow().sql()).doesNotContain("plain");
        assertThat(warehouse.dsl().fetchValue("SELECT count(*) FROM plain.sales")).isEqualTo(4L);
        assertThat(warehouse.dsl().fetchValue("SELECT count(*) FROM keys.sales")).isEqualTo(4L);
    }

    @Test
    void reportIsPrintedAndWritten() throws IOException {
        DesignComparison comparison = comparison(KEYS);
        Path page = folder.resolve("designs.html");
        // tag::report[]
        DesignReport report = comparison.runs(5).run(warehouse);
        System.out.println(report.asTable());
        report.write(page);
        // end::report[]

        assertThat(page).content().contains("by city").contains("Chart.js");
    }

    @Test
    void progressIsTold() throws IOException {
        List<String> told = new ArrayList<>();
        comparison(KEYS).runs(2).progress((stage, message) -> told.add(stage + " " + message)).run(warehouse);

        assertThat(told).contains(Stage.COPY + " plain.sales", Stage.COPY + " keys.sales",
                Stage.QUERY + " by city, run 2 of 2");
        // another design goes first with the next table
        assertThat(told.indexOf(Stage.COPY + " plain.sales")).isLessThan(told.indexOf(Stage.COPY + " keys.sales"));
        assertThat(told.indexOf(Stage.COPY + " keys.shops")).isLessThan(told.indexOf(Stage.COPY + " plain.shops"));
    }

    @Test
    void whatIsMissingIsTold() {
        assertThatIllegalStateException().isThrownBy(() -> DesignComparison.named("sales").run(warehouse))
                .withMessage("Comparison \"sales\" has no designs: add them by design(…); no copies: add them by"
                + " copy(…);"
                        + " no queries: add them by query(…)");
    }

    @Test
    void whatCannotBeIsRefused() {
        DesignComparison comparison = DesignComparison.named("sales").design("plain", Migrations.none());

        assertThatIllegalArgumentException().isThrownBy(() -> DesignComparison.named(" "))
                .withMessage("name must not be blank");
        assertThatIllegalArgumentException().isThrownBy(() -> comparison.runs(0))
                .withMessage("runs must be between 1 and 1000, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> comparison.design("plain", Migrations.none()))
                .withMessage("design must have a name and a schema of its own, and plain in schema plain meets plain in"
                        + " schema plain");
        assertThatIllegalArgumentException().isThrownBy(() -> comparison.design("No Schema", Migrations.none()))
                .withMessage("schema must be a name of lower-case letters, digits and underscores, was \"No Schema\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison.query("one", byCity()).query("one", byCity()))
                .withMessage("queries must have different names, and two are called \"one\"");
        assertThatIllegalArgumentException().isThrownBy(() -> comparison.copy(Copy.into(SALES)))
                .withMessageContaining("from(");
    }
}
