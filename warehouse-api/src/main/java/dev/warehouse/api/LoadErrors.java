package dev.warehouse.api;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@code stl_load_errors}. Where it is empty or cannot be read, as on Redshift Serverless, reads
 * {@code sys_load_error_detail}, which keeps less.
 */
final class LoadErrors {

    private static final int AT_MOST = 1000;
    private static final Table<Record> STL = table(name("stl_load_errors"));
    private static final Table<Record> SYS = table(name("sys_load_error_detail"));
    private static final Field<Long> STL_QUERY = field(name("query"), Long.class);
    private static final Field<Long> SYS_QUERY = field(name("query_id"), Long.class);

    private LoadErrors() {
    }

    static List<LoadError> ofLastCopy(DSLContext dsl) {
        return read(dsl, field(select(max(STL_QUERY)).from(STL)), field(select(max(SYS_QUERY)).from(SYS)));
    }

    static List<LoadError> ofCopy(DSLContext dsl, long query) {
        return read(dsl, inline(query), inline(query));
    }

    private static List<LoadError> read(DSLContext dsl, Field<Long> stlQuery, Field<Long> sysQuery) {
        DataAccessException refused = null;
        try {
            List<LoadError> errors = stl(dsl, stlQuery);
            if (!errors.isEmpty()) {
                return errors;
            }
        } catch (DataAccessException e) {
            refused = e;
        }
        try {
            return sys(dsl, sysQuery);
        } catch (DataAccessException e) {
            if (refused == null) {
                // the view that matters was read: no rows
                return List.of();
            }
            e.addSuppressed(refused);
            throw e;
        }
    }

    private static List<LoadError> stl(DSLContext dsl, Field<Long> query) {
        return dsl.select(text("filename"), number("line_number"), text("colname"), text("type"),
                        text("raw_field_value"), text("raw_line"), number("err_code"), text("err_reason"))
                .from(STL)
                .where(STL_QUERY.eq(query))
                .orderBy(text("filename"), number("line_number"))
                .limit(AT_MOST)
                .fetch(row -> new LoadError(string(row, 0), row.get(1, Long.class), string(row, 2), string(row, 3),
                        string(row, 4), string(row, 5), row.get(6, Integer.class), string(row, 7)));
    }

    private static List<LoadError> sys(DSLContext dsl, Field<Long> query) {
        return dsl.select(text("file_name"), number("line_number"), text("column_name"), text("column_type"),
                        number("error_code"), text("error_message"))
                .from(SYS)
                .where(SYS_QUERY.eq(query))
                .orderBy(text("file_name"), number("line_number"))
                .limit(AT_MOST)
                .fetch(row -> new LoadError(string(row, 0), row.get(1, Long.class), string(row, 2), string(row, 3),
                        "", "", row.get(4, Integer.class), string(row, 5)));
    }

    private static Field<String> text(String column) {
        return field(name(column), String.class);
    }

    private static Field<Long> number(String column) {
        return field(name(column), Long.class);
    }

    /** The views pad with blanks; a raw value may begin with one that matters. */
    private static String string(Record row, int index) {
        @Nullable String value = row.get(index, String.class);
        return value == null ? "" : value.stripTrailing();
    }
}
