/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CREATE TABLE and CREATE TABLE AS: types, attributes and table options that PostgreSQL does not know are taken out or
 * replaced, and remembered. Keys are declared, not enforced.
 *
 * <p>Source: the page CREATE TABLE of the Redshift Database Developer Guide.
 */
final class CreateTable {

    private static final Set<String> ENCODINGS = Set.of("auto", "az64", "bytedict", "delta", "delta32k", "lzo",
            "mostly8", "mostly16", "mostly32", "raw", "runlength", "text255", "text32k", "zstd", "none");

    private static final int MOST_COMPOUND_KEYS = 400;
    private static final int MOST_INTERLEAVED_KEYS = 8;

    private final Statement statement;
    private final TableDesign design = new TableDesign();
    private final List<String> columns = new ArrayList<>();
    private final Set<String> superColumns = new HashSet<>();

    private CreateTable(Statement statement) {
        this.statement = statement;
    }

    static void rewrite(Statement statement, int table, boolean temporary) {
        new CreateTable(statement).run(table, temporary);
    }

    /** The options of a materialized view, which are those of a table. */
    static void options(Statement statement, String view, int from, int to) {
        CreateTable options = new CreateTable(statement);
        int end = options.tableOptions(from);
        if (end < to) {
            throw statement.syntax("not an option of CREATE MATERIALIZED VIEW", end);
        }
        options.checkKeys(true);
        options.design.statements(view, false).forEach(statement::followUp);
    }

    private void run(int table, boolean temporary) {
        int at = table + 1;
        if (statement.looking(at, "if", "not", "exists")) {
            at += 3;
        }
        int nameFrom = at;
        int nameTo = statement.behindName(at);
        boolean hashName = statement.token(nameFrom).text().startsWith("#");
        if (hashName && !temporary) {
            statement.insertBehind(table - 1, " temp");
        }
        at = nameTo;
        boolean hasList = statement.sign(at, "(");
        int listFrom = at;
        int listTo = hasList ? statement.behindBrackets(at) : at;
        int optionsTo;
        try {
            optionsTo = tableOptions(listTo);
        } catch (RedshiftError error) {
            statement.refuse(error);
            elements(listFrom + 1, listTo - 1);
            return;
        }
        boolean as = statement.word(optionsTo, "as");
        if (as && hasList) {
            columnNames(listFrom);
        } else if (hasList) {
            elements(listFrom + 1, listTo - 1);
        }
        if (!as && optionsTo < statement.size()) {
            statement.refuse(refusedOption(optionsTo).named("table-option"));
            return;
        }
        if (!as && !hasList) {
            throw statement.syntax("the list of columns is missing", optionsTo);
        }
        checkKeys(as);
        for (String sql : design.statements(statement.name(nameFrom, nameTo), as)) {
            statement.followUp(sql);
        }
    }

    private RedshiftError refusedOption(int at) {
        Token token = statement.token(at);
        if (token.is("partition") || token.is("inherits") || token.is("tablespace") || token.is("with")
                || token.is("using") || token.is("on")) {
            return statement.unsupported("Redshift has no table option " + token.text().toUpperCase(Locale.ROOT),
                    "Redshift knows BACKUP, DISTSTYLE, DISTKEY, SORTKEY and ENCODE AUTO", at);
        }
        return statement.syntax("not an option of CREATE TABLE", at);
    }

    private void columnNames(int open) {
        for (int i = open + 1; !statement.sign(i, ")"); i++) {
            if (statement.token(i).isName()) {
                columns.add(statement.token(i).name());
            }
        }
    }

    // the list of columns and constraints

    private void elements(int from, int to) {
        int start = from;
        while (start < to) {
            int begin = start;
            int end = elementEnd(start, to);
            statement.part(() -> element(begin, end));
            start = end + 1;
        }
    }

    private int elementEnd(int from, int to) {
        int i = from;
        while (i < to && !statement.sign(i, ",")) {
            i = statement.sign(i, "(") ? statement.behindBrackets(i) : i + 1;
        }
        return i;
    }

    private void element(int from, int to) {
        if (from == to) {
            throw statement.syntax("a column is missing", from);
        }
        int at = from;
        if (statement.word(at, "constraint")) {
            at += 2;
        }
        if (statement.looking(at, "primary", "key") || statement.word(at, "unique") && statement.sign(at + 1, "(")) {
            return;
        }
        if (statement.looking(at, "foreign", "key")) {
            if (!statement.sign(from - 1, ",")) {
                throw statement.syntax("the columns come before the foreign keys", from);
            }
            design.foreignKey(ForeignKey.ofTable(statement, from, to));
            statement.remove(from - 1, to);
        } else if (statement.word(at, "check") || statement.word(at, "exclude")) {
            throw noCheck(at);
        } else if (statement.word(from, "like")) {
            like(from, to);
        } else {
            column(from, to);
        }
    }

    private RedshiftError noCheck(int at) {
        return statement.unsupported(
                "Redshift has no " + statement.token(at).text().toUpperCase(Locale.ROOT) + " constraints",
                "check the data when it is loaded", at).named("check");
    }

