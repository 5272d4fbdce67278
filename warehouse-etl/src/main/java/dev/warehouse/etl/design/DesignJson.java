/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.warehouse.api.ReportException;
import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Comparisons for programs. */
final class DesignJson {

    private static final JsonFactory JSON = new JsonFactory();

    private DesignJson() {
    }

    static String write(DesignReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines));
            json.writeStartObject();
            json.writeStringField("name", report.name());
            json.writeStringField("engine", report.engine());
            json.writeStringField("startedAt", report.startedAt().toString());
            json.writeNumberField("runs", report.runs());
            strings(json, "designs", report.designs());
            strings(json, "notes", report.notes());
            json.writeArrayFieldStart("loads");
            for (TableLoad load : report.loads()) {
                load(json, load);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("queries");
            for (QueryTiming query : report.queries()) {
                query(json, query);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("analyses");
            for (DesignReport.Analyzed analyzed : report.analyses()) {
                analysis(json, analyzed);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new ReportException(KnownError.REPORT_NOT_WRITTEN,
                    "The comparison could not be written as JSON: " + e.getMessage(), e);
        }
        return text.append('\n').toString();
    }

    private static void load(JsonGenerator json, TableLoad load) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", load.table());
        json.writeStringField("design", load.design());
        json.writeNumberField("files", load.files());
        json.writeNumberField("rows", load.rows());
        json.writeNumberField("bytes", load.bytes());
        json.writeNumberField("storedMegabytes", load.stored());
        millis(json, "millis", load.duration());
        json.writeEndObject();
    }

    private static void query(JsonGenerator json, QueryTiming query) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", query.name());
        json.writeNumberField("rows", query.rows());
        json.writeStringField("sql", query.sql());
        json.writeArrayFieldStart("times");
        for (Map.Entry<String, Times> entry : query.times().entrySet()) {
            Times times = entry.getValue();
            json.writeStartObject();
            json.writeStringField("design", entry.getKey());
            millis(json, "minMillis", times.min());
            millis(json, "medianMillis", times.median());
            millis(json, "maxMillis", times.max());
            json.writeArrayFieldStart("runMillis");
            for (Duration run : times.runs()) {
                json.writeNumber(DesignSheets.toMillis(run));
            }
            json.writeEndArray();
            OptionalDouble improvement = query.improvement(entry.getKey());
            if (improvement.isPresent()) {
                json.writeNumberField("improvementPercent", improvement.getAsDouble());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void analysis(JsonGenerator json, DesignReport.Analyzed analyzed) throws IOException {
        json.writeStartObject();
        json.writeStringField("analyzer", analyzed.analyzer());
        strings(json, "assumptions", DesignSheets.assumptions(analyzed));
        json.writeArrayFieldStart("designs");
        for (Map.Entry<String, DesignAnalysis> entry : analyzed.designs().entrySet()) {
            json.writeStartObject();
            json.writeStringField("design", entry.getKey());
            facts(json, "tables", entry.getValue().tables());
            json.writeObjectFieldStart("queries");
            for (Map.Entry<String, Facts> query : entry.getValue().queries().entrySet()) {
                facts(json, query.getKey(), query.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void facts(JsonGenerator json, String name, Facts facts) throws IOException {
        json.writeArrayFieldStart(name);
        for (List<Object> row : facts.rows()) {
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                String column = facts.columns().get(i);
                if (row.get(i) instanceof Long number) {
                    json.writeNumberField(column, number);
                } else if (row.get(i) instanceof Double number) {
                    json.writeNumberField(column, number);
                } else {
                    json.writeStringField(column, row.get(i).toString());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void millis(JsonGenerator json, String name, Duration duration) throws IOException {
        json.writeNumberField(name, DesignSheets.toMillis(duration));
    }
}
