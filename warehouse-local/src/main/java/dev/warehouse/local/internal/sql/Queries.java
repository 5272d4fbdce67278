package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.api.internal.sql.Tokenizer;
import dev.warehouse.local.internal.sql.Selects.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The forms of a query that Redshift has and PostgreSQL has not. */
final class Queries {

    private Queries() {
    }

    /** Rewrites the queries of a statement, before the rules for expressions. */
    static void rewrite(Statement statement, Columns columns) {
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.token(i);
            if (token.type() == Token.Type.WORD) {
                minus(statement, i, token);
            } else if (token.type() == Token.Type.NUMBER) {
                numberBesideWord(statement, i, token);
            }
        }
        for (Select select : Selects.of(statement)) {
            top(statement, select);
            lateralAliases(statement, select, columns);
            if (select.has("qualify")) {
                qualify(statement, select);
            }
        }
    }

    /** a MINUS b is a EXCEPT b. */
    private static void minus(Statement statement, int index, Token token) {
        if (!token.is("minus") || index == 0 || statement.sign(index - 1, ".") || statement.word(index - 1, "as")) {
            return;
        }
        if (statement.word(index + 1, "select")
                || statement.sign(index + 1, "(") && statement.word(index + 2, "select")) {
            statement.replace(index, index + 1, "except");
        }
    }

    /** 1WHEN: Redshift takes a word right behind a number, and its driver writes so. */
    private static void numberBesideWord(Statement statement, int index, Token token) {
        if (index + 1 < statement.size()) {
            Token next = statement.token(index + 1);
            if (next.type() == Token.Type.WORD && next.start() == token.end()) {
                statement.edits().insert(token.end(), " ");
            }
        }
    }

    /** SELECT TOP n … is SELECT … LIMIT n. */
    private static void top(Statement statement, Select select) {
        int at = select.keyword() + 1;
        if (statement.word(at, "all") || statement.word(at, "distinct")) {
            at++;
        }
        if (Selects.top(statement, at) < 0) {
            return;
        }
        String limit = " limit " + statement.text(at + 1, at + 2);
        statement.remove(at, at + 2);
        if (select.setOperation()) {
            statement.insertBefore(select.keyword(), "(");
            limit += ")";
        }
        statement.insertBehind(select.end() - 1, limit);
    }

    // lateral column aliases

    /**
     * An alias of the list stands for its expression in later items and in WHERE, HAVING and QUALIFY, unless a table of
     * the query has a column of that name: then the name means the column, as everywhere.
     */
    private static void lateralAliases(Statement statement, Select select, Columns columns) {
        List<Item> items = select.items();
        Map<String, Integer> aliases = new HashMap<>();
        Map<String, String> expansions = new HashMap<>();
        Set<String> real = new LinkedHashSet<>();
        boolean asked = false;
        List<int[]> ranges = new ArrayList<>();
        for (Item item : items) {
            ranges.add(new int[] {item.from(), item.expressionTo(statement)});
        }
        for (String clause : List.of("where", "having", "qualify")) {
            if (select.has(clause)) {
                ranges.add(new int[] {select.at(clause) + 1, select.endOf(select.at(clause))});
            }
        }
        for (int k = 0; k < ranges.size(); k++) {
            for (int i : references(statement, ranges.get(k), aliases)) {
                String name = statement.token(i).name();
                Item item = items.get(aliases.get(name));
                if (!asked) {
                    asked = true;
                    real.addAll(columns.of(relations(statement)));
                }
                if (real.contains(name) || isNamedElsewhere(statement, select, name)) {
                    continue;
                }
                String expansion = expansions.get(name);
                if (expansion == null) {
                    expansion = "(" + expanded(statement, item, expansions) + ")";
                    expansions.put(name, expansion);
                }
                statement.settle(i, i + 1, expansion);
            }
            if (k < items.size() && items.get(k).alias() >= 0) {
                aliases.putIfAbsent(statement.token(items.get(k).alias()).name(), k);
            }
        }
    }

    /** PostgreSQL's text of an item's expression, earlier aliases in it replaced already. */
    private static String expanded(Statement statement, Item item, Map<String, String> expansions) {
        String sql = statement.text(item.from(), item.expressionTo(statement));
        Statement alone = new Statement(sql, Tokenizer.tokenize(sql));
        for (int i = 0; i < alone.size(); i++) {
            String expansion = alone.token(i).isName() ? expansions.get(alone.token(i).name()) : null;
            if (expansion != null && isReference(alone, i)) {
                alone.replace(i, i + 1, expansion);
            }
        }
        Expressions.rewrite(alone);
        return alone.edited(0, alone.size());
    }

    private static List<Integer> references(Statement statement, int[] range, Map<String, Integer> aliases) {
        List<Integer> references = new ArrayList<>();
        if (aliases.isEmpty()) {
            return references;
        }
        for (int i = range[0]; i < range[1]; i++) {
            Token token = statement.token(i);
            if (token.isSign("(") && (statement.word(i + 1, "select") || statement.word(i + 1, "with"))) {
                i = statement.behindBrackets(i) - 1;
            } else if (token.isName() && aliases.containsKey(token.name()) && isReference(statement, i)) {
                references.add(i);
            }
        }
        return references;
    }

    private static boolean isReference(Statement statement, int i) {
        return !statement.sign(i - 1, ".") && !statement.sign(i + 1, ".") && !statement.sign(i + 1, "(")
                && !statement.sign(i - 1, "::") && !statement.word(i - 1, "as")
                && !(i + 1 < statement.size() && statement.token(i + 1).type() == Token.Type.STRING);
    }

    /** A name inside the brackets of FROM, or of a WITH query, may be a column that comes from there. */
    private static boolean isNamedElsewhere(Statement statement, Select select, String name) {
        if (select.has("from")) {
            int to = select.endOf(select.at("from"));
            for (int i = select.at("from"); i < to; i++) {
                if (statement.token(i).isName() && statement.token(i).name().equals(name)) {
                    return true;
                }
            }
        }
        if (statement.word(0, "with")) {
            for (int i = 1; i < select.keyword(); i++) {
                if (statement.token(i).isName() && statement.token(i).name().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The names of all relations that the statement reads. */
    private static List<String> relations(Statement statement) {
        Set<String> names = new LinkedHashSet<>();
        for (Select select : Selects.of(statement)) {
            if (!select.has("from")) {
                continue;
            }
            int to = select.endOf(select.at("from"));
            for (int i = select.at("from"); i + 1 < to; i++) {
                boolean before = statement.word(i, "from") || statement.word(i, "join") || statement.sign(i, ",")
                        || statement.sign(i, "(");
                Token token = statement.token(i + 1);
                if (before && (token.isName() || token.text().startsWith("#") && token.text().length() > 1)) {
                    int behind = statement.behindName(i + 1);
                    names.add(statement.name(i + 1, behind));
                }
            }
        }
        return new ArrayList<>(names);
    }

    // QUALIFY

    /** … QUALIFY condition: the query with the condition as one more column, inside one that takes its rows. */
    private static void qualify(Statement statement, Select select) {
        int at = select.at("qualify");
        int end = select.endOf(at);
        List<String> names = new ArrayList<>();
        for (Item item : select.items()) {
            int last = item.to() - 1;
            boolean column = item.alias() >= 0 || statement.token(last).isName()
                    && (last == item.from() || statement.sign(last - 1, "."));
            if (!column) {
                throw statement.unsupported(
                        "beside QUALIFY, the local Redshift needs a name for every column of the list", "write the columns out, and give expressions an alias", item.from());
            }
            names.add(Statement.quoted(statement.token(last)));
        }
        statement.insertBefore(select.keyword(), "select " + String.join(", ", names) + " from (");
        String condition = statement.edited(at + 1, end);
        Statement alone = new Statement(condition, Tokenizer.tokenize(condition));
        Expressions.rewrite(alone);
        statement.insertBehind(select.listEnd() - 1, ", (" + alone.edited(0, alone.size()) + ") as \"?qualify?\"");
        statement.settle(at, end, ") as \"?qualified?\" where \"?qualify?\"");
    }
}
