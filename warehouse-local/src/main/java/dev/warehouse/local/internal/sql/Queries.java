/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.Comparator;
import java.util.List;

/**
 * The forms of a query that Redshift has and PostgreSQL has not: one rule for each. The queries of a statement are
 * rewritten from the inside out, because what a rule must know of the columns of a FROM, PostgreSQL is asked.
 */
final class Queries {

    private interface Rule {
        void rewrite(Statement statement, Select select, Columns columns);
    }

    /** A rule, its name, and the clause or the word that calls for it. */
    private record Form(String name, String word, Rule rule) {
    }

    /** In this order. A query without the word costs nothing. */
    private static final List<Form> FORMS = List.of(
            // … WHERE a.x = b.x (+)              a LEFT JOIN b ON a.x = b.x
            new Form("outer-join", "where", OuterJoins::rewrite),
            // t PIVOT (…), t UNPIVOT (…)         a subquery
            new Form("pivot", "from", Pivots::rewrite),
            // START WITH … CONNECT BY …          a recursive subquery
            new Form("connect-by", "connect", Hierarchies::rewrite),
            // * EXCLUDE (a, b)                   the other columns
            new Form("exclude", "select", Exclusions::rewrite),
            // a + 1 AS b, b * 2                  a + 1 AS b, (a + 1) * 2
            new Form("lateral-alias", "select", LateralAliases::rewrite),
            // GROUP BY ALL                       the places of what is no aggregate
            new Form("group-by-all", "group", Grouping::rewrite),
            // TOP n                              LIMIT n
            new Form("top", "select", Queries::top),
            // QUALIFY condition                  WHERE around the query
            new Form("qualify", "qualify", Qualify::rewrite));

    private Queries() {
    }

    /** Rewrites the queries of a statement, before the rules for expressions; gives what to work on from here. */
    static Statement rewrite(Statement statement, Columns columns) {
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.token(i);
            if (token.type() == Token.Type.WORD) {
                minus(statement, i, token);
            } else if (token.type() == Token.Type.NUMBER) {
                numberBesideWord(statement, i, token);
            }
        }
        Statement current = statement;
        List<Select> selects = insideOut(current);
        int at = 0;
        Navigation navigation = null;
        while (at < selects.size()) {
            Select select = selects.get(at);
            int end = current.distanceFromEnd(select.end());
            Statement before = current;
            navigation = navigation == null ? Navigation.of(current) : navigation;
            if (navigation.rewrite(select, columns)) {
                current = current.next();
                select = Selects.endingAt(current, end, select.keyword());
            }
            for (Form form : FORMS) {
                if (form.word.equals("select") || select.has(form.word)) {
                    Edits edits = current.edits();
                    int size = edits.size();
                    try {
                        form.rule.rewrite(current, select, columns);
                    } catch (RedshiftError error) {
                        throw error.rule() == null ? error.named(form.name) : error;
                    }
                    if (edits.size() != size) {
                        current = current.next();
                        select = Selects.endingAt(current, end, select.keyword());
                    }
                }
            }
            if (current == before) {
                at++;
            } else {
                navigation = null;
                selects = insideOut(current);
                at = 0;
                while (at < selects.size() && current.distanceFromEnd(selects.get(at).end()) >= end) {
                    at++;
                }
            }
        }
        for (int i = 0; i < Changes.of(current).size(); i++) {
            if (Navigation.of(current).rewrite(Changes.of(current).get(i), columns)) {
                current = current.next();
            }
        }
        return current;
    }

    private static List<Select> insideOut(Statement statement) {
        List<Select> selects = Selects.of(statement);
        if (selects.size() > 1) {
            selects.sort(Comparator.comparingInt(Select::end));
        }
        return selects;
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
    private static void top(Statement statement, Select select, Columns columns) {
        int at = select.keyword() + 1;
        if (statement.word(at, "all") || statement.word(at, "distinct")) {
            at++;
        }
        int behind = Selects.top(statement, at);
        if (behind < 0) {
            return;
        }
        String limit = " limit " + statement.text(at + 1, behind);
        statement.remove(at, behind);
        if (select.setOperation()) {
            statement.insertBefore(select.keyword(), "(");
            limit += ")";
        }
        statement.insertBehind(select.end() - 1, limit);
    }
}
