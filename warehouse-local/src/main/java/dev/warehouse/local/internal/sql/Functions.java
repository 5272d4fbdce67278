/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.Locale;
import java.util.Map;

/**
 * Functions whose calls look otherwise in PostgreSQL: bare date parts, forms with keywords inside, types as arguments.
 * Functions that are merely missing in PostgreSQL are made by {@code functions.sql} and need no rule.
 *
 * <p>A rule gets the call with everything inside it already rewritten, and edits around the arguments, not the
 * arguments, so that places in them stay true. The name it gives a call is the heading of the column in Redshift.
 */
final class Functions {

    private interface Rule {
        void rewrite(Call call);
    }

    /** Redshift's function, and what becomes of a call. */
    private static final Map<String, Rule> RULES = Map.ofEntries(
            // DATEADD(month, 1, x)               date_add(text 'month', 1, x)
            Map.entry("dateadd", call -> withPart(call, "date_add", 3, true)),
            Map.entry("date_add", call -> withPart(call, "date_add", 3, false)),
            // DATEDIFF(week, a, b)               date_diff(text 'week', a, b)
            Map.entry("datediff", call -> withPart(call, "date_diff", 3, true)),
            Map.entry("date_diff", call -> withPart(call, "date_diff", 3, false)),
            // DATE_PART(dow, x)                  pgdate_part(text 'dow', x)
            Map.entry("date_part", call -> withPart(call, "pgdate_part", 2, false)),
            Map.entry("pgdate_part", call -> withPart(call, "pgdate_part", 2, false)),
            // DATE_TRUNC('mon', x)               date_trunc('month', x)
            Map.entry("date_trunc", Functions::dateTrunc),
            // EXTRACT(year FROM x)               pg_internal.date_part(text 'year', x)
            Map.entry("extract", Functions::extract),
            // NVL(a, b, c), ISNULL(a, b)         coalesce(a, b, c)
            Map.entry("nvl", call -> call.rename("coalesce")),
            Map.entry("isnull", Functions::isNull),
            // NVL2(e, a, b)                      (case when (e) is not null then (a) else (b) end)
            Map.entry("nvl2", Functions::nvl2),
            // DECODE(e, s, r, d)                 (case when (e) is not distinct from (s) then (r) else (d) end)
            Map.entry("decode", Functions::decode),
            // CONVERT(type, e)                   cast(e as type)
            Map.entry("convert", Functions::convert),
            // TRY_CAST(e AS type)                cast(pg_internal.try_cast((e)::text, null::type) as type)
            Map.entry("try_cast", Functions::tryCast),
            // JSON_SERIALIZE(s)                  pg_internal.json_serialize(s): a keyword of PostgreSQL's
            Map.entry("json_serialize", call -> call.rename("pg_internal.json_serialize")),
            // LISTAGG(e, d) WITHIN GROUP (…)     listagg(nullif((e)::text, ''), d …)
            Map.entry("listagg", Functions::listAgg),
            // RATIO_TO_REPORT(x) OVER (…)        ((x)::float8 / nullif(sum((x)::float8) over (…), 0))
            Map.entry("ratio_to_report", Functions::ratioToReport),
            // LAG(x IGNORE NULLS) OVER (…)       an aggregate over the rows before
            Map.entry("lag", Windows::ignoreNulls),
            Map.entry("lead", Windows::ignoreNulls),
            Map.entry("first_value", Windows::ignoreNulls),
            Map.entry("last_value", Windows::ignoreNulls),
            Map.entry("nth_value", Windows::ignoreNulls),
            // PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x)   pg_internal.percentile_cont(x, p)
            Map.entry("percentile_cont", Windows::percentile),
            Map.entry("percentile_disc", Windows::percentile),
            // GROUPING_ID(a, b)                  grouping(a, b)
            Map.entry("grouping_id", call -> call.rename("grouping")),
            // DEFAULT nextval('s')               pg_internal.no_sequence('s'): taken, and fails where it is needed
            Map.entry("nextval", call -> call.rename("pg_internal.no_sequence")),
            // COLLATE(s, 'case_insensitive')     ((s) collate pg_internal.case_insensitive)
            Map.entry("collate", Functions::collate),
            // OBJECT_TRANSFORM(o KEEP p SET p, v) pg_internal.object_transform(o, array[p], json_build_array(p, v))
            Map.entry("object_transform", Functions::objectTransform),
            // ARRAY(a, b), OBJECT(k, v)          "array"(json_build_array(a, b))
            Map.entry("array", call -> make(call, "pg_catalog.json_build_array")),
            Map.entry("object", call -> make(call, "pg_catalog.json_build_object")));

