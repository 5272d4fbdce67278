/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The model on tables that fit on a sheet of paper: 2 nodes with 2 slices each, blocks of 16 bytes, which hold 4
 * integers.
 *
 * <p>By the stand-in hash the part ids 1, 2, 4 and 8 are on slice 3, those 3, 5 and 6 on slice 1, 7 is on slice 0, and
 * slice 2 has none. The fact table has 16 rows: part ids 1 to 8 twice over, and as days 5, 10, 15, 4, 9, 14, 3, 8, 13,
 * 2, 7, 12, 1, 6, 11, 0.
 */
@Timeout(120)
class ClusterModelTest {

    private static final Table<Record> FACT = table(name("fact"));
    private static final Table<Record> PART = table(name("part"));
    private static final Table<Record> STORE = table(name("store"));
    private static final Table<Record> CALENDAR = table(name("calendar"));
    private static final Field<Integer> FACT_ID = column("fact", "id");
    private static final Field<Integer> FACT_PART = column("fact", "part_id");
    private static final Field<Integer> FACT_DAY = column("fact", "day");
    private static final Field<Integer> AMOUNT = column("fact", "amount");
    private static final Field<Integer> PART_ID = column("part", "part_id");
    private static final Field<String> PART_NAME = field(name("part", "name"), String.class);
    private static final Field<Integer> STORE_ID = column("store", "id");
    private static final Field<Integer> STORE_CODE = column("store", "code");
    private static final Field<Integer> CALENDAR_DAY = column("calendar", "day");
    private static final Field<String> LABEL = field(name("calendar", "label"), String.class);

    private static final ClusterModel MODEL = ClusterModel.of(new Cluster("test", 2, 2)).blockBytes(16);

    private static Warehouse warehouse;
    private static DSLContext dsl;

    @BeforeAll
    static void create() {
        warehouse = Warehouse.provision(LocalRedshift.temporary());
        dsl = warehouse.dsl();
        dsl.execute("create table fact (id int, part_id int distkey, day int sortkey, amount bigint)");
        dsl.execute("create table part (part_id int distkey, name varchar(20))");
        dsl.execute("create table store (id int, code bigint) diststyle even");
        dsl.execute("create table calendar (day int, label varchar(20)) diststyle all");
        dsl.execute("create table tiny (id int, code int)");
        for (int id = 1; id <= 16; id++) {
            dsl.execute("insert into fact values (?, ?, ?, ?)", id, 1 + (id - 1) % 8, id * 5 % 16, id);
            dsl.execute("insert into calendar values (?, 'Day')", id - 1);
            if (id <= 8) {
                dsl.execute("insert into part values (?, ?)", id, "p" + id);
                dsl.execute("insert into store values (?, ?)", id, id);
            }
        }
        dsl.execute("insert into tiny values (1, 1), (2, 2)");
    }

    @AfterAll
    static void close() {
        warehouse.close();
    }

    private static Field<Integer> column(String table, String column) {
        return field(name(table, column), Integer.class);
    }

    private static ModelAnalysis analyze(Select<?> query) {
        return MODEL.analyze(dsl, new DesignQuery("q", query));
    }

    private static JoinAnalysis onlyJoin(Select<?> query) {
        List<JoinAnalysis> joins = analyze(query).query("q").joins();
        assertThat(joins).hasSize(1);
        return joins.get(0);
    }

    private static void assertPredicate(Select<?> query, long blocks, long unsorted, long sorted) {
        assertThat(analyze(query).query("q").predicates())
                .extracting(PredicateAnalysis::blocks, PredicateAnalysis::unsortedBlocks,
                        PredicateAnalysis::sortedBlocks)
                .containsExactly(tuple(blocks, unsorted, sorted));
    }

    // ---- where rows are

    @Test
    void evenGivesEachSliceFourRowsInFiveBlocks() {
        Spread even = analyze(selectCount().from(FACT)).table("fact").spread(Distribution.EVEN);

        assertThat(even.rowsPerSlice()).containsExactly(4L, 4L, 4L, 4L);
        assertThat(even.skew()).isEqualTo(1);
        // a slice: 16 bytes of each of three integers, 32 of the bigint
        assertThat(even.blocks()).isEqualTo(4 * (1 + 1 + 1 + 2));
        assertThat(even.storedBytes()).isEqualTo(320);
        assertThat(even.copiedBytes()).isZero();
    }

