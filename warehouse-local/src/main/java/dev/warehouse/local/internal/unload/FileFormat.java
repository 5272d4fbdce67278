package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.RedshiftError;
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
        RowFormat rows = switch (unload.format) {
            case TEXT -> new DelimitedFormat(unload, columns);
            case CSV -> new CsvFormat(unload, columns);
            case JSON -> new JsonFormat(columns);
            case FIXEDWIDTH -> new FixedWidthFormat(unload, columns);
            case PARQUET -> throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                    "UNLOAD with PARQUET is not executed by the local Redshift", null,
                    "Unload as CSV, JSON or text.", unload.formatPosition);
        };
        return new TextFiles(unload, rows);
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
    }
}
