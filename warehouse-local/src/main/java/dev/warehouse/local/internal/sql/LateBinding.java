/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Views WITH NO SCHEMA BINDING: the text of one takes the place of its name in every statement that reads it. So it is
 * bound to the tables that exist when it is read.
 */
final class LateBinding {

    /** Views over views over views. */
    private static final int DEEPEST = 32;

    private LateBinding() {
    }

    /** Puts the texts of such views in, and gives what to work on from here. */
    static Statement expand(Statement statement, Columns columns) {
        Set<String> views = columns.lateBindingViews();
        if (views.isEmpty()) {
            return statement;
        }
        Statement current = statement;
        for (int depth = 0; depth < DEEPEST; depth++) {
            boolean found = false;
            for (Source source : sources(current)) {
                if (views.contains(current.token(source.to - 1).name())) {
                    found |= expand(current, source, columns);
                }
            }
            if (!found) {
                return current;
            }
            current = current.next();
        }
        throw statement.unsupported("views WITH NO SCHEMA BINDING read each other in a circle, or too deep", null, 0);
    }

    private static boolean expand(Statement statement, Source source, Columns columns) {
        String text = columns.lateBindingView(statement.name(source.from, source.to));
        if (text == null) {
            return false;
        }
        String alias = source.named ? "" : " as " + Statement.quoted(statement.token(source.to - 1));
        statement.replace(source.from, source.to, "(" + text + ")" + alias);
        return true;
    }

    /** Fails unless every table has its schema: Redshift demands it, because the view has no search path. */
    static void requireQualifiedNames(Statement statement) {
        Set<String> queries = Withs.names(statement);
        for (Select select : Selects.of(statement)) {
            for (Item item : FromClause.of(statement, select).items()) {
                if (item.kind() == FromClause.Kind.NAME && item.sourceTo() == item.from() + 1
                        && !queries.contains(statement.token(item.from()).name())) {
                    throw statement.unsupported("All the relation names inside should be qualified when creating views "
                            + "with no schema binding.", "write schema.table", item.from());
                }
            }
        }
    }

    /** The name of a table or view that a statement reads, and whether an alias stands behind it. */
    private record Source(int from, int to, boolean named) {
    }

    private static List<Source> sources(Statement statement) {
        List<Source> sources = new ArrayList<>();
        Set<String> queries = Withs.names(statement);
        for (Select select : Selects.of(statement)) {
            for (Item item : FromClause.of(statement, select).items()) {
                if (item.kind() == FromClause.Kind.NAME && statement.token(item.from()).isName()
                        && !(item.sourceTo() == item.from() + 1
                        && queries.contains(statement.token(item.from()).name()))) {
                    sources.add(new Source(item.from(), item.sourceTo(), item.alias() >= 0));
                }
            }
        }
        Source written = writersSource(statement);
        if (written != null) {
            sources.add(written);
        }
        return sources;
    }

    /** What stands behind the FROM of an UPDATE, the USING of a DELETE or MERGE. */
    private static @Nullable Source writersSource(Statement statement) {
        String word = statement.word(0, "update") ? "from" : statement.word(0, "delete") || statement.word(0, "merge")
                ? "using" : null;
        if (word == null) {
            return null;
        }
        int depth = 0;
        for (int i = 1; i + 1 < statement.size(); i++) {
            depth += Selects.depthChange(statement.token(i));
            if (depth == 0 && statement.word(i, word) && statement.token(i + 1).isName()) {
                int to = statement.behindName(i + 1);
                boolean named = statement.word(to, "as") || to < statement.size() && statement.token(to).isName()
                        && !statement.word(to, "where") && !statement.word(to, "on") && !statement.word(to, "join");
                return new Source(i + 1, to, named);
            }
        }
        return null;
    }
}
