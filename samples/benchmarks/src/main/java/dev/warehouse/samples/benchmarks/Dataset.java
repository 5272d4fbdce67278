/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * Rows as text that PostgreSQL's COPY takes as it is, and what there is to measure with them.
 *
 * @param table the table's name
 * @param ddl what creates the table, in Redshift's SQL
 * @param rows how many rows
 * @param stdin PostgreSQL's COPY of the text
 * @param text the text
 * @param parts the same rows as files for Redshift's COPY, in one format after the other, and as results of UNLOAD
 */
record Dataset(String table, String ddl, long rows, String stdin, Path text, List<Part> parts) {

    static final String BUCKET = "benchmarks";

    Dataset {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1, was " + rows);
        }
        parts = List.copyOf(parts);
    }

    static String columns(List<String> definitions) {
        return "(\n    " + String.join(",\n    ", definitions) + "\n)";
    }

    /**
     * One thing to measure.
     *
     * @param name what {@code --parts} calls it
     * @param title what it is, for people
     * @param statement Redshift's COPY or UNLOAD
     * @param yardstick PostgreSQL's COPY that does the same
     * @param made the UNLOAD that makes the files before they are loaded, or an empty string if they are there
     */
    record Part(String name, String title, String statement, String yardstick, String made) {

        boolean isUnload() {
            return statement.startsWith("UNLOAD");
        }
    }
}
