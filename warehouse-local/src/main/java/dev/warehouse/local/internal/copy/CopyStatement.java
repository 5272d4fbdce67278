/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.command.CopyClause;
import dev.warehouse.api.internal.command.CopyCommand;
import dev.warehouse.api.internal.command.FixedWidthColumn;
import dev.warehouse.api.internal.command.Places;
import dev.warehouse.api.internal.command.Widths;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a COPY means for who executes it: a {@link CopyCommand} with the defaults of what is left out, and strings as
 * the bytes that are looked for. Its authorization is checked and then forgotten, so that no secret can be printed.
 */
public final class CopyStatement {

    /** Documented, understood, and not executed here. */
    private static final Map<CopyClause, String> NOT_EXECUTED = new EnumMap<>(Map.of(
            CopyClause.SHAPEFILE, "There is no GEOMETRY type locally.",
            CopyClause.ENCRYPTED, "Client-side encryption ended in 2026; let the bucket encrypt.",
            CopyClause.MASTER_SYMMETRIC_KEY, "Client-side encryption ended in 2026; let the bucket encrypt.",
            CopyClause.SSH, "Put the files into a bucket."));

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
    enum Compression { NONE, GZIP, BZIP2, LZOP, ZSTD }

    /** How the characters are written. */
    enum Encoding { UTF8, UTF16, UTF16LE, UTF16BE, ISO88591 }

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
    final List<FixedWidthColumn> widths;
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

    private CopyStatement(CopyCommand command, Places<CopyClause> places) {
        var clauses = command.clauses();
        this.table = command.table();
        this.tablePosition = places.subject();
        this.columns = IntStream.range(0, command.columns().size())
                .mapToObj(i -> new ListedColumn(command.columns().get(i), places.columns().get(i))).toList();
        this.source = command.source();
        S3Path path = S3Path.ofPrefix(source);
        this.bucket = path.bucket();
        this.key = path.key();
        this.sourcePosition = places.location();
        this.format = format(command);
        CopyClause mapping = format == Format.AVRO ? CopyClause.AVRO : CopyClause.JSON;
        this.jsonOption = clauses.text(mapping).orElse("auto");
        this.jsonPosition = places.of(mapping);
        this.delimiter = bytes(clauses.text(CopyClause.DELIMITER).orElse(format == Format.CSV ? "," : "|"));
        this.quote = (byte) clauses.text(CopyClause.QUOTE).orElse("\"").charAt(0);
        this.widths = clauses.get(CopyClause.FIXEDWIDTH, Widths.class).map(Widths::columns).orElse(List.of());
        this.compression = clauses.has(CopyClause.GZIP) ? Compression.GZIP
                : clauses.has(CopyClause.BZIP2) ? Compression.BZIP2
                : clauses.has(CopyClause.LZOP) ? Compression.LZOP
                : clauses.has(CopyClause.ZSTD) ? Compression.ZSTD : Compression.NONE;
        this.encoding = clauses.text(CopyClause.ENCODING).map(Encoding::valueOf).orElse(Encoding.UTF8);
        this.manifest = clauses.has(CopyClause.MANIFEST);
        this.serializeToJson = clauses.has(CopyClause.SERIALIZETOJSON);
        this.acceptAnyDate = clauses.has(CopyClause.ACCEPTANYDATE);
        this.invalidReplacement =
                clauses.text(CopyClause.ACCEPTINVCHARS).map(text -> (int) text.charAt(0)).orElse(-1);
        this.blanksAsNull = clauses.has(CopyClause.BLANKSASNULL);
        this.emptyAsNull = clauses.has(CopyClause.EMPTYASNULL);
        this.escape = clauses.has(CopyClause.ESCAPE);
        this.explicitIds = clauses.has(CopyClause.EXPLICIT_IDS);
        this.fillRecord = clauses.has(CopyClause.FILLRECORD);
        this.ignoreBlankLines = clauses.has(CopyClause.IGNOREBLANKLINES);
        this.ignoreHeader = clauses.get(CopyClause.IGNOREHEADER, Long.class).orElse(0L).intValue();
        this.nullAs = bytes(clauses.text(CopyClause.NULL_AS).orElse("\\N"));
        this.removeQuotes = clauses.has(CopyClause.REMOVEQUOTES);
        this.roundDecimals = clauses.has(CopyClause.ROUNDEC);
        this.trimBlanks = clauses.has(CopyClause.TRIMBLANKS);
        this.truncateColumns = clauses.has(CopyClause.TRUNCATECOLUMNS);
        this.dateFormat = clauses.text(CopyClause.DATEFORMAT).orElse(null);
        this.timeFormat = clauses.text(CopyClause.TIMEFORMAT).orElse(null);
        this.noLoad = clauses.has(CopyClause.NOLOAD);
        this.statUpdate = clauses.text(CopyClause.STATUPDATE).map("ON"::equals).orElse(null);
        this.errorLimit = clauses.has(CopyClause.IGNOREALLERRORS) ? Long.MAX_VALUE
                : Math.max(1, clauses.get(CopyClause.MAXERROR, Long.class).orElse(0L));
    }

    private static Format format(CopyCommand command) {
        for (Format format : Format.values()) {
            if (format != Format.TEXT && command.clauses().has(CopyClause.valueOf(format.name()))) {
                return format;
            }
        }
        return Format.TEXT;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a COPY.
     *
     * @param sql the client's text, for nothing but positions
     * @param tokens its tokens, from the word COPY to the end or a semicolon
     * @return the statement
     * @throws RedshiftError a syntax error at its position, a combination that Redshift
     *         refuses, or (0A000) a documented clause that is not executed here
     */
    public static CopyStatement parse(String sql, List<Token> tokens) {
        CopyCommand.Parsed parsed = CopyCommand.parse(sql, tokens);
        String source = parsed.command().source();
        if (!source.startsWith("s3://")) {
            throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                    "COPY from " + source.substring(0, source.indexOf("://") + 3)
                            + " is not executed by the local Redshift", null,
                    "Put the data into a bucket and load it from s3://.", parsed.places().location())
                    .named(RedshiftError.NOT_EMULATED);
        }
        NotExecuted.refuse("COPY", parsed.places(), NOT_EXECUTED);
        return new CopyStatement(parsed.command(), parsed.places());
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

    /**
     * A query that fails where the target or one of its columns is not there.
     *
     * @return PostgreSQL's SQL
     */
    public String targetQuery() {
        return "select " + (columns.isEmpty() ? "1"
                : columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", ")))
                + " from " + table.stream().map(CopyStatement::quoted).collect(Collectors.joining("."));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Where the target stands.
     *
     * @return an index in the client's text
     */
    public int tablePlace() {
        return tablePosition;
    }

    /**
     * Where the columns stand that are listed.
     *
     * @return indexes in the client's text, by the columns' names
     */
    public Map<String, Integer> columnPlaces() {
        return columns.stream().collect(Collectors.toMap(ListedColumn::name, ListedColumn::position, (a, b) -> a));
    }

    @Override
    public String toString() {
        return "COPY " + String.join(".", table) + " FROM '" + source + "' (" + format + ")";
    }
}
