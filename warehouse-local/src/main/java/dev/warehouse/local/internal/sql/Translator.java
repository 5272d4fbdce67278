/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.Compatibility;
import dev.warehouse.local.internal.copy.CopyStatement;
import dev.warehouse.local.internal.unload.UnloadStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns Redshift's SQL into PostgreSQL's. Looks at tokens, never at raw text. Each kind of statement that PostgreSQL
 * lacks has a rule in a class of its own; the rules of {@link Expressions} hold in all statements. Has no state: safe
 * for use by several threads.
 */
public final class Translator {

    /** The views of the queries that run and have run. */
    private static final Set<String> QUERY_VIEWS = Set.of("stl_query", "stl_querytext", "sys_query_history",
            "sys_query_text", "stv_recents", "stv_inflight", "svl_qlog", "svl_statementtext");

    private final Compatibility compatibility;
    private final @Nullable SharedCluster cluster;

    /**
     * A translator.
     *
     * @param compatibility whether it refuses what PostgreSQL has and Redshift has not
     */
    public Translator(Compatibility compatibility) {
        this(compatibility, null);
    }

    /**
     * A translator for a PostgreSQL that may not be the endpoint's alone.
     *
     * @param compatibility whether it refuses what PostgreSQL has and Redshift has not
     * @param cluster is told of what is made beyond a database; null if nobody wants to know
     */
    public Translator(Compatibility compatibility, @Nullable SharedCluster cluster) {
        this.compatibility = compatibility;
        this.cluster = cluster;
    }

    /**
     * Translates the text of a Parse message: one statement.
     *
     * @param sql the client's text
     * @param columns asked only where the meaning of a statement depends on what columns there are
     * @return what becomes of it
     */
    public Translation translate(String sql, Columns columns) {
        List<Translation> all = translateAll(sql, columns);
        return switch (all.size()) {
            case 0 -> Translation.of(sql, 0, sql.length(), new Edits(), List.of(), null);
            case 1 -> all.get(0);
            default -> {
                for (Translation translation : all) {
                    if (!translation.isPlain()) {
                        yield Translation.refused(sql, new RedshiftError(RedshiftError.SYNTAX_ERROR,
                                "cannot insert multiple commands into a prepared statement", null,
                                "send one statement at a time", -1));
                    }
                }
                yield Translation.joined(sql, all);
            }
        };
    }

    /**
     * Translates the text of a simple query: any number of statements.
     *
     * @param sql the client's text
     * @param columns asked only where the meaning of a statement depends on what columns there are
     * @return what becomes of each, in their order
     */
    public List<Translation> translateAll(String sql, Columns columns) {
        return statements(sql, columns).stream().map(Supplier::get).toList();
    }

    /**
     * Cuts the text of a simple query into its statements, to be translated one by one: a statement's columns may be
     * those of a table that the statement before it makes.
     *
     * @param sql the client's text
     * @param columns asked only where the meaning of a statement depends on what columns there are
     * @return what translates each, in their order
     */
    public List<Supplier<Translation>> statements(String sql, Columns columns) {
        List<Supplier<Translation>> statements = new ArrayList<>();
        List<Token> statement = new ArrayList<>();
        List<Token> tokens = Tokenizer.tokenize(sql);
        int start = 0;
        for (Token token : tokens) {
            if (token.isSign(";")) {
                if (!statement.isEmpty()) {
                    List<Token> own = List.copyOf(statement);
                    int from = start;
                    statements.add(() -> translate(sql, own, from, token.start(), columns));
                    statement.clear();
                }
                start = token.end();
            } else {
                statement.add(token);
            }
        }
        if (!statement.isEmpty()) {
            // a lone statement keeps the whole text, so that nothing changes where nothing must
            int from = statements.isEmpty() ? 0 : start;
            statements.add(() -> translate(sql, statement, from, sql.length(), columns));
        } else if (statements.size() == 1) {
            List<Token> lone = tokens.stream().filter(token -> !token.isSign(";")).toList();
            return List.of(() -> translate(sql, lone, 0, sql.length(), columns));
        }
        return statements;
    }

    /**
     * A statement that was held against every rule, as far as one does not hide the next.
     *
     * @param tokens its tokens, at their places in the text
     * @param translation what becomes of it, if nothing is wrong with it
     * @param refusals what is wrong with it, in the order of the text; each has the name of its rule
     * @param isTranslated whether all of it could be translated, so that PostgreSQL's grammar can be asked as well
     */
    public record Examined(List<Token> tokens, Translation translation, List<RedshiftError> refusals,
            boolean isTranslated) {
    }

    /**
     * Holds each statement of a text against all rules, and goes on where {@link #statements} would end with the first
     * that is broken.
     *
     * @param sql any number of statements
     * @param columns asked only where the meaning of a statement depends on what columns there are
     * @return what examines each, in their order
     */
    public List<Supplier<Examined>> examine(String sql, Columns columns) {
        List<Supplier<Examined>> examined = new ArrayList<>();
        List<Token> statement = new ArrayList<>();
        int start = 0;
        for (Token token : Tokenizer.tokenize(sql)) {
            if (!token.isSign(";")) {
                statement.add(token);
                continue;
            }
            addExamined(examined, sql, statement, start, token.start(), columns);
            statement = new ArrayList<>();
            start = token.end();
        }
        addExamined(examined, sql, statement, start, sql.length(), columns);
        return examined;
    }

    private void addExamined(List<Supplier<Examined>> examined, String sql, List<Token> tokens, int from, int to,
            Columns columns) {
        if (!tokens.isEmpty()) {
            examined.add(() -> examine(sql, tokens, from, to, columns));
        }
    }

