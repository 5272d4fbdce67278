/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MusicServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MusicService SERVICE = new MusicService(25_000, 300, 7, 0.25);
    private static final List<String> KEYS = List.of("artist", "auth", "firstName", "gender", "itemInSession",
            "lastName", "length", "level", "location", "method", "page", "registration", "sessionId", "song", "status",
            "ts", "userAgent", "userId");

    @TempDir
    private static Path folder;
    private static MusicService.Summary summary;
    private static List<JsonNode> events;
    private static List<JsonNode> songs;

    @BeforeAll
    static void writeOnce() throws IOException {
        summary = SERVICE.writeTo(folder.resolve("data"));
        events = objects(folder.resolve("data/log_data"));
        songs = objects(folder.resolve("data/song_data"));
    }

    @Test
    void writesExactlyWhatItSays() throws IOException {
        assertThat(events).hasSize(25_000);
        assertThat(songs).hasSize(300);
        assertThat(summary.events()).isEqualTo(25_000);
        assertThat(summary.plays()).isEqualTo(events.stream().filter(MusicServiceTest::isPlay).count());
        assertThat(summary.users()).isEqualTo((int) events.stream().filter(MusicServiceTest::isPlay)
                .map(event -> event.get("userId").textValue()).distinct().count());
        assertThat(summary.sessions()).isEqualTo(events.stream().map(event -> event.get("sessionId").longValue())
                .distinct().count());
        assertThat(files(folder.resolve("data/log_data"))).hasSize(summary.logFiles());
        assertThat(files(folder.resolve("data/song_data"))).hasSize(summary.songFiles()).hasSize(300);
        long bytes = 0;
        for (Path file : files(folder.resolve("data"))) {
            bytes += Files.size(file);
        }
        assertThat(summary.bytes()).isEqualTo(bytes);
    }

    @Test
    void givesEveryEventTheSameKeysInAlphabeticalOrder() {
        assertThat(events).allSatisfy(event -> assertThat(names(event)).isEqualTo(KEYS));
    }

    @Test
    void writesLinesAsTheTutorialsFilesHaveThem() throws IOException {
        Set<String> bodies = new HashSet<>();
        for (Path file : files(folder.resolve("data/log_data"))) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            assertThat(text).startsWith("{\"artist\":").endsWith("\"}").doesNotContain("\r", "\n\n");
            assertThat(text.chars()).allMatch(c -> c < 0x7F);
            bodies.addAll(text.lines().toList());
        }
        assertThat(bodies).anyMatch(line -> line.contains("Mozilla\\/5.0")).noneMatch(line -> line.contains("Mozilla/"))
                .anyMatch(line -> line.contains("\"userAgent\":\"\\\"Mozilla"))
                .anyMatch(line -> line.contains("\\u00c3"))
                .anyMatch(line -> line.matches(".*\"artist\":\"[^,]*\\\\\".*")).anyMatch(line -> line.contains("'"))
                .allMatch(line -> line.matches(".*\"registration\":([0-9]{13}\\.0|null),.*"))
                .allMatch(line -> line.matches(".*\"length\":([0-9]+\\.[0-9]{1,5}|null),.*"))
                .allMatch(line -> line.matches(".*\"ts\":[0-9]{13},.*"))
                .allMatch(line -> line.matches(".*\"userId\":\"[0-9]*\"}"));
    }

    @Test
    void namesEachFileAfterTheDayOfItsEventsAndSortsThem() throws IOException {
        for (Path file : files(folder.resolve("data/log_data"))) {
            List<Long> times = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                times.add(JSON.readTree(line).get("ts").longValue());
            }
            assertThat(times).isSorted().allSatisfy(ts -> assertThat("log_data/2018/11/"
                    + LocalDate.ofInstant(Instant.ofEpochMilli(ts), ZoneOffset.UTC) + "-events.json")
                    .isEqualTo(folder.resolve("data").relativize(file).toString().replace('\\', '/')));
        }
    }

    @Test
    void knowsNothingOfAUserWhoIsLoggedOut() {
        assertThat(events).allSatisfy(event -> {
            boolean out = event.get("auth").textValue().equals("Logged Out");
            assertThat(event.get("userId").textValue().isEmpty()).isEqualTo(out);
            for (String key : List.of("firstName", "lastName", "gender", "location", "registration", "userAgent")) {
                assertThat(event.get(key).isNull()).as(key).isEqualTo(out);
            }
            for (String key : List.of("artist", "song", "length")) {
                assertThat(event.get(key).isNull()).as(key).isNotEqualTo(isPlay(event));
            }
        });
    }

    // the shares of the tutorials' log of 8,056 events
    @ParameterizedTest
    @CsvSource({
        "page, NextSong, 0.8466, 0.02", "page, Home, 0.1000, 0.02", "page, Login, 0.0114, 0.004",
        "page, Logout, 0.0112, 0.004", "page, Downgrade, 0.0074, 0.004", "page, Settings, 0.0070, 0.003",
        "page, Help, 0.0058, 0.003", "page, About, 0.0045, 0.003", "page, Upgrade, 0.0026, 0.002",
        "page, Save Settings, 0.0012, 0.001", "page, Error, 0.0011, 0.001", "page, Submit Upgrade, 0.0010, 0.001",
        "page, Submit Downgrade, 0.0001, 0.0005", "status, 200, 0.9739, 0.01", "status, 307, 0.0250, 0.01",
        "status, 404, 0.0011, 0.001", "method, PUT, 0.8715, 0.03", "auth, Logged Out, 0.0355, 0.01",
        "level, paid, 0.7809, 0.10"})
    void hasAboutTheSharesOfTheTutorialsLog(String key, String value, double share, double tolerance) {
        double actual = events.stream().filter(event -> event.get(key).asText().equals(value)).count() / 25_000.0;

        assertThat(actual).isCloseTo(share, within(tolerance)).isPositive();
    }

    @Test
    void listensLessAtNightAndOnSundays() {
        Map<Integer, Long> hours = count(event -> time(event).getHour());
        Map<Integer, Long> weekdays = count(event -> time(event).getDayOfWeek().getValue());

        assertThat(hours).hasSize(24);
        assertThat(hours.get(16)).isGreaterThan(3 * hours.get(3));
        // November 2018 has four of each of these
        assertThat(weekdays.get(3)).isGreaterThan(2 * weekdays.get(7));
    }

    @Test
    void countsTheItemsOfASessionAndLetsASongEndBeforeTheNext() {
        Map<Long, List<JsonNode>> sessions = events.stream().collect(Collectors.groupingBy(
                event -> event.get("sessionId").longValue(), TreeMap::new, Collectors.toList()));

        assertThat(sessions.values()).allSatisfy(session -> {
            assertThat(session).extracting(event -> event.get("itemInSession").intValue())
                    .isEqualTo(IntStream.range(0, session.size()).boxed().toList());
            assertThat(session.stream().map(event -> event.get("userId").textValue())
                    .filter(id -> !id.isEmpty()).distinct())
                    .hasSizeLessThan(2);
            for (int i = 1; i < session.size(); i++) {
                JsonNode before = session.get(i - 1);
                if (isPlay(before) && isPlay(session.get(i))) {
                    assertThat(session.get(i).get("ts").longValue() - before.get("ts").longValue())
                            .isEqualTo(before.get("length").longValue() * 1_000);
                }
            }
        });
    }

    @Test
    void changesTheLevelOfAUserOnlyWhereHeSubmitsIt() {
        Map<String, String> levels = new HashMap<>();
        Map<Long, String> submitted = new HashMap<>();
        int changes = 0;
        for (JsonNode event : events) {
            String user = event.get("userId").textValue();
            if (user.isEmpty()) {
                continue;
            }
            String level = event.get("level").textValue();
            String before = levels.put(user, level);
            if (before != null && !before.equals(level)) {
                assertThat(submitted.get(event.get("sessionId").longValue())).isNotEqualTo(before).isEqualTo(level);
                changes++;
            }
            if (event.get("page").textValue().startsWith("Submit")) {
                submitted.put(event.get("sessionId").longValue(),
                        event.get("page").textValue().equals("Submit Upgrade") ? "paid" : "free");
            }
        }
        assertThat(changes).isBetween(5, 150);
    }

    @Test
    void writesSongsWithTheKeysAndTheFoldersOfTheTutorials() throws IOException {
        assertThat(songs).allSatisfy(song -> assertThat(names(song)).containsExactly("num_songs", "artist_id",
                "artist_latitude", "artist_longitude", "artist_location", "artist_name", "song_id", "title", "duration",
                "year"));
        for (Path file : files(folder.resolve("data/song_data"))) {
            String name = file.getFileName().toString();
            assertThat(name).matches("TR[A-Z0-9]{16}\\.json");
            assertThat(folder.resolve("data/song_data").relativize(file).toString().replace('\\', '/'))
                    .isEqualTo(name.charAt(2) + "/" + name.charAt(3) + "/" + name.charAt(4) + "/" + name);
            assertThat(Files.readString(file)).startsWith("{\"num_songs\": 1, \"artist_id\": \"AR").endsWith("}");
        }
        assertThat(songs).anyMatch(song -> song.get("artist_latitude").isNull())
                .anyMatch(song -> song.get("artist_latitude").isNumber())
                .anyMatch(song -> song.get("artist_location").textValue().isEmpty())
                .anyMatch(song -> song.get("year").intValue() == 0)
                .anyMatch(song -> song.get("year").intValue() > 1970);
    }

    @Test
    void givesAnArtistTheSamePropertiesInAllHisSongs() {
        Map<String, Set<String>> artists = songs.stream().collect(Collectors.groupingBy(
                song -> song.get("artist_id").textValue(), Collectors.mapping(song -> song.get("artist_name") + "|"
                        + song.get("artist_location") + "|" + song.get("artist_latitude"), Collectors.toSet())));

        assertThat(artists).hasSizeBetween(150, 299);
        assertThat(artists.values()).allSatisfy(properties -> assertThat(properties).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"0", "0.25", "1"})
    void letsTheAskedShareOfThePlaysMatchASong(double share) throws IOException {
        Path data = folder.resolve("share-" + share);
        MusicService.Summary written = new MusicService(20_000, 100, 3, share).writeTo(data);
        Set<String> known = objects(data.resolve("song_data")).stream()
                .map(song -> song.get("title") + "|" + song.get("artist_name") + "|" + song.get("duration"))
                .collect(Collectors.toSet());
        long matched = objects(data.resolve("log_data")).stream()
                .filter(event -> known.contains(
                        event.get("song") + "|" + event.get("artist") + "|" + event.get("length")))
                .count();

        assertThat(known).hasSize(100);
        assertThat(matched).isEqualTo(written.matched());
        assertThat((double) matched / written.plays()).isCloseTo(share, within(0.02));
    }

    @Test
    void givesTheSameBytesForTheSameSeedAndOthersForAnother() throws IOException {
        Path again = folder.resolve("again");
        Path other = folder.resolve("other");
        SERVICE.writeTo(again);
        new MusicService(SERVICE.events(), SERVICE.songs(), SERVICE.seed() + 1, SERVICE.matchShare()).writeTo(other);

        assertThat(contents(again)).isEqualTo(contents(folder.resolve("data"))).isNotEqualTo(contents(other));
    }

    @Test
    void neverGivesTwoSongsOrTwoArtistsTheSameName() {
        Catalogue catalogue = new Catalogue(1, 100_000, 200_000);
        StringBuilder text = new StringBuilder();
        Set<String> titles = new HashSet<>();
        Set<String> artists = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < catalogue.all(); i++) {
            text.setLength(0);
            catalogue.title(i, text);
            titles.add(text.toString());
            ids.add(catalogue.songId(i));
        }
        for (int i = 0; i < 170_000; i++) {
            text.setLength(0);
            catalogue.artistName(i, text);
            artists.add(text.toString());
        }

        assertThat(titles).hasSize(300_000);
        assertThat(ids).hasSize(300_000);
        assertThat(artists).hasSize(170_000);
    }

    @Test
    void putsSeveralSongsIntoAFileWhereThereAreMany() throws IOException {
        MusicService.Summary written = new MusicService(1, 20_001, 1, 0).writeTo(folder.resolve("many"));

        assertThat(written.songFiles()).isEqualTo(10_001);
        assertThat(objects(folder.resolve("many/song_data"))).hasSize(20_001);
        assertThat(objects(folder.resolve("many/log_data"))).hasSize(1);
    }

    @Test
    void writesTextOfAnyLengthThroughOneBuffer() throws IOException {
        String odd = "\"quotes\" \\ / \u00e9\u0083\n";
        Path file = folder.resolve("long.json");
        try (JsonLines lines = new JsonLines()) {
            lines.open(file);
            for (int line = 0; line < 3; line++) {
                lines.line();
                lines.string(odd.repeat(20_000), line == 1);
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(3).allSatisfy(
                line -> assertThat(JSON.readTree(line).textValue()).isEqualTo(odd.repeat(20_000)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "5, 0.00005", "24630812, 246.30812", "15200000, 152.0", "-8677836, -86.77836",
        "-5, -0.00005"})
    void writesDecimalsWithoutNeedlessZeros(long hundredThousandths, String text) throws IOException {
        Path file = folder.resolve("decimal" + hundredThousandths);
        try (JsonLines lines = new JsonLines()) {
            lines.open(file);
            lines.decimal(hundredThousandths);
        }

        assertThat(file).hasContent(text);
    }

    @Test
    void hasNoMoreUsersThanFitIntoMemoryHoweverManyEvents() {
        assertThat(new Listeners(1, 2_000_000_000L).count()).isEqualTo(50_000);
    }

    @Test
    void namesTheKeysInTheJsonpathsFile() throws IOException {
        JsonNode paths = JSON.readTree(folder.resolve("data/log_json_path.json").toFile()).get("jsonpaths");

        assertThat(paths).extracting(JsonNode::textValue)
                .isEqualTo(KEYS.stream().map(key -> "$['" + key + "']").toList());
    }

    @Test
    void writesOnlyIntoAFolderOfItsOwn() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(mine.resolve("letter.txt"), "keep");

        assertThatThrownBy(() -> SERVICE.writeTo(mine)).isInstanceOf(IOException.class)
                .hasMessage(mine + " is not empty: data is only written into a folder of its own");
        assertThat(mine.resolve("letter.txt")).hasContent("keep");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0          | 1 | 0.5 | events must be between 1 and 2000000000, was 0
            1          | 0 | 0.5 | songs must be between 1 and 10000000, was 0
            1          | 1 | 1.1 | matchShare must be between 0 and 1, was 1.1
            1          | 1 | NaN | matchShare must be between 0 and 1, was NaN
            """)
    void refusesValuesThatMakeNoSense(long count, int songCount, double share, String message) {
        assertThatThrownBy(() -> new MusicService(count, songCount, 1, share))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static Map<Integer, Long> count(Function<JsonNode, Integer> key) {
        return events.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    private static ZonedDateTime time(JsonNode event) {
        return Instant.ofEpochMilli(event.get("ts").longValue()).atZone(ZoneOffset.UTC);
    }

    private static boolean isPlay(JsonNode event) {
        return event.get("page").textValue().equals("NextSong");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<JsonNode> objects(Path data) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (Path file : files(data)) {
            for (String line : Files.readAllLines(file)) {
                objects.add(JSON.readTree(line));
            }
        }
        return objects;
    }

    private static List<Path> files(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Predicate.not(Files::isDirectory)).sorted().toList();
        }
    }

    private static Map<String, String> contents(Path data) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : files(data)) {
            contents.put(data.relativize(file).toString(), Files.readString(file));
        }
        return contents;
    }
}
