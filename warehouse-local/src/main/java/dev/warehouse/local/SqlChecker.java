/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.copy.CopyStatement;
import dev.warehouse.local.internal.sql.SharedCluster;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.sql.Translator;
import dev.warehouse.local.internal.sql.Translator.Examined;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each statement of a text whether Redshift takes it, and runs none. Knows what the endpoint knows: the rules
 * of the translation and the grammars of COPY and UNLOAD; and what its analyst knows. Texts that are checked one after
 * the other are one script.
 */
final class SqlChecker {

    /** ${name}, as migration tools fill it in. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}\\s]+)}");

    /** iam_role '${role}' */
    private static final Pattern ROLE = Pattern.compile("(?i)(iam_role\\s+)('\\$\\{[^{}\\s']{2,}}')");

    /** Definitions that the statements behind them may need, and what tells whether they hold. */
    private static final Set<String> DEFINING = Set.of("create", "alter", "drop", "set", "reset", "comment", "begin",
            "start", "commit", "end", "rollback", "abort");
    private static final Set<String> NEVER_MADE = Set.of("database", "user", "group", "role", "session", "transaction",
            "system", "default", "local");
    private static final Set<String> LOOKED_AT = Set.of("select", "with", "insert", "update", "delete", "merge", "call",
            "explain");

    /** The names of the rules behind PostgreSQL's SQLSTATEs. */
    private static final Map<String, String> RULES = Map.ofEntries(
            Map.entry(RedshiftError.SYNTAX_ERROR, "syntax"),
            Map.entry(RedshiftError.FEATURE_NOT_SUPPORTED, "unsupported"),
            Map.entry("42703", "unknown-column"),
            Map.entry("42P01", "unknown-table"),
            Map.entry("42702", "ambiguous-column"),
            Map.entry("42704", "unknown-type"),
            Map.entry("42803", "grouping"),
            Map.entry("42804", "data-type"),
            Map.entry("42846", "data-type"),
            Map.entry("42883", "arguments"),
            Map.entry("42P07", "exists-already"),
            Map.entry("42701", "exists-already"),
            Map.entry("42710", "exists-already"),
            Map.entry("42723", "exists-already"),
            Map.entry("42P06", "exists-already"),
            Map.entry("2BP01", "needed-by-others"));
    private static final Set<String> NOT_OURS = Set.of("57014", "42501", "25001", "25P01", "2D000", "3F000");

    private final Translator translator;
    private final SqlAnalyst analyst;

    SqlChecker(SqlAnalyst analyst) {
        this(analyst, null);
    }

    /** One that asks a PostgreSQL which may need another text than the embedded one. */
    SqlChecker(SqlAnalyst analyst, @Nullable SharedCluster cluster) {
        this.translator = new Translator(Compatibility.STRICT, cluster);
        this.analyst = analyst;
    }

    List<CheckedStatement> check(String sql) {
        String filled = PLACEHOLDER.matcher(ROLE.matcher(sql).replaceAll(match -> match.group(1) + "default"
                + " ".repeat(match.end(2) - match.start(2) - "default".length())))
                .replaceAll(match -> standIn(match.group()));
        List<CheckedStatement> checked = new ArrayList<>();
        for (Supplier<Examined> statement : translator.examine(filled, analyst.columns())) {
            checked.add(new Check(sql, filled, statement.get()).run());
        }
        return List.copyOf(checked);
    }

    /** A name of the same length, so that all places stay. */
    private static String standIn(String placeholder) {
        return "p_" + placeholder.substring(2, placeholder.length() - 1).replaceAll("[^A-Za-z0-9_]", "_") + "_";
    }

    /** The check of one statement. */
    private final class Check {

        private final String sql;
        private final String filled;
        private final Examined examined;
        private final int start;
        private final int end;
        private final List<SqlRefusal> refusals = new ArrayList<>();
        private final List<String> unchecked = new ArrayList<>();

        Check(String sql, String filled, Examined examined) {
            this.sql = sql;
            this.filled = filled;
            this.examined = examined;
            List<Token> tokens = examined.tokens();
            this.start = tokens.get(0).start();
            this.end = tokens.get(tokens.size() - 1).end();
        }

        CheckedStatement run() {
            examined.refusals().forEach(error -> add(error, error.position()));
            if (examined.isTranslated()) {
                analyse(examined.translation(), refusals.isEmpty());
            }
            return new CheckedStatement(sql.substring(start, end), line(start), column(start), refusals, unchecked);
        }

