package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A COPY that is well formed: every clause known, none twice, none against another. Defined by COPY and its parameter
 * pages in the Amazon Redshift Database Developer Guide. Authorization is checked and then forgotten, so that no secret
 * can be printed.
 */
public final class CopyStatement {

    /** How the rows are written in the files. */
    enum Format {
        TEXT("txt"), CSV("csv"), JSON("json"), FIXEDWIDTH("txt"), AVRO("avro"), PARQUET("parquet"),
        ORC("orc");

        private final String logName;

        Format(String logName) {
            this.logName = logName;
        }

        String logName() {
            return logName;
        }

        /** Whether the files hold columns, not rows. */
        boolean isColumnar() {
            return this == PARQUET || this == ORC;
        }
    }

    /** How the files are compressed. */
    enum Compression { NONE, GZIP, BZIP2, ZSTD }

    /** How the characters are written. */
    enum Encoding { UTF8, UTF16, UTF16LE, UTF16BE, ISO88591 }

    /** A column of FIXEDWIDTH: its label and its width in characters. */
    record Width(String label, int characters) {
    }

    /** A column of the column list, and where it stands in the statement. */
    record ListedColumn(String name, int position) {
    }

    final List<String> table;
    final int tablePosition;
    final List<ListedColumn> columns;
    final String source;
    final String bucket;
    final String key;
    final int sourcePosition;

    final Format format;
    final String jsonOption;
    final int jsonPosition;
    final byte[] delimiter;
    final byte quote;
    final List<Width> widths;
    final Compression compression;
    final Encoding encoding;
    final boolean manifest;
    final boolean serializeToJson;

    final boolean acceptAnyDate;
    /** The replacement of an invalid byte, or -1 for none. */
    final int invalidReplacement;
    final boolean blanksAsNull;
    final boolean emptyAsNull;
    final boolean escape;
    final boolean explicitIds;
    final boolean fillRecord;
    final boolean ignoreBlankLines;
    final int ignoreHeader;
    final byte[] nullAs;
    final boolean removeQuotes;
    final boolean roundDecimals;
    final boolean trimBlanks;
    final boolean truncateColumns;
    final @Nullable String dateFormat;
    final @Nullable String timeFormat;

    final boolean noLoad;
    /** STATUPDATE, or null where it is left out. */
    final @Nullable Boolean statUpdate;
    /** The number of rejected rows at which the load fails, {@link Long#MAX_VALUE} with IGNOREALLERRORS. */
    final long errorLimit;

    CopyStatement(CopyParser parsed) {
        this.table = List.copyOf(parsed.table);
        this.tablePosition = parsed.tablePosition;
        this.columns = List.copyOf(parsed.columns);
        this.source = parsed.source;
        int slash = source.indexOf('/', "s3://".length());
        this.bucket = source.substring("s3://".length(), slash < 0 ? source.length() : slash);
        this.key = slash < 0 ? "" : source.substring(slash + 1);
        this.sourcePosition = parsed.sourcePosition;
        this.format = parsed.format;
        this.jsonOption = parsed.jsonOption;
        this.jsonPosition = parsed.position(format == Format.AVRO ? "avro" : "json");
        this.delimiter = parsed.delimiter == null
                ? new byte[] {(byte) (format == Format.CSV ? ',' : '|')} : parsed.delimiter;
        this.quote = parsed.quote;
        this.widths = List.copyOf(parsed.widths);
        this.compression = parsed.compression;
        this.encoding = parsed.encoding;
        this.manifest = parsed.has("manifest");
        this.serializeToJson = parsed.has("serializetojson");
        this.acceptAnyDate = parsed.has("acceptanydate");
        this.invalidReplacement = parsed.invalidReplacement;
        this.blanksAsNull = parsed.has("blanksasnull");
        this.emptyAsNull = parsed.has("emptyasnull");
        this.escape = parsed.has("escape");
        this.explicitIds = parsed.has("explicit_ids");
        this.fillRecord = parsed.has("fillrecord");
        this.ignoreBlankLines = parsed.has("ignoreblanklines");
        this.ignoreHeader = parsed.ignoreHeader;
        this.nullAs = parsed.nullAs;
        this.removeQuotes = parsed.has("removequotes");
        this.roundDecimals = parsed.has("roundec");
        this.trimBlanks = parsed.has("trimblanks");
        this.truncateColumns = parsed.has("truncatecolumns");
        this.dateFormat = parsed.dateFormat;
        this.timeFormat = parsed.timeFormat;
        this.noLoad = parsed.has("noload");
        this.statUpdate = parsed.statUpdate;
        this.errorLimit = parsed.has("ignoreallerrors") ? Long.MAX_VALUE : Math.max(1, parsed.maxError);
    }

    /**
     * Reads a COPY.
     *
     * @param sql the client's text, for nothing but positions
     * @param tokens its tokens, from the word COPY to the end or a semicolon
     * @return the statement
     * @throws dev.warehouse.api.internal.sql.RedshiftError a syntax error at its position, a combination that Redshift
     *         refuses, or (0A000) a documented clause that is not executed here
     */
    public static CopyStatement parse(String sql, List<Token> tokens) {
        return new CopyParser(sql, tokens).parse();
    }

    /**
     * The target as it was written, folded to lower case.
     *
     * @return the name's parts: table, or schema and table, or database, schema and table
     */
    public List<String> table() {
        return table;
    }

    /**
     * The source as it was written.
     *
     * @return for example {@code s3://bucket/prefix}
     */
    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return "COPY " + String.join(".", table) + " FROM '" + source + "' (" + format + ")";
    }
}
