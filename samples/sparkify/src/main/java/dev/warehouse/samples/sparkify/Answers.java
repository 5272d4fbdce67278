/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import static dev.warehouse.schema.Tables.ARTISTS;
import static dev.warehouse.schema.Tables.SONGPLAYS;
import static dev.warehouse.schema.Tables.SONGS;
import static dev.warehouse.schema.Tables.TIME;
import static dev.warehouse.schema.Tables.USERS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.io.PrintWriter;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;

/** The questions that the star was made for, as typed queries: who listens most, when, and to what. */
final class Answers {

    private static final int MOST = 5;

    private final DSLContext dsl;

    Answers(DSLContext dsl) {
        this.dsl = dsl;
    }

    /** The tables of the warehouse, by name. */
    static List<String> tables(DSLContext dsl) {
        Field<String> schema = field(name("schemaname"), String.class);
        Field<String> table = field(name("tablename"), String.class);
        return dsl.selectDistinct(table).from(table(name("pg_table_def"))).where(schema.eq("public")).orderBy(table)
                .fetch(table);
    }

    void print(PrintWriter out) {
        if (!tables(dsl).contains(SONGPLAYS.getName())) {
            throw new SparkifyException("the warehouse has no tables yet: \"sparkify create-tables\" makes them and"
                    + " \"sparkify etl\" fills them");
        }
        out.println();
        out.println("The most active users");
        out.print(mostActiveUsers());
        out.println();
        out.println("The users by their level");
        out.print(usersByLevel());
        out.println();
        out.println("The popular hours (UTC)");
        out.print(popularHours());
        out.println();
        out.println("The most played songs, of those with metadata");
        out.print(mostPlayedSongs());
        out.flush();
    }

    TextTable mostActiveUsers() {
        Field<Integer> plays = count();
        TextTable table = new TextTable("user", "first name", "last name", "level", "plays");
        dsl.select(USERS.USER_ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.LEVEL, plays)
                .from(SONGPLAYS)
                .join(USERS).on(USERS.USER_ID.eq(SONGPLAYS.USER_ID))
                .groupBy(USERS.USER_ID, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.LEVEL)
                .orderBy(plays.desc(), USERS.USER_ID)
                .limit(MOST)
                .forEach(row -> table.row(String.valueOf(row.value1()), row.value2(), row.value3(), row.value4(),
                        row.value5()));
        return table;
    }

    TextTable usersByLevel() {
        TextTable table = new TextTable("level", "users");
        dsl.select(USERS.LEVEL, count())
                .from(USERS)
                .groupBy(USERS.LEVEL)
                .orderBy(USERS.LEVEL)
                .forEach(row -> table.row(row.value1(), row.value2()));
        return table;
    }

    TextTable popularHours() {
        Field<Integer> plays = count();
        TextTable table = new TextTable("hour", "plays");
        dsl.select(TIME.HOUR, plays)
                .from(SONGPLAYS)
                .join(TIME).on(TIME.START_TIME.eq(SONGPLAYS.START_TIME))
                .groupBy(TIME.HOUR)
                .orderBy(plays.desc(), TIME.HOUR)
                .forEach(row -> table.row(String.format("%02d:00", row.value1()), row.value2()));
        return table;
    }

    TextTable mostPlayedSongs() {
        Field<Integer> plays = count();
        TextTable table = new TextTable("title", "artist", "plays");
        dsl.select(SONGS.TITLE, ARTISTS.NAME, plays)
                .from(SONGPLAYS)
                .join(SONGS).on(SONGS.SONG_ID.eq(SONGPLAYS.SONG_ID))
                .join(ARTISTS).on(ARTISTS.ARTIST_ID.eq(SONGPLAYS.ARTIST_ID))
                .groupBy(SONGS.SONG_ID, SONGS.TITLE, ARTISTS.NAME)
                .orderBy(plays.desc(), SONGS.TITLE)
                .limit(MOST)
                .forEach(row -> table.row(row.value1(), row.value2(), row.value3()));
        return table;
    }
}