    private void like(int from, int to) {
        int nameTo = statement.behindName(from + 1);
        design.like(statement.name(from + 1, nameTo));
        if (to - nameTo != 0 && !(to - nameTo == 2 && statement.word(nameTo + 1, "defaults")
                && (statement.word(nameTo, "including") || statement.word(nameTo, "excluding")))) {
            throw statement.unsupported("LIKE takes INCLUDING DEFAULTS or EXCLUDING DEFAULTS only",
                    "declare keys behind the definition, by ALTER TABLE", nameTo).named("like-option");
        }
    }

    private void column(int from, int to) {
        Token name = statement.token(from);
        if (!name.isName()) {
            throw statement.syntax("the name of a column is missing", from);
        }
        String column = name.name();
        columns.add(column);
        if (statement.word(from + 1, "super")) {
            superColumns.add(column);
        }
        int at;
        try {
            at = ColumnTypes.rewrite(statement, from + 1, column);
        } catch (RedshiftError error) {
            statement.refuse(error);
            at = behindType(from + 1, to);
        }
        while (at < to) {
            at = attribute(column, at, to);
        }
    }

    private int behindType(int from, int to) {
        int at = from + 1;
        while (at < to && !statement.token(at).isName()) {
            at = statement.sign(at, "(") ? statement.behindBrackets(at) : at + 1;
        }
        return at;
    }

    private int attribute(String column, int at, int to) {
        Token token = statement.token(at);
        if (token.type() != Token.Type.WORD) {
            throw statement.syntax("not an attribute of a column", at);
        }
        switch (token.name()) {
            case "not" -> {
                return at + 2;
            }
            case "null", "unique" -> {
                return at + 1;
            }
            case "primary" -> {
                return at + 2;
            }
            case "constraint" -> {
                return at + 2;
            }
            case "default" -> {
                return behindExpression(at + 1, to);
            }
            case "identity" -> {
                int end = statement.behindBrackets(requireBracket(at + 1));
                statement.replace(at, end, "generated always as identity " + seedAndStep(at + 1, end));
                return end;
            }
            case "generated" -> {
                if (!statement.looking(at, "generated", "by", "default", "as", "identity")) {
                    throw statement.unsupported("Redshift has no generated columns but GENERATED BY DEFAULT AS IDENTITY",
                            "write IDENTITY(seed, step), or GENERATED BY DEFAULT AS IDENTITY(seed, step)", at)
                            .named("generated-column");
                }
                int end = statement.behindBrackets(requireBracket(at + 5));
                statement.replace(at, end, "generated by default as identity " + seedAndStep(at + 5, end));
                return end;
            }
            case "encode" -> {
                design.encoding(column, encoding(at + 1));
                statement.remove(at, at + 2);
                return at + 2;
            }
            case "distkey" -> {
                distKey(column, at);
                statement.remove(at, at + 1);
                return at + 1;
            }
            case "sortkey" -> {
                sortKey("COMPOUND", List.of(column), at);
                statement.remove(at, at + 1);
                return at + 1;
            }
            case "collate" -> {
                return Collations.rewrite(statement, at);
            }
            case "references" -> {
                int end = ForeignKey.behindReferences(statement, at);
                design.foreignKey(ForeignKey.ofColumn(statement, at, column));
                statement.remove(at, end);
                return end;
            }
            case "check" -> {
                statement.refuse(noCheck(at));
                return statement.sign(at + 1, "(") ? statement.behindBrackets(at + 1) : to;
            }
            default -> throw statement.syntax("not an attribute of a column", at);
        }
    }

    private int requireBracket(int at) {
        if (!statement.sign(at, "(")) {
            throw statement.syntax("IDENTITY needs (seed, step)", at).named("identity");
        }
        return at;
    }

    private String seedAndStep(int open, int end) {
        String inside = statement.text(open + 1, end - 1);
        String[] parts = inside.split(",", -1);
        if (parts.length != 2) {
            throw statement.syntax("IDENTITY needs (seed, step)", open).named("identity");
        }
        try {
            long seed = Long.parseLong(parts[0].trim());
            long step = Long.parseLong(parts[1].trim());
            String bounds = step > 0 ? " minvalue " + Math.min(seed, 1) : " maxvalue " + Math.max(seed, -1);
            return "(start with " + seed + " increment by " + step + bounds + ")";
        } catch (NumberFormatException e) {
            throw statement.syntax("seed and step of IDENTITY are whole numbers", open + 1).named("identity");
        }
    }

    private int behindExpression(int from, int to) {
        int i = from;
        while (i < to && !(i > from && endsExpression(i))) {
            i = statement.sign(i, "(") ? statement.behindBrackets(i) : i + 1;
        }
        return i;
    }

    private boolean endsExpression(int at) {
        Token token = statement.token(at);
        return statement.looking(at, "not", "null") || statement.looking(at, "primary", "key") || token.is("null")
                || token.is("unique") || token.is("references") || token.is("encode") || token.is("distkey")
                || token.is("sortkey") || token.is("identity") || token.is("generated") || token.is("constraint")
                || token.is("check") || token.is("collate") && Collations.isNamed(statement, at + 1);
    }

