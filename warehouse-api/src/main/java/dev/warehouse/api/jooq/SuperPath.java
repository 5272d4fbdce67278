/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/**
 * A place within a value of a SUPER column, begun by {@link Redshift#superPath}. Where there is nothing at that place,
 * or something that cannot be what it is taken for, the result is NULL. Immutable.
 *
 * <p>Redshift folds names in a path to lower case, unless {@code enable_case_sensitive_identifier} is on: attributes in
 * mixed case are found only then.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/query-super.html">Amazon Redshift Database Developer Guide,
 *     Querying semistructured data</a>
 */
public final class SuperPath {

    private final String template;
    private final List<QueryPart> parts;

    private SuperPath(String template, List<QueryPart> parts) {
        this.template = template;
        this.parts = parts;
    }

    static SuperPath of(Field<?> column) {
        return new SuperPath("{0}", List.of(Objects.requireNonNull(column, "column must not be null")));
    }

    /**
     * The attribute of an object.
     *
     * @param attribute its name
     * @return the place
     */
    public SuperPath get(String attribute) {
        Objects.requireNonNull(attribute, "attribute must not be null");
        return with(".{" + parts.size() + "}", DSL.name(attribute));
    }

    /**
     * The element of an array.
     *
     * @param index from 0
     * @return the place
     */
    public SuperPath at(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index must be at least 0, was " + index);
        }
        return with("[{" + parts.size() + "}]", DSL.inline(index));
    }

    private SuperPath with(String step, QueryPart part) {
        List<QueryPart> more = new ArrayList<>(parts);
        more.add(part);
        return new SuperPath(template + step, List.copyOf(more));
    }

    /**
     * The value as one of SQL's types.
     *
     * @param type the type; VARCHAR should have a length, without one it has 256
     * @param <T> its type in Java
     * @return a field; NULL where the value is no such scalar
     */
    public <T> Field<T> as(DataType<T> type) {
        return value().cast(type);
    }

    /**
     * The value itself.
     *
     * @return a SUPER, which JDBC shows as JSON
     */
    public Field<String> value() {
        return DSL.field(template, Redshift.SUPER, parts.toArray(new QueryPart[0]));
    }
}
