/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static dev.warehouse.api.jooq.Redshift.timestampOfEpochMillis;
import static dev.warehouse.api.jooq.Redshift.weekday;
import static dev.warehouse.schema.Tables.ARTISTS;
import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.STAGING_EVENTS;
import static dev.warehouse.schema.Tables.STAGING_SONGS;
import static dev.warehouse.schema.Tables.TIME;
import static dev.warehouse.schema.Tables.USERS;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.trim;

import dev.warehouse.api.Pipeline;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;

/**
 * The pipeline of the song plays: the activity log of a music service and the metadata of its songs, staged and turned
 * into the star of {@link dev.warehouse.schema.Tables}. The default one of {@code warehouse.load()}.
 *
 * <ul>
 * <li>{@code songplays}: a row for each event of page {@code NextSong}, joined to a song of the same title, artist name
 * and duration. Plays that match no song stay, with NULL for song and artist. If several songs match, the play has the
 * one with the smallest id: no play is doubled.
 * <li>{@code users}: a row for each user who played a song, as the latest play shows them: the level is the one they
 * have now. Visitors, whose user id is empty, are nobody.
 * <li>{@code songs} and {@code artists}: a row for each id. If the metadata has several, the first by its values, so
 * that it is the same one in each load.
 * <li>{@code time}: the distinct moments of the plays, in UTC, taken apart. Weeks are ISO weeks; weekdays are numbered
 * from 0, Sunday.
 * </ul>
 */
public final class SongPlays {

    private static final Condition PLAYED = STAGING_EVENTS.PAGE.eq(inline("NextSong"));
    private static final Field<LocalDateTime> START_TIME = timestampOfEpochMillis(STAGING_EVENTS.TS);
    /** Redshift ignores blanks at the end when it compares; trimmed, no server sees a user in them. */
    private static final Field<String> USER = trim(STAGING_EVENTS.USER_ID);
    private static final Field<Integer> USER_ID = nullif(USER, inline("")).cast(SQLDataType.INTEGER);
    private static final Name NTH = name("nth");
    private static final Field<Integer> ROW = field(NTH, SQLDataType.INTEGER);

    private SongPlays() {
    }

    /**
     * The pipeline on the bucket {@code udacity-dend}.
     *
     * @return copies, transforms and checks
     */
    public static Pipeline pipeline() {
        return pipeline(SongPlaysSource.udacity());
    }

    /**
     * The pipeline on other files of the same shape.
     *
     * @param source where they are
     * @return copies, transforms and checks
     */
    public static Pipeline pipeline(SongPlaysSource source) {
        return Pipeline.named("songplays")
                .copy(events(source), songMetadata(source))
                .transform(
                        Transform.into(USERS).select(users()),
                        Transform.into(ARTISTS).select(artists()),
                        Transform.into(SONGS).select(songs()),
                        Transform.into(TIME).select(time()),
                        Transform.into(SONGPLAYS).select(songplays()))
                .check(
                        Checks.allCopied(STAGING_EVENTS),
                        Checks.allCopied(STAGING_SONGS),
                        Checks.all("songplays",
                                Checks.rowsOf(SONGPLAYS, select(STAGING_EVENTS.TS).from(STAGING_EVENTS).where(PLAYED)),
                                Checks.notNull(SONGPLAYS.SONGPLAY_ID, SONGPLAYS.START_TIME),
                                Checks.unique(SONGPLAYS.SONGPLAY_ID),
                                Checks.references(SONGPLAYS.USER_ID, USERS.USER_ID),
                                Checks.references(SONGPLAYS.SONG_ID, SONGS.SONG_ID),
                                Checks.references(SONGPLAYS.ARTIST_ID, ARTISTS.ARTIST_ID),
                                Checks.references(SONGPLAYS.START_TIME, TIME.START_TIME),
                                Checks.oneOf(SONGPLAYS.LEVEL, List.of("free", "paid"))),
                        Checks.all("users",
                                Checks.notNull(USERS.USER_ID),
                                Checks.unique(USERS.USER_ID),
                                Checks.oneOf(USERS.LEVEL, List.of("free", "paid"))),
                        Checks.all("songs",
                                Checks.notNull(SONGS.SONG_ID),
                                Checks.unique(SONGS.SONG_ID),
                                Checks.references(SONGS.ARTIST_ID, ARTISTS.ARTIST_ID),
                                Checks.inRange(SONGS.YEAR, 0, 9999),
                                Checks.inRange(SONGS.DURATION, 0.0, 86_400.0)),
                        Checks.all("artists",
                                Checks.notNull(ARTISTS.ARTIST_ID),
                                Checks.unique(ARTISTS.ARTIST_ID),
                                Checks.inRange(ARTISTS.LATITUDE, -90.0, 90.0),
                                Checks.inRange(ARTISTS.LONGITUDE, -180.0, 180.0)),
                        Checks.all("time",
                                Checks.notNull(TIME.START_TIME),
                                Checks.unique(TIME.START_TIME),
                                Checks.inRange(TIME.HOUR, 0, 23),
                                Checks.inRange(TIME.DAY, 1, 31),
                                Checks.inRange(TIME.WEEK, 1, 53),
                                Checks.inRange(TIME.MONTH, 1, 12),
                                Checks.inRange(TIME.WEEKDAY, 0, 6)));
    }

