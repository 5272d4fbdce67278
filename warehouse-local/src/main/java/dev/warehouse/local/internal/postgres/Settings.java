/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.postgres;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How PostgreSQL is set: Redshift's defaults where they differ, and speed where nothing needs to last. */
final class Settings {

    /** The major version of the embedded PostgreSQL. */
    private static final int NEWEST = 18;

    private Settings() {
    }

    static Map<String, String> of(Path sockets, boolean nothingLasts) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "");
        settings.put("unix_socket_directories", sockets.toString());
        settings.put("unix_socket_permissions", "0700");
        settings.put("port", "5432");
        settings.put("max_connections", "200");

        settings.putAll(ofSessions(NEWEST));
        settings.put("password_encryption", "md5");
        settings.put("md5_password_warnings", "off");

        // one user on one machine, large loads
        settings.put("shared_buffers", "128MB");
        settings.put("max_wal_size", "4GB");
        settings.put("checkpoint_timeout", "30min");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("logging_collector", "off");
        settings.put("log_min_messages", "warning");
        settings.put("log_min_error_statement", "panic");
        if (nothingLasts) {
            settings.put("fsync", "off");
            settings.put("synchronous_commit", "off");
            settings.put("full_page_writes", "off");
        }
        return settings;
    }

    /**
     * What a session sets for itself, on whatever server.
     *
     * @param version PostgreSQL's major version
     */
    static Map<String, String> ofSessions(int version) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Redshift: a transaction sees what was committed when its first statement began
        settings.put("default_transaction_isolation", "repeatable read");
        // zone and style of dates, backslash escapes in every literal
        settings.put("timezone", "UTC");
        settings.put("datestyle", "ISO, MDY");
        settings.put("intervalstyle", "postgres");
        settings.put("standard_conforming_strings", "off");
        settings.put("escape_string_warning", "off");
        settings.put("backslash_quote", "on");
        if (version >= 16) {
            // whoever makes a user may act as that user, as Redshift's first user may
            settings.put("createrole_self_grant", "set, inherit");
        }

        // one user, large loads
        settings.put("work_mem", "64MB");
        settings.put("maintenance_work_mem", "128MB");
        settings.put("jit", "off");
        return settings;
    }

    /**
     * What a session must not inherit from the settings of a server of others: what changes results, or refuses writes.
     */
    static Map<String, String> defaultsOfSessions() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("extra_float_digits", "1");
        settings.put("bytea_output", "hex");
        settings.put("lc_monetary", "C");
        settings.put("lc_numeric", "C");
        settings.put("lc_time", "C");
        settings.put("quote_all_identifiers", "off");
        settings.put("transform_null_equals", "off");
        settings.put("default_transaction_read_only", "off");
        settings.put("default_transaction_deferrable", "off");
        settings.put("row_security", "on");
        settings.put("check_function_bodies", "on");
        // what is made there is dropped at the end
        settings.put("synchronous_commit", "off");
        return settings;
    }
}
