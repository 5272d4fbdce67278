package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.copy.CopyStatement.Compression;
import dev.warehouse.local.internal.copy.CopyStatement.Encoding;
import dev.warehouse.local.internal.copy.CopyStatement.Format;
import dev.warehouse.local.internal.copy.CopyStatement.ListedColumn;
import dev.warehouse.local.internal.copy.CopyStatement.Width;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a COPY clause by clause. What a string holds is never repeated in an error: it may be a secret. */
final class CopyParser extends ClauseParser {

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final int MAX_MAXERROR = 100_000;

    private static final List<String> FORMATS =
            List.of("csv", "json", "avro", "parquet", "orc", "shapefile", "delimiter", "fixedwidth");
    /** Documented, understood, and not executed here. */
    private static final Map<String, String> NOT_EXECUTED = Map.of(
            "shapefile", "there is no GEOMETRY type locally",
            "lzop", "compress the files with GZIP, BZIP2 or ZSTD",
            "encrypted", "client-side encryption ended in 2026; let the bucket encrypt",
            "master_symmetric_key", "client-side encryption ended in 2026; let the bucket encrypt",
            "ssh", "put the files into a bucket");

    /** Pairs that exclude each other; the first word is refused when the second is there too. */
    private static final String[][] CONFLICTS = {
        {"fixedwidth", "csv"}, {"removequotes", "csv"}, {"escape", "csv"},
        {"delimiter", "fixedwidth"}, {"escape", "fixedwidth"}, {"removequotes", "fixedwidth"},
        {"csv", "json"}, {"delimiter", "json"}, {"escape", "json"}, {"fillrecord", "json"}, {"fixedwidth", "json"},
        {"ignoreblanklines", "json"}, {"null", "json"}, {"readratio", "json"}, {"removequotes", "json"},
        {"csv", "avro"}, {"delimiter", "avro"}, {"encoding", "avro"}, {"escape", "avro"}, {"fillrecord", "avro"},
        {"fixedwidth", "avro"}, {"ignoreblanklines", "avro"}, {"ignoreheader", "avro"}, {"null", "avro"},
        {"removequotes", "avro"},
        {"fixedwidth", "shapefile"}, {"removequotes", "shapefile"}, {"escape", "shapefile"},
        {"maxerror", "ignoreallerrors"},
    };
    private static final List<String> WITH_COLUMNAR = List.of("acceptinvchars", "fillrecord", "iam_role", "credentials",
            "access_key_id", "secret_access_key", "session_token", "statupdate", "manifest", "explicit_ids",
            "serializetojson", "parquet", "orc");

    final List<String> table = new ArrayList<>();
    int tablePosition;
    final List<ListedColumn> columns = new ArrayList<>();
    String source = "";
    int sourcePosition;
    Format format = Format.TEXT;
    String jsonOption = "auto";
    byte @Nullable [] delimiter;
    byte quote = '"';
    final List<Width> widths = new ArrayList<>();
    Compression compression = Compression.NONE;
    Encoding encoding = Encoding.UTF8;
    int invalidReplacement = -1;
    int ignoreHeader;
    byte[] nullAs = {'\\', 'N'};
    @Nullable String dateFormat;
    @Nullable String timeFormat;
    @Nullable Boolean statUpdate;
    long maxError;

    CopyParser(String sql, List<Token> tokens) {
        super("COPY", sql, tokens);
    }

    CopyStatement parse() {
        expect("copy");
        target();
        if (peekIs("to")) {
            throw RedshiftError.syntax("COPY … TO does not exist in Redshift",
                    "UNLOAD writes the rows of a query to S3.", here());
        }
        expect("from");
        source();
        while (at < tokens.size() && !tokens.get(at).isSign(";")) {
            clause();
        }
        while (at < tokens.size() && tokens.get(at).isSign(";")) {
            at++;
        }
        if (at < tokens.size()) {
            throw unexpected(null);
        }
        authorization();
        combinations();
        notExecuted(NOT_EXECUTED);
        return new CopyStatement(this);
    }

    // ---- target and source

