/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A COPY as a value: what {@link #parse} makes of a text, and {@link #sql()} makes a text of. What two texts that mean
 * the same parse to is equal. Defined by COPY and its parameter pages in the Amazon Redshift Database Developer Guide.
 *
 * @param table the target's name in lower case: table, or schema and table, or database, schema and table
 * @param columns the listed columns in lower case; empty for all
 * @param source for example {@code s3://bucket/prefix}
 * @param authorization with whose rights
 * @param clauses everything else
 */
public record CopyCommand(List<String> table, List<String> columns, String source, Authorization authorization,
        Clauses<CopyClause> clauses) {

    private static final List<String> FORMATS =
            List.of("csv", "json", "avro", "parquet", "orc", "shapefile", "delimiter", "fixedwidth");

    public CopyCommand {
        table = List.copyOf(table);
        columns = List.copyOf(columns);
    }

    /**
     * What a text says, and where.
     *
     * @param command what
     * @param places where
     */
    public record Parsed(CopyCommand command, Places<CopyClause> places) {
    }

    /**
     * Reads a COPY.
     *
     * @param sql its text, for nothing but positions
     * @param tokens its tokens, from the word COPY to the end or a semicolon
     * @return the command
     * @throws RedshiftError a syntax error at its position, or a combination that Redshift refuses
     */
    public static Parsed parse(String sql, List<Token> tokens) {
        TokenReader reader = new TokenReader(sql, tokens);
        reader.expect("copy");
        if (reader.peekIsSign("(")) {
            throw RedshiftError.syntax("COPY takes a table, not a query", "UNLOAD writes the rows of a query.",
                    reader.here());
        }
        int tablePosition = reader.here();
        List<String> table = table(reader);
        List<Integer> columnPositions = new ArrayList<>();
        List<String> columns = columns(reader, columnPositions);
        if (reader.peekIs("to")) {
            throw RedshiftError.syntax("COPY … TO does not exist in Redshift",
                    "UNLOAD writes the rows of a query to S3.", reader.here());
        }
        reader.expect("from");
        int sourcePosition = reader.here();
        String source = source(reader);
        CommandReader<CopyClause> clauses = new CommandReader<>("COPY", reader, CopyClause.class, FORMATS,
                "CSV, JSON, AVRO, PARQUET, ORC, SHAPEFILE");
        clauses.read();
        CopyCommand command = new CopyCommand(table, columns, source, clauses.authorization(), clauses.clauses());
        Places<CopyClause> places =
                new Places<>(tablePosition, sourcePosition, columnPositions, clauses.positions());
        command.problems().stream().findFirst().ifPresent(problem -> {
            CopyClause clause = problem.clause();
            throw RedshiftError.syntax(problem.flaw().message(), problem.flaw().hint(),
                    clause == null ? sourcePosition : places.of(clause));
        });
        return new Parsed(command, places);
    }

    /**
     * Reads the name of a table.
     *
     * @param text as it is rendered, such as {@code "public"."users"}
     * @return its parts in lower case
     * @throws IllegalArgumentException if it is no table's name
     */
    public static List<String> tableName(String text) {
        TokenReader reader = new TokenReader(text, Tokenizer.tokenize(text));
        try {
            List<String> table = table(reader);
            reader.end();
            return table;
        } catch (RedshiftError e) {
            throw new IllegalArgumentException("target must be a table with a name, was " + text, e);
        }
    }

    private static List<String> table(TokenReader reader) {
        int position = reader.here();
        List<String> table = new ArrayList<>();
        do {
            boolean temporary = !reader.atEnd() && reader.peek().type() == Token.Type.SIGN
                    && reader.peek().text().startsWith("#") && reader.peek().text().length() > 1
                    && Character.isLetter(reader.peek().text().codePointAt(1));
            table.add(temporary ? reader.next().text().toLowerCase(Locale.ROOT)
                    : reader.name("a table name must stand here"));
        } while (reader.sign("."));
        if (table.size() > 3) {
            throw RedshiftError.syntax("improper qualified name (too many dotted names): " + String.join(".", table),
                    "Write table, schema.table or database.schema.table.", position);
        }
        return table;
    }

    private static List<String> columns(TokenReader reader, List<Integer> positions) {
        List<String> columns = new ArrayList<>();
        if (reader.sign("(")) {
            do {
                int position = reader.here();
                String column = reader.name("a column name must stand here");
                if (columns.contains(column)) {
                    throw new RedshiftError("42701", "column \"" + column + "\" specified more than once", null,
                            "Name each column once in the column list.", position);
                }
                columns.add(column);
                positions.add(position);
            } while (reader.sign(","));
            if (!reader.sign(")")) {
                throw reader.unexpected(null);
            }
        }
        return columns;
    }

    private static String source(TokenReader reader) {
        int position = reader.here();
        String hint = "Redshift loads from S3: COPY … FROM 's3://bucket/prefix' IAM_ROLE default.";
        for (String word : List.of("stdin", "program", "stdout")) {
            if (reader.peekIs(word)) {
                throw RedshiftError.syntax(
                        "COPY FROM " + word.toUpperCase(Locale.ROOT) + " does not exist in Redshift", hint, position);
            }
        }
        String source = reader.string("FROM", "a source in single quotes");
        if (List.of("s3://", "emr://", "dynamodb://").stream().noneMatch(source::startsWith)) {
            throw RedshiftError.syntax("the source of COPY must begin with s3://", hint, position);
        }
        String rest = source.substring(source.indexOf("://") + 3);
        if (rest.isEmpty() || rest.startsWith("/")) {
            throw source.startsWith("s3:")
                    ? RedshiftError.syntax("the source names no bucket", "Write 's3://bucket/prefix'.", position)
                    : RedshiftError.syntax("the source names nothing behind ://",
                            "Write 'emr://cluster/path' or 'dynamodb://table'.", position);
        }
        return source;
    }

    /**
     * Every way in which clauses do not go together.
     *
     * @return the problems, the weightiest first; empty if Redshift takes the command
     */
    public List<Problem<CopyClause>> problems() {
        return Rules.copy(source, clauses);
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
        StringBuilder sql = new StringBuilder("COPY ")
                .append(table.stream().map(Names::table).collect(Collectors.joining(".")));
        if (!columns.isEmpty()) {
            sql.append(columns.stream().map(Names::quoted).collect(Collectors.joining(", ", " (", ")")));
        }
        sql.append("\nFROM ").append(Arguments.literal(source)).append('\n').append(authorization.render(masked));
        clauses.render(sql, masked);
        return sql.toString();
    }

    /** For readers, keys masked. */
    @Override
    public String toString() {
        return maskedSql();
    }
}
