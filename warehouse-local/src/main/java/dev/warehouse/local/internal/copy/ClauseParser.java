package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What COPY and UNLOAD have in common: clauses in any order, noise words, an authorization, and strings that are never
 * repeated in an error, because they may be secrets.
 */
public abstract class ClauseParser {

    private static final List<String> AUTHORIZATIONS = List.of("iam_role", "access_key_id", "credentials");

    /** The client's statement. */
    protected final String sql;
    /** Its tokens. */
    protected final List<Token> tokens;
    /** The index of the next token. */
    protected int at;
    /** The clauses given, in their order, each with its position in the statement. */
    protected final Map<String, Integer> clauses = new LinkedHashMap<>();

    private final String command;

    /**
     * For the parsers of the two statements.
     *
     * @param command {@code COPY} or {@code UNLOAD}
     * @param sql the client's statement
     * @param tokens its tokens
     */
    protected ClauseParser(String command, String sql, List<Token> tokens) {
        this.command = command;
        this.sql = sql;
        this.tokens = tokens;
    }

    /** Takes the pairs of FIXEDWIDTH. */
    @FunctionalInterface
    protected interface WidthTaker {
        /**
         * Takes one pair.
         *
         * @param label free text
         * @param width in characters, at least 1
         */
        void take(String label, int width);
    }

    // ---- clauses

    /**
     * Whether a clause is given.
     *
     * @param clause its first word, in lower case
     * @return true if it is
     */
    public final boolean has(String clause) {
        return clauses.containsKey(clause);
    }

    /**
     * Where a clause stands.
     *
     * @param clause its first word, in lower case
     * @return the position in the statement, or -1
     */
    public final int position(String clause) {
        return clauses.getOrDefault(clause, -1);
    }

    /** Refuses a statement with no authorization, with two kinds of it, or with half of one. */
    protected final void authorization() {
        String given = null;
        for (String kind : AUTHORIZATIONS) {
            if (has(kind)) {
                if (given != null) {
                    throw RedshiftError.syntax("conflicting authorization: " + upper(given) + " and " + upper(kind),
                            "Keep one of them, best IAM_ROLE.", position(kind));
                }
                given = kind;
            }
        }
        if (given == null) {
            throw RedshiftError.syntax(command + " needs an authorization",
                    "Add IAM_ROLE default or IAM_ROLE 'arn:aws:iam::<account>:role/<name>'.",
                    has("secret_access_key") ? position("secret_access_key") : sql.length());
        }
        if (has("access_key_id") != has("secret_access_key") || has("session_token") && !has("access_key_id")) {
            throw RedshiftError.syntax("ACCESS_KEY_ID and SECRET_ACCESS_KEY belong together",
                    "Give both, and SESSION_TOKEN only beside them; better, give IAM_ROLE.", position(given));
        }
    }

    /** The error for two clauses that exclude each other, at the first one's position. */
    protected final RedshiftError conflict(String clause, String other) {
        return RedshiftError.syntax(upper(clause) + " is not supported with " + upper(other),
                "Leave out one of them.", position(clause));
    }

    /** Refuses a clause that makes no sense without another. */
    protected final void needs(String clause, String other) {
        if (has(clause) && !has(other)) {
            throw RedshiftError.syntax(upper(clause) + " needs " + upper(other),
                    "Add " + upper(other) + " or leave out " + upper(clause) + ".", position(clause));
        }
    }

