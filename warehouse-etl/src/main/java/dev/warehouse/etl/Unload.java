/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.S3Location;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepPlan;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.UnloadException;
import dev.warehouse.api.internal.KnownError;
import dev.warehouse.api.internal.Reasons;
import dev.warehouse.api.internal.RolePropagation;
import dev.warehouse.api.internal.command.Authorization;
import dev.warehouse.api.internal.command.Clauses;
import dev.warehouse.api.internal.command.PartitionBy;
import dev.warehouse.api.internal.command.Secret;
import dev.warehouse.api.internal.command.UnloadClause;
import dev.warehouse.api.internal.command.UnloadCommand;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * UNLOAD: writes the rows of a query to files in S3. Immutable: each method returns an unload with one more option.
 *
 * <pre>{@code
 * Unload.of(select(SONGPLAYS.USER_ID, count()).from(SONGPLAYS).groupBy(SONGPLAYS.USER_ID))
 *         .to("s3://reports/plays/")
 *         .csv().header().gzip()
 * }</pre>
 *
 * <p>Every parameter of UNLOAD has a method. {@link #parse(String)} makes an unload of a statement that is already
 * written, and {@link #sql()} the statement of an unload.
 *
 * <p>In a pipeline it runs when everything else is committed. It fails if objects with the prefix exist, unless
 * {@link #allowOverwrite()} or {@link #cleanPath()} says otherwise; so give each run a prefix of its own. Outside a
 * pipeline, {@link #execute(DSLContext)} runs it.
 *
 * <p>Options that exclude each other are refused as soon as the step joins a pipeline, or {@link #sql()} is asked for:
 * all of them at once.
 *
 * <p>Amazon Redshift Database Developer Guide, UNLOAD.
 */
public final class Unload implements Step {

    private final String query;
    private final @Nullable String target;
    private final Authorization authorization;
    private final Clauses<UnloadClause> clauses;

    private Unload(String query, @Nullable String target, Authorization authorization, Clauses<UnloadClause> clauses) {
        this.query = query;
        this.target = target;
        this.authorization = authorization;
        this.clauses = clauses;
    }

    /**
     * An UNLOAD of a typed query, with the cluster's default IAM role, as text delimited by {@code |}, until told
     * otherwise. The query is rendered now, its values inlined: UNLOAD takes no bind values.
     *
     * @param query one SELECT; no LIMIT in its outer part, which UNLOAD refuses
     * @return an unload that still needs its {@link #to(String) target}
     * @throws IllegalArgumentException if UNLOAD does not take the query, with the way out
     */
    public static Unload of(Select<?> query) {
        Objects.requireNonNull(query, "query must not be null");
        return of(DSL.using(RedshiftConfiguration.unconnected()).renderInlined(query),
                "Nest it: select().from(query.asTable(\"q\")).");
    }

    /**
     * An UNLOAD of a query in Redshift's SQL. Its quotes are doubled here; write it as it stands alone.
     *
     * @param query one SELECT; no LIMIT in its outer part, which UNLOAD refuses
     * @return an unload that still needs its {@link #to(String) target}
     * @throws IllegalArgumentException if UNLOAD does not take the query, with the way out
     */
    public static Unload of(String query) {
        Objects.requireNonNull(query, "query must not be null");
        return of(query, "Nest it: select * from (select … limit 10).");
    }

    private static Unload of(String query, String nesting) {
        try {
            return new Unload(UnloadCommand.query(query), null, Authorization.DEFAULT,
                    Clauses.none(UnloadClause.class));
        } catch (RedshiftError e) {
            boolean limit = e.sqlState().equals(RedshiftError.FEATURE_NOT_SUPPORTED);
            String way = limit ? e.detail() + " " + nesting : e.hint();
            throw new IllegalArgumentException(e.getMessage() + (way == null ? "" : ". " + way), e);
        }
    }

    /**
     * An UNLOAD that is already written. Noise words, legacy spellings and the order of the parameters do not matter.
     *
     * @param sql one UNLOAD, such as a script of yours holds
     * @return an unload that means the same
     * @throws IllegalArgumentException if it is none that Redshift takes, with line and column and what to do; nothing
     *     of its authorization is repeated
     */
    public static Unload parse(String sql) {
        Objects.requireNonNull(sql, "sql must not be null");
        try {
            UnloadCommand command = UnloadCommand.parse(sql, Tokenizer.tokenize(sql)).command();
            return new Unload(command.query(), command.target(), command.authorization(), command.clauses());
        } catch (RedshiftError e) {
            throw CommandTexts.unreadable("UNLOAD", sql, e);
        }
    }

    /**
     * Where the files go. The address is the beginning of their names: {@code s3://b/plays_} becomes
     * {@code plays_0000_part_00} and so on. End folders with a slash.
     *
     * @param prefix such as {@code s3://reports/plays/}
     * @return an unload to there
     */
    public Unload to(String prefix) {
        return new Unload(query, CommandTexts.s3(prefix, "prefix"), authorization, clauses);
    }

    /**
     * Where the files go.
     *
     * @param prefix a bucket and the beginning of keys
     * @return an unload to there
     */
    public Unload to(S3Location prefix) {
        return to(prefix.toString());
    }

    // ---- formats

    /**
     * Writes CSV: fields separated by commas, if {@link #delimiter(char)} says nothing else, and quoted where they must
     * be.
     *
     * @return an unload of CSV
     */
    public Unload csv() {
        return with(UnloadClause.CSV);
    }

    /**
     * Writes JSON, one object a line, with keys equal to the columns' names.
     *
     * @return an unload of JSON
     */
    public Unload json() {
        return with(UnloadClause.JSON);
    }

    /**
     * Writes Parquet, which needs no compression beside it.
     *
     * @return an unload of Parquet
     */
    public Unload parquet() {
        return with(UnloadClause.PARQUET);
    }

    /**
     * Writes columns of fixed widths, filled up with blanks, without a delimiter.
     *
     * @param columns the columns in the order of the query
     * @return an unload of such files
     */
    public Unload fixedWidth(FixedWidth... columns) {
        return with(UnloadClause.FIXEDWIDTH, CommandTexts.widths(columns));
    }

    /**
     * What separates the fields of a line; by default {@code |}, for CSV a comma.
     *
     * @param delimiter an ASCII character, no line end
     * @return an unload of delimited text or CSV
     */
    public Unload delimiter(char delimiter) {
        return with(UnloadClause.DELIMITER, String.valueOf(delimiter));
    }

    /**
     * Writes the names of the columns at the top of every file.
     *
     * @return an unload that does so
     */
    public Unload header() {
        return with(UnloadClause.HEADER);
    }

    /**
     * Writes quotation marks around every field; COPY takes them off with {@link Copy#removeQuotes()}.
     *
     * @return an unload that does so
     */
    public Unload addQuotes() {
        return with(UnloadClause.ADDQUOTES);
    }

    /**
     * Writes a backslash before delimiters, quotes, line ends and backslashes in text; COPY reads them with
     * {@link Copy#escape()}.
     *
     * @return an unload that does so
     */
    public Unload escape() {
        return with(UnloadClause.ESCAPE);
    }

    /**
     * What stands for NULL in the files; by default nothing, which reads back as an empty string.
     *
     * @param text any text without a line end
     * @return an unload with this text
     */
    public Unload nullAs(String text) {
        Objects.requireNonNull(text, "text must not be null");
        return with(UnloadClause.NULL_AS, text);
    }

    // ---- files

    /**
     * Compresses the files by gzip.
     *
     * @return an unload of gzip files
     */
    public Unload gzip() {
        return with(UnloadClause.GZIP);
    }

    /**
     * Compresses the files by bzip2.
     *
     * @return an unload of bzip2 files
     */
    public Unload bzip2() {
        return with(UnloadClause.BZIP2);
    }

    /**
     * Compresses the files by Zstandard.
     *
     * @return an unload of Zstandard files
     */
    public Unload zstd() {
        return with(UnloadClause.ZSTD);
    }

    /**
     * Compresses the files.
     *
     * @param compression by what
     * @return an unload of compressed files
     * @throws IllegalArgumentException for LZOP, which only COPY knows
     */
    public Unload compression(Compression compression) {
        if (compression == Compression.LZOP) {
            throw new IllegalArgumentException("compression must be GZIP, BZIP2 or ZSTD for UNLOAD, was LZOP");
        }
        return with(UnloadClause.valueOf(compression.name()));
    }

    /**
     * The end of the files' names, in place of what the format and compression would give.
     *
     * @param extension such as {@code csv.gz}
     * @return an unload with this extension
     */
    public Unload extension(String extension) {
        Objects.requireNonNull(extension, "extension must not be null");
        return with(UnloadClause.EXTENSION, extension);
    }

    /**
     * Writes a folder {@code column=value/} for every value of columns, which the files themselves then do not hold.
     *
     * @param columns columns of the query
     * @return an unload into folders
     */
    public Unload partitionBy(Field<?>... columns) {
        return partitionBy(false, columns);
    }

    /**
     * Writes a folder {@code column=value/} for every value of columns, and keeps these columns in the files too.
     *
     * @param columns columns of the query
     * @return an unload into folders
     */
    public Unload partitionByIncluded(Field<?>... columns) {
        return partitionBy(true, columns);
    }

    private Unload partitionBy(boolean include, Field<?>... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("columns must not be empty");
        }
        return with(UnloadClause.PARTITION_BY, new PartitionBy(Arrays.stream(columns)
                .map(column -> column.getName().toLowerCase(Locale.ROOT)).toList(), include));
    }

    /**
     * Writes a manifest beside the files, which lists them; COPY reads it.
     *
     * @return an unload that does so
     */
    public Unload manifest() {
        return with(UnloadClause.MANIFEST);
    }

    /**
     * Writes a manifest beside the files, which lists them, their columns and types, sizes and rows.
     *
     * @return an unload that does so
     */
    public Unload manifestVerbose() {
        return with(UnloadClause.MANIFEST, "VERBOSE");
    }

    /**
     * Whether several slices write files at once, which is the default. Otherwise one writes all rows, in the order of
     * the query.
     *
     * @param parallel false for one after the other
     * @return an unload that does so
     */
    public Unload parallel(boolean parallel) {
        return with(UnloadClause.PARALLEL, parallel ? "ON" : "OFF");
    }

    /**
     * How large a file may be; by default 6.2 GB.
     *
     * @param size 5 MB to 6.2 GB
     * @return an unload with this size
     */
    public Unload maxFileSize(FileSize size) {
        return with(UnloadClause.MAXFILESIZE, size.bytes());
    }

    /**
     * How large a row group of Parquet may be.
     *
     * @param size 32 MB to 128 MB, in whole megabytes
     * @return an unload with this size
     */
    public Unload rowGroupSize(FileSize size) {
        return with(UnloadClause.ROWGROUPSIZE, size.bytes());
    }

    /**
     * Replaces objects that are called like the new files. Others with the prefix stay.
     *
     * @return an unload that does so
     */
    public Unload allowOverwrite() {
        return with(UnloadClause.ALLOWOVERWRITE);
    }

    /**
     * <em>Removes</em> all objects with the prefix, in partitions only those of the partitions that are written. What
     * the bucket does not keep in versions is gone.
     *
     * @return an unload that does so
     */
    public Unload cleanPath() {
        return with(UnloadClause.CLEANPATH);
    }

    // ---- encryption, region and authorization

    /**
     * Encrypts the files by the key that the bucket has as its default.
     *
     * @return an unload that does so
     */
    public Unload encryptedAuto() {
        return with(UnloadClause.ENCRYPTED, "AUTO");
    }

    /**
     * Encrypts the files by a key of AWS KMS.
     *
     * @param keyId the key's id, not a key itself
     * @return an unload that does so
     */
    public Unload encrypted(String keyId) {
        Objects.requireNonNull(keyId, "keyId must not be null");
        return with(UnloadClause.ENCRYPTED).with(UnloadClause.KMS_KEY_ID, keyId);
    }

    /**
     * Encrypts the files by the client. AWS ended this kind of encryption in 2026; let the bucket encrypt.
     *
     * @param masterSymmetricKey the key, in base64; never printed
     * @return an unload that does so
     */
    public Unload legacyMasterSymmetricKey(String masterSymmetricKey) {
        return with(UnloadClause.ENCRYPTED).with(UnloadClause.MASTER_SYMMETRIC_KEY, new Secret(masterSymmetricKey));
    }

    /**
     * The region of the bucket, needed if it is not the cluster's.
     *
     * @param region such as {@code us-west-2}
     * @return an unload to that region
     */
    public Unload region(String region) {
        return with(UnloadClause.REGION, CommandTexts.region(region));
    }

    /**
     * The IAM role with whose rights Redshift writes the files, in place of the cluster's default one. It must be
     * attached to the cluster.
     *
     * @param arn such as {@code arn:aws:iam::123456789012:role/dwhRole}
     * @param chain the roles that it assumes, one from the other; the last one writes the files
     * @return an unload with this role
     */
    public Unload iamRole(String arn, String... chain) {
        return with(CommandTexts.roles(arn, chain));
    }

    /**
     * The IAM role that the cluster has as its default, which is what an unload takes unless told otherwise.
     *
     * @return an unload with that role
     */
    public Unload defaultIamRole() {
        return with(Authorization.DEFAULT);
    }

    /**
     * The rights of the session, if its user came in through IAM federation.
     *
     * @return an unload with these rights
     */
    public Unload sessionIamRole() {
        return with(new Authorization.Session());
    }

    /**
     * Access keys, as scripts of old have them; prefer a role. Logs, reports and {@link #toString()} mask them; only
     * {@link #sql()} holds them.
     *
     * @param keys the keys
     * @return an unload with these keys
     */
    public Unload legacyAccessKeys(AccessKeys keys) {
        return with(CommandTexts.keys(keys));
    }

    // ---- the statement

    /**
     * The statement, as it is sent.
     *
     * @return the SQL text, a line a clause
     * @throws IllegalArgumentException if there are {@linkplain #problems() problems}, naming all of them
     */
    public String sql() {
        CommandTexts.requireNone(problems(), "UNLOAD" + (target == null ? "" : " to " + target));
        return command().sql();
    }

    /**
     * Runs the statement outside a pipeline, on a connection of the context.
     *
     * @param dsl such as {@link dev.warehouse.api.Warehouse#dsl()}
     * @return what was written
     * @throws UnloadException if nothing was, with the way out
     */
    public UnloadResult execute(DSLContext dsl) {
        String sql = sql();
        try {
            return dsl.connectionResult(connection -> {
                long start = System.nanoTime();
                try (Statement statement = connection.createStatement()) {
                    statement.setEscapeProcessing(false);
                    CommandTexts.execute(statement, sql, target());
                }
                return result(DSL.using(RedshiftConfiguration.on(connection)), start);
            });
        } catch (DataAccessException e) {
            throw failure(e);
        }
    }

    @Override
    public Stage stage() {
        return Stage.UNLOAD;
    }

    /** Where the files go. */
    @Override
    public String target() {
        return target == null ? "" : target;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (target == null) {
            problems.add("it has no target; say to(\"s3://bucket/prefix\")");
        }
        command().problems().forEach(problem -> problems.add(problem.flaw().sentence()));
        return List.copyOf(problems);
    }

    @Override
    public StepPlan plan(StepContext context) {
        return StepPlan.of(this, command().maskedSql());
    }

    @Override
    public StepResult run(StepContext context) {
        try {
            long start = System.nanoTime();
            context.execute(sql(), command().maskedSql());
            UnloadResult result = result(context.dsl(), start);
            return StepResult.unloaded(result.files(), result.rows(), result.bytes());
        } catch (SQLException | DataAccessException e) {
            throw failure(e);
        }
    }

    /** Whether the other unload has the same statement, written as {@link #sql()} writes it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Unload unload && command().equals(unload.command());
    }

    @Override
    public int hashCode() {
        return command().hashCode();
    }

    @Override
    public String toString() {
        return "Unload[to " + target + "]";
    }

    private static UnloadResult result(DSLContext dsl, long start) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        Record last = dsl.select(DSL.field("pg_last_unload_id()", Long.class),
                DSL.field("pg_last_unload_count()", Long.class)).fetchSingle();
        long query = Objects.requireNonNullElse(last.get(0, Long.class), -1L);
        long rows = Objects.requireNonNullElse(last.get(1, Long.class), 0L);
        Field<Long> files = DSL.field(DSL.name("unloaded_files_count"), Long.class);
        Field<Long> bytes = DSL.field(DSL.name("unloaded_files_size"), Long.class);
        Record history = dsl.select(files, bytes).from(DSL.table(DSL.name("sys_unload_history")))
                .where(DSL.field(DSL.name("query_id"), Long.class).eq(query)).limit(1).fetchOne();
        return history == null ? new UnloadResult(query, rows, 0, 0, duration)
                : new UnloadResult(query, rows, Objects.requireNonNullElse(history.get(files), 0L),
                        Objects.requireNonNullElse(history.get(bytes), 0L), duration);
    }

    private UnloadException failure(Exception e) {
        boolean roleRefused = RolePropagation.refused(e);
        return new UnloadException(roleRefused ? KnownError.ROLE_NOT_ASSUMED : KnownError.UNLOAD_FAILED, target(),
                "UNLOAD to " + target() + " failed: " + Reasons.of(e) + ". "
                        + (roleRefused ? RolePropagation.WAY_OUT + "; then repeat it."
                        : "Mend the cause, and repeat it."), e);
    }

    /** The statement as a value; a target that is missing is a place without a name. */
    private UnloadCommand command() {
        return new UnloadCommand(query, target == null ? "s3://" : target, authorization, clauses);
    }

    private Unload with(Authorization other) {
        return new Unload(query, target, other, clauses);
    }

    private Unload with(UnloadClause clause) {
        return new Unload(query, target, authorization, clauses.with(clause));
    }

    private Unload with(UnloadClause clause, Object argument) {
        return new Unload(query, target, authorization, clauses.with(clause, argument));
    }
}
