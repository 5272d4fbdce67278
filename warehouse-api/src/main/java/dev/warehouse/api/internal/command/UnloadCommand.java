/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * An UNLOAD as a value: what {@link #parse} makes of a text, and {@link #sql()} makes a text of. What two texts that
 * mean the same parse to is equal. Defined by UNLOAD in the Amazon Redshift Database Developer Guide.
 *
 * @param query one SELECT, quotes resolved, without a semicolon
 * @param target for example {@code s3://bucket/prefix}
 * @param authorization with whose rights
 * @param clauses everything else
 */
public record UnloadCommand(String query, String target, Authorization authorization,
        Clauses<UnloadClause> clauses) {

    /** The smallest MAXFILESIZE: 5 MB. */
    public static final long LEAST_FILE = 5L << 20;
    /** The largest MAXFILESIZE, and what it is without a word: 6.2 GB. */
    public static final long LARGEST_FILE = (1L << 30) * 62 / 10;

    private static final List<String> FORMATS = List.of("csv", "json", "parquet");

    public UnloadCommand {
        query = checkedQuery(query, -1);
    }

    /**
     * What a text says, and where.
     *
     * @param command what
     * @param places where
     */
    public record Parsed(UnloadCommand command, Places<UnloadClause> places) {
    }

    /**
     * Reads an UNLOAD.
     *
     * @param sql its text, for nothing but positions
     * @param tokens its tokens, from the word UNLOAD to the end
     * @return the command
     * @throws RedshiftError a syntax error at its position, or a combination that Redshift refuses
     */
    public static Parsed parse(String sql, List<Token> tokens) {
        TokenReader reader = new TokenReader(sql, tokens);
        reader.expect("unload");
        if (!reader.sign("(")) {
            throw reader.unexpected("the query stands in brackets and quotes: UNLOAD ('select …')");
        }
        int queryPosition = reader.here();
        String query = checkedQuery(
                reader.string("UNLOAD", "a query in single quotes or between $$"), queryPosition);
        if (!reader.sign(")")) {
            throw reader.unexpected("a bracket closes behind the query");
        }
        reader.expect("to");
        int targetPosition = reader.here();
        String target = target(reader);
        CommandReader<UnloadClause> clauses =
                new CommandReader<>("UNLOAD", reader, UnloadClause.class, FORMATS, "CSV, JSON, PARQUET");
        clauses.read();
        UnloadCommand command = new UnloadCommand(query, target, clauses.authorization(), clauses.clauses());
        Places<UnloadClause> places =
                new Places<>(queryPosition, targetPosition, clauses.columnPositions(), clauses.positions());
        if (clauses.hasCredentials() && command.clauses.has(UnloadClause.KMS_KEY_ID)) {
            throw RedshiftError.syntax("KMS_KEY_ID is not supported with CREDENTIALS",
                    "Write IAM_ROLE, or ACCESS_KEY_ID and SECRET_ACCESS_KEY, in place of CREDENTIALS.",
                    places.of(UnloadClause.KMS_KEY_ID));
        }
        command.problems().stream().findFirst().ifPresent(problem -> {
            UnloadClause clause = problem.clause();
            throw RedshiftError.syntax(problem.flaw().message(), problem.flaw().hint(),
                    clause == null ? targetPosition : places.of(clause));
        });
        return new Parsed(command, places);
    }

    private static String target(TokenReader reader) {
        int position = reader.here();
        String target = reader.string("TO", "a target in single quotes");
        if (!target.startsWith("s3://")) {
            throw RedshiftError.syntax("the target of UNLOAD must begin with s3://",
                    "Write UNLOAD ('select …') TO 's3://bucket/prefix' IAM_ROLE default.", position);
        }
        if (target.length() == "s3://".length() || target.startsWith("s3:///")) {
            throw RedshiftError.syntax("the target names no bucket", "Write 's3://bucket/prefix'.", position);
        }
        return target;
    }

    /**
     * Checks a query as UNLOAD does.
     *
     * @param text one SELECT
     * @return the query without what follows it
     * @throws RedshiftError if UNLOAD does not take it, without a position
     */
    public static String query(String text) {
        return checkedQuery(text, -1);
    }

    /** The query without what follows it; refuses what UNLOAD does. */
    private static String checkedQuery(String text, int position) {
        if (text.indexOf('\0') >= 0) {
            throw RedshiftError.syntax("the query of UNLOAD holds the character NUL", "Leave it out.", position);
        }
        List<Token> words = new ArrayList<>(Tokenizer.tokenize(text));
        while (!words.isEmpty() && words.get(words.size() - 1).isSign(";")) {
            words.remove(words.size() - 1);
        }
        if (words.isEmpty()) {
            throw RedshiftError.syntax("the query of UNLOAD is empty", "Write UNLOAD ('select …').", position);
        }
        Token first = words.get(0);
        if (!first.is("select") && !first.is("with") && !first.isSign("(")) {
            throw RedshiftError.syntax("UNLOAD takes a SELECT", "Write UNLOAD ('select …').", position);
        }
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            Token word = words.get(i);
            depth += word.isSign("(") ? 1 : word.isSign(")") ? -1 : 0;
            if (word.isSign(";")) {
                throw RedshiftError.syntax("UNLOAD takes one query, not several", null, position);
            }
            boolean name = i > 0 && (words.get(i - 1).isSign(".") || words.get(i - 1).is("as"));
            if (depth == 0 && word.is("limit") && !name) {
                throw new RedshiftError(RedshiftError.FEATURE_NOT_SUPPORTED, "Limit clause is not supported",
                        "The outer SELECT of UNLOAD cannot have a LIMIT.",
                        "Nest it: UNLOAD ('select * from (select … limit 10)').", position);
            }
        }
        return text.substring(0, words.get(words.size() - 1).end());
    }

    /**
     * Every way in which clauses do not go together.
     *
     * @return the problems, the weightiest first; empty if Redshift takes the command
     */
    public List<Problem<UnloadClause>> problems() {
        return Rules.unload(clauses);
    }

    /**
     * The statement, keys included.
     *
     * @return the text, a line a clause
     */
    public String sql() {
        return render(false);
    }

    /**
     * The statement for readers: keys are masked.
     *
     * @return the text, a line a clause
     */
    public String maskedSql() {
        return render(true);
    }

    private String render(boolean masked) {
        StringBuilder sql = new StringBuilder("UNLOAD (").append(StringLiterals.quote(query)).append(")\nTO ")
                .append(Arguments.literal(target)).append('\n').append(authorization.render(masked));
        clauses.render(sql, masked);
        return sql.toString();
    }

    /** For readers, keys masked. */
    @Override
    public String toString() {
        return maskedSql();
    }
}
