/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jooq.AggregateFunction;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.RenderContext;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.TableElement;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.WindowSpecification;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Renders in Redshift's words what the dialect renders in words that Redshift does not have, or that mean something
 * else there: {@code CURRENT_TIMESTAMP} runs on the leader node only, a bare {@code NUMERIC} has no fraction, the
 * fourth argument of REGEXP_REPLACE is a position.
 */
final class RedshiftRenderings implements VisitListener {

    /** Parts that jOOQ does not make public; golden files tell if they are ever called otherwise. */
    private static final String WINDOW = "org.jooq.impl.WindowSpecificationImpl";
    private static final String REGEXP_REPLACE = "org.jooq.impl.RegexpReplace";
    private static final String TRUNCATION = "org.jooq.impl.TruncDate";
    private static final Set<String> WITH_DATE_PART =
            Set.of("org.jooq.impl.TimestampAdd", "org.jooq.impl.DateAdd", "org.jooq.impl.DateDiff",
                    "org.jooq.impl.TimestampDiff");
    private static final Set<String> PERCENTILES = Set.of("percentile_cont", "percentile_disc");

    private static final Set<String> TEXTS = Set.of("varchar", "nvarchar", "longvarchar", "longnvarchar", "clob",
            "nclob", "text");
    private static final int LONGEST_VARCHAR = 65_535;

    private static final DSLContext PLAIN = DSL.using(SQLDialect.YUGABYTEDB);

    @Override
    public void visitStart(VisitContext context) {
        QueryPart part = context.queryPart();
        if (part.getClass().getName().equals(REGEXP_REPLACE)) {
            throw RedshiftGuard.refused("regexpReplaceAll and regexpReplaceFirst of jOOQ",
                    "use Redshift.regexpReplace, which replaces all matches", part.toString());
        }
        if (part.getClass().getName().equals(TRUNCATION)) {
            checkDatePart(part, "trunc", "use Redshift.dateTrunc, which takes weeks, quarters and all others");
        } else if (WITH_DATE_PART.contains(part.getClass().getName())) {
            checkDatePart(part, "arithmetic", "use Redshift.dateadd and Redshift.datediff, which take all date parts");
        }
        refuseByModel(part);
        QueryPart replacement = part instanceof Param<?> param ? parameter(context, param) : replacement(part);
        if (replacement != null) {
            context.queryPart(replacement);
        }
    }

    /** The frame of a window aggregate, which Redshift asks for. */
    @Override
    public void visitEnd(VisitContext context) {
        RenderContext rendered = context.renderContext();
        if (rendered != null && context.queryPart().getClass().getName().equals(WINDOW)
                && Refusals.endsInWindowWithoutFrame(rendered.render())) {
            rendered.sql(" rows unbounded preceding");
        }
    }

    /** jOOQ tells a part that the dialect lacks by an error without a way out. */
    private static void checkDatePart(QueryPart part, String function, String instead) {
        try {
            PLAIN.render(part);
        } catch (UnsupportedOperationException e) {
            throw RedshiftGuard.refused("this part in jOOQ's " + function + " (" + e.getMessage() + ")", instead,
                    function);
        }
    }

    /** What the text no longer tells: the dialect leaves it out, or cannot render it without another edition. */
    private static void refuseByModel(QueryPart part) {
        if (part instanceof Select<?> select) {
            if (select.$limitPercent()) {
                throw RedshiftGuard.refused("LIMIT … PERCENT", "count the rows first, or keep rows by "
                        + "PERCENT_RANK() in a derived table", "limit percent");
            }
            if (select.$qualify() != null) {
                throw RedshiftGuard.refused("QUALIFY by jOOQ's qualify(), which is another edition's",
                        "use Redshift.qualify(query, condition)", "qualify");
            }
        }
        if (part instanceof QOM.CreateTable table) {
            for (TableElement element : table.$tableElements()) {
                if (element instanceof Field<?> column && column.getDataType().computed()) {
                    throw RedshiftGuard.refused("generated columns",
                            "compute it in a view, or when the rows are loaded",
                            "create table " + table.$table());
                }
            }
        }
    }