    @Test
    void allKeepsACopyOnTheFirstSliceOfEachNode() {
        Spread all = analyze(selectCount().from(FACT)).table("fact").spread(Distribution.ALL);

        assertThat(all.rowsPerSlice()).containsExactly(16L, 0L, 16L, 0L);
        assertThat(all.skew()).isEqualTo(1);
        assertThat(all.blocks()).isEqualTo(2 * (4 + 4 + 4 + 8));
        // 16 rows of 4 + 4 + 4 + 8 bytes, for the second node
        assertThat(all.copiedBytes()).isEqualTo(320);
    }

    @Test
    void keyPutsRowsWhereTheHashSays() {
        TableAnalysis fact = analyze(selectCount().from(FACT)).table("fact");

        assertThat(fact.declared()).isEqualTo(Distribution.key("part_id")).isEqualTo(fact.distribution());
        assertThat(fact.spread().rowsPerSlice()).containsExactly(2L, 6L, 0L, 8L);
        assertThat(fact.spread().skew()).isEqualTo(Double.POSITIVE_INFINITY);
        // 2 rows: 1 + 1 + 1 + 1 blocks, 6 rows: 2 + 2 + 2 + 3, 8 rows: 2 + 2 + 2 + 4
        assertThat(fact.spread().blocks()).isEqualTo(4 + 9 + 10);
    }

    @Test
    void varcharTakesItsBytesAndFourMore() {
        TableAnalysis part = analyze(selectCount().from(PART)).table("part");

        assertThat(part.bytes()).isEqualTo(8 * 4 + 8 * (4 + 2));
        // slices with 1, 3 and 4 rows: 4 + 6, 12 + 18 and 16 + 24 bytes
        assertThat(part.spread().blocks()).isEqualTo(1 + 1 + 1 + 2 + 1 + 2);
    }

    @Test
    void autoIsAllAsLongAsCopiesTakeNoMoreBlocks() {
        ModelAnalysis analysis = MODEL.analyze(dsl, new DesignQuery("tiny", selectCount().from(table(name("tiny")))),
                new DesignQuery("fact", selectCount().from(FACT)));

        assertThat(analysis.table("tiny").declared()).isEqualTo(Distribution.AUTO);
        assertThat(analysis.table("tiny").distribution()).isEqualTo(Distribution.ALL);
        assertThat(analysis.table("fact").spread(Distribution.AUTO).rowsPerSlice()).containsExactly(4L, 4L, 4L, 4L);
        assertThat(analysis.assumptions()).anyMatch(line -> line.startsWith("AUTO (tiny) is ALL while copies"));
    }

    // ---- joins

    @Test
    void tablesDistributedByTheJoinedColumnsAreCoLocated() {
        JoinAnalysis join = onlyJoin(select(PART_NAME, sum(AMOUNT)).from(FACT, PART).where(FACT_PART.eq(PART_ID))
                .groupBy(PART_NAME));

        assertThat(join.movement()).isEqualTo(DataMovement.DS_DIST_NONE);
        assertThat(join.outer()).isEqualTo("fact");
        assertThat(join.inner()).isEqualTo("part");
        assertThat(join.condition()).isEqualTo("fact.part_id = part.part_id");
        assertThat(join.innerRows()).isEqualTo(8);
        assertThat(join.innerBytes()).isEqualTo(80);
        assertThat(join.networkBytes()).isZero();
    }

    @Test
    void innerTableOnEveryNodeIsNotMoved() {
        JoinAnalysis join = onlyJoin(select(LABEL, count()).from(FACT).join(CALENDAR).on(FACT_DAY.eq(CALENDAR_DAY))
                .where(AMOUNT.gt(0)).and(FACT_ID.gt(0)).groupBy(LABEL));

        assertThat(join.movement()).isEqualTo(DataMovement.DS_DIST_ALL_NONE);
        assertThat(join.networkBytes()).isZero();
        assertThat(join.reason()).isEqualTo("calendar is on every node (DISTSTYLE ALL)");
    }

    @Test
    void innerSideGoesToTheOuterOneThatIsDistributedByTheJoinedColumn() {
        JoinAnalysis join = onlyJoin(select(sum(AMOUNT)).from(FACT).join(STORE).on(FACT_PART.eq(STORE_ID))
                .where(STORE_CODE.le(6)));

        assertThat(join.movement()).isEqualTo(DataMovement.DS_DIST_INNER);
        assertThat(join.innerRows()).isEqualTo(6);
        // id and code of 6 rows, of which half stay on their node
        assertThat(join.innerBytes()).isEqualTo(6 * 12);
        assertThat(join.networkBytes()).isEqualTo(36);
    }

