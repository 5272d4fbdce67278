package dev.warehouse.local.internal.unload;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.Authorization;
import dev.warehouse.local.internal.copy.ClauseParser;
import dev.warehouse.local.internal.unload.UnloadStatement.Compression;
import dev.warehouse.local.internal.unload.UnloadStatement.Format;
import dev.warehouse.local.internal.unload.UnloadStatement.PartitionColumn;
import dev.warehouse.local.internal.unload.UnloadStatement.Width;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an UNLOAD clause by clause. What a string holds is never repeated in an error: it may be a secret. */
final class UnloadParser extends ClauseParser {

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final BigDecimal MB = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal GB = BigDecimal.valueOf(1L << 30);
    private static final long LEAST_FILE = 5L << 20;
    private static final long LARGEST_FILE = new BigDecimal("6.2").multiply(GB).longValue();
    private static final long LEAST_ROW_GROUP = 32L << 20;
    private static final long LARGEST_ROW_GROUP = 128L << 20;

    private static final List<String> FORMATS = List.of("csv", "json", "parquet");
    /** Documented, understood, and not executed here. */
    private static final Map<String, String> NOT_EXECUTED = Map.of(
            "encrypted", "Let the bucket encrypt; there is no key service here.",
            "kms_key_id", "Let the bucket encrypt; there is no key service here.",
            "master_symmetric_key", "Client-side encryption ended in 2026; let the bucket encrypt.");

    /** Pairs that exclude each other; the first word is refused when the second is there too. */
    private static final String[][] CONFLICTS = {
        {"fixedwidth", "csv"}, {"escape", "csv"},
        {"delimiter", "json"}, {"header", "json"}, {"fixedwidth", "json"}, {"addquotes", "json"}, {"escape", "json"},
        {"null", "json"},
        {"delimiter", "parquet"}, {"fixedwidth", "parquet"}, {"addquotes", "parquet"}, {"escape", "parquet"},
        {"null", "parquet"}, {"header", "parquet"}, {"gzip", "parquet"}, {"bzip2", "parquet"}, {"zstd", "parquet"},
        {"delimiter", "fixedwidth"}, {"header", "fixedwidth"}, {"addquotes", "fixedwidth"}, {"escape", "fixedwidth"},
        {"cleanpath", "allowoverwrite"},
        {"bzip2", "gzip"}, {"zstd", "gzip"}, {"zstd", "bzip2"},
        {"json", "csv"}, {"parquet", "csv"}, {"parquet", "json"},
        {"kms_key_id", "credentials"}, {"kms_key_id", "master_symmetric_key"},
    };

    String query = "";
    int queryPosition;
    String target = "";
    int targetPosition;
    Format format = Format.TEXT;
    int formatPosition = -1;
    int delimiter = -1;
    byte[] nullAs = {};
    final List<Width> widths = new ArrayList<>();
    Compression compression = Compression.NONE;
    @Nullable String extension;
    boolean parallel = true;
    boolean verbose;
    long maxFileSize = LARGEST_FILE;
    long rowGroupSize = LEAST_ROW_GROUP;
    final List<PartitionColumn> partitionBy = new ArrayList<>();
    boolean includePartitionColumns;

    UnloadParser(String sql, List<Token> tokens) {
        super("UNLOAD", sql, tokens);
    }

    UnloadStatement parse() {
        expect("unload");
        if (!sign("(")) {
            throw unexpected("the query stands in brackets and quotes: UNLOAD ('select …')");
        }
        queryPosition = here();
        query(string("UNLOAD", "a query in single quotes or between $$"));
        if (!sign(")")) {
            throw unexpected("a bracket closes behind the query");
        }
        expect("to");
        target();
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
        return new UnloadStatement(this);
    }

    // ---- query and target

