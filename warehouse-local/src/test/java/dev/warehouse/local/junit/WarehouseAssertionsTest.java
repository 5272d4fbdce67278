/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import static dev.warehouse.local.assertions.WarehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.LoadError;
import dev.warehouse.api.Warehouse;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WarehouseAssertionsTest {

    private static final Table<Record> USERS = table(name("users"));
    private static final Field<Integer> ID = field(name("id"), SQLDataType.INTEGER);
    private static final Field<String> NAME = field(name("name"), SQLDataType.VARCHAR);
    private static final Field<String> LEVEL = field(name("level"), SQLDataType.VARCHAR);

    @RegisterExtension
    static final LocalRedshiftExtension REDSHIFT = LocalRedshiftExtension.temporary()
            .withMigrations("junit/migration")
            .withPreparation(warehouse -> warehouse.dsl().execute("create table others as select 1 as id"))
            .withPreparation(warehouse -> warehouse.dsl().execute("insert into users values (1, 'Ann', 'free'), "
                    + "(2, 'Bob', 'paid'), (2, 'Bob', 'free'), (3, null, 'a|b'), (3, null, 'paid'), (3, null, 'free')"));

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }

    @Test
    void aTableIsWhatItIs(Warehouse warehouse) {
        assertThat(warehouse).hasNoLoadErrors().table(USERS).hasRowCount(6).isNotEmpty().hasNoNullsIn(ID, LEVEL)
                .hasNoDuplicatesIn(ID, LEVEL).hasNoDuplicatesIn(ID, NAME, LEVEL);
        assertThat(warehouse).table("public.users").where(ID.eq(1)).hasRowCount(1).hasNoDuplicatesIn(ID)
                .where(LEVEL.eq("paid")).isEmpty();
    }

    @Test
    void whatIsWrongWithATableIsSaidWithExamples(Warehouse warehouse) {
        assertFails(() -> assertThat(warehouse).table(USERS).hasRowCount(1),
                "Expected users to have 1 row, but it has 6.");
        assertFails(() -> assertThat(warehouse).table(USERS).where(ID.eq(9)).isNotEmpty(),
                "Expected users where \"id\" = 9 to have rows, but it is empty.");
        assertFails(() -> assertThat(warehouse).table(USERS).hasNoDuplicatesIn(ID),
                "Expected no duplicates in id of users, but there are:\n  id = 3: 3 times\n  id = 2: 2 times");
        assertFails(() -> assertThat(warehouse).table(USERS).hasNoDuplicatesIn(ID, NAME), "  id = 2, name = Bob: 2 times");
        assertFails(() -> assertThat(warehouse).table(USERS).hasNoNullsIn(ID, NAME),
                "Expected no NULL in name of users, but it is NULL in 3 of 6 rows.");
        assertFails(() -> assertThat(warehouse).as("users of the day").table(USERS).isEmpty(), "[users of the day] ");
    }

    @Test
    void whatIsReferredToMustBeThere(Warehouse warehouse) {
        assertThat(warehouse).table(USERS).references(ID, UserRows.ID).where(ID.eq(1)).references(ID, UserRows.OTHER_ID);
        assertFails(() -> assertThat(warehouse).table(USERS).references(ID, UserRows.OTHER_ID),
                "Expected each id of users to be in id of others, but these are not: ");
    }

    /** As the code generator makes them. */
    private static final class UserRows extends TableImpl<Record> {

        private static final long serialVersionUID = 1;
        private static final UserRows USER_ROWS = new UserRows("users");
        private static final UserRows OTHERS = new UserRows("others");
        private static final TableField<Record, Integer> ID = USER_ROWS.id;
        private static final TableField<Record, Integer> OTHER_ID = OTHERS.id;

        private final TableField<Record, Integer> id = createField(name("id"), SQLDataType.INTEGER, this, "");

        private UserRows(String table) {
            super(name(table));
        }
    }

    @Test
    void rowsAreComparedAsATable(Warehouse warehouse) {
        Result<?> levels = warehouse.dsl().select(ID, NAME, LEVEL).from(USERS).orderBy(ID, LEVEL).fetch();
        assertThat(levels).isTable("""
                | id | name   | level |
                | 1  | Ann    | free  |
                | 2  | Bob    | free  |
                | 2  | Bob    | paid  |
                | 3  | {null} | a\\|b  |
                | 3  | {null} | free  |
                | 3  | {null} | paid  |
                """);
        assertThat(warehouse).query(warehouse.dsl().select(LEVEL, count()).from(USERS).groupBy(LEVEL)).isTableInAnyOrder("""
                +-----+-----+
                |level|count|
                +-----+-----+
                |paid |    2|
                |free |    3|
                |a\\|b |    1|
                +-----+-----+
                """).hasRowCount(3);
        Result<?> same = warehouse.dsl().select(ID.as("x"), NAME, LEVEL).from(USERS).orderBy(ID.desc(), LEVEL).fetch();
        assertThat(levels).hasSameRowsInAnyOrderAs(same);
        assertThat(warehouse).table(USERS).rowsOrderedBy(ID, LEVEL).hasSameRowsAs(levels);
        assertFails(() -> assertThat(levels).hasSameRowsAs(same), "Expected 6 rows, found 6; 3 missing (-), 3 too much (+):");
    }

    @Test
    void whatDiffersIsShownAsATable(Warehouse warehouse) {
        Result<?> users = warehouse.dsl().select(ID, NAME).from(USERS).where(ID.lt(3)).orderBy(ID).fetch();
        assertFails(() -> assertThat(users).isTable("""
                | id | name |
                | 1  | Ann  |
                | 2  | Bert |
                | 2  | Bob  |
                """), """
                Expected 3 rows, found 3; 1 missing (-), 1 too much (+):
                  | id | name |
                  | 1  | Ann  |
                - | 2  | Bert |
                + | 2  | Bob  |
                  | 2  | Bob  |
                """);
        assertFails(() -> assertThat(users).isTable("| id | first |"),
                "Expected the columns [id, first], but they are [id, name]:");
        assertFails(() -> assertThat(users).isEmpty(), "Expected 0 rows, but there are 3:\n| id | name |\n| 1  | Ann  |\n");
        assertThatThrownBy(() -> assertThat(users).isTable("| id | name |\n| 1 |")).isInstanceOf(
                IllegalArgumentException.class).hasMessage("table must have 2 cells in each line, like [id, name], was [1]");
        assertThatThrownBy(() -> assertThat(users).isTable("id name")).hasMessageContaining("begin and end with |");
    }

    @Test
    void aMissingTableIsToldWithThoseThatAreThere(Warehouse warehouse) {
        assertFails(() -> assertThat(warehouse).table("user").hasRowCount(1), "Expected a table user, but relation \"user\""
                + " does not exist; there are flyway_schema_history, others, users.");
        assertFails(() -> assertThat(warehouse).table("s.user").hasNoDuplicatesIn(ID), "relation \"s.user\" does not exist");
        assertThatThrownBy(() -> assertThat(warehouse).table(USERS).hasNoNullsIn(field(name("nme"))))
                .isInstanceOf(org.jooq.exception.DataAccessException.class).hasMessageContaining("column \"nme\"");
    }

    @Test
    void timesMayBeWrittenAsRedshiftOrJavaOrJdbcDo(Warehouse warehouse) {
        Result<?> times = warehouse.dsl().fetch("select timestamp '2024-02-29 10:00:00' as a,"
                + " timestamp '2024-02-29 10:00:00.5' as b, timestamptz '2024-02-29 10:00:00+02' as c, time '10:00:00' as d,"
                + " varchar '2024-02-29T10:00' as e, 1e3::decimal(6,1) as f");
        assertThat(times).isTable("""
                | a                     | b                     | c                      | d        | e                | f      |
                | 2024-02-29 10:00:00   | 2024-02-29 10:00:00.5 | 2024-02-29 08:00:00+00 | 10:00:00 | 2024-02-29T10:00 | 1000.0 |
                """);
        assertThat(times).isTable("""
                | a                     | b                     | c                      | d        | e                | f      |
                | 2024-02-29T10:00      | 2024-02-29T10:00:00.5 | 2024-02-29T10:00+02:00 | 10:00    | 2024-02-29T10:00 | 1000.0 |
                """);
        assertThat(times).isTable("""
                | a                     | b                     | c                      | d        | e                | f      |
                | 2024-02-29 10:00:00.0 | 2024-02-29 10:00:00.5 | 2024-02-29 08:00:00Z   | 10:00:00 | 2024-02-29T10:00 | 1000.0 |
                """);
        assertFails(() -> assertThat(times).isTable("| a | b | c | d | e | f |\n| noon | | | | 2024-02-29 10:00 | |"),
                "+ | 2024-02-29 10:00:00 | 2024-02-29 10:00:00.5 | 2024-02-29 08:00:00+00 | 10:00:00 | 2024-02-29T10:00 | 1000.0 |");
        Result<?> typed = warehouse.dsl().select(DSL.val(LocalDateTime.of(2024, 2, 29, 10, 0)).as("a")).fetch();
        assertThat(warehouse.dsl().fetch("select timestamp '2024-02-29 10:00:00' as a")).hasSameRowsAs(typed);
    }

    @Test
    void ofManyRowsThoseThatDifferAreShown(Warehouse warehouse) {
        Result<?> thousands = numbers(warehouse, "n");
        Result<?> changed = numbers(warehouse, "case when n = 1500 then 0 else n end");
        assertThatThrownBy(() -> assertThat(changed).hasSameRowsAs(thousands)).hasMessage("""
                Expected 3000 rows, found 3000; 1 missing (-), 1 too much (+):
                  | n    |
                  … 1,496 equal rows
                  | 1497 |
                  | 1498 |
                  | 1499 |
                - | 1500 |
                + | 0    |
                  | 1501 |
                  | 1502 |
                  | 1503 |
                  … 1,497 equal rows
                """);
        assertThatThrownBy(() -> assertThat(changed).hasSameRowsInAnyOrderAs(thousands)).hasMessageStartingWith(
                "Expected 3000 rows in any order, found 3000; 1 missing (-), 1 too much (+):\n  | n    |\n+ | 0    |\n");
        assertThatThrownBy(() -> assertThat(numbers(warehouse, "-n")).hasSameRowsAs(thousands)).hasMessageContaining(
                "3000 missing (-), 3000 too much (+):").hasMessageEndingWith("| -25 |\n  … 5,950 more differing rows\n");
        assertThatThrownBy(() -> assertThat(thousands).isEmpty()).hasMessageEndingWith("| 50 |\n… 2,950 more rows\n");
        assertThatThrownBy(() -> assertThat(thousands).isTable("| n |\n| 1 | 2 |"))
                .hasMessageEndingWith("was [1, 2]; a | in a cell is written \\|");
    }

    private static Result<?> numbers(Warehouse warehouse, String number) {
        return warehouse.dsl().fetch("select " + number + " as n from (select row_number() over () as n"
                + " from pg_catalog.pg_attribute limit 3000) numbers order by numbers.n");
    }

    @Test
    void aCopyIsWhatItDid() {
        CopyResult clean = new CopyResult(7, 30, 8056, 0, 1000, Duration.ofSeconds(1), List.of(), List.of());
        assertThat(clean).loaded(8056).readFiles(30).rejectedNothing();
        assertFails(() -> assertThat(clean).loaded(8057),
                "Expected the COPY to have loaded 8057 rows, but it did: 8,056 rows from 30 files");
        LoadError error = new LoadError("s3://b/x", 17, "id", "integer", 0, "x1", "x1,Ann", 1207, "Invalid digit");
        CopyResult dirty = new CopyResult(8, 1, 2, 1, 10, Duration.ofSeconds(1), List.of(error), List.of());
        assertThat(dirty).rejected(1);
        assertFails(() -> assertThat(dirty).rejectedNothing(), "\n  s3://b/x line 17, column id, \"x1\": Invalid digit (code 1207)");
    }
}
