package dev.warehouse.etl;

import dev.warehouse.api.CopyException;
import dev.warehouse.api.CopyResult;
import dev.warehouse.api.S3Location;
import dev.warehouse.api.S3Objects;
import dev.warehouse.api.Stage;
import dev.warehouse.api.Step;
import dev.warehouse.api.StepContext;
import dev.warehouse.api.StepResult;
import dev.warehouse.api.Warehouse;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.jooq.RedshiftConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
 * <p>As a step of a pipeline it empties the table and fills it in one transaction, so that repeating it leaves the
 * same rows. Files are read with the rights of an IAM role, by default the one that the cluster has as its default; a
 * COPY holds no keys. All files are loaded, or none is; {@link #maxErrors(int)} allows rows to be skipped.
 *
 * <p>Options that exclude each other are refused as soon as the step joins a pipeline, or {@link #sql()} is asked for:
 * all of them at once.
 *
 * <p>Amazon Redshift Database Developer Guide, COPY.
 */
public final class Copy implements Step {

    private static final Pattern S3 = Pattern.compile("s3://[^/\\s]+/.*", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
    private static final int MOST_ERRORS = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(Copy.class);
    private static final String MANIFESTS = "warehouse-manifests/";

    private final Table<?> target;
    private final @Nullable String source;
    private final List<Field<?>> columns;
    private final Map<Clause, String> clauses;
    private final @Nullable Exactly exactly;

    private Copy(Table<?> target, @Nullable String source, List<Field<?>> columns, Map<Clause, String> clauses,
            @Nullable Exactly exactly) {
        this.target = target;
        this.source = source;
        this.columns = columns;
        this.clauses = clauses;
        this.exactly = exactly;
    }

    /** A manifest is to be written, in this folder, or in one of the source's bucket. */
    private record Exactly(@Nullable S3Location folder) {
    }

    /** The clauses in the order in which they are rendered. Each is there at most once. */
    private enum Clause {
        IAM_ROLE, JSON, CSV, DELIMITER, GZIP, MANIFEST, REGION, DATEFORMAT, TIMEFORMAT, EMPTYASNULL, BLANKSASNULL,
        TRUNCATECOLUMNS, ACCEPTINVCHARS, IGNOREHEADER, MAXERROR, COMPUPDATE, STATUPDATE
    }

    /**
     * A COPY into a table, with the cluster's default IAM role, of text delimited by {@code |}, until told otherwise.
     *
     * @param target the table
     * @return a copy that still needs its {@link #from(String) source}
     */
    public static Copy into(Table<?> target) {
        Objects.requireNonNull(target, "target must not be null");
        return new Copy(target, null, List.of(), Map.of(Clause.IAM_ROLE, "IAM_ROLE DEFAULT"), null);
    }

    /**
     * Where the rows come from. The address is a prefix: <em>every</em> object whose key begins with it is loaded,
     * {@code s3://b/data} also {@code data_old/x.json}. End folders with a slash. There are no wildcards.
     *
     * @param prefix such as {@code s3://udacity-dend/log_data/}
     * @return a copy from there
     */
    public Copy from(String prefix) {
        return new Copy(target, s3(prefix, "prefix"), columns, clauses, exactly);
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
        return new Copy(target, source, List.copyOf(Arrays.asList(columns)), clauses, exactly);
    }

    /**
     * The files are JSON, one object after the other; a jsonpaths file says which value goes to which column.
     *
     * @param jsonPaths its address, such as {@code s3://udacity-dend/log_json_path.json}
     * @return a copy of JSON
     */
    public Copy json(String jsonPaths) {
        return with(Clause.JSON, "FORMAT AS JSON " + StringLiterals.quote(s3(jsonPaths, "jsonPaths")));
    }

    /**
     * The files are JSON, one object after the other, with keys equal to the columns' names. Case matters, and
     * columns are in lower case: a key {@code userId} reaches no column, and the column stays NULL without an error.
     *
     * @return a copy of JSON
     */
    public Copy jsonAuto() {
        return with(Clause.JSON, "FORMAT AS JSON 'auto'");
    }

    /**
     * The files are JSON, one object after the other, with keys equal to the columns' names whatever their case.
     *
     * @return a copy of JSON
     */
    public Copy jsonAutoIgnoreCase() {
        return with(Clause.JSON, "FORMAT AS JSON 'auto ignorecase'");
    }

    /**
     * The files are CSV, quoted by {@code "} and separated by commas, if {@link #delimiter(String)} says nothing else.
     *
     * @return a copy of CSV
     */
    public Copy csv() {
        return with(Clause.CSV, "FORMAT AS CSV");
    }

    /**
     * The files are CSV, quoted by another character.
     *
     * @param quote the character, doubled inside a quoted field
     * @return a copy of CSV
     */
    public Copy csv(char quote) {
        if (quote == '\n' || quote == '\r' || quote == '\0') {
            throw new IllegalArgumentException("quote must not be a line end or NUL");
        }
        return with(Clause.CSV, "FORMAT AS CSV QUOTE AS " + StringLiterals.quote(String.valueOf(quote)));
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
        return with(Clause.DELIMITER, "DELIMITER AS " + StringLiterals.quote(delimiter));
    }

    /**
     * All files are compressed by gzip. COPY never guesses this from a name.
     *
     * @return a copy of gzip files
     */
    public Copy gzip() {
        return with(Clause.GZIP, "GZIP");
    }

    /**
     * The region of the bucket, needed if it is not the cluster's. The jsonpaths file must be in the same one.
     *
     * @param region such as {@code us-west-2}
     * @return a copy from that region
     */
    public Copy region(String region) {
        Objects.requireNonNull(region, "region must not be null");
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region must be the code of an AWS region such as us-west-2, was \""
                    + region + "\"");
        }
        return with(Clause.REGION, "REGION AS " + StringLiterals.quote(region));
    }

    /**
     * The IAM role with whose rights Redshift reads the files, in place of the cluster's default one. It must be
     * attached to the cluster.
     *
     * @param arn such as {@code arn:aws:iam::123456789012:role/dwhRole}; a chain of roles is joined by commas
     * @return a copy with this role
     */
    public Copy iamRole(String arn) {
        Objects.requireNonNull(arn, "arn must not be null");
        for (String role : arn.split(",(?=arn:)", -1)) {
            if (!ROLE.matcher(role).matches()) {
                throw new IllegalArgumentException("arn must be the ARN of a role such as "
                        + "arn:aws:iam::123456789012:role/dwhRole, without blanks, was \"" + arn + "\"");
            }
        }
        return with(Clause.IAM_ROLE, "IAM_ROLE " + StringLiterals.quote(arn));
    }

    /**
     * How dates are written in the files; by default {@code YYYY-MM-DD}.
     *
     * @param format such as {@code MM/DD/YYYY}, or {@code auto}
     * @return a copy with this format
     */
    public Copy dateFormat(String format) {
        return with(Clause.DATEFORMAT, "DATEFORMAT AS " + StringLiterals.quote(format(format, "auto")));
    }

    /**
     * How timestamps are written in the files; by default {@code YYYY-MM-DD HH:MI:SS}. {@code HH} is the hour of 24.
     *
     * @param format such as {@code YYYY-MM-DD HH:MI:SS}, or {@code auto}, {@code epochsecs}, {@code epochmillisecs};
     *     one format for all timestamps of the file
     * @return a copy with this format
     */
    public Copy timeFormat(String format) {
        return with(Clause.TIMEFORMAT,
                "TIMEFORMAT AS " + StringLiterals.quote(format(format, "auto", "epochsecs", "epochmillisecs")));
    }

    /**
     * Loads empty CHAR and VARCHAR fields as NULL. Fields of other types do so anyway.
     *
     * @return a copy that does so
     */
    public Copy emptyAsNull() {
        return with(Clause.EMPTYASNULL, "EMPTYASNULL");
    }

    /**
     * Loads CHAR and VARCHAR fields that hold only white space as NULL. Fields of other types do so anyway.
     *
     * @return a copy that does so
     */
    public Copy blanksAsNull() {
        return with(Clause.BLANKSASNULL, "BLANKSASNULL");
    }

    /**
     * Cuts CHAR and VARCHAR values that are too long. Without it they are errors. Lengths are bytes of UTF-8.
     *
     * @return a copy that does so
     */
    public Copy truncateColumns() {
        return with(Clause.TRUNCATECOLUMNS, "TRUNCATECOLUMNS");
    }

    /**
     * Loads VARCHAR values that are not valid UTF-8, with {@code ?} for each invalid byte. Without it they are errors.
     *
     * @return a copy that does so
     */
    public Copy acceptInvalidChars() {
        return with(Clause.ACCEPTINVCHARS, "ACCEPTINVCHARS");
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
        return with(Clause.ACCEPTINVCHARS, "ACCEPTINVCHARS AS " + StringLiterals.quote(String.valueOf(replacement)));
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
        return with(Clause.IGNOREHEADER, "IGNOREHEADER AS " + lines);
    }

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
        return with(Clause.MAXERROR, "MAXERROR AS " + errors);
    }

    /**
     * Whether to choose column encodings from a sample of the rows. Without a word Redshift chooses by type, if the
     * table is empty and declares none.
     *
     * @param update true to sample, false to keep the encodings
     * @return a copy that does so
     */
    public Copy compUpdate(boolean update) {
        return with(Clause.COMPUPDATE, "COMPUPDATE " + onOrOff(update));
    }

    /**
     * Whether to update the planner's statistics. Without a word Redshift does if the table was empty.
     *
     * @param update true for always, which takes the table's owner; false for never
     * @return a copy that does so
     */
    public Copy statUpdate(boolean update) {
        return with(Clause.STATUPDATE, "STATUPDATE " + onOrOff(update));
    }

    /**
     * The statement, as it is sent.
     *
     * @return the SQL text, a line a clause
     * @throws IllegalArgumentException if there are {@linkplain #problems() problems}, naming all of them
     */
    public String sql() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("COPY into " + target() + " cannot run:\n  - "
                    + String.join("\n  - ", problems));
        }
        DSLContext dsl = DSL.using(RedshiftConfiguration.unconnected());
        StringBuilder sql = new StringBuilder("COPY ").append(dsl.render(target));
        if (!columns.isEmpty()) {
            sql.append(columns.stream()
                    .map(column -> dsl.render(column.getUnqualifiedName()))
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        sql.append("\nFROM ").append(StringLiterals.quote(Objects.requireNonNull(source)));
        clauses.values().forEach(clause -> sql.append('\n').append(clause));
        return sql.toString();
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
        if (has(Clause.JSON) && has(Clause.CSV)) {
            problems.add("JSON and CSV exclude each other; leave one of them");
        }
        if (has(Clause.JSON) && has(Clause.DELIMITER)) {
            problems.add("JSON has no delimiter; leave delimiter(…) away");
        }
        if (has(Clause.CSV) && has(Clause.DELIMITER) && clauses.get(Clause.DELIMITER).endsWith(quoteOfCsv())) {
            problems.add("delimiter and quote of CSV are the same character " + quoteOfCsv());
        }
        if (source != null && has(Clause.JSON) && jsonPaths().startsWith(source)) {
            problems.add("the jsonpaths file " + jsonPaths() + " lies under the prefix " + source
                    + " and would be loaded as data; put it elsewhere, or end the prefix with a slash");
        }
        if (exactly != null && exactly.folder() != null && source != null
                && exactly.folder().toString().startsWith(source)) {
            problems.add("the folder " + exactly.folder() + " of exactly(…) lies under the prefix " + source
                    + ", and other loads would take the manifest for data; put it elsewhere");
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
        return StepResult.copied(new CopyRun(this, new CopyRun.Session(context.dsl(), context.connection(),
                copy -> context.execute(copy.sql()), context.objects().orElse(null), context.region().orElse(null), context::warn)).run());
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
        // what is wrong with the COPY itself is said before a connection is borrowed
        sql();
        return dsl.connectionResult(connection -> new CopyRun(this, new CopyRun.Session(
                DSL.using(RedshiftConfiguration.on(connection)), connection, copy -> send(copy, connection), objects,
                region, warning -> LOG.warn("copy {}: {}", target(), warning))).run());
    }

    private static void send(Copy copy, Connection connection) throws SQLException {
        String sql = copy.sql();
        LOG.debug("copy {}: {}", copy.target(), sql);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
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
        return new Copy(target, source, columns, clauses, new Exactly(null));
    }

    /**
     * Like {@link #exactly()}, with a place of one's own for the manifest.
     *
     * @param folder where to write it, such as {@code s3://bucket/manifests/}, not under the prefix
     * @return a copy that does so
     */
    public Copy exactly(String folder) {
        return new Copy(target, source, columns, clauses, new Exactly(S3Location.of(s3(folder, "folder"))));
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
        return with(Clause.MANIFEST, "MANIFEST").from(manifest.toString());
    }

    SourceTraits traits() {
        boolean json = has(Clause.JSON);
        String region = clauses.get(Clause.REGION);
        String maxErrors = clauses.get(Clause.MAXERROR);
        return new SourceTraits(detail(), has(Clause.MANIFEST), false, false, has(Clause.GZIP) ? "GZIP" : null,
                !json && !has(Clause.GZIP), region == null ? null : region.replaceAll(".*'(.*)'", "$1"),
                maxErrors == null ? 0 : Integer.parseInt(maxErrors.substring(maxErrors.lastIndexOf(' ') + 1)));
    }

    @Override
    public String toString() {
        return "Copy[" + target() + " from " + source + "]";
    }

    private Copy with(Clause clause, String text) {
        Map<Clause, String> more = new EnumMap<>(Clause.class);
        more.putAll(clauses);
        more.put(clause, text);
        return new Copy(target, source, columns, Collections.unmodifiableMap(more), exactly);
    }

    private boolean has(Clause clause) {
        return clauses.containsKey(clause);
    }

    private String quoteOfCsv() {
        String csv = clauses.getOrDefault(Clause.CSV, "");
        int quote = csv.indexOf('\'');
        return quote < 0 ? "'\"'" : csv.substring(quote);
    }

    private String jsonPaths() {
        String json = clauses.getOrDefault(Clause.JSON, "");
        return json.substring(json.indexOf('\'') + 1, json.lastIndexOf('\'')).replace("''", "'").replace("\\\\", "\\");
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

    private static String s3(String address, String name) {
        Objects.requireNonNull(address, () -> name + " must not be null");
        if (!S3.matcher(address).matches()) {
            throw new IllegalArgumentException(name + " must be an address in S3 such as s3://bucket/folder/, was \""
                    + address + "\"");
        }
        return address;
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

    private static String onOrOff(boolean on) {
        return on ? "ON" : "OFF";
    }
}
