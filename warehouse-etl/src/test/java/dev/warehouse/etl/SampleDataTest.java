/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sample data has the shape of the public bucket, so that what runs on it runs there. */
class SampleDataTest {

    private static final Path SAMPLE = Path.of("src/main/resources/dev/warehouse/etl/sample");
    private static final List<String> EVENT_KEYS = List.of("artist", "auth", "firstName", "gender", "itemInSession",
            "lastName", "length", "level", "location", "method", "page", "registration", "sessionId", "song", "status",
            "ts", "userAgent", "userId");
    private static final List<String> SONG_KEYS = List.of("num_songs", "artist_id", "artist_latitude",
            "artist_longitude", "artist_location", "artist_name", "song_id", "title", "duration", "year");

    @Test
    void indexListsAllFilesAndNoOther() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            assertThat(Files.readAllLines(SAMPLE.resolve("index.txt"))).containsExactlyInAnyOrderElementsOf(
                    files.filter(Files::isRegularFile)
                            .map(file -> SAMPLE.relativize(file).toString().replace('\\', '/'))
                            .filter(key -> !key.equals("index.txt"))
                            .toList());
        }
    }

    @Test
    void eventsHaveTheKeysOfTheJsonPathsFileInItsOrder() throws IOException {
        List<String> lines = lines("log_data/");
        assertThat(lines).hasSize(445).allSatisfy(line -> assertThat(keys(line)).isEqualTo(EVENT_KEYS));
        assertThat(lines).anyMatch(line -> line.contains("\"userId\":\"\""))
                .anyMatch(line -> line.contains("\\\"Mozilla\\/5.0"))
                .anyMatch(line -> line.contains("\\u00"))
                .anyMatch(line -> line.contains(".0,\"sessionId\""));
        assertThat(Files.readString(SAMPLE.resolve("log_json_path.json")).lines()
                .filter(line -> line.contains("$['")).map(line -> line.replaceAll(".*'(.*)'.*", "$1")).toList())
                .isEqualTo(EVENT_KEYS);
    }

    @Test
    void songsHaveTheKeysOfTheStagingTable() throws IOException {
        assertThat(lines("song_data/")).hasSize(22).allSatisfy(line -> assertThat(keys(line)).isEqualTo(SONG_KEYS));
    }

    private static List<String> lines(String prefix) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String key : Files.readAllLines(SAMPLE.resolve("index.txt"))) {
            if (key.startsWith(prefix)) {
                lines.addAll(Files.readAllLines(SAMPLE.resolve(key)));
            }
        }
        return lines;
    }

    private static List<String> keys(String line) throws IOException {
        List<String> keys = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    keys.add(json.currentName());
                }
            }
        }
        return keys;
    }
}
