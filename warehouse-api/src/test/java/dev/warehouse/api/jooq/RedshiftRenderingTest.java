/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.listAgg;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedshiftRenderingTest {

    private static final DSLContext DSL_CONTEXT = DSL.using(RedshiftConfiguration.unconnected());
    private static final Table<Record> PLAYS = table(name("songplays"));
    private static final Table<Record> USERS = table(name("users"));
    private static final Field<Integer> ID = field(name("songplays", "songplay_id"), SQLDataType.INTEGER);
    private static final Field<Integer> USER = field(name("songplays", "user_id"), SQLDataType.INTEGER);
    private static final Field<Integer> USER_ID = field(name("users", "user_id"), SQLDataType.INTEGER);
    private static final Field<String> NAME = field(name("users", "first_name"), SQLDataType.VARCHAR(256));
    private static final Field<String> LEVEL = field(name("songplays", "level"), SQLDataType.VARCHAR(4));
    private static final Field<LocalDateTime> START =
            field(name("songplays", "start_time"), SQLDataType.LOCALDATETIME);

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of("select-limit", select(ID).from(PLAYS).orderBy(ID).limit(10)),
                Arguments.of("select-limit-offset", select(ID).from(PLAYS).orderBy(ID).limit(10).offset(20)),
                Arguments.of("select-offset", select(ID).from(PLAYS).orderBy(ID).offset(20)),
                Arguments.of("select-limit-in-subquery", select(field(name("top", "songplay_id")))
                        .from(select(ID).from(PLAYS).orderBy(ID.desc()).limit(3).asTable(name("top")))
                        .limit(val(2L))),
                Arguments.of("select-join-group-order", select(NAME, count().as("plays")).from(PLAYS)
                        .join(USERS).on(USER_ID.eq(USER)).where(LEVEL.eq("paid"))
                        .groupBy(NAME).having(count().gt(1)).orderBy(count().desc(), NAME).limit(5)),
                Arguments.of("select-left-join", select(NAME, ID).from(USERS).leftJoin(PLAYS).on(USER.eq(USER_ID))),
                Arguments.of("select-with", DSL.with("heavy").as(select(USER).from(PLAYS).groupBy(USER)
                        .having(count().gt(100))).select(count()).from(table(name("heavy")))),
                Arguments.of("select-window-rank", select(USER, rowNumber().over()
                        .partitionBy(USER).orderBy(START.desc()).as("nth")).from(PLAYS)),
                Arguments.of("select-window-frame", select(USER, sum(ID).over().partitionBy(USER).orderBy(START)
                        .rowsUnboundedPreceding().as("running")).from(PLAYS)),
                Arguments.of("select-listagg", select(USER, listAgg(LEVEL, ",").withinGroupOrderBy(START))
                        .from(PLAYS).groupBy(USER)),
                Arguments.of("select-extract", selectDistinct(extract(START, DatePart.HOUR),
                        extract(START, DatePart.WEEK), extract(START, DatePart.YEAR),
                        Redshift.weekday(START)).from(PLAYS)),
                Arguments.of("select-epoch", select(Redshift.timestampOfEpochMillis(
                        field(name("ts"), SQLDataType.BIGINT)).as("start_time")).from(table(name("staging_events")))),
                Arguments.of("select-case", select(case_().when(LEVEL.eq("paid"), inline(1)).otherwise(inline(0)))
                        .from(PLAYS)),
                Arguments.of("select-union-all", select(USER).from(PLAYS).unionAll(select(USER_ID).from(USERS))),
                Arguments.of("select-except", select(USER).from(PLAYS).except(select(USER_ID).from(USERS))),
                Arguments.of("select-in-exists", select(ID).from(PLAYS).where(USER.in(1, 2, 3))
                        .andExists(select(USER_ID).from(USERS).where(USER_ID.eq(USER)))),
                Arguments.of("select-dates", select(ID).from(PLAYS)
                        .where(START.ge(LocalDateTime.of(2018, 11, 1, 0, 0, 0, 796_000_000)))
                        .and(START.cast(SQLDataType.LOCALDATE).lt(LocalDate.of(2018, 12, 1)))),
                Arguments.of("select-dates-with-precision", select(ID).from(PLAYS)
                        .where(field(name("songplays", "start_time"), SQLDataType.LOCALDATETIME(6))
                                .between(LocalDateTime.of(2018, 11, 1, 0, 0), LocalDateTime.of(2018, 11, 2, 0, 0)))),
                Arguments.of("insert-values", DSL_CONTEXT.insertInto(USERS, USER_ID, NAME)
                        .values(1, "Ann").values(2, "O'Neil \\ Sons")),
                Arguments.of("insert-select", DSL_CONTEXT.insertInto(USERS, USER_ID)
                        .select(selectDistinct(USER).from(PLAYS))),
                Arguments.of("update", DSL_CONTEXT.update(USERS).set(NAME, "Ann").where(USER_ID.eq(1))),
                Arguments.of("update-from", DSL_CONTEXT.update(USERS).set(NAME, LEVEL).from(PLAYS)
                        .where(USER_ID.eq(USER))),
                Arguments.of("delete", DSL_CONTEXT.deleteFrom(USERS)),
                Arguments.of("delete-using", DSL_CONTEXT.deleteFrom(USERS).using(PLAYS).where(USER_ID.eq(USER))),
                Arguments.of("truncate", DSL_CONTEXT.truncate(USERS)),
                Arguments.of("drop-table", DSL_CONTEXT.dropTableIfExists(USERS)),
                Arguments.of("mixed-case-names", select(field(name("Users", "FirstName"))).from(table(name("Users")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void rendersWhatRedshiftTakes(String golden, Query query) {
        Golden.assertMatches(golden, DSL_CONTEXT.render(query) + "\n-- inlined\n" + DSL_CONTEXT.renderInlined(query));
    }

    @Test
    void renderingLeavesTheQueryAsItIs() {
        Select<?> query = select(ID).from(PLAYS).limit(10);
        DSL_CONTEXT.render(query);

        assertThat(query.getParams().values()).allSatisfy(param -> assertThat(param.isInline()).isFalse());
        assertThat(DSL.using(org.jooq.SQLDialect.POSTGRES).render(query)).endsWith("fetch next ? rows only");
    }

    @Test
    void theSchemaOfATableIsRendered() {
        assertThat(DSL_CONTEXT.render(select(count()).from(table(name("sales", "Orders")))))
                .isEqualTo("select count(*) from \"sales\".\"orders\"");
    }

    @Test
    void limitsAreNoBindValues() {
        Select<?> query = select(ID).from(PLAYS).where(USER.eq(7)).limit(10).offset(20);

        assertThat(DSL_CONTEXT.extractBindValues(query)).containsExactly(7);
    }

    @Test
    void backslashesAreDoubledInLiterals() {
        Name column = name("a");
        assertThat(DSL_CONTEXT.renderInlined(select(inline("a\\'b").as(column))))
                .isEqualTo("select 'a\\\\''b' as \"a\"");
    }
}
