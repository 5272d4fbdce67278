package dev.warehouse.local.internal.sql;

import java.util.Map;

/** The rules that hold in every statement, wherever an expression or a name can stand. */
final class Expressions {

    /** Redshift's names of date parts that PostgreSQL does not know. */
    private static final Map<String, String> DATE_PARTS = Map.ofEntries(
            Map.entry("weekday", "dow"), Map.entry("dayofweek", "dow"), Map.entry("dw", "dow"),
            Map.entry("dayofyear", "doy"), Map.entry("dy", "doy"), Map.entry("yearday", "doy"),
            Map.entry("yr", "year"), Map.entry("yrs", "year"), Map.entry("y", "year"),
            Map.entry("qtr", "quarter"), Map.entry("qtrs", "quarter"),
            Map.entry("mon", "month"), Map.entry("mons", "month"), Map.entry("w", "week"), Map.entry("d", "day"),
            Map.entry("h", "hour"), Map.entry("hr", "hour"), Map.entry("hrs", "hour"),
            Map.entry("m", "minute"), Map.entry("min", "minute"), Map.entry("mins", "minute"),
            Map.entry("s", "second"), Map.entry("sec", "second"), Map.entry("secs", "second"));

    private Expressions() {
    }

    static void rewrite(Statement statement) {
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.token(i);
            switch (token.type()) {
                case QUOTED_NAME -> foldCase(statement, token);
                case WORD -> word(statement, i, token);
                case SIGN -> temporaryName(statement, token);
                default -> {
                    // literals and numbers mean the same on both sides
                }
            }
        }
    }

    /** Quotes do not preserve case in Redshift. */
    private static void foldCase(Statement statement, Token token) {
        String folded = Statement.quoted(token);
        if (!folded.equals(token.text())) {
            statement.edits().replace(token, folded);
        }
    }

    /** #name is a temporary table. */
    private static void temporaryName(Statement statement, Token token) {
        if (token.text().length() > 1 && token.text().charAt(0) == '#' && Character.isLetter(token.text().charAt(1))
                || token.text().startsWith("#_")) {
            statement.edits().replace(token, Statement.quoted(token));
        }
    }

    /** psql asks servers as old as Redshift's version number for columns that PostgreSQL has no more. */
    private static void catalogColumn(Statement statement, int index, Token token) {
        String table = statement.token(index - 2).text();
        String replacement;
        switch (token.name()) {
            case "relhasoids" -> replacement = "false";
            case "proisagg" -> replacement = "(" + table + ".prokind = 'a')";
            case "proiswindow" -> replacement = "(" + table + ".prokind = 'w')";
            default -> {
                return;
            }
        }
        statement.edits().replace(statement.token(index - 2).start(), token.end(), replacement);
    }

    private static void word(Statement statement, int index, Token token) {
        if (statement.sign(index - 1, ".")) {
            catalogColumn(statement, index, token);
            return;
        }
        if (token.is("sysdate") && !statement.sign(index + 1, "(") && !statement.word(index - 1, "as")) {
            statement.edits().replace(token, "pg_catalog.sysdate()");
        } else if ((token.is("varchar") || token.is("nvarchar")) && statement.sign(index + 1, "(")
                && statement.word(index + 2, "max") && statement.sign(index + 3, ")")) {
            statement.replace(index, index + 4, "varchar(65535)");
        } else if (token.is("extract") && statement.sign(index + 1, "(") && statement.word(index + 3, "from")) {
            Token part = statement.token(index + 2);
            String name = DATE_PARTS.get(part.type() == Token.Type.STRING ? part.stringValue() : part.name());
            if (name != null) {
                statement.edits().replace(part, name);
            }
        } else if ((token.is("date_part") || token.is("date_trunc") || token.is("pgdate_part"))
                && statement.sign(index + 1, "(") && statement.sign(index + 3, ",")) {
            Token part = statement.token(index + 2);
            if (part.type() == Token.Type.WORD || part.type() == Token.Type.STRING) {
                String given = part.type() == Token.Type.STRING ? part.stringValue() : part.name();
                String name = DATE_PARTS.getOrDefault(given, given);
                if (part.type() == Token.Type.WORD || !name.equals(given)) {
                    statement.edits().replace(part, StringLiterals.quote(name));
                }
            }
        }
    }
}
