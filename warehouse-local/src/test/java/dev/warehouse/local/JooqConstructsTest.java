/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.acoth;
import static org.jooq.impl.DSL.aggregate;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.anyValue;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.atanh;
import static org.jooq.impl.DSL.bitXor;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.collation;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.cube;
import static org.jooq.impl.DSL.cumeDist;
import static org.jooq.impl.DSL.currentCatalog;
import static org.jooq.impl.DSL.currentSchema;
import static org.jooq.impl.DSL.currentTime;
import static org.jooq.impl.DSL.currentTimestamp;
import static org.jooq.impl.DSL.default_;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.every;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.firstValue;
import static org.jooq.impl.DSL.foreignKey;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.generateSeries;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.groupConcat;
import static org.jooq.impl.DSL.grouping;
import static org.jooq.impl.DSL.groupingSets;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.isoDayOfWeek;
import static org.jooq.impl.DSL.jsonArray;
import static org.jooq.impl.DSL.jsonArrayAgg;
import static org.jooq.impl.DSL.jsonObject;
import static org.jooq.impl.DSL.jsonTable;
import static org.jooq.impl.DSL.jsonValue;
import static org.jooq.impl.DSL.jsonbGetAttribute;
import static org.jooq.impl.DSL.jsonbObjectAgg;
import static org.jooq.impl.DSL.key;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.lead;
import static org.jooq.impl.DSL.left;
import static org.jooq.impl.DSL.listAgg;
import static org.jooq.impl.DSL.localDateAdd;
import static org.jooq.impl.DSL.localDateDiff;
import static org.jooq.impl.DSL.localDateTimeAdd;
import static org.jooq.impl.DSL.localDateTimeDiff;
import static org.jooq.impl.DSL.lpad;
import static org.jooq.impl.DSL.ltrim;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.median;
import static org.jooq.impl.DSL.mode;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.multisetAgg;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nthValue;
import static org.jooq.impl.DSL.ntile;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.overlay;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.percentRank;
import static org.jooq.impl.DSL.percentileCont;
import static org.jooq.impl.DSL.percentileDisc;
import static org.jooq.impl.DSL.position;
import static org.jooq.impl.DSL.power;
import static org.jooq.impl.DSL.privilege;
import static org.jooq.impl.DSL.product;
import static org.jooq.impl.DSL.rank;
import static org.jooq.impl.DSL.ratioToReport;
import static org.jooq.impl.DSL.regexpReplaceAll;
import static org.jooq.impl.DSL.replace;
import static org.jooq.impl.DSL.rollup;
import static org.jooq.impl.DSL.round;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sequence;
import static org.jooq.impl.DSL.splitPart;
import static org.jooq.impl.DSL.substring;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.timestampDiff;
import static org.jooq.impl.DSL.toChar;
import static org.jooq.impl.DSL.toDate;
import static org.jooq.impl.DSL.toTimestamp;
import static org.jooq.impl.DSL.translate;
import static org.jooq.impl.DSL.trim;
import static org.jooq.impl.DSL.trunc;
import static org.jooq.impl.DSL.tryCast;
import static org.jooq.impl.DSL.unique;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.user;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.widthBucket;
import static org.jooq.impl.DSL.xmlagg;
import static org.jooq.impl.DSL.xmlcomment;
import static org.jooq.impl.DSL.xmlelement;
import static org.jooq.impl.DSL.xmlexists;
import static org.jooq.impl.DSL.xmlforest;
import static org.jooq.impl.DSL.xmlparseContent;
import static org.jooq.impl.DSL.xmlpi;
import static org.jooq.impl.DSL.xmlquery;
import static org.jooq.impl.DSL.xmltable;

import dev.warehouse.api.QueryException;
import dev.warehouse.api.jooq.Redshift;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.XML;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.ULong;
import org.jooq.types.YearToMonth;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What jOOQ can say, family by family: each construct runs on the local Redshift with the right result, or is refused
 * when it is rendered, with the way out.
 */
class JooqConstructsTest {

    private static final Table<?> T = table(name("t"));
    private static final Table<?> U = table(name("u"));
    private static final Field<Integer> I = field(name("i"), SQLDataType.INTEGER);
    private static final Field<Integer> TI = field(name("t", "i"), SQLDataType.INTEGER);
    private static final Field<Integer> UI = field(name("u", "i"), SQLDataType.INTEGER);
    private static final Field<String> S = field(name("s"), SQLDataType.VARCHAR(50));
    private static final Field<Boolean> BO = field(name("bo"), SQLDataType.BOOLEAN);
    private static final Field<LocalDateTime> TS = field(name("ts"), SQLDataType.LOCALDATETIME(6));
    private static final Field<LocalDate> DT = field(name("dt"), SQLDataType.LOCALDATE);
    private static final Field<byte[]> VB = field(name("vb"), SQLDataType.VARBINARY(100));

    private static LocalRedshiftServer server;
    private static Connection connection;
    private static DSLContext dsl;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        dsl = DSL.using(RedshiftConfiguration.on(connection));
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static void fill() throws SQLException {
        Sql.run(connection, "set search_path to public", "drop schema if exists sch cascade",
                "drop schema if exists schx cascade", "drop schema if exists sch2 cascade",
                "drop schema if exists constructs cascade", "create schema constructs", "create schema sch",
                "set search_path to constructs",
                "create table t (i int, s varchar(50), bo boolean, ts timestamp, dt date, vb varbyte(100))",
                "create table u (i int)",
                "create table ct1 (a int not null, b int, c varchar(10), unique (a))",
                "create table ct23 (i int, constraint pk23 primary key (i))",
                "create view v1 as select i from t",
                "create materialized view mv1 as select i from t",
                "insert into u values (1), (3)",
                "insert into t values (1, '3', true, '2020-05-06 07:08:09', '2020-05-06', to_varbyte('ab', 'utf8')), "
                        + "(2, '4', false, '2021-01-02', '2021-02-03', null)");
    }

    private static Arguments statement(String name, Function<DSLContext, Query> query, String expected) {
        return Arguments.of(name, query, expected);
    }

    private static Arguments expression(String name, Field<?> field, String expected) {
        return statement(name, d -> d.select(field).from(T).orderBy(inline(1)), expected);
    }

    private static Arguments aggregated(String name, Field<?> field, String expected) {
        return statement(name, d -> d.select(field).from(T), expected);
    }

    private static Arguments filtered(String name, Condition condition, String expected) {
        return statement(name, d -> d.select(count()).from(T).where(condition), expected);
    }

