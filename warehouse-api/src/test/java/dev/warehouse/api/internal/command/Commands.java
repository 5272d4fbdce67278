/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import dev.warehouse.api.internal.sql.Tokenizer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any command that Redshift takes, with nasty text wherever text is free. */
final class Commands {

    private Commands() {
    }

    static CopyCommand copy(String sql) {
        return CopyCommand.parse(sql, Tokenizer.tokenize(sql)).command();
    }

    static UnloadCommand unload(String sql) {
        return UnloadCommand.parse(sql, Tokenizer.tokenize(sql)).command();
    }

    /** Text of signs that end strings, begin comments and separate statements. */
    static Arbitrary<String> text() {
        return Arbitraries.strings().withChars("'\"\\;$-/*#()[]{}=,: \t\r\n\0\u007fNnt01ab\u00e9\u4e2d").ofMaxLength(12);
    }

    static Arbitrary<CopyCommand> copies() {
        Arbitrary<String> names = names();
        return Combinators.combine(names.list().ofMinSize(1).ofMaxSize(3), names.list().uniqueElements().ofMaxSize(3),
                sources(), authorizations(), clauses(CopyClause.class)).as(CopyCommand::new).map(Commands::mended);
    }

    static Arbitrary<UnloadCommand> unloads() {
        Arbitrary<String> queries = text().map(text -> "select '" + text.replace("\\", "\\\\").replace("'", "''")
                .replace("\0", "") + "' as \"limit\" from t");
        return Combinators.combine(queries, text().map(text -> "s3://bucket/" + text), authorizations(),
                clauses(UnloadClause.class)).as(UnloadCommand::new).map(Commands::mended);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(Arbitraries.of("t", "users", "select", "#stage"),
                text().filter(text -> !text.isEmpty()).map(text -> text.toLowerCase(Locale.ROOT)));
    }

    private static Arbitrary<String> sources() {
        return Combinators.combine(Arbitraries.of("s3://b/", "s3://b", "emr://j/", "dynamodb://t"), text())
                .as(String::concat);
    }

    private static Arbitrary<Authorization> authorizations() {
        Arbitrary<Secret> secrets = text().map(text -> new Secret("hush" + text));
        return Arbitraries.oneOf(
                Arbitraries.of(Authorization.DEFAULT, new Authorization.Session()),
                Arbitraries.of("arn:aws:iam::123456789012:role/it's", "arn:aws-cn:iam::1:role/a\\b/c").list()
                        .ofMinSize(1).ofMaxSize(3).map(Authorization.Roles::new),
                Combinators.combine(secrets, secrets, secrets.injectNull(0.5)).as(Authorization.Keys::new));
    }

    private static <C extends Enum<C> & Clause> Arbitrary<Clauses<C>> clauses(Class<C> type) {
        return Arbitraries.of(type).set().ofMaxSize(8).flatMap(chosen -> {
            Arbitrary<Clauses<C>> clauses = Arbitraries.just(Clauses.none(type));
            for (C clause : chosen) {
                clauses = Combinators.combine(clauses, argument(clause)).as((former, argument) ->
                        former.with(clause, argument));
            }
            return clauses;
        });
    }

    /** What a clause takes; the names of the two enums are distinct where their arguments are. */
    private static Arbitrary<?> argument(Clause clause) {
        boolean unload = clause instanceof UnloadClause;
        return switch (((Enum<?>) clause).name()) {
            case "JSON", "AVRO" -> unload ? Arbitraries.just(true) : Arbitraries.oneOf(
                    Arbitraries.of("auto", "auto ignorecase"), text().map(text -> "s3://b/" + text));
            case "QUOTE", "ACCEPTINVCHARS" -> Arbitraries.of("?", "'", "\"", "\\", "\t", "\u007f");
            case "SHAPEFILE" -> Arbitraries.of(Simplify.NOT, new Simplify(true, true, null),
                    new Simplify(true, false, new BigDecimal("0.50")), new Simplify(true, true, new BigDecimal("1E+3")));
            case "FIXEDWIDTH" -> Combinators.combine(text().map(text -> text.replace(",", "").trim()),
                    Arbitraries.integers().between(1, 99)).as(FixedWidthColumn::new).list().ofMinSize(1).ofMaxSize(3)
                    .map(Widths::new);
            case "DELIMITER" -> unload ? Arbitraries.of("\t", "\\", "'", "\u0001", "\"")
                    : text().filter(text -> !text.isEmpty() && !text.contains("\n") && !text.contains("\r"));
            case "NULL_AS" -> text().filter(text -> !text.contains("\n") && !text.contains("\r"));
            case "MASTER_SYMMETRIC_KEY" -> text().map(text -> new Secret("hush" + text));
            case "KMS_KEY_ID" -> text().map(text -> "k" + text);
            case "REGION" -> Arbitraries.of("us-west-2", "cn-north-1");
            case "EXTENSION" -> text().map(text -> "e" + text.replace("/", "").replace("\0", ""));
            case "READRATIO" -> Arbitraries.longs().between(1, 200);
            case "ENCODING" -> Arbitraries.of("UTF8", "utf-16", "UTF16LE", "ISO88591");
            case "DATEFORMAT", "TIMEFORMAT" -> Arbitraries.of("auto", "YYYY-MM-DD", "MM'DD\\YYYY", "DD MON;YY");
            case "IGNOREHEADER", "MAXERROR" -> Arbitraries.longs().between(0, 100_000);
            case "COMPROWS" -> Arbitraries.longs().between(1000, Integer.MAX_VALUE);
            case "COMPUPDATE" -> Arbitraries.of("ON", "OFF", "PRESET");
            case "STATUPDATE", "PARALLEL" -> Arbitraries.of("ON", "OFF");
            case "PARTITION_BY" -> Combinators.combine(names().list().uniqueElements().ofMinSize(1).ofMaxSize(3),
                    Arbitraries.of(true, false)).as(PartitionBy::new);
            case "MANIFEST" -> unload ? Arbitraries.of("", "VERBOSE") : Arbitraries.just(true);
            case "ENCRYPTED" -> unload ? Arbitraries.of("", "AUTO") : Arbitraries.just(true);
            case "MAXFILESIZE" -> Arbitraries.longs().between(UnloadCommand.LEAST_FILE, UnloadCommand.LARGEST_FILE);
            case "ROWGROUPSIZE" -> Arbitraries.longs().between(32, 128).map(megabytes -> megabytes << 20);
            default -> Arbitraries.just(true);
        };
    }

    /** Without the clauses that do not go together. */
    private static CopyCommand mended(CopyCommand command) {
        CopyCommand mended = command;
        for (List<Problem<CopyClause>> left = mended.problems(); !left.isEmpty(); left = mended.problems()) {
            CopyClause clause = left.get(0).clause();
            mended = new CopyCommand(mended.table(), mended.columns(), mended.source(), mended.authorization(),
                    clause == null ? mended.clauses().with(CopyClause.READRATIO, 50L) : mended.clauses().without(clause));
        }
        return mended;
    }

    private static UnloadCommand mended(UnloadCommand command) {
        UnloadCommand mended = command;
        for (List<Problem<UnloadClause>> left = mended.problems(); !left.isEmpty(); left = mended.problems()) {
            mended = new UnloadCommand(mended.query(), mended.target(), mended.authorization(), mended.clauses()
                    .without(Objects.requireNonNull(left.get(0).clause())));
        }
        return mended;
    }
}
