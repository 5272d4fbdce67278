/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.sql.Translator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts that procedures EXECUTE, which nobody knows before they run. The function {@code pg_internal.dynamic} asks
 * for a text's translation by a notice, and waits for the answer in a file: a session of PostgreSQL that runs a
 * statement reads nothing that is sent to it. If the text computes with columns, the first answer is what tables the
 * translator asks for, and the function asks again and tells their columns.
 *
 * <p>Source: the section "Dynamic SQL" of the page "Supported PL/pgSQL statements" of the Redshift Database Developer
 * Guide.
 */
final class DynamicSql {

    /** The SQLSTATE of the notices that ask. */
    private static final String ASKS = "WHDYN";

    private final Translator translator;
    private final Answers answers;

    DynamicSql(Translator translator, Answers answers) {
        this.translator = translator;
        this.answers = answers;
    }

    static boolean asks(ErrorFields notice) {
        return notice.sqlState().equals(ASKS);
    }

    void answer(ErrorFields notice) throws IOException {
        answers.write(notice.detail(), json -> {
            Told columns = new Told(columns(notice.hint()));
            List<Translation> translations = translator.translateAll(notice.message(), columns);
            if (columns.known == null && !columns.asked.isEmpty()) {
                Answers.writeTexts(json, "columns_of", columns.asked);
            } else {
                write(json, translations);
            }
        });
    }

    /** What the function told of tables: rows of table, column, type and modifier; null if it was not asked yet. */
    static @Nullable Map<String, List<Columns.TypedColumn>> columns(String told) throws IOException {
        if (told.isEmpty()) {
            return null;
        }
        Map<String, List<Columns.TypedColumn>> columns = new HashMap<>();
        try (JsonParser rows = Answers.JSON.createParser(told)) {
            rows.nextToken();
            while (rows.nextToken() == JsonToken.START_ARRAY) {
                columns.computeIfAbsent(rows.nextTextValue(), name -> new ArrayList<>()).add(new Columns.TypedColumn(
                        rows.nextTextValue(), rows.nextIntValue(0), rows.nextIntValue(-1)));
                rows.nextToken();
            }
        }
        return columns;
    }

    /** Tells what the function told, and remembers what was asked for. */
    private static final class Told implements Columns {

        private final @Nullable Map<String, List<TypedColumn>> known;
        private final Set<String> asked = new HashSet<>();

        private Told(@Nullable Map<String, List<TypedColumn>> known) {
            this.known = known;
        }

        @Override
        public List<Column> of(String query) {
            // a table of it may not be there
            return List.of();
        }

        @Override
        public Map<String, List<TypedColumn>> ofTables(Set<String> names) {
            asked.addAll(names);
            return known == null ? Map.of() : known;
        }
    }

    private void write(JsonGenerator json, List<Translation> translations) throws IOException {
        StringBuilder sql = new StringBuilder();
        boolean commits = false;
        for (Translation translation : translations) {
            RedshiftError error = translation.error();
            if (error != null) {
                throw error;
            } else if (translation.runsHere() && translations.size() == 1) {
                sql.append("select pg_internal.run_here(").append(StringLiterals.quote(translation.clientSql()))
                        .append(')');
                break;
            } else if (translation.runsHere() || translation.alone() != null) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED, "the local Redshift does not execute "
                        + (translation.runsHere() ? "COPY and UNLOAD beside other statements of one EXECUTE"
                        : translation.alone() + " in a procedure"), null,
                        translation.runsHere() ? "give each its EXECUTE" : "run it before or behind the CALL");
            }
            List<String> followUps = translation.followUps();
            sql.append(sql.isEmpty() ? "" : "; ").append(translation.sql());
            for (String followUp : followUps) {
                if (followUp.equals(Translation.COMMIT)) {
                    commits = true;
                } else {
                    sql.append("; ").append(followUp);
                }
            }
        }
        json.writeStringField("sql", sql.toString());
        json.writeBooleanField("commits", commits);
    }
}
