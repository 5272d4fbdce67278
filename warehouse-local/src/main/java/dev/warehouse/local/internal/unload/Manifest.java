/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.warehouse.local.internal.unload.UnloadLog.UnloadedFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The list of the files of an UNLOAD, as COPY reads it; with VERBOSE also their sizes, and the columns. */
final class Manifest {

    private static final JsonFactory JSON = new JsonFactory();

    private Manifest() {
    }

    static String of(UnloadStatement unload, List<ResultColumn> columns, List<UnloadedFile> files) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            // the same line ends on every system
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            json.writeArrayFieldStart("entries");
            for (UnloadedFile file : files) {
                json.writeStartObject();
                json.writeStringField("url", file.path());
                if (unload.verbose) {
                    writeMeta(json, file.bytes(), file.lines());
                } else if (unload.format == UnloadStatement.Format.PARQUET) {
                    // no COPY of Parquet takes an entry without its length
                    json.writeObjectFieldStart("meta");
                    json.writeNumberField("content_length", file.bytes());
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            if (unload.verbose) {
                writeSchema(json, columns);
                writeMeta(json, files.stream().mapToLong(UnloadedFile::bytes).sum(),
                        files.stream().mapToLong(UnloadedFile::lines).sum());
                json.writeObjectFieldStart("author");
                json.writeStringField("name", "Amazon Redshift");
                json.writeStringField("version", "1.0.0");
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void writeMeta(JsonGenerator json, long bytes, long lines) throws IOException {
        json.writeObjectFieldStart("meta");
        json.writeNumberField("content_length", bytes);
        json.writeNumberField("record_count", lines);
        json.writeEndObject();
    }

    private static void writeSchema(JsonGenerator json, List<ResultColumn> columns) throws IOException {
        json.writeObjectFieldStart("schema");
        json.writeArrayFieldStart("elements");
        for (ResultColumn column : columns) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeObjectFieldStart("type");
            json.writeStringField("base", column.typeName());
            if (column.isCharacter()) {
                json.writeNumberField("max_length", column.maxLength());
            } else if (column.kind() == ResultColumn.Kind.DECIMAL) {
                json.writeNumberField("precision", column.precision());
                json.writeNumberField("scale", column.scale());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