    /** Refuses clauses that are documented and understood, but not executed here; the values are the ways out. */
    protected final void notExecuted(Map<String, String> instead) {
        for (Map.Entry<String, Integer> clause : clauses.entrySet()) {
            String way = instead.get(clause.getKey());
            if (way != null) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED,
                        command + " with " + upper(clause.getKey()) + " is not executed by the local Redshift", null,
                        sentence(way), clause.getValue());
            }
        }
    }

    /** A clause as it is written. */
    protected static String upper(String clause) {
        return switch (clause) {
            case "null" -> "NULL AS";
            case "partition" -> "PARTITION BY";
            default -> clause.toUpperCase(Locale.ROOT);
        };
    }

    /** Reads {@code label:width,label:width}. */
    protected final void fixedWidth(String spec, WidthTaker taker) {
        for (String pair : spec.split(",", -1)) {
            int colon = pair.lastIndexOf(':');
            int width = 0;
            try {
                width = colon < 0 ? 0 : Integer.parseInt(pair.substring(colon + 1).trim());
            } catch (NumberFormatException e) {
                // refused below, with all that is no width
            }
            if (width < 1) {
                throw RedshiftError.syntax("FIXEDWIDTH has no width in \"" + pair + "\"",
                        "Write FIXEDWIDTH 'label:width,label:width', widths in characters.", before());
            }
            taker.take(pair.substring(0, colon).trim(), width);
        }
    }

    /** The string of NULL AS; the caller refuses line ends. */
    protected final String nullText() {
        return string("NULL AS", "a string in single quotes");
    }

    /** Whether {@code '\N'} stands here: as a literal it would mean the letter N, but everybody means the two characters. */
    protected final boolean peekBackslashN() {
        return at < tokens.size() && tokens.get(at).text().equals("'\\N'");
    }

    /** The bytes that NULL AS means. */
    protected static byte[] nullBytes(String text, boolean backslashN) {
        return backslashN ? new byte[] {'\\', 'N'} : unescape(text).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code \t} and octal codes that came through the literal with their backslash. */
    protected static String unescape(String value) {
        if (value.equals("\\t")) {
            return "\t";
        }
        if (value.matches("\\\\[0-7]{1,3}")) {
            return String.valueOf((char) (Integer.parseInt(value.substring(1), 8) & 0xff));
        }
        return value;
    }

    /**
     * Skips what only leads to a clause, WITH before CREDENTIALS and FORMAT AS before a format; gives whether there was any.
     * What stands here must be a word.
     */
    protected final boolean skipsNoiseOfClause(List<String> formats, String formatNames) {
        if (tokens.get(at).type() != Token.Type.WORD) {
            throw unexpected(null);
        }
        if (word("with")) {
            if (!peekIs("credentials")) {
                throw unexpected("CREDENTIALS must follow WITH");
            }
            return true;
        }
        if (word("format")) {
            noise();
            if (formats.stream().noneMatch(this::peekIs)) {
                throw unexpected("after FORMAT stands one of " + formatNames);
            }
            return true;
        }
        return false;
    }

    // ---- tokens

    /** Skips the noise word AS. */
    protected final boolean noise() {
        return word("as");
    }

    /** Whether the word stands here. */
    protected final boolean peekIs(String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    /** Skips the word if it stands here. */
    protected final boolean word(String word) {
        if (peekIs(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips the sign if it stands here. */
    protected final boolean sign(String sign) {
        if (at < tokens.size() && tokens.get(at).isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips the word, which must stand here. */
    protected final void expect(String word) {
        if (!word(word)) {
            throw unexpected(word.toUpperCase(Locale.ROOT) + " must stand here");
        }
    }

    /** Whether a token is a string. */
    protected static boolean isString(Token token) {
        return token.type() == Token.Type.STRING || token.type() == Token.Type.DOLLAR_STRING;
    }

    /** Reads the string of a clause. */
    protected final String string(String clause, String what) {
        if (at >= tokens.size() || !isString(tokens.get(at))) {
            throw RedshiftError.syntax(clause + " needs " + what, null, here());
        }
        Token token = tokens.get(at++);
        boolean closed = token.type() == Token.Type.DOLLAR_STRING
                || token.text().endsWith("'") && token.text().indexOf('\'') < token.text().length() - 1;
        if (!closed) {
            throw RedshiftError.syntax("unterminated quoted string", "Close it with a single quote.", token.start());
        }
        return token.stringValue();
    }

    /** The position of the next token. */
    protected final int here() {
        return at < tokens.size() ? tokens.get(at).start() : sql.length();
    }

    /** The position of the token just read. */
    protected final int before() {
        return tokens.get(at - 1).start();
    }

    /** A syntax error at the next token. */
    protected final RedshiftError unexpected(@Nullable String hint) {
        String way = hint == null ? null : sentence(hint);
        if (at >= tokens.size()) {
            return RedshiftError.syntax("syntax error at end of input", way, here());
        }
        Token token = tokens.get(at);
        String near = isString(token) ? "a string" : "\"" + token.text() + "\"";
        return RedshiftError.syntax("syntax error at or near " + near, way, here());
    }

    private static String sentence(String hint) {
        return Character.toUpperCase(hint.charAt(0)) + hint.substring(1) + (hint.endsWith(".") ? "" : ".");
    }
}
