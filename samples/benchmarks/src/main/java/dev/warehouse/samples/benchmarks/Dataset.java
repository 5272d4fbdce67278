package dev.warehouse.samples.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * The same rows twice: as files for Redshift's COPY, and as text that PostgreSQL's COPY takes as it is.
 *
 * @param title what it is, for people
 * @param table the table's name
 * @param ddl what creates the table, in Redshift's SQL
 * @param rows how many rows
 * @param copy Redshift's COPY of the files, from the bucket {@code benchmarks}
 * @param stdin PostgreSQL's COPY of the text
 * @param text the text
 * @param fileBytes how many bytes the files have
 * @param textBytes how many bytes the text has
 */
record Dataset(String title, String table, String ddl, long rows, String copy, String stdin, Path text, long fileBytes,
        long textBytes) {

    static final String BUCKET = "benchmarks";

    Dataset {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1, was " + rows);
        }
    }

    static String columns(List<String> definitions) {
        return "(\n    " + String.join(",\n    ", definitions) + "\n)";
    }
}
