package dev.warehouse.api.jooq;

import dev.warehouse.api.jooq.RedshiftGuard.Refusal;
import dev.warehouse.api.jooq.SqlTokens.Kind;
import dev.warehouse.api.jooq.SqlTokens.Token;
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
            Map.entry("nextval", "use an IDENTITY column"),
            Map.entry("currval", "use an IDENTITY column"),
            Map.entry("lastval", "use an IDENTITY column"));

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

    private static final Set<String> OBJECTS = Set.of("index", "sequence", "type", "domain", "trigger", "rule",
            "extension", "aggregate", "operator", "tablespace", "collation", "foreign", "publication", "subscription");

    private final List<Token> tokens;

    private Refusals(List<Token> tokens) {
        this.tokens = tokens;
    }

    static @Nullable Refusal in(List<Token> tokens) {
        Refusals rules = new Refusals(tokens);
        // COPY and UNLOAD have a language of their own, and queries inside strings
        if (tokens.isEmpty() || rules.at(0, "copy") || rules.at(0, "unload")) {
            return null;
        }
        Refusal refusal = rules.statement();
        for (int i = 0; refusal == null && i < tokens.size(); i++) {
            refusal = rules.word(i);
            if (refusal == null) {
                refusal = rules.function(i);
            }
        }
        return refusal;
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
            int exists = find(2, "if", "exists") >= 0 ? 0 : find(2, "if", "not", "exists");
            if (exists >= 0) {
                return new Refusal("IF [NOT] EXISTS in ALTER TABLE", "look into pg_table_def first");
            }
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
        if (at(0, "merge") && find(1, "do", "nothing") >= 0) {
            return new Refusal("MERGE … DO NOTHING", "use both WHEN MATCHED and WHEN NOT MATCHED");
        }
        return null;
    }

    private @Nullable Refusal create() {
        int object = at(1, "unique") || at(1, "or") ? at(1, "unique") ? 2 : 3 : 1;
        if (object < tokens.size() && tokens.get(object).kind() == Kind.WORD
                && OBJECTS.contains(tokens.get(object).text())) {
            String name = upper(object);
            return new Refusal("CREATE " + name, switch (name) {
                case "INDEX" -> "choose a SORTKEY and a DISTKEY";
                case "SEQUENCE" -> "use an IDENTITY column";
                default -> "do without";
            });
        }
        int table = first(1, 0, Set.of("table"));
        if (table < 0) {
            return null;
        }
        int as = first(table, 0, Set.of("as"));
        if (at(table + 1, "if", "not", "exists") && as > 0) {
            return new Refusal("IF NOT EXISTS in CREATE TABLE AS", "DROP TABLE IF EXISTS before it");
        }
        if (as > 0 && (at(tokens.size() - 2, "with", "data") || at(tokens.size() - 3, "with", "no", "data"))) {
            return new Refusal("WITH [NO] DATA in CREATE TABLE AS",
                    "use CREATE TABLE (LIKE …) for a table without rows");
        }
        if (find(table, "check", "(") >= 0 && as < 0) {
            return new Refusal("CHECK constraints", "check the rows after the load");
        }
        return null;
    }

    private @Nullable Refusal word(int i) {
        Token token = tokens.get(i);
        if (token.kind() == Kind.LITERAL) {
            return token.text().startsWith("e'") || token.text().startsWith("b'") || token.text().startsWith("u&'")
                    ? new Refusal("string literals with a prefix (E'', B'', U&'')", "use a plain literal") : null;
        }
        if (token.kind() == Kind.NAME) {
            return null;
        }
        if (token.kind() == Kind.SYMBOL && JSON_OPERATORS.contains(token.text())) {
            return new Refusal("the operator " + token.text(),
                    "use JSON_EXTRACT_PATH_TEXT, or navigate a SUPER column");
        }
        return switch (token.text()) {
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
            case "any", "all", "some" -> at(i + 1, "(") && i > 0 && COMPARISONS.contains(tokens.get(i - 1).text())
                    && !at(i + 2, "select") && !at(i + 2, "with") && !at(i + 2, "(")
                    ? new Refusal(upper(i) + " over an array", "use IN with a list, or a subquery") : null;
            case "over" -> over(i);
            default -> type(i);
        };
    }

    private @Nullable Refusal function(int i) {
        Token token = tokens.get(i);
        if (token.kind() != Kind.WORD || !at(i + 1, "(")) {
            return null;
        }
        String instead = FUNCTIONS.get(token.text());
        return instead == null ? null : new Refusal("the function " + upper(i), instead);
    }

    private @Nullable Refusal type(int i) {
        String instead = TYPES.get(tokens.get(i).text());
        if (instead == null) {
            return null;
        }
        boolean cast = at(i - 1, "::") || at(i - 1, "as") && at(i + 1, ")");
        boolean column = at(0, "create") && tokens.get(i).depth() == 1 && tokens.get(i - 1).kind() == Kind.NAME
                || at(0, "alter") && i > 0 && tokens.get(i - 1).kind() == Kind.NAME;
        return cast || column ? new Refusal("the type " + upper(i), instead) : null;
    }

    /** An OVER that has ORDER BY needs a frame, if what it belongs to takes one. */
    private @Nullable Refusal over(int i) {
        if (!at(i + 1, "(") || i == 0) {
            return null;
        }
        int close = closing(i + 1);
        int depth = tokens.get(i + 1).depth() + 1;
        boolean ordered = false;
        boolean framed = false;
        for (int inside = i + 2; inside < close; inside++) {
            Token token = tokens.get(inside);
            if (token.depth() != depth || token.kind() != Kind.WORD) {
                continue;
            }
            switch (token.text()) {
                case "order" -> ordered = true;
                case "rows" -> framed = true;
                case "range", "groups" -> {
                    return new Refusal(upper(inside) + " in a window's frame", "use ROWS");
                }
                case "exclude" -> {
                    return new Refusal("EXCLUDE in a window's frame", "filter before");
                }
                default -> {
                }
            }
        }
        int open = opening(i - 1);
        if (open > 0 && tokens.get(open - 1).kind() == Kind.WORD) {
            String function = tokens.get(open - 1).text();
            if (at(open + 1, "distinct")) {
                return new Refusal("DISTINCT in a window function", "count rows of a derived table with GROUP BY");
            }
            if (ordered && !framed && FRAMED.contains(function)) {
                return new Refusal(upper(open - 1) + " OVER (… ORDER BY …) without a frame",
                        "add one, such as ROWS UNBOUNDED PRECEDING");
            }
        }
        return null;
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
            if (at(i, "(") && tokens.get(i).depth() == tokens.get(close).depth()) {
                return i;
            }
        }
        return -1;
    }

    private int closing(int open) {
        for (int i = open + 1; i < tokens.size(); i++) {
            if (at(i, ")") && tokens.get(i).depth() == tokens.get(open).depth()) {
                return i;
            }
        }
        return tokens.size();
    }

    private boolean at(int index, String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (index + i < 0 || index + i >= tokens.size() || !tokens.get(index + i).is(expected[i])) {
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
            Token token = tokens.get(i);
            if (token.depth() == depth && token.kind() == Kind.WORD && words.contains(token.text())) {
                return i;
            }
        }
        return -1;
    }

    private String upper(int index) {
        return tokens.get(index).text().toUpperCase(Locale.ROOT);
    }
}
