/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import static dev.warehouse.api.jooq.Redshift.analyze;
import static dev.warehouse.api.jooq.Redshift.approximateCountDistinct;
import static dev.warehouse.api.jooq.Redshift.convertTimezone;
import static dev.warehouse.api.jooq.Redshift.createTable;
import static dev.warehouse.api.jooq.Redshift.dateTrunc;
import static dev.warehouse.api.jooq.Redshift.dateadd;
import static dev.warehouse.api.jooq.Redshift.datediff;
import static dev.warehouse.api.jooq.Redshift.getdate;
import static dev.warehouse.api.jooq.Redshift.jsonExtractPathText;
import static dev.warehouse.api.jooq.Redshift.jsonParse;
import static dev.warehouse.api.jooq.Redshift.lastDay;
import static dev.warehouse.api.jooq.Redshift.listagg;
import static dev.warehouse.api.jooq.Redshift.median;
import static dev.warehouse.api.jooq.Redshift.medianOver;
import static dev.warehouse.api.jooq.Redshift.mergeRemovingDuplicates;
import static dev.warehouse.api.jooq.Redshift.percentileContOver;
import static dev.warehouse.api.jooq.Redshift.pivot;
import static dev.warehouse.api.jooq.Redshift.qualify;
import static dev.warehouse.api.jooq.Redshift.ratioToReport;
import static dev.warehouse.api.jooq.Redshift.regexpReplace;
import static dev.warehouse.api.jooq.Redshift.superPath;
import static dev.warehouse.api.jooq.Redshift.sysdate;
import static dev.warehouse.api.jooq.Redshift.unpivot;
import static dev.warehouse.api.jooq.Redshift.vacuum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RedshiftTest {

    private static final DSLContext DSL_CONTEXT = DSL.using(RedshiftConfiguration.unconnected());
    private static final Table<Record> SALES = table(name("sales"));
    private static final Table<Record> RECENT = table(name("recent_sales"));
    private static final Table<Record> SCORES = table(name("scores"));
    private static final Table<Record> ORDERS = table(name("orders"));
    private static final Field<Long> ID = field(name("sales", "sale_id"), SQLDataType.BIGINT);
    private static final Field<String> SHOP = field(name("sales", "shop"), SQLDataType.VARCHAR(20).notNull());
    private static final Field<Integer> SOLD = field(name("sales", "sold"), SQLDataType.INTEGER);
    private static final Field<LocalDateTime> SOLD_AT = field(name("sales", "sold_at"), SQLDataType.LOCALDATETIME(6));
    private static final Field<String> DETAIL = field(name("orders", "detail"), SQLDataType.VARCHAR);
    private static final Field<Object> ITEM = field(name("orders", "item"));

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of("redshift-dateadd", select(dateadd(RedshiftDatePart.MONTH, 18, SOLD_AT),
                        dateadd(RedshiftDatePart.DAY, SOLD, SOLD_AT)).from(SALES)),
                Arguments.of("redshift-datediff", select(SHOP).from(SALES)
                        .where(datediff(RedshiftDatePart.DAY, SOLD_AT, getdate()).lt(30L))),
                Arguments.of("redshift-date-trunc", select(dateTrunc(RedshiftDatePart.WEEK, SOLD_AT), count()).from(SALES)
                        .groupBy(dateTrunc(RedshiftDatePart.WEEK, SOLD_AT))),
                Arguments.of("redshift-now", select(getdate(), sysdate(), lastDay(sysdate()))),
                Arguments.of("redshift-convert-timezone", select(convertTimezone("Europe/Zurich", SOLD_AT),
                        convertTimezone("EST", "PST", SOLD_AT)).from(SALES)),
                Arguments.of("redshift-approximate-count-distinct", select(approximateCountDistinct(SHOP)).from(SALES)),
                Arguments.of("redshift-listagg", select(listagg(SHOP, ", ").withinGroupOrderBy(SHOP)).from(SALES)),
                Arguments.of("redshift-listagg-over", select(SHOP, listagg(SHOP, "'\\").withinGroupOrderBy(SOLD_AT)
                        .over(partitionBy(SHOP))).from(SALES)),
                Arguments.of("redshift-median", select(median(SOLD)).from(SALES)),
                Arguments.of("redshift-median-over", select(medianOver(SOLD), medianOver(SOLD, SHOP)).from(SALES)),
                Arguments.of("redshift-percentile-over", select(percentileContOver(0.9, SOLD, SHOP)).from(SALES)),
                Arguments.of("redshift-ratio-to-report", select(ratioToReport(SOLD), ratioToReport(SOLD, SHOP))
                        .from(SALES)),
                Arguments.of("redshift-regexp-replace", select(regexpReplace(SHOP, "\\d+", "#")).from(SALES)),
                Arguments.of("redshift-json-path", select(jsonExtractPathText(DETAIL, "user", "city")).from(ORDERS)),
                Arguments.of("redshift-super", select(superPath(ITEM).get("lines").at(0).get("price")
                        .as(SQLDataType.DECIMAL(10, 2)), superPath(ITEM).get("id").value(), jsonParse(DETAIL))
                        .from(ORDERS)),
                Arguments.of("redshift-qualify", qualify(select(SHOP, SOLD).from(SALES.as("sales")),
                        rowNumber().over(partitionBy(SHOP).orderBy(SOLD.desc())).eq(1), SHOP, SOLD.desc())),
                Arguments.of("redshift-qualify-where", qualify(select(SHOP).from(SALES).where(SOLD.gt(3)),
                        sum(SOLD).over(partitionBy(SHOP).orderBy(SOLD_AT)).le(BigDecimal.TEN))),
                Arguments.of("redshift-pivot", select().from(pivot(
                        select(SHOP, SOLD).from(SALES), sum(field(name("sold"), SQLDataType.INTEGER)), SHOP,
                        List.of("north", "o'south"), "by_shop"))),
                Arguments.of("redshift-pivot-table", select().from(pivot(SCORES, DSL.max(field(name("maths"))),
                        field(name("physics"), SQLDataType.INTEGER), List.of(1, 2), "p"))),
                Arguments.of("redshift-unpivot", select().from(unpivot(SCORES, name("score"), name("subject"),
                        List.of(field(name("maths")), field(name("physics"))), "u"))),
                Arguments.of("redshift-merge-remove-duplicates", mergeRemovingDuplicates(SALES, RECENT,
                        ID.eq(field(name("recent_sales", "sale_id"), SQLDataType.BIGINT)))),
                Arguments.of("redshift-create-table", createTable(table(name("facts")))
                        .column(ID, column -> column.identity(0, 1))
                        .column(SHOP, column -> column.encode(Encoding.BYTEDICT))
                        .column(SOLD_AT, column -> column.notNull().encode(Encoding.RAW))
                        .column(field(name("price"), SQLDataType.DECIMAL(10, 2)))
                        .column(field(name("note"), SQLDataType.CLOB))
                        .column(field(name("item"), Redshift.SUPER))
                        .primaryKey(ID).distkey(SHOP).sortkey(SOLD_AT, SHOP).query()),
                Arguments.of("redshift-create-table-all", createTable(table(name("dims"))).temporary().ifNotExists()
                        .column(SHOP).column(ID).diststyle(CreateTable.Diststyle.ALL).interleavedSortkey(SHOP, ID).query()),
                Arguments.of("redshift-analyze", analyze(SALES, SHOP, SOLD)),
                Arguments.of("redshift-vacuum", vacuum(Vacuum.DELETE_ONLY, SALES)),
                Arguments.of("jooq-now", select(DSL.currentLocalDateTime(), DSL.currentOffsetDateTime(),
                        DSL.currentLocalDate())),
                Arguments.of("jooq-window-frame", select(sum(SOLD).over(partitionBy(SHOP).orderBy(SOLD_AT)),
                        DSL.lag(SOLD).over(DSL.orderBy(SOLD_AT)), DSL.lastValue(SOLD).over(DSL.orderBy(SOLD_AT)))
                        .from(SALES)),
                Arguments.of("jooq-difference", select(DSL.localDateTimeDiff(DatePart.HOUR, SOLD_AT, SOLD_AT),
                        DSL.localDateTimeAdd(SOLD_AT, 3, DatePart.MONTH),
                        DSL.trunc(SOLD_AT, DatePart.MONTH)).from(SALES)),
                Arguments.of("jooq-null", select(DSL.nvl(SOLD, 0), DSL.nvl2(SOLD, "yes", "no"),
                        DSL.decode(SHOP, DSL.inline("a"), DSL.inline(1), DSL.inline(2))).from(SALES)
                        .where(SHOP.isNotDistinctFrom("a").or(SOLD.isDistinctFrom(3)))),
                Arguments.of("jooq-aggregates", select(DSL.median(SOLD), DSL.anyValue(SOLD), DSL.stddevSamp(SOLD),
                        DSL.percentileCont(0.25).withinGroupOrderBy(SOLD))
                        .from(SALES)),
                Arguments.of("jooq-ratio-to-report", select(DSL.ratioToReport(SOLD).over(partitionBy(SHOP)),
                        DSL.ratioToReport(SOLD).over()).from(SALES)),
                Arguments.of("jooq-like", select(SHOP).from(SALES).where(SHOP.contains("50%").or(SHOP.startsWith("a_"))
                        .or(SHOP.endsWith("\\")).or(SHOP.likeIgnoreCase("x%")).or(SHOP.containsIgnoreCase("y"))
                        .or(SHOP.likeRegex("^a")).or(SHOP.similarTo("a|b")))),
                Arguments.of("jooq-numbers", select(DSL.round(SOLD, 1), DSL.round(SOLD), DSL.trunc(SOLD, 1),
                        DSL.log10(SOLD.plus(1)), DSL.log(SOLD.plus(1), 2), DSL.greatest(SOLD, DSL.inline(1)),
                        SOLD.mod(2)).from(SALES)),
                Arguments.of("jooq-texts", select(DSL.chr(DSL.inline(65)), DSL.bitLength(SHOP), DSL.position(SHOP, "a"),
                        DSL.substring(SHOP, 2, 3), DSL.splitPart(SHOP, ",", 1), DSL.concat(SHOP, DSL.inline("x")))
                        .from(SALES)),
                Arguments.of("jooq-rollup", select(SHOP, DSL.grouping(SHOP), sum(SOLD)).from(SALES)
                        .groupBy(DSL.rollup(SHOP))),
                Arguments.of("jooq-merge", DSL_CONTEXT.mergeInto(SALES).using(RECENT)
                        .on(ID.eq(field(name("recent_sales", "sale_id"), SQLDataType.BIGINT)))
                        .whenMatchedThenUpdate().set(SOLD, field(name("recent_sales", "sold"), SQLDataType.INTEGER))
                        .whenNotMatchedThenInsert(ID, SHOP)
                        .values(field(name("recent_sales", "sale_id"), SQLDataType.BIGINT),
                                field(name("recent_sales", "shop"), SQLDataType.VARCHAR))),
                Arguments.of("jooq-recursive", DSL.withRecursive("n", "i").as(select(DSL.inline(1)).unionAll(
                        select(field(name("i"), SQLDataType.INTEGER).plus(1)).from(table(name("n")))
                                .where(field(name("i"), SQLDataType.INTEGER).lt(5)))).select().from(table(name("n")))),
                Arguments.of("jooq-alter-table", DSL_CONTEXT.alterTable(SALES)
                        .addColumn(name("note"), SQLDataType.VARCHAR(20))),
                Arguments.of("jooq-create-view", DSL_CONTEXT.createOrReplaceView("shops")
                        .as(DSL.selectDistinct(SHOP).from(SALES))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void rendersWhatRedshiftTakes(String golden, Query query) {
        Golden.assertMatches(golden, DSL_CONTEXT.render(query) + "\n-- inlined\n" + DSL_CONTEXT.renderInlined(query));
    }

    @Test
    void functionsStandBesideThoseOfJooq() {
        DSLContext dsl = DSL_CONTEXT;
        // tag::select[]
        Query weekly = dsl.select(dateTrunc(RedshiftDatePart.WEEK, SOLD_AT), approximateCountDistinct(SHOP), sum(SOLD))
                .from(SALES)
                .where(datediff(RedshiftDatePart.DAY, SOLD_AT, getdate()).lt(365L))
                .groupBy(dateTrunc(RedshiftDatePart.WEEK, SOLD_AT));
        // end::select[]
        // tag::qualify[]
        Query best = qualify(select(SHOP, SOLD).from(SALES.as("sales")),
                rowNumber().over(partitionBy(SHOP).orderBy(SOLD.desc())).eq(1),
                SHOP);
        // end::qualify[]
        // tag::table[]
        Query table = Redshift.createTable(SALES)
                .column(ID, column -> column.identity(0, 1))
                .column(SHOP, column -> column.encode(Encoding.BYTEDICT))
                .column(SOLD)
                .column(SOLD_AT)
                .distkey(SHOP)
                .sortkey(SOLD_AT)
                .query();
        // end::table[]
        Golden.assertMatches("documented-select", dsl.render(weekly) + "\n-- inlined\n" + dsl.renderInlined(weekly));
        Golden.assertMatches("documented-qualify", dsl.render(best) + "\n-- inlined\n" + dsl.renderInlined(best));
        assertThat(dsl.render(table)).isEqualTo("create table \"sales\" (\"sale_id\" bigint identity(0, 1), \"shop\" "
                + "varchar(20) not null encode bytedict, \"sold\" int, \"sold_at\" timestamp) diststyle key "
                + "distkey (\"shop\") compound sortkey (\"sold_at\")");
    }

    static Stream<Arguments> badArguments() {
        return Stream.of(
                Arguments.of("percentile must be between 0 and 1, was 1.5",
                        (Runnable) () -> percentileContOver(1.5, SOLD)),
                Arguments.of("path must have 1 to 5 keys, had 0", (Runnable) () -> jsonExtractPathText(DETAIL)),
                Arguments.of("index must be at least 0, was -1", (Runnable) () -> superPath(ITEM).at(-1)),
                Arguments.of("query must have neither ORDER BY nor LIMIT: they come behind QUALIFY; give the order to "
                        + "qualify", (Runnable) () -> qualify(select(SOLD).from(SALES).limit(1), SOLD.gt(1))),
                Arguments.of("values must not be empty",
                        (Runnable) () -> pivot(SALES, sum(SOLD), SHOP, List.of(), "p")),
                Arguments.of("fields must be 1 to 8, were 9", (Runnable) () -> createTable(SALES)
                        .interleavedSortkey(ID, ID, ID, ID, ID, ID, ID, ID, ID)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badArguments")
    void argumentsAreChecked(String message, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    @Test
    void tablesThatCannotBeAreRefused() {
        assertThatIllegalStateException().isThrownBy(() -> createTable(SALES).query())
                .withMessage("columns must not be empty: sales needs one at least");
        assertThatIllegalStateException().isThrownBy(() -> createTable(SALES).column(SHOP).distkey(SHOP)
                .diststyle(CreateTable.Diststyle.EVEN).query())
                .withMessage("DISTSTYLE EVEN takes no DISTKEY: leave one of them away");
        assertThatIllegalStateException()
                .isThrownBy(() -> createTable(SALES).column(SHOP, column -> column.identity(0, 1)))
                .withMessage("IDENTITY needs INT or BIGINT, shop is varchar");
    }

    @Test
    void columnsOfAQualifiedQueryKeepTheirTypes() {
        assertThat(qualify(select(SHOP, SOLD).from(SALES.as("s")), SOLD.gt(1)).fields())
                .<Object>extracting(Field::getType).containsExactly(String.class, Integer.class);
    }

    @ParameterizedTest
    @EnumSource(RedshiftDatePart.class)
    void datePartsAreWrittenBareOrInQuotes(RedshiftDatePart part) {
        QueryPart difference = datediff(part, SOLD_AT, SOLD_AT);

        assertThat(DSL_CONTEXT.render(difference)).startsWith("datediff(" + part.text() + ", ");
        assertThat(DSL_CONTEXT.render(dateTrunc(part, SOLD_AT))).startsWith("date_trunc('" + part.text() + "', ");
    }
}