    @Test
    void smallInnerSideIsBroadcastWhenNeitherSideIsDistributedByTheJoinedColumn() {
        JoinAnalysis join = onlyJoin(select(sum(AMOUNT)).from(FACT).join(STORE).on(FACT_ID.eq(STORE_ID)));

        assertThat(join.movement()).isEqualTo(DataMovement.DS_BCAST_INNER);
        // 8 ids of 4 bytes, to the other node
        assertThat(join.networkBytes()).isEqualTo(32);
    }

    @Test
    void outerSideMovesWhenThatIsCheaperThanToBroadcastTheInnerOne() {
        JoinAnalysis join = onlyJoin(select(PART_NAME, STORE_CODE).from(STORE).join(PART).on(STORE_ID.eq(PART_ID)));

        assertThat(join.outer()).isEqualTo("store");
        assertThat(join.movement()).isEqualTo(DataMovement.DS_DIST_OUTER);
        // half of 8 rows of 12 bytes; a broadcast of part would send 80
        assertThat(join.networkBytes()).isEqualTo(48);
    }

    @Test
    void bothSidesMoveWhenThatIsCheaperThanABroadcast() {
        Table<Record> other = table(name("store")).as("other");
        ModelAnalysis analysis = ClusterModel.of(new Cluster("test", 4, 1)).blockBytes(16).analyze(dsl,
                new DesignQuery("q", select(count()).from(STORE, other).where(STORE_CODE.eq(column("other", "code")))));

        assertThat(analysis.query("q").joins()).extracting(JoinAnalysis::inner, JoinAnalysis::movement,
                // 64 bytes of codes on each side, three of four cross; a broadcast would send 192
                JoinAnalysis::networkBytes).containsExactly(tuple("other (store)", DataMovement.DS_DIST_BOTH, 96L));
    }

    @Test
    void innerSideGoesToOneSliceWhenTheOuterTableIsOnEveryNode() {
        JoinAnalysis join = onlyJoin(select(LABEL).from(CALENDAR).leftJoin(STORE).on(CALENDAR_DAY.eq(STORE_ID)));

        assertThat(join.outer()).isEqualTo("calendar");
        assertThat(join.movement()).isEqualTo(DataMovement.DS_DIST_ALL_INNER);
        assertThat(join.networkBytes()).isEqualTo(16);
    }

    @Test
    void tableOnEveryNodeIsTheInnerSideThoughItIsLarger() {
        JoinAnalysis join = onlyJoin(select(LABEL).from(CALENDAR).join(STORE).on(CALENDAR_DAY.eq(STORE_ID)));

        assertThat(join.inner()).isEqualTo("calendar");
        assertThat(join.movement()).isEqualTo(DataMovement.DS_DIST_ALL_NONE);
    }

    @Test
    void cartesianProductBroadcasts() {
        JoinAnalysis join = onlyJoin(select(sum(AMOUNT)).from(FACT, STORE).where(STORE_CODE.eq(3)));

        assertThat(join.movement()).isEqualTo(DataMovement.DS_BCAST_INNER);
        assertThat(join.condition()).isEmpty();
        assertThat(join.networkBytes()).isEqualTo(8);
        assertThat(join.reason()).contains("every row meets every row");
    }

    @Test
    void columnsOfDifferentTypesAreNotTakenForCoLocated() {
        JoinAnalysis join = onlyJoin(select(sum(AMOUNT)).from(FACT).join(STORE).on(FACT_PART.eq(STORE_CODE)));

        assertThat(join.movement()).isEqualTo(DataMovement.DS_BCAST_INNER);
        assertThat(join.reason()).contains("differ in type");
    }

    @Test
    void starIsJoinedFromTheSmallestSideOn() {
        ModelAnalysis analysis = analyze(select(PART_NAME, LABEL, sum(AMOUNT)).from(FACT, PART, CALENDAR)
                .where(FACT_PART.eq(PART_ID)).and(FACT_DAY.eq(CALENDAR_DAY)).and(PART_ID.le(2))
                .groupBy(PART_NAME, LABEL));

        assertThat(analysis.query("q").joins()).extracting(JoinAnalysis::outer, JoinAnalysis::inner,
                JoinAnalysis::innerRows)
                .containsExactly(tuple("fact", "part", 2L), tuple("fact, part", "calendar", 16L));
    }