    private void query(String text) {
        List<Token> words = new ArrayList<>(Tokenizer.tokenize(text));
        while (!words.isEmpty() && words.get(words.size() - 1).isSign(";")) {
            words.remove(words.size() - 1);
        }
        if (words.isEmpty()) {
            throw RedshiftError.syntax("the query of UNLOAD is empty", "Write UNLOAD ('select …').", queryPosition);
        }
        Token first = words.get(0);
        if (!first.is("select") && !first.is("with") && !first.isSign("(")) {
            throw RedshiftError.syntax("UNLOAD takes a SELECT", "Write UNLOAD ('select …').", queryPosition);
        }
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            Token word = words.get(i);
            depth += word.isSign("(") ? 1 : word.isSign(")") ? -1 : 0;
            if (word.isSign(";")) {
                throw RedshiftError.syntax("UNLOAD takes one query, not several", null, queryPosition);
            }
            boolean name = i > 0 && (words.get(i - 1).isSign(".") || words.get(i - 1).is("as"));
            if (depth == 0 && word.is("limit") && !name) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED, "Limit clause is not supported",
                        "The outer SELECT of UNLOAD cannot have a LIMIT.",
                        "Nest it: UNLOAD ('select * from (select … limit 10)').", queryPosition);
            }
        }
        query = text.substring(0, words.get(words.size() - 1).end());
    }

    private void target() {
        targetPosition = here();
        target = string("TO", "a target in single quotes");
        if (!target.startsWith("s3://")) {
            throw RedshiftError.syntax("the target of UNLOAD must begin with s3://",
                    "Write UNLOAD ('select …') TO 's3://bucket/prefix' IAM_ROLE default.", targetPosition);
        }
        if (target.length() == "s3://".length() || target.startsWith("s3:///")) {
            throw RedshiftError.syntax("the target names no bucket", "Write 's3://bucket/prefix'.", targetPosition);
        }
    }

    // ---- clauses

    private void clause() {
        if (skipsNoiseOfClause(FORMATS, "CSV, JSON, PARQUET")) {
            return;
        }
        Token token = tokens.get(at);
        String word = token.text().toLowerCase(Locale.ROOT);
        Integer before = clauses.putIfAbsent(word, token.start());
        if (before != null) {
            throw RedshiftError.syntax("conflicting or redundant options: " + upper(word) + " is given twice",
                    "Keep one of them.", token.start());
        }
        at++;
        option(word);
    }

    private void option(String word) {
        switch (word) {
            case "iam_role" -> {
                noise();
                if (peekIs("default")) {
                    at++;
                } else {
                    String role = string("IAM_ROLE", "the word default or a role's ARN in single quotes");
                    Authorization.checkIamRole(role, before());
                }
            }
            case "credentials" -> {
                noise();
                String credentials = string("CREDENTIALS", "a credential string in single quotes");
                if (Authorization.checkCredentials(credentials, before()).contains("master_symmetric_key")) {
                    clauses.putIfAbsent("master_symmetric_key", before());
                }
            }
            case "access_key_id", "secret_access_key", "session_token", "master_symmetric_key", "kms_key_id" -> {
                noise();
                if (string(upper(word), "a string in single quotes").isBlank()) {
                    throw RedshiftError.syntax(upper(word) + " must not be empty", null, before());
                }
            }
            case "csv" -> format(Format.CSV);
            case "json" -> format(Format.JSON);
            case "parquet" -> format(Format.PARQUET);
            case "fixedwidth" -> {
                format(Format.FIXEDWIDTH);
                noise();
                fixedWidth(string("FIXEDWIDTH", "'label:width,…'"),
                        (label, width) -> widths.add(new Width(label, width)));
            }
            case "delimiter" -> {
                noise();
                delimiter = delimiter(string("DELIMITER", "a delimiter in single quotes"));
            }
            case "null" -> {
                noise();
                nullAs = nullString();
            }
            case "gzip" -> compression = Compression.GZIP;
            case "bzip2" -> compression = Compression.BZIP2;
            case "zstd" -> compression = Compression.ZSTD;
            case "manifest" -> verbose = word("verbose");
            case "encrypted" -> word("auto");
            case "header", "addquotes", "escape", "allowoverwrite", "cleanpath" -> { }
            case "parallel" -> {
                boolean off = word("off") || word("false");
                parallel = !off;
                if (!off && !word("on")) {
                    word("true");
                }
            }
            case "maxfilesize" -> {
                noise();
                maxFileSize = size("MAXFILESIZE", false, LEAST_FILE, LARGEST_FILE, "5 MB", "6.2 GB");
            }
            case "rowgroupsize" -> {
                noise();
                rowGroupSize = size("ROWGROUPSIZE", true, LEAST_ROW_GROUP, LARGEST_ROW_GROUP, "32 MB", "128 MB");
            }
            case "region" -> {
                noise();
                String region = string("REGION", "a region in single quotes");
                if (!REGION.matcher(region).matches()) {
                    throw RedshiftError.syntax("REGION \"" + region + "\" is no AWS region",
                            "Write it as 'us-west-2'.", before());
                }
            }
            case "extension" -> {
                noise();
                extension = string("EXTENSION", "an extension in single quotes");
                if (extension.isEmpty() || extension.indexOf('/') >= 0 || extension.indexOf('\0') >= 0) {
                    throw RedshiftError.syntax("EXTENSION must be the end of a file's name",
                            "Write it as 'csv' or 'csv.gz'.", before());
                }
            }
            case "partition" -> partitionBy();
            default -> {
                at--;
                throw unexpected("UNLOAD has no clause " + upper(word));
            }
        }
    }

    private void format(Format chosen) {
        format = chosen;
        formatPosition = before();
    }

    private void partitionBy() {
        expect("by");
        if (!sign("(")) {
            throw unexpected("PARTITION BY takes column names in brackets");
        }
        do {
            int position = here();
            if (at >= tokens.size() || !tokens.get(at).isName()) {
                throw unexpected("PARTITION BY takes column names, not strings or expressions");
            }
            String name = tokens.get(at++).name();
            if (partitionBy.stream().anyMatch(column -> column.name().equals(name))) {
                throw new RedshiftError("42701", "column \"" + name + "\" specified more than once", null,
                        "Name each column once in PARTITION BY.", position);
            }
            partitionBy.add(new PartitionColumn(name, position));
        } while (sign(","));
        if (!sign(")")) {
            throw unexpected(null);
        }
        includePartitionColumns = word("include");
    }

    private int delimiter(String text) {
        String value = unescape(text);
        if (value.length() != 1 || value.charAt(0) > 0x7f || "\n\r\0".contains(value)) {
            throw RedshiftError.syntax("DELIMITER must be one ASCII character, no line end",
                    "Write it as ',' or '\\t' or '\\001'.", before());
        }
        return value.charAt(0);
    }

    private byte[] nullString() {
        boolean backslashN = peekBackslashN();
        String value = nullText();
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw RedshiftError.syntax("NULL AS cannot hold a line end", "A line end ends a row.", before());
        }
        return nullBytes(value, backslashN);
    }

    private long size(String clause, boolean whole, long least, long most, String leastText, String mostText) {
        if (at < tokens.size()) {
            Token token = tokens.get(at);
            String digits = isString(token) ? token.stringValue() : token.text();
            // "5MB" is one token or two, as one writes it
            String unit = "";
            String lower = digits.toLowerCase(Locale.ROOT);
            if (lower.endsWith("mb") || lower.endsWith("gb")) {
                unit = lower.substring(lower.length() - 2);
                digits = digits.substring(0, digits.length() - 2).trim();
            }
            if (digits.matches(whole ? "[0-9]{1,12}" : "[0-9]{0,12}\\.?[0-9]{0,12}") && digits.matches(".*[0-9].*")) {
                at++;
                if (unit.isEmpty()) {
                    unit = word("gb") ? "gb" : word("mb") ? "mb" : "mb";
                }
                long bytes = new BigDecimal(digits).multiply(unit.equals("gb") ? GB : MB).longValue();
                if (bytes >= least && bytes <= most) {
                    return bytes;
                }
                at--;
            }
        }
        throw RedshiftError.syntax(clause + " needs a " + (whole ? "whole number" : "size") + " from " + leastText
                + " to " + mostText, "The unit is MB unless GB is given.", here());
    }

    // ---- what must hold of all clauses together

    private void combinations() {
        for (String[] pair : CONFLICTS) {
            if (has(pair[0]) && has(pair[1])) {
                throw conflict(pair[0], pair[1]);
            }
        }
        needs("rowgroupsize", "parquet");
        needs("kms_key_id", "encrypted");
        needs("master_symmetric_key", "encrypted");
        if (has("csv") && delimiter == '"') {
            throw RedshiftError.syntax("DELIMITER cannot be the quotation mark with CSV", "Choose another one.",
                    position("delimiter"));
        }
        if (has("escape") && delimiter == '\\') {
            throw RedshiftError.syntax("DELIMITER cannot be the backslash with ESCAPE", "Choose another one.",
                    position("delimiter"));
        }
    }
}
