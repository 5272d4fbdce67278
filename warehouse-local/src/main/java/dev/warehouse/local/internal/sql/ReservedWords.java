/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.Set;

/**
 * Words that are names in one of the two only. Redshift reserves many that PostgreSQL takes for the name of a table or
 * a column: unquoted they are refused. PostgreSQL reserves some that Redshift takes: they get quotes.
 *
 * <p>Source: the page "Reserved words" of the Redshift Database Developer Guide, without the words that PostgreSQL
 * reserves too.
 */
final class ReservedWords {

    /** Reserved by Redshift, and not by PostgreSQL. */
    static final Set<String> OF_REDSHIFT = Set.of("aes128", "aes256", "allowoverwrite", "az64", "backup", "between",
            "blanksasnull", "bytedict", "bzip2", "connect", "credentials", "current_user_id", "deflate", "defrag",
            "delta", "delta32k", "disable", "emptyasnull", "enable", "encode", "encrypt", "encryption", "explicit",
            "globaldict256", "globaldict64k", "gzip", "identity", "ignore", "interval", "language", "lun", "luns",
            "lzo", "lzop", "minus", "mostly8", "mostly16", "mostly32", "new", "nulls", "off", "offline", "oid", "old",
            "open", "parallel", "partition", "percent", "permissions", "pivot", "raw", "readratio", "recover",
            "rejectlog", "resort", "respect", "restore", "snapshot", "sysdate", "system", "tag", "tdes", "text255",
            "text32k", "timestamp", "top", "truncatecolumns", "unnest", "unpivot", "wallet", "without");

    /** Reserved by PostgreSQL, and not by Redshift. */
    private static final Set<String> OF_POSTGRESQL = Set.of("asymmetric", "collation", "concurrently",
            "current_catalog", "current_role", "fetch", "returning", "symmetric", "system_user", "tablesample",
            "variadic", "window");

    private static final Set<String> QUERIES = Set.of("select", "with", "insert", "update", "delete", "merge",
            "explain", "declare");
    private static final Set<String> KINDS = Set.of("table", "view", "schema", "database", "exists", "procedure",
            "function");
    /** What can stand before a column in an expression or a list. */
    private static final Set<String> BEFORE = Set.of("select", "distinct", "where", "and", "or", "not", "on", "by",
            "having", "when", "then", "else", "case", "set", "qualify", ",", "(", "=", "<", ">", "<=", ">=", "<>", "!=",
            "+", "-", "*", "/", "%", "||");
    /** What can stand behind one; beside the end of the statement. */
    private static final Set<String> BEHIND = Set.of("from", "where", "and", "or", "is", "in", "not", "like", "ilike",
            "asc", "desc", "then", "else", "end", "as", "group", "order", "limit", "having", ",", ")", "=", "<", ">",
            "<=", ">=", "<>", "!=", "+", "-", "*", "/", "%", "||", "::");
    /** What can stand before a table. */
    private static final Set<String> BEFORE_TABLE = Set.of("from", "join", "into", "update");

    private ReservedWords() {
    }

    /** Whether the word at the index stands where only a name can. */
    static boolean isName(Statement statement, int index) {
        Token token = statement.token(index);
        if (token.type() != Token.Type.WORD || index == 0 || statement.sign(index - 1, ".")) {
            return false;
        }
        String first = statement.token(0).name();
        Token before = statement.token(index - 1);
        return switch (first) {
            case "create", "alter", "drop" -> isDefined(statement, index, before)
                    || first.equals("create") && isInQuery(statement, index) && isUsed(statement, index, before);
            default -> QUERIES.contains(first) && isUsed(statement, index, before);
        };
    }

    /** CREATE TABLE word, CREATE TABLE t (word int), ALTER TABLE t ADD COLUMN word, RENAME TO word. */
    private static boolean isDefined(Statement statement, int index, Token before) {
        if (before.type() == Token.Type.WORD && KINDS.contains(before.name())) {
            return true;
        }
        boolean type = index + 1 < statement.size() && statement.token(index + 1).type() == Token.Type.WORD;
        if (statement.word(0, "create")) {
            return type && (before.isSign("(") || before.isSign(",")) && isColumnList(statement, index);
        }
        return statement.looking(0, "alter", "table") && (statement.word(index - 1, "column")
                || statement.word(index - 1, "add") && type || statement.word(index - 1, "to")
                && (statement.word(index - 2, "rename") || statement.word(index - 3, "rename")
                || statement.word(index - 4, "rename")));
    }

    /** Whether the index stands in the first brackets behind CREATE TABLE. */
    private static boolean isColumnList(Statement statement, int index) {
        int table = statement.word(1, "table") ? 1 : statement.word(2, "table") ? 2
                : statement.word(3, "table") ? 3 : -1;
        int depth = 0;
        for (int i = table; table > 0 && i < index; i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.sign(i, ")") || statement.word(i, "select")) {
                return false;
            }
        }
        return depth == 1;
    }

    private static boolean isInQuery(Statement statement, int index) {
        for (int i = 1; i < index; i++) {
            if (statement.word(i, "select")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUsed(Statement statement, int index, Token before) {
        if (statement.sign(index + 1, "(") && !statement.word(index - 1, "into")
                || statement.word(index, "sysdate") && !statement.sign(index + 1, "=")) {
            return false;
        }
        if (before.type() == Token.Type.WORD && BEFORE_TABLE.contains(before.name())) {
            return index + 1 >= statement.size() || statement.token(index + 1).type() != Token.Type.STRING
                    && !statement.word(index + 1, "select");
        }
        boolean conversion = before.isSign("(") && statement.word(index - 2, "convert");
        return !conversion && isOneOf(BEFORE, before)
                && (index + 1 >= statement.size() || isOneOf(BEHIND, statement.token(index + 1)));
    }

    private static boolean isOneOf(Set<String> words, Token token) {
        return switch (token.type()) {
            case WORD -> words.contains(token.name());
            case SIGN -> words.contains(token.text());
            default -> false;
        };
    }

    /** Quotes a name that PostgreSQL would take for its own word. */
    static void quote(Statement statement, int index, Token token) {
        if (OF_POSTGRESQL.contains(token.name()) && isName(statement, index)) {
            statement.edits().replace(token, Statement.quoted(token));
        }
    }
}
