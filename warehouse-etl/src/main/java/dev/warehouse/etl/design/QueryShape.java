/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jooq.Asterisk;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QualifiedAsterisk;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.SelectFinalStep;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.VisitListenerProvider;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * What a jOOQ query is made of: tables, equalities between columns, filters. The only place that looks into jOOQ's
 * query object model, which is experimental there. What it does not understand it says.
 */
final class QueryShape {

    /**
     * A table of a FROM clause.
     *
     * @param alias what the query calls it
     * @param table the table as the query has it
     * @param design what is declared for it
     * @param optional whether a LEFT JOIN makes it give way to NULLs
     */
    record Relation(String alias, Table<?> table, TableDesign design, boolean optional) {

        ColumnType type(String column) {
            return design.type(column);
        }

        @Override
        public String toString() {
            return alias.equals(design.table()) ? alias : alias + " (" + design.table() + ")";
        }
    }

    /** A column of a table of the query. */
    record Column(Relation relation, String name) {

        ColumnType type() {
            return relation.type(name);
        }

        @Override
        public String toString() {
            return relation.alias + "." + name;
        }
    }

    /**
     * A condition that rows must meet.
     *
     * @param condition as the query has it
     * @param relations whose columns it names
     * @param on the table of the LEFT JOIN whose ON clause it is in, or null if all rows of the result meet it
     */
    record Conjunct(Condition condition, Set<Relation> relations, @Nullable Relation on) { }

    /** Two columns of different tables that must be equal. */
    record Equality(Column left, Column right, @Nullable Relation on) {

        @Override
        public String toString() {
            return left + " = " + right;
        }
    }

    /** A condition on one column that values can be compared with, one after the other. */
    record Comparison(Column column, Ranges ranges, Condition condition) { }

    /**
     * One SELECT with its FROM clause.
     *
     * @param name empty for the outermost
     * @param relations the tables, in order
     * @param conjuncts all conditions that are understood
     * @param equalities those between columns
     * @param comparisons those of a column with constants
     * @param columns all columns that are read
     * @param ordered whether a LEFT JOIN fixes the order of joins
     * @param joinsKnown whether the joins can be told
     * @param notSeen what is not understood, in sentences
     */
    record Block(String name, List<Relation> relations, List<Conjunct> conjuncts, List<Equality> equalities,
            List<Comparison> comparisons, Set<Column> columns, boolean ordered, boolean joinsKnown,
            List<String> notSeen) {

        Set<Column> columns(Relation relation) {
            Set<Column> own = new LinkedHashSet<>();
            columns.stream().filter(column -> column.relation == relation).forEach(own::add);
            return own;
        }
    }

    /** jOOQ's classes for SQL that it does not look into; it has no public type for them, nor for the next one. */
    private static final Set<String> PLAIN_SQL = Set.of("SQLField", "SQLCondition", "SQLTable");

    private static final String CONDITION_HOLDER = "ConditionProviderImpl";

    private QueryShape() {
    }

    /** The SELECTs of a query, the outermost first. */
    static List<Block> of(Select<?> query, DSLContext dsl, Catalogue catalogue) {
        Visited visited = new Visited(query, dsl.configuration());
        Set<String> withNames = new HashSet<>();
        for (Select<?> select : visited.selects) {
            QOM.With with = select.$with();
            if (with != null) {
                with.$commonTableExpressions().forEach(expression -> withNames.add(expression.getName()));
            }
        }
        List<Block> blocks = new ArrayList<>();
        for (Select<?> select : visited.selects) {
            String name = blocks.isEmpty() ? "" : "subquery " + blocks.size();
            blocks.add(new Reading(select, name, visited, withNames, dsl, catalogue).block());
        }
        return blocks;
    }

    /** The SELECTs of a query, and the fields of each: found by rendering it, which passes each part. */
    private static final class Visited implements VisitListener {

        private final List<Select<?>> selects = new ArrayList<>();
        private final IdentityHashMap<Select<?>, List<Field<?>>> fields = new IdentityHashMap<>();
        private boolean plainSql;
        /** The first condition that is not only a holder of others. */
        private @Nullable Condition condition;
        private final Deque<Select<?>> open = new ArrayDeque<>();

        Visited(QueryPart part, Configuration configuration) {
            VisitListenerProvider[] given = configuration.visitListenerProviders();
            VisitListenerProvider[] all = Arrays.copyOf(given, given.length + 1);
            all[given.length] = new DefaultVisitListenerProvider(this);
            DSL.using(configuration.derive(all)).render(part);
        }

        @Override
        public void visitStart(VisitContext context) {
            if (context.queryPart() instanceof Select<?> part) {
                Select<?> select = unwrapped(part);
                if (!fields.containsKey(select)) {
                    fields.put(select, new ArrayList<>());
                    selects.add(select);
                }
                open.push(select);
            } else if (context.queryPart() instanceof TableField<?, ?> field && !open.isEmpty()) {
                fields.get(open.peek()).add(field);
            } else if (PLAIN_SQL.contains(context.queryPart().getClass().getSimpleName())) {
                plainSql = true;
            }
            if (condition == null && context.queryPart() instanceof Condition part
                    && !isHolder(part)) {
                condition = part;
            }
        }

