/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Token.Type;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.api.jooq.RedshiftGuard.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@link RedshiftGuard}: what jOOQ can render for a PostgreSQL and Redshift does not take. Only what is
 * certain is refused; what is merely undocumented passes. Grounds are pages of the Amazon Redshift Database Developer
 * Guide: "Unsupported PostgreSQL features", "Unsupported PostgreSQL data types", "Unsupported PostgreSQL functions",
 * "Window functions", and the syntax of each command.
 */
final class Refusals {

    private static final Set<String> FRAMED = Set.of("sum", "avg", "count", "min", "max", "stddev", "stddev_pop",
            "stddev_samp", "variance", "var_pop", "var_samp", "first_value", "last_value", "nth_value", "bool_and",
            "bool_or", "bit_and", "bit_or");

    private static final Set<String> JSON_OPERATORS =
            Set.of("->", "->>", "#>", "#>>", "@>", "<@", "?|", "?&", "@?", "@@");

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("generate_series", "use a recursive WITH, or a table of numbers"),
            Map.entry("generate_subscripts", "use a recursive WITH, or a table of numbers"),
            Map.entry("string_agg", "use LISTAGG"),
            Map.entry("array_agg", "use LISTAGG, or build a SUPER by ARRAY"),
            Map.entry("array_to_string", "use LISTAGG"),
            Map.entry("json_agg", "use LISTAGG, or a SUPER column"),
            Map.entry("jsonb_agg", "use LISTAGG, or a SUPER column"),
            Map.entry("json_object_agg", "use LISTAGG, or a SUPER column"),
            Map.entry("json_build_object", "use OBJECT, which makes a SUPER"),
            Map.entry("jsonb_build_object", "use OBJECT, which makes a SUPER"),
            Map.entry("json_build_array", "use ARRAY, which makes a SUPER"),
            Map.entry("jsonb_build_array", "use ARRAY, which makes a SUPER"),
            Map.entry("row_to_json", "select the columns"),
            Map.entry("to_json", "use JSON_PARSE, which makes a SUPER"),
            Map.entry("to_jsonb", "use JSON_PARSE, which makes a SUPER"),
            Map.entry("regexp_matches", "use REGEXP_SUBSTR"),
            Map.entry("regexp_split_to_table", "use SPLIT_TO_ARRAY, and unnest it in FROM"),
            Map.entry("regexp_split_to_array", "use SPLIT_TO_ARRAY"),
            Map.entry("every", "use BOOL_AND"),
            Map.entry("corr", "compute it from SUM and COUNT"),
            Map.entry("covar_pop", "compute it from SUM and COUNT"),
            Map.entry("covar_samp", "compute it from SUM and COUNT"),
            Map.entry("gen_random_uuid", "make the value in Java"),
            Map.entry("clock_timestamp", "use GETDATE()"),
            Map.entry("transaction_timestamp", "use SYSDATE"),
            Map.entry("width_bucket", "use CASE, or FLOOR of a division"),
            Map.entry("uuid", "make the value in Java"),
            Map.entry("mode", "count the values, and take the first by ROW_NUMBER()"),
            Map.entry("regr_slope", "compute it from SUM and COUNT"),
            Map.entry("regr_intercept", "compute it from SUM and COUNT"),
            Map.entry("regr_count", "compute it from SUM and COUNT"),
            Map.entry("regr_r2", "compute it from SUM and COUNT"),
            Map.entry("regr_avgx", "compute it from SUM and COUNT"),
            Map.entry("regr_avgy", "compute it from SUM and COUNT"),
            Map.entry("regr_sxx", "compute it from SUM and COUNT"),
            Map.entry("regr_sxy", "compute it from SUM and COUNT"),
            Map.entry("regr_syy", "compute it from SUM and COUNT"),
            Map.entry("substring_index", "use SPLIT_PART"),
            Map.entry("xmlelement", "make the text by ||"),
            Map.entry("xmlagg", "use LISTAGG"),
            Map.entry("nextval", "use an IDENTITY column"),
            Map.entry("currval", "use an IDENTITY column"),
            Map.entry("lastval", "use an IDENTITY column"),
            Map.entry("xmlforest", "make the text by ||"),
            Map.entry("xmlparse", "keep the text, and read it in Java"),
            Map.entry("xmlcomment", "make the text by ||"),
            Map.entry("xmlpi", "make the text by ||"),
            Map.entry("xmlconcat", "make the text by ||"),
            Map.entry("xmlquery", "read the text in Java"),
            Map.entry("xmlexists", "use LIKE or REGEXP_COUNT"),
            Map.entry("xmltable", "read the text in Java"),
            Map.entry("xpath", "read the text in Java"),
            Map.entry("jsonb_object_agg", "use LISTAGG, or a SUPER column"),
            Map.entry("jsonb_path_query_first", "use JSON_EXTRACT_PATH_TEXT, or navigate a SUPER column"),
            Map.entry("jsonb_path_exists", "use JSON_EXTRACT_PATH_TEXT, or navigate a SUPER column"),
            Map.entry("jsonb_array_elements", "unnest a SUPER column in FROM"),
            Map.entry("json_array_elements", "unnest a SUPER column in FROM"),
            Map.entry("jsonb_set", "make a new SUPER by OBJECT"),
            Map.entry("unnest", "use a SUPER column in FROM"),
            Map.entry("statement_timestamp", "use GETDATE()"),
            Map.entry("justify_days", "use DATEADD"),
            Map.entry("justify_hours", "use DATEADD"),
            Map.entry("justify_interval", "use DATEADD"),
            Map.entry("pg_sleep", "wait in Java"),
            Map.entry("setseed", "leave it away"),
            Map.entry("make_date", "use TO_DATE"),
            Map.entry("make_timestamp", "use TO_TIMESTAMP"),
            Map.entry("make_interval", "use DATEADD"),
            Map.entry("date_bin", "use DATE_TRUNC"),
            Map.entry("convert_from", "use FROM_VARBYTE"),
            Map.entry("convert_to", "use TO_VARBYTE"),
            Map.entry("quote_nullable", "use QUOTE_LITERAL"),
            Map.entry("string_to_array", "use SPLIT_TO_ARRAY"),
            Map.entry("setval", "use an IDENTITY column"),
            Map.entry("bit_xor_agg", "use a sum modulo 2 for each bit"));

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("json", "use SUPER, or VARCHAR"),
            Map.entry("jsonb", "use SUPER, or VARCHAR"),
            Map.entry("uuid", "use VARCHAR(36)"),
            Map.entry("bytea", "use VARBYTE"),
            Map.entry("blob", "use VARBYTE"),
            Map.entry("serial", "use BIGINT IDENTITY(0, 1)"),
            Map.entry("bigserial", "use BIGINT IDENTITY(0, 1)"),
            Map.entry("smallserial", "use INTEGER IDENTITY(0, 1)"),
            Map.entry("money", "use DECIMAL"),
            Map.entry("xml", "use VARCHAR"),
            Map.entry("hstore", "use SUPER"),
            Map.entry("inet", "use VARCHAR"),
            Map.entry("cidr", "use VARCHAR"),
            Map.entry("tsvector", "use VARCHAR"),
            Map.entry("oid", "use BIGINT"));

    /** Words before a condition, which may begin with a bracket. */
    private static final Set<String> BEFORE_CONDITION = Set.of("where", "and", "or", "not", "on", "when", "having",
            "qualify", "select", "case");

    private static final Set<String> OBJECTS = Set.of("index", "sequence", "type", "domain", "trigger", "rule",
            "extension", "aggregate", "operator", "tablespace", "collation", "foreign", "publication", "subscription");

    private final List<Token> tokens;

    /** How many parentheses are open around each token; a parenthesis has the depth of what is around it. */
    private final int[] depths;

    private Refusals(String sql) {
        tokens = Tokenizer.tokenize(sql);
        depths = new int[tokens.size()];
        int depth = 0;
        for (int i = 0; i < depths.length; i++) {
            if (tokens.get(i).isSign(")")) {
                depth--;
            }
            depths[i] = depth;
            if (tokens.get(i).isSign("(")) {
                depth++;
            }
        }
    }

    static @Nullable Refusal in(String sql) {
        Refusals rules = new Refusals(sql);
        // COPY and UNLOAD have a language of their own, and queries inside strings
        if (rules.tokens.isEmpty() || rules.at(0, "copy") || rules.at(0, "unload")) {
            return null;
        }
        Refusal refusal = rules.statement();
        for (int i = 0; refusal == null && i < rules.tokens.size(); i++) {
            refusal = rules.word(i);
            if (refusal == null) {
                refusal = rules.function(i);
            }
        }
        return refusal;
    }

    /**
     * Whether the text ends within the brackets of an OVER that has ORDER BY and no frame, behind a function that needs
     * one.
     */
    static boolean endsInWindowWithoutFrame(String sql) {
        Refusals rules = new Refusals(sql + ")");
        int close = rules.tokens.size() - 1;
        for (int open = close - 1; open > 1; open--) {
            if (rules.at(open, "(") && rules.depths[open] == rules.depths[close]) {
                return rules.at(open - 1, "over") && rules.needsFrame(open - 1);
            }
        }
        return false;
    }

    private boolean needsFrame(int over) {
        int open = opening(over - 1);
        if (open <= 0 || !isWord(open - 1) || !FRAMED.contains(text(open - 1))) {
            return false;
        }
        int close = closing(over + 1);
        boolean ordered = false;
        for (int i = over + 2; i < close; i++) {
            if (depths[i] == depths[over + 1] + 1) {
                ordered |= at(i, "order");
                if (at(i, "rows") || at(i, "range") || at(i, "groups")) {
                    return false;
                }
            }
        }
        return ordered;
    }

    private @Nullable Refusal statement() {
        if (at(0, "with")) {
            int command = first(0, 0, Set.of("insert", "merge"));
            if (command > 0) {
                String name = upper(command);
                return new Refusal("WITH before " + name, name.equals("INSERT")
                        ? "put it inside: INSERT INTO … WITH … SELECT" : "put it into a temporary table");
            }
        }
        if (at(0, "alter", "table")) {
            return alter();
        }
        if (at(0, "create")) {
            return create();
        }
        if (at(0, "update")) {
            int set = first(1, 0, Set.of("set"));
            if (set > 0 && (at(set + 1, "(") || at(set + 1, "row"))) {
                return new Refusal("row assignment in UPDATE",
                        "set each column by itself, or UPDATE … FROM a subquery");
            }
        }
        if (at(0, "truncate") && (find(1, ",") >= 0 || find(1, "cascade") >= 0 || find(1, "restart") >= 0)) {
            return new Refusal("TRUNCATE of several tables, with CASCADE or RESTART IDENTITY",
                    "truncate one table after the other");
        }
        if (at(0, "savepoint") || at(0, "release", "savepoint") || at(0, "rollback", "to")) {
            return new Refusal("savepoints", "use one transaction, without a nested one");
        }
        if (at(0, "merge")) {
            return merge();
        }
        if (at(0, "insert", "into") && isAliased(2)) {
            return new Refusal("an alias of INSERT's table", "leave it away");
        }
        if (at(0, "do")) {
            String block = tokens.size() > 1 ? text(1) : "";
            if (block.contains("42p07") && block.contains("create view")) {
                return new Refusal("IF NOT EXISTS in CREATE VIEW", "use createOrReplaceView");
            }
            if (block.contains("comment on")) {
                return new Refusal("a comment in CREATE TABLE", "use commentOnTable afterwards");
            }
            return new Refusal("blocks (DO)", "send the statements one by one, or use a procedure");
        }
        if (at(0, "explain") && (at(1, "analyze") || at(1, "(") || at(2, "analyze"))) {
            return new Refusal("EXPLAIN ANALYZE", "use EXPLAIN, which does not run the query, and SVL_QUERY_SUMMARY");
        }
        if (at(0, "alter") && isWord(1) && OBJECTS.contains(text(1))) {
            return new Refusal("ALTER " + upper(1), "leave it away: there is nothing to alter");
        }
        if (at(0, "drop") && isWord(1) && OBJECTS.contains(text(1))) {
            return new Refusal("DROP " + upper(1), "leave it away: there is nothing to drop");
        }
        return null;
    }

    private @Nullable Refusal merge() {
        if (find(1, "do", "nothing") >= 0) {
            return new Refusal("MERGE … DO NOTHING", "use both WHEN MATCHED and WHEN NOT MATCHED");
        }
        if (isAliased(2)) {
            return new Refusal("an alias of MERGE's target", "write the table's name in the conditions");
        }
        if (find(1, "matched", "and") >= 0) {
            return new Refusal("a condition of its own in a WHEN of MERGE",
                    "put the condition into the query after USING");
        }
        if (find(1, "by", "source") >= 0 || find(1, "by", "target") >= 0) {
            return new Refusal("WHEN NOT MATCHED BY in MERGE", "use DELETE or UPDATE for the other cases");
        }
        int whens = 0;
        for (int i = 1; i < tokens.size(); i++) {
            whens += at(i, "when", "matched") || at(i, "when", "not", "matched") ? 1 : 0;
        }
        return whens == 2 || find(1, "remove", "duplicates") >= 0 ? null
                : new Refusal("MERGE without WHEN MATCHED or WHEN NOT MATCHED, or with several of a kind",
                        "use one of each; for one of them alone use UPDATE, DELETE or INSERT");
    }

    /** Whether a name with its parts begins at this place and has AS behind it. */
    private boolean isAliased(int index) {
        int at = index + 1;
        while (at(at, ".")) {
            at += 2;
        }
        return at(at, "as");
    }

    private @Nullable Refusal alter() {
        if (find(2, "if", "exists") >= 0 || find(2, "if", "not", "exists") >= 0) {
            return new Refusal("IF [NOT] EXISTS in ALTER TABLE", "look into pg_table_def first");
        }
        for (int i = 3; i < tokens.size(); i++) {
            if (depths[i] == 0 && at(i, ",") && (at(i + 1, "add") || at(i + 1, "drop") || at(i + 1, "rename"))) {
                return new Refusal("several actions in one ALTER TABLE", "use a statement for each");
            }
        }
        int set = find(3, "set");
        if (set > 0 && (at(set + 1, "not", "null") || at(set + 1, "default"))
                || find(3, "drop", "not", "null") > 0 || find(3, "drop", "default") > 0) {
            return new Refusal("a change of DEFAULT or NOT NULL in ALTER TABLE",
                    "add a column and drop the old one, or make the table anew");
        }
        int add = find(3, "add");
        if (add > 0 && find(add, "not", "null") > 0 && find(add, "default") < 0 && !at(add + 1, "constraint")) {
            return new Refusal("ADD COLUMN … NOT NULL without a default", "give the column a default");
        }
        if (add > 0 && (at(tokens.size() - 1, "first") || at(tokens.size() - 2, "before")
                || at(tokens.size() - 2, "after"))) {
            return new Refusal("a place for a new column", "leave it away: columns are added behind the others");
        }
        if (find(3, "drop", "primary", "key") > 0) {
            return new Refusal("DROP PRIMARY KEY", "drop the constraint by its name");
        }
        if (find(3, "rename", "constraint") > 0) {
            return new Refusal("RENAME CONSTRAINT", "drop the constraint, and add it with the other name");
        }
        int type = find(3, "type");
        if (type > 0 && !at(type + 1, "varchar") && !at(type + 1, "character", "varying")) {
            return new Refusal("a change of type other than VARCHAR's size",
                    "add a column, copy the values, and drop the old one");
        }
        return find(3, "check", "(") > 0
                ? new Refusal("CHECK constraints", "check the rows after the load") : null;
    }

    private @Nullable Refusal create() {
        int object = at(1, "unique") || at(1, "or") ? at(1, "unique") ? 2 : 3 : 1;
        if (object < tokens.size() && isWord(object)
                && OBJECTS.contains(text(object))) {
            String name = upper(object);
            return new Refusal("CREATE " + name, switch (name) {
                case "INDEX" -> "choose a SORTKEY and a DISTKEY";
                case "SEQUENCE" -> "use an IDENTITY column";
                default -> "do without";
            });
        }
        int view = first(1, 0, Set.of("materialized"));
        if (view > 0 && (at(1, "or", "replace") || at(view + 2, "if", "not", "exists"))) {
            return new Refusal("OR REPLACE and IF NOT EXISTS in CREATE MATERIALIZED VIEW",
                    "use dropMaterializedViewIfExists before it");
        }
        if (view > 0 && (at(tokens.size() - 2, "with", "data") || at(tokens.size() - 3, "with", "no", "data"))) {
            return new Refusal("WITH [NO] DATA in CREATE MATERIALIZED VIEW", "leave it away");
        }
        int table = first(1, 0, Set.of("table"));
        if (table < 0) {
            return null;
        }
        int identity = find(table, "identity");
        if (identity > 0 && !at(identity + 1, "(")) {
            return new Refusal("an identity column without seed and step",
                    "use Redshift.createTable(…).column(…, column -> column.identity(0, 1))");
        }
        int as = first(table, 0, Set.of("as"));
        if (at(table + 1, "if", "not", "exists") && as > 0) {
            return new Refusal("IF NOT EXISTS in CREATE TABLE AS", "DROP TABLE IF EXISTS before it");
        }
        if (as > 0 && (at(tokens.size() - 2, "with", "data") || at(tokens.size() - 3, "with", "no", "data"))) {
            return new Refusal("WITH [NO] DATA in CREATE TABLE AS",
                    "use CREATE TABLE (LIKE …) for a table without rows");
        }
        if (find(table, "on", "commit") >= 0) {
            return new Refusal("ON COMMIT", "drop the temporary table, or let the session's end do it");
        }
        if (find(table, "on", "delete") >= 0 && as < 0 || find(table, "on", "update") >= 0 && as < 0) {
            return new Refusal("ON DELETE and ON UPDATE of a foreign key",
                    "leave it away: Redshift does not enforce foreign keys");
        }
        if (find(table, "check", "(") >= 0 && as < 0) {
            return new Refusal("CHECK constraints", "check the rows after the load");
        }
        return null;
    }

    private @Nullable Refusal word(int i) {
        Token token = tokens.get(i);
        if (token.type() == Type.STRING) {
            return text(i).startsWith("e'") || text(i).startsWith("b'") || text(i).startsWith("u&'")
                    ? new Refusal("string literals with a prefix (E'', B'', U&'')", "use a plain literal") : null;
        }
        if (token.type() != Type.WORD && token.type() != Type.SIGN) {
            return null;
        }
        // a marker right behind an operator is read as a part of it
        String operator = token.text().endsWith("?") && !JSON_OPERATORS.contains(token.text())
                ? token.text().substring(0, token.text().length() - 1) : token.text();
        if (token.type() == Type.SIGN && JSON_OPERATORS.contains(operator)) {
            return new Refusal("the operator " + operator,
                    "use JSON_EXTRACT_PATH_TEXT, or navigate a SUPER column");
        }
        return switch (text(i)) {
            case "on" -> at(i + 1, "conflict")
                    ? new Refusal("ON CONFLICT", "use MERGE, or DELETE and INSERT in one transaction") : null;
            case "returning" -> new Refusal("RETURNING", "select the rows afterwards by a key of your own");
            case "filter" -> at(i + 1, "(") && at(i - 1, ")")
                    ? new Refusal("FILTER (WHERE …)", "use CASE inside the aggregate") : null;
            case "distinct" -> at(i + 1, "on")
                    ? new Refusal("DISTINCT ON", "use ROW_NUMBER() in a derived table and keep row 1") : null;
            case "fetch" -> at(i + 1, "first") || at(i + 1, "next")
                    ? new Refusal("FETCH FIRST", "use LIMIT") : null;
            case "offset" -> at(i + 2, "rows") || at(i + 2, "row")
                    ? new Refusal("OFFSET … ROWS", "use OFFSET with a number alone") : null;
            case "limit" -> at(i + 1, "(", "select")
                    ? new Refusal("a subquery in LIMIT", "use a number, or ROW_NUMBER()") : null;
            case "lateral" -> new Refusal("LATERAL", "use a join, or unnest a SUPER column in FROM");
            case "values" -> at(i - 1, "(")
                    ? new Refusal("VALUES as a table", "use SELECT … UNION ALL SELECT …, or a temporary table") : null;
            case "for" -> at(i + 1, "update") || at(i + 1, "share") || at(i + 1, "no", "key")
                    || at(i + 1, "key", "share")
                    ? new Refusal("FOR UPDATE and FOR SHARE", "use LOCK, or leave it to the isolation level") : null;
            case "window" -> i + 3 < tokens.size() && at(i + 2, "as", "(")
                    ? new Refusal("the WINDOW clause", "write the window into each OVER (…)") : null;
            case "intersect", "except", "minus" -> at(i + 1, "all")
                    ? new Refusal(upper(i) + " ALL", "use it without ALL, or a join on ROW_NUMBER()") : null;
            case "tablesample" -> new Refusal("TABLESAMPLE", "filter by RANDOM()");
            case "only" -> at(i - 1, "from")
                    ? new Refusal("FROM ONLY", "leave ONLY away: there is no inheritance") : null;
            case "ordinality" -> at(i - 1, "with")
                    ? new Refusal("WITH ORDINALITY", "use ROW_NUMBER(), or AT on a SUPER array") : null;
            case "materialized" -> (at(i - 1, "as") || at(i - 1, "not")) && at(i + 1, "(")
                    ? new Refusal("AS [NOT] MATERIALIZED in WITH", "leave it away") : null;
            case "insert", "update", "delete" -> i > 1 && at(i - 1, "(") && at(i - 2, "as")
                    ? new Refusal("a statement that writes inside WITH", "write in a statement of its own") : null;
            case "overriding" -> new Refusal("OVERRIDING in INSERT", "use GENERATED BY DEFAULT AS IDENTITY(0, 1)");
            case "row" -> at(i + 1, "(") ? new Refusal("row constructors", "name each column by itself") : null;
            case "array" -> at(i + 1, "[") || at(i + 1, "(", "select")
                    ? new Refusal("arrays", "use SUPER, or a table") : null;
            case "[" -> at(i + 1, "]") ? new Refusal("array types", "use SUPER, or a table") : null;
            case "any", "all", "some" -> at(i + 1, "(") && i > 0 && COMPARISONS.contains(text(i - 1))
                    && !at(i + 2, "select") && !at(i + 2, "with") && !at(i + 2, "(")
                    ? new Refusal(upper(i) + " over an array", "use IN with a list, or a subquery") : null;
            case "symmetric" -> at(i - 1, "between")
                    ? new Refusal("BETWEEN SYMMETRIC", "use LEAST and GREATEST for the bounds") : null;
            case "is" -> endsRow(i - 1) ? new Refusal("IS behind a row", "ask the fields one by one")
                    : at(i + 1, "json") || at(i + 1, "not", "json")
                    ? new Refusal("IS JSON", "use IS_VALID_JSON, or CAN_JSON_PARSE") : null;
            case "rowid" -> at(i - 1, ".")
                    ? new Refusal("LIMIT in UPDATE and DELETE", "choose the rows by a key in WHERE") : null;
            case "overlay" -> at(i + 1, "(")
                    ? new Refusal("OVERLAY", "join parts made by SUBSTRING, or use REPLACE") : null;
            case "extract" -> at(i + 1, "(") && (at(i + 2, "isodow") || at(i + 2, "nanosecond") || at(i + 2, "isoyear"))
                    ? new Refusal("the date part " + upper(i + 2), "use one of RedshiftDatePart") : null;
            case "collate" -> at(i + 1, "case_sensitive") || at(i + 1, "case_insensitive") ? null
                    : new Refusal("COLLATE with a collation of PostgreSQL",
                            "leave it away: text is ordered by its bytes; or use Redshift.collate");
            case "document" -> at(i - 1, "is") || at(i - 2, "is", "not")
                    ? new Refusal("IS DOCUMENT", "read the text in Java") : null;
            case "overlaps" -> at(i - 1, ")") && at(i + 1, "(")
                    ? new Refusal("OVERLAPS", "compare the bounds: from1 < to2 and from2 < to1") : null;
            case "lag", "lead" -> at(i + 1, "(") && commas(i + 1) > 1
                    ? new Refusal("the default of " + upper(i), "use COALESCE around it") : null;
            case "from" -> at(i - 1, ")") && (at(i + 1, "last", "over") || at(i + 1, "first", "over"))
                    ? new Refusal("FROM " + upper(i + 1) + " in a window function",
                    "turn the order of the window round") : null;
            case "within" -> at(i + 1, "group") ? within(i) : null;
            case "group" -> at(i + 1, "by", "distinct") ? new Refusal("GROUP BY DISTINCT", "leave DISTINCT away")
                    : null;
            case "current_schema" -> find(i, "from") > 0
                    ? new Refusal("CURRENT_SCHEMA beside a table", "ask for it in a query without FROM") : null;
            case "=", "<>", "!=", "<", "<=", ">", ">=" -> at(i + 1, "(") && endsRow(i - 1)
                    ? new Refusal("a comparison of rows", "compare the fields one by one") : null;
            case "between" -> endsRow(i - 1) || at(i - 1, "not") && endsRow(i - 2)
                    ? new Refusal("BETWEEN of rows", "compare the fields one by one") : null;
            case "current_time" -> new Refusal("CURRENT_TIME", "cast GETDATE() to TIME");
            case "count" -> at(i + 1, "(", "distinct") && commas(i + 1) > 0
                    ? new Refusal("COUNT(DISTINCT …) of several columns", "count the rows of a SELECT DISTINCT") : null;
            case "qualify" -> isUnnamedRelation(i)
                    ? new Refusal("QUALIFY after a table without an alias", "give the table an alias: t.as(\"t\")")
                    : null;
            case "text", "varchar" -> isColumnType(i) && !at(i + 1, "(")
                    ? new Refusal(upper(i) + " without a length, which is VARCHAR(256)",
                            "write the length in bytes, such as SQLDataType.VARCHAR(65535)") : null;
            case "numeric", "decimal" -> isColumnType(i) && !at(i + 1, "(")
                    ? new Refusal(upper(i) + " without a scale, which is DECIMAL(18,0)",
                            "write precision and scale, such as SQLDataType.DECIMAL(18, 4)")
                            : (at(i - 1, "as") || at(i - 1, "::")) && !at(i + 1, "(")
                    ? new Refusal("a cast to " + upper(i) + " that keeps fractions without a scale",
                            "write precision and scale, such as DECIMAL(18,4)") : null;
            case "over" -> over(i);
            default -> type(i);
        };
    }

    private @Nullable Refusal function(int i) {
        // jOOQ writes some functions as names in quotes
        if (!isWord(i) && !(isQuotedName(i) && text(i).startsWith("\"json")) || !at(i + 1, "(")) {
            return null;
        }
        String instead = FUNCTIONS.get(tokens.get(i).name());
        return instead == null ? null : new Refusal("the function " + tokens.get(i).name().toUpperCase(Locale.ROOT),
                instead);
    }

    /** Functions that are ordered by WITHIN GROUP: LISTAGG, the percentiles; PERCENTILE_DISC as a window only. */
    private @Nullable Refusal within(int i) {
        int open = opening(i - 1);
        String name = open > 0 && isWord(open - 1) ? text(open - 1) : "";
        int behind = closing(i + 2) + 1;
        if (name.equals("percentile_disc") && !at(behind, "over") && !at(open - 2, "approximate")) {
            return new Refusal("PERCENTILE_DISC as an aggregate that is exact",
                    "use Redshift.approximatePercentileDisc, percentileCont, or a window");
        }
        return Set.of("", "listagg", "percentile_cont", "percentile_disc", "mode").contains(name) ? null
                : new Refusal(name.toUpperCase(Locale.ROOT) + " WITHIN GROUP",
                "use a window function in a derived table");
    }

    /** Whether a list in brackets, which is no function's, ends here. */
    private boolean endsRow(int close) {
        if (!at(close, ")")) {
            return false;
        }
        for (int open = close - 1; open >= 0; open--) {
            if (at(open, "(") && depths[open] == depths[close]) {
                return commas(open) > 0 && !isQuotedName(open - 1)
                        && (!isWord(open - 1) || BEFORE_CONDITION.contains(text(open - 1)));
            }
        }
        return false;
    }

    /** Whether this is the type of a column in CREATE TABLE or ALTER TABLE. */
    private boolean isColumnType(int i) {
        return isQuotedName(i - 1) && (at(0, "create") && first(0, 0, Set.of("table")) > 0 && depths[i] == 1
                && first(0, 0, Set.of("as")) < 0 || at(0, "alter", "table") && find(3, "add") > 0);
    }

    private @Nullable Refusal type(int i) {
        String instead = TYPES.get(text(i));
        if (instead == null) {
            return null;
        }
        boolean cast = at(i - 1, "::") || at(i - 1, "as") && at(i + 1, ")");
        boolean column = at(0, "create") && depths[i] == 1 && isQuotedName(i - 1)
                || at(0, "alter") && isQuotedName(i - 1);
        return cast || column ? new Refusal("the type " + upper(i), instead) : null;
    }

    private @Nullable Refusal over(int i) {
        if (!at(i + 1, "(") || i == 0) {
            return null;
        }
        int close = closing(i + 1);
        for (int inside = i + 2; inside < close; inside++) {
            if (depths[inside] != depths[i + 1] + 1) {
                continue;
            }
            if (at(inside, "range") || at(inside, "groups")) {
                return new Refusal(upper(inside) + " in a window's frame", "use ROWS");
            }
            if (at(inside, "exclude")) {
                return new Refusal("EXCLUDE in a window's frame", "filter before");
            }
        }
        int open = opening(i - 1);
        if (open > 0 && at(open + 1, "distinct")) {
            return new Refusal("DISTINCT in a window function", "count rows of a derived table with GROUP BY");
        }
        return needsFrame(i) ? new Refusal(upper(open - 1) + " OVER (… ORDER BY …) without a frame",
                "add one, such as ROWS UNBOUNDED PRECEDING") : null;
    }

    /** The parenthesis that opens the arguments of the function before an OVER; IGNORE NULLS may stand between. */
    private int opening(int before) {
        int close = before;
        while (close > 0 && !at(close, ")")) {
            if (!at(close, "nulls") && !at(close, "ignore") && !at(close, "respect")) {
                return -1;
            }
            close--;
        }
        for (int i = close - 1; i >= 0; i--) {
            if (at(i, "(") && depths[i] == depths[close]) {
                return i;
            }
        }
        return -1;
    }

    /** How many commas stand between the arguments in these parentheses. */
    private int commas(int open) {
        int close = closing(open);
        int commas = 0;
        for (int i = open + 1; i < close; i++) {
            commas += depths[i] == depths[open] + 1 && at(i, ",") ? 1 : 0;
        }
        return commas;
    }

    /** Whether FROM and a table's name alone stand before this place. */
    private boolean isUnnamedRelation(int index) {
        int at = index - 1;
        if (!isQuotedName(at) && !isWord(at)) {
            return false;
        }
        while (at(at - 1, ".")) {
            at -= 2;
        }
        return at(at - 1, "from");
    }

    private int closing(int open) {
        for (int i = open + 1; i < tokens.size(); i++) {
            if (at(i, ")") && depths[i] == depths[open]) {
                return i;
            }
        }
        return tokens.size();
    }

    private boolean at(int index, String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (index + i < 0 || index + i >= tokens.size() || !is(tokens.get(index + i), expected[i])) {
                return false;
            }
        }
        return true;
    }

    private int find(int from, String... expected) {
        for (int i = from; i < tokens.size(); i++) {
            if (at(i, expected)) {
                return i;
            }
        }
        return -1;
    }

    private int first(int from, int depth, Set<String> words) {
        for (int i = from; i < tokens.size(); i++) {
            if (depths[i] == depth && isWord(i) && words.contains(text(i))) {
                return i;
            }
        }
        return -1;
    }

    private String upper(int index) {
        return tokens.get(index).text().toUpperCase(Locale.ROOT);
    }

    private String text(int index) {
        return tokens.get(index).text().toLowerCase(Locale.ROOT);
    }

    private boolean isWord(int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).type() == Type.WORD;
    }

    private boolean isQuotedName(int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).type() == Type.QUOTED_NAME;
    }

    private static boolean is(Token token, String expected) {
        return token.is(expected) || token.isSign(expected);
    }
}