        private void analyse(Translation translation, boolean names) {
            CopyStatement copy = translation.copy();
            if (copy != null) {
                if (names) {
                    RedshiftError error = analyst.errorOf(copy.targetQuery());
                    add(error, error == null ? -1 : placeInCopy(copy, error));
                }
                return;
            }
            boolean unload = translation.unload() != null;
            String statement = unload ? translation.unloadQuery() : translation.sql();
            IntUnaryOperator place = unload ? translation::fromUnloadQuery : translation::toClientPosition;
            RedshiftError error = analyst.syntaxErrorOf(statement);
            if (error == null && names) {
                error = defines() ? analyst.define(translation)
                        : unload || isWord(0, LOOKED_AT) ? analyst.errorOf(statement) : null;
            }
            if (error != null) {
                int at = error.position();
                add(error, at < 0 ? -1 : placeInBody(statement, at,
                        filled.offsetByCodePoints(0, place.applyAsInt(at))));
            }
        }

        /** A body is translated as a whole: the place is looked for in its own line. */
        private int placeInBody(String translated, int position, int place) {
            Token body = tokenAt(examined.tokens(), place);
            if (body == null || body.type() != Token.Type.DOLLAR_STRING || place != body.start()) {
                return place;
            }
            int at = translated.offsetByCodePoints(0, position);
            Token translatedBody = tokenAt(Tokenizer.tokenize(translated), at);
            if (translatedBody == null) {
                return place;
            }
            int line = body.start();
            for (int i = translatedBody.start(); i < at; i++) {
                int next = translated.charAt(i) == '\n' ? filled.indexOf('\n', line) + 1 : line;
                line = next == 0 ? line : next;
            }
            int behind = at;
            while (behind < translated.length() && Character.isJavaIdentifierPart(translated.charAt(behind))) {
                behind++;
            }
            int word = filled.indexOf(translated.substring(at, behind), line);
            int lineEnd = filled.indexOf('\n', line);
            return word >= 0 && word < (lineEnd < 0 ? filled.length() : lineEnd) ? word : line;
        }

        private static @Nullable Token tokenAt(List<Token> tokens, int place) {
            return tokens.stream().filter(token -> token.start() <= place && place < token.end()).findFirst()
                    .orElse(null);
        }

        private boolean defines() {
            int kind = isWord(1, Set.of("or")) ? 3 : 1;
            return isWord(0, DEFINING) && !isWord(kind, NEVER_MADE);
        }

        private boolean isWord(int index, Set<String> words) {
            List<Token> tokens = examined.tokens();
            return index < tokens.size() && words.contains(tokens.get(index).text().toLowerCase(Locale.ROOT));
        }

        /** The word that the message names, if it stands in the statement. */
        private int placeInCopy(CopyStatement copy, RedshiftError error) {
            String message = String.valueOf(error.getMessage());
            return copy.columnPlaces().entrySet().stream()
                    .filter(column -> message.contains('"' + column.getKey() + '"'))
                    .mapToInt(Map.Entry::getValue).findFirst().orElse(copy.tablePlace());
        }

        private void add(@Nullable RedshiftError error, int position) {
            if (error == null || NOT_OURS.contains(error.sqlState())) {
                return;
            }
            int at = position < 0 ? start : position;
            String message = asWritten(String.valueOf(error.getMessage()));
            if (isUnknown(error) || holdsPlaceholder(at)) {
                unchecked.add(message);
                return;
            }
            String rule = error.rule() == null ? RULES.getOrDefault(error.sqlState(), "definition")
                    : Objects.requireNonNull(error.rule());
            refusals.add(new SqlRefusal(rule, message, error.hint(), line(at), column(at)));
        }

        /** What this script does not define may be defined elsewhere. */
        private boolean isUnknown(RedshiftError error) {
            String message = String.valueOf(error.getMessage());
            String rule = error.rule();
            return RedshiftError.UNKNOWN.equals(rule) || RedshiftError.NOT_EMULATED.equals(rule)
                    || error.sqlState().equals("42P01") && message.endsWith("does not exist")
                    || error.sqlState().equals("42704") && rule == null && !message.startsWith("type ")
                    || error.sqlState().equals("42883") && (message.startsWith("procedure ")
                    || isWord(0, Set.of("drop", "alter", "comment")));
        }

        /** What stands in the place of a placeholder may be right. */
        private boolean holdsPlaceholder(int at) {
            Token token = tokenAt(examined.tokens(), at);
            return token != null && token.type() == Token.Type.STRING
                    && PLACEHOLDER.matcher(sql.substring(token.start(), token.end())).find();
        }

        private String asWritten(String message) {
            String written = message;
            Matcher placeholder = PLACEHOLDER.matcher(sql.substring(start, end));
            while (placeholder.find()) {
                written = written.replace(standIn(placeholder.group()), placeholder.group());
            }
            return written;
        }

        private int line(int at) {
            return 1 + (int) sql.substring(0, Math.min(at, sql.length())).chars().filter(c -> c == '\n').count();
        }

        private int column(int at) {
            int place = Math.min(at, sql.length());
            return 1 + sql.codePointCount(sql.lastIndexOf('\n', place - 1) + 1, place);
        }
    }
}
