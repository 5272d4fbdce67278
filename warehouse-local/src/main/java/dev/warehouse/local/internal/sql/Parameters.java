package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.Locale;
import java.util.Set;

/**
 * SET, RESET and SHOW of the parameters that Redshift has and PostgreSQL has not: they are kept in the session under a
 * name that PostgreSQL takes, and change nothing.
 */
final class Parameters {

    private static final Set<String> OF_REDSHIFT = Set.of(
            "analyze_threshold_percent", "cast_super_null_on_error", "datashare_break_glass_session_var",
            "default_geometry_encoding", "describe_field_name_in_uppercase", "downcase_delimited_identifier",
            "enable_case_sensitive_identifier", "enable_case_sensitive_super_attribute", "enable_numeric_rounding",
            "enable_result_cache_for_session", "enable_vacuum_boost", "error_on_nondeterministic_update",
            "json_parse_dedup_attributes", "json_parse_truncate_strings", "json_serialization_enable",
            "json_serialization_parse_nested_strings", "max_concurrency_scaling_clusters", "max_cursor_result_set_size",
            "mv_enable_aqmv_for_session", "navigate_super_null_on_error", "parse_super_null_on_error",
            "pg_federation_repeatable_read", "query_group", "spectrum_enable_pseudo_columns",
            "spectrum_query_maxerror", "stored_proc_log_min_messages", "use_fips_ssl", "wlm_query_slot_count");

    private Parameters() {
    }

    static void rewrite(Statement statement) {
        int at = 1;
        if (statement.word(at, "session") || statement.word(at, "local")) {
            at++;
        }
        if (at >= statement.size()) {
            return;
        }
        Token name = statement.token(at);
        if (name.isName() && OF_REDSHIFT.contains(name.name().toLowerCase(Locale.ROOT))) {
            statement.replace(at, at + 1, "redshift." + name.name());
        }
    }
}
