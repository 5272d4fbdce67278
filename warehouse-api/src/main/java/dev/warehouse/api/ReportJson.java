/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.warehouse.api.internal.KnownError;
import java.io.IOException;
import java.io.StringWriter;

/** Reports for programs. */
final class ReportJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ReportJson() {
    }

    static String write(LoadReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines));
            json.writeStartObject();
            json.writeStringField("pipeline", report.pipeline());
            json.writeStringField("startedAt", report.startedAt().toString());
            json.writeNumberField("millis", report.duration().toMillis());
            json.writeObjectFieldStart("totals");
            counts(json, report.files(), report.rows(), report.bytes(), report.rejected());
            json.writeNumberField("millis", report.duration().toMillis());
            json.writeEndObject();
            json.writeArrayFieldStart("steps");
            for (StepReport step : report.steps()) {
                json.writeStartObject();
                json.writeStringField("stage", step.stage().word());
                json.writeStringField("target", step.target());
                json.writeStringField("detail", step.detail());
                counts(json, step.files(), step.rows(), step.bytes(), step.rejected());
                json.writeNumberField("millis", step.duration().toMillis());
                if (!step.warnings().isEmpty()) {
                    json.writeArrayFieldStart("warnings");
                    for (String warning : step.warnings()) {
                        json.writeString(warning);
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new ReportException(KnownError.REPORT_NOT_WRITTEN,
                    "The report could not be written as JSON: " + e.getMessage(), e);
        }
        return text.append('\n').toString();
    }

    private static void counts(JsonGenerator json, long files, long rows, long bytes, long rejected)
            throws IOException {
        json.writeNumberField("files", files);
        json.writeNumberField("rows", rows);
        json.writeNumberField("bytes", bytes);
        json.writeNumberField("rejected", rejected);
    }
}
