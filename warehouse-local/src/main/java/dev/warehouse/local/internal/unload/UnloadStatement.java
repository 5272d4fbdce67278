package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An UNLOAD that is well formed: every clause known, none twice, none against another. Defined by UNLOAD in the Amazon
 * Redshift Database Developer Guide. Authorization is checked and then forgotten, so that no secret can be printed.
 */
public final class UnloadStatement {

    /** How the rows are written in the files. */
    enum Format {
        TEXT("Text"), CSV("CSV"), JSON("JSON"), FIXEDWIDTH("Text"), PARQUET("Parquet");

        private final String logName;

        Format(String logName) {
            this.logName = logName;
        }

        String logName() {
            return logName;
        }
    }

    /** How the files are compressed, and what that adds to their names. */
    enum Compression {
        NONE(""), GZIP(".gz"), BZIP2(".bz2"), ZSTD(".zst");

        private final String suffix;

        Compression(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    /** A column of FIXEDWIDTH: its label and its width in characters. */
    record Width(String label, int characters) {
    }

    /** A column of PARTITION BY, and where it stands in the statement. */
    record PartitionColumn(String name, int position) {
    }

    final String query;
    final int queryPosition;
    final String target;
    final int targetPosition;
    final String bucket;
    final String prefix;

    final Format format;
    final int formatPosition;
    final byte delimiter;
    final byte[] nullAs;
    final boolean header;
    final boolean addQuotes;
    final boolean escape;
    final List<Width> widths;
    final Compression compression;
    final @Nullable String extension;

    final boolean parallel;
    final boolean manifest;
    final boolean verbose;
    final boolean allowOverwrite;
    final boolean cleanPath;
    final long maxFileSize;
    final long rowGroupSize;
    final List<PartitionColumn> partitionBy;
    final boolean includePartitionColumns;

    UnloadStatement(UnloadParser parsed) {
        this.query = parsed.query;
        this.queryPosition = parsed.queryPosition;
        this.target = parsed.target;
        this.targetPosition = parsed.targetPosition;
        int slash = target.indexOf('/', "s3://".length());
        this.bucket = target.substring("s3://".length(), slash < 0 ? target.length() : slash);
        String key = slash < 0 ? "" : target.substring(slash + 1);
        this.partitionBy = List.copyOf(parsed.partitionBy);
        this.prefix = partitionBy.isEmpty() || key.isEmpty() || key.endsWith("/") ? key : key + "/";
        this.format = parsed.format;
        this.formatPosition = Math.max(parsed.formatPosition, 0);
        this.delimiter = parsed.delimiter >= 0 ? (byte) parsed.delimiter
                : (byte) (format == Format.CSV ? ',' : '|');
        this.nullAs = parsed.nullAs;
        this.header = parsed.has("header");
        this.addQuotes = parsed.has("addquotes");
        this.escape = parsed.has("escape");
        this.widths = List.copyOf(parsed.widths);
        this.compression = parsed.compression;
        this.extension = parsed.extension;
        this.parallel = parsed.parallel;
        this.manifest = parsed.has("manifest");
        this.verbose = parsed.verbose;
        this.allowOverwrite = parsed.has("allowoverwrite");
        this.cleanPath = parsed.has("cleanpath");
        this.maxFileSize = parsed.maxFileSize;
        this.rowGroupSize = parsed.rowGroupSize;
        this.includePartitionColumns = parsed.includePartitionColumns;
    }

    /**
     * Reads an UNLOAD.
     *
     * @param sql the client's text, for nothing but positions
     * @param tokens its tokens, from the word UNLOAD to the end
     * @return the statement
     * @throws dev.warehouse.api.internal.sql.RedshiftError a syntax error at its position, a combination that Redshift
     *         refuses, or (0A000) a documented clause that is not executed here
     */
    public static UnloadStatement parse(String sql, List<Token> tokens) {
        return new UnloadParser(sql, tokens).parse();
    }

    /**
     * The query, in Redshift's SQL, quotes resolved.
     *
     * @return one SELECT
     */
    public String query() {
        return query;
    }

    /**
     * Where the query's string stands in the statement.
     *
     * @return a 0-based index
     */
    public int queryPosition() {
        return queryPosition;
    }

    @Override
    public String toString() {
        return "UNLOAD to '" + target + "' (" + format + ")";
    }
}