    private Functions() {
    }

    /** Rewrites the call whose name stands at the index, if it is one that needs it. */
    static void rewrite(Statement statement, int index, String name) {
        Rule rule = RULES.get(name);
        Call call = rule == null ? null : Call.at(statement, index);
        if (rule != null && call != null) {
            rule.rewrite(call);
        }
    }

    private static void make(Call call, String maker) {
        Statement statement = call.statement();
        if (statement.word(call.from(0), "select")) {
            return;
        }
        statement.replace(call.name(), call.open() + 1,
                "pg_catalog." + Statement.quoted(statement.token(call.name())) + "(" + maker + "(");
        call.replaceClose("))");
    }

    private static void withPart(Call call, String name, int arguments, boolean only) {
        if (call.size() != arguments) {
            return;
        }
        Token token = call.only(0);
        String part = DateParts.of(token);
        if (part != null) {
            call.rename(name);
            call.statement().replace(call.from(0), call.to(0), DateParts.literal(part));
        } else if (only && token != null && (token.isName() || token.type() == Token.Type.STRING)) {
            throw call.statement().unsupported("\"" + (token.isName() ? token.name() : token.stringValue())
                    + "\" is not a date part", "write one of Redshift's date parts, for example day, month or year",
                    call.from(0));
        }
    }

    private static void dateTrunc(Call call) {
        Token token = call.size() == 2 ? call.only(0) : null;
        String part = DateParts.of(token);
        if (token != null && part != null && !token.text().equals("'" + part + "'")) {
            call.statement().replace(call.from(0), call.to(0), "'" + part + "'");
        }
    }

    private static void extract(Call call) {
        Statement statement = call.statement();
        int from = call.open() + 2;
        if (!statement.word(from, "from")) {
            return;
        }
        String part = DateParts.of(statement.token(from - 1));
        if (part == null) {
            return;
        }
        call.rename("pg_internal.date_part");
        if (part.equals("epoch")) {
            // seconds do not fit into the INTEGER of the other parts: a form of its own gives a BIGINT
            statement.remove(from - 1, from + 1);
        } else {
            statement.replace(from - 1, from + 1, DateParts.literal(part) + ",");
        }
    }

    private static void isNull(Call call) {
        if (call.size() == 2) {
            call.rename("coalesce");
        }
    }

    private static void nvl2(Call call) {
        if (call.size() == 3) {
            call.rename("(case when ");
            call.replaceComma(0, ") is not null then (");
            call.replaceComma(1, ") else (");
            call.replaceClose(") end)");
        }
    }

    private static void decode(Call call) {
        int arguments = call.size();
        if (arguments < 3) {
            return;
        }
        String expression = call.text(0);
        call.rename("(case when ");
        for (int i = 1; i + 1 < arguments; i += 2) {
            call.replaceComma(i - 1, i == 1 ? ") is not distinct from ("
                    : ") when (" + expression + ") is not distinct from (");
            call.replaceComma(i, ") then (");
        }
        if (arguments % 2 == 0) {
            call.replaceComma(arguments - 2, ") else (");
        }
        call.replaceClose(") end)");
    }

    private static void convert(Call call) {
        Statement statement = call.statement();
        if (call.size() != 2 || !statement.token(call.from(0)).isName()) {
            return;
        }
        String type = type(statement, call.from(0), call.to(0));
        call.rename("cast");
        statement.remove(call.from(0), call.to(0) + 1);
        call.replaceClose(" as " + type + ")");
    }

    private static void tryCast(Call call) {
        Statement statement = call.statement();
        int as = lastAs(call);
        if (as < 0) {
            return;
        }
        String type = type(statement, as + 1, call.close());
        call.rename("cast(pg_internal.try_cast(");
        statement.replace(as, call.close(), ")::text, null::" + type + ") as " + type);
    }

