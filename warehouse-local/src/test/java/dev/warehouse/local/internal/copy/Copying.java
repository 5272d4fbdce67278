/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.LoadLog.Load;
import dev.warehouse.local.internal.copy.LoadLog.LoadError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a COPY against a table in memory. */
final class Copying {

    static final String ROLE = " iam_role 'arn:aws:iam::123456789012:role/reader' ";

    final MemoryBucket bucket = new MemoryBucket();
    final MemorySession session;
    final List<Load> log = new ArrayList<>();
    int chunkSize = CopyPipeline.CHUNK;
    int lanes;

    Copying(MemorySession session) {
        this.session = session;
    }

    /** Files one object {@code data} and gives a COPY into a table {@code t} of these columns. */
    static Copying of(String data, String... columns) {
        Copying copying = new Copying(new MemorySession("t", columns));
        copying.bucket.with("data", data);
        return copying;
    }

    Copying chunks(int size) {
        chunkSize = size;
        return this;
    }

    Copying lanes(int count) {
        lanes = count;
        return this;
    }

    CopyResult run(String sql) {
        CopyStatement statement = CopyStatement.parse(sql, Tokenizer.tokenize(sql));
        try {
            return new CopyExecutor(Buckets.of(Map.of("b", bucket)), log::add, chunkSize, lanes)
                    .execute(statement, session, "ann");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads {@code s3://b/data} into t with these options. */
    CopyResult load(String options) {
        return run("copy t from 's3://b/data'" + ROLE + options);
    }

    RedshiftError failure(String options) {
        return failureOf("copy t from 's3://b/data'" + ROLE + options);
    }

    RedshiftError failureOf(String sql) {
        try {
            run(sql);
        } catch (RedshiftError e) {
            return e;
        }
        throw new AssertionError("the COPY succeeded: " + session.rows);
    }

    /** The rows, a line each, fields joined by a bar, NULL as ∅. */
    String rows() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : session.rows) {
            lines.add(String.join("|", row.stream().map(value -> value == null ? "∅" : value).toList()));
        }
        return String.join("\n", lines);
    }

    List<LoadError> errors() {
        return log.get(log.size() - 1).errors();
    }
}
