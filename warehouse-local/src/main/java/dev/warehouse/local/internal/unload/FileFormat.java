/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.copy.OptionalLibraries;
import java.io.Closeable;
import java.io.IOException;

/** What the files of an UNLOAD are; the place where a format is plugged in. */
interface FileFormat {

    /**
     * The format of a statement.
     *
     * @throws RedshiftError if there is none that could write these columns
     */
    static FileFormat of(UnloadStatement unload, Columns columns) {
        return switch (unload.format) {
            case TEXT -> new TextFiles(unload, new DelimitedFormat(unload, columns));
            case CSV -> new TextFiles(unload, new CsvFormat(unload, columns));
            case JSON -> new TextFiles(unload, new JsonFormat(columns));
            case FIXEDWIDTH -> new TextFiles(unload, new FixedWidthFormat(unload, columns));
            case PARQUET -> {
                OptionalLibraries.needParquet("UNLOAD");
                yield new ParquetFiles(unload, columns);
            }
        };
    }

    /** Whether it wants the rows as PostgreSQL's binary COPY has them. */
    default boolean binary() {
        return false;
    }

    /** Whether it has to see some rows before the first file begins. */
    default boolean needsSamples() {
        return false;
    }

    /** Shows it one of these rows. */
    default void sample(Row row) {
        throw new IllegalStateException("needs no samples");
    }

    /** Whether a slice without rows writes a file all the same. */
    default boolean writesEmptyFiles() {
        return true;
    }

    /** What it adds to the files' names, from the dot on. */
    String suffix();

    /**
     * Begins a file.
     *
     * @param target where its bytes go; closed by the caller
     */
    Content open(CountingStream target) throws IOException;

    /** What is written into one file. */
    interface Content extends Closeable {

        /** Writes a row; gives false, and writes nothing, if the file would then be larger than it may. */
        boolean write(Row row) throws IOException;

        /** Ends the content; what is not ended is no file. */
        @Override
        void close() throws IOException;

        /** Lets go of what is held; what was written is not wanted. */
        default void abandon() throws IOException {
            close();
        }
    }
}
