/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal.command;

import static dev.warehouse.api.internal.command.CopyClause.ACCEPTINVCHARS;
import static dev.warehouse.api.internal.command.CopyClause.AVRO;
import static dev.warehouse.api.internal.command.CopyClause.BZIP2;
import static dev.warehouse.api.internal.command.CopyClause.CSV;
import static dev.warehouse.api.internal.command.CopyClause.DELIMITER;
import static dev.warehouse.api.internal.command.CopyClause.ENCODING;
import static dev.warehouse.api.internal.command.CopyClause.ENCRYPTED;
import static dev.warehouse.api.internal.command.CopyClause.ESCAPE;
import static dev.warehouse.api.internal.command.CopyClause.EXPLICIT_IDS;
import static dev.warehouse.api.internal.command.CopyClause.FILLRECORD;
import static dev.warehouse.api.internal.command.CopyClause.FIXEDWIDTH;
import static dev.warehouse.api.internal.command.CopyClause.GZIP;
import static dev.warehouse.api.internal.command.CopyClause.IGNOREALLERRORS;
import static dev.warehouse.api.internal.command.CopyClause.IGNOREBLANKLINES;
import static dev.warehouse.api.internal.command.CopyClause.IGNOREHEADER;
import static dev.warehouse.api.internal.command.CopyClause.JSON;
import static dev.warehouse.api.internal.command.CopyClause.LZOP;
import static dev.warehouse.api.internal.command.CopyClause.MANIFEST;
import static dev.warehouse.api.internal.command.CopyClause.MASTER_SYMMETRIC_KEY;
import static dev.warehouse.api.internal.command.CopyClause.MAXERROR;
import static dev.warehouse.api.internal.command.CopyClause.NULL_AS;
import static dev.warehouse.api.internal.command.CopyClause.ORC;
import static dev.warehouse.api.internal.command.CopyClause.PARQUET;
import static dev.warehouse.api.internal.command.CopyClause.QUOTE;
import static dev.warehouse.api.internal.command.CopyClause.READRATIO;
import static dev.warehouse.api.internal.command.CopyClause.REGION;
import static dev.warehouse.api.internal.command.CopyClause.REMOVEQUOTES;
import static dev.warehouse.api.internal.command.CopyClause.SERIALIZETOJSON;
import static dev.warehouse.api.internal.command.CopyClause.SHAPEFILE;
import static dev.warehouse.api.internal.command.CopyClause.SSH;
import static dev.warehouse.api.internal.command.CopyClause.STATUPDATE;
import static dev.warehouse.api.internal.command.CopyClause.ZSTD;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What must hold of all clauses of a command together. In the order of the tables the first flaw is the one that an
 * error tells; a builder tells all of them.
 */
final class Rules {

    /** The tables of COPY that hold for every source. */
    private static final List<Rule<CopyClause>> COPY = List.of(
            excludes(CSV, FIXEDWIDTH, REMOVEQUOTES, ESCAPE),
            excludes(FIXEDWIDTH, DELIMITER, ESCAPE, REMOVEQUOTES),
            excludes(JSON, CSV, DELIMITER, ESCAPE, FILLRECORD, FIXEDWIDTH, IGNOREBLANKLINES, NULL_AS, READRATIO,
                    REMOVEQUOTES),
            excludes(AVRO, CSV, DELIMITER, ENCODING, ESCAPE, FILLRECORD, FIXEDWIDTH, IGNOREBLANKLINES, IGNOREHEADER,
                    NULL_AS, REMOVEQUOTES),
            excludes(SHAPEFILE, FIXEDWIDTH, REMOVEQUOTES, ESCAPE),
            excludes(IGNOREALLERRORS, MAXERROR),
            columnar(PARQUET),
            columnar(ORC),
            oneOf(JSON, AVRO, CSV, PARQUET, ORC, SHAPEFILE, FIXEDWIDTH),
            oneOf(GZIP, BZIP2, LZOP, ZSTD),
            needs(QUOTE, CSV),
            Rules::nestedNeedsColumnar,
            needs(ENCRYPTED, MASTER_SYMMETRIC_KEY),
            needs(MASTER_SYMMETRIC_KEY, ENCRYPTED),
            Rules::fixedWidthIsUtf8,
            Rules::delimiterIsNoQuote);

    /** What is valid with PARQUET and ORC beside authorization; all else is refused. */
    private static final Set<CopyClause> WITH_COLUMNAR =
            EnumSet.of(PARQUET, ORC, SERIALIZETOJSON, ACCEPTINVCHARS, FILLRECORD, STATUPDATE, MANIFEST, EXPLICIT_IDS);