    /** The jsonpaths file gives values by position, so the columns are named in its order. */
    static Copy events(SongPlaysSource source) {
        return from(source.events(), Copy.into(STAGING_EVENTS), source)
                .columns(STAGING_EVENTS.ARTIST, STAGING_EVENTS.AUTH, STAGING_EVENTS.FIRST_NAME, STAGING_EVENTS.GENDER,
                        STAGING_EVENTS.ITEM_IN_SESSION, STAGING_EVENTS.LAST_NAME, STAGING_EVENTS.LENGTH,
                        STAGING_EVENTS.LEVEL, STAGING_EVENTS.LOCATION, STAGING_EVENTS.METHOD, STAGING_EVENTS.PAGE,
                        STAGING_EVENTS.REGISTRATION, STAGING_EVENTS.SESSION_ID, STAGING_EVENTS.SONG,
                        STAGING_EVENTS.STATUS, STAGING_EVENTS.TS, STAGING_EVENTS.USER_AGENT, STAGING_EVENTS.USER_ID)
                .json(source.jsonPaths());
    }

    static Copy songMetadata(SongPlaysSource source) {
        return from(source.songs(), Copy.into(STAGING_SONGS), source).jsonAuto();
    }

    private static Copy from(String prefix, Copy copy, SongPlaysSource source) {
        Copy from = copy.from(prefix);
        if (source.region() != null) {
            from = from.region(source.region());
        }
        return source.iamRole() == null ? from : from.iamRole(source.iamRole());
    }

    /** Users as their latest play shows them. Two plays may have one moment; the rest of the order breaks the tie. */
    static Select<?> users() {
        Table<?> plays = select(USER_ID.as(USERS.USER_ID), STAGING_EVENTS.FIRST_NAME, STAGING_EVENTS.LAST_NAME,
                        STAGING_EVENTS.GENDER, STAGING_EVENTS.LEVEL,
                        rowNumber().over().partitionBy(USER_ID)
                                .orderBy(STAGING_EVENTS.TS.desc(), STAGING_EVENTS.SESSION_ID.desc(),
                                        STAGING_EVENTS.ITEM_IN_SESSION.desc(), STAGING_EVENTS.LEVEL.desc(),
                                        STAGING_EVENTS.FIRST_NAME, STAGING_EVENTS.LAST_NAME, STAGING_EVENTS.GENDER)
                                .as(NTH))
                .from(STAGING_EVENTS)
                .where(PLAYED)
                .and(USER.ne(inline("")))
                .asTable(name("plays"));
        return firstOf(plays, USERS.USER_ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.GENDER, USERS.LEVEL);
    }

    static Select<?> artists() {
        Table<?> rows = select(STAGING_SONGS.ARTIST_ID, STAGING_SONGS.ARTIST_NAME.as(ARTISTS.NAME),
                        STAGING_SONGS.ARTIST_LOCATION.as(ARTISTS.LOCATION),
                        STAGING_SONGS.ARTIST_LATITUDE.as(ARTISTS.LATITUDE),
                        STAGING_SONGS.ARTIST_LONGITUDE.as(ARTISTS.LONGITUDE),
                        rowNumber().over().partitionBy(STAGING_SONGS.ARTIST_ID)
                                .orderBy(STAGING_SONGS.ARTIST_NAME, STAGING_SONGS.ARTIST_LOCATION,
                                        STAGING_SONGS.ARTIST_LATITUDE, STAGING_SONGS.ARTIST_LONGITUDE)
                                .as(NTH))
                .from(STAGING_SONGS)
                .where(STAGING_SONGS.ARTIST_ID.isNotNull())
                .asTable(name("metadata"));
        return firstOf(rows, ARTISTS.ARTIST_ID, ARTISTS.NAME, ARTISTS.LOCATION, ARTISTS.LATITUDE, ARTISTS.LONGITUDE);
    }