        @Override
        public void visitEnd(VisitContext context) {
            if (context.queryPart() instanceof Select<?>) {
                open.pop();
            }
        }
    }

    private static boolean isHolder(Condition condition) {
        return condition.getClass().getSimpleName().equals(CONDITION_HOLDER);
    }

    private static Select<?> unwrapped(Select<?> select) {
        return select instanceof SelectFinalStep<?> step ? step.getQuery() : select;
    }

    /** Reads one SELECT. */
    private static final class Reading {

        private final Select<?> select;
        private final String name;
        private final Visited visited;
        private final DSLContext dsl;
        private final Catalogue catalogue;
        private final Set<String> withNames;
        private final List<Relation> relations = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private final List<Conjunct> conjuncts = new ArrayList<>();
        private final List<Equality> equalities = new ArrayList<>();
        private final List<Comparison> comparisons = new ArrayList<>();
        private final Set<Column> columns = new LinkedHashSet<>();
        private final List<Pending> pending = new ArrayList<>();
        private final Set<String> notSeen = new LinkedHashSet<>();
        private boolean ordered;
        private boolean joinsKnown = true;

        /** A condition to be read once all tables are known. */
        private record Pending(Condition condition, @Nullable Relation on) { }

        Reading(Select<?> select, String name, Visited visited, Set<String> withNames, DSLContext dsl,
                Catalogue catalogue) {
            this.select = select;
            this.name = name;
            this.visited = visited;
            this.withNames = withNames;
            this.dsl = dsl;
            this.catalogue = catalogue;
        }

        Block block() {
            select.$from().forEach(table -> from(table, false));
            Condition where = select.$where();
            if (where != null) {
                flatten(where, null);
            }
            pending.forEach(this::read);
            columns();
            return new Block(name, List.copyOf(relations), List.copyOf(conjuncts), List.copyOf(equalities),
                    List.copyOf(comparisons), columns, ordered, joinsKnown, List.copyOf(notSeen));
        }

        private Visited visit(QueryPart part) {
            return new Visited(part, dsl.configuration());
        }

        // ---- FROM

        private void from(Table<?> table, boolean optional) {
            if (!(table instanceof QOM.JoinTable<?, ?> join)) {
                relation(table, optional);
            } else if (table instanceof QOM.QualifiedJoin<?, ?> qualified
                    && (table instanceof QOM.Join || table instanceof QOM.StraightJoin)) {
                from(join.$table1(), optional);
                from(join.$table2(), optional);
                on(qualified, null);
            } else if (table instanceof QOM.CrossJoin) {
                from(join.$table1(), optional);
                from(join.$table2(), optional);
            } else if (table instanceof QOM.QualifiedJoin<?, ?> qualified && table instanceof QOM.LeftJoin) {
                outer(join.$table1(), join.$table2(), qualified, optional);
            } else if (table instanceof QOM.QualifiedJoin<?, ?> qualified && table instanceof QOM.RightJoin) {
                outer(join.$table2(), join.$table1(), qualified, optional);
            } else {
                from(join.$table1(), true);
                from(join.$table2(), true);
                unknownJoins("the joins of " + kind(table) + " are not modelled");
            }
        }

        private void outer(Table<?> kept, Table<?> optionalTable, QOM.QualifiedJoin<?, ?> join, boolean optional) {
            from(kept, optional);
            int before = relations.size();
            from(optionalTable, true);
            ordered = true;
            if (relations.size() == before + 1 && !(optionalTable instanceof QOM.JoinTable)) {
                on(join, relations.get(before));
            } else if (relations.size() > before) {
                unknownJoins("an outer join of more than one table is not modelled");
            }
        }

        private static String kind(Table<?> table) {
            for (Class<?> type : table.getClass().getInterfaces()) {
                if (type.getName().startsWith(QOM.class.getName() + "$")) {
                    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
                }
            }
            return "this kind of join";
        }

        private void on(QOM.QualifiedJoin<?, ?> join, @Nullable Relation on) {
            List<? extends Field<?>> using = join.$using();
            if (using != null && !using.isEmpty()) {
                unknownJoins("joins by USING are not modelled: write ON");
            } else if (join.$on() != null) {
                flatten(join.$on(), on);
            }
        }

        private void unknownJoins(String why) {
            joinsKnown = false;
            notSeen.add(why);
        }