    private static @Nullable QueryPart replacement(QueryPart part) {
        Condition comparison = RowComparisons.fieldByField(part);
        if (comparison != null) {
            return comparison;
        }
        if (part instanceof QOM.Cast<?> cast) {
            return cast(cast.getDataType(), "cast", cast.$field());
        }
        if (part instanceof QOM.TryCast<?> cast) {
            return cast(cast.getDataType(), "try_cast", cast.$value());
        }
        if (part instanceof QOM.CurrentSchema) {
            return DSL.field("current_schema()", SQLDataType.VARCHAR);
        }
        if (part instanceof QOM.Acoth acoth && isInteger(acoth.$value())) {
            return DSL.acoth(acoth.$value().cast(SQLDataType.DOUBLE));
        }
        if (part instanceof QOM.Atanh atanh && isInteger(atanh.$value())) {
            return DSL.atanh(atanh.$value().cast(SQLDataType.DOUBLE));
        }
        if (part instanceof QOM.CurrentTimestamp<?> now) {
            return DSL.field("getdate()", now.getDataType());
        }
        if (part instanceof QOM.IsNotDistinctFrom<?> same) {
            return isSame(same.$arg1(), same.$arg2(), 1);
        }
        if (part instanceof QOM.IsDistinctFrom<?> other) {
            return isSame(other.$arg1(), other.$arg2(), 0);
        }
        if (part instanceof QOM.Decode<?, ?> decode) {
            return decode(decode);
        }
        if (part instanceof QOM.Nvl2<?> nvl2) {
            return DSL.field("nvl2({0}, {1}, {2})", nvl2.getDataType(), nvl2.$arg1(), nvl2.$arg2(), nvl2.$arg3());
        }
        if (part instanceof QOM.Round<?> round) {
            return DSL.field("round({0}, {1})", round.getDataType(), round.$arg1(), places(round.$arg2()));
        }
        if (part instanceof QOM.Trunc<?> trunc) {
            return DSL.field("trunc({0}, {1})", trunc.getDataType(), trunc.$arg1(), places(trunc.$arg2()));
        }
        if (part instanceof QOM.Log10 log) {
            return DSL.field("log({0})", log.getDataType(), log.$arg1());
        }
        if (part instanceof QOM.Log log) {
            return DSL.field("(ln({0}) / ln({1}))", log.getDataType(), log.$arg1(), log.$arg2());
        }
        if (part instanceof QOM.Chr chr) {
            return DSL.field("chr({0})", chr.getDataType(), chr.$arg1());
        }
        if (part instanceof QOM.BitLength bits) {
            return DSL.field("(8 * octet_length({0}))", bits.getDataType(), bits.$arg1());
        }
        if (part instanceof QOM.RatioToReport share) {
            return ratioToReport(share);
        }
        if (part instanceof QOM.Function<?> function && function.getName().equals("grouping")) {
            return DSL.field("grouping({0})", function.getDataType(), function.$args().get(0));
        }
        return null;
    }

    /** A text without a length is one of 256 bytes, and what does not fit is cut; times have no precision. */
    private static @Nullable QueryPart cast(DataType<?> type, String function, Field<?> field) {
        if (type.getFromType() == String.class && !type.lengthDefined() && TEXTS.contains(type.getTypeName())) {
            return DSL.field(function + "({0} as varchar(" + LONGEST_VARCHAR + "))", type, field);
        }
        return type.isBinary() ? DSL.field(function + "({0} as varbyte)", type, field) : null;
    }

    private static boolean isInteger(Field<?> field) {
        return field.getDataType().isInteger();
    }

    /** DECODE takes two NULLs for equal, as IS NOT DISTINCT FROM does. */
    private static Condition isSame(QueryPart one, QueryPart other, int expected) {
        return DSL.condition("decode({0}, {1}, 1, 0) = {2}", one, other, DSL.inline(expected));
    }

    private static Field<?> decode(QOM.Decode<?, ?> decode) {
        StringBuilder template = new StringBuilder("decode({0}");
        List<QueryPart> parts = new ArrayList<>();
        parts.add(decode.$arg1());
        for (QOM.Tuple2<? extends Field<?>, ? extends Field<?>> choice : decode.$arg2()) {
            template.append(", {").append(parts.size()).append("}, {").append(parts.size() + 1).append('}');
            parts.add(choice.$1());
            parts.add(choice.$2());
        }
        @Nullable Field<?> otherwise = decode.$arg3();
        if (otherwise != null) {
            template.append(", {").append(parts.size()).append('}');
            parts.add(otherwise);
        }
        return DSL.field(template.append(')').toString(), decode.getDataType(), parts.toArray(new QueryPart[0]));
    }

    private static Field<?> places(@Nullable Field<Integer> places) {
        return places == null ? DSL.inline(0) : places;
    }

    private static Field<?> ratioToReport(QOM.RatioToReport share) {
        @Nullable WindowSpecification window =
                share instanceof QOM.WindowFunction<?> function ? function.$windowSpecification() : null;
        return window == null ? DSL.field("ratio_to_report({0}) over ()", share.getDataType(), share.$field())
                : DSL.field("ratio_to_report({0}) over ({1})", share.getDataType(), share.$field(), window);
    }

    private static @Nullable QueryPart parameter(VisitContext context, Param<?> param) {
        if (param.getValue() instanceof byte[] bytes
                && (param.isInline() || context.context().paramType() == ParamType.INLINED)) {
            return DSL.field("to_varbyte({0}, 'hex')", param.getDataType(),
                    DSL.inline(HexFormat.of().formatHex(bytes)));
        }
        return fraction(context, param);
    }

    /** A percentile is a constant of Redshift's grammar, neither a bind value nor a cast. */
    private static @Nullable QueryPart fraction(VisitContext context, Param<?> param) {
        QueryPart[] parts = context.queryParts();
        // the arguments of a function are a list of their own
        boolean percentile = parts.length > 2 && parts[parts.length - 3] instanceof AggregateFunction<?> function
                && PERCENTILES.contains(function.getName());
        boolean isPlain = param.isInline() && param.getDataType().getType() == BigDecimal.class;
        return percentile && !isPlain && param.getValue() instanceof Number number
                ? DSL.inline(new BigDecimal(number.toString()), SQLDataType.NUMERIC) : null;
    }
}