    /** What is refused of sources other than S3. */
    private static final Set<CopyClause> NOT_WITH_EMR = EnumSet.of(ENCRYPTED, MANIFEST, REGION, READRATIO, SSH);
    private static final Set<CopyClause> NOT_WITH_SSH = EnumSet.of(ENCRYPTED, MANIFEST);
    private static final Set<CopyClause> NOT_WITH_DYNAMODB = EnumSet.of(JSON, AVRO, CSV, PARQUET, ORC, SHAPEFILE,
            FIXEDWIDTH, DELIMITER, ESCAPE, FILLRECORD, IGNOREBLANKLINES, IGNOREHEADER, NULL_AS, REMOVEQUOTES,
            ACCEPTINVCHARS, MANIFEST, ENCRYPTED, SSH);

    private static final List<Rule<UnloadClause>> UNLOAD = List.of(
            excludes(UnloadClause.CSV, UnloadClause.FIXEDWIDTH, UnloadClause.ESCAPE, UnloadClause.ADDQUOTES),
            excludes(UnloadClause.JSON, UnloadClause.DELIMITER, UnloadClause.HEADER, UnloadClause.FIXEDWIDTH,
                    UnloadClause.ADDQUOTES, UnloadClause.ESCAPE, UnloadClause.NULL_AS),
            excludes(UnloadClause.PARQUET, UnloadClause.DELIMITER, UnloadClause.FIXEDWIDTH, UnloadClause.ADDQUOTES,
                    UnloadClause.ESCAPE, UnloadClause.NULL_AS, UnloadClause.HEADER, UnloadClause.GZIP,
                    UnloadClause.BZIP2, UnloadClause.ZSTD),
            excludes(UnloadClause.FIXEDWIDTH, UnloadClause.DELIMITER, UnloadClause.HEADER, UnloadClause.ADDQUOTES,
                    UnloadClause.ESCAPE),
            excludes(UnloadClause.ALLOWOVERWRITE, UnloadClause.CLEANPATH),
            oneOf(UnloadClause.GZIP, UnloadClause.BZIP2, UnloadClause.ZSTD),
            oneOf(UnloadClause.CSV, UnloadClause.JSON, UnloadClause.PARQUET, UnloadClause.FIXEDWIDTH),
            excludes(UnloadClause.MASTER_SYMMETRIC_KEY, UnloadClause.KMS_KEY_ID),
            needs(UnloadClause.ROWGROUPSIZE, UnloadClause.PARQUET),
            needs(UnloadClause.KMS_KEY_ID, UnloadClause.ENCRYPTED),
            needs(UnloadClause.MASTER_SYMMETRIC_KEY, UnloadClause.ENCRYPTED),
            Rules::autoKeyIsAlone,
            Rules::unloadDelimiterIsNoSign);

    private Rules() {
    }

    /** One rule: tells each way in which clauses break it. */
    @FunctionalInterface
    private interface Rule<C extends Enum<C> & Clause> {
        void check(Clauses<C> clauses, Consumer<Problem<C>> problems);
    }

    static List<Problem<CopyClause>> copy(String source, Clauses<CopyClause> clauses) {
        List<Problem<CopyClause>> problems = check(COPY, clauses);
        if (source.startsWith("emr://")) {
            notWith("emr://", NOT_WITH_EMR, clauses, problems::add);
        } else if (source.startsWith("dynamodb://")) {
            notWith("dynamodb://", NOT_WITH_DYNAMODB, clauses, problems::add);
            if (!clauses.has(READRATIO)) {
                problems.add(new Problem<>(null, new Flaw("COPY from dynamodb:// needs READRATIO",
                        "Add READRATIO with the percentage of the table's throughput, 1 to 200.")));
            }
        } else {
            if (clauses.has(READRATIO)) {
                problems.add(new Problem<>(READRATIO,
                        new Flaw("READRATIO goes with dynamodb://, not with s3://", "Leave it out.")));
            }
            if (clauses.has(SSH)) {
                notWith("SSH", NOT_WITH_SSH, clauses, problems::add);
            }
        }
        return problems;
    }

    static List<Problem<UnloadClause>> unload(Clauses<UnloadClause> clauses) {
        return check(UNLOAD, clauses);
    }

    private static <C extends Enum<C> & Clause> List<Problem<C>> check(List<Rule<C>> rules, Clauses<C> clauses) {
        List<Problem<C>> problems = new ArrayList<>();
        // two rules may say the same of two formats
        rules.forEach(rule -> rule.check(clauses, problem -> {
            boolean told = problems.stream().anyMatch(other -> sameClauses(other, problem));
            if (!told) {
                problems.add(problem);
            }
        }));
        return problems;
    }

    private static boolean sameClauses(Problem<?> one, Problem<?> other) {
        return one.flaw().hint() != null && one.flaw().hint().equals(other.flaw().hint());
    }

    // ---- kinds of rules

    @SafeVarargs
    private static <C extends Enum<C> & Clause> Rule<C> excludes(C clause, C... others) {
        return (clauses, problems) -> {
            if (clauses.has(clause)) {
                for (C other : others) {
                    if (clauses.has(other)) {
                        problems.accept(conflict(other, clause));
                    }
                }
            }
        };
    }