    private void target() {
        if (at < tokens.size() && tokens.get(at).isSign("(")) {
            throw RedshiftError.syntax("COPY takes a table, not a query", "UNLOAD writes the rows of a query.", here());
        }
        tablePosition = here();
        table.add(tableName());
        while (sign(".")) {
            table.add(tableName());
        }
        if (table.size() > 3) {
            throw RedshiftError.syntax("improper qualified name (too many dotted names): " + String.join(".", table),
                    "Write table, schema.table or database.schema.table.", tablePosition);
        }
        if (sign("(")) {
            do {
                int position = here();
                String column = name("a column name");
                if (columns.stream().anyMatch(listed -> listed.name().equals(column))) {
                    throw new RedshiftError("42701", "column \"" + column + "\" specified more than once", null,
                            "Name each column once in the column list.", position);
                }
                columns.add(new ListedColumn(column, position));
            } while (sign(","));
            if (!sign(")")) {
                throw unexpected(null);
            }
        }
    }

    private String tableName() {
        if (at < tokens.size()) {
            Token token = tokens.get(at);
            if (token.type() == Token.Type.SIGN && token.text().startsWith("#") && token.text().length() > 1) {
                at++;
                return token.text().toLowerCase(Locale.ROOT);
            }
        }
        return name("a table name");
    }

    private String name(String what) {
        if (at >= tokens.size() || !tokens.get(at).isName()) {
            throw unexpected(what + " must stand here");
        }
        return tokens.get(at++).name();
    }

