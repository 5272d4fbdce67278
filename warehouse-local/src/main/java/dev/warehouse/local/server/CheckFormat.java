/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.warehouse.local.CheckedStatement;
import dev.warehouse.local.SqlRefusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** How the result of {@code --check} is told. */
enum CheckFormat {

    /** A line for each refusal, for people and editors. */
    TEXT {
        @Override
        void write(Map<Path, List<CheckedStatement>> checked, PrintWriter out) {
            int statements = 0;
            int refused = 0;
            int unchecked = 0;
            for (Map.Entry<Path, List<CheckedStatement>> file : checked.entrySet()) {
                for (CheckedStatement statement : file.getValue()) {
                    statement.refusals().forEach(refusal -> out.println(file.getKey() + ":" + refusal));
                    statements++;
                    refused += statement.isAccepted() ? 0 : 1;
                    unchecked += statement.isAccepted() && !statement.unchecked().isEmpty() ? 1 : 0;
                }
            }
            out.println(statements + (statements == 1 ? " statement, " : " statements, ") + refused + " refused"
                    + (unchecked == 0 ? "" : ", " + unchecked + " with names that are not known here"));
        }
    },

    /** One object, for programs. */
    JSON {
        @Override
        void write(Map<Path, List<CheckedStatement>> checked, PrintWriter out) {
            print(out, json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("files");
                for (Map.Entry<Path, List<CheckedStatement>> file : checked.entrySet()) {
                    json.writeStartObject();
                    json.writeStringField("file", file.getKey().toString());
                    json.writeArrayFieldStart("statements");
                    for (CheckedStatement statement : file.getValue()) {
                        statement(json, statement);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        }
    },

    /** The Static Analysis Results Interchange Format 2.1.0, which code hosts show beside the lines. */
    SARIF {
        @Override
        void write(Map<Path, List<CheckedStatement>> checked, PrintWriter out) {
            print(out, json -> {
                json.writeStartObject();
                json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
                json.writeStringField("version", "2.1.0");
                json.writeArrayFieldStart("runs");
                json.writeStartObject();
                json.writeObjectFieldStart("tool");
                json.writeObjectFieldStart("driver");
                json.writeStringField("name", "warehouse-local-server");
                json.writeArrayFieldStart("rules");
                TreeSet<String> rules = new TreeSet<>();
                checked.values().forEach(statements -> statements.forEach(
                        statement -> statement.refusals().forEach(refusal -> rules.add(refusal.rule()))));
                for (String rule : rules) {
                    json.writeStartObject();
                    json.writeStringField("id", rule);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
                json.writeEndObject();
                // columns are counted in characters, not in units of UTF-16
                json.writeStringField("columnKind", "unicodeCodePoints");
                json.writeArrayFieldStart("results");
                for (Map.Entry<Path, List<CheckedStatement>> file : checked.entrySet()) {
                    for (CheckedStatement statement : file.getValue()) {
                        for (SqlRefusal refusal : statement.refusals()) {
                            result(json, file.getKey(), refusal);
                        }
                    }
                }
                json.writeEndArray();
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
            });
        }
    };

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * Tells what was found.
     *
     * @param checked the statements of each file
     * @param out where to
     */
    abstract void write(Map<Path, List<CheckedStatement>> checked, PrintWriter out);

    private static void print(PrintWriter out, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
    }

    /** The statement's text stays out: it may hold keys. */
    private static void statement(JsonGenerator json, CheckedStatement statement) throws IOException {
        json.writeStartObject();
        json.writeNumberField("line", statement.line());
        json.writeNumberField("column", statement.column());
        json.writeBooleanField("accepted", statement.isAccepted());
        json.writeArrayFieldStart("refusals");
        for (SqlRefusal refusal : statement.refusals()) {
            json.writeStartObject();
            json.writeStringField("rule", refusal.rule());
            json.writeNumberField("line", refusal.line());
            json.writeNumberField("column", refusal.column());
            json.writeStringField("message", refusal.message());
            if (refusal.hint() != null) {
                json.writeStringField("hint", refusal.hint());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unchecked");
        for (String unchecked : statement.unchecked()) {
            json.writeString(unchecked);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, Path file, SqlRefusal refusal) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", refusal.rule());
        json.writeStringField("level", "error");
        json.writeObjectFieldStart("message");
        json.writeStringField("text", refusal.message() + (refusal.hint() == null ? "" : "; " + refusal.hint()));
        json.writeEndObject();
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", file.isAbsolute() ? file.toUri().toString() : relative(file));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", refusal.line());
        json.writeNumberField("startColumn", refusal.column());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /** As a reference relative to wherever the code host looks, with what URIs cannot hold escaped. */
    private static String relative(Path file) {
        String base = Path.of("").toUri().getRawPath();
        return file.toUri().getRawPath().substring(base.length());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
