/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Functions of PostgreSQL whose names begin with PG_ and that Redshift has not. All others may be used, and these
 * behind pg_catalog: so drivers and tools write them, psql among them.
 */
final class PgFunctions {

    private static final Set<String> REFUSED = Set.of("pg_notify", "pg_export_snapshot", "pg_size_pretty",
            "pg_size_bytes", "pg_column_size", "pg_column_compression", "pg_relation_size", "pg_table_size",
            "pg_indexes_size", "pg_total_relation_size", "pg_database_size", "pg_tablespace_size", "pg_blocking_pids",
            "pg_reload_conf", "pg_rotate_logfile", "pg_relation_filepath", "pg_relation_filenode", "pg_input_is_valid",
            "pg_basetype");
    private static final String[] REFUSED_KINDS = {"pg_advisory_", "pg_try_advisory_", "pg_stat_",
            "pg_wal_", "pg_current_", "pg_last_wal", "pg_logical_", "pg_replication_", "pg_create_", "pg_drop_",
            "pg_switch_", "pg_backup_", "pg_control_", "pg_lsn", "pg_snapshot_", "pg_xact_", "pg_partition_",
            "pg_collation_", "pg_sequence_", "pg_safe_", "pg_promote", "pg_isolation_", "pg_mcv_"};

    private PgFunctions() {
    }

    /** Why a call at the index is refused; null if it is none, or may be. */
    static @Nullable String refusal(Statement statement, int index) {
        String name = statement.token(index).name();
        if (!statement.sign(index + 1, "(") || statement.sign(index - 1, ".") || !statement.word(0, "select")
                && !statement.word(0, "with")
                && !statement.word(0, "insert") && !statement.word(0, "update") && !statement.word(0, "delete")) {
            return null;
        }
        boolean refused = REFUSED.contains(name);
        for (String kind : REFUSED_KINDS) {
            refused |= name.startsWith(kind);
        }
        return refused ? "Redshift has no function " + name.toUpperCase(Locale.ROOT) : null;
    }

    /** What to do instead. */
    static String hint(String name) {
        return name.contains("size") ? "see SVV_TABLE_INFO for the sizes of tables"
                : name.contains("advisory") ? "use LOCK table in a transaction"
                : "see the list of functions in Redshift's manual";
    }
}
