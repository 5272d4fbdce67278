/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CREATE PROCEDURE and CREATE FUNCTION: what is theirs alone, and the SQL in their bodies, which is Redshift's too.
 *
 * <p>Sources: the pages CREATE PROCEDURE, CREATE FUNCTION and "Supported PL/pgSQL statements" of the Redshift Database
 * Developer Guide.
 */
final class Routines {

    private final Statement statement;
    private final BodyColumns columns;
    private boolean nonatomic;

    private Routines(Statement statement, Columns columns) {
        this.statement = statement;
        this.columns = new BodyColumns(columns);
    }

    static void rewrite(Statement statement, int at, Columns columns) {
        new Routines(statement, columns).run(at);
    }

    /** Refuses what the body of a routine holds that Redshift does not have. */
    static void check(Statement statement) {
        boolean procedure = statement.looking(0, "create", "procedure")
                || statement.looking(0, "create", "or", "replace", "procedure");
        if (!procedure && !statement.looking(0, "create", "function")
                && !statement.looking(0, "create", "or", "replace", "function")) {
            return;
        }
        for (int i = 3; i < statement.size(); i++) {
            if (statement.word(i - 1, "as") && isString(statement.token(i)) && !statement.hasWord("plpythonu")) {
                new Routines(statement, Columns.UNKNOWN).checkBody(statement.token(i), procedure);
            }
        }
    }

