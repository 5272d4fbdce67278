/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.values;

import dev.warehouse.api.QueryException;
import dev.warehouse.api.Stage;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.MergeMatchedStep;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftGuardTest {

    private static final DSLContext DSL_CONTEXT = DSL.using(RedshiftConfiguration.unconnected());
    private static final Table<Record> T = table(name("t"));
    private static final Field<Integer> A = field(name("a"), SQLDataType.INTEGER);
    private static final Field<Integer> B = field(name("b"), SQLDataType.INTEGER);
    private static final Field<LocalDateTime> TIME = field(name("ts"), SQLDataType.LOCALDATETIME);
    private static final Field<String> S = field(name("s"), SQLDataType.VARCHAR);

    private static MergeMatchedStep<Record> merge(Table<Record> target) {
        return DSL_CONTEXT.mergeInto(target).using(table(name("u"))).on(A.eq(B));
    }

    static Stream<Arguments> refusedQueries() {
        return Stream.of(
                Arguments.of("ON CONFLICT", DSL_CONTEXT.insertInto(T, A).values(1).onConflict(A).doNothing()),
                Arguments.of("ON CONFLICT",
                        DSL_CONTEXT.insertInto(T, A, B).values(1, 2).onDuplicateKeyIgnore()),
                Arguments.of("FILTER (WHERE …)", select(count().filterWhere(A.gt(1))).from(T)),
                Arguments.of("DISTINCT ON", select(A, B).distinctOn(A).from(T)),
                Arguments.of("LATERAL", select(A).from(T, lateral(select(B).from(T)))),
                Arguments.of("VALUES as a table", select().from(values(row(1, 2), row(3, 4)).as("v", "x", "y"))),
                Arguments.of("FOR UPDATE and FOR SHARE", select(A).from(T).forUpdate()),
                Arguments.of("FOR UPDATE and FOR SHARE", select(A).from(T).forShare()),
                Arguments.of("the WINDOW clause", select(count().over(name("w"))).from(T)
                        .window(name("w").as(DSL.partitionBy(A)))),
                Arguments.of("SUM OVER (… ORDER BY …) without a frame",
                        select(field("sum({0}) over (order by {1})", A, B)).from(T)),
                Arguments.of("the function WIDTH_BUCKET", select(DSL.widthBucket(A, 0, 10, 5)).from(T)),
                Arguments.of("the function MODE", select(DSL.mode(A)).from(T)),
                Arguments.of("the function REGR_SLOPE", select(DSL.regrSlope(A, B)).from(T)),
                Arguments.of("the function JSON_BUILD_OBJECT", select(DSL.jsonObject("a", A)).from(T)),
                Arguments.of("the function SUBSTRING_INDEX", select(DSL.substringIndex(S, ",", 1)).from(T)),
                Arguments.of("the function XMLELEMENT", select(DSL.xmlelement("a", A)).from(T)),
                Arguments.of("the function UUID", select(DSL.uuid())),
                Arguments.of("OVERLAY", select(DSL.overlay(S, "x", 1)).from(T)),
                Arguments.of("CURRENT_TIME", select(DSL.currentLocalTime())),
                Arguments.of("the date part ISODOW", select(DSL.isoDayOfWeek(TIME)).from(T)),
                Arguments.of("the date part NANOSECOND", select(DSL.extract(TIME, DatePart.NANOSECOND)).from(T)),
                Arguments.of("this part in jOOQ's trunc (Unknown date part : WEEK)",
                        select(DSL.trunc(TIME, DatePart.WEEK)).from(T)),
                Arguments.of("regexpReplaceAll and regexpReplaceFirst of jOOQ",
                        select(DSL.regexpReplaceFirst(S, "a", "b")).from(T)),
                Arguments.of("COUNT(DISTINCT …) of several columns", select(countDistinct(A, B)).from(T)),
                Arguments.of("BETWEEN SYMMETRIC", select(A).from(T).where(A.betweenSymmetric(1, 2))),
                Arguments.of("IS JSON", select(A).from(T).where(S.isJson())),
                Arguments.of("IS JSON", select(A).from(T).where(S.isNotJson())),
                Arguments.of("a cast to NUMERIC that keeps fractions without a scale",
                        select(cast(A, SQLDataType.NUMERIC)).from(T)),
                Arguments.of("QUALIFY after a table without an alias",
                        Redshift.qualify(select(A).from(T), DSL.rowNumber().over(DSL.orderBy(A)).eq(1))),
                Arguments.of("row constructors", select(row(A, B)).from(T)),
                Arguments.of("an alias of MERGE's target", merge(T.as("x"))
                        .whenMatchedThenDelete().whenNotMatchedThenInsert(A).values(1)),
                Arguments.of("MERGE without WHEN MATCHED or WHEN NOT MATCHED, or with several of a kind",
                        merge(T).whenMatchedThenDelete()),
                Arguments.of("a condition of its own in a WHEN of MERGE", merge(T).whenMatchedAnd(B.gt(1)).thenDelete()
                        .whenNotMatchedThenInsert(A).values(1)),
                Arguments.of("an alias of INSERT's table", DSL_CONTEXT.insertInto(T.as("x"), A).values(1)),
                Arguments.of("LIMIT in UPDATE and DELETE", DSL_CONTEXT.update(T).set(A, 1).limit(3)),
                Arguments.of("LIMIT in UPDATE and DELETE", DSL_CONTEXT.deleteFrom(T).limit(3)),
                Arguments.of("TRUNCATE of several tables, with CASCADE or RESTART IDENTITY",
                        DSL_CONTEXT.truncate(T).restartIdentity()),
                Arguments.of("IF NOT EXISTS in CREATE VIEW", DSL_CONTEXT.createViewIfNotExists("v").as(select(A).from(T))),
                Arguments.of("blocks (DO)", DSL_CONTEXT.begin(DSL_CONTEXT.deleteFrom(T))),
                Arguments.of("several actions in one ALTER TABLE", DSL_CONTEXT.alterTable(T).dropColumns(A, B)),
                Arguments.of("a change of DEFAULT or NOT NULL in ALTER TABLE",
                        DSL_CONTEXT.alterTable(T).alterColumn(A).setNotNull()),
                Arguments.of("a change of DEFAULT or NOT NULL in ALTER TABLE",
                        DSL_CONTEXT.alterTable(T).alterColumn(A).dropDefault()),
                Arguments.of("a change of type other than VARCHAR's size",
                        DSL_CONTEXT.alterTable(T).alterColumn(A).set(SQLDataType.BIGINT)),
                Arguments.of("CHECK constraints",
                        DSL_CONTEXT.alterTable(T).add(DSL.constraint("k").check(A.gt(1)))),
                Arguments.of("CHECK constraints", DSL_CONTEXT.createTable("u").column(A)
                        .constraints(DSL.constraint("k").check(A.gt(1)))),
                Arguments.of("ON COMMIT", DSL_CONTEXT.createTemporaryTable("u").column(A).onCommitDrop()),
                Arguments.of("ON DELETE and ON UPDATE of a foreign key", DSL_CONTEXT.createTable("u").column(A)
                        .constraints(DSL.foreignKey(A).references(T, A).onDeleteCascade())),
                Arguments.of("WITH [NO] DATA in CREATE TABLE AS",
                        DSL_CONTEXT.createTable("u").as(select(A).from(T)).withNoData()),
                Arguments.of("CREATE TYPE", DSL_CONTEXT.createType("e").asEnum("a")),
                Arguments.of("CREATE DOMAIN", DSL_CONTEXT.createDomain("e").as(SQLDataType.INTEGER)),
                Arguments.of("DROP INDEX", DSL_CONTEXT.dropIndex("i")),
                Arguments.of("DROP SEQUENCE", DSL_CONTEXT.dropSequence("i")),
                Arguments.of("EXPLAIN ANALYZE", DSL_CONTEXT.resultQuery("explain analyze select 1")),
                Arguments.of("AS [NOT] MATERIALIZED in WITH", DSL.with(name("c").asMaterialized(select(A).from(T)))
                        .select().from(table(name("c")))),
                Arguments.of("the type UUID", select(DSL.inline(new UUID(1, 2)))),
                Arguments.of("the type BYTEA", DSL_CONTEXT.createTable("b").column("a", SQLDataType.BLOB)),
                Arguments.of("RANGE in a window's frame",
                        select(sum(A).over().orderBy(B).rangeUnboundedPreceding()).from(T)),
                Arguments.of("GROUPS in a window's frame",
                        select(sum(A).over().orderBy(B).groupsUnboundedPreceding()).from(T)),
                Arguments.of("DISTINCT in a window function", select(countDistinct(A).over().partitionBy(B)).from(T)),
                Arguments.of("INTERSECT ALL", select(A).from(T).intersectAll(select(B).from(T))),
                Arguments.of("EXCEPT ALL", select(A).from(T).exceptAll(select(B).from(T))),
                Arguments.of("arrays", select(array(1, 2))),
                Arguments.of("ANY over an array", DSL_CONTEXT.resultQuery("select a from t where a = any ({0})", A)),
                Arguments.of("row assignment in UPDATE",
                        DSL_CONTEXT.update(T).set(row(A, B), select(A, B).from(T))),
                Arguments.of("WITH before INSERT", DSL_CONTEXT.with("c").as(select(A).from(T))
                        .insertInto(T, A).select(select(A).from(table(name("c"))))),
                Arguments.of("IF [NOT] EXISTS in ALTER TABLE",
                        DSL_CONTEXT.alterTableIfExists(T).addColumn(B)),
                Arguments.of("IF [NOT] EXISTS in ALTER TABLE",
                        DSL_CONTEXT.alterTable(T).addColumnIfNotExists(B)),
                Arguments.of("IF NOT EXISTS in CREATE TABLE AS",
                        DSL_CONTEXT.createTableIfNotExists("u").as(select(A).from(T))),
                Arguments.of("CREATE INDEX", DSL_CONTEXT.createIndex("i").on(T, A)),
                Arguments.of("CREATE SEQUENCE", DSL_CONTEXT.createSequence("s")),
                Arguments.of("the type UUID", select(cast(S, SQLDataType.UUID)).from(T)),
                Arguments.of("the type JSONB", DSL_CONTEXT.createTable("u").column("j", SQLDataType.JSONB)),
                Arguments.of("the operator ->>", select(field("{0} ->> 'k'", S)).from(T)),
                Arguments.of("the function GENERATE_SERIES", select().from("generate_series(1, 3)")),
                Arguments.of("the function STRING_AGG", select(field("string_agg({0}, ',')", S)).from(T)),
                Arguments.of("FETCH FIRST", DSL_CONTEXT.resultQuery("select a from t fetch first 3 rows only")),
                Arguments.of("a subquery in LIMIT",
                        DSL_CONTEXT.resultQuery("select a from t limit (select 1)")),
                Arguments.of("string literals with a prefix (E'', B'', U&'')",
                        DSL_CONTEXT.resultQuery("select E'a'")),
                Arguments.of("TABLESAMPLE", DSL_CONTEXT.resultQuery("select a from t tablesample system (1)")),
                Arguments.of("savepoints", DSL_CONTEXT.query("savepoint a")),
                Arguments.of("RETURNING", DSL_CONTEXT.resultQuery("delete from t returning a")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedQueries")
    void refusesWhatRedshiftDoesNotHave(String construct, Query query) {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> DSL_CONTEXT.render(query))
                .satisfies(refusal -> {
                    assertThat(refusal.construct()).isEqualTo(construct);
                    assertThat(refusal.stage()).isEqualTo(Stage.QUERY);
                    assertThat(refusal).hasMessageStartingWith(
                            "Redshift does not have " + construct + ". Instead, " + refusal.instead() + ". In: ");
                });
    }

    @Test
    void refusesReturningOfAnInsert() {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> DSL_CONTEXT.render(DSL_CONTEXT.insertInto(T, A).values(1).returning(A)))
                .withMessageContaining("Redshift does not have RETURNING. Instead, select the rows afterwards by a key "
                        + "of your own.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "select 'on conflict returning ->> e''x''' as s",
        "select \"returning\", \"lateral\" from \"values\"",
        "select a -- returning\nfrom t /* on conflict /* nested */ lateral */",
        "select 'it\\'s returning' from t",
        "insert into t (a) values (1), (2)",
        "insert into t with c as (select 1) select * from c",
        "with c as (select 1 as a) delete from t using c where t.a = c.a",
        "select row_number() over (partition by a order by b desc) from t",
        "select sum(a) over (partition by b order by c rows between 1 preceding and current row) from t",
        "select sum(a) over (partition by b) from t",
        "select lag(a) ignore nulls over (order by b) from t",
        "select a from t where a = any (select b from u)",
        "select a from t where a in (select b from u) limit 10 offset 20",
        "create table if not exists t (a int, b varchar(256))",
        "create table t as select 1 as a",
        "create table t (id bigint generated by default as identity(0, 1))",
        "alter table t add column b int",
        "copy t from 's3://b/x' iam_role default format as json 'auto'",
        "select listagg(a, ',') within group (order by b) from t",
        "select extract(dow from a), a || 'x', a % 2, a <= 3 from t",
        "select filter, window from t",
        "merge into t using s on t.a = s.a when matched then delete when not matched then insert values (s.a)",
        "merge into t using s on t.a = s.a remove duplicates",
        "alter table t alter column s type varchar(20)",
        "select a from t as x qualify row_number() over (order by a) = 1",
        "select count(distinct a), max(b) from t",
        "select a::decimal(10, 2), cast(b as numeric(5)) from t",
        "select sum(a) over (partition by b), rank() over (order by c) from t",
        "select listagg(distinct a, ',') within group (order by a) over (partition by b) from t"
    })
    void leavesAloneWhatRedshiftTakes(String sql) {
        assertThatCode(() -> assertThat(Refusals.in(sql)).isNull()).doesNotThrowAnyException();
    }

    @Test
    void longStatementsAreCutInTheMessage() {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> DSL_CONTEXT.render(
                        DSL_CONTEXT.resultQuery("select '" + "x".repeat(1000) + "' from t for update")))
                .satisfies(refusal -> assertThat(refusal.summary()).hasSizeLessThan(500).endsWith("…"));
    }
}
