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
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
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
    private static final Field<String> S = field(name("s"), SQLDataType.VARCHAR);

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
                        select(sum(A).over().partitionBy(B).orderBy(A)).from(T)),
                Arguments.of("FIRST_VALUE OVER (… ORDER BY …) without a frame",
                        select(DSL.firstValue(A).over().orderBy(B)).from(T)),
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
        "select filter, window from t"
    })
    void leavesAloneWhatRedshiftTakes(String sql) {
        assertThatCode(() -> assertThat(Refusals.in(sql)).isNull()).doesNotThrowAnyException();
    }

    @Test
    void longStatementsAreCutInTheMessage() {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> DSL_CONTEXT.render(
                        DSL_CONTEXT.resultQuery("select '" + "x".repeat(1000) + "' from t for update")))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(500).endsWith("…"));
    }
}
