/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import dev.warehouse.local.internal.sql.Columns.TypedColumn;
import dev.warehouse.local.internal.sql.NumberScope.Column;
import dev.warehouse.local.internal.sql.Selects.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The precision and scale of what is computed from DECIMAL: Redshift derives them from the types of the operands, and
 * PostgreSQL from the values. A computation whose operands have known types is cast to Redshift's; a quotient gets its
 * digits, and no more. Where the type of an operand cannot be known from the statement, as of a parameter, the
 * computation stays PostgreSQL's.
 *
 * <p>The types of literals, casts and functions stand in the statement; those of the columns of subqueries follow from
 * their lists. For those of tables and views PostgreSQL is asked, once a statement, and only if it computes at all.
 */
final class Numbers {

    /** Words whose result has a precision and a scale, as that of an operator has. */
    private static final Set<String> COMPUTING = Set.of("case", "union", "intersect", "except", "minus");

    private final Statement statement;
    private final Columns columns;
    private final NumberExpressions expressions;
    private final Map<Integer, Select> selects = new HashMap<>();
    private final Map<Integer, @Nullable List<Column>> done = new HashMap<>();
    private @Nullable Map<String, List<TypedColumn>> tables;

    private Numbers(Statement statement, Columns columns) {
        this.statement = statement;
        this.columns = columns;
        this.expressions = new NumberExpressions(statement, this);
        Selects.of(statement).forEach(select -> selects.put(select.keyword(), select));
    }

    /** Gives computations with DECIMAL the types of Redshift; gives what to work on from here. */
    static Statement rewrite(Statement statement, Columns columns) {
        if (!computes(statement)) {
            return statement;
        }
        Numbers numbers = new Numbers(statement, columns);
        numbers.statement();
        return numbers.expressions.write() ? statement.next() : statement;
    }

    /** The same for the expression that a statement of PL/pgSQL assigns to a variable. */
    static Statement rewriteAssigned(Statement statement, int from, Columns columns) {
        if (!computes(statement)) {
            return statement;
        }
        Numbers numbers = new Numbers(statement, columns);
        numbers.expressions.scan(from, statement.size(), numbers.outermost());
        return numbers.expressions.write() ? statement.next() : statement;
    }

    /** The columns of the query that a statement makes a table of; none if they are not known. */
    static List<Column> columns(Statement statement, Columns columns) {
        List<Column> found = new Numbers(statement, columns).statement();
        return found == null ? List.of() : found;
    }

    private NumberScope outermost() {
        NumberScope scope = new NumberScope(null);
        List<TypedColumn> variables = columns.variables();
        if (!variables.isEmpty()) {
            scope.add(null, () -> typed(variables));
        }
        return scope;
    }

    /** Whether a look at its types can be worth it: most statements of an application compute nothing. */
    private static boolean computes(Statement statement) {
        for (int i = 1; i < statement.size(); i++) {
            Token token = statement.token(i);
            if (token.type() == Token.Type.SIGN && NumberExpressions.operator(token) != null
                    && NumberExpressions.endsOperand(statement.token(i - 1))) {
                return true;
            } else if (token.type() == Token.Type.WORD && (COMPUTING.contains(token.name())
                    || statement.sign(i + 1, "(") && NumberExpressions.isTyped(token.name()))) {
                return true;
            }
        }
        return false;
    }

    /** Gives the columns of the query in a statement that has one behind its own words. */
    private @Nullable List<Column> statement() {
        switch (statement.token(0).type() == Token.Type.WORD ? statement.token(0).name() : "") {
            case "grant", "revoke" -> {
                // the SELECT in it is a right
            }
            case "select", "with", "update", "delete", "insert", "merge" -> part(0, statement.size(), outermost());
            default -> {
                // CREATE … AS, DECLARE … FOR, EXPLAIN and the like: the query in it
                int depth = 0;
                for (int i = 1; i < statement.size(); i++) {
                    if (depth == 0 && isQuery(i)) {
                        return query(i, statement.size(), outermost(), false);
                    }
                    depth += Selects.depthChange(statement.token(i));
                }
            }
        }
        return null;
    }

    private boolean isQuery(int index) {
        int at = index;
        while (statement.sign(at, "(")) {
            at++;
        }
        return selects.containsKey(at) || Withs.definitions(statement, at) > 0;
    }

