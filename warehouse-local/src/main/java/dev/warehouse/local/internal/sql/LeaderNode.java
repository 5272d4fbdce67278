/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Functions that Redshift's leader node runs and its compute nodes do not: they fail in a statement that reads or
 * writes a table.
 *
 * <p>Source: the pages "Leader node-only functions" and "Deprecated leader node-only functions" of the Redshift
 * Database Developer Guide.
 */
final class LeaderNode {

    static final String MESSAGE =
            "Specified types or functions (one per INFO message) not supported on Redshift tables.";

    /** The functions, and what to use instead. */
    static final Map<String, String> FUNCTIONS = new HashMap<>();

    private static final String[] SYSTEM_PREFIXES = {"pg_", "stl_", "stv_", "svl_", "svv_", "svcs_", "sys_"};

    static {
        for (String name : new String[] {"now", "current_timestamp", "localtimestamp", "current_time", "localtime"}) {
            FUNCTIONS.put(name, "use GETDATE() or SYSDATE");
        }
        FUNCTIONS.put("age", "use DATEDIFF");
        FUNCTIONS.put("isfinite", "compare with the dates that count as none");
        for (String name : new String[] {"get_bit", "get_byte", "set_bit", "set_byte", "to_ascii"}) {
            FUNCTIONS.put(name, "use FROM_HEX, TO_HEX and the functions of VARBYTE");
        }
        FUNCTIONS.put("generate_series", "use a recursive WITH query, or a table of numbers");
        FUNCTIONS.put("generate_subscripts", "unnest the SUPER in FROM: FROM t, t.array AS e AT i");
        FUNCTIONS.put("factorial", "use a table of the values, or EXP and LN");
        for (String name : new String[] {"current_schema", "current_schemas", "has_database_privilege",
            "has_schema_privilege", "has_table_privilege"}) {
            FUNCTIONS.put(name, "ask in a statement of its own, without tables");
        }
    }

    private LeaderNode() {
    }

    /** Whether such a function is used at the index, in a statement over tables. */
    static boolean isMisused(Statement statement, int index) {
        boolean bracket = statement.sign(index + 1, "(");
        boolean bare = statement.word(index, "current_timestamp") || statement.word(index, "localtimestamp")
                || statement.word(index, "current_time") || statement.word(index, "localtime");
        if (!bracket && !bare || bare && isName(statement, index)) {
            return false;
        }
        return switch (statement.token(0).name()) {
            case "insert", "update", "delete", "merge" -> true;
            case "select", "with" -> readsTables(statement);
            case "create" -> (statement.word(1, "table") || statement.word(2, "table")) && readsTables(statement)
                    && statement.tokens().stream().limit(index).anyMatch(token -> token.is("select"));
            default -> false;
        };
    }

    /** A column of that name: defined, or behind its table. */
    private static boolean isName(Statement statement, int index) {
        return statement.sign(index - 1, ".") || statement.word(index - 1, "as");
    }

    private static boolean readsTables(Statement statement) {
        Set<String> queries = Withs.names(statement);
        for (Select select : Selects.of(statement)) {
            for (Item item : FromClause.of(statement, select).items()) {
                if (item.kind() == FromClause.Kind.NAME && statement.token(item.from()).isName()
                        && isUserTable(statement, item) && !queries.contains(statement.token(item.from()).name())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isUserTable(Statement statement, Item item) {
        String name = statement.token(item.sourceTo() - 1).name();
        for (String prefix : SYSTEM_PREFIXES) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }
}
