/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.internal;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.warehouse.api.CopyResult;
import dev.warehouse.api.LoadError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Redshift's views tell of a COPY, read on the connection that ran it. The SYS views come first: they are there on
 * clusters and on Serverless. Where one is missing, refused or says nothing of the query, its STL counterpart is read;
 * the raw texts of rejected rows are in the STL views alone.
 *
 * <p>A query that fails would end the transaction of a COPY that succeeded, and Redshift has no savepoints. So what may
 * be read is asked first, and STL views are left alone on Serverless, which refuses them.
 */
public final class LoadViews {

    /** The most rejected rows that are read of one COPY. */
    public static final int AT_MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(LoadViews.class);

    private static final String SYS_HISTORY = "sys_load_history";
    private static final String SYS_ERRORS = "sys_load_error_detail";
    private static final String STL_COMMITS = "stl_load_commits";
    private static final String STL_ERRORS = "stl_load_errors";
    private static final String SLICES = "stv_slices";
    private static final List<String> VIEWS = List.of(SYS_HISTORY, SYS_ERRORS, STL_COMMITS, STL_ERRORS, SLICES);
    private static final Field<Long> SYS_QUERY = number("query_id");
    private static final Field<Long> STL_QUERY = number("query");
    private static final Field<Long> LAST_COPY = field("pg_last_copy_id()", Long.class);

    private final DSLContext dsl;
    private final Connection connection;
    private final boolean transaction;
    private @Nullable Set<String> readable;
    private boolean undone;

    /**
     * The views, seen from a session.
     *
     * @param dsl jOOQ on the connection
     * @param connection the connection that runs the COPY
     * @throws SQLException if it is closed
     */
    public LoadViews(DSLContext dsl, Connection connection) throws SQLException {
        this.dsl = dsl;
        this.connection = connection;
        this.transaction = !connection.getAutoCommit();
    }

    /**
     * Where a session is before a COPY.
     *
     * @param lastCopy the query of its last COPY, or -1
     * @param time the server's time
     */
    public record Mark(long lastCopy, Timestamp time) {
    }

    /**
     * To be called before a COPY.
     *
     * @return where the session is
     */
    public Mark mark() {
        Record row = dsl.select(LAST_COPY, field("getdate()", Timestamp.class)).fetchSingle();
        return new Mark(orZero(row.get(0, Long.class)), row.get(1, Timestamp.class));
    }

    /**
     * What the COPY that just succeeded did.
     *
     * @param duration how long it took
     * @param warnings what was noticed before
     * @return its result
     */
    public CopyResult result(Duration duration, List<String> warnings) {
        Record last = dsl.select(LAST_COPY, field("pg_last_copy_count()", Long.class)).fetchSingle();
        long query = orZero(last.get(0, Long.class));
        History history = history(query);
        List<LoadError> errors = history.rejected() == 0 ? List.of() : errors(inline(query), inline(query));
        return new CopyResult(query, history.files(), orZero(last.get(1, Long.class)), history.rejected(),
                history.bytes(), duration, errors, warnings);
    }

    /**
     * The rows that a COPY which just failed could not load. A transaction is rolled back before: nothing else can
     * follow a failed statement.
     *
     * @param before where the session was before the COPY; if nothing was loaded since, it failed before it read rows
     * @return in the order of file and line; empty if there are none, or they cannot be read
     */
    public List<LoadError> rejectedSince(Mark before) {
        try {
            undo();
            long query = orZero(dsl.select(LAST_COPY).fetchSingle().value1());
            if (query != before.lastCopy()) {
                return errors(inline(query), inline(query));
            }
            // a session may forget a COPY that was rolled back, but the views do not
            return errors(newestOfSession(SYS_QUERY, "session_id", "start_time", SYS_ERRORS, before),
                    newestOfSession(STL_QUERY, "session", "starttime", STL_ERRORS, before));
        } catch (SQLException | DataAccessException e) {
            // the failure of the COPY is what must be told; without these rows it is told in the server's words
            LOG.debug("copy: could not read the rows that were rejected", e);
            return List.of();
        }
    }

    /**
     * The rejected rows of the newest COPY that has some, whoever ran it.
     *
     * @param dsl jOOQ on a connection or a data source
     * @return in the order of file and line
     */
    public static List<LoadError> newestErrors(DSLContext dsl) {
        return dsl.connectionResult(connection -> new LoadViews(DSL.using(connection,
                dsl.dialect(), dsl.settings()), connection).newestErrors());
    }

    private List<LoadError> newestErrors() {
        return errors(field(select(max(SYS_QUERY)).from(view(SYS_ERRORS))),
                field(select(max(STL_QUERY)).from(view(STL_ERRORS))));
    }

    /**
     * How many slices load files side by side.
     *
     * @return empty on Serverless, and where the view cannot be read
     */
    public Optional<Integer> slices() {
        return ask(SLICES, () -> dsl.select(count()).from(view(SLICES)).fetchSingle().value1())
                .filter(slices -> slices > 0);
    }

    private record History(long files, long bytes, long rejected) {
    }

