/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.samples.benchmarks.Dataset.Part;
import dev.warehouse.samples.sparkify.MusicService;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The event log of a music service: JSON with a jsonpaths file, the same with keys that are the columns' names, and as
 * text with tabs.
 */
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
        Path keyed = Files.createDirectories(folder.resolve("bucket/keyed"));
        Path text = folder.resolve("events.txt");
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            for (Path file : files(folder.resolve("bucket/events/log_data"))) {
                try (BufferedWriter json = Files.newBufferedWriter(keyed.resolve(file.getFileName()))) {
                    write(file, out, json);
                }
            }
        }
        String stdin = "COPY events FROM STDIN";
        return new Dataset("events", "CREATE TABLE events " + Dataset.columns(COLUMNS) + " DISTSTYLE EVEN",
                summary.events(), stdin, text, List.of(
                        new Part("jsonpaths", "events, JSON with jsonpaths", copy("events/log_data/",
                                "s3://" + Dataset.BUCKET + "/events/log_json_path.json"), stdin, ""),
                        new Part("auto", "events, JSON 'auto'", copy("keyed/", "auto"), stdin, "")));
    }

    private static String copy(String prefix, String json) {
        return "COPY events FROM 's3://" + Dataset.BUCKET + "/" + prefix + "' IAM_ROLE default JSON '" + json
                + "' COMPUPDATE OFF STATUPDATE OFF";
    }

    /** Writes each object of the log as a line of text, and as an object whose keys are the columns' names. */
    private static void write(Path file, BufferedWriter text, BufferedWriter keyed) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile());
                JsonGenerator objects = new JsonFactory().createGenerator(keyed)) {
            int column = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    column = 0;
                    objects.writeStartObject();
                } else if (token == JsonToken.END_OBJECT) {
                    text.write('\n');
                    objects.writeEndObject();
                } else if (token == JsonToken.FIELD_NAME) {
                    objects.writeFieldName(COLUMNS.get(column).substring(0, COLUMNS.get(column).indexOf(' ')));
                } else {
                    text.write(column++ == 0 ? "" : "\t");
                    objects.copyCurrentEvent(json);
                    text.write(token == JsonToken.VALUE_NULL ? "\\N" : json.getText().replace("\\", "\\\\")
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
