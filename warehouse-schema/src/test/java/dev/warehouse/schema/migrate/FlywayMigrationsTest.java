/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.schema.migrate;

import static dev.warehouse.schema.Tables.ARTISTS;
import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static dev.warehouse.schema.Tables.TIME;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.Endpoint;
import dev.warehouse.api.MigrateException;
import dev.warehouse.api.Migrations;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepReport;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.schema.tables.records.SongplaysRecord;
import java.time.LocalDateTime;
import java.util.List;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlywayMigrationsTest {

    private static final List<Table<?>> TABLES =
            List.of(STAGING_EVENTS, STAGING_SONGS, SONGPLAYS, USERS, SONGS, ARTISTS, TIME);

    private static final String OUR_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            + " AND tablename IN ('staging_events', 'staging_songs', 'songplays', 'users', 'songs', 'artists', 'time')";

    private static LocalRedshiftServer server;

    private Warehouse warehouse;

    @BeforeAll
    static void start() {
        server = LocalRedshift.temporary().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        new FlywayMigrations().drop(server.endpoint());
        warehouse = Warehouse.connect(server.endpoint());
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void firstRunCreatesTheTablesThatTheClassesDescribe() {
        StepReport migrated = warehouse.migrate();

        assertThat(migrated.stage()).isEqualTo(Stage.MIGRATE);
        assertThat(migrated.rows()).isEqualTo(2);
        assertThat(migrated.detail()).isEqualTo("classpath:db/warehouse");
        for (Table<?> table : TABLES) {
            assertThat(warehouse.dsl().selectFrom(table).fetch()).isEmpty();
        }
    }

    @Test
    void secondRunChangesNothing() {
        warehouse.migrate();
        warehouse.dsl().insertInto(USERS, USERS.USER_ID).values(8).execute();

        assertThat(warehouse.migrate().rows()).isZero();
        assertThat(warehouse.dsl().fetchCount(USERS)).isOne();
    }

    @Test
    void aPipelineOfOtherTablesGetsNoneOfOurs() {
        warehouse.load(Pipeline.named("orders").transform(emptying("orders")));
        assertThat(warehouse.dsl().fetchValue(OUR_TABLES)).isEqualTo(0L);

        warehouse.load(Pipeline.named("listeners").transform(emptying("users")));
        assertThat(warehouse.dsl().fetchValue(OUR_TABLES)).isEqualTo(7L);
    }

    private static Step emptying(String table) {
        return new Step() {

            @Override
            public Stage stage() {
                return Stage.TRANSFORM;
            }

            @Override
            public String target() {
                return table;
            }

            @Override
            public StepResult run(StepContext context) {
                return StepResult.wrote(0);
            }
        };
    }

    @Test
    void resetEmptiesTheTables() {
        warehouse.migrate();
        warehouse.dsl().insertInto(USERS, USERS.USER_ID).values(8).execute();

        assertThat(warehouse.reset("dev").rows()).isEqualTo(2);
        assertThat(warehouse.dsl().fetchCount(USERS)).isZero();
    }

    @Test
    void resetOfAnotherDatabaseIsRefused() {
        warehouse.migrate();
        warehouse.dsl().insertInto(USERS, USERS.USER_ID).values(8).execute();

        assertThatIllegalArgumentException().isThrownBy(() -> warehouse.reset("prod"))
                .withMessageStartingWith("reset drops all tables of database \"dev\" of Endpoint[awsuser@127.0.0.1:")
                .withMessageEndingWith(", but was asked to reset \"prod\". Nothing was dropped. If that is meant, say "
                        + "reset(\"dev\").");
        assertThat(warehouse.dsl().fetchCount(USERS)).isOne();
    }

    @Test
    void keysAreInformation() {
        warehouse.migrate();
        warehouse.dsl().insertInto(USERS, USERS.USER_ID).values(8).values(8).execute();
        warehouse.dsl().insertInto(SONGPLAYS, SONGPLAYS.START_TIME, SONGPLAYS.USER_ID)
                .values(LocalDateTime.of(2018, 11, 1, 20, 57, 10, 796_000_000), 9)
                .execute();

        assertThat(warehouse.dsl().fetchCount(USERS)).isEqualTo(2);
        assertThat(warehouse.dsl().fetchCount(SONGPLAYS)).isOne();
    }

    @Test
    void identityNumbersPlays() {
        warehouse.migrate();
        LocalDateTime start = LocalDateTime.of(2018, 11, 1, 20, 57, 10, 796_000_000);
        for (int user = 8; user < 10; user++) {
            SongplaysRecord play = warehouse.dsl().newRecord(SONGPLAYS);
            play.setStartTime(start);
            play.setUserId(user);
            assertThat(play.insert()).isOne();
        }

        assertThat(warehouse.dsl().selectFrom(SONGPLAYS).orderBy(SONGPLAYS.USER_ID).fetch())
                .allSatisfy(play -> assertThat(play.getStartTime()).isEqualTo(start))
                .extracting(SongplaysRecord::getSongplayId).doesNotContainNull().doesNotHaveDuplicates().hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "songplays, user_id, start_time",
        "users,     user_id, user_id",
        "songs,     ,        song_id",
        "artists,   ,        artist_id",
        "time,      ,        start_time",
        "staging_events, ,",
        "staging_songs, ,"
    })
    void designIsDeclared(String table, String distkey, String sortkey) {
        warehouse.migrate();

        assertThat(warehouse.dsl().select(field(name("column"), String.class)).from(table(name("pg_table_def")))
                .where(field(name("tablename"), String.class).eq(table))
                .and(field(name("distkey"), Boolean.class).isTrue()).fetch(0, String.class))
                .isEqualTo(distkey == null ? List.of() : List.of(distkey));
        assertThat(warehouse.dsl().select(field(name("column"), String.class)).from(table(name("pg_table_def")))
                .where(field(name("tablename"), String.class).eq(table))
                .and(field(name("sortkey"), Integer.class).eq(1)).fetch(0, String.class))
                .isEqualTo(sortkey == null ? List.of() : List.of(sortkey));
    }

    @Test
    void failedMigrationIsNamedAndLeavesNothingBehind() {
        Migrations broken = FlywayMigrations.at("classpath:db/broken");

        assertThatExceptionOfType(MigrateException.class).isThrownBy(() -> warehouse.migrate(broken))
                .withMessageStartingWith("migrate of classpath:db/broken at Endpoint[awsuser@127.0.0.1:")
                .withMessageContaining("V2__broken.sql")
                .withMessageContaining("integr")
                .withMessageContaining("a migration that was applied already must not be changed, write a new one.");
        assertThat(warehouse.dsl().fetchCount(table(name("fine")))).isZero();
        assertThat(warehouse.dsl().select(count()).from(table(name("pg_table_def")))
                .where(field(name("tablename"), String.class).eq("half")).fetchSingle().value1()).isZero();
    }

    @Test
    void missingFolderIsNamed() {
        assertThatExceptionOfType(MigrateException.class)
                .isThrownBy(() -> warehouse.migrate(FlywayMigrations.at("classpath:db/none")))
                .withMessageContaining("db/none");
    }

    @Test
    void ownMigrationsHaveAHistoryOfTheirOwn() {
        warehouse.migrate();

        assertThat(warehouse.migrate(FlywayMigrations.at("classpath:db/orders")).rows()).isOne();
        assertThat(warehouse.migrate().rows()).isZero();
        assertThat(warehouse.dsl().fetchCount(table(name("orders")))).isZero();
    }

    @Test
    void sameMigrationsStandInSeveralSchemas() {
        for (String schema : List.of("one", "two")) {
            Migrations orders = FlywayMigrations.at("classpath:db/orders").schema(schema);

            assertThat(warehouse.migrate(orders).rows()).isOne();
            assertThat(warehouse.migrate(orders).rows()).isZero();
            assertThat(orders.name()).isEqualTo("classpath:db/orders in schema " + schema);
        }
        assertThat(schemasOfOrders()).containsExactly("one", "two");

        FlywayMigrations.at("classpath:db/orders").schema("two").drop(warehouse.endpoint());

        assertThat(schemasOfOrders()).containsExactly("one");
        FlywayMigrations.at("classpath:db/orders").schema("one").drop(warehouse.endpoint());
    }

    private List<String> schemasOfOrders() {
        return warehouse.dsl().fetch("SELECT table_schema FROM information_schema.tables WHERE table_name = 'orders'"
                + " AND table_schema <> 'public' ORDER BY 1").getValues(0, String.class);
    }

    @Test
    void placeholdersAreFilled() {
        FlywayMigrations placed = FlywayMigrations.at("classpath:db/placed");

        assertThatExceptionOfType(MigrateException.class).isThrownBy(() -> warehouse.migrate(placed))
                .withMessageContaining("No value provided for placeholder: ${column}");
        assertThat(warehouse.migrate(placed.placeholder("column", "total").placeholder("type", "INTEGER")).rows()).isOne();
        assertThat(warehouse.dsl().fetch("SELECT total FROM placed")).isEmpty();
        assertThat(placed.placeholder("column", "s3cret")).hasToString("FlywayMigrations[classpath:db/placed]");
        assertThatIllegalArgumentException().isThrownBy(() -> placed.placeholder("${column}", "x"))
                .withMessage("name must be that of a placeholder, without ${}, was \"${column}\"");
    }

    @ParameterizedTest
    @CsvSource({"''", "Dist", "my schema", "1st", "x\"y"})
    void schemaIsAPlainName(String schema) {
        FlywayMigrations migrations = FlywayMigrations.at("classpath:db/orders");

        assertThatIllegalArgumentException().isThrownBy(() -> migrations.schema(schema))
                .withMessage("schema must be a name of lower-case letters, digits and underscores, was \""
                        + schema + "\"");
    }

    @Test
    void wrongPasswordIsToldWithoutShowingIt() {
        Endpoint right = warehouse.endpoint();
        Endpoint wrong = new Endpoint(right.host(), right.port(), right.database(), right.user(), "s3cret-guess",
                right.ssl());

        assertThatExceptionOfType(MigrateException.class).isThrownBy(() -> new FlywayMigrations().migrate(wrong))
                .satisfies(failure -> assertThat(failure.getMessage()).contains("password")
                        .doesNotContain("s3cret-guess"));
    }
}