    private History history(long query) {
        @Nullable Record sys = ask(SYS_HISTORY, () -> dsl
                .select(number("source_file_count"), number("source_file_bytes"), number("error_count"))
                .from(view(SYS_HISTORY)).where(SYS_QUERY.eq(query)).limit(1).fetchOne()).orElse(null);
        if (sys != null) {
            return new History(orZero(sys.get(0, Long.class)), orZero(sys.get(1, Long.class)),
                    orZero(sys.get(2, Long.class)));
        }
        long files = ask(STL_COMMITS, () -> dsl.select(countDistinct(text("filename"))).from(view(STL_COMMITS))
                .where(STL_QUERY.eq(query)).fetchSingle().value1()).orElse(0);
        long rejected = ask(STL_ERRORS, () -> dsl.select(count()).from(view(STL_ERRORS))
                .where(STL_QUERY.eq(query)).fetchSingle().value1()).orElse(0);
        return new History(files, 0, rejected);
    }

    private Field<Long> newestOfSession(Field<Long> query, String session, String start, String view, Mark before) {
        return field(select(max(query)).from(view(view))
                .where(number(session).eq(field("pg_backend_pid()", Long.class)))
                .and(query.gt(before.lastCopy()))
                .and(field(name(start), Timestamp.class).ge(inline(before.time()))));
    }

    private List<LoadError> errors(Field<Long> sysQuery, Field<Long> stlQuery) {
        List<LoadError> sys = ask(SYS_ERRORS, () -> sysErrors(sysQuery)).orElse(List.of());
        List<LoadError> stl = ask(STL_ERRORS, () -> stlErrors(stlQuery)).orElse(List.of());
        return sys.isEmpty() ? stl : withRawTexts(sys, stl);
    }

    private List<LoadError> sysErrors(Field<Long> query) {
        return dsl.select(text("file_name"), number("line_number"), text("column_name"), text("column_type"),
                        number("position"), number("error_code"), text("error_message"))
                .from(view(SYS_ERRORS))
                .where(SYS_QUERY.eq(query))
                .orderBy(text("file_name"), number("line_number"))
                .limit(AT_MOST)
                .fetch(row -> new LoadError(string(row, 0), row.get(1, Long.class), string(row, 2), string(row, 3),
                        row.get(4, Integer.class), "", "", row.get(5, Integer.class), string(row, 6)));
    }

    private List<LoadError> stlErrors(Field<Long> query) {
        return dsl.select(text("filename"), number("line_number"), text("colname"), text("type"),
                        number("position"), text("raw_field_value"), text("raw_line"), number("err_code"),
                        text("err_reason"))
                .from(view(STL_ERRORS))
                .where(STL_QUERY.eq(query))
                .orderBy(text("filename"), number("line_number"))
                .limit(AT_MOST)
                .fetch(row -> new LoadError(string(row, 0), row.get(1, Long.class), string(row, 2), string(row, 3),
                        row.get(4, Integer.class), string(row, 5), string(row, 6), row.get(7, Integer.class),
                        string(row, 8)));
    }

    private record Place(String file, long line, String column) {

        static Place of(LoadError error) {
            return new Place(error.file(), error.line(), error.column());
        }
    }

    private static List<LoadError> withRawTexts(List<LoadError> errors, List<LoadError> stl) {
        Map<Place, LoadError> raw = new HashMap<>();
        stl.forEach(error -> raw.putIfAbsent(Place.of(error), error));
        List<LoadError> complete = new ArrayList<>();
        for (LoadError error : errors) {
            LoadError texts = raw.getOrDefault(Place.of(error), error);
            complete.add(new LoadError(error.file(), error.line(), error.column(), error.type(), error.position(),
                    texts.rawValue(), texts.rawLine(), error.code(), error.reason()));
        }
        return complete;
    }

    /** Asks a view, unless it cannot be read. */
    private <T> Optional<T> ask(String view, Supplier<@Nullable T> query) {
        if (!readable().contains(view)) {
            LOG.debug("copy: {} is missing, or may not be read", view);
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(query.get());
        } catch (DataAccessException e) {
            if (transaction && !undone) {
                // what the COPY loaded is lost with its transaction
                throw e;
            }
            LOG.debug("copy: {} cannot be read", view, e);
            try {
                undo();
            } catch (SQLException broken) {
                e.addSuppressed(broken);
                throw e;
            }
            return Optional.empty();
        }
    }

    private Set<String> readable() {
        if (readable == null) {
            Field<String> relation = field(name("c", "relname"), String.class);
            Condition wanted = relation.in(VIEWS).and("n.nspname = 'pg_catalog'");
            // by CASE, because the privilege on something that is not there is an error, in whatever order a server
            // looks
            Set<String> views = new HashSet<>(dsl.select(relation)
                    .from(view("pg_class").as("c")).join(view("pg_namespace").as("n")).on("n.oid = c.relnamespace")
                    .where(DSL.when(wanted, field("has_table_privilege('pg_catalog.' || c.relname, 'select')",
                            Boolean.class)).otherwise(false).isTrue())
                    .fetch(row -> string(row, 0)));
            if (isServerless()) {
                views.retainAll(Set.of(SYS_HISTORY, SYS_ERRORS));
            }
            readable = views;
        }
        return readable;
    }

    private boolean isServerless() {
        try {
            return connection.getMetaData().getURL().contains(".redshift-serverless");
        } catch (SQLException e) {
            return false;
        }
    }

    private void undo() throws SQLException {
        if (transaction) {
            connection.rollback();
        }
        undone = true;
    }

    private static Table<Record> view(String view) {
        return table(name(view));
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

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
