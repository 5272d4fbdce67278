/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.command.FixedWidthColumn;
import dev.warehouse.api.internal.command.PartitionBy;
import dev.warehouse.api.internal.command.Places;
import dev.warehouse.api.internal.command.UnloadClause;
import dev.warehouse.api.internal.command.UnloadCommand;
import dev.warehouse.api.internal.command.Widths;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.copy.NotExecuted;
import dev.warehouse.local.internal.copy.S3Path;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an UNLOAD means for who executes it: an {@link UnloadCommand} with the defaults of what is left out, and strings
 * as the bytes that are written. Its authorization is checked and then forgotten, so that no secret can be printed.
 */
public final class UnloadStatement {

    private static final long USUAL_ROW_GROUP = 32L << 20;

    /** Documented, understood, and not executed here. */
    private static final Map<UnloadClause, String> NOT_EXECUTED = new EnumMap<>(Map.of(
            UnloadClause.ENCRYPTED, "Let the bucket encrypt; there is no key service here.",
            UnloadClause.KMS_KEY_ID, "Let the bucket encrypt; there is no key service here.",
            UnloadClause.MASTER_SYMMETRIC_KEY, "Client-side encryption ended in 2026; let the bucket encrypt."));

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

    /** A column of PARTITION BY, and where it stands in the statement. */
    record PartitionColumn(String name, int position) {
    }

    final String query;
    final int queryPosition;
    private final Token queryToken;
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
    final List<FixedWidthColumn> widths;
    final Compression compression;
    final @Nullable String extension;

    final boolean parallel;
    final boolean manifest;
    final boolean verbose;
    final boolean allowOverwrite;
    final boolean cleanPath;
    /** MAXFILESIZE in bytes. */
    final long maxFileSize;
    /** ROWGROUPSIZE in bytes. */
    final long rowGroupSize;
    final List<PartitionColumn> partitionBy;
    final boolean includePartitionColumns;

    private UnloadStatement(UnloadCommand command, Places<UnloadClause> places, Token queryToken) {
        var clauses = command.clauses();
        this.query = command.query();
        this.queryPosition = places.subject();
        this.queryToken = queryToken;
        this.target = command.target();
        this.targetPosition = places.location();
        S3Path path = S3Path.ofPrefix(target);
        this.bucket = path.bucket();
        String key = path.key();
        PartitionBy partitions = clauses.get(UnloadClause.PARTITION_BY, PartitionBy.class)
                .orElse(new PartitionBy(List.of(), false));
        this.partitionBy = IntStream.range(0, partitions.columns().size())
                .mapToObj(i -> new PartitionColumn(partitions.columns().get(i), places.columns().get(i))).toList();
        this.includePartitionColumns = partitions.include();
        this.prefix = partitionBy.isEmpty() || key.isEmpty() || key.endsWith("/") ? key : key + "/";
        this.format = format(command);
        this.formatPosition = format == Format.TEXT ? 0 : places.of(UnloadClause.valueOf(format.name()));
        this.delimiter = (byte) clauses.text(UnloadClause.DELIMITER).orElse(format == Format.CSV ? "," : "|").charAt(0);
        this.nullAs = clauses.text(UnloadClause.NULL_AS).orElse("").getBytes(StandardCharsets.UTF_8);
        this.header = clauses.has(UnloadClause.HEADER);
        this.addQuotes = clauses.has(UnloadClause.ADDQUOTES);
        this.escape = clauses.has(UnloadClause.ESCAPE);
        this.widths = clauses.get(UnloadClause.FIXEDWIDTH, Widths.class).map(Widths::columns).orElse(List.of());
        this.compression = clauses.has(UnloadClause.GZIP) ? Compression.GZIP
                : clauses.has(UnloadClause.BZIP2) ? Compression.BZIP2
                : clauses.has(UnloadClause.ZSTD) ? Compression.ZSTD : Compression.NONE;
        this.extension = clauses.text(UnloadClause.EXTENSION).orElse(null);
        this.parallel = clauses.text(UnloadClause.PARALLEL).orElse("ON").equals("ON");
        this.manifest = clauses.has(UnloadClause.MANIFEST);
        this.verbose = clauses.text(UnloadClause.MANIFEST).orElse("").equals("VERBOSE");
        this.allowOverwrite = clauses.has(UnloadClause.ALLOWOVERWRITE);
        this.cleanPath = clauses.has(UnloadClause.CLEANPATH);
        this.maxFileSize = clauses.get(UnloadClause.MAXFILESIZE, Long.class).orElse(UnloadCommand.LARGEST_FILE);
        this.rowGroupSize = clauses.get(UnloadClause.ROWGROUPSIZE, Long.class).orElse(USUAL_ROW_GROUP);
    }

    private static Format format(UnloadCommand command) {
        for (Format format : Format.values()) {
            if (format != Format.TEXT && command.clauses().has(UnloadClause.valueOf(format.name()))) {
                return format;
            }
        }
        return Format.TEXT;
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
        UnloadCommand.Parsed parsed = UnloadCommand.parse(sql, tokens);
        NotExecuted.refuse("UNLOAD", parsed.places(), NOT_EXECUTED);
        Token query = tokens.stream().filter(token -> token.start() == parsed.places().subject()).findFirst()
                .orElseThrow();
        return new UnloadStatement(parsed.command(), parsed.places(), query);
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

    /**
     * Where a character of the query stands in the statement.
     *
     * @param index the character's index in {@link #query()}
     * @return its index in the client's text
     */
    public int placeInSql(int index) {
        return queryToken.placeInSql(index);
    }

    @Override
    public String toString() {
        return "UNLOAD to '" + target + "' (" + format + ")";
    }
}
