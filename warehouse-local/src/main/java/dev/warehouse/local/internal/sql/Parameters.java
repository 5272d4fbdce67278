/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SET, RESET and SHOW of the parameters that Redshift has and PostgreSQL has not: they are kept in the session under a
 * name that PostgreSQL takes, and change nothing.
 */
final class Parameters {

    /** Their names and defaults. */
    private static final Map<String, String> OF_REDSHIFT = Map.ofEntries(
            Map.entry("analyze_threshold_percent", "10"),
            Map.entry("cast_super_null_on_error", "on"),
            Map.entry("datashare_break_glass_session_var", ""),
            Map.entry("default_geometry_encoding", "1"),
            Map.entry("describe_field_name_in_uppercase", "off"),
            Map.entry("downcase_delimited_identifier", "on"),
            Map.entry("enable_case_sensitive_identifier", "off"),
            Map.entry("enable_case_sensitive_super_attribute", "off"),
            Map.entry("enable_numeric_rounding", "off"),
            Map.entry("enable_result_cache_for_session", "on"),
            Map.entry("enable_vacuum_boost", "off"),
            Map.entry("error_on_nondeterministic_update", "off"),
            Map.entry("json_parse_dedup_attributes", "off"),
            Map.entry("json_parse_truncate_strings", "off"),
            Map.entry("json_serialization_enable", "off"),
            Map.entry("json_serialization_parse_nested_strings", "off"),
            Map.entry("max_concurrency_scaling_clusters", "1"),
            Map.entry("max_cursor_result_set_size", "0"),
            Map.entry("mv_enable_aqmv_for_session", "on"),
            Map.entry("navigate_super_null_on_error", "on"),
            Map.entry("parse_super_null_on_error", "off"),
            Map.entry("pg_federation_repeatable_read", "on"),
            Map.entry("query_group", "default"),
            Map.entry("require_ssl", "off"),
            Map.entry("search_path_cascade", "off"),
            Map.entry("spectrum_enable_pseudo_columns", "on"),
            Map.entry("spectrum_query_maxerror", "-1"),
            Map.entry("stored_proc_log_min_messages", "log"),
            Map.entry("use_fips_ssl", "off"),
            Map.entry("wlm_query_slot_count", "1"));

    /** Parameters that Redshift and PostgreSQL share; SHOW ALL lists both. */
    private static final List<String> SHARED = List.of("datestyle", "extra_float_digits", "search_path",
            "statement_timeout", "timezone");

    private Parameters() {
    }

    static void rewrite(Statement statement) {
        int at = 1;
        if (statement.looking(1, "session", "authorization")) {
            sessionAuthorization(statement);
            return;
        }
        if (statement.word(1, "transaction") || statement.looking(1, "session", "characteristics")) {
            Commands.isolation(statement);
            return;
        }
        if (statement.word(at, "session") || statement.word(at, "local")) {
            at++;
        }
        if (at >= statement.size()) {
            return;
        }
        Token name = statement.token(at);
        if (name.isName() && OF_REDSHIFT.containsKey(name.name())) {
            statement.replace(at, at + 1, "redshift." + name.name());
        }
    }

    /** The user of a session is a role here: the endpoint's own connection stays what it is. */
    private static void sessionAuthorization(Statement statement) {
        boolean reset = statement.word(0, "reset") || statement.word(3, "default");
        if (!reset && statement.size() != 4) {
            throw statement.syntax("the name of a user is missing", 3);
        }
        String user = reset ? "none" : statement.token(3).type() == Token.Type.STRING
                ? Statement.quoted(statement.token(3).stringValue()) : Statement.quoted(statement.token(3));
        statement.becomes("set role " + user, statement.word(0, "reset") ? "RESET" : "SET");
    }

    /** SHOW parameter, SHOW ALL: with the heading and the default that Redshift has. */
    static void show(Statement statement) {
        Token name = statement.token(1);
        if (statement.size() != 2 || !name.isName()) {
            return;
        }
        if (name.is("all")) {
            showAll(statement);
        } else if (name.is("server_version")) {
            statement.becomes("select '8.0.2'::text as server_version", "SHOW");
        } else if (OF_REDSHIFT.containsKey(name.name())) {
            statement.becomes("select " + value(name.name()) + " as " + name.name(), "SHOW");
        }
    }

    private static void showAll(Statement statement) {
        TreeMap<String, String> all = new TreeMap<>();
        OF_REDSHIFT.keySet().forEach(name -> all.put(name, value(name)));
        SHARED.forEach(name -> all.put(name, "pg_catalog.current_setting('" + name + "')"));
        StringBuilder sql = new StringBuilder();
        all.forEach((name, value) -> sql.append(sql.isEmpty() ? "" : " union all ").append("select '").append(name)
                .append("'::text as name, ").append(value).append(" as setting"));
        statement.becomes(sql + " order by 1", "SHOW");
    }

    private static String value(String name) {
        return "coalesce(nullif(pg_catalog.current_setting('redshift." + name + "', true), ''), '"
                + OF_REDSHIFT.get(name) + "')";
    }
}