    @SafeVarargs
    private static <C extends Enum<C> & Clause> Rule<C> oneOf(C... group) {
        return (clauses, problems) -> {
            C first = null;
            for (C clause : group) {
                if (clauses.has(clause)) {
                    if (first != null) {
                        problems.accept(conflict(clause, first));
                    } else {
                        first = clause;
                    }
                }
            }
        };
    }

    private static <C extends Enum<C> & Clause> Rule<C> needs(C clause, C other) {
        return (clauses, problems) -> {
            if (clauses.has(clause) && !clauses.has(other)) {
                problems.accept(new Problem<>(clause, new Flaw(clause.words() + " needs " + other.words(),
                        "Add " + other.words() + " or leave out " + clause.words() + ".")));
            }
        };
    }

    private static <C extends Enum<C> & Clause> Problem<C> conflict(C clause, C other) {
        // in the order of the enum, so that the same two clauses always get the same way out
        boolean ordered = clause.compareTo(other) > 0;
        return new Problem<>(clause, new Flaw(clause.words() + " is not supported with " + other.words(),
                "Leave out " + (ordered ? clause : other).words() + " or " + (ordered ? other : clause).words() + "."));
    }

    // ---- rules of COPY

    private static Rule<CopyClause> columnar(CopyClause format) {
        return (clauses, problems) -> {
            if (!clauses.has(format)) {
                return;
            }
            for (CopyClause clause : CopyClause.values()) {
                if (clauses.has(clause) && !WITH_COLUMNAR.contains(clause)) {
                    problems.accept(clause == REGION
                            ? new Problem<>(clause, new Flaw("REGION argument is not supported for " + format.words()
                                    + " based COPY", "Leave out REGION; the bucket must be in the cluster's region."))
                            : conflict(clause, format));
                }
            }
        };
    }

    private static void nestedNeedsColumnar(Clauses<CopyClause> clauses, Consumer<Problem<CopyClause>> problems) {
        if (clauses.has(SERIALIZETOJSON) && !clauses.has(PARQUET) && !clauses.has(ORC)) {
            problems.accept(new Problem<>(SERIALIZETOJSON, new Flaw("SERIALIZETOJSON needs PARQUET or ORC",
                    "Add PARQUET or ORC, or leave out SERIALIZETOJSON.")));
        }
    }

    private static void fixedWidthIsUtf8(Clauses<CopyClause> clauses, Consumer<Problem<CopyClause>> problems) {
        if (clauses.has(FIXEDWIDTH) && !clauses.text(ENCODING).orElse("UTF8").equals("UTF8")) {
            problems.accept(conflict(ENCODING, FIXEDWIDTH));
        }
    }

    private static void delimiterIsNoQuote(Clauses<CopyClause> clauses, Consumer<Problem<CopyClause>> problems) {
        if (clauses.has(CSV) && clauses.text(DELIMITER).orElse(",").equals(clauses.text(QUOTE).orElse("\""))) {
            problems.accept(new Problem<>(clauses.has(DELIMITER) ? DELIMITER : QUOTE,
                    new Flaw("DELIMITER and QUOTE are the same character", "Choose another for one of them.")));
        }
    }

    private static void notWith(String source, Set<CopyClause> refused, Clauses<CopyClause> clauses,
            Consumer<Problem<CopyClause>> problems) {
        for (CopyClause clause : refused) {
            if (clauses.has(clause)) {
                problems.accept(new Problem<>(clause, new Flaw(clause.words() + " is not supported with " + source,
                        "Leave out " + clause.words() + ".")));
            }
        }
    }

    // ---- rules of UNLOAD

    private static void autoKeyIsAlone(Clauses<UnloadClause> clauses, Consumer<Problem<UnloadClause>> problems) {
        if (clauses.text(UnloadClause.ENCRYPTED).orElse("").equals("AUTO")) {
            for (UnloadClause key : List.of(UnloadClause.KMS_KEY_ID, UnloadClause.MASTER_SYMMETRIC_KEY)) {
                if (clauses.has(key)) {
                    problems.accept(new Problem<>(key, new Flaw(key.words() + " is not supported with ENCRYPTED AUTO",
                            "Leave out AUTO to use this key, or " + key.words() + " to use the bucket's.")));
                }
            }
        }
    }

    private static void unloadDelimiterIsNoSign(Clauses<UnloadClause> clauses,
            Consumer<Problem<UnloadClause>> problems) {
        String delimiter = clauses.text(UnloadClause.DELIMITER).orElse("");
        if (clauses.has(UnloadClause.CSV) && delimiter.equals("\"")) {
            problems.accept(new Problem<>(UnloadClause.DELIMITER, new Flaw(
                    "DELIMITER cannot be the quotation mark with CSV", "Choose another one.")));
        }
        if (clauses.has(UnloadClause.ESCAPE) && delimiter.equals("\\")) {
            problems.accept(new Problem<>(UnloadClause.DELIMITER, new Flaw(
                    "DELIMITER cannot be the backslash with ESCAPE", "Choose another one.")));
        }
    }
}
