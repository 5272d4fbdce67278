/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.local.internal.sql.FromClause.Item;
import dev.warehouse.local.internal.sql.Selects.Select;

/** Where a PostgreSQL that is not the endpoint's alone, or is older than the embedded one, needs another text. */
final class OtherServers {

    private static final int ALIASES_OPTIONAL = 16;
    private static final int CREATORS_ARE_MEMBERS = 16;
    private static final int MERGE_RETURNS = 17;

    private OtherServers() {
    }

    static void rewrite(Statement statement, SharedCluster cluster) {
        if (statement.looking(0, "create", "database")) {
            statement.insertBehind(statement.size() - 1, " template " + Statement.quoted(cluster.template()));
        } else if (statement.word(0, "create") && statement.size() > 2
                && (statement.word(1, "user") || statement.word(1, "group") || statement.word(1, "role"))) {
            String role = statement.token(2).name();
            cluster.makesRole(role);
            if (cluster.version() < CREATORS_ARE_MEMBERS) {
                statement.followUp("grant " + Statement.quoted(role) + " to current_user with admin option");
            }
        }
        if (cluster.version() < MERGE_RETURNS && statement.word(0, "merge")
                && statement.looking(statement.size() - 2, "remove", "duplicates")) {
            throw statement.unsupported("the local Redshift does not execute MERGE … REMOVE DUPLICATES over PostgreSQL "
                    + cluster.version(), "use one of version " + MERGE_RETURNS + " or newer underneath",
                    statement.size() - 2);
        }
        if (cluster.version() < ALIASES_OPTIONAL) {
            nameSubqueries(statement);
        }
    }

    private static void nameSubqueries(Statement statement) {
        int number = 0;
        for (Select select : Selects.of(statement)) {
            for (Item item : FromClause.of(statement, select).items()) {
                if (item.kind() == FromClause.Kind.QUERY && item.alias() < 0 && item.pivot() < 0) {
                    statement.insertBehind(item.sourceTo() - 1, " as \"?subquery" + ++number + "?\"");
                }
            }
        }
    }
}
