/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;

/**
 * The way back to a function of PostgreSQL that asks by a notice: a file that it reads. A session that runs a statement
 * reads nothing that is sent to it. The function is {@code pg_internal.ask}.
 */
final class Answers implements AutoCloseable {

    static final JsonFactory JSON = new JsonFactory();

    private final Path file;

    /**
     * The answers to one session.
     *
     * @param dataFolder PostgreSQL's own, where its functions read files
     * @param pid PostgreSQL's process that asks
     */
    Answers(Path dataFolder, int pid) {
        this.file = dataFolder.resolve("warehouse_dynamic_" + pid);
    }

    /** The fields of an answer. */
    @FunctionalInterface
    interface Fields {

        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Answers a question.
     *
     * @param request its id
     * @param fields what to say; written as an error if it throws a {@link RedshiftError} before it writes
     */
    void write(String request, Fields fields) throws IOException {
        // written beside it first: whoever waits sees the whole answer or none
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(whole); JsonGenerator json = JSON.createGenerator(writer)) {
            json.writeStartObject();
            json.writeStringField("request", request);
            try {
                fields.write(json);
            } catch (RedshiftError e) {
                json.writeStringField("error", e.getMessage());
                json.writeStringField("state", e.sqlState());
                json.writeStringField("detail", e.detail());
                json.writeStringField("hint", e.hint());
            }
            json.writeEndObject();
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A field of an answer that is a list of texts. */
    static void writeTexts(JsonGenerator json, String field, Collection<String> texts) throws IOException {
        json.writeFieldName(field);
        json.writeArray(texts.toArray(String[]::new), 0, texts.size());
    }

    /** Removes the last answer. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
