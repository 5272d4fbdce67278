/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Makes the data of a music service: its event log and the metadata of its songs, in the form of the Sparkify
 * tutorials' buckets. Users, places, artists and titles are invented. The same values give the same bytes on every
 * machine, and the memory needed does not depend on the number of events.
 *
 * <pre>{@code
 * folder/log_data/2018/11/2018-11-01-events.json   events of a day, one object a line
 * folder/song_data/A/A/B/TRAAB….json               a song
 * folder/log_json_path.json                        the jsonpaths file for COPY
 * }</pre>
 *
 * <p>Above 20,000 songs, several share a file.
 *
 * @param events how many events to write, at least 1
 * @param songs how many songs have metadata, at least 1
 * @param seed what all random choices depend on
 * @param matchShare the share of the plays whose song has metadata, 0 to 1
 */
public record MusicService(long events, int songs, long seed, double matchShare) {

    private static final long MOST_EVENTS = 2_000_000_000L;
    private static final int MOST_SONGS = 10_000_000;
    private static final int MOST_SONG_FILES = 20_000;
    private static final int FILES_PER_FOLDER = 16;

    public MusicService {
        if (events < 1 || events > MOST_EVENTS) {
            throw new IllegalArgumentException("events must be between 1 and " + MOST_EVENTS + ", was " + events);
        }
        if (songs < 1 || songs > MOST_SONGS) {
            throw new IllegalArgumentException("songs must be between 1 and " + MOST_SONGS + ", was " + songs);
        }
        if (!(matchShare >= 0 && matchShare <= 1)) {
            throw new IllegalArgumentException("matchShare must be between 0 and 1, was " + matchShare);
        }
    }

    /**
     * What was written, to hold a load against.
     *
     * @param events events of all kinds
     * @param plays events that are song plays
     * @param matched plays whose song has metadata
     * @param users users that played something
     * @param sessions sessions begun
     * @param songs songs with metadata
     * @param logFiles files of the event log
     * @param songFiles files of songs
     * @param bytes bytes of all files
     */
    public record Summary(long events, long plays, long matched, int users, long sessions, int songs, int logFiles,
            int songFiles, long bytes) { }

    /**
     * Writes the data into a folder.
     *
     * @param folder an empty folder, or one that does not exist
     * @return what was written
     * @throws IOException if the folder is not empty, or cannot be written
     */
    public Summary writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + " is not empty: data is only written into a folder of its own");
            }
        }
        int others = (int) Math.max(6_000, Math.min(4_000_000, events));
        Catalogue catalogue = new Catalogue(seed, songs, others);
        try (JsonLines songLines = new JsonLines(); JsonLines eventLines = new JsonLines()) {
            songs(catalogue, folder.resolve("song_data"), songLines);
            EventLog log = new EventLog(seed, events, catalogue, matchShare, eventLines);
            log.write(events, folder.resolve("log_data"));
            Files.writeString(folder.resolve("log_json_path.json"), JsonPaths.OF_EVENTS);
            return new Summary(events, log.plays(), log.matched(), log.users(), log.sessions(), songs,
                    eventLines.files(), songLines.files(),
                    songLines.bytes() + eventLines.bytes() + JsonPaths.OF_EVENTS.length());
        }
    }

    private void songs(Catalogue catalogue, Path folder, JsonLines out) throws IOException {
        int perFile = (songs + MOST_SONG_FILES - 1) / MOST_SONG_FILES;
        StringBuilder text = new StringBuilder(128);
        for (int song = 0; song < songs; song++) {
            if (song % perFile == 0) {
                int place = song / perFile / FILES_PER_FOLDER;
                String folders = "" + letter(place / 26 / 26) + letter(place / 26) + letter(place);
                out.open(folder.resolve(folders.substring(0, 1)).resolve(folders.substring(1, 2))
                        .resolve(folders.substring(2)).resolve(catalogue.trackId(song, folders) + ".json"));
            }
            song(catalogue, song, text, out);
        }
        out.close();
    }

    // with the blanks of Python's json module, unlike the event log
    private static void song(Catalogue catalogue, int song, StringBuilder text, JsonLines out) throws IOException {
        int artist = catalogue.artist(song);
        out.line();
        text.setLength(0);
        text.append("{\"num_songs\": 1, \"artist_id\": \"").append(catalogue.artistId(artist))
                .append("\", \"artist_latitude\": ");
        raw(text, out);
        if (catalogue.artistHasCoordinates(artist)) {
            out.decimal(catalogue.latitude(artist));
            raw(text.append(", \"artist_longitude\": "), out);
            out.decimal(catalogue.longitude(artist));
        } else {
            raw(text.append("null, \"artist_longitude\": null"), out);
        }
        raw(text.append(", \"artist_location\": "), out);
        catalogue.location(artist, text);
        out.string(text, false);
        text.setLength(0);
        raw(text.append(", \"artist_name\": "), out);
        catalogue.artistName(artist, text);
        out.string(text, false);
        text.setLength(0);
        raw(text.append(", \"song_id\": \"").append(catalogue.songId(song)).append("\", \"title\": "), out);
        catalogue.title(song, text);
        out.string(text, false);
        text.setLength(0);
        raw(text.append(", \"duration\": "), out);
        out.decimal(catalogue.duration(song));
        raw(text.append(", \"year\": ").append(catalogue.year(song)).append('}'), out);
    }

    private static void raw(StringBuilder text, JsonLines out) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            out.put(text.charAt(i));
        }
        text.setLength(0);
    }

    private static char letter(int number) {
        return (char) ('A' + number % 26);
    }
}
