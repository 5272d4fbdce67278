package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import java.util.List;

/**
 * CREATE PROCEDURE and CREATE FUNCTION: what is theirs alone, and the SQL in their bodies, which is Redshift's too.
 *
 * <p>Sources: the pages CREATE PROCEDURE, CREATE FUNCTION and "Supported PL/pgSQL statements" of the Redshift Database
 * Developer Guide.
 */
final class Routines {

    private final Statement statement;
    private boolean nonatomic;

    private Routines(Statement statement) {
        this.statement = statement;
    }

    static void rewrite(Statement statement, int at) {
        new Routines(statement).run(at);
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
            throw statement.unsupported("Python UDFs are not executed by the local Redshift",
                    "Redshift itself takes no new ones: write the function in SQL", at);
        }
        String only = function ? "sql" : "plpgsql";
        if (!language.isEmpty() && !language.equals(only)) {
            throw statement.unsupported("language \"" + language + "\" is not supported for a "
                    + (function ? "function" : "procedure") + " of Redshift", "write LANGUAGE " + only, at);
        }
    }

    private void rewriteBody(int index, boolean function) {
        Token token = statement.token(index);
        String text;
        String quote = "";
        if (token.type() == Token.Type.DOLLAR_STRING) {
            quote = token.text().substring(0, token.text().indexOf('$', 1) + 1);
            text = token.text().substring(quote.length(), token.text().length() - quote.length());
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
                    index);
        }
        for (Selects.Select select : Selects.of(query)) {
            if (select.has("from")) {
                throw statement.unsupported("the SELECT of a SQL function reads no table: it has no FROM",
                        "pass the values as arguments", index);
            }
        }
        return translated(query, index);
    }

    private String procedureBody(String text, int index) {
        try {
            return ProcedureBody.translate(text, nonatomic);
        } catch (RedshiftError e) {
            throw inBody(e, index);
        }
    }

    /** The body is one token of the statement: an error in it is shown where it begins. */
    private RedshiftError inBody(RedshiftError e, int index) {
        return new RedshiftError(e.sqlState(), String.valueOf(e.getMessage()), e.detail(), e.hint(),
                statement.token(index).start());
    }

    private String translated(Statement own, int index) {
        try {
            // its arguments are no columns
            return Translator.rewrite(own, Columns.UNKNOWN).sql();
        } catch (RedshiftError e) {
            throw inBody(e, index);
        }
    }
}
