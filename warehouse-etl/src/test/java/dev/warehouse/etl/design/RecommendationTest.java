/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.ReportException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.CheckedStatement;
import dev.warehouse.local.LocalRedshift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 2 nodes with 2 slices each, blocks of 64 bytes: 16 integers. */
@Timeout(120)
class RecommendationTest {

    private static final Table<Record> SALES = table(name("sales"));
    private static final Table<Record> ITEM = table(name("item"));
    private static final Table<Record> SHOP = table(name("shop"));
    private static final Field<Integer> SALES_ITEM = column("sales", "item_id");
    private static final Field<Integer> SALES_SHOP = column("sales", "shop_id");
    private static final Field<Integer> DAY = column("sales", "day");
    private static final Field<Integer> ITEM_ID = column("item", "id");
    private static final Field<String> ITEM_NAME = field(name("item", "name"), String.class);
    private static final Field<Integer> SHOP_ID = column("shop", "id");
    private static final Field<String> CITY = field(name("shop", "city"), String.class);

    // tag::queries[]
    private static final DesignQuery BY_ITEM = new DesignQuery("by item", select(ITEM_NAME,
            count()).from(SALES).join(ITEM)
            .on(SALES_ITEM.eq(ITEM_ID)).groupBy(ITEM_NAME));
    private static final DesignQuery BY_CITY = new DesignQuery("by city", select(CITY, sum(DAY)).from(SALES, SHOP)
            .where(SALES_SHOP.eq(SHOP_ID)).and(DAY.between(500, 502)).groupBy(CITY));
    // end::queries[]

    private static final ClusterModel MODEL = ClusterModel.of(new Cluster("test", 2, 2)).blockBytes(64);

    @TempDir
    private Path folder;
    private Warehouse warehouse;
    private DSLContext dsl;

    @BeforeEach
    void create() {
        warehouse = Warehouse.provision(LocalRedshift.temporary());
        dsl = warehouse.dsl();
        dsl.execute("create table sales (item_id int, shop_id int, day int) diststyle even");
        dsl.execute("create table item (id int, name varchar(30)) diststyle even");
        dsl.execute("create table shop (id int, city varchar(20)) diststyle even");
        fill("item", 200, "n, 'item number ' || n");
        fill("shop", 4, "n, 'city ' || n");
        fill("sales", 1000, "1 + n % 200, 1 + n % 4, n * 389 % 1000");
    }

    private void fill(String table, int rows, String values) {
        dsl.execute("insert into " + table + " with recursive numbers (n) as (select 1 union all select n + 1 from"
                + " numbers "
                + "where n < " + rows + ") select " + values + " from numbers");
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    private static Field<Integer> column(String table, String column) {
        return field(name(table, column), Integer.class);
    }

    @Test
    void largestJoinGetsTheKeyAndTheSmallDimensionCopies() {
        Recommendation recommendation = MODEL.recommend(dsl, BY_ITEM, BY_CITY);

        assertThat(recommendation.table("sales").distribution()).isEqualTo(Distribution.key("item_id"));
        assertThat(recommendation.table("item").distribution()).isEqualTo(Distribution.key("id"));
        assertThat(recommendation.table("sales").distributionReason()).startsWith(
                "1 query joins sales.item_id with item.id, and distributed alike their rows meet on one slice");
        assertThat(recommendation.table("shop").distribution()).isEqualTo(Distribution.ALL);
        assertThat(recommendation.table("shop").distributionReason()).startsWith("copies on all 2 nodes take 112 B,"
                + " less than");
        assertThat(recommendation.networkBytes()).isPositive();
        assertThat(recommendation.proposedNetworkBytes()).isZero();
    }

    @Test
    void sortKeyIsTheColumnWhoseConditionsLeaveTheFewestBlocks() {
        Recommendation recommendation = MODEL.recommend(dsl, BY_ITEM, BY_CITY);

        assertThat(recommendation.table("sales").sortKey()).containsExactly("day");
        // 1,000 days on 4 slices, 16 in a block; three days in a row touch at most two blocks of a slice
        assertThat(recommendation.proposedBlocks()).isBetween(1L, 8L);
        assertThat(recommendation.blocks()).isGreaterThan(20);
        assertThat(recommendation.table("sales").sortKeyReason())
                .startsWith("sorted by day, the one condition on it leave");
    }

    @Test
    void migrationIsTakenByRedshiftAndLeavesNothingToPropose() throws IOException {
        Path file = folder.resolve("V2__keys.sql");
        MODEL.recommend(dsl, BY_ITEM, BY_CITY).write(file);

        String migration = Files.readString(file);
        assertThat(migration).contains("ALTER TABLE \"sales\" ALTER DISTSTYLE KEY DISTKEY \"item_id\";\n",
                "ALTER TABLE \"sales\" ALTER SORTKEY (\"day\");\n", "ALTER TABLE \"shop\" ALTER DISTSTYLE ALL;\n");
        assertThat(LocalRedshift.check(migration)).allMatch(CheckedStatement::isAccepted);
        migration.lines().filter(line -> line.startsWith("ALTER")).forEach(dsl::execute);

        Recommendation again = MODEL.recommend(dsl, BY_ITEM, BY_CITY);
        assertThat(again.isChange()).isFalse();
        assertThat(again.migration()).doesNotContain("ALTER");
        assertThat(again.table("sales").distributionReason())
                .isEqualTo("nothing of this cluster's joins crosses the network as it is");
    }

    @Test
    void modelIsAskedAndItsProposalWritten() {
        Path folder = this.folder;
        // tag::model[]
        ClusterModel model = ClusterModel.of(Cluster.of("ra3.xlplus", 4));

        ModelAnalysis analysis = model.analyze(dsl, BY_ITEM, BY_CITY);
        System.out.println(analysis);
        for (JoinAnalysis join : analysis.query("by item").joins()) {
            System.out.println(join.movement() + " " + join.networkBytes() + " bytes: " + join.reason());
        }

        model.recommend(dsl, BY_ITEM, BY_CITY).write(folder.resolve("V2__keys.sql"));
        // end::model[]
        assertThat(analysis.queries()).extracting(QueryAnalysis::name).containsExactly("by item", "by city");
        assertThat(folder.resolve("V2__keys.sql")).isNotEmptyFile();
    }

    @Test
    void keyThatWouldBeSkewedIsNotProposed() {
        dsl.execute("update sales set item_id = 1 where day < 700");

        Recommendation recommendation = MODEL.recommend(dsl, BY_ITEM);

        assertThat(recommendation.table("sales").distribution().style()).isNotEqualTo(Distribution.Style.KEY);
        assertThat(recommendation.table("sales").distributionReason()).contains("a key on item_id would put")
                .contains("of its 1,000 rows on one slice of 4");
    }

    @Test
    void tablesThatNoQueryJoinsOrFiltersStayAsTheyAre() {
        Recommendation recommendation = MODEL.recommend(dsl, new DesignQuery("all", select(count()).from(SALES)));

        assertThat(recommendation.isChange()).isFalse();
        assertThat(recommendation.tables()).extracting(Recommendation.Advice::sortKeyReason)
                .isEqualTo(List.of("no condition of the queries is a range of a column of it"));
    }

    @Test
    void migrationThatCannotBeWrittenIsTold() {
        Recommendation recommendation = MODEL.recommend(dsl, BY_ITEM);

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> recommendation.write(folder.resolve("none/V2__keys.sql")))
                .withMessageStartingWith("The migration could not be written to ")
                .withMessageContaining("Name a file in a folder that exists and may be written to.");
    }
}
