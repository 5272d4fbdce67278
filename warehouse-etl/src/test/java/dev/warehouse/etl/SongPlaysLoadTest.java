/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.schema.Tables.ARTISTS;
import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static dev.warehouse.schema.Tables.TIME;
import static dev.warehouse.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.warehouse.api.CheckException;
import dev.warehouse.api.CopyException;
import dev.warehouse.api.Finding;
import dev.warehouse.api.LoadError;
import dev.warehouse.api.LoadReport;
import dev.warehouse.api.Pipeline;
import dev.warehouse.api.Stage;
import dev.warehouse.api.StepReport;
import dev.warehouse.api.TransformException;
import dev.warehouse.api.Warehouse;
import dev.warehouse.local.LocalRedshift;
import dev.warehouse.local.LocalRedshiftServer;
import dev.warehouse.schema.migrate.FlywayMigrations;
import dev.warehouse.schema.tables.records.ArtistsRecord;
import dev.warehouse.schema.tables.records.SongsRecord;
import dev.warehouse.schema.tables.records.UsersRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SongPlaysLoadTest {

    private static final String EVENTS = "log_data/2018/11/2018-11-04-events.json";
    private static final LocalDateTime SUNDAY = LocalDateTime.of(2018, 11, 4, 0, 15, 55, 796_000_000);

    @TempDir
    private static Path buckets;
    private static LocalRedshiftServer server;

    private Path folder;
    private Music music;
    private Warehouse warehouse;
    private SongPlaysSource source;

    @BeforeAll
    static void start() {
        server = LocalRedshift.temporary().bucket("test", buckets).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        folder = buckets.resolve(name);
        music = Music.typical(folder);
        new FlywayMigrations().drop(server.endpoint());
        warehouse = Warehouse.connect(server.endpoint());
        source = SongPlaysSource.bucket("test/" + name);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void reportSaysWhatEachStepDid() throws IOException {
        LoadReport report = warehouse.load(SongPlays.pipeline(source));

        assertThat(report.pipeline()).isEqualTo("songplays");
        assertThat(report.steps(Stage.MIGRATE)).extracting(StepReport::rows).containsExactly(2L);
        assertThat(report.steps(Stage.COPY))
                .extracting(StepReport::target, StepReport::files, StepReport::rows, StepReport::bytes,
                        StepReport::rejected)
                .containsExactly(tuple("staging_events", 2L, 9L, sizeOf("log_data"), 0L),
                        tuple("staging_songs", 4L, 5L, sizeOf("song_data"), 0L));
        assertThat(report.steps(Stage.TRANSFORM)).extracting(StepReport::target, StepReport::rows)
                .containsExactly(tuple("users", 3L), tuple("artists", 4L), tuple("songs", 4L), tuple("time", 5L),
                        tuple("songplays", 7L));
        assertThat(report.steps(Stage.CHECK)).hasSize(SongPlays.pipeline().checks().size());
    }

    @Test
    void stagingTakesEveryFieldAsItComes() {
        warehouse.load(SongPlays.pipeline(source));

        assertThat(warehouse.dsl().selectFrom(STAGING_EVENTS)
                .where(STAGING_EVENTS.SONG.eq("A Letra \"A")).fetchSingle())
                .satisfies(event -> {
                    assertThat(event.getArtist()).isEqualTo("Weird Al\" Yankovic");
                    assertThat(event.getLength()).isEqualTo(100.0);
                    assertThat(event.getRegistration()).isEqualTo(1540919166796.0);
                    assertThat(event.getTs()).isEqualTo(Music.SUNDAY + 2000);
                    assertThat(event.getUserAgent()).isEqualTo("\"Mozilla/5.0 (X11; Linux x86_64)\"");
                    assertThat(event.getUserId()).isEqualTo("8");
                });
        assertThat(warehouse.dsl().selectFrom(STAGING_EVENTS).where(STAGING_EVENTS.AUTH.eq("Logged Out")).fetchSingle())
                .satisfies(event -> {
                    assertThat(event.getUserId()).isEmpty();
                    assertThat(event.getFirstName()).isNull();
                    assertThat(event.getRegistration()).isNull();
                    assertThat(event.getSong()).isNull();
                });
        assertThat(warehouse.dsl().selectFrom(STAGING_EVENTS).where(STAGING_EVENTS.LENGTH.eq(1.5)).fetchSingle())
                .satisfies(event -> {
                    assertThat(event.getArtist()).isEqualTo("Beyonc\u00c3\u0083\u00c2\u00a9");
                    assertThat(event.getSong()).isEqualTo("Halo\u00a0");
                });
    }

    @Test
    void playsKeepWhatMatchesNoSongAndAreNotDoubledByTwoThatMatch() {
        warehouse.load(SongPlays.pipeline(source));

        assertThat(warehouse.dsl().selectFrom(SONGPLAYS).orderBy(SONGPLAYS.START_TIME, SONGPLAYS.USER_ID).fetch())
                .extracting(play -> play.getUserId(), play -> play.getLevel(), play -> play.getSongId(),
                        play -> play.getArtistId(), play -> play.getStartTime())
                .containsExactlyInAnyOrder(
                        tuple(39, "free", "SOELENA", "ARELENA", SUNDAY),
                        tuple(39, "paid", "SOELENA", "ARELENA", SUNDAY.plusSeconds(1)),
                        tuple(8, "paid", null, null, SUNDAY.plusSeconds(1)),
                        tuple(8, "free", null, null, SUNDAY.plusSeconds(2)),
                        tuple(10, "free", null, null, SUNDAY.plusDays(1)),
                        tuple(10, "paid", null, null, SUNDAY.plusDays(1)),
                        tuple(39, "free", "SOCASUA", "ARCASUA", SUNDAY.plusSeconds(86_600)));
    }

    @Test
    void usersHaveTheirLatestLevelAndTheEmptyOneIsNobody() {
        warehouse.load(SongPlays.pipeline(source));

        assertThat(warehouse.dsl().selectFrom(USERS).orderBy(USERS.USER_ID).fetch())
                .extracting(UsersRecord::getUserId, UsersRecord::getLevel, UsersRecord::getLastName)
                .containsExactly(tuple(8, "free", "Smith"), tuple(10, "paid", "Smith"), tuple(39, "free", "Smith"));
    }

    @Test
    void songsAndArtistsAreOneRowAnId() {
        warehouse.load(SongPlays.pipeline(source));

        assertThat(warehouse.dsl().selectFrom(SONGS).orderBy(SONGS.SONG_ID).fetch())
                .extracting(SongsRecord::getSongId, SongsRecord::getTitle, SongsRecord::getYear,
                        SongsRecord::getDuration)
                .containsExactly(tuple("SOCASUA", "I Didn't Mean To", 0, 218.93179),
                        tuple("SODONDE", "¿Dónde va Chichi?", 1997, 191.08526),
                        tuple("SOELENA", "Setanta matins", 0, 269.58322),
                        tuple("SOELENB", "Setanta matins", 1999, 269.58322));
        assertThat(warehouse.dsl().selectFrom(ARTISTS).orderBy(ARTISTS.ARTIST_ID).fetch())
                .extracting(ArtistsRecord::getArtistId, ArtistsRecord::getName, ArtistsRecord::getLocation,
                        ArtistsRecord::getLatitude)
                .containsExactly(tuple("ARCASUA", "Casual", "California - LA", null),
                        tuple("ARDONDE", "Sonora; Santanera", "", null),
                        tuple("ARELENA", "Elena", "Dubai UAE", 49.80388), tuple("ARELENB", "Elena", "", null));
    }

    @Test
    void timeIsTakenApart() {
        warehouse.load(SongPlays.pipeline(source));

        assertThat(warehouse.dsl().selectFrom(TIME).orderBy(TIME.START_TIME).fetch())
                .extracting(time -> time.getStartTime(), time -> time.getHour(), time -> time.getDay(),
                        time -> time.getWeek(), time -> time.getMonth(), time -> time.getYear(),
                        time -> time.getWeekday())
                .containsExactly(tuple(SUNDAY, 0, 4, 44, 11, 2018, 0),
                        tuple(SUNDAY.plusSeconds(1), 0, 4, 44, 11, 2018, 0),
                        tuple(SUNDAY.plusSeconds(2), 0, 4, 44, 11, 2018, 0),
                        tuple(SUNDAY.plusDays(1), 0, 5, 45, 11, 2018, 1),
                        tuple(SUNDAY.plusSeconds(86_600), 0, 5, 45, 11, 2018, 1));
    }

    @Test
    void secondLoadLeavesTheSameStar() {
        warehouse.load(SongPlays.pipeline(source));
        List<Object> first = star();
        LoadReport second = warehouse.load(SongPlays.pipeline(source));

        assertThat(star()).isEqualTo(first);
        assertThat(second.steps(Stage.MIGRATE)).extracting(StepReport::rows).containsExactly(0L);
        assertThat(second.rows()).isEqualTo(14);
    }

    @Test
    void badRowIsNamedAndNothingIsLoaded() {
        warehouse.load(SongPlays.pipeline(source));
        List<Object> before = everything();
        music.write(EVENTS, Music.play("39", "free", Music.SUNDAY, 1, 1, "a", "b", "1.5") + "\n"
                + Music.play("39", "free", Music.SUNDAY, 1, 1, "a", "b", "1.5")
                        .replace("\"itemInSession\":1", "\"itemInSession\":\"x1\""));
        music.write("song_data/C/TRCCCCC.json", Music.song("SONEW", "n", "ARNEW", "n", "1", "0", "", "null", "null"));

        assertThatExceptionOfType(CopyException.class).isThrownBy(() -> warehouse.load(SongPlays.pipeline(source)))
                .withMessageStartingWith("COPY into staging_events from " + source.events() + " rejected 1 row: "
                        + "2018/11/2018-11-04-events.json line 2, column item_in_session, \"x1\": Invalid digit, "
                        + "Value 'x', Pos 0, Type: Integer (code 1207). Nothing was loaded. Allow rejects with "
                        + "maxErrors(2), or read warehouse.loadErrors().")
                .satisfies(failure -> {
                    assertThat(failure.target()).isEqualTo("staging_events");
                    assertThat(failure.source()).isEqualTo(source.events());
                    assertThat(failure.errors()).singleElement().satisfies(error -> {
                        assertThat(error.file()).isEqualTo("s3://test/" + folder.getFileName() + "/" + EVENTS);
                        assertThat(error.line()).isEqualTo(2);
                        assertThat(error.rawLine()).startsWith("{\"artist\":\"a\"");
                    });
                    assertThat(warehouse.loadErrors()).isEqualTo(failure.errors());
                });
        assertThat(everything()).isEqualTo(before);
        assertThat(warehouse.dsl().selectOne().fetchSingle().value1()).isOne();
    }

    @Test
    void rejectsThatAreAllowedAreCounted() {
        music.write(EVENTS, Music.play("39", "free", Music.SUNDAY, 1, 1, "a", "b", "1.5") + "\n"
                + Music.play("39", "free", Music.SUNDAY, 1, 1, "a", "b", "\"long\"") + "\n"
                + Music.play("39", "free", Music.SUNDAY, 1, 2, "a", "b", "1.5"));
        LoadReport report = warehouse.load(Pipeline.named("events")
                .copy(SongPlays.events(source).maxErrors(2))
                .check(Checks.allCopied(STAGING_EVENTS)));

        assertThat(report.steps(Stage.COPY)).singleElement().satisfies(copy -> {
            assertThat(copy.rows()).isEqualTo(6);
            assertThat(copy.rejected()).isEqualTo(1);
        });
        assertThat(warehouse.loadErrors()).extracting(LoadError::column, LoadError::line, LoadError::rawValue)
                .containsExactly(tuple("length", 2L, "long"));
    }

    @Test
    void sourceWithoutFilesIsNamed() {
        assertThatExceptionOfType(CopyException.class)
                .isThrownBy(() -> warehouse.load(SongPlays.pipeline(SongPlaysSource.bucket("test/none"))))
                .withMessageStartingWith("COPY into staging_")
                .withMessageContaining("from s3://test/none/")
                .satisfies(failure -> assertThat(failure.errors()).isEmpty());
        assertThatExceptionOfType(CopyException.class)
                .isThrownBy(() -> warehouse.load(SongPlays.pipeline(SongPlaysSource.bucket("no-such-bucket"))))
                .withMessageContaining("no-such-bucket");
    }

    @Test
    void failedTransformLeavesTheFormerStar() {
        warehouse.load(SongPlays.pipeline(source));
        List<Object> before = star();
        music.write(EVENTS, Music.play("x1", "free", Music.SUNDAY, 1, 1, "a", "b", "1.5"));

        assertThatExceptionOfType(TransformException.class).isThrownBy(() -> warehouse.load(SongPlays.pipeline(source)))
                .withMessageStartingWith("transform into users failed: ")
                .withMessageContaining("x1")
                .withMessageContaining("The star is what it was before; the staging tables hold the new rows. Look for "
                        + "the cause there, and repeat the load.")
                .satisfies(failure -> {
                    assertThat(failure.target()).isEqualTo("users");
                    assertThat(failure.sql()).startsWith("insert into \"users\" (");
                });
        assertThat(star()).isEqualTo(before);
        assertThat(warehouse.dsl().fetchCount(STAGING_EVENTS)).isEqualTo(5);
    }

    @Test
    void failedChecksAreAllListedAndLeaveTheFormerStar() {
        warehouse.load(SongPlays.pipeline(source));
        List<Object> before = star();
        music.write("song_data/C/TRCCCCC.json",
                Music.song("SONEW", "n", "ARNEW", "n", "-1.5", "-7", "", "91.5", "null"));
        music.write(EVENTS, Music.play("39", "gold", Music.SUNDAY, 1, 1, "a", "b", "1.5"));

        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> warehouse.load(SongPlays.pipeline(source)))
                .withMessageStartingWith("""
                        check of "songplays" failed; the star is what it was before, the staging tables hold the new \
                        rows. 4 findings:
                          - songplays.level is none of free, paid (1 row): [level=gold, times=1]
                          - songs.year is not between 0 and 9999 (1 row): [year=-7, times=1]
                          - songs.duration is not between 0.0 and 86400.0 (1 row): [duration=-1.5, times=1]
                          - artists.latitude is not between -90.0 and 90.0 (1 row): [latitude=91.5, times=1]""")
                .satisfies(failure -> assertThat(failure.findings()).extracting(Finding::target)
                        .containsExactly("songplays.level", "songs.year", "songs.duration", "artists.latitude"));
        assertThat(star()).isEqualTo(before);
    }

    @Test
    void namesThatWouldEndALiteralAreJustNames() {
        String prefix = "it's\\a \"nasty\" ; -- {d} ?/";
        music.write(prefix + "song_data/x.json", Music.song("SO1", "t", "AR1", "n", "1", "0", "", "null", "null"));
        LoadReport report = warehouse.load(Pipeline.named("songs")
                .copy(Copy.into(STAGING_SONGS)
                        .from("s3://test/" + folder.getFileName() + "/" + prefix + "song_data/").jsonAuto()));

        assertThat(report.rows()).isOne();
    }

    @Test
    void checksFindWhatTheyLookFor() {
        warehouse.migrate();
        warehouse.dsl().insertInto(USERS, USERS.USER_ID).values(8).values(8).values(9).execute();
        warehouse.dsl().insertInto(SONGPLAYS, SONGPLAYS.START_TIME, SONGPLAYS.USER_ID)
                .values(SUNDAY, 7).values(SUNDAY, 7).values(SUNDAY, null).execute();

        assertThatExceptionOfType(CheckException.class)
                .isThrownBy(() -> warehouse.load(Pipeline.named("p").check(
                        Checks.unique(USERS.USER_ID),
                        Checks.notNull(USERS.FIRST_NAME),
                        Checks.references(SONGPLAYS.USER_ID, USERS.USER_ID),
                        Checks.unique(SONGPLAYS.START_TIME, SONGPLAYS.USER_ID),
                        Checks.rowsOf(SONGPLAYS, DSL.selectFrom(USERS).where(USERS.USER_ID.gt(8))),
                        Checks.allCopied(STAGING_EVENTS),
                        Checks.none("users", "are eight", DSL.select(USERS.USER_ID).from(USERS)
                                .where(USERS.USER_ID.eq(8))))))
                .satisfies(failure -> assertThat(failure.findings()).extracting(Finding::toString).containsExactly(
                        "users.user_id is not unique (1 row): [user_id=8, times=2]",
                        "users.first_name is NULL (3 rows): "
                                + "[user_id=8, first_name=null, last_name=null, gender=null, level=null], "
                                + "[user_id=8, first_name=null, last_name=null, gender=null, level=null], "
                                + "[user_id=9, first_name=null, last_name=null, gender=null, level=null]",
                        "songplays.user_id refers to no row of users (1 row): [user_id=7, times=2]",
                        "songplays.(start_time, user_id) is not unique (1 row): [start_time=2018-11-04T00:15:55.796, "
                                + "user_id=7, times=2]",
                        "songplays has 3 rows, but its source has 1",
                        "users are eight (2 rows): [user_id=8], [user_id=8]"));
    }

    /** The star without the numbers that IDENTITY gives, which go on counting. */
    private List<Object> star() {
        List<Object> rows = new ArrayList<>();
        rows.add(warehouse.dsl().select(SONGPLAYS.fieldStream().skip(1).toList()).from(SONGPLAYS)
                .orderBy(SONGPLAYS.START_TIME, SONGPLAYS.USER_ID, SONGPLAYS.LEVEL).fetch());
        for (Table<?> table : List.of(USERS, SONGS, ARTISTS, TIME)) {
            rows.add(all(table));
        }
        return rows;
    }

    private List<Object> everything() {
        List<Object> rows = star();
        rows.add(warehouse.dsl().selectFrom(STAGING_EVENTS)
                .orderBy(STAGING_EVENTS.TS, STAGING_EVENTS.USER_ID, STAGING_EVENTS.ITEM_IN_SESSION).fetch());
        rows.add(warehouse.dsl().selectFrom(STAGING_SONGS)
                .orderBy(STAGING_SONGS.SONG_ID, STAGING_SONGS.ARTIST_ID).fetch());
        return rows;
    }

    private List<? extends Record> all(Table<?> table) {
        return warehouse.dsl().selectFrom(table).orderBy(table.field(0)).fetch();
    }

    private long sizeOf(String prefix) throws IOException {
        try (var files = Files.walk(folder.resolve(prefix))) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