    /** A statement, or what follows its WITH. */
    private void part(int from, int to, NumberScope scope) {
        NumberScope own = new NumberScope(scope);
        switch (statement.token(from).name()) {
            case "update" -> {
                int set = find(from, to, "set");
                table(from + 1, set, own);
                source(find(from, to, "from"), to, own);
                expressions.scan(set, to, own);
            }
            case "delete" -> {
                int target = statement.word(from + 1, "from") ? from + 2 : from + 1;
                table(target, Math.min(find(from, to, "using"), find(from, to, "where")), own);
                source(find(from, to, "using"), to, own);
                expressions.scan(target, to, own);
            }
            case "merge" -> {
                int using = find(from, to, "using");
                int on = find(from, to, "on");
                table(from + 2, using, own);
                source(using, on, own);
                expressions.scan(Math.min(on, to), to, own);
            }
            case "insert" -> {
                int at = from + 1;
                while (at < to && !statement.word(at, "values") && !isQuery(at)) {
                    at++;
                }
                if (statement.word(at, "values")) {
                    expressions.scan(at + 1, to, own);
                } else if (at < to) {
                    query(at, to, own, false);
                }
            }
            default -> query(from, to, scope, false);
        }
    }

    /** The place of a word at depth zero; the end if there is none. */
    private int find(int from, int to, String word) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.word(i, word)) {
                return i;
            }
        }
        return to;
    }

    /** The table that a statement changes, with its alias. */
    private void table(int from, int to, NumberScope scope) {
        if (from < to) {
            from(new Select(statement, from - 1, from, to, false, Map.of("from", from - 1)), scope);
        }
    }

    /** The FROM or USING of a statement that changes a table. */
    private void source(int keyword, int to, NumberScope scope) {
        if (keyword < to) {
            from(new Select(statement, keyword, keyword, Math.min(to, find(keyword, to, "where")), false,
                    Map.of("from", keyword)), scope);
        }
    }

    /**
     * A query expression: gives the columns of its result, null if they are not known.
     *
     * @param recursive whether it is the definition of a recursive query, whose parts must agree in their types
     */
    @Nullable List<Column> query(int from, int to, NumberScope around, boolean recursive) {
        int at = from;
        NumberScope scope = around;
        int definition = Withs.definitions(statement, at);
        if (definition > 0) {
            scope = new NumberScope(around);
            boolean all = statement.word(at + 1, "recursive");
            while (definition > 0) {
                int open = Withs.open(statement, definition);
                if (open < 0) {
                    return null;
                }
                String name = statement.token(definition).name();
                int behind = statement.behindBrackets(open);
                if (all) {
                    scope.define(name, null);
                }
                scope.define(name, named(query(open + 1, behind - 1, scope, all), definition + 1));
                at = behind;
                definition = statement.sign(behind, ",") ? behind + 1 : -1;
            }
            if (at < to && !isQuery(at)) {
                part(at, to, scope);
                return null;
            }
        }
        List<Branch> branches = new ArrayList<>();
        while (at < to) {
            if (statement.sign(at, "(") && isQuery(at)) {
                int behind = statement.behindBrackets(at);
                branches.add(new Branch(null, query(at + 1, behind - 1, scope, recursive)));
                at = behind;
            } else if (selects.containsKey(at)) {
                Select select = selects.get(at);
                branches.add(new Branch(select, select(select, scope)));
                at = Math.max(select.end(), at + 1);
            } else {
                // a set operator, or what follows a query in brackets
                at++;
            }
        }
        return together(branches, recursive);
    }

    /** One part of a UNION or the like; in brackets if it has no SELECT of its own. */
    private record Branch(@Nullable Select select, @Nullable List<Column> columns) {

        /** Its items, if each is one column. */
        List<Item> items(int size) {
            List<Item> items = select == null ? List.of() : select.items();
            boolean star = items.stream().anyMatch(item -> select != null && select.statement()
                    .sign(item.to() - 1, "*"));
            return items.size() == size && !star ? items : List.of();
        }
    }

    private @Nullable List<Column> together(List<Branch> branches, boolean recursive) {
        if (branches.isEmpty()) {
            return null;
        } else if (recursive) {
            // its own columns are not known while it is looked at: the parts agree in having no precision
            branches.forEach(branch -> cast(branch, "pg_catalog.numeric"));
            return null;
        }
        List<Column> first = branches.get(0).columns();
        if (branches.size() == 1 || first == null) {
            return first;
        }
        List<Column> together = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            NumericType type = first.get(i).type();
            boolean same = true;
            for (Branch branch : branches) {
                List<Column> columnsOfBranch = branch.columns();
                NumericType other = columnsOfBranch == null || columnsOfBranch.size() != first.size() ? null
                        : columnsOfBranch.get(i).type();
                same &= other != null && other.equals(type);
                type = type == null || other == null ? null : NumericType.either(type, other);
            }
            together.add(new Column(first.get(i).name(), type));
            if (type != null && type.isDecimal() && !same) {
                for (Branch branch : branches) {
                    List<Item> items = branch.items(first.size());
                    if (!items.isEmpty()) {
                        expressions.cast(items.get(i), type.postgres());
                    }
                }
            }
        }
        return together;
    }

    private void cast(Branch branch, String type) {
        List<Column> columnsOfBranch = branch.columns() == null ? List.of() : branch.columns();
        List<Item> items = branch.items(columnsOfBranch.size());
        for (int i = 0; i < items.size(); i++) {
            NumericType own = columnsOfBranch.get(i).type();
            if (own != null && own.isDecimal()) {
                expressions.cast(items.get(i), type);
            }
        }
    }

    private @Nullable List<Column> select(Select select, NumberScope around) {
        NumberScope scope = new NumberScope(around);
        from(select, scope);
        List<Column> result = new ArrayList<>();
        boolean known = true;
        for (Item item : select.items()) {
            if (statement.sign(item.to() - 1, "*")
                    && (item.to() == item.from() + 1 || statement.sign(item.to() - 2, "."))) {
                String qualifier = item.to() - item.from() < 3 ? null : statement.token(item.to() - 3).name();
                List<Column> all = scope.all(qualifier);
                known &= all != null;
                result.addAll(all == null ? List.of() : all);
            } else {
                NumericType type = expressions.item(item, scope);
                Token last = statement.token(item.to() - 1);
                result.add(new Column(item.alias() >= 0 ? statement.token(item.alias()).name()
                        : last.isName() ? last.name() : calledFunction(item), type));
            }
        }
        expressions.scan(select.listEnd(), select.end(), scope);
        return known && !FromClause.of(statement, select).merges() ? result : null;
    }

    /** A call without an alias is named as its function. */
    private @Nullable String calledFunction(Item item) {
        Token first = statement.token(item.from());
        return first.type() == Token.Type.WORD && statement.sign(item.from() + 1, "(") ? first.name() : null;
    }

    private void from(Select select, NumberScope scope) {
        for (FromClause.Item item : FromClause.of(statement, select).items()) {
            int renamed = item.alias() < 0 ? -1 : item.alias() + 1;
            if (item.pivot() >= 0) {
                scope.add(item.name(), () -> null);
            } else if (item.kind() == FromClause.Kind.QUERY) {
                List<Column> found = subquery(item.from(), scope);
                scope.add(item.name(), () -> named(found, renamed));
            } else if (item.kind() == FromClause.Kind.NAME) {
                String name = statement.token(item.from()).name();
                boolean defined = item.sourceTo() == item.from() + 1 && scope.defines(name);
                String table = statement.name(item.from(), item.sourceTo());
                scope.add(item.name(), () -> named(defined ? scope.query(name) : table(table), renamed));
            } else {
                scope.add(item.name(), () -> null);
            }
        }
    }

    /** Columns with the names of the list that begins at the index, if one does. */
    private @Nullable List<Column> named(@Nullable List<Column> found, int open) {
        if (found == null || !statement.sign(open, "(")) {
            return found;
        }
        List<Column> named = new ArrayList<>(found);
        int at = open + 1;
        for (int i = 0; i < named.size() && at < statement.size() && statement.token(at).isName(); i++) {
            named.set(i, new Column(statement.token(at).name(), found.get(i).type()));
            at += 2;
        }
        return named;
    }

    /** The query in the brackets that open at the index. */
    @Nullable List<Column> subquery(int open, NumberScope scope) {
        if (!done.containsKey(open)) {
            done.put(open, query(open + 1, statement.behindBrackets(open) - 1, scope, false));
        }
        return done.get(open);
    }

    private @Nullable List<Column> table(String name) {
        if (tables == null) {
            tables = columns.ofTables(tableNames(statement));
        }
        List<TypedColumn> found = tables.get(name);
        return found == null || found.isEmpty() ? null : typed(found);
    }

    private static List<Column> typed(List<TypedColumn> found) {
        return found.stream()
                .map(column -> new Column(column.name(), NumericType.of(column.typeOid(), column.typeModifier())))
                .toList();
    }

    /** All tables and views that a statement may read or change. */
    static Set<String> tableNames(Statement statement) {
        Set<String> names = new HashSet<>();
        Set<String> queries = Withs.names(statement);
        for (int i = 0; i + 1 < statement.size(); i++) {
            if (statement.word(i, "from") || statement.word(i, "join") || statement.word(i, "into")
                    || statement.word(i, "using") || statement.word(i, "update") || statement.word(i, "delete")) {
                addName(statement, i + 1, queries, names);
            }
        }
        for (Select select : Selects.of(statement)) {
            FromClause.of(statement, select).items().stream().filter(item -> item.kind() == FromClause.Kind.NAME)
                    .forEach(item -> addName(statement, item.from(), queries, names));
        }
        return names;
    }

    private static void addName(Statement statement, int index, Set<String> queries, Set<String> names) {
        Token token = statement.token(index);
        if (token.isName() || token.type() == Token.Type.SIGN && token.text().startsWith("#")) {
            int behind = statement.behindName(index);
            if (!statement.sign(behind, "(") && !(behind == index + 1 && queries.contains(token.name()))) {
                names.add(statement.name(index, behind));
            }
        }
    }
}