    @Test
    void columnsEqualByAThirdAreDistributedAlike() {
        Table<Record> second = table(name("part")).as("second");
        ModelAnalysis analysis = analyze(select(sum(AMOUNT)).from(FACT, PART, second)
                .where(FACT_PART.eq(PART_ID)).and(PART_ID.eq(column("second", "part_id"))).and(FACT_ID.gt(0)));

        assertThat(analysis.query("q").joins()).extracting(JoinAnalysis::movement)
                .containsExactly(DataMovement.DS_DIST_NONE, DataMovement.DS_DIST_NONE);
    }

    @Test
    void leftJoinKeepsItsOrderAndItsConditionFiltersTheOptionalTableOnly() {
        ModelAnalysis analysis = analyze(select(LABEL, AMOUNT).from(CALENDAR)
                .leftJoin(FACT).on(FACT_DAY.eq(CALENDAR_DAY).and(FACT_ID.le(4))));

        assertThat(analysis.query("q").joins()).extracting(JoinAnalysis::outer, JoinAnalysis::inner,
                JoinAnalysis::innerRows,
                JoinAnalysis::movement).containsExactly(tuple("calendar", "fact", 4L, DataMovement.DS_DIST_ALL_INNER));
    }

    // ---- zone maps

    @Test
    void sortKeyLeavesTwoOfFiveBlocks() {
        // as they came: 3-11 | 7-15, 1-6 | 4-10, 0-13; sorted: 3-11 | 1-9, 14-15 | 0-5, 8-13
        assertPredicate(selectCount().from(FACT).where(FACT_DAY.between(6, 7)), 5, 5, 2);
    }

    @Test
    void equalityAndListsAndAlternativesAreHeldAgainstEachBlock() {
        assertPredicate(selectCount().from(FACT).where(FACT_DAY.eq(7)), 5, 4, 2);
        assertPredicate(selectCount().from(FACT).where(FACT_DAY.in(0, 15)), 5, 2, 2);
        assertPredicate(selectCount().from(FACT).where(FACT_DAY.eq(0).or(FACT_DAY.gt(14))), 5, 2, 2);
        assertPredicate(selectCount().from(FACT).where(FACT_DAY.lt(0)), 5, 0, 0);
        assertPredicate(selectCount().from(FACT).where(FACT_DAY.ge(14)), 5, 1, 1);
    }

    @Test
    void blocksOfATableOnEveryNodeAreThoseOfOneCopy() {
        assertPredicate(selectCount().from(CALENDAR).where(CALENDAR_DAY.le(3)), 4, 1, 1);
        // 7 bytes a value, 2 in a block
        assertPredicate(selectCount().from(CALENDAR).where(LABEL.eq("Day")), 8, 8, 8);
        assertPredicate(selectCount().from(CALENDAR).where(LABEL.gt("Daz")), 8, 0, 0);
    }

    @Test
    void conditionOnADimensionNarrowsNothingOfTheFactTable() {
        ModelAnalysis analysis = analyze(select(sum(AMOUNT)).from(FACT, CALENDAR).where(FACT_DAY.eq(CALENDAR_DAY))
                .and(CALENDAR_DAY.le(3)));

        assertThat(analysis.query("q").predicates()).extracting(PredicateAnalysis::table).containsExactly("calendar");
        assertThat(analysis.assumptions())
                .contains("A condition on one table narrows the blocks of that table only, not those of tables"
                        + " joined to it.");
    }

    // ---- what is not seen

    @Test
    void whatTheModelDoesNotUnderstandIsSaid() {
        ModelAnalysis analysis = analyze(select(sum(AMOUNT)).from(FACT)
                .where(FACT_PART.in(select(PART_ID).from(PART).where(PART_NAME.eq("p1"))))
                .and(condition("amount > 3")).and(FACT_DAY.add(1).eq(3)).and(FACT_ID.ne(2)));

        assertThat(analysis.query("q").notSeen()).satisfiesExactly(
                text -> assertThat(text).startsWith("a condition with a subquery: fact.part_id in ( select"
                        + " part.part_id"),
                text -> assertThat(text).isEqualTo("a condition written as plain SQL: (amount > 3)"),
                text -> assertThat(text).isEqualTo("(fact.day + 1) = 3 is no range of one column: it narrows no"
                        + " blocks"),
                text -> assertThat(text).isEqualTo("fact.id <> 2 is no range of one column: it narrows no blocks"));
        // the subquery is a query of its own
        assertThat(analysis.query("q").predicates()).extracting(PredicateAnalysis::table).containsExactly("part");
    }

