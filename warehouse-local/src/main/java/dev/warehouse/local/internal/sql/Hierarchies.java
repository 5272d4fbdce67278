package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.Column;
import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** START WITH … CONNECT BY …: a recursive query in the place of the table; LEVEL is one more column of it. */
final class Hierarchies {

    private static final String PARENT = "\"?parent\"";

    private Hierarchies() {
    }

    static void rewrite(Statement statement, Select select, Columns columns) {
        int connect = select.at("connect");
        List<Item> items = FromClause.of(statement, select).items();
        if (items.size() != 1) {
            throw statement.notEmulated("the local Redshift executes CONNECT BY over one table",
                    "put the join into a subquery", connect);
        }
        Item item = items.get(0);
        String source = statement.text(item.from(), item.to()) + (item.name() == null ? " as \"?\"" : "");
        String name = item.name() == null ? "\"?\"" : Statement.quoted(item.name());
        List<Column> found = Scope.ask(statement, select, "select * from " + source, columns);
        if (found.isEmpty()) {
            throw statement.unknown("the columns of the table are not known here", "write a recursive WITH", connect);
        }
        Map<String, String> prior = new HashMap<>();
        StringBuilder parents = new StringBuilder();
        StringBuilder names = new StringBuilder();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < found.size(); i++) {
            String column = Statement.quoted(found.get(i).name());
            prior.put(found.get(i).name(), PARENT + ".\"?" + i + '"');
            parents.append(", \"?").append(i).append('"');
            names.append(", ").append(column);
            list.append(i == 0 ? "" : ", ").append(column);
        }
        String start = select.has("start")
                ? " where " + statement.text(select.at("start") + 2, select.endOf(select.at("start"))) : "";
        String condition = condition(statement, connect + 2, select.endOf(connect), prior);
        for (Selects.Item column : select.items()) {
            if (statement.sign(column.to() - 1, "*")
                    && (column.to() == column.from() + 1 || statement.sign(column.to() - 2, "."))) {
                statement.replace(column.from(), column.to(), list.toString());
            }
        }
        statement.replace(item.from(), item.to(), "(with recursive \"?rows\" (\"level\"" + names + ") as (select 1, " + name
                + ".* from " + source + start + " union all select " + PARENT + ".\"?level\" + 1, " + name
                + ".* from \"?rows\" as " + PARENT + " (\"?level\"" + parents + ") join " + source + " on " + condition
                + ") select * from \"?rows\") as " + name);
        for (String clause : List.of("start", "connect")) {
            if (select.has(clause)) {
                statement.remove(select.at(clause), select.endOf(select.at(clause)));
            }
        }
    }

    /** The condition, with the columns behind PRIOR as the parent's. */
    private static String condition(Statement statement, int from, int to, Map<String, String> prior) {
        StringBuilder condition = new StringBuilder();
        int at = from;
        while (at < to) {
            Token token = statement.token(at);
            if (token.is("prior") && at + 1 < to) {
                int behind = statement.sign(at + 1, "(") ? statement.behindBrackets(at + 1)
                        : Navigation.behindPath(statement, at + 1);
                if (statement.sign(behind, "(") && statement.token(behind - 1).isName()) {
                    behind = statement.behindBrackets(behind);
                }
                condition.append(parent(statement, at + 1, behind, prior));
                at = behind;
            } else if (token.is("level") && !statement.sign(at - 1, ".")) {
                condition.append('(').append(PARENT).append(".\"?level\" + 1) ");
                at++;
            } else {
                condition.append(token.text()).append(statement.sign(at, ".") || statement.sign(at + 1, ".")
                        || statement.sign(at + 1, "(") ? "" : " ");
                at++;
            }
        }
        return condition.toString().strip();
    }

    private static String parent(Statement statement, int from, int to, Map<String, String> prior) {
        StringBuilder expression = new StringBuilder();
        for (int i = from; i < to; i++) {
            Token token = statement.token(i);
            if (token.isName() && statement.sign(i + 1, ".") || token.isSign(".")) {
                // the parent's columns need no name of a table
                continue;
            }
            String column = token.isName() && !statement.sign(i + 1, "(") ? prior.get(token.name()) : null;
            expression.append(column == null ? token.text() : column).append(statement.sign(i + 1, "(") ? "" : " ");
        }
        return expression.toString();
    }
}