    private void source() {
        String hint = "Redshift loads from S3: COPY … FROM 's3://bucket/prefix' IAM_ROLE default.";
        sourcePosition = here();
        for (String word : List.of("stdin", "program", "stdout")) {
            if (peekIs(word)) {
                throw RedshiftError.syntax(
                        "COPY FROM " + word.toUpperCase(Locale.ROOT) + " does not exist in Redshift", hint, here());
            }
        }
        source = string("FROM", "a source in single quotes");
        String scheme = source.contains("://") ? source.substring(0, source.indexOf("://")) : "";
        switch (scheme) {
            case "s3" -> {
                if (source.length() == "s3://".length() || source.startsWith("s3:///")) {
                    throw RedshiftError.syntax("the source names no bucket", "Write 's3://bucket/prefix'.",
                            sourcePosition);
                }
            }
            case "emr", "dynamodb" -> throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                    "COPY from " + scheme + ":// is not executed by the local Redshift", null,
                    "Put the data into a bucket and load it from s3://.", sourcePosition);
            default -> throw RedshiftError.syntax("the source of COPY must begin with s3://", hint, sourcePosition);
        }
    }

    // ---- clauses

    private void clause() {
        if (skipsNoiseOfClause(FORMATS, "CSV, JSON, AVRO, PARQUET, ORC, SHAPEFILE")) {
            return;
        }
        Token token = tokens.get(at);
        String word = token.text().toLowerCase(Locale.ROOT);
        Integer before = clauses.putIfAbsent(word, token.start());
        if (before != null) {
            throw RedshiftError.syntax("conflicting or redundant options: " + word.toUpperCase(Locale.ROOT)
                    + " is given twice", "Keep one of them.", token.start());
        }
        at++;
        option(word);
    }

    private void option(String word) {
        switch (word) {
            case "iam_role" -> iamRole();
            case "credentials" -> {
                noise();
                credentials(string("CREDENTIALS", "a credential string in single quotes"));
            }
            case "access_key_id", "secret_access_key", "session_token", "master_symmetric_key" -> {
                noise();
                String name = word.toUpperCase(Locale.ROOT);
                if (string(name, "a string in single quotes").isBlank()) {
                    throw RedshiftError.syntax(name + " must not be empty", null, before());
                }
            }
            case "csv" -> format = Format.CSV;
            case "quote" -> {
                noise();
                quote = oneByte("QUOTE", string("QUOTE", "one character in single quotes"));
            }
            case "json" -> {
                format = Format.JSON;
                noise();
                if (at < tokens.size() && isString(tokens.get(at))) {
                    json(string("JSON", "a string"));
                }
            }
            case "avro" -> {
                format = Format.AVRO;
                noise();
                if (at < tokens.size() && isString(tokens.get(at))) {
                    avro(string("AVRO", "a string"));
                }
            }
            case "parquet" -> format = Format.PARQUET;
            case "orc" -> format = Format.ORC;
            case "serializetojson" -> { }
            case "shapefile" -> {
                if (peekIs("simplify")) {
                    at++;
                    if (peekIs("auto")) {
                        at++;
                    }
                    if (at < tokens.size() && tokens.get(at).type() == Token.Type.NUMBER) {
                        at++;
                    }
                }
            }
            case "delimiter" -> {
                noise();
                delimiter = delimiter(string("DELIMITER", "a delimiter in single quotes"));
            }
            case "fixedwidth" -> {
                format = Format.FIXEDWIDTH;
                noise();
                fixedWidth(string("FIXEDWIDTH", "'label:width,…'"),
                        (label, width) -> widths.add(new Width(label, width)));
            }
            case "gzip" -> compression = Compression.GZIP;
            case "bzip2" -> compression = Compression.BZIP2;
            case "zstd" -> compression = Compression.ZSTD;
            case "lzop", "manifest", "encrypted", "ssh" -> { }
            case "region" -> {
                noise();
                String region = string("REGION", "a region in single quotes");
                if (!REGION.matcher(region).matches()) {
                    throw RedshiftError.syntax("REGION \"" + region + "\" is no AWS region",
                            "Write it as 'us-west-2'.", before());
                }
            }
            case "readratio" -> {
                noise();
                number("READRATIO", 1, 200);
            }
            case "acceptanydate", "blanksasnull", "emptyasnull", "escape", "explicit_ids", "fillrecord",
                    "ignoreblanklines", "removequotes", "roundec", "trimblanks", "truncatecolumns", "noload",
                    "ignoreallerrors" -> { }
            case "acceptinvchars" -> {
                boolean as = noise();
                if (as || at < tokens.size() && isString(tokens.get(at))) {
                    invalidReplacement = oneByte("ACCEPTINVCHARS", string("ACCEPTINVCHARS", "one ASCII character"));
                } else {
                    invalidReplacement = '?';
                }
            }
            case "dateformat" -> dateFormat = dateTimeFormat("DATEFORMAT", false);
            case "timeformat" -> timeFormat = dateTimeFormat("TIMEFORMAT", true);
            case "encoding" -> encoding();
            case "ignoreheader" -> {
                noise();
                ignoreHeader = (int) number("IGNOREHEADER", 0, Integer.MAX_VALUE);
            }
            case "null" -> {
                noise();
                nullAs = nullString();
            }
            case "comprows" -> {
                noise();
                number("COMPROWS", 1000, Integer.MAX_VALUE);
            }
            case "compupdate" -> onOff("preset");
            case "statupdate" -> {
                Boolean chosen = onOff("");
                statUpdate = chosen == null ? Boolean.TRUE : chosen;
            }
            case "maxerror" -> {
                noise();
                maxError = number("MAXERROR", 0, MAX_MAXERROR);
            }
            default -> {
                at--;
                throw unexpected("COPY has no clause " + word.toUpperCase(Locale.ROOT));
            }
        }
    }

    private @Nullable Boolean onOff(String more) {
        for (String word : List.of("on", "true", "off", "false", more)) {
            if (peekIs(word)) {
                at++;
                return word.equals("on") || word.equals("true") ? Boolean.TRUE
                        : word.equals("off") || word.equals("false") ? Boolean.FALSE : null;
            }
        }
        return null;
    }

    private void iamRole() {
        noise();
        if (peekIs("default")) {
            at++;
            return;
        }
        String role = string("IAM_ROLE", "the word default or a role's ARN in single quotes");
        Authorization.checkIamRole(role, before());
    }

    private void credentials(String credentials) {
        if (Authorization.checkCredentials(credentials, before()).contains("master_symmetric_key")) {
            clauses.putIfAbsent("master_symmetric_key", before());
        }
    }

    private void json(String option) {
        jsonOption = option;
        if (!List.of("auto", "auto ignorecase", "noshred").contains(option) && !option.startsWith("s3://")) {
            throw RedshiftError.syntax(
                    "JSON takes 'auto', 'auto ignorecase', 'noshred' or 's3://bucket/jsonpaths_file'",
                    "The words are in lower case.", before());
        }
    }

    private void avro(String option) {
        jsonOption = option;
        if (!List.of("auto", "auto ignorecase").contains(option) && !option.startsWith("s3://")) {
            throw RedshiftError.syntax("AVRO takes 'auto', 'auto ignorecase' or 's3://bucket/jsonpaths_file'",
                    "The words are in lower case.", before());
        }
    }

    private byte[] delimiter(String text) {
        String value = unescape(text);
        if (value.isEmpty() || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw RedshiftError.syntax("DELIMITER must be one or more characters, no line end",
                    "Write it as ',' or '\\t' or '\\001'.", before());
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] nullString() {
        boolean backslashN = peekBackslashN();
        String value = nullText();
        if (value.equals("\n")) {
            throw RedshiftError.syntax("NULL AS cannot be a newline", "A newline ends a row.", before());
        }
        return nullBytes(value, backslashN);
    }

    private byte oneByte(String clause, String value) {
        if (value.length() != 1 || value.charAt(0) > 0x7f || value.charAt(0) == 0) {
            throw RedshiftError.syntax(clause + " must be one ASCII character", null, before());
        }
        return (byte) value.charAt(0);
    }

    private String dateTimeFormat(String clause, boolean time) {
        noise();
        if (peekIs("auto") || time && (peekIs("epochsecs") || peekIs("epochmillisecs"))) {
            return tokens.get(at++).text().toLowerCase(Locale.ROOT);
        }
        String value = string(clause, "a format in single quotes");
        if (value.equals("auto") || time && (value.equals("epochsecs") || value.equals("epochmillisecs"))) {
            return value;
        }
        try {
            DateTimePattern.compile(value);
        } catch (IllegalArgumentException e) {
            throw RedshiftError.syntax(clause + ": " + e.getMessage(),
                    "Write it of YYYY YY MM MON DD HH HH24 HH12 MI SS AM PM and separators, or 'auto'"
                            + (time ? ", 'epochsecs', 'epochmillisecs'." : "."), before());
        }
        return value;
    }

    private void encoding() {
        noise();
        String value;
        if (at < tokens.size() && isString(tokens.get(at))) {
            value = string("ENCODING", "an encoding");
        } else {
            value = name("an encoding: UTF8, UTF16, UTF16LE, UTF16BE or ISO88591");
        }
        try {
            encoding = Encoding.valueOf(value.toUpperCase(Locale.ROOT).replace("-", ""));
        } catch (IllegalArgumentException e) {
            throw RedshiftError.syntax("ENCODING \"" + value + "\" is not known",
                    "COPY reads UTF8, UTF16, UTF16LE, UTF16BE and ISO88591.", before());
        }
    }

    // ---- what must hold of all clauses together

    private void combinations() {
        for (String[] pair : CONFLICTS) {
            if (has(pair[0]) && has(pair[1])) {
                throw conflict(pair[0], pair[1]);
            }
        }
        for (String columnar : List.of("parquet", "orc")) {
            if (has(columnar)) {
                for (String clause : clauses.keySet()) {
                    if (!WITH_COLUMNAR.contains(clause)) {
                        throw clause.equals("region")
                                ? RedshiftError.syntax("REGION argument is not supported for " + upper(columnar)
                                        + " based COPY", "The bucket must be in the cluster's region.",
                                        position(clause))
                                : conflict(clause, columnar);
                    }
                }
            }
        }
        String first = null;
        for (String clause : clauses.keySet()) {
            boolean isFormat = FORMATS.contains(clause) && !clause.equals("delimiter");
            if (isFormat && first != null) {
                throw conflict(clause, first);
            }
            first = isFormat ? clause : first;
        }
        String compressed = null;
        for (String clause : List.of("gzip", "bzip2", "lzop", "zstd")) {
            if (has(clause)) {
                if (compressed != null) {
                    throw conflict(clause, compressed);
                }
                compressed = clause;
            }
        }
        needs("quote", "csv");
        if (!format.isColumnar()) {
            needs("serializetojson", "parquet");
        }
        needs("encrypted", "master_symmetric_key");
        needs("master_symmetric_key", "encrypted");
        if (has("readratio")) {
            throw RedshiftError.syntax("READRATIO goes with dynamodb://, not with s3://", "Leave it out.",
                    position("readratio"));
        }
        if (has("fixedwidth") && encoding != Encoding.UTF8) {
            throw conflict("encoding", "fixedwidth");
        }
        if (has("csv") && delimiter != null && delimiter.length == 1 && delimiter[0] == quote) {
            throw RedshiftError.syntax("DELIMITER and QUOTE are the same character", "Choose another for one of them.",
                    position("delimiter"));
        }
    }

    // ---- tokens

    private long number(String clause, long least, long most) {
        if (at < tokens.size()) {
            Token token = tokens.get(at);
            String digits = isString(token) ? token.stringValue() : token.text();
            if (digits.matches("[0-9]{1,18}")) {
                long value = Long.parseLong(digits);
                if (value >= least && value <= most) {
                    at++;
                    return value;
                }
            }
        }
        throw RedshiftError.syntax(clause + " needs a whole number from " + least + " to " + most, null, here());
    }
}
