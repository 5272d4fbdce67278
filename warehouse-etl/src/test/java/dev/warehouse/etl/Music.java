/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files of a music service in a folder that stands for a bucket, with the odd values that such files have. */
final class Music {

    private static final List<String> KEYS = List.of("artist", "auth", "firstName", "gender", "itemInSession",
            "lastName", "length", "level", "location", "method", "page", "registration", "sessionId", "song", "status",
            "ts", "userAgent", "userId");

    /** 2018-11-04 (a Sunday) 00:15:55.796 UTC. */
    static final long SUNDAY = 1541290555796L;

    final Path bucket;

    Music(Path bucket) {
        this.bucket = bucket;
        write("log_json_path.json", "{\"jsonpaths\": ["
                + KEYS.stream().map(key -> "\"$['" + key + "']\"").collect(Collectors.joining(",\n")) + "]}");
    }

    /** A day, a play that matches, one that does not, and the visitors and pages around them. */
    static Music typical(Path bucket) {
        Music music = new Music(bucket);
        music.write("log_data/2018/11/2018-11-04-events.json", String.join("\n",
                visit("Home", SUNDAY - 9000),
                play("39", "free", SUNDAY, 1, 1, "Elena", "Setanta matins", "269.58322"),
                play("39", "paid", SUNDAY + 1000, 1, 2, "Elena", "Setanta matins", "269.58322"),
                play("8", "paid", SUNDAY + 1000, 2, 0, "Elena", "Setanta matins", "269.58323"),
                play("8", "free", SUNDAY + 2000, 2, 1, "Weird Al\\\" Yankovic", "A Letra \\\"A", "100.0")));
        music.write("log_data/2018/11/2018-11-05-events.json", String.join("\n",
                play("10", "free", SUNDAY + 86_400_000, 3, 0, "Beyonc\\u00c3\\u0083\\u00c2\\u00a9", "Halo\\u00a0",
                        "1.5"),
                play("10", "paid", SUNDAY + 86_400_000, 3, 1, "The 'Others'", " Blank ", "2.5"),
                page("101", "paid", SUNDAY + 86_500_000, "Help"),
                play("39", "free", SUNDAY + 86_600_000, 1, 9, "Casual", "I Didn't Mean To", "218.93179")));
        music.write("song_data/A/A/A/TRAAAAA.json", song("SOELENA", "Setanta matins", "ARELENA", "Elena", "269.58322",
                "0", "Dubai UAE", "49.80388", "15.47491"));
        // the same recording under another id, and later in the order
        music.write("song_data/A/A/B/TRAAABB.json", song("SOELENB", "Setanta matins", "ARELENB", "Elena", "269.58322",
                "1999", "", "null", "null"));
        music.write("song_data/A/A/A/TRAAAAB.json", song("SOCASUA", "I Didn't Mean To", "ARCASUA", "Casual",
                "218.93179", "0", "California - LA", "null", "null"));
        // an id that comes twice
        music.write("song_data/B/TRBBBBB.json", song("SODONDE", "\\u00bfD\\u00f3nde va Chichi?", "ARDONDE",
                "Sonora; Santanera", "191.08526", "1997", "", "null", "null") + "\n"
                + song("SODONDE", "\\u00bfD\\u00f3nde va Chichi?", "ARDONDE", "Sonora; Santanera", "191.08526",
                        "1997", "", "null", "null"));
        return music;
    }

    static String play(String user, String level, long ts, int session, int item, String artist, String song,
            String length) {
        return event(artist, "Logged In", "Ann", item, length, level, "PUT", "NextSong", "1540919166796.0", session,
                song, 200, ts, "\\\"Mozilla\\/5.0 (X11; Linux x86_64)\\\"", user);
    }

    static String page(String user, String level, long ts, String page) {
        return event(null, "Logged In", "Ben", 0, null, level, "GET", page, "1540919166796.0", 7, null, 200, ts,
                "Mozilla\\/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko\\/20100101 Firefox\\/31.0", user);
    }

    static String visit(String page, long ts) {
        return event(null, "Logged Out", null, 0, null, "free", "GET", page, null, 8, null, 200, ts, null, "");
    }

    private static String event(@Nullable String artist, String auth, @Nullable String firstName, int item,
            @Nullable String length, String level, String method, String page, @Nullable String registration,
            int session, @Nullable String song, int status, long ts, @Nullable String agent, String user) {
        List<String> values = List.of(text(artist), text(auth), text(firstName), text(firstName == null ? null : "F"),
                String.valueOf(item), text(firstName == null ? null : "Smith"), length == null ? "null" : length,
                text(level), text(firstName == null ? null : "Houston, TX"), text(method), text(page),
                registration == null ? "null" : registration, String.valueOf(session), text(song),
                String.valueOf(status), String.valueOf(ts), text(agent), text(user));
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            json.append(i == 0 ? "" : ",").append(text(KEYS.get(i))).append(':').append(values.get(i));
        }
        return json.append('}').toString();
    }

    static String song(String id, String title, String artistId, String artist, String duration, String year,
            String location, String latitude, String longitude) {
        return "{\"num_songs\": 1, \"artist_id\": \"" + artistId + "\", \"artist_latitude\": " + latitude
                + ", \"artist_longitude\": " + longitude + ", \"artist_location\": \"" + location
                + "\", \"artist_name\": \"" + artist + "\", \"song_id\": \"" + id + "\", \"title\": \"" + title
                + "\", \"duration\": " + duration + ", \"year\": " + year + "}";
    }

    void write(String key, String text) {
        try {
            Path file = bucket.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "null" : "\"" + value + "\"";
    }
}