        private void relation(Table<?> table, boolean optional) {
            Table<?> base = table instanceof QOM.TableAlias<?> alias ? alias.$aliased() : table;
            Name qualifier = base.getQualifiedName().qualifier();
            boolean isPlainSql = PLAIN_SQL.contains(base.getClass().getSimpleName());
            boolean isNamed = !(base instanceof QOM.DerivedTable) && !(base instanceof Select) && !isPlainSql;
            boolean isWith = base instanceof CommonTableExpression || qualifier == null
                    && withNames.contains(base.getName());
            // a schema that is not rendered is not asked for: the search path finds the table
            String schema = qualifier == null || !dsl.settings().isRenderSchema() ? null : qualifier.last();
            Optional<TableDesign> design = isNamed && !isWith ? catalogue.find(schema, base.getName())
                    : Optional.empty();
            if (design.isPresent()) {
                relations.add(new Relation(table.getName(), table, design.get(), optional));
                return;
            }
            others.add(table.getName());
            if (isPlainSql) {
                notSeen.add("a table written as plain SQL: " + oneLine(table));
            } else {
                notSeen.add("joins with " + table.getName() + ", which is a "
                        + (isWith || base instanceof QOM.DerivedTable ? "subquery" : "view or no table")
                        + ": where its rows are is not known");
            }
        }

        // ---- conditions

        private void flatten(Condition given, @Nullable Relation on) {
            // the conditions of a join that a SELECT builds are in a holder without a way in
            Condition held = isHolder(given) ? visit(given).condition : given;
            Condition condition = held == null ? given : held;
            if (condition instanceof QOM.And and) {
                flatten(and.$arg1(), on);
                flatten(and.$arg2(), on);
            } else if (!(condition instanceof QOM.True)) {
                pending.add(new Pending(condition, on));
            }
        }

        private void read(Pending given) {
            Condition condition = given.condition;
            Visited within = visit(DSL.selectOne().where(condition));
            if (within.selects.size() > 1) {
                notSeen.add("a condition with a subquery: " + oneLine(condition)
                        + ". Rows are counted without it, and the join it may become is not told");
                return;
            }
            if (within.plainSql) {
                notSeen.add("a condition written as plain SQL: " + oneLine(condition));
                return;
            }
            Set<Relation> named = new LinkedHashSet<>();
            for (Field<?> field : within.fields.get(within.selects.get(0))) {
                Optional<Column> column = column(field);
                if (column.isEmpty()) {
                    if (!isOfOther(field)) {
                        notSeen.add("a condition on " + field + ", which is no column of the query's tables");
                    }
                    return;
                }
                named.add(column.get().relation);
            }
            conjuncts.add(new Conjunct(condition, named, given.on));
            if (condition instanceof QOM.Eq<?> equal && named.size() == 2
                    && equal.$arg1() instanceof TableField && equal.$arg2() instanceof TableField) {
                equalities.add(new Equality(column(equal.$arg1()).orElseThrow(), column(equal.$arg2()).orElseThrow(),
                        given.on));
            } else if (named.size() == 1) {
                compare(condition, named.iterator().next(), given.on);
            }
        }

        private void compare(Condition condition, Relation relation, @Nullable Relation on) {
            if (on != null && on != relation) {
                notSeen.add("the outer join's condition " + oneLine(condition) + ": it narrows nothing of " + relation);
                return;
            }
            Optional<TableField<?, ?>> field = Comparisons.field(condition);
            Optional<Column> column = field.flatMap(this::column);
            Ranges ranges = column.isEmpty() || !column.get().type().hasOrder() ? null
                    : Comparisons.ranges(condition, column.get().type());
            if (ranges == null) {
                notSeen.add(oneLine(condition) + " is no range of one column: it narrows no blocks");
            } else if (relation.optional && on == null) {
                notSeen.add(oneLine(condition) + " is met after the outer join: it narrows no blocks of " + relation);
            } else {
                comparisons.add(new Comparison(column.get(), ranges, condition));
            }
        }

        // ---- columns

        private void columns() {
            boolean all = select.$select().isEmpty();
            for (Object selected : select.$select()) {
                all |= selected instanceof Asterisk;
                if (selected instanceof QualifiedAsterisk asterisk) {
                    relations.stream().filter(relation -> relation.alias.equals(asterisk.qualifier().getName()))
                            .forEach(this::allColumns);
                }
            }
            if (all) {
                relations.forEach(this::allColumns);
            }
            for (Field<?> field : visited.fields.getOrDefault(select, List.of())) {
                column(field).ifPresent(columns::add);
            }
        }

        private void allColumns(Relation relation) {
            relation.design.columns().forEach(column -> columns.add(new Column(relation, column.name())));
        }

        private Optional<Column> column(Field<?> field) {
            Name qualifier = field.getQualifiedName().qualifier();
            List<Relation> candidates = relations.stream()
                    .filter(relation -> relation.design.has(field.getName()))
                    .filter(relation -> qualifier == null || relation.alias.equals(qualifier.last())).toList();
            boolean own = candidates.size() == 1 && (qualifier != null || others.isEmpty());
            return own ? Optional.of(new Column(candidates.get(0), field.getName())) : Optional.empty();
        }

        private boolean isOfOther(Field<?> field) {
            Name qualifier = field.getQualifiedName().qualifier();
            return qualifier != null && others.contains(qualifier.last());
        }
    }

    static String oneLine(QueryPart part) {
        return part.toString().replaceAll("\\s+", " ").replace("\"", "").strip();
    }
}