    private Examined examine(String sql, List<Token> tokens, int from, int to, Columns columns) {
        List<RedshiftError> refusals = new ArrayList<>();
        Statement statement = new Statement(sql, tokens, from, to, refusals::add);
        int refused;
        Translation translation;
        try {
            refuse(statement);
            refused = refusals.size();
            translation = translate(statement, sql, columns);
        } catch (RedshiftError e) {
            refused = -1;
            refusals.add(e);
            translation = Translation.refused(sql, e);
        }
        boolean translated = refused == refusals.size();
        Set<Integer> places = new HashSet<>();
        refusals.removeIf(error -> !places.add(error.position()));
        refusals.sort(Comparator.comparingInt(RedshiftError::position));
        refusals.forEach(error -> name(error, statement));
        return new Examined(tokens, translation, refusals, translated);
    }

    /** What has no name of its own is named after its statement. */
    private static void name(RedshiftError error, Statement statement) {
        if (error.rule() == null) {
            String first = first(statement);
            boolean defines = Set.of("create", "alter", "drop").contains(first) && statement.size() > 1;
            int kind = statement.looking(1, "or", "replace") ? 3 : statement.word(1, "temp")
                    || statement.word(1, "temporary") || statement.word(1, "local") ? 2 : 1;
            error.named(!defines ? first : first + "-" + statement.token(Math.min(kind, statement.size() - 1)).name());
        }
    }

    /** Refuses what Redshift does not have. COPY and UNLOAD have a grammar and errors of their own. */
    private void refuse(Statement statement) {
        if (compatibility == Compatibility.STRICT && !isCopyOrUnload(statement)) {
            Refusals.check(statement);
            Routines.check(statement);
        }
    }

    private Translation translate(String sql, List<Token> tokens, int from, int to, Columns columns) {
        try {
            Statement statement = new Statement(sql, tokens, from, to);
            refuse(statement);
            return translate(statement, sql, columns);
        } catch (RedshiftError e) {
            return Translation.refused(sql, e);
        }
    }

    private Translation translate(Statement statement, String sql, Columns columns) {
        List<Token> tokens = statement.tokens();
        switch (first(statement)) {
            case "copy" -> {
                return Translation.ofCopy(sql, CopyStatement.parse(sql, tokens));
            }
            case "unload" -> {
                return unload(statement, sql, UnloadStatement.parse(sql, tokens), columns);
            }
            default -> {
                // all others are PostgreSQL's after their rules
            }
        }
        if (cluster != null) {
            OtherServers.rewrite(statement, cluster);
        }
        Translation translated = rewrite(statement, columns);
        if (statement.word(0, "call")) {
            translated.calling();
        }
        for (Token token : tokens) {
            if (token.is("pg_last_query_id")) {
                translated.askingForLastQuery();
            } else if (token.isName() && QUERY_VIEWS.contains(token.name())) {
                translated.askingForQueries();
            }
        }
        return translated;
    }

    /** The rules for one statement: those of its kind, those of queries, those of expressions. */
    static Translation rewrite(Statement statement, Columns columns) {
        Statement current = Views.isLateBinding(statement) ? statement : LateBinding.expand(statement, columns);
        current = ProcedureSignatures.rewrite(current, columns);
        switch (first(current)) {
            case "create" -> Create.rewrite(current, columns);
            case "alter" -> Alter.rewrite(current);
            case "drop" -> Commands.drop(current);
            case "merge" -> current = Merge.rewrite(current);
            case "grant", "revoke" -> Users.grant(current);
            case "refresh" -> Views.refresh(current);
            case "delete", "truncate", "vacuum", "analyze", "analyse", "cancel", "use" -> Commands.rewrite(current);
            case "set", "reset" -> Parameters.rewrite(current);
            case "show" -> Show.rewrite(current);
            case "explain" -> Explain.rewrite(current, columns);
            case "begin", "start" -> Commands.begin(current);
            default -> {
                // nothing that PostgreSQL would not take as a whole
            }
        }
        SuperLiterals.declare(statement, columns);
        if (!current.isReplaced()) {
            SuperLiterals.rewrite(current, columns);
            current = Queries.rewrite(current, columns);
            current = Numbers.rewrite(current, columns);
            Booleans.check(current, columns);
            Expressions.rewrite(current);
        }
        return current.translated();
    }

    /**
     * The query of an UNLOAD is translated as any other; what is wrong with it is shown where it stands in its string.
     */
    private Translation unload(Statement statement, String sql, UnloadStatement unload, Columns columns) {
        String query = unload.query();
        List<Token> tokens = Tokenizer.tokenize(query);
        Translation translated;
        if (statement.refusals() == null) {
            translated = translate(query, tokens, 0, query.length(), columns);
            RedshiftError error = translated.error();
            if (error != null) {
                throw error.at(place(unload, error));
            }
        } else {
            Examined examined = examine(query, tokens, 0, query.length(), columns);
            examined.refusals().forEach(error -> statement.refuse(error.at(place(unload, error))));
            translated = examined.translation();
        }
        return Translation.ofUnload(sql, unload, translated);
    }

    private static int place(UnloadStatement unload, RedshiftError error) {
        return error.position() < 0 ? unload.queryPosition() : unload.placeInSql(error.position());
    }

    /** Statements with a grammar and errors of their own. */
    private static boolean isCopyOrUnload(Statement statement) {
        return statement.word(0, "copy") || statement.word(0, "unload");
    }

    private static String first(Statement statement) {
        Token first = statement.token(0);
        return first.type() == Token.Type.WORD ? first.name() : "";
    }
}