    private void checkBody(Token body, boolean procedure) {
        List<Token> tokens = new ArrayList<>();
        for (Token token : Tokenizer.tokenize(body.type() == Token.Type.DOLLAR_STRING
                ? dollarBody(body) : body.stringValue())) {
            tokens.add(new Token(token.type(), body.placeInSql(token.start()), body.placeInSql(token.end()),
                    token.text()));
        }
        int from = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).isSign(";")) {
                checkSegment(tokens.subList(from, i), procedure);
                from = i + 1;
            }
        }
    }

    private void checkSegment(List<Token> tokens, boolean procedure) {
        if (tokens.isEmpty()) {
            return;
        }
        ProcedureBody.Range range = procedure
                ? ProcedureBody.command(tokens) : new ProcedureBody.Range(0, tokens.size());
        if (range == null) {
            checkOwnWords(piece(tokens));
            return;
        }
        if (range.from() > 0) {
            checkOwnWords(piece(tokens.subList(0, range.from())));
        }
        Refusals.check(piece(tokens.subList(range.from(), range.to())));
        checkSegment(tokens.subList(range.to(), tokens.size()), procedure);
    }

    private Statement piece(List<Token> tokens) {
        return statement.piece(tokens);
    }

    /** What PL/pgSQL of PostgreSQL has and Redshift's has not. */
    private static void checkOwnWords(Statement piece) {
        Refusals.checkExpressions(piece);
        for (int i = 0; i < piece.size(); i++) {
            boolean first = i == 0 || ProcedureBody.OPENING.contains(piece.token(i - 1).text()
                    .toLowerCase(Locale.ROOT));
            String reason = null;
            String hint = null;
            if (first && piece.word(i, "foreach")) {
                reason = "Redshift has no arrays to loop over";
                hint = "loop over a query: FOR row IN SELECT … LOOP";
            } else if (first && piece.word(i, "assert")) {
                reason = "PL/pgSQL of Redshift has no ASSERT";
                hint = "write IF NOT condition THEN RAISE EXCEPTION …";
            } else if (first && piece.word(i, "return") && (piece.word(i + 1, "next") || piece.word(i + 1, "query"))) {
                reason = "a procedure returns no rows";
                hint = "put the rows into a temporary table, or open a cursor that is an INOUT argument";
            } else if (first && piece.looking(i, "get", "stacked")) {
                reason = "PL/pgSQL of Redshift has no GET STACKED DIAGNOSTICS";
                hint = "use SQLSTATE and SQLERRM";
            } else if (piece.looking(i, "exception", "when") && !piece.word(i + 2, "others")) {
                reason = "the only condition that an EXCEPTION block takes is OTHERS";
                hint = "write EXCEPTION WHEN OTHERS THEN, and look at SQLSTATE";
                i += 2;
            }
            if (reason != null) {
                piece.refuse(piece.syntax(reason, hint, i).named("plpgsql"));
            }
        }
    }

    private static String dollarBody(Token token) {
        int tag = token.text().indexOf('$', 1) + 1;
        return token.text().substring(tag, token.text().length() - tag);
    }

    private void run(int at) {
        int nameTo = statement.behindName(at + 1);
        if (!statement.sign(nameTo, "(")) {
            throw statement.syntax("the brackets of the arguments are missing", nameTo);
        }
        boolean function = statement.word(at, "function");
        String language = "";
        int body = -1;
        for (int i = statement.behindBrackets(nameTo); i < statement.size(); i++) {
            if (statement.word(i, "language") && i + 1 < statement.size()) {
                Token name = statement.token(i + 1);
                language = name.type() == Token.Type.STRING ? name.stringValue() : name.name();
            } else if (statement.word(i, "nonatomic")) {
                nonatomic = true;
                statement.remove(i, i + 1);
            } else if (statement.word(i, "as") && i + 1 < statement.size() && isString(statement.token(i + 1))) {
                body = i + 1;
            }
        }
        checkLanguage(at, function, language);
        if (!function) {
            columns.arguments(statement, nameTo);
            outArguments(nameTo);
        }
        if (body > 0) {
            rewriteBody(body, function);
        }
    }

    /**
     * A CALL leaves the OUT arguments away in Redshift, and must give something for them in PostgreSQL: the last ones
     * become INOUT with a default.
     */
    private void outArguments(int open) {
        int close = statement.behindBrackets(open) - 1;
        int end = close;
        while (end > open + 1) {
            int begin = end - 1;
            int depth = 0;
            while (begin > open && (depth > 0 || !statement.sign(begin, ","))) {
                depth -= Selects.depthChange(statement.token(begin));
                begin--;
            }
            int mode = statement.word(begin + 1, "out") ? begin + 1 : begin + 2;
            if (!statement.word(mode, "out") || mode >= end) {
                return;
            }
            statement.replace(mode, mode + 1, "inout");
            statement.insertBehind(end - 1, " default null");
            end = begin;
        }
    }

    private static boolean isString(Token token) {
        return token.type() == Token.Type.DOLLAR_STRING || token.type() == Token.Type.STRING;
    }

    private void checkLanguage(int at, boolean function, String language) {
        if (language.startsWith("plpython")) {
            throw statement.notEmulated("Python UDFs are not executed by the local Redshift",
                    "Redshift itself takes no new ones: write the function in SQL", at);
        }
        String only = function ? "sql" : "plpgsql";
        if (!language.isEmpty() && !language.equals(only)) {
            throw statement.unsupported("language \"" + language + "\" is not supported for a "
                    + (function ? "function" : "procedure") + " of Redshift", "write LANGUAGE " + only, at)
                    .named("function-language");
        }
    }

    private void rewriteBody(int index, boolean function) {
        Token token = statement.token(index);
        String text;
        String quote = "";
        if (token.type() == Token.Type.DOLLAR_STRING) {
            quote = token.text().substring(0, token.text().indexOf('$', 1) + 1);
            text = dollarBody(token);
        } else {
            text = token.stringValue();
        }
        String translated = function ? functionBody(text, index) : procedureBody(text, index);
        if (!translated.equals(text)) {
            statement.settle(index, index + 1, quote.isEmpty()
                    ? StringLiterals.quote(translated) : quote + translated + quote);
        } else {
            statement.settle(index, index + 1, token.text());
        }
    }

    private String functionBody(String text, int index) {
        Statement query = Statement.of(text);
        if (query.size() > 0 && query.sign(query.size() - 1, ";")) {
            List<Token> tokens = query.tokens().subList(0, query.size() - 1);
            query = new Statement(text, tokens, 0, tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end());
        }
        if (!query.word(0, "select")) {
            throw statement.unsupported("a SQL function of Redshift is one SELECT", "write AS $$ SELECT expression $$",
                    index).named("sql-function");
        }
        for (Selects.Select select : Selects.of(query)) {
            if (select.has("from")) {
                throw statement.unsupported("the SELECT of a SQL function reads no table: it has no FROM",
                        "pass the values as arguments", index).named("sql-function");
            }
        }
        return translated(query, index);
    }

    private String procedureBody(String text, int index) {
        try {
            return ProcedureBody.translate(text, nonatomic, columns, inBody(index));
        } catch (RedshiftError e) {
            statement.refuse(placed(e, index));
            return "";
        }
    }

    /** Who takes the refusals of a body's statement, at their places in the whole; null if the first is thrown. */
    private @Nullable Consumer<RedshiftError> inBody(int index) {
        Consumer<RedshiftError> refusals = statement.refusals();
        return refusals == null ? null : error -> refusals.accept(placed(error, index));
    }

    private RedshiftError placed(RedshiftError error, int index) {
        Token body = statement.token(index);
        return error.at(error.position() < 0 ? body.start() : body.placeInSql(error.position()));
    }

    private String translated(Statement own, int index) {
        try {
            // its arguments are no columns
            return Translator.rewrite(own, Columns.UNKNOWN).sql();
        } catch (RedshiftError e) {
            statement.refuse(placed(e, index));
            return "";
        }
    }
}
