/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jooq.Configuration;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@code CREATE TABLE} of Redshift; begun by {@link Redshift#createTable}. Not safe for use by several
 * threads.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html">Amazon Redshift Database Developer
 *     Guide, CREATE TABLE</a>
 */
public final class CreateTable {

    private static final Configuration REDSHIFT = RedshiftConfiguration.unconnected();
    private static final int MOST_SORT_KEYS = 400;
    private static final int MOST_INTERLEAVED_SORT_KEYS = 8;

    /** How the rows are spread over the nodes. */
    public enum Diststyle {
        /** Redshift chooses, and changes its mind as the table grows. */
        AUTO,
        /** In turns. */
        EVEN,
        /** All of them on every node. */
        ALL
    }

    private final Table<?> table;
    private final List<Column> columns = new ArrayList<>();
    private List<Field<?>> primaryKey = List.of();
    private List<Field<?>> sortkey = List.of();
    private @Nullable Field<?> distkey;
    private @Nullable Diststyle diststyle;
    private boolean interleaved;
    private boolean temporary;
    private boolean ifNotExists;

    CreateTable(Table<?> table) {
        this.table = Objects.requireNonNull(table, "table must not be null");
    }

    /**
     * Adds a column with the name, type and NOT NULL of a field.
     *
     * @param field the field
     * @return this
     */
    public CreateTable column(Field<?> field) {
        return column(field, column -> column);
    }

    /**
     * Adds a column with the name, type and NOT NULL of a field, and attributes of Redshift.
     *
     * @param field the field
     * @param attributes gives them
     * @return this
     */
    public CreateTable column(Field<?> field, UnaryOperator<Column> attributes) {
        columns.add(attributes.apply(new Column(field, !field.getDataType().nullable(), null, null)));
        return this;
    }

    /**
     * Declares a primary key. Redshift does not check that it is unique, but trusts that it is.
     *
     * @param fields its columns
     * @return this
     */
    public CreateTable primaryKey(Field<?>... fields) {
        primaryKey = List.of(fields);
        return this;
    }

    /**
     * Spreads the rows by a column, {@code DISTSTYLE KEY}.
     *
     * @param field the column
     * @return this
     */
    public CreateTable distkey(Field<?> field) {
        distkey = Objects.requireNonNull(field, "field must not be null");
        return this;
    }

    /**
     * Spreads the rows otherwise.
     *
     * @param diststyle how
     * @return this
     */
    public CreateTable diststyle(Diststyle diststyle) {
        this.diststyle = Objects.requireNonNull(diststyle, "diststyle must not be null");
        return this;
    }

    /**
     * Sorts the rows by columns, the first one first.
     *
     * @param fields the columns, up to 400
     * @return this
     */
    public CreateTable sortkey(Field<?>... fields) {
        return sortkey(false, MOST_SORT_KEYS, fields);
    }

    /**
     * Sorts the rows by columns of one weight.
     *
     * @param fields the columns, up to 8
     * @return this
     */
    public CreateTable interleavedSortkey(Field<?>... fields) {
        return sortkey(true, MOST_INTERLEAVED_SORT_KEYS, fields);
    }

    private CreateTable sortkey(boolean interleaved, int most, Field<?>... fields) {
        if (fields.length == 0 || fields.length > most) {
            throw new IllegalArgumentException("fields must be 1 to " + most + ", were " + fields.length);
        }
        this.interleaved = interleaved;
        sortkey = List.of(fields);
        return this;
    }

    /**
     * Makes the table of this session alone.
     *
     * @return this
     */
    public CreateTable temporary() {
        temporary = true;
        return this;
    }

    /**
     * Does nothing if there is such a table.
     *
     * @return this
     */
    public CreateTable ifNotExists() {
        ifNotExists = true;
        return this;
    }

    /**
     * The statement.
     *
     * @return a query, for {@code dsl.execute}
     * @throws IllegalStateException if there is no column, or a DISTKEY and a DISTSTYLE
     */
    public Query query() {
        if (columns.isEmpty()) {
            throw new IllegalStateException("columns must not be empty: " + table.getName() + " needs one at least");
        }
        if (distkey != null && diststyle != null) {
            throw new IllegalStateException("DISTSTYLE " + diststyle + " takes no DISTKEY: leave one of them away");
        }
        Template sql = new Template().text("create ").text(temporary ? "temporary " : "").text("table ")
                .text(ifNotExists ? "if not exists " : "").part(table).text(" (");
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).render(sql.text(i == 0 ? "" : ", "));
        }
        if (!primaryKey.isEmpty()) {
            sql.text(", primary key (").names(primaryKey).text(")");
        }
        sql.text(")");
        if (diststyle != null) {
            sql.text(" diststyle ").text(diststyle.name().toLowerCase(Locale.ROOT));
        }
        if (distkey != null) {
            sql.text(" diststyle key distkey (").names(List.of(distkey)).text(")");
        }
        if (!sortkey.isEmpty()) {
            sql.text(interleaved ? " interleaved" : " compound").text(" sortkey (").names(sortkey).text(")");
        }
        return sql.query();
    }

    /** A column with its attributes. Immutable. */
    public static final class Column {

        private final Field<?> field;
        private final boolean notNull;
        private final @Nullable Encoding encoding;
        private final long @Nullable [] identity;

        private Column(Field<?> field, boolean notNull, @Nullable Encoding encoding, long @Nullable [] identity) {
            this.field = field;
            this.notNull = notNull;
            this.encoding = encoding;
            this.identity = identity;
        }

        /**
         * Refuses NULL.
         *
         * @return the column with it
         */
        public Column notNull() {
            return new Column(field, true, encoding, identity);
        }

        /**
         * Compresses the column.
         *
         * @param encoding how; without one Redshift chooses
         * @return the column with it
         */
        public Column encode(Encoding encoding) {
            return new Column(field, notNull, Objects.requireNonNull(encoding, "encoding must not be null"), identity);
        }

        /**
         * Numbers the rows: unique numbers, with gaps.
         *
         * @param seed the first number
         * @param step what is added for the next
         * @return the column with it
         * @throws IllegalStateException if it is neither INT nor BIGINT
         */
        public Column identity(long seed, long step) {
            Class<?> type = field.getType();
            if (type != Integer.class && type != Long.class) {
                throw new IllegalStateException("IDENTITY needs INT or BIGINT, " + field.getName() + " is "
                        + field.getDataType().getTypeName());
            }
            return new Column(field, notNull, encoding, new long[] {seed, step});
        }

        private void render(Template sql) {
            sql.part(field.getUnqualifiedName()).text(" ").text(type(field.getDataType()));
            if (identity != null) {
                sql.text(" identity(" + identity[0] + ", " + identity[1] + ")");
            }
            if (notNull) {
                sql.text(" not null");
            }
            if (encoding != null) {
                sql.text(" encode ").text(encoding.name().toLowerCase(Locale.ROOT));
            }
        }

        /** Redshift documents its times without a precision, and takes TEXT for 256 bytes. */
        private static String type(DataType<?> type) {
            if (type.isTemporal()) {
                return type.precisionDefined() ? type.getSQLDataType().getCastTypeName(REDSHIFT)
                        .replaceAll("\\(\\d+\\)", "")
                        : type.getCastTypeName(REDSHIFT);
            }
            return type.getSQLDataType() == SQLDataType.CLOB ? "varchar(max)" : type.getCastTypeName(REDSHIFT);
        }
    }

    /** Plain SQL with places for names. */
    private static final class Template {

        private final StringBuilder text = new StringBuilder();
        private final List<QueryPart> parts = new ArrayList<>();

        Template text(String more) {
            text.append(more);
            return this;
        }

        Template part(QueryPart part) {
            text.append('{').append(parts.size()).append('}');
            parts.add(part);
            return this;
        }

        Template names(List<? extends Field<?>> fields) {
            for (int i = 0; i < fields.size(); i++) {
                text(i == 0 ? "" : ", ").part(fields.get(i).getUnqualifiedName());
            }
            return this;
        }

        Query query() {
            return DSL.query(text.toString(), parts.toArray(new QueryPart[0]));
        }
    }
}