    static Select<?> songs() {
        Table<?> rows = select(STAGING_SONGS.SONG_ID, STAGING_SONGS.TITLE, STAGING_SONGS.ARTIST_ID,
                        STAGING_SONGS.YEAR, STAGING_SONGS.DURATION,
                        rowNumber().over().partitionBy(STAGING_SONGS.SONG_ID)
                                .orderBy(STAGING_SONGS.TITLE, STAGING_SONGS.ARTIST_ID, STAGING_SONGS.YEAR,
                                        STAGING_SONGS.DURATION)
                                .as(NTH))
                .from(STAGING_SONGS)
                .where(STAGING_SONGS.SONG_ID.isNotNull())
                .asTable(name("metadata"));
        return firstOf(rows, SONGS.SONG_ID, SONGS.TITLE, SONGS.ARTIST_ID, SONGS.YEAR, SONGS.DURATION);
    }

    static Select<?> time() {
        Table<?> moments = selectDistinct(START_TIME.as(TIME.START_TIME))
                .from(STAGING_EVENTS)
                .where(PLAYED)
                .asTable(name("moments"));
        Field<LocalDateTime> start = moments.field(TIME.START_TIME);
        return select(start,
                        extract(start, DatePart.HOUR).as(TIME.HOUR),
                        extract(start, DatePart.DAY).as(TIME.DAY),
                        extract(start, DatePart.WEEK).as(TIME.WEEK),
                        extract(start, DatePart.MONTH).as(TIME.MONTH),
                        extract(start, DatePart.YEAR).as(TIME.YEAR),
                        weekday(start).as(TIME.WEEKDAY))
                .from(moments);
    }

    /** Songs that could be taken for one another count once, so that joining them doubles no play. */
    static Select<?> songplays() {
        Table<?> rows = select(STAGING_SONGS.SONG_ID, STAGING_SONGS.ARTIST_ID, STAGING_SONGS.TITLE,
                        STAGING_SONGS.ARTIST_NAME, STAGING_SONGS.DURATION,
                        rowNumber().over().partitionBy(STAGING_SONGS.TITLE, STAGING_SONGS.ARTIST_NAME,
                                        STAGING_SONGS.DURATION)
                                .orderBy(STAGING_SONGS.SONG_ID, STAGING_SONGS.ARTIST_ID)
                                .as(NTH))
                .from(STAGING_SONGS)
                .where(STAGING_SONGS.SONG_ID.isNotNull())
                .asTable(name("metadata"));
        Table<?> song = firstOf(rows, STAGING_SONGS.SONG_ID, STAGING_SONGS.ARTIST_ID, STAGING_SONGS.TITLE,
                STAGING_SONGS.ARTIST_NAME, STAGING_SONGS.DURATION).asTable(name("song"));
        return select(START_TIME.as(SONGPLAYS.START_TIME), USER_ID.as(SONGPLAYS.USER_ID), STAGING_EVENTS.LEVEL,
                        song.field(STAGING_SONGS.SONG_ID), song.field(STAGING_SONGS.ARTIST_ID),
                        STAGING_EVENTS.SESSION_ID, STAGING_EVENTS.LOCATION, STAGING_EVENTS.USER_AGENT)
                .from(STAGING_EVENTS)
                .leftJoin(song).on(song.field(STAGING_SONGS.TITLE).eq(STAGING_EVENTS.SONG))
                .and(song.field(STAGING_SONGS.ARTIST_NAME).eq(STAGING_EVENTS.ARTIST))
                .and(song.field(STAGING_SONGS.DURATION).eq(STAGING_EVENTS.LENGTH))
                .where(PLAYED);
    }

    /** The rows numbered 1. QUALIFY would say it in a word, but jOOQ's open-source edition does not render it. */
    private static Select<?> firstOf(Table<?> numbered, TableField<?, ?>... columns) {
        return select(Arrays.stream(columns).map(column -> numbered.field(column.getUnqualifiedName())).toList())
                .from(numbered)
                .where(ROW.eq(inline(1)));
    }
}
