/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepPlan;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.internal.command.Authorization;
import dev.warehouse.api.internal.command.Clauses;
import dev.warehouse.api.internal.command.CopyClause;
import dev.warehouse.api.internal.command.CopyCommand;
import dev.warehouse.api.internal.command.Secret;
import dev.warehouse.api.internal.command.Simplify;
import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.math.BigDecimal;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * COPY: loads a table from files in S3. Immutable: each method returns a copy with one more option.
 *
 * <pre>{@code
 * Copy.into(STAGING_EVENTS)
 *         .from("s3://udacity-dend/log_data/")
 *         .json("s3://udacity-dend/log_json_path.json")
 *         .region("us-west-2")
 * }</pre>
 *
 * <p>Every parameter of COPY has a method. {@link #parse(String)} makes a copy of a statement that is already written,
 * and {@link #sql()} the statement of a copy.
 *
 * <p>As a step of a pipeline it empties the table and fills it in one transaction, so that repeating it leaves the
 * same rows. Files are read with the rights of an IAM role, by default the one that the cluster has as its default.
 * All files are loaded, or none is; {@link #maxErrors(int)} allows rows to be skipped.
 *
 * <p>Options that exclude each other are refused as soon as the step joins a pipeline, or {@link #sql()} is asked for:
 * all of them at once.
 *
 * <p>Amazon Redshift Database Developer Guide, COPY.
 */
public final class Copy implements Step {

    private static final int MOST_ERRORS = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(Copy.class);
    private static final String MANIFESTS = "warehouse-manifests/";

    private final Table<?> target;
    private final @Nullable String source;
    private final List<Field<?>> columns;
    private final Authorization authorization;
    private final Clauses<CopyClause> clauses;
    private final @Nullable Exactly exactly;

    private Copy(Table<?> target, @Nullable String source, List<Field<?>> columns, Authorization authorization,
            Clauses<CopyClause> clauses, @Nullable Exactly exactly) {
        this.target = target;
        this.source = source;
        this.columns = columns;
        this.authorization = authorization;
        this.clauses = clauses;
        this.exactly = exactly;
    }

    /** A manifest is to be written, in this folder, or in one of the source's bucket. */
    private record Exactly(@Nullable S3Location folder) {
    }

    /**
     * A COPY into a table, with the cluster's default IAM role, of text delimited by {@code |}, until told otherwise.
     *
     * @param target the table
     * @return a copy that still needs its {@link #from(String) source}
     */
    public static Copy into(Table<?> target) {
        Objects.requireNonNull(target, "target must not be null");
        return new Copy(target, null, List.of(), Authorization.DEFAULT, Clauses.none(CopyClause.class), null);
    }

    /**
     * A COPY that is already written. Noise words, legacy spellings and the order of the parameters do not matter.
     *
     * @param sql one COPY, such as a script of yours holds
     * @return a copy that means the same
     * @throws IllegalArgumentException if it is none that Redshift takes, with line and column and what to do; nothing
     *     of its authorization is repeated
     */
    public static Copy parse(String sql) {
        Objects.requireNonNull(sql, "sql must not be null");
        try {
            CopyCommand command = CopyCommand.parse(sql, Tokenizer.tokenize(sql)).command();
            List<Field<?>> columns = new ArrayList<>();
            command.columns().forEach(column -> columns.add(DSL.field(DSL.name(column))));
            return new Copy(DSL.table(DSL.name(command.table().toArray(String[]::new))), command.source(),
                    List.copyOf(columns), command.authorization(), command.clauses(), null);
        } catch (RedshiftError e) {
            throw CommandTexts.unreadable("COPY", sql, e);
        }
    }

    /**
     * Where the rows come from. The address is a prefix: <em>every</em> object whose key begins with it is loaded,
     * {@code s3://b/data} also {@code data_old/x.json}. End folders with a slash. There are no wildcards.
     *
     * @param prefix such as {@code s3://udacity-dend/log_data/}
     * @return a copy from there
     */
    public Copy from(String prefix) {
        return from(prefix, "prefix");
    }

    /**
     * Where the rows come from: <em>every</em> object there, {@code s3://b/data} also means {@code data_old/x.json}.
     *
     * @param prefix a bucket and the beginning of keys
     * @return a copy from there
     */
    public Copy from(S3Location prefix) {
        return from(prefix.toString(), "prefix");
    }

    /**
     * The source is a manifest, and what it lists is loaded. Its address is then no prefix, but the whole key.
     *
     * @return a copy of what the manifest lists
     */
    public Copy manifest() {
        return with(CopyClause.MANIFEST);
    }

    /**
     * The source lists hosts and commands, and what these print is loaded. Its address is then no prefix, but the whole
     * key.
     *
     * @return a copy of what the commands print
     */
    public Copy ssh() {
        return with(CopyClause.SSH);
    }

    /**
     * Loads files of HDFS on an EMR cluster.
     *
     * @param files such as {@code emr://j-SAMPLE2B500FC/output/part-*}; here {@code *} and {@code ?} stand for others
     * @return a copy of them
     */
    public Copy fromEmr(String files) {
        return fromOther("emr://", files, "files");
    }

    /**
     * Loads a table of DynamoDB. Attributes go to the columns of the same names, whatever their case.
     *
     * @param table such as {@code dynamodb://plays}
     * @param readRatio how much of the table's throughput may be used, in percent, 1 to 200
     * @return a copy of it
     */
    public Copy fromDynamoDb(String table, int readRatio) {
        return fromOther("dynamodb://", table, "table").with(CopyClause.READRATIO, (long) readRatio);
    }

    private Copy from(String address, String name) {
        return new Copy(target, CommandTexts.s3(address, name), columns, authorization, clauses, exactly);
    }

    private Copy fromOther(String scheme, String address, String name) {
        Objects.requireNonNull(address, () -> name + " must not be null");
        if (!address.startsWith(scheme) || address.length() == scheme.length() || address.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " must begin with " + scheme + ", was \"" + address + "\"");
        }
        return new Copy(target, address, columns, authorization, clauses, exactly);
    }

    /**
     * The columns to load, in the order of the fields in the file or of the paths in the jsonpaths file. Columns left
     * out get their default, or NULL. Without a list, all columns of the table, except IDENTITY columns.
     *
     * @param columns columns of the target
     * @return a copy into these columns
     */
    public Copy columns(Field<?>... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("columns must not be empty; leave the call away to load all columns");
        }
        return new Copy(target, source, List.copyOf(Arrays.asList(columns)), authorization, clauses, exactly);
    }

    // ---- formats

    /**
     * The files are JSON, one object after the other; a jsonpaths file says which value goes to which column.
     *
     * @param jsonPaths its address, such as {@code s3://udacity-dend/log_json_path.json}
     * @return a copy of JSON
     */
    public Copy json(String jsonPaths) {
        return with(CopyClause.JSON, CommandTexts.s3(jsonPaths, "jsonPaths"));
    }

    /**
     * The files are JSON, one object after the other; a jsonpaths file says which value goes to which column.
     *
     * @param jsonPaths its place
     * @return a copy of JSON
     */
    public Copy json(S3Location jsonPaths) {
        return json(jsonPaths.toString());
    }

    /**
     * The files are JSON, one object after the other, with keys equal to the columns' names. Case matters, and
     * columns are in lower case: a key {@code userId} reaches no column, and the column stays NULL without an error.
     *
     * @return a copy of JSON
     */
    public Copy jsonAuto() {
        return with(CopyClause.JSON, "auto");
    }

    /**
     * The files are JSON, one object after the other, with keys equal to the columns' names whatever their case.
     *
     * @return a copy of JSON
     */
    public Copy jsonAutoIgnoreCase() {
        return with(CopyClause.JSON, "auto ignorecase");
    }

    /**
     * The files are JSON, and each object goes whole into the one SUPER column.
     *
     * @return a copy of JSON
     */
    public Copy jsonNoShred() {
        return with(CopyClause.JSON, "noshred");
    }

    /**
     * The files are AVRO; a jsonpaths file says which field goes to which column.
     *
     * @param jsonPaths its address, such as {@code s3://bucket/paths.json}
     * @return a copy of AVRO
     */
    public Copy avro(String jsonPaths) {
        return with(CopyClause.AVRO, CommandTexts.s3(jsonPaths, "jsonPaths"));
    }

    /**
     * The files are AVRO; a jsonpaths file says which field goes to which column.
     *
     * @param jsonPaths its place
     * @return a copy of AVRO
     */
    public Copy avro(S3Location jsonPaths) {
        return avro(jsonPaths.toString());
    }

    /**
     * The files are AVRO with fields called like the columns. Case matters, and columns are in lower case.
     *
     * @return a copy of AVRO
     */
    public Copy avroAuto() {
        return with(CopyClause.AVRO, "auto");
    }

    /**
     * The files are AVRO with fields called like the columns, whatever their case.
     *
     * @return a copy of AVRO
     */
    public Copy avroAutoIgnoreCase() {
        return with(CopyClause.AVRO, "auto ignorecase");
    }

    /**
     * The files are Parquet. Their columns are matched by position, not by name.
     *
     * @return a copy of Parquet
     */
    public Copy parquet() {
        return with(CopyClause.PARQUET);
    }

    /**
     * The files are ORC. Their columns are matched by position, not by name.
     *
     * @return a copy of ORC
     */
    public Copy orc() {
        return with(CopyClause.ORC);
    }

    /**
     * Loads nested columns of Parquet and ORC into SUPER columns, as JSON.
     *
     * @return a copy that does so
     */
    public Copy serializeToJson() {
        return with(CopyClause.SERIALIZETOJSON);
    }

    /**
     * The files are shapefiles.
     *
     * @return a copy of shapefiles
     */
    public Copy shapefile() {
        return with(CopyClause.SHAPEFILE);
    }

    /**
     * The files are shapefiles, and every geometry is simplified.
     *
     * @param tolerance how far a line may move, in the unit of the coordinates, 0 or more
     * @return a copy of shapefiles
     */
    public Copy shapefileSimplify(BigDecimal tolerance) {
        return with(CopyClause.SHAPEFILE, new Simplify(true, false, tolerance));
    }

    /**
     * The files are shapefiles, and geometries that are too large are simplified by as little as they need.
     *
     * @return a copy of shapefiles
     */
    public Copy shapefileSimplifyAuto() {
        return with(CopyClause.SHAPEFILE, new Simplify(true, true, null));
    }

    /**
     * The files are shapefiles, and geometries that are too large are simplified by as little as they need.
     *
     * @param mostTolerance how far a line may move at most, in the unit of the coordinates, 0 or more
     * @return a copy of shapefiles
     */
    public Copy shapefileSimplifyAuto(BigDecimal mostTolerance) {
        return with(CopyClause.SHAPEFILE, new Simplify(true, true, mostTolerance));
    }

    /**
     * The files are CSV, quoted by {@code "} and separated by commas, if {@link #delimiter(String)} says nothing else.
     *
     * @return a copy of CSV
     */
    public Copy csv() {
        return new Copy(target, source, columns, authorization, clauses.without(CopyClause.QUOTE),
                exactly).with(CopyClause.CSV);
    }

    /**
     * The files are CSV, quoted by another character.
     *
     * @param quote an ASCII character, doubled inside a quoted field
     * @return a copy of CSV
     */
    public Copy csv(char quote) {
        if (quote == '\n' || quote == '\r' || quote == '\0') {
            throw new IllegalArgumentException("quote must not be a line end or NUL");
        }
        return with(CopyClause.CSV).with(CopyClause.QUOTE, String.valueOf(quote));
    }

    /**
     * The files have no delimiter: every column has its width. Blanks behind a value are padding.
     *
     * @param columns the columns in their order
     * @return a copy of such files
     */
    public Copy fixedWidth(FixedWidth... columns) {
        return with(CopyClause.FIXEDWIDTH, CommandTexts.widths(columns));
    }

    /**
     * What separates the fields of a line; by default {@code |}, for CSV a comma.
     *
     * @param delimiter one or more characters, such as {@code "\t"}
     * @return a copy of delimited text or CSV
     */
    public Copy delimiter(String delimiter) {
        Objects.requireNonNull(delimiter, "delimiter must not be null");
        if (delimiter.isEmpty()) {
            throw new IllegalArgumentException("delimiter must not be empty");
        }
        if (delimiter.indexOf('\n') >= 0 || delimiter.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("delimiter must not hold a line end, which separates rows");
        }
        return with(CopyClause.DELIMITER, delimiter);
    }

    // ---- compression and encryption

    /**
     * All files are compressed by gzip. COPY never guesses this from a name.
     *
     * @return a copy of gzip files
     */
    public Copy gzip() {
        return with(CopyClause.GZIP);
    }

    /**
     * All files are compressed by bzip2.
     *
     * @return a copy of bzip2 files
     */
    public Copy bzip2() {
        return with(CopyClause.BZIP2);
    }

    /**
     * All files are compressed by lzop.
     *
     * @return a copy of lzop files
     */
    public Copy lzop() {
        return with(CopyClause.LZOP);
    }

    /**
     * All files are compressed by Zstandard.
     *
     * @return a copy of Zstandard files
     */
    public Copy zstd() {
        return with(CopyClause.ZSTD);
    }

    /**
     * All files are compressed.
     *
     * @param compression by what
     * @return a copy of compressed files
     */
    public Copy compression(Compression compression) {
        return with(CopyClause.valueOf(compression.name()));
    }

    /**
     * All files were encrypted by the client. AWS ended this kind of encryption in 2026; what the bucket encrypts is
     * read without a word.
     *
     * @param masterSymmetricKey the key, in base64; never printed
     * @return a copy of encrypted files
     */
    public Copy legacyMasterSymmetricKey(String masterSymmetricKey) {
        return with(CopyClause.ENCRYPTED).with(CopyClause.MASTER_SYMMETRIC_KEY, new Secret(masterSymmetricKey));
    }

    /**
     * The region of the bucket, needed if it is not the cluster's. The jsonpaths file must be in the same one.
     *
     * @param region such as {@code us-west-2}
     * @return a copy from that region
     */
    public Copy region(String region) {
        return with(CopyClause.REGION, CommandTexts.region(region));
    }

    // ---- authorization

    /**
     * The IAM role with whose rights Redshift reads the files, in place of the cluster's default one. It must be
     * attached to the cluster.
     *
     * @param arn such as {@code arn:aws:iam::123456789012:role/dwhRole}
     * @param chain the roles that it assumes, one from the other; the last one reads the files
     * @return a copy with this role
     */
    public Copy iamRole(String arn, String... chain) {
        return with(CommandTexts.roles(arn, chain));
    }

    /**
     * The IAM role that the cluster has as its default, which is what a copy takes unless told otherwise.
     *
     * @return a copy with that role
     */
    public Copy defaultIamRole() {
        return with(Authorization.DEFAULT);
    }

    /**
     * The rights of the session, if its user came in through IAM federation.
     *
     * @return a copy with these rights
     */
    public Copy sessionIamRole() {
        return with(new Authorization.Session());
    }

    /**
     * Access keys, as scripts of old have them; prefer a role. Logs, reports and {@link #toString()} mask them; only
     * {@link #sql()} holds them.
     *
     * @param keys the keys
     * @return a copy with these keys
     */
    public Copy legacyAccessKeys(AccessKeys keys) {
        return with(CommandTexts.keys(keys));
    }

    // ---- conversions

    /**
     * How the characters of the files are written. By default UTF-8.
     *
     * @param encoding how
     * @return a copy of such files
     */
    public Copy encoding(Encoding encoding) {
        return with(CopyClause.ENCODING, encoding.name());
    }

    /**
     * How dates are written in the files; by default {@code YYYY-MM-DD}.
     *
     * @param format such as {@code MM/DD/YYYY}, or {@code auto}
     * @return a copy with this format
     */
    public Copy dateFormat(String format) {
        return with(CopyClause.DATEFORMAT, format(format, "auto"));
    }

    /**
     * Dates are written in one of many ways, which are told from each other.
     *
     * @return a copy that does so
     */
    public Copy dateFormatAuto() {
        return with(CopyClause.DATEFORMAT, "auto");
    }

    /**
     * How timestamps are written in the files; by default {@code YYYY-MM-DD HH:MI:SS}. {@code HH} is the hour of 24.
     *
     * @param format such as {@code YYYY-MM-DD HH:MI:SS}, or {@code auto}, {@code epochsecs}, {@code epochmillisecs};
     *     one format for all timestamps of the file
     * @return a copy with this format
     */
    public Copy timeFormat(String format) {
        return with(CopyClause.TIMEFORMAT, format(format, "auto", "epochsecs", "epochmillisecs"));
    }

    /**
     * Timestamps are written in one of many ways, which are told from each other.
     *
     * @return a copy that does so
     */
    public Copy timeFormatAuto() {
        return with(CopyClause.TIMEFORMAT, "auto");
    }

    /**
     * Timestamps are seconds since 1970 in UTC.
     *
     * @return a copy that does so
     */
    public Copy timeFormatEpochSeconds() {
        return with(CopyClause.TIMEFORMAT, "epochsecs");
    }

    /**
     * Timestamps are milliseconds since 1970 in UTC.
     *
     * @return a copy that does so
     */
    public Copy timeFormatEpochMilliseconds() {
        return with(CopyClause.TIMEFORMAT, "epochmillisecs");
    }

    /**
     * Loads dates and timestamps that are not in the format as NULL. Without it they are errors.
     *
     * @return a copy that does so
     */
    public Copy acceptAnyDate() {
        return with(CopyClause.ACCEPTANYDATE);
    }

    /**
     * What stands for NULL in the files; by default {@code \N}. The character NUL stands for a field that is one NUL.
     *
     * @param text any text but a line end
     * @return a copy with this text
     */
    public Copy nullAs(String text) {
        Objects.requireNonNull(text, "text must not be null");
        return with(CopyClause.NULL_AS, text);
    }

    /**
     * Loads empty CHAR and VARCHAR fields as NULL. Fields of other types do so anyway.
     *
     * @return a copy that does so
     */
    public Copy emptyAsNull() {
        return with(CopyClause.EMPTYASNULL);
    }

    /**
     * Loads CHAR and VARCHAR fields that hold only white space as NULL. Fields of other types do so anyway.
     *
     * @return a copy that does so
     */
    public Copy blanksAsNull() {
        return with(CopyClause.BLANKSASNULL);
    }

    /**
     * Takes white space off the end of VARCHAR values.
     *
     * @return a copy that does so
     */
    public Copy trimBlanks() {
        return with(CopyClause.TRIMBLANKS);
    }

    /**
     * Cuts CHAR and VARCHAR values that are too long. Without it they are errors. Lengths are bytes of UTF-8.
     *
     * @return a copy that does so
     */
    public Copy truncateColumns() {
        return with(CopyClause.TRUNCATECOLUMNS);
    }

    /**
     * Loads VARCHAR values that are not valid UTF-8, with {@code ?} for each invalid byte. Without it they are errors.
     *
     * @return a copy that does so
     */
    public Copy acceptInvalidChars() {
        return with(CopyClause.ACCEPTINVCHARS);
    }

    /**
     * Loads VARCHAR values that are not valid UTF-8, with a character for each invalid byte.
     *
     * @param replacement an ASCII character, not NUL
     * @return a copy that does so
     */
    public Copy acceptInvalidChars(char replacement) {
        if (replacement == 0 || replacement > 0x7F) {
            throw new IllegalArgumentException("replacement must be an ASCII character and not NUL, was U+"
                    + String.format(Locale.ROOT, "%04X", (int) replacement));
        }
        return with(CopyClause.ACCEPTINVCHARS, String.valueOf(replacement));
    }

    /**
     * Rounds decimals with more digits than the column has behind its point. Without it they are <em>cut</em>.
     *
     * @return a copy that does so
     */
    public Copy roundDecimals() {
        return with(CopyClause.ROUNDEC);
    }

    /**
     * Loads what the files hold for IDENTITY columns. Whether it is unique is not checked.
     *
     * @return a copy that does so
     */
    public Copy explicitIds() {
        return with(CopyClause.EXPLICIT_IDS);
    }

    /**
     * A backslash takes its meaning from the delimiter, quote, line end or backslash behind it.
     *
     * @return a copy that does so
     */
    public Copy escape() {
        return with(CopyClause.ESCAPE);
    }

    /**
     * Takes one pair of quotation marks off every field of delimited text.
     *
     * @return a copy that does so
     */
    public Copy removeQuotes() {
        return with(CopyClause.REMOVEQUOTES);
    }

    /**
     * Loads lines that end early; the columns that are missing are NULL, or empty if they are VARCHAR.
     *
     * @return a copy that does so
     */
    public Copy fillRecord() {
        return with(CopyClause.FILLRECORD);
    }

    /**
     * Skips empty lines. Without it they are rows, and mostly errors.
     *
     * @return a copy that does so
     */
    public Copy ignoreBlankLines() {
        return with(CopyClause.IGNOREBLANKLINES);
    }

    /**
     * Skips the first lines of <em>every</em> file. In JSON, line ends inside an object count too.
     *
     * @param lines how many, 0 or more
     * @return a copy that does so
     */
    public Copy ignoreHeader(int lines) {
        if (lines < 0) {
            throw new IllegalArgumentException("lines must not be negative, was " + lines);
        }
        return with(CopyClause.IGNOREHEADER, (long) lines);
    }

    // ---- the load

    /**
     * How many errors make the COPY fail, as Redshift's MAXERROR counts: it fails <em>at</em> this number. So 0 and 1
     * both fail at the first bad row, and {@code maxErrors(4)} skips up to three. The rows that were skipped are in
     * {@link dev.warehouse.api.Warehouse#loadErrors()}, their number in the report.
     *
     * @param errors 0 to 100,000
     * @return a copy that allows fewer errors than that
     */
    public Copy maxErrors(int errors) {
        if (errors < 0 || errors > MOST_ERRORS) {
            throw new IllegalArgumentException("errors must be between 0 and " + MOST_ERRORS + ", was " + errors);
        }
        return with(CopyClause.MAXERROR, (long) errors);
    }

    /**
     * Skips every row that is in error, however many there are.
     *
     * @return a copy that does so
     */
    public Copy ignoreAllErrors() {
        return with(CopyClause.IGNOREALLERRORS);
    }

    /**
     * Reads everything and tells the errors, but loads nothing.
     *
     * @return a copy that does so
     */
    public Copy noLoad() {
        return with(CopyClause.NOLOAD);
    }

    /**
     * Whether to choose column encodings from a sample of the rows. Without a word Redshift chooses by type, if the
     * table is empty and declares none.
     *
     * @param update true to sample, false to keep the encodings
     * @return a copy that does so
     */
    public Copy compUpdate(boolean update) {
        return compUpdate(update ? CompUpdate.ON : CompUpdate.OFF);
    }

    /**
     * Whether and how to choose column encodings.
     *
     * @param update how
     * @return a copy that does so
     */
    public Copy compUpdate(CompUpdate update) {
        return with(CopyClause.COMPUPDATE, update.name());
    }

    /**
     * How many rows the sample for column encodings has, all slices together.
     *
     * @param rows at least 1,000
     * @return a copy that does so
     */
    public Copy compRows(int rows) {
        return with(CopyClause.COMPROWS, (long) rows);
    }

    /**
     * Whether to update the planner's statistics. Without a word Redshift does if the table was empty.
     *
     * @param update true for always, which takes the table's owner; false for never
     * @return a copy that does so
     */
    public Copy statUpdate(boolean update) {
        return with(CopyClause.STATUPDATE, update ? "ON" : "OFF");
    }

    // ---- the statement

    /**
     * The statement, as it is sent.
     *
     * @return the SQL text, a line a clause
     * @throws IllegalArgumentException if there are {@linkplain #problems() problems}, naming all of them
     */
    public String sql() {
        requireNoProblems();
        return command().sql();
    }

    @Override
    public Stage stage() {
        return Stage.COPY;
    }

    @Override
    public String target() {
        return target.getName();
    }

    @Override
    public String detail() {
        return source == null ? "" : source;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (source == null) {
            problems.add("it has no source; say from(\"s3://bucket/prefix/\")");
        }
        command().problems().forEach(problem -> problems.add(problem.flaw().sentence()));
        String jsonPaths = clauses.text(CopyClause.JSON).or(() -> clauses.text(CopyClause.AVRO)).orElse("");
        if (source != null && !clauses.has(CopyClause.MANIFEST) && jsonPaths.startsWith(source)) {
            problems.add("the jsonpaths file " + jsonPaths + " lies under the prefix " + source
                    + " and would be loaded as data; put it elsewhere, or end the prefix with a slash");
        }
        if (exactly != null && source != null) {
            exactlyProblems(exactly, source, problems);
        }
        columnProblems(problems);
        return List.copyOf(problems);
    }

    @Override
    public void lock(StepContext context) {
        context.dsl().execute("lock table {0}", target);
    }

    @Override
    public StepResult run(StepContext context) {
        try {
            context.emptyOnce(target);
        } catch (DataAccessException e) {
            throw new CopyFailure(target(), traits(), List.of()).because(e);
        }
        return StepResult.copied(new CopyRun(this, session(context, context::warn)).run());
    }

    @Override
    public StepPlan plan(StepContext context) {
        return new CopyRun(this, session(context, warning -> { })).plan();
    }

    private static CopyRun.Session session(StepContext context, Consumer<String> watcher) {
        return new CopyRun.Session(context.dsl(), context.connection(), context::execute,
                context.objects().orElse(null), context.region().orElse(null), watcher);
    }

    /**
     * Runs the COPY once, outside a pipeline: adds to the table what the files hold, and empties nothing. In a
     * transaction of the connection it becomes part of it; a COPY that fails then rolls the transaction back, because
     * nothing else can follow a failed statement.
     *
     * <pre>{@code
     * CopyResult result = Copy.into(SONGS).from("s3://b/songs/").csv().maxErrors(10).execute(dsl);
     * result.errors().forEach(System.out::println);
     * }</pre>
     *
     * <p>Without a warehouse nobody can look at the source first; {@link #execute(Warehouse)} does.
     *
     * @param dsl jOOQ on a connection or data source that leads to a Redshift
     * @return what was loaded, and the rows that were skipped
     * @throws CopyException if the COPY failed, with the first rows in error in its message; nothing was loaded
     * @throws IllegalArgumentException if there are {@linkplain #problems() problems}, naming all of them
     */
    public CopyResult execute(DSLContext dsl) {
        return execute(dsl, null, null);
    }

    /**
     * Runs the COPY once, outside a pipeline, on a connection of the warehouse, and looks at its source before: what is
     * odd there is in the result's {@link CopyResult#warnings()}.
     *
     * @param warehouse where the table is
     * @return what was loaded, and the rows that were skipped
     * @throws CopyException if the COPY failed, with the first rows in error in its message; nothing was loaded
     * @throws IllegalArgumentException if there are {@linkplain #problems() problems}, naming all of them
     */
    public CopyResult execute(Warehouse warehouse) {
        return execute(warehouse.dsl(), warehouse.objects().orElse(null), warehouse.region().orElse(null));
    }

    private CopyResult execute(DSLContext dsl, @Nullable S3Objects objects, @Nullable String region) {
        requireNoProblems();
        return dsl.connectionResult(connection -> new CopyRun(this, new CopyRun.Session(
                DSL.using(RedshiftConfiguration.on(connection)), connection, (sql, masked) -> {
                    LOG.debug("copy {}: {}", target(), masked);
                    try (Statement statement = connection.createStatement()) {
                        statement.setEscapeProcessing(false);
                        CommandTexts.execute(statement, sql, target());
                    }
                }, objects, region, warning -> LOG.warn("copy {}: {}", target(), warning))).run());
    }

    /**
     * Loads exactly what a listing finds right before the COPY: lists the prefix, writes a manifest of what is there,
     * each file mandatory, loads through it, and removes it. So a file that is put there meanwhile waits for the next
     * load, and one that vanishes is an error; without it, COPY lists by itself, a while later.
     *
     * <p>The manifest is written to the folder {@code warehouse-manifests/} of the same bucket. This program must be
     * allowed to list and to write there, the warehouse's role to read.
     *
     * @return a copy that does so
     */
    public Copy exactly() {
        return new Copy(target, source, columns, authorization, clauses, new Exactly(null));
    }

    /**
     * Like {@link #exactly()}, with a place of one's own for the manifest.
     *
     * @param folder where to write it, such as {@code s3://bucket/manifests/}, not under the prefix
     * @return a copy that does so
     */
    public Copy exactly(String folder) {
        return new Copy(target, source, columns, authorization, clauses,
                new Exactly(S3Location.of(CommandTexts.s3(folder, "folder"))));
    }

    /** Where a manifest of what is listed goes, or null if nothing is to be listed. */
    @Nullable S3Location manifests() {
        if (exactly == null || source == null) {
            return null;
        }
        return exactly.folder() == null ? new S3Location(S3Location.of(source).bucket(), MANIFESTS) : exactly.folder();
    }

    /** The same COPY of the files that a manifest lists. */
    Copy through(S3Location manifest) {
        return new Copy(target, manifest.toString(), columns, authorization, clauses.with(CopyClause.MANIFEST), null);
    }

    /** The statement for readers, keys masked. */
    String maskedSql() {
        return command().maskedSql();
    }

    SourceTraits traits() {
        boolean columnar = clauses.has(CopyClause.PARQUET) || clauses.has(CopyClause.ORC);
        boolean avro = clauses.has(CopyClause.AVRO);
        Optional<CopyClause> compression = Stream.of(CopyClause.GZIP, CopyClause.BZIP2, CopyClause.LZOP,
                CopyClause.ZSTD)
                .filter(clauses::has).findAny();
        boolean splits = columnar || !avro
                && Stream.of(CopyClause.JSON, CopyClause.SHAPEFILE, CopyClause.FIXEDWIDTH, CopyClause.ESCAPE,
                        CopyClause.REMOVEQUOTES).noneMatch(clauses::has)
                && compression.map(CopyClause.BZIP2::equals).orElse(true);
        return new SourceTraits(detail(), clauses.has(CopyClause.MANIFEST) || clauses.has(CopyClause.SSH), columnar,
                columnar || avro, compression.map(CopyClause::words).orElse(null), splits,
                clauses.text(CopyClause.REGION).orElse(null),
                clauses.get(CopyClause.MAXERROR, Long.class).orElse(0L).intValue());
    }

    /** Whether the other copy has the same statement, as {@link #sql()} writes it, and is exact as this one is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Copy copy && command().equals(copy.command()) && Objects.equals(exactly, copy.exactly);
    }

    @Override
    public int hashCode() {
        return command().hashCode();
    }

    @Override
    public String toString() {
        return "Copy[" + target() + " from " + source + "]";
    }

    private void requireNoProblems() {
        CommandTexts.requireNone(problems(), "COPY into " + target());
    }

    /** The statement as a value; a source that is missing is a place without a name. */
    private CopyCommand command() {
        DSLContext dsl = DSL.using(RedshiftConfiguration.unconnected());
        return new CopyCommand(CopyCommand.tableName(dsl.render(target)),
                columns.stream().map(column -> column.getName().toLowerCase(Locale.ROOT)).toList(),
                source == null ? "s3://" : source, authorization, clauses);
    }

    private Copy with(Authorization other) {
        return new Copy(target, source, columns, other, clauses, exactly);
    }

    private Copy with(CopyClause clause) {
        return new Copy(target, source, columns, authorization, clauses.with(clause), exactly);
    }

    private Copy with(CopyClause clause, Object argument) {
        return new Copy(target, source, columns, authorization, clauses.with(clause, argument), exactly);
    }

    private void exactlyProblems(Exactly asked, String prefix, List<String> problems) {
        String folder = asked.folder() == null ? "" : asked.folder().toString();
        if (folder.startsWith(prefix)) {
            problems.add("the folder " + folder + " of exactly(…) lies under the prefix " + prefix
                    + ", and other loads would take the manifest for data; put it elsewhere");
        }
        if (!prefix.startsWith("s3://") || clauses.has(CopyClause.MANIFEST) || clauses.has(CopyClause.SSH)) {
            problems.add("exactly() lists a prefix in S3, and the source is none; leave exactly() away");
        }
    }

    private void columnProblems(List<String> problems) {
        Set<String> names = new HashSet<>();
        for (Field<?> column : columns) {
            String name = column.getName();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problems.add("column " + name + " is named twice");
            }
            if (target.fields().length > 0 && target.field(column.getUnqualifiedName()) == null) {
                problems.add("table " + target() + " has no column " + name);
            }
        }
    }

    private static String format(String format, String... words) {
        Objects.requireNonNull(format, "format must not be null");
        if (format.isBlank()) {
            throw new IllegalArgumentException("format must not be blank");
        }
        for (String word : words) {
            if (word.equalsIgnoreCase(format) && !word.equals(format)) {
                throw new IllegalArgumentException("format must be written \"" + word + "\" in lower case, was \""
                        + format + "\"");
            }
        }
        return format;
    }
}