    /** The construct; the first row of the result, or the number of rows, or what is refused. */
    static Stream<Arguments> constructs() {
        return Stream.of(
                statement("limit percent", d -> d.select(I).from(T).limit(50).percent(), "refused: LIMIT … PERCENT"),
                statement("limit with ties", d -> d.select(I).from(T).orderBy(I).limit(1).withTies(), "[1]"),
                statement("offset alone", d -> d.select(I).from(T).orderBy(I).offset(1), "[2]"),
                statement("seek 1", d -> d.select(I).from(T).orderBy(I).seek(1).limit(5), "[2]"),
                statement("seek 2", d -> d.select(I,S).from(T).orderBy(I, S).seek(1, "3").limit(5), "[2, 4]"),
                statement("seek mixed", d -> d.select(I,S).from(T).orderBy(I.desc(), S).seek(2, "3").limit(5), "[2, 4]"),
                statement("nulls first", d -> d.select(I).from(T).orderBy(I.desc().nullsFirst()), "[2]"),
                statement("sortAsc", d -> d.select(I).from(T).orderBy(I.sortAsc(2,1)), "[2]"),
                statement("distinct on", d -> d.select(I).distinctOn(I).from(T), "refused: DISTINCT ON"),
                statement("for update", d -> d.select(I).from(T).forUpdate(), "refused: FOR UPDATE and FOR SHARE"),
                statement("for share skip locked", d -> d.select(I).from(T).forShare().skipLocked(),
                        "refused: FOR UPDATE and FOR SHARE"),
                statement("for no key update", d -> d.select(I).from(T).forNoKeyUpdate(), "refused: FOR UPDATE and FOR SHARE"),
                statement("lateral", d -> d.select(I).from(T, lateral(select(UI.as("x")).from(U))), "refused: LATERAL"),
                statement("cross apply", d -> d.select(TI).from(T.crossApply(select(UI.as("x")).from(U))), "refused: LATERAL"),
                statement("natural join", d -> d.select(count()).from(T.naturalJoin(U)), "[1]"),
                statement("natural left join", d -> d.select(count()).from(T.naturalLeftOuterJoin(U)), "[2]"),
                statement("join using", d -> d.select(count()).from(T.join(U).using(I)), "[1]"),
                statement("full join", d -> d.select(count()).from(T.fullJoin(U).on(TI.eq(UI))), "[3]"),
                statement("cross join", d -> d.select(count()).from(T.crossJoin(U)), "[4]"),
                statement("left semi join", d -> d.select(count()).from(T.leftSemiJoin(U).on(TI.eq(UI))), "[1]"),
                statement("left anti join", d -> d.select(count()).from(T.leftAntiJoin(U).on(TI.eq(UI))), "[1]"),
                statement("values", d -> d.select().from(values(row(1, 2), row(3, 4)).as("v", "a", "b")),
                        "refused: VALUES as a table"),
                statement("generate series", d -> d.select().from(generateSeries(1, 3)),
                        "refused: the function GENERATE_SERIES"),
                statement("unnest", d -> d.select().from(unnest(new Integer[] {1, 2})), "refused: the function UNNEST"),
                statement("with ordinality", d -> d.select().from(generateSeries(1, 3).withOrdinality()),
                        "refused: the function GENERATE_SERIES"),
                statement("derived columns", d -> d.select(field(name("y"))).from(select(I, S).from(T).asTable("x", "y", "z")),
                        "[1]"),
                statement("window clause", d -> d.select(sum(I).over(name("w"))).from(T).window(name("w").as(partitionBy(I))),
                        "refused: the WINDOW clause"),
                aggregated("groups frame", sum(I).over(orderBy(I).groupsUnboundedPreceding()),
                        "refused: GROUPS in a window's frame"),
                aggregated("range frame", sum(I).over(orderBy(I).rangeUnboundedPreceding()),
                        "refused: RANGE in a window's frame"),
                aggregated("exclude",
                        sum(I).over(orderBy(I).rowsBetweenUnboundedPreceding().andCurrentRow().excludeCurrentRow()),
                        "refused: EXCLUDE in a window's frame"),
                aggregated("first value ignore nulls", firstValue(I).ignoreNulls().over(orderBy(I)), "[1]"),
                aggregated("first value respect nulls", firstValue(I).respectNulls().over(orderBy(I)), "[1]"),
                aggregated("lag", lag(I).over(orderBy(I.desc())), "[null]"),
                aggregated("lag ignore nulls", lag(I, 1).ignoreNulls().over(orderBy(I.desc())), "[null]"),
                aggregated("lag default", lag(I, 1, 0).over(orderBy(I)), "refused: the default of LAG"),
                aggregated("lead default", lead(I, 1, 0).over(orderBy(I)), "refused: the default of LEAD"),
                aggregated("nth value", nthValue(I, 2).over(orderBy(I)), "[null]"),
                aggregated("nth value from last", nthValue(I, 2).fromLast().over(orderBy(I)),
                        "refused: FROM LAST in a window function"),
                aggregated("ntile", ntile(2).over(orderBy(I)), "[1]"),
                aggregated("cume_dist", cumeDist().over(orderBy(I)), "[0.5]"),
                aggregated("percent_rank", percentRank().over(orderBy(I)), "[0]"),
                aggregated("row_number over ()", rowNumber().over(), "[1]"),
                aggregated("ratio_to_report", ratioToReport(I).over(), "[0.3333333333333333]"),
                aggregated("count distinct over", countDistinct(I).over(partitionBy(I)),
                        "refused: DISTINCT in a window function"),
                aggregated("hypothetical rank", rank(inline(1)).withinGroupOrderBy(I), "refused: RANK WITHIN GROUP"),
                aggregated("mode", mode(I), "refused: the function MODE"),
                aggregated("percentile_disc", percentileDisc(0.5).withinGroupOrderBy(I),
                        "refused: PERCENTILE_DISC as an aggregate that is exact"),
                aggregated("percentile_cont", percentileCont(0.5).withinGroupOrderBy(I), "[1.5]"),
                aggregated("listagg over", listAgg(S, ",").withinGroupOrderBy(S).over(partitionBy(BO)), "[4]"),
                aggregated("filter", count().filterWhere(I.eq(1)), "refused: FILTER (WHERE …)"),
                aggregated("array_agg", arrayAgg(I), "refused: the function ARRAY_AGG"),
                aggregated("group_concat", groupConcat(S).separator("-"), "[3-4]"),
                aggregated("multiset", multiset(select(UI).from(U)), "refused: the function JSONB_AGG"),
                aggregated("multiset_agg", multisetAgg(I), "refused: the function JSONB_AGG"),
                expression("row field", DSL.field(row(I, S)), "refused: row constructors"),
                aggregated("median", median(I), "[1.5]"),
                aggregated("median over", median(I).over(partitionBy(BO)), "[2.0]"),
                aggregated("product", product(I), "[2]"),
                aggregated("every", every(BO), "[false]"),
                aggregated("bool_or", boolOr(BO), "[true]"),
                aggregated("any value", anyValue(I), "[1]"),
                aggregated("jsonb object agg", jsonbObjectAgg(S, I), "refused: the function JSONB_OBJECT_AGG"),
                aggregated("json array agg", jsonArrayAgg(I), "refused: the function JSON_AGG"),
                aggregated("xmlagg", xmlagg(xmlelement("a", I)), "refused: the function XMLAGG"),
                filtered("row eq", row(I, S).eq(1, "3"), "[1]"),
                filtered("row ne", row(I, S).ne(1, "3"), "[1]"),
                filtered("row gt", row(I, S).gt(1, "1"), "[2]"),
                filtered("row le", row(I, S).le(1, "9"), "[1]"),
                filtered("row in", row(I, S).in(List.of(row(1, "3"), row(2, "x"))), "[1]"),
                filtered("row not in", row(I, S).notIn(List.of(row(1, "3"), row(2, "x"))), "[1]"),
                filtered("row in subquery", row(I, S).in(select(I, S).from(T)), "[2]"),
                filtered("row eq subquery", row(I, S).eq(select(I, S).from(T).limit(1)), "refused: a comparison of rows"),
                filtered("row is null", row(I, S).isNull(), "[0]"),
                filtered("row is not null", row(I, S).isNotNull(), "[2]"),
                filtered("row between", row(I, S).between(1, "1").and(1, "9"), "refused: BETWEEN of rows"),
                filtered("row distinct", row(I, S).isNotDistinctFrom(1, "3"), "refused: IS behind a row"),
                filtered("overlaps", row(TS, TS).overlaps(TS, TS), "refused: OVERLAPS"),
                filtered("any subquery", I.eq(any(select(UI).from(U))), "[1]"),
                filtered("all subquery", I.ge(all(select(UI).from(U))), "[0]"),
                filtered("any array", I.eq(any(1, 2)), "[2]"),
                filtered("in empty", I.in(List.of()), "[0]"),
                filtered("in list", I.in(1, 2), "[2]"),
                filtered("between symmetric", I.betweenSymmetric(2, 1), "refused: BETWEEN SYMMETRIC"),
                filtered("is distinct from", I.isDistinctFrom(1), "[1]"),
                filtered("like regex", S.likeRegex("^3"), "[1]"),
                filtered("not like regex", S.notLikeRegex("^3"), "[1]"),
                filtered("similar to", S.similarTo("3%"), "[1]"),
                filtered("like escape", S.like("3%", '!'), "[1]"),
                filtered("ilike", S.likeIgnoreCase("3%"), "[1]"),
                filtered("not ilike", S.notLikeIgnoreCase("3%"), "[1]"),
                filtered("like any", S.like(any("3%", "4%")), "[2]"),
                filtered("contains", S.contains("3"), "[1]"),
                filtered("containsIgnoreCase", S.containsIgnoreCase("3"), "[1]"),
                filtered("startsWith", S.startsWith("3"), "[1]"),
                filtered("startsWithIgnoreCase", S.startsWithIgnoreCase("3"), "[1]"),
                filtered("endsWith", S.endsWith("3"), "[1]"),
                filtered("equalIgnoreCase", S.equalIgnoreCase("3"), "[1]"),
                filtered("is json", S.isJson(), "refused: IS JSON"),
                filtered("is document", field("s", SQLDataType.XML).isDocument(), "refused: IS DOCUMENT"),
                filtered("isTrue", BO.isTrue(), "[1]"),
                filtered("isFalse", BO.isFalse(), "[1]"),
                filtered("xor", I.eq(1).xor(I.eq(2)), "[2]"),
                filtered("condition as field", field(I.eq(1)).eq(true), "[1]"),
                filtered("unique", unique(select(I).from(T)), "[2]"),
                filtered("unique row", unique(select(I, S).from(T)), "[2]"),
                filtered("exists", exists(select(UI).from(U)), "[2]"),
                expression("collate", S.collate("C"), "refused: COLLATE with a collation of PostgreSQL"),
                expression("is true in list", field(BO.isTrue()), "[false]"),
                expression("inline bytes", inline(new byte[] {1, (byte) 255}), "[[1, -1]]"),
                expression("val bytes", val(new byte[] {1, (byte) 255}), "[[1, -1]]"),
                filtered("bytes eq", VB.eq(new byte[] {97, 98}), "[1]"),
                expression("inline uuid", inline(UUID.fromString("00000000-0000-0000-0000-000000000001")),
                        "refused: the type UUID"),
                expression("inline boolean", inline(true), "[true]"),
                expression("inline interval", TS.add(DayToSecond.valueOf("1 02:00:00")), "[2020-05-07T09:08:09]"),
                expression("inline ym interval", TS.add(YearToMonth.valueOf("1-2")), "[2021-07-06T07:08:09]"),
                expression("interval literal", inline(new DayToSecond(1)), "[+1 00:00:00.000000000]"),
                expression("inline array", inline(new Integer[] {1}), "refused: array types"),
                expression("inline json", inline(JSON.valueOf("{}")), "refused: the type JSON"),
                expression("inline date", inline(LocalDate.of(2020, 1, 2)), "[2020-01-02]"),
                expression("inline time", inline(LocalTime.of(1, 2)), "[01:02]"),
                expression("inline offset", inline(OffsetDateTime.parse("2020-01-01T00:00:00+01:00")), "[2019-12-31T23:00Z]"),
                expression("inline instant", inline(Instant.parse("2020-01-01T00:00:00Z")), "[2020-01-01T00:00:00Z]"),
                expression("inline year", inline(Year.of(2020)), "[2020]"),
                expression("inline ulong", inline(ULong.valueOf(5)), "[5]"),
                expression("inline quote", inline("a'b\\c"), "[a'b\\c]"),
                expression("cast clob", I.cast(SQLDataType.CLOB), "[1]"),
                expression("cast varchar", I.cast(SQLDataType.VARCHAR), "[1]"),
                expression("cast string class", I.cast(String.class), "[1]"),
                expression("cast varchar n", I.cast(SQLDataType.VARCHAR(10)), "[1]"),
                expression("cast char n", I.cast(SQLDataType.CHAR(3)), "[1  ]"),
                expression("cast nvarchar", I.cast(SQLDataType.NVARCHAR(10)), "[1]"),
                expression("cast double", I.cast(SQLDataType.DOUBLE), "[1.0]"),
                expression("cast real", I.cast(SQLDataType.REAL), "[1.0]"),
                expression("cast tinyint", I.cast(SQLDataType.TINYINT), "[1]"),
                expression("cast bool", I.cast(SQLDataType.BOOLEAN), "[true]"),
                expression("cast decimal", I.cast(SQLDataType.DECIMAL(10, 2)), "[1.00]"),
                expression("cast date", TS.cast(SQLDataType.LOCALDATE), "[2020-05-06]"),
                expression("cast timestamp 3", TS.cast(SQLDataType.LOCALDATETIME(3)), "[2020-05-06T07:08:09]"),
                expression("cast tz", TS.cast(SQLDataType.OFFSETDATETIME), "[2020-05-06T07:08:09Z]"),
                expression("cast varbinary", S.cast(SQLDataType.VARBINARY(10)), "[[51]]"),
                expression("cast blob", S.cast(SQLDataType.BLOB), "[[51]]"),
                expression("cast bigint unsigned", I.cast(SQLDataType.BIGINTUNSIGNED),
                        "refused: a cast to DECIMAL that keeps fractions without a scale"),
                expression("try_cast", tryCast(S, SQLDataType.INTEGER), "[3]"),
                expression("coerce", I.coerce(String.class), "[1]"),
                expression("concat 3", concat(S, inline("-"), I), "[3-1]"),
                expression("concat null", concat(S, inline((String) null)), "[null]"),
                expression("ts - ts", localDateTimeDiff(TS, TS), "[+0 00:00:00.000000000]"),
                expression("timestampDiff",
                        timestampDiff(field("ts", SQLDataType.TIMESTAMP), field("ts", SQLDataType.TIMESTAMP)),
                        "[+0 00:00:00.000000000]"),
                expression("timestampDiff part",
                        timestampDiff(DatePart.DAY, field("ts", SQLDataType.TIMESTAMP), field("ts", SQLDataType.TIMESTAMP)),
                        "[0]"),
                expression("localDateTimeDiff month", localDateTimeDiff(DatePart.MONTH, TS, TS), "[0]"),
                expression("localDateTimeDiff hour", localDateTimeDiff(DatePart.HOUR, TS, TS), "[0]"),
                expression("localDateDiff", localDateDiff(DT, DT), "[0]"),
                expression("localDateDiff week", localDateDiff(DatePart.WEEK, DT, DT), "[0]"),
                expression("localDateAdd", localDateAdd(DT, 1), "[2020-05-07]"),
                expression("localDateAdd month", localDateAdd(DT, 1, DatePart.MONTH), "[2020-06-06]"),
                expression("localDateTimeAdd minute", localDateTimeAdd(TS, 1, DatePart.MINUTE), "[2020-05-06T07:09:09]"),
                expression("localDateTimeAdd quarter", localDateTimeAdd(TS, 1, DatePart.QUARTER),
                        "refused: this part in jOOQ's arithmetic (Unknown date part : QUARTER)"),
                expression("date plus int", DT.plus(1), "[2020-05-07]"),
                expression("ts plus int", TS.plus(1), "[2020-05-07T07:08:09]"),
                expression("ts minus ts", TS.minus(TS), "[1970-01-01T00:00]"),
                expression("trunc month", trunc(TS, DatePart.MONTH), "[2020-05-01T00:00]"),
                expression("trunc week", trunc(TS, DatePart.WEEK),
                        "refused: this part in jOOQ's trunc (Unknown date part : WEEK)"),
                expression("trunc quarter", trunc(TS, DatePart.QUARTER),
                        "refused: this part in jOOQ's trunc (Unknown date part : QUARTER)"),
                expression("extract week", extract(TS, DatePart.WEEK), "[19]"),
                expression("extract iso dow", isoDayOfWeek(TS), "refused: the date part ISODOW"),
                expression("extract nanosecond", extract(TS, DatePart.NANOSECOND), "refused: the date part NANOSECOND"),
                expression("current timestamp",
                        field(currentTimestamp().gt(inline(java.sql.Timestamp.valueOf("2020-01-01 00:00:00")))),
                        "[true]"),
                expression("current time", currentTime(), "refused: CURRENT_TIME"),
                expression("current schema", currentSchema(), "refused: CURRENT_SCHEMA beside a table"),
                statement("current schema alone", d -> d.select(currentSchema()), "[constructs]"),
                expression("current catalog", currentCatalog(), "[dev]"),
                expression("at time zone", field("{0} at time zone {1}", LocalDateTime.class, TS, inline("UTC")),
                        "[2020-05-06T07:08:09]"),
                expression("greatest", greatest(I, inline(5)), "[5]"),
                expression("width_bucket", widthBucket(I, 1, 5, 2), "refused: the function WIDTH_BUCKET"),
                expression("atanh", atanh(inline(0.5)), "[0.5493061443340549]"),
                expression("acoth int", acoth(I.plus(3)), "[0.2027325540540822]"),
                expression("int division", I.div(2), "[0]"),
                expression("mod", I.mod(2), "[0]"),
                expression("pow", power(I, 2), "[1]"),
                expression("cbrt", function("cbrt", SQLDataType.DOUBLE, I), "[1.0]"),
                expression("round places", round(inline(1.255), 2), "[1.26]"),
                expression("bit_xor", bitXor(I, 3), "[1]"),
                expression("shl", I.shl(2), "[4]"),
                expression("substring", substring(S, 1, 1), "[3]"),
                expression("left", left(S, 1), "[3]"),
                expression("overlay", overlay(S, inline("x"), inline(1)), "refused: OVERLAY"),
                expression("lpad", lpad(S, 4, "0"), "[0003]"),
                expression("trim both", trim(S, inline("3")), "[]"),
                expression("ltrim chars", ltrim(S, "3"), "[]"),
                expression("position from", position(S, inline("3"), 1), "[0]"),
                expression("replace", replace(S, "3", "x"), "[4]"),
                expression("regexp_replace", regexpReplaceAll(S, "3", "x"),
                        "refused: regexpReplaceAll and regexpReplaceFirst of jOOQ"),
                expression("translate", translate(S, "3", "x"), "[4]"),
                expression("initcap", function("initcap", SQLDataType.VARCHAR, S), "[3]"),
                expression("split_part", splitPart(S, ",", 1), "[3]"),
                expression("to_char", toChar(TS, "YYYY-MM-DD"), "[2020-05-06]"),
                expression("to_date", toDate("2020-01-02", "YYYY-MM-DD"), "[2020-01-02]"),
                expression("to_timestamp", toTimestamp("2020-01-02", "YYYY-MM-DD"), "[2020-01-02 00:00:00+00]"),
                expression("encode hex", function("encode", SQLDataType.VARCHAR, VB, inline("hex")), "[6162]"),
                expression("xmlcomment", xmlcomment("x"), "refused: the function XMLCOMMENT"),
                expression("xmlforest", xmlforest(I), "refused: the function XMLFOREST"),
                expression("xmlparse", xmlparseContent(S), "refused: the function XMLPARSE"),
                expression("xmlpi", xmlpi("x"), "refused: the function XMLPI"),
                expression("xmlquery", xmlquery("//a").passing(XML.valueOf("<a/>")), "refused: the function XMLQUERY"),
                filtered("xmlexists", xmlexists("//a").passing(XML.valueOf("<a/>")), "refused: the function XMLEXISTS"),
                expression("json object", jsonObject(key("a").value(I)), "refused: the function JSON_BUILD_OBJECT"),
                expression("json array", jsonArray(I), "refused: the function JSON_BUILD_ARRAY"),
                expression("json value", jsonValue(field("s", SQLDataType.JSON), "$.a"),
                        "refused: the function JSONB_PATH_QUERY_FIRST"),
                expression("jsonb get", jsonbGetAttribute(field("s", SQLDataType.JSONB), "a"), "refused: the operator ->"),
                statement("json table",
                        d -> d.select().from(jsonTable(JSON.valueOf("[]"), "$").column("a", SQLDataType.INTEGER).as("x")),
                        "refused: the function JSONB_PATH_QUERY_FIRST"),
                statement("xml table",
                        d -> d.select().from(xmltable("//a").passing(XML.valueOf("<a/>"))
                                .column("a", SQLDataType.VARCHAR).as("x")),
                        "refused: the function XMLTABLE"),
                statement("grouping sets",
                        d -> d.select(I, count()).from(T).groupBy(groupingSets(new Field<?>[] {I}, new Field<?>[] {})),
                        "[null, 2]"),
                statement("cube", d -> d.select(I, grouping(I), count()).from(T).groupBy(cube(I)), "[null, 1, 2]"),
                statement("rollup", d -> d.select(I, S, count()).from(T).groupBy(rollup(I, S)), "[null, null, 2]"),
                statement("group by ()", d -> d.select(count()).from(T).groupBy(), "[2]"),
                statement("group by distinct", d -> d.select(I).from(T).groupByDistinct(I), "refused: GROUP BY DISTINCT"),
                statement("having", d -> d.select(I).from(T).groupBy(I).having(count().gt(0)), "[2]"),
                statement("qualify", d -> d.select(I).from(T.as("t")).qualify(rowNumber().over(orderBy(I)).eq(1)),
                        "refused: QUALIFY by jOOQ's qualify(), which is another edition's"),
                statement("union", d -> d.select(I).from(T).union(select(UI).from(U)), "[2]"),
                statement("union order limit", d -> d.select(I).from(T).unionAll(select(UI).from(U)).orderBy(1).limit(1),
                        "[1]"),
                statement("union nested", d -> d.select(I).from(T).limit(1).unionAll(select(UI).from(U).limit(1)), "[1]"),
                statement("intersect all", d -> d.select(I).from(T).intersectAll(select(UI).from(U)), "refused: INTERSECT ALL"),
                statement("with materialized",
                        d -> d.with(name("c").asMaterialized(select(I).from(T))).select().from(name("c")),
                        "refused: AS [NOT] MATERIALIZED in WITH"),
                statement("with", d -> d.with("c").as(select(I).from(T)).select().from(name("c")), "[1]"),
                statement("with dml", d -> d.with("c").as(deleteFrom(U).returning(UI)).select().from(name("c")),
                        "refused: a statement that writes inside WITH"),
                statement("with recursive",
                        d -> d.withRecursive("c", "n").as(select(inline(1))
                                .unionAll(select(field(name("n"), Integer.class).plus(1)).from(name("c")).where(field(name("n"), Integer.class).lt(3)))).select().from(name("c")),
                        "[1]"),
                statement("select from dual", d -> d.selectOne(), "[1]"),
                statement("table list", d -> d.select(count()).from(T, U), "[4]"),
                statement("hint", d -> d.select(I).hint("/*+ x */").from(T), "[1]"),
                statement("select into", d -> d.select(I).into(table(name("t_into"))).from(T), "[2]"),
                statement("scalar subquery", d -> d.select(field(select(max(UI)).from(U))).from(T), "[3]"),
                statement("insert", d -> d.insertInto(U, I).values(5), "1"),
                statement("insert rows", d -> d.insertInto(U, I).values(5).values(6), "2"),
                statement("insert set", d -> d.insertInto(U).set(I, 7), "1"),
                statement("insert default values", d -> d.insertInto(U).defaultValues(), "1"),
                statement("insert default", d -> d.insertInto(U, I).values(default_(SQLDataType.INTEGER)), "1"),
                statement("insert select", d -> d.insertInto(U, I).select(select(I).from(T)), "2"),
                statement("insert on duplicate ignore", d -> d.insertInto(U, I).values(5).onDuplicateKeyIgnore(),
                        "refused: ON CONFLICT"),
                statement("insert on conflict", d -> d.insertInto(U, I).values(5).onConflict(I).doUpdate().set(I, 1),
                        "refused: ON CONFLICT"),
                statement("insert returning", d -> d.insertInto(U, I).values(5).returning(I), "refused: RETURNING"),
                statement("insert cte",
                        d -> d.with("c").as(select(I).from(T)).insertInto(U, I)
                                .select(select(field(name("c","i"), Integer.class)).from(name("c"))),
                        "refused: WITH before INSERT"),
                statement("update", d -> d.update(U).set(I, 1), "2"),
                statement("update from", d -> d.update(U).set(I, TI).from(T).where(TI.eq(UI)), "1"),
                statement("update row", d -> d.update(U).set(row(I), row(inline(1))), "refused: row assignment in UPDATE"),
                statement("update row 2", d -> d.update(T).set(row(I, S), row(inline(1), inline("a"))),
                        "refused: row assignment in UPDATE"),
                statement("update subquery", d -> d.update(U).set(I, select(max(TI)).from(T)), "2"),
                statement("update limit", d -> d.update(U).set(I, 1).limit(1), "refused: LIMIT in UPDATE and DELETE"),
                statement("update order", d -> d.update(U).set(I, 1).orderBy(I).limit(1),
                        "refused: LIMIT in UPDATE and DELETE"),
                statement("update alias", d -> d.update(U.as("x")).set(field(name("i"), Integer.class), 1), "2"),
                statement("delete", d -> d.deleteFrom(U).where(I.eq(99)), "0"),
                statement("delete using", d -> d.deleteFrom(U).using(T).where(TI.eq(UI)), "1"),
                statement("delete limit", d -> d.deleteFrom(U).limit(1), "refused: LIMIT in UPDATE and DELETE"),
                statement("delete returning", d -> d.deleteFrom(U).returning(I), "refused: RETURNING"),
                statement("merge",
                        d -> d.mergeInto(U).using(T).on(UI.eq(TI)).whenMatchedThenUpdate().set(I, TI)
                                .whenNotMatchedThenInsert(I).values(TI),
                        "2"),
                statement("merge delete",
                        d -> d.mergeInto(U).using(T).on(UI.eq(TI)).whenMatchedThenDelete().whenNotMatchedThenInsert(I)
                                .values(TI),
                        "2"),
                statement("merge one", d -> d.mergeInto(U).using(T).on(UI.eq(TI)).whenMatchedThenDelete(),
                        "refused: MERGE without WHEN MATCHED or WHEN NOT MATCHED, or with several of a kind"),
                statement("merge and",
                        d -> d.mergeInto(U).using(T).on(UI.eq(TI)).whenMatchedAnd(TI.eq(1)).thenDelete()
                                .whenNotMatchedThenInsert(I).values(TI),
                        "refused: a condition of its own in a WHEN of MERGE"),
                statement("merge usingDual",
                        d -> d.mergeInto(U).usingDual().on(UI.eq(1)).whenMatchedThenUpdate().set(I, 1)
                                .whenNotMatchedThenInsert(I).values(1),
                        "1"),
                statement("merge subquery",
                        d -> d.mergeInto(U).using(select(TI).from(T).asTable("x"))
                                .on(UI.eq(field(name("x", "i"), Integer.class))).whenMatchedThenUpdate().set(I, 1).whenNotMatchedThenInsert(I).values(1),
                        "2"),
                statement("truncate", d -> d.truncate(U), "0"),
                statement("truncate restart", d -> d.truncate(U).restartIdentity(),
                        "refused: TRUNCATE of several tables, with CASCADE or RESTART IDENTITY"),
                statement("truncate cascade", d -> d.truncate(U).cascade(),
                        "refused: TRUNCATE of several tables, with CASCADE or RESTART IDENTITY"),
                statement("create table",
                        d -> d.createTable("ct0").column("a", SQLDataType.INTEGER.notNull())
                                .column("b", SQLDataType.VARCHAR(10).defaultValue("x")).primaryKey("a").unique("b"),
                        "0"),
                statement("create table identity", d -> d.createTable("ct2").column("a", SQLDataType.INTEGER.identity(true)),
                        "refused: an identity column without seed and step"),
                statement("create table text", d -> d.createTable("ct3").column("a", SQLDataType.CLOB),
                        "refused: TEXT without a length, which is VARCHAR(256)"),
                statement("create table varchar", d -> d.createTable("ct4").column("a", SQLDataType.VARCHAR),
                        "refused: VARCHAR without a length, which is VARCHAR(256)"),
                statement("create table blob", d -> d.createTable("ct5").column("a", SQLDataType.BLOB),
                        "refused: the type BYTEA"),
                statement("create table varbinary", d -> d.createTable("ct5").column("a", SQLDataType.VARBINARY(10)),
                        "refused: the type BYTEA"),
                statement("create table uuid", d -> d.createTable("ct6").column("a", SQLDataType.UUID),
                        "refused: the type UUID"),
                statement("create table json", d -> d.createTable("ct7").column("a", SQLDataType.JSONB),
                        "refused: the type JSONB"),
                statement("create table array", d -> d.createTable("ct8").column("a", SQLDataType.INTEGER.array()),
                        "refused: array types"),
                statement("create table tinyint", d -> d.createTable("ct9").column("a", SQLDataType.TINYINT), "0"),
                statement("create table time 6", d -> d.createTable("ct10").column("a", SQLDataType.LOCALDATETIME(6)), "0"),
                statement("create table decimal", d -> d.createTable("ct11").column("a", SQLDataType.DECIMAL),
                        "refused: DECIMAL without a scale, which is DECIMAL(18,0)"),
                statement("create table interval", d -> d.createTable("ct12").column("a", SQLDataType.INTERVALDAYTOSECOND),
                        "0"),
                statement("create table generated",
                        d -> d.createTable("ct13").column("a", SQLDataType.INTEGER)
                                .column("b", SQLDataType.INTEGER.generatedAlwaysAs(field(name("a"), Integer.class))),
                        "refused: generated columns"),
                statement("create table collation",
                        d -> d.createTable("ct14").column("a", SQLDataType.VARCHAR(10).collation(collation("C"))),
                        "refused: COLLATE with a collation of PostgreSQL"),
                statement("create table fk",
                        d -> d.createTable("ct15").column("a", SQLDataType.INTEGER).constraint(foreignKey("a")
                                .references("ct1", "a")),
                        "0"),
                statement("create table fk cascade",
                        d -> d.createTable("ct16").column("a", SQLDataType.INTEGER).constraint(foreignKey("a")
                                .references("ct1", "a").onDeleteCascade()),
                        "refused: ON DELETE and ON UPDATE of a foreign key"),
                statement("create table check",
                        d -> d.createTable("ct17").column("a", SQLDataType.INTEGER).check(field(name("a"), Integer.class)
                                .gt(1)),
                        "refused: CHECK constraints"),
                statement("create table comment", d -> d.createTable("ct19").column("a", SQLDataType.INTEGER).comment("x"),
                        "refused: a comment in CREATE TABLE"),
                statement("create table storage",
                        d -> d.createTable("ct20").column("a", SQLDataType.INTEGER).storage("diststyle all"),
                        "0"),
                statement("create table if not exists", d -> d.createTableIfNotExists("ct1").column("a", SQLDataType.INTEGER),
                        "0"),
                statement("create temp table", d -> d.createTemporaryTable("ct21").column("a", SQLDataType.INTEGER), "0"),
                statement("create temp table on commit",
                        d -> d.createTemporaryTable("ct22").column("a", SQLDataType.INTEGER).onCommitDeleteRows(),
                        "refused: ON COMMIT"),
                statement("create global temp", d -> d.createGlobalTemporaryTable("ct22").column("a", SQLDataType.INTEGER),
                        "0"),
                statement("ctas", d -> d.createTable("ct24").as(select(I).from(T)), "2"),
                statement("ctas no data", d -> d.createTable("ct24").as(select(I).from(T)).withNoData(),
                        "refused: WITH [NO] DATA in CREATE TABLE AS"),
                statement("ctas if not exists", d -> d.createTableIfNotExists("ct25").as(select(I).from(T)),
                        "refused: IF NOT EXISTS in CREATE TABLE AS"),
                statement("create view", d -> d.createView("v0").as(select(I).from(T)), "0"),
                statement("create or replace view", d -> d.createOrReplaceView("v1").as(select(I).from(T)), "0"),
                statement("create view if not exists", d -> d.createViewIfNotExists("v2").as(select(I).from(T)),
                        "refused: IF NOT EXISTS in CREATE VIEW"),
                statement("create view columns", d -> d.createView("v3", "a").as(select(I).from(T)), "0"),
                statement("create mat view", d -> d.createMaterializedView("mv0").as(select(I).from(T)), "0"),
                statement("create or replace mat view", d -> d.createOrReplaceMaterializedView("mv1").as(select(I).from(T)),
                        "refused: OR REPLACE and IF NOT EXISTS in CREATE MATERIALIZED VIEW"),
                statement("drop mat view", d -> d.dropMaterializedView("mv1"), "0"),
                statement("drop view if exists", d -> d.dropViewIfExists("v1"), "0"),
                statement("alter view rename", d -> d.alterView("v1").renameTo("v9"), "0"),
                statement("alter add", d -> d.alterTable("ct1").addColumn("c1", SQLDataType.INTEGER), "0"),
                statement("alter add not null", d -> d.alterTable("ct1").addColumn("c2", SQLDataType.INTEGER.notNull()),
                        "refused: ADD COLUMN … NOT NULL without a default"),
                statement("alter add first", d -> d.alterTable("ct1").addColumn("c3", SQLDataType.INTEGER).first(),
                        "refused: a place for a new column"),
                statement("alter add if not exists", d -> d.alterTable("ct1").addColumnIfNotExists("c", SQLDataType.INTEGER),
                        "refused: IF [NOT] EXISTS in ALTER TABLE"),
                statement("alter add two",
                        d -> d.alterTable("ct1")
                                .add(field(name("x1"), SQLDataType.INTEGER), field(name("x2"), SQLDataType.INTEGER)),
                        "refused: several actions in one ALTER TABLE"),
                statement("alter drop", d -> d.alterTable("ct1").dropColumn("c"), "0"),
                statement("alter drop two", d -> d.alterTable("ct1").dropColumns("c", "b"),
                        "refused: several actions in one ALTER TABLE"),
                statement("alter drop if exists", d -> d.alterTable("ct1").dropColumnIfExists("c"),
                        "refused: IF [NOT] EXISTS in ALTER TABLE"),
                statement("alter table if exists", d -> d.alterTableIfExists("ct1").dropColumn("c"),
                        "refused: IF [NOT] EXISTS in ALTER TABLE"),
                statement("alter rename", d -> d.alterTable("ct1").renameTo("ct19b"), "0"),
                statement("alter rename column", d -> d.alterTable("ct1").renameColumn("b").to("b2"), "0"),
                statement("alter set type", d -> d.alterTable("ct1").alterColumn("c").set(SQLDataType.VARCHAR(20)), "0"),
                statement("alter set type int", d -> d.alterTable("ct10").alterColumn("a").set(SQLDataType.BIGINT),
                        "refused: a change of type other than VARCHAR's size"),
                statement("alter set not null", d -> d.alterTable("ct1").alterColumn("a").setNotNull(),
                        "refused: a change of DEFAULT or NOT NULL in ALTER TABLE"),
                statement("alter default", d -> d.alterTable("ct1").alterColumn("a").setDefault(1),
                        "refused: a change of DEFAULT or NOT NULL in ALTER TABLE"),
                statement("alter drop default", d -> d.alterTable("ct1").alterColumn("a").dropDefault(),
                        "refused: a change of DEFAULT or NOT NULL in ALTER TABLE"),
                statement("alter add pk", d -> d.alterTable("u").add(constraint("pku").primaryKey("i")), "0"),
                statement("alter drop constraint", d -> d.alterTable("ct23").dropConstraint("pk23"), "0"),
                statement("alter rename constraint", d -> d.alterTable("ct1").renameConstraint("pk23").to("b"),
                        "refused: RENAME CONSTRAINT"),
                statement("alter comment", d -> d.alterTable("ct1").comment("x"), "0"),
                statement("alter drop pk", d -> d.alterTable("ct1").dropPrimaryKey(), "refused: DROP PRIMARY KEY"),
                statement("create index", d -> d.createIndex("ix").on("ct1", "a"), "refused: CREATE INDEX"),
                statement("drop index", d -> d.dropIndex("ix"), "refused: DROP INDEX"),
                statement("alter index", d -> d.alterIndex("ix").renameTo("iy"), "refused: ALTER INDEX"),
                statement("create sequence", d -> d.createSequence("sq"), "refused: CREATE SEQUENCE"),
                statement("alter sequence", d -> d.alterSequence("sq").restart(), "refused: ALTER SEQUENCE"),
                statement("drop sequence", d -> d.dropSequence("sq"), "refused: DROP SEQUENCE"),
                expression("nextval", sequence(name("sq")).nextval(), "refused: the function NEXTVAL"),
                statement("create domain", d -> d.createDomain("dom").as(SQLDataType.INTEGER), "refused: CREATE DOMAIN"),
                statement("drop domain", d -> d.dropDomain("dom"), "refused: DROP DOMAIN"),
                statement("alter domain", d -> d.alterDomain("dom").renameTo("domx"), "refused: ALTER DOMAIN"),
                statement("create type", d -> d.createType("ty").asEnum("a", "b"), "refused: CREATE TYPE"),
                statement("drop type", d -> d.dropType("ty"), "refused: DROP TYPE"),
                statement("alter type", d -> d.alterType("ty").renameTo("tz"), "refused: ALTER TYPE"),
                statement("create schema", d -> d.createSchema("schx"), "0"),
                statement("create schema if not exists", d -> d.createSchemaIfNotExists("sch"), "0"),
                statement("alter schema", d -> d.alterSchema("sch").renameTo("sch2"), "0"),
                statement("drop schema cascade", d -> d.dropSchema("sch").cascade(), "0"),
                statement("set schema", d -> d.setSchema("public"), "0"),
                statement("comment table", d -> d.commentOnTable("ct1").is("x"), "0"),
                statement("comment column", d -> d.commentOnColumn(name("ct1", "a")).is("x"), "0"),
                statement("comment view", d -> d.commentOnView("v1").is("x"), "0"),
                statement("grant", d -> d.grant(privilege("select")).on("ct1").toPublic(), "0"),
                statement("revoke", d -> d.revoke(privilege("select")).on("ct1").fromPublic(), "0"),
                statement("grant option for", d -> d.revokeGrantOptionFor(privilege("select")).on("ct1").from(user("awsuser")),
                        "0"),
                statement("savepoint", d -> d.savepoint("a"), "refused: savepoints"),
                statement("rollback to", d -> d.rollback().toSavepoint("a"), "refused: savepoints"),
                statement("release", d -> d.releaseSavepoint("a"), "refused: savepoints"),
                statement("set local", d -> d.setLocal(name("statement_timeout"), val(100)), "0"),
                statement("set", d -> d.set(name("query_group"), val("x")), "0"),
                statement("block", d -> d.begin(d.insertInto(U, I).values(1)), "refused: blocks (DO)"),
                statement("drop table cascade", d -> d.dropTable("ct1").cascade(), "0"),
                statement("drop temp table", d -> d.dropTemporaryTable("ct1"), "0"),
                statement("drop table if exists", d -> d.dropTableIfExists("ct17"), "0"),
                expression("Redshift.addMonths", Redshift.addMonths(DT, 1), "[2020-06-06T00:00]"),
                expression("Redshift.monthsBetween", Redshift.monthsBetween(DT, DT), "[0.0]"),
                expression("Redshift.nextDay", Redshift.nextDay(DT, "Tue"), "[2020-05-12]"),
                expression("Redshift.truncDate", Redshift.truncDate(TS), "[2020-05-06]"),
                expression("Redshift.lastDay", Redshift.lastDay(TS), "[2020-05-31]"),
                expression("Redshift.weekday", Redshift.weekday(TS), "[3]"),
                expression("Redshift.nvl", Redshift.nvl(I, inline(1)), "[1]"),
                expression("Redshift.len", Redshift.len(S), "[1]"),
                expression("Redshift.charindex", Redshift.charindex("3", S), "[0]"),
                expression("Redshift.strtol", Redshift.strtol(inline("ff"), 16), "[255]"),
                expression("Redshift.initcap", Redshift.initcap(inline("ab cd")), "[Ab Cd]"),
                expression("Redshift.regexpSubstr", Redshift.regexpSubstr(S, "[0-9]"), "[3]"),
                expression("Redshift.regexpCount", Redshift.regexpCount(S, "[0-9]"), "[1]"),
                expression("Redshift.regexpInstr", Redshift.regexpInstr(S, "[0-9]"), "[1]"),
                expression("Redshift.sha1", Redshift.sha1(S), "[1b6453892473a467d07372d45eb05abc2031647a]"),
                expression("Redshift.sha2", Redshift.sha2(inline("a"), 256),
                        "[ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb]"),
                expression("Redshift.crc32", Redshift.crc32(inline("a")), "[c1d04330]"),
                expression("Redshift.soundex", Redshift.soundex(inline("Amazon")), "[A525]"),
                expression("Redshift.toVarbyte", Redshift.toVarbyte(S, "utf8"), "[[51]]"),
                expression("Redshift.fromVarbyte", Redshift.fromVarbyte(VB, "utf8"), "[ab]"),
                expression("Redshift.collate", Redshift.collate(S, "case_insensitive"),
                        "refused: COLLATE with a collation of PostgreSQL"),
                expression("Redshift.isValidJson", Redshift.isValidJson(inline("{}")), "[true]"),
                expression("Redshift.isValidJsonArray", Redshift.isValidJsonArray(inline("[]")), "[true]"),
                expression("Redshift.canJsonParse", Redshift.canJsonParse(inline("[1")), "[false]"),
                expression("Redshift.jsonArrayLength", Redshift.jsonArrayLength(inline("[1, 2]")), "[2]"),
                expression("Redshift.jsonExtractArrayElementText", Redshift.jsonExtractArrayElementText(inline("[1, 2]"), 1),
                        "[2]"),
                expression("Redshift.jsonSerialize", Redshift.jsonSerialize(Redshift.jsonParse(inline("{\"a\":1}"))),
                        "[{\"a\":1}]"),
                expression("Redshift.jsonTypeof", Redshift.jsonTypeof(Redshift.jsonParse(inline("[1]"))), "[array]"),
                expression("Redshift.getArrayLength", Redshift.getArrayLength(Redshift.jsonParse(inline("[1]"))), "[1]"),
                expression("Redshift.splitToArray", Redshift.splitToArray(inline("a,b"), ","), "[[\"a\",\"b\"]]"),
                aggregated("Redshift.approximatePercentileDisc", Redshift.approximatePercentileDisc(0.5, I), "[1]"),
                statement("Redshift.unpivotIncludingNulls",
                        d -> d.select()
                                .from(Redshift.unpivotIncludingNulls(table(name("ct1")), name("v"), name("k"), List.of(field(name("a")), field(name("b"))), "x")),
                        "-"),
                statement("explain", d -> d.query("explain select 1"), "0"),
                statement("bool expr in select", d -> d.select(field(I.gt(1))).from(T), "[false]"),
                statement("case bool", d -> d.select(when(BO, 1).otherwise(0)).from(T).orderBy(1), "[0]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void runsOnRedshiftOrIsRefusedWhenRendered(String name, Function<DSLContext, Query> construct, String expected)
            throws SQLException {
        if (expected.startsWith("refused: ")) {
            assertThatThrownBy(() -> dsl.render(construct.apply(dsl))).isInstanceOf(QueryException.class)
                    .hasMessageStartingWith("Redshift does not have " + expected.substring("refused: ".length()) + ". Instead, ");
        } else {
            fill();
            assertThat(result(construct.apply(dsl))).isEqualTo(expected);
        }
    }

    private static String result(Query query) {
        if (query instanceof ResultQuery<?> select) {
            Result<? extends Record> rows = select.fetch();
            return rows.isEmpty() ? "-" : Arrays.deepToString(rows.get(0).intoArray());
        }
        return Integer.toString(query.execute());
    }
}
