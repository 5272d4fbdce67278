/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.api.internal.sql.StringLiterals;
import dev.warehouse.api.internal.sql.Token;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Views and materialized views. A view WITH NO SCHEMA BINDING is kept as its text, and is put into the queries that
 * read it: see {@link LateBinding}.
 *
 * <p>Source: the pages CREATE VIEW, CREATE MATERIALIZED VIEW and REFRESH MATERIALIZED VIEW of the Redshift Database
 * Developer Guide.
 */
final class Views {

    private Views() {
    }

    /** Whether it ends with WITH NO SCHEMA BINDING. */
    static boolean isLateBinding(Statement statement) {
        return statement.word(0, "create") && statement.looking(statement.size() - 4, "with", "no", "schema",
                "binding");
    }

    static void view(Statement statement, int at, Columns columns) {
        if (!isLateBinding(statement)) {
            return;
        }
        int end = statement.size() - 4;
        String bareName = statement.token(statement.behindName(at + 1) - 1).name();
        int nameTo = statement.behindName(at + 1);
        int as = statement.sign(nameTo, "(") ? statement.behindBrackets(nameTo) : nameTo;
        if (!statement.word(as, "as")) {
            throw statement.syntax("AS is missing", as);
        }
        LateBinding.requireQualifiedNames(statement);
        String list = as > nameTo ? statement.text(nameTo, as) : "";
        String query = statement.text(as + 1, end);
        String view = statement.name(at + 1, nameTo);
        boolean replace = statement.looking(1, "or", "replace");
        statement.call("create_late_binding_view(" + StringLiterals.quote(view) + ", "
                + StringLiterals.quote(list) + ", " + StringLiterals.quote(query) + ", "
                + StringLiterals.quote(postgres(query, columns)) + ", " + replace + ")", "CREATE VIEW");
        columns.declareLateBindingView(bareName);
    }

    /** The query for PostgreSQL, to learn the columns if its tables exist already; empty if that cannot be told. */
    private static String postgres(String query, Columns columns) {
        try {
            Columns views = new Columns() {
                @Override
                public List<Column> of(String asked) {
                    return List.of();
                }

                @Override
                public Set<String> lateBindingViews() {
                    return columns.lateBindingViews();
                }

                @Override
                public @Nullable String lateBindingView(String name) {
                    return columns.lateBindingView(name);
                }
            };
            return Translator.rewrite(Statement.of(query), views).sql();
        } catch (RedshiftError unknown) {
            return "";
        }
    }

    /** CREATE MATERIALIZED VIEW v [BACKUP …] [table attributes] [AUTO REFRESH …] AS query. */
    static void materialized(Statement statement, int at) {
        if (!statement.word(at + 1, "view")) {
            throw statement.syntax("CREATE MATERIALIZED VIEW is meant", at + 1);
        }
        int nameFrom = statement.looking(at + 2, "if", "not", "exists") ? at + 5 : at + 2;
        int nameTo = statement.behindName(nameFrom);
        String name = statement.name(nameFrom, nameTo);
        int options = statement.sign(nameTo, "(") ? statement.behindBrackets(nameTo) : nameTo;
        int as = options;
        int auto = -1;
        while (as < statement.size() && !statement.word(as, "as")) {
            if (statement.looking(as, "auto", "refresh")) {
                auto = as;
            }
            as++;
        }
        boolean refreshes = false;
        if (auto >= 0) {
            refreshes = statement.word(auto + 2, "yes");
            if (!refreshes && !statement.word(auto + 2, "no")) {
                throw statement.syntax("AUTO REFRESH takes YES or NO", auto + 2);
            }
            statement.remove(auto, auto + 3);
            if (auto + 3 < as) {
                CreateTable.options(statement, name, auto + 3, as);
            }
        }
        CreateTable.options(statement, name, options, auto >= 0 ? auto : as);
        statement.followUp("call pg_internal.declare_materialized_view(" + TableDesign.regclass(name) + ", " + refreshes
                + ")");
        statement.tag("CREATE MATERIALIZED VIEW");
    }

    /** REFRESH MATERIALIZED VIEW v [RESTRICT | CASCADE]. */
    static void refresh(Statement statement) {
        if (!statement.looking(1, "materialized", "view")) {
            throw statement.syntax("REFRESH MATERIALIZED VIEW is meant", 1);
        }
        int nameTo = statement.behindName(3);
        if (statement.word(nameTo, "restrict") || statement.word(nameTo, "cascade")) {
            statement.remove(nameTo, nameTo + 1);
        }
        statement.followUp("call pg_internal.refreshed(" + TableDesign.regclass(statement.name(3, nameTo)) + ")");
    }

    /** ALTER MATERIALIZED VIEW v AUTO REFRESH {YES | NO}. */
    static void alterMaterialized(Statement statement) {
        int nameTo = statement.behindName(3);
        if (statement.looking(nameTo, "auto", "refresh") && nameTo + 2 < statement.size()) {
            Token answer = statement.token(nameTo + 2);
            if (!answer.is("yes") && !answer.is("no")) {
                throw statement.syntax("AUTO REFRESH takes YES or NO", nameTo + 2);
            }
            String name = statement.name(3, nameTo);
            statement.call("declare_materialized_view(" + TableDesign.regclass(name) + ", " + answer.is("yes") + ")",
                    "ALTER MATERIALIZED VIEW");
        }
    }
}