    @Test
    void joinWithASubqueryIsNotTold() {
        Table<?> counted = select(PART_ID, count().as("n")).from(PART).groupBy(PART_ID).asTable("counted");
        ModelAnalysis analysis = analyze(select(sum(AMOUNT)).from(FACT).join(counted)
                .on(FACT_PART.eq(column("counted", "part_id"))));

        assertThat(analysis.query("q").joins()).isEmpty();
        assertThat(analysis.query("q").notSeen())
                .containsExactly("joins with counted, which is a subquery: where its rows are is not known");
        assertThat(analysis.tables()).extracting(TableAnalysis::table).containsExactly("fact", "part");
    }

    @Test
    void sessionIsAsItWas() {
        String before = dsl.fetchSingle("show search_path").get(0, String.class);

        analyze(selectCount().from(FACT));

        assertThat(dsl.fetchSingle("show search_path").get(0, String.class)).isEqualTo(before);
    }

    @Test
    void schemaSaysWhichTablesAreMeant() {
        dsl.execute("create schema other");
        dsl.execute("create table other.fact (id int, part_id int, day int, amount bigint) diststyle all");
        dsl.execute("insert into other.fact values (1, 1, 1, 1)");

        ModelAnalysis other = MODEL.schema("other").analyze(dsl, new DesignQuery("q", selectCount().from(FACT)));
        assertThat(other.table("fact").rows()).isEqualTo(1);
        assertThat(other.table("fact").distribution()).isEqualTo(Distribution.ALL);
        assertThat(analyze(selectCount().from(FACT)).table("fact").rows()).isEqualTo(16);
        assertThat(analyze(selectCount().from(table(name("other", "fact")))).table("fact").rows()).isEqualTo(1);
    }

    @Test
    void transactionOfSomebodyElseGoesOnWithItsOwnSearchPath() {
        dsl.transaction(configuration -> {
            DSLContext within = configuration.dsl();
            within.execute("create table made_here (id int)");
            String before = within.fetchSingle("show search_path").get(0, String.class);

            MODEL.schema("public").analyze(within, new DesignQuery("q", selectCount().from(table(name("made_here")))));

            assertThat(within.fetchSingle("show search_path").get(0, String.class)).isEqualTo(before);
            assertThat(within.fetchCount(table(name("made_here")))).isZero();
        });
    }

    @Test
    void textNamesTablesQueriesAndAssumptions() {
        String text = analyze(select(sum(AMOUNT)).from(FACT).join(STORE).on(FACT_PART.eq(STORE_ID))).toString();

        assertThat(text).startsWith("Tables on 2 × test, 4 slices\n")
                .contains("\nq: 16 B over the network\n", "DS_DIST_INNER", "\nAssumptions\n- A cluster of 2 test"
                        + " with 2 slices");
    }

    // ---- what is wrong is said

    @Test
    void clusterOfAKnownTypeHasItsSlices() {
        assertThat(Cluster.of("ra3.4xlarge", 3).slices()).isEqualTo(12);
        assertThatIllegalArgumentException().isThrownBy(() -> Cluster.of("ra9.huge", 2)).withMessage(
                "How many slices a node of type \"ra9.huge\" has is not known here: say new Cluster(\"ra9.huge\", 2,"
                        + " slices of"
                        + " one node)");
        assertThatIllegalArgumentException().isThrownBy(() -> Cluster.of("ra3.4xlarge", 1))
                .withMessage("nodes must be 2 to 32 for ra3.4xlarge, was 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Cluster("x", 0, 1))
                .withMessage("nodes must be at least 1, was 0");
    }

    @Test
    void analysisOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MODEL.analyze(dsl)).withMessage("queries must not be"
                + " empty");
        assertThatIllegalArgumentException().isThrownBy(() -> MODEL.blockBytes(8))
                .withMessage("bytes must be at least 16, was 8");
    }
}