    private String encoding(int at) {
        if (at >= statement.size() || !statement.token(at).isName()
                || !ENCODINGS.contains(statement.token(at).name())) {
            throw statement.syntax("not an encoding of Redshift", at).named("encode");
        }
        return statement.token(at).name();
    }

    private void distKey(String column, int at) {
        if (design.distKey() != null) {
            throw statement.syntax("a table has one DISTKEY column, this one has two: " + design.distKey() + " and "
                    + column, at).named("distkey");
        }
        design.distKey(column);
    }

    private void sortKey(String style, List<String> keys, int at) {
        if (design.sortStyle() != null) {
            throw statement.syntax("a table has one sort key: name all its columns in SORTKEY (…) behind the columns",
                    at)
                    .named("sortkey");
        }
        int most = style.equals("INTERLEAVED") ? MOST_INTERLEAVED_KEYS : MOST_COMPOUND_KEYS;
        if (keys.size() > most) {
            throw statement.syntax("a sort key of style " + style + " has at most " + most + " columns, this one has "
                    + keys.size(), at).named("sortkey");
        }
        design.sortKey(style, keys);
    }

    // the options behind the list

    /** Takes the options out, and gives the index behind them. */
    private int tableOptions(int from) {
        int at = from;
        while (at < statement.size()) {
            int behind = tableOption(at);
            if (behind == at) {
                break;
            }
            statement.remove(at, behind);
            at = behind;
        }
        return at;
    }

    private int tableOption(int at) {
        if (statement.word(at, "backup")) {
            if (!statement.word(at + 1, "yes") && !statement.word(at + 1, "no")) {
                throw statement.syntax("BACKUP takes YES or NO", at + 1).named("table-option");
            }
            if (statement.word(at + 1, "no")) {
                design.noBackup();
            }
            return at + 2;
        }
        if (statement.word(at, "diststyle")) {
            if (at + 1 >= statement.size()
                    || !Set.of("auto", "even", "key", "all").contains(statement.token(at + 1).name())) {
                throw statement.syntax("DISTSTYLE takes AUTO, EVEN, KEY or ALL", at + 1).named("diststyle");
            }
            if (design.distStyle() != null) {
                throw statement.syntax("DISTSTYLE is given twice", at).named("diststyle");
            }
            design.distStyle(statement.token(at + 1).name().toUpperCase(Locale.ROOT));
            return at + 2;
        }
        if (statement.word(at, "distkey") && statement.sign(at + 1, "(")) {
            List<String> keys = ForeignKey.columns(statement, at + 1);
            if (keys.size() != 1) {
                throw statement.syntax("DISTKEY takes one column", at + 1).named("distkey");
            }
            distKey(keys.get(0), at);
            return statement.behindBrackets(at + 1);
        }
        boolean styled = statement.word(at, "compound") || statement.word(at, "interleaved");
        if (styled && statement.word(at + 1, "sortkey") && statement.sign(at + 2, "(")) {
            String style = statement.token(at).name().toUpperCase(Locale.ROOT);
            sortKey(style, ForeignKey.columns(statement, at + 2), at);
            return statement.behindBrackets(at + 2);
        }
        if (statement.word(at, "sortkey") && statement.sign(at + 1, "(")) {
            sortKey("COMPOUND", ForeignKey.columns(statement, at + 1), at);
            return statement.behindBrackets(at + 1);
        }
        if (statement.looking(at, "sortkey", "auto")) {
            sortKey("AUTO", List.of(), at);
            return at + 2;
        }
        if (statement.looking(at, "encode", "auto")) {
            return at + 2;
        }
        return at;
    }

    private void checkKeys(boolean as) {
        String style = design.distStyle();
        String key = design.distKey();
        if (key != null && style != null && !style.equals("KEY")) {
            throw statement.syntax("DISTKEY means DISTSTYLE KEY, and DISTSTYLE " + style + " is given", 0)
                    .named("diststyle");
        }
        if ("KEY".equals(style) && key == null) {
            throw statement.syntax("DISTSTYLE KEY needs a DISTKEY column", 0).named("diststyle");
        }
        if (!as) {
            requireColumn(key);
        }
        if (key != null && superColumns.contains(key)) {
            throw statement.unsupported("Column \"" + key + "\" of type SUPER cannot be the distribution key",
                    "distribute by a column of another type", 0).named("distkey");
        }
        for (String column : design.sortKeys()) {
            if (superColumns.contains(column)) {
                throw statement.unsupported("Column \"" + column + "\" of type SUPER cannot be a sort key",
                        "sort by a column of another type", 0).named("sortkey");
            }
        }
    }

    private void requireColumn(@Nullable String column) {
        if (column != null && !columns.contains(column)) {
            throw new RedshiftError("42703",
                    "column \"" + column + "\" named in DISTKEY does not exist", null, null)
                    .named("distkey");
        }
    }
}
