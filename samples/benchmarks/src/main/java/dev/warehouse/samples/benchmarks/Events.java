package dev.warehouse.samples.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.samples.sparkify.MusicService;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The event log of a music service: JSON with a jsonpaths file, and the same rows as text with tabs. */
final class Events {

    // the jsonpaths file gives the values in this order, and the log's keys stand in it too
    private static final List<String> COLUMNS = List.of("artist VARCHAR(1024)", "auth VARCHAR(64)",
            "first_name VARCHAR(256)", "gender VARCHAR(16)", "item_in_session INTEGER", "last_name VARCHAR(256)",
            "length DOUBLE PRECISION", "level VARCHAR(16)", "location VARCHAR(1024)", "method VARCHAR(16)",
            "page VARCHAR(64)", "registration DOUBLE PRECISION", "session_id BIGINT", "song VARCHAR(1024)",
            "status INTEGER", "ts BIGINT", "user_agent VARCHAR(4096)", "user_id VARCHAR(64)");

    private Events() {
    }

    static Dataset write(long rows, Path folder) throws IOException {
        MusicService.Summary summary = new MusicService(rows, 300, 1, 0.3).writeTo(folder.resolve("bucket/events"));
        Path text = folder.resolve("events.txt");
        long fileBytes = 0;
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            for (Path file : files(folder.resolve("bucket/events/log_data"))) {
                fileBytes += Files.size(file);
                write(file, out);
            }
        }
        return new Dataset("events, JSON with jsonpaths", "events",
                "CREATE TABLE events " + Dataset.columns(COLUMNS) + " DISTSTYLE EVEN", summary.events(),
                "COPY events FROM 's3://" + Dataset.BUCKET + "/events/log_data/' IAM_ROLE default JSON 's3://"
                + Dataset.BUCKET + "/events/log_json_path.json' COMPUPDATE OFF STATUPDATE OFF",
                "COPY events FROM STDIN", text, fileBytes, Files.size(text));
    }

    private static void write(Path file, BufferedWriter out) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            boolean first = true;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    first = true;
                } else if (token == JsonToken.END_OBJECT) {
                    out.write('\n');
                } else if (token != JsonToken.FIELD_NAME) {
                    if (!first) {
                        out.write('\t');
                    }
                    first = false;
                    out.write(token == JsonToken.VALUE_NULL ? "\\N" : json.getText().replace("\\", "\\\\")
                            .replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r"));
                }
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Predicate.not(Files::isDirectory)).sorted().toList();
        }
    }
}
