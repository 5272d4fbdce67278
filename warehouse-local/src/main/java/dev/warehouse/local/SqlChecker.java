package dev.warehouse.local;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.sql.Columns;
import dev.warehouse.local.internal.sql.Translation;
import dev.warehouse.local.internal.sql.Translator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each statement of a text whether Redshift takes it, and runs none. Knows what the endpoint knows: the rules
 * of the translation and the grammars of COPY and UNLOAD; and PostgreSQL's grammar, if there is a PostgreSQL to ask.
 */
final class SqlChecker {

    /** A grammar that a statement is held against. */
    @FunctionalInterface
    interface Grammar {

        /** Takes anything: for checks without a PostgreSQL. */
        Grammar NONE = sql -> null;

        /** What is wrong with a statement in PostgreSQL's SQL, its position counted in characters; or null. */
        @Nullable RedshiftError errorOf(String sql);
    }

    private final Translator translator = new Translator(Compatibility.STRICT);
    private final Grammar grammar;

    SqlChecker(Grammar grammar) {
        this.grammar = grammar;
    }

    List<CheckedStatement> check(String sql) {
        List<Token> firsts = new ArrayList<>();
        List<Token> lasts = new ArrayList<>();
        Token before = null;
        for (Token token : Tokenizer.tokenize(sql)) {
            boolean ends = token.isSign(";");
            if (!ends && before == null) {
                firsts.add(token);
                lasts.add(token);
            } else if (!ends) {
                lasts.set(lasts.size() - 1, token);
            }
            before = ends ? null : token;
        }
        List<Translation> translations = translator.translateAll(sql, Columns.UNKNOWN);
        List<CheckedStatement> checked = new ArrayList<>();
        for (int i = 0; i < translations.size(); i++) {
            int start = firsts.get(i).start();
            String statement = sql.substring(start, lasts.get(i).end());
            checked.add(new CheckedStatement(statement, line(sql, start), column(sql, start),
                    refusal(sql, start, firsts.get(i), translations.get(i))));
        }
        return List.copyOf(checked);
    }

    private @Nullable SqlRefusal refusal(String sql, int start, Token first, Translation translation) {
        RedshiftError error = translation.error();
        if (error != null) {
            return lacksColumns(error) ? null
                    : refusal(sql, error, error.position() < 0 ? start : error.position(), first);
        }
        if (translation.copy() != null) {
            return null;
        }
        boolean unload = translation.unload() != null;
        error = grammar.errorOf(unload ? translation.unloadQuery() : translation.sql());
        if (error == null) {
            return null;
        }
        int position = Math.max(0, error.position());
        int characters = unload ? translation.fromUnloadQuery(position) : translation.toClientPosition(position);
        return refusal(sql, error, sql.offsetByCodePoints(0, characters), first);
    }

    /** The endpoint refuses what it cannot translate without knowing the columns; Redshift would know them. */
    private static boolean lacksColumns(RedshiftError error) {
        return error.sqlState().equals(RedshiftError.FEATURE_NOT_SUPPORTED)
                && (String.valueOf(error.getMessage()).endsWith(" are not known here")
                || String.valueOf(error.getMessage()).endsWith(" is not known"));
    }

    private static SqlRefusal refusal(String sql, RedshiftError error, int at, Token first) {
        return new SqlRefusal(rule(error, first), String.valueOf(error.getMessage()), error.hint(), line(sql, at),
                column(sql, at));
    }

    private static String rule(RedshiftError error, Token first) {
        if (first.is("copy") || first.is("unload")) {
            return first.name();
        }
        return switch (error.sqlState()) {
            case RedshiftError.SYNTAX_ERROR -> "syntax";
            case RedshiftError.FEATURE_NOT_SUPPORTED -> "unsupported";
            case "42704" -> "type";
            default -> "definition";
        };
    }

    private static int line(String sql, int at) {
        return 1 + (int) sql.substring(0, Math.min(at, sql.length())).chars().filter(c -> c == '\n').count();
    }

    private static int column(String sql, int at) {
        int place = Math.min(at, sql.length());
        return 1 + sql.codePointCount(sql.lastIndexOf('\n', place - 1) + 1, place);
    }
}
