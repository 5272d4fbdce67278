package dev.warehouse.api.jooq;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.AggregateFunction;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.RenderContext;
import org.jooq.SQLDialect;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.WindowSpecification;
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
    private static final Set<String> PERCENTILES = Set.of("percentile_cont", "percentile_disc");

    private static final DSLContext PLAIN = DSL.using(SQLDialect.YUGABYTEDB);

    @Override
    public void visitStart(VisitContext context) {
        QueryPart part = context.queryPart();
        if (part.getClass().getName().equals(REGEXP_REPLACE)) {
            throw RedshiftGuard.refused("regexpReplaceAll and regexpReplaceFirst of jOOQ",
                    "use Redshift.regexpReplace, which replaces all matches", part.toString());
        }
        if (part.getClass().getName().equals(TRUNCATION)) {
            checkTruncation(part);
        }
        QueryPart replacement = part instanceof Param<?> param ? fraction(context, param) : replacement(part);
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
    private static void checkTruncation(QueryPart part) {
        try {
            PLAIN.render(part);
        } catch (UnsupportedOperationException e) {
            throw RedshiftGuard.refused("this part in jOOQ's trunc (" + e.getMessage() + ")",
                    "use Redshift.dateTrunc, which takes weeks, quarters and all others", "trunc");
        }
    }

    private static @Nullable QueryPart replacement(QueryPart part) {
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