    private static void collate(Call call) {
        Token collation = call.size() == 2 ? call.only(1) : null;
        if (collation == null) {
            return;
        }
        String name = collation.type() == Token.Type.STRING ? collation.stringValue() : collation.text();
        String known = switch (name.toLowerCase(Locale.ROOT)) {
            case "case_sensitive", "cs" -> "pg_catalog.\"C\"";
            case "case_insensitive", "ci" -> "pg_internal.case_insensitive";
            default -> throw call.statement().unsupported("\"" + name + "\" is not a collation",
                    "write 'case_sensitive' or 'case_insensitive'", call.from(1));
        };
        call.rename("((");
        call.replaceOpen("");
        call.statement().replace(call.to(0), call.close() + 1, ") collate " + known + ")");
    }

    private static void objectTransform(Call call) {
        Statement statement = call.statement();
        int keep = wordAtTop(call, "keep");
        int set = wordAtTop(call, "set");
        int end = set < 0 ? call.close() : set;
        if (call.size() < 1 || keep > end) {
            return;
        }
        call.rename("pg_internal.object_transform");
        if (set >= 0) {
            statement.replace(set, set + 1, keep < 0 ? ", null, pg_catalog.json_build_array("
                    : "]::text[], pg_catalog.json_build_array(");
            call.replaceClose("))");
        } else if (keep >= 0) {
            call.replaceClose("]::text[], null)");
        } else {
            call.replaceClose(", null, null)");
        }
        if (keep >= 0) {
            statement.replace(keep, keep + 1, ", array[");
        }
    }

    /** The index of a word between the arguments of a call, or -1. */
    private static int wordAtTop(Call call, String word) {
        int depth = 0;
        for (int i = call.open() + 1; i < call.close(); i++) {
            Token token = call.statement().token(i);
            depth += Selects.depthChange(token);
            if (depth == 0 && token.is(word)) {
                return i;
            }
        }
        return -1;
    }

    private static int lastAs(Call call) {
        int depth = 0;
        for (int i = call.close() - 1; i > call.open(); i--) {
            Token token = call.statement().token(i);
            depth += token.isSign(")") ? 1 : token.isSign("(") ? -1 : 0;
            if (depth == 0 && token.is("as")) {
                return i;
            }
        }
        return -1;
    }

    private static String type(Statement statement, int from, int to) {
        String type = statement.edited(from, to);
        boolean bare = to - from == 1 && (statement.word(from, "decimal") || statement.word(from, "numeric"));
        return bare ? "numeric(18,0)" : type;
    }

    private static void listAgg(Call call) {
        Statement statement = call.statement();
        if (call.size() < 1 || call.size() > 2) {
            return;
        }
        boolean distinct = statement.word(call.from(0), "distinct");
        int from = distinct ? call.from(0) + 1 : call.from(0);
        String delimiter = call.size() == 2 ? call.text(1) : "''";
        int behind = call.close() + 1;
        String order = "";
        if (statement.looking(behind, "within", "group") && statement.sign(behind + 2, "(")) {
            int end = statement.behindBrackets(behind + 2);
            String expression = statement.edited(from, call.to(0));
            order = statement.edited(behind + 3, end - 1);
            if (distinct && order.replaceAll("(?i)^order\\s+by\\s+|\\s+(asc|desc)$", "").equalsIgnoreCase(expression)) {
                // sorted as what it is, not as its text
                call.rename("listagg(array_to_string(array_agg");
                String filter = ") filter (where (" + expression + ")::text <> ''), " + delimiter + "))";
                statement.replace(call.to(0), end, " " + order + filter);
                return;
            }
            statement.remove(behind, end);
            behind = end;
        }
        Call over = statement.word(behind, "over") ? Call.at(statement, behind) : null;
        call.rename("listagg(listagg");
        if (over == null) {
            call.replaceClose((order.isEmpty() ? "" : " " + order) + "))");
        } else {
            over.replaceClose((order.isEmpty() ? "" : " " + order
                    + " rows between unbounded preceding and unbounded following") + "))");
        }
        // after the bracket's replacement, which would take with it what is inserted beside it
        statement.insertBefore(from, "nullif((");
        statement.insertBehind(call.to(0) - 1, ")::text, '')" + (call.size() == 1 ? ", ''" : ""));
    }

    private static void ratioToReport(Call call) {
        Statement statement = call.statement();
        Call over = call.size() == 1 && statement.word(call.close() + 1, "over")
                ? Call.at(statement, call.close() + 1) : null;
        if (over == null) {
            return;
        }
        String expression = call.text(0);
        call.rename("((");
        call.replaceOpen("");
        call.replaceClose(")::float8 / nullif(sum((" + expression + ")::float8)");
        over.replaceClose("), 0))");
    }
}
