/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.api.jooq;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.OrderField;
import org.jooq.OrderedAggregateFunction;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.RowCountQuery;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.SQLDataType;

/**
 * What Redshift's SQL has and jOOQ has not: functions, clauses and statements, named as Redshift names them, to be used
 * beside jOOQ's own.
 *
 * <pre>{@code
 * dsl.select(SHOP, approximateCountDistinct(CUSTOMER), dateTrunc(WEEK, SOLD_AT))
 *         .from(SALES)
 *         .where(datediff(DAY, SOLD_AT, getdate()).lt(30L))
 * }</pre>
 *
 * <p>Statements made here belong to no connection: {@code dsl.execute(Redshift.vacuum(SALES))}.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/cm_chap_SQLCommandRef.html">Amazon Redshift Database
 *     Developer Guide, SQL reference</a>
 */
public final class Redshift {

    /** The type SUPER. In Java it is the text of a JSON value. */
    public static final DataType<String> SUPER = new DefaultDataType<>(null, String.class, "super");

    private Redshift() {
    }

    // dates and times

    /**
     * {@code DATEADD}: a moment some parts later.
     *
     * <pre>{@code dateadd(MONTH, 18, date("2008-02-28"))   // 2009-08-28 00:00:00}</pre>
     *
     * @param part what is added
     * @param count how many; negative for earlier
     * @param time a date or a timestamp
     * @return a timestamp; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_DATEADD_function.html">DATEADD function</a>
     */
    public static Field<LocalDateTime> dateadd(RedshiftDatePart part, int count, Field<?> time) {
        return dateadd(part, DSL.inline(count), time);
    }

    /**
     * {@code DATEADD} of a number that is computed.
     *
     * @param part what is added
     * @param count how many; negative for earlier
     * @param time a date or a timestamp
     * @return a timestamp; NULL for NULL
     * @see #dateadd(RedshiftDatePart, int, Field)
     */
    public static Field<LocalDateTime> dateadd(RedshiftDatePart part, Field<Integer> count, Field<?> time) {
        return DSL.field("dateadd({0}, {1}, {2})", SQLDataType.LOCALDATETIME, part.keyword(), count, time);
    }

    /**
     * {@code DATEDIFF}: how many boundaries between parts lie between two moments. From 31 December to 1 January it is
     * one year.
     *
     * <pre>{@code datediff(QUARTER, HIRED_ON, getdate())}</pre>
     *
     * @param part what is counted
     * @param from a date or a timestamp
     * @param to a date or a timestamp
     * @return the count, negative if {@code to} is before {@code from}; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_DATEDIFF_function.html">DATEDIFF function</a>
     */
    public static Field<Long> datediff(RedshiftDatePart part, Field<?> from, Field<?> to) {
        return DSL.field("datediff({0}, {1}, {2})", SQLDataType.BIGINT, part.keyword(), from, to);
    }

    /**
     * {@code DATE_TRUNC}: the beginning of the part that a moment is in. Weeks begin on Monday.
     *
     * <pre>{@code dateTrunc(WEEK, SOLD_AT)}</pre>
     *
     * @param part the part
     * @param time a date or a timestamp
     * @return a timestamp; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_TRUNC.html">DATE_TRUNC function</a>
     */
    public static Field<LocalDateTime> dateTrunc(RedshiftDatePart part, Field<?> time) {
        return DSL.field("date_trunc({0}, {1})", SQLDataType.LOCALDATETIME, DSL.inline(part.text()), time);
    }

    /**
     * {@code GETDATE()}: when the statement began, in the session's time zone.
     *
     * @return a timestamp
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_GETDATE.html">GETDATE function</a>
     */
    public static Field<LocalDateTime> getdate() {
        return DSL.field("getdate()", SQLDataType.LOCALDATETIME);
    }

    /**
     * {@code SYSDATE}: when the transaction began, in the session's time zone, to the microsecond.
     *
     * @return a timestamp
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_SYSDATE.html">SYSDATE function</a>
     */
    public static Field<LocalDateTime> sysdate() {
        return DSL.field("sysdate", SQLDataType.LOCALDATETIME);
    }

    /**
     * {@code CONVERT_TIMEZONE} from UTC.
     *
     * <pre>{@code convertTimezone("Europe/Zurich", SOLD_AT)}</pre>
     *
     * @param target the name of a time zone
     * @param time a timestamp in UTC
     * @return the timestamp there; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html">CONVERT_TIMEZONE function</a>
     */
    public static Field<LocalDateTime> convertTimezone(String target, Field<?> time) {
        return DSL.field("convert_timezone({0}, {1})", SQLDataType.LOCALDATETIME, DSL.inline(target), time);
    }

    /**
     * {@code CONVERT_TIMEZONE} from one time zone to another.
     *
     * <pre>{@code convertTimezone("EST", "PST", timestamp("2008-03-05 01:00:00"))   // 2008-03-04 22:00:00}</pre>
     *
     * @param source the name of the time zone that the timestamp is in
     * @param target the name of the one that it is wanted in
     * @param time a timestamp
     * @return the timestamp there; NULL for NULL
     * @see #convertTimezone(String, Field)
     */
    public static Field<LocalDateTime> convertTimezone(String source, String target, Field<?> time) {
        return DSL.field("convert_timezone({0}, {1}, {2})", SQLDataType.LOCALDATETIME, DSL.inline(source),
                DSL.inline(target), time);
    }

    /**
     * {@code LAST_DAY}: the last day of the month.
     *
     * @param time a date or a timestamp
     * @return a date; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_LAST_DAY.html">LAST_DAY function</a>
     */
    public static Field<LocalDate> lastDay(Field<?> time) {
        return DSL.field("last_day({0})", SQLDataType.LOCALDATE, time);
    }

    /**
     * {@code ADD_MONTHS}: the same day some months later; the last day of a month stays a last day.
     *
     * @param time a date or a timestamp
     * @param months how many; negative for earlier
     * @return a timestamp; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_ADD_MONTHS.html">ADD_MONTHS function</a>
     */
    public static Field<LocalDateTime> addMonths(Field<?> time, int months) {
        return DSL.field("add_months({0}, {1})", SQLDataType.LOCALDATETIME, time, DSL.inline(months));
    }

    /**
     * {@code MONTHS_BETWEEN}: how many months lie between two dates, with a fraction of months of 31 days.
     *
     * @param one a date or a timestamp
     * @param other what is taken away from it
     * @return the number, negative if {@code one} is earlier; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_MONTHS_BETWEEN_function.html">MONTHS_BETWEEN
     *     function</a>
     */
    public static Field<Double> monthsBetween(Field<?> one, Field<?> other) {
        return DSL.field("months_between({0}, {1})", SQLDataType.DOUBLE, one, other);
    }

    /**
     * {@code NEXT_DAY}: the first such weekday after a date.
     *
     * @param time a date or a timestamp
     * @param day a weekday, such as {@code Tuesday} or {@code Tue}
     * @return a date; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_NEXT_DAY.html">NEXT_DAY function</a>
     */
    public static Field<LocalDate> nextDay(Field<?> time, String day) {
        return DSL.field("next_day({0}, {1})", SQLDataType.LOCALDATE, time, DSL.inline(day));
    }

    /**
     * {@code TRUNC}: the date of a timestamp.
     *
     * @param time a timestamp
     * @return a date; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC_date.html">TRUNC function</a>
     */
    public static Field<LocalDate> truncDate(Field<?> time) {
        return DSL.field("trunc({0})", SQLDataType.LOCALDATE, time);
    }

    /**
     * The moment that a number of milliseconds since 1970 means, in UTC, to the millisecond.
     *
     * @param millis milliseconds since 1970-01-01 00:00:00 UTC
     * @return a timestamp without zone; NULL for NULL
     */
    public static Field<LocalDateTime> timestampOfEpochMillis(Field<Long> millis) {
        return DSL.field("timestamp 'epoch' + {0} * interval '0.001 second'", SQLDataType.LOCALDATETIME, millis);
    }

    /**
     * The day of the week as Redshift numbers it: 0 is Sunday, 6 is Saturday. jOOQ's own {@code dayOfWeek} begins at 1.
     *
     * @param time a timestamp
     * @return 0 to 6; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html">Date parts
     *     for date or timestamp functions</a>
     */
    public static Field<Integer> weekday(Field<LocalDateTime> time) {
        return DSL.field("extract(dow from {0})", SQLDataType.INTEGER, time);
    }

    // aggregates and windows

    /**
     * {@code APPROXIMATE COUNT(DISTINCT)}: about two per cent off, much quicker over many rows. The local Redshift
     * counts exactly.
     *
     * <pre>{@code select(approximateCountDistinct(CUSTOMER)).from(SALES)}</pre>
     *
     * @param field what is counted
     * @return how many there are
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COUNT.html">COUNT function</a>
     */
    public static Field<Long> approximateCountDistinct(Field<?> field) {
        return DSL.field("approximate count(distinct {0})", SQLDataType.BIGINT, field);
    }

    /**
     * {@code LISTAGG}, to be ordered by {@code withinGroupOrderBy}, then perhaps windowed by {@code over}.
     *
     * <pre>{@code listagg(NAME, ", ").withinGroupOrderBy(NAME).over(partitionBy(CITY))}</pre>
     *
     * @param field what is joined; NULL and empty texts are left out
     * @param separator what stands between
     * @return the text, at most 65,535 bytes, else Redshift fails
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html">LISTAGG function</a>
     */
    public static OrderedAggregateFunction<String> listagg(Field<?> field, String separator) {
        return DSL.listAgg(field, separator);
    }

    /**
     * {@code MEDIAN}: the value in the middle, or between the two there.
     *
     * @param field a number
     * @return the median; NULLs are left out
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_MEDIAN.html">MEDIAN function</a>
     */
    public static Field<BigDecimal> median(Field<? extends Number> field) {
        return DSL.field("median({0})", SQLDataType.NUMERIC, field);
    }

    /**
     * {@code MEDIAN} as a window function.
     *
     * <pre>{@code medianOver(PRICE, SHOP, DAY)   // median(price) over (partition by shop, day)}</pre>
     *
     * @param field a number
     * @param partitionBy what tells the partitions; none for all rows
     * @return the median of the row's partition
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_WF_MEDIAN.html">MEDIAN window function</a>
     */
    public static Field<BigDecimal> medianOver(Field<? extends Number> field, Field<?>... partitionBy) {
        return DSL.field("median({0}) over ({1})", SQLDataType.NUMERIC, field, partition(partitionBy));
    }

    /**
     * {@code PERCENTILE_CONT} as a window function.
     *
     * <pre>{@code percentileContOver(0.9, PRICE, SHOP)}</pre>
     *
     * @param percentile between 0 and 1
     * @param orderBy a number
     * @param partitionBy what tells the partitions; none for all rows
     * @return the value at that share of the row's partition, interpolated
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_WF_PERCENTILE_CONT.html">PERCENTILE_CONT window
     *     function</a>
     */
    public static Field<BigDecimal> percentileContOver(double percentile, Field<? extends Number> orderBy,
            Field<?>... partitionBy) {
        return DSL.field("percentile_cont({0}) within group (order by {1}) over ({2})", SQLDataType.NUMERIC,
                share(percentile), orderBy, partition(partitionBy));
    }

    /**
     * {@code RATIO_TO_REPORT}: the share of a value in the sum of its partition.
     *
     * <pre>{@code ratioToReport(SOLD, YEAR)}</pre>
     *
     * @param field a number
     * @param partitionBy what tells the partitions; none for all rows
     * @return the share, between 0 and 1 if all values have one sign
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_WF_RATIO_TO_REPORT.html">RATIO_TO_REPORT window
     *     function</a>
     */
    public static Field<Double> ratioToReport(Field<? extends Number> field, Field<?>... partitionBy) {
        return DSL.field("ratio_to_report({0}) over ({1})", SQLDataType.DOUBLE, field, partition(partitionBy));
    }

    /**
     * {@code APPROXIMATE PERCENTILE_DISC}: the value at a share of the rows, about half a per cent off. The local
     * Redshift takes the exact one.
     *
     * @param percentile between 0 and 1
     * @param orderBy a number or a date
     * @param <T> the type of the values
     * @return a value that is there
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_APPROXIMATE_PERCENTILE_DISC.html">APPROXIMATE
     *     PERCENTILE_DISC function</a>
     */
    public static <T> Field<T> approximatePercentileDisc(double percentile, Field<T> orderBy) {
        return DSL.field("approximate percentile_disc({0}) within group (order by {1})", orderBy.getDataType(),
                share(percentile), orderBy);
    }

    private static Field<BigDecimal> share(double percentile) {
        if (!(percentile >= 0 && percentile <= 1)) {
            throw new IllegalArgumentException("percentile must be between 0 and 1, was " + percentile);
        }
        return DSL.inline(BigDecimal.valueOf(percentile));
    }

    private static QueryPart partition(Field<?>... partitionBy) {
        return partitionBy.length == 0 ? DSL.sql("") : DSL.partitionBy(partitionBy);
    }

    // texts and JSON

    /**
     * {@code NVL}: the first value that is not NULL. The same as {@code COALESCE}.
     *
     * @param field what is asked first
     * @param others what is asked then
     * @param <T> the type of the values
     * @return the value; NULL if all are
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_NVL_function.html">NVL and COALESCE functions</a>
     */
    public static <T> Field<T> nvl(Field<T> field, Field<?>... others) {
        List<QueryPart> parts = new ArrayList<>(List.of(field));
        parts.addAll(List.of(others));
        return DSL.field("nvl(" + places(0, parts.size()) + ")", field.getDataType(), parts.toArray(new QueryPart[0]));
    }

    /**
     * {@code LEN}: the number of characters; without the blanks at the end of a CHAR.
     *
     * @param text a text
     * @return the number; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_LEN.html">LEN function</a>
     */
    public static Field<Integer> len(Field<String> text) {
        return DSL.field("len({0})", SQLDataType.INTEGER, text);
    }

    /**
     * {@code CHARINDEX}: where a text begins in another.
     *
     * @param part what is looked for
     * @param text a text
     * @return the place from 1, or 0; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CHARINDEX.html">CHARINDEX function</a>
     */
    public static Field<Integer> charindex(String part, Field<String> text) {
        return DSL.field("charindex({0}, {1})", SQLDataType.INTEGER, DSL.inline(part), text);
    }

    /**
     * {@code STRTOL}: the number that a text means.
     *
     * @param text a text
     * @param base 2 to 36
     * @return the number; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_STRTOL.html">STRTOL function</a>
     */
    public static Field<Long> strtol(Field<String> text, int base) {
        return DSL.field("strtol({0}, {1})", SQLDataType.BIGINT, text, DSL.inline(base));
    }

    /**
     * {@code INITCAP}: each word with a capital letter.
     *
     * @param text a text
     * @return the text; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_INITCAP.html">INITCAP function</a>
     */
    public static Field<String> initcap(Field<String> text) {
        return DSL.field("initcap({0})", SQLDataType.VARCHAR, text);
    }

    /**
     * {@code REGEXP_SUBSTR}: the first part that matches.
     *
     * @param text a text
     * @param pattern a POSIX regular expression
     * @return the part; an empty text if there is none; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_SUBSTR.html">REGEXP_SUBSTR function</a>
     */
    public static Field<String> regexpSubstr(Field<String> text, String pattern) {
        return DSL.field("regexp_substr({0}, {1})", SQLDataType.VARCHAR, text, DSL.inline(pattern));
    }

    /**
     * {@code REGEXP_COUNT}: how many parts match.
     *
     * @param text a text
     * @param pattern a POSIX regular expression
     * @return the number; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_COUNT.html">REGEXP_COUNT function</a>
     */
    public static Field<Integer> regexpCount(Field<String> text, String pattern) {
        return DSL.field("regexp_count({0}, {1})", SQLDataType.INTEGER, text, DSL.inline(pattern));
    }

    /**
     * {@code REGEXP_INSTR}: where the first part that matches begins.
     *
     * @param text a text
     * @param pattern a POSIX regular expression
     * @return the place from 1, or 0; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_INSTR.html">REGEXP_INSTR function</a>
     */
    public static Field<Integer> regexpInstr(Field<String> text, String pattern) {
        return DSL.field("regexp_instr({0}, {1})", SQLDataType.INTEGER, text, DSL.inline(pattern));
    }

    /**
     * {@code SHA2}: a SHA-2 checksum.
     *
     * @param text a text
     * @param bits 0, 224, 256, 384 or 512; 0 is 256
     * @return hexadecimal digits; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/SHA2.html">SHA2 function</a>
     */
    public static Field<String> sha2(Field<String> text, int bits) {
        return DSL.field("sha2({0}, {1})", SQLDataType.VARCHAR, text, DSL.inline(bits));
    }

    /**
     * {@code SHA1}: the SHA-1 checksum.
     *
     * @param text a text
     * @return 40 hexadecimal digits; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/SHA1.html">SHA1 function</a>
     */
    public static Field<String> sha1(Field<String> text) {
        return DSL.field("sha1({0})", SQLDataType.VARCHAR, text);
    }

    /**
     * {@code CRC32}: the CRC32 checksum.
     *
     * @param text a text
     * @return 8 hexadecimal digits; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/crc32-function.html">CRC32 function</a>
     */
    public static Field<String> crc32(Field<String> text) {
        return DSL.field("crc32({0})", SQLDataType.VARCHAR, text);
    }

    /**
     * {@code SOUNDEX}: how the first letters sound.
     *
     * @param text a text
     * @return a letter and three digits; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/SOUNDEX.html">SOUNDEX function</a>
     */
    public static Field<String> soundex(Field<String> text) {
        return DSL.field("soundex({0})", SQLDataType.VARCHAR, text);
    }

    /**
     * {@code TO_VARBYTE}: bytes of a text.
     *
     * @param text a text
     * @param format {@code hex}, {@code base64}, {@code utf8} ...
     * @return the bytes; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_TO_VARBYTE.html">TO_VARBYTE function</a>
     */
    public static Field<byte[]> toVarbyte(Field<String> text, String format) {
        return DSL.field("to_varbyte({0}, {1})", SQLDataType.VARBINARY, text, DSL.inline(format));
    }

    /**
     * {@code FROM_VARBYTE}: a text of bytes.
     *
     * @param bytes bytes
     * @param format {@code hex}, {@code base64}, {@code utf8} ...
     * @return the text; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_FROM_VARBYTE.html">FROM_VARBYTE function</a>
     */
    public static Field<String> fromVarbyte(Field<byte[]> bytes, String format) {
        return DSL.field("from_varbyte({0}, {1})", SQLDataType.VARCHAR, bytes, DSL.inline(format));
    }

    /**
     * {@code COLLATE}: a text that is compared with or without regard to case.
     *
     * @param text a text
     * @param collation {@code case_sensitive} or {@code case_insensitive}
     * @return the text; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COLLATE.html">COLLATE function</a>
     */
    public static Field<String> collate(Field<String> text, String collation) {
        return DSL.field("collate({0}, {1})", SQLDataType.VARCHAR, text, DSL.inline(collation));
    }

    /**
     * {@code IS_VALID_JSON}: whether a text is a JSON object.
     *
     * @param json a text
     * @return true or false; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/IS_VALID_JSON.html">IS_VALID_JSON function</a>
     */
    public static Field<Boolean> isValidJson(Field<String> json) {
        return DSL.field("is_valid_json({0})", SQLDataType.BOOLEAN, json);
    }

    /**
     * {@code IS_VALID_JSON_ARRAY}: whether a text is a JSON array.
     *
     * @param json a text
     * @return true or false; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/IS_VALID_JSON_ARRAY.html">IS_VALID_JSON_ARRAY
     *     function</a>
     */
    public static Field<Boolean> isValidJsonArray(Field<String> json) {
        return DSL.field("is_valid_json_array({0})", SQLDataType.BOOLEAN, json);
    }

    /**
     * {@code CAN_JSON_PARSE}: whether {@code JSON_PARSE} takes a text.
     *
     * @param json a text
     * @return true or false; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/CAN_JSON_PARSE.html">CAN_JSON_PARSE function</a>
     */
    public static Field<Boolean> canJsonParse(Field<String> json) {
        return DSL.field("can_json_parse({0})", SQLDataType.BOOLEAN, json);
    }

    /**
     * {@code JSON_ARRAY_LENGTH}: how many elements a JSON array has.
     *
     * @param json a text
     * @return the number; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/JSON_ARRAY_LENGTH.html">JSON_ARRAY_LENGTH
     *     function</a>
     */
    public static Field<Integer> jsonArrayLength(Field<String> json) {
        return DSL.field("json_array_length({0})", SQLDataType.INTEGER, json);
    }

    /**
     * {@code JSON_EXTRACT_ARRAY_ELEMENT_TEXT}: an element of a JSON array.
     *
     * @param json a text
     * @param index from 0
     * @return the element as a text; NULL where there is none
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/JSON_EXTRACT_ARRAY_ELEMENT_TEXT.html">JSON_EXTRACT_ARRAY_ELEMENT_TEXT
     *     function</a>
     */
    public static Field<String> jsonExtractArrayElementText(Field<String> json, int index) {
        return DSL.field("json_extract_array_element_text({0}, {1})", SQLDataType.VARCHAR, json, DSL.inline(index));
    }

    /**
     * {@code JSON_SERIALIZE}: the JSON text of a SUPER.
     *
     * @param value a SUPER
     * @return the text; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/JSON_SERIALIZE.html">JSON_SERIALIZE function</a>
     */
    public static Field<String> jsonSerialize(Field<?> value) {
        return DSL.field("json_serialize({0})", SQLDataType.VARCHAR, value);
    }

    /**
     * {@code JSON_TYPEOF}: what a SUPER is: {@code object}, {@code array}, {@code string}, {@code number}, {@code
     * boolean} or {@code null}.
     *
     * @param value a SUPER
     * @return the word; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_json_typeof.html">JSON_TYPEOF function</a>
     */
    public static Field<String> jsonTypeof(Field<?> value) {
        return DSL.field("json_typeof({0})", SQLDataType.VARCHAR, value);
    }

    /**
     * {@code GET_ARRAY_LENGTH}: how many elements an array in a SUPER has.
     *
     * @param value a SUPER
     * @return the number; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_get_array_length.html">GET_ARRAY_LENGTH
     *     function</a>
     */
    public static Field<Integer> getArrayLength(Field<?> value) {
        return DSL.field("get_array_length({0})", SQLDataType.INTEGER, value);
    }

    /**
     * {@code SPLIT_TO_ARRAY}: an array of the parts of a text, as a SUPER.
     *
     * @param text a text
     * @param separator what stands between the parts
     * @return the array; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/split_to_array.html">SPLIT_TO_ARRAY function</a>
     */
    public static Field<String> splitToArray(Field<String> text, String separator) {
        return DSL.field("split_to_array({0}, {1})", SUPER, text, DSL.inline(separator));
    }

    /**
     * {@code REGEXP_REPLACE}: replaces all that matches.
     *
     * @param text where it is looked for
     * @param pattern a POSIX regular expression
     * @param replacement what takes its place
     * @return the text without matches; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_REPLACE.html">REGEXP_REPLACE function</a>
     */
    public static Field<String> regexpReplace(Field<String> text, String pattern, String replacement) {
        return DSL.field("regexp_replace({0}, {1}, {2})", SQLDataType.VARCHAR, text, DSL.inline(pattern),
                DSL.inline(replacement));
    }

    /**
     * {@code JSON_EXTRACT_PATH_TEXT}: the value under keys in a JSON text. Redshift fails where the text is no JSON.
     *
     * <pre>{@code jsonExtractPathText(EVENT, "user", "address", "city")}</pre>
     *
     * @param json a text
     * @param path the keys, from the outermost on; Redshift takes up to five
     * @return the value as a text; NULL where there is none
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/JSON_EXTRACT_PATH_TEXT.html">JSON_EXTRACT_PATH_TEXT
     *     function</a>
     */
    public static Field<String> jsonExtractPathText(Field<String> json, String... path) {
        if (path.length == 0 || path.length > 5) {
            throw new IllegalArgumentException("path must have 1 to 5 keys, had " + path.length);
        }
        List<QueryPart> parts = new ArrayList<>();
        parts.add(json);
        Stream.of(path).map(DSL::inline).forEach(parts::add);
        return DSL.field("json_extract_path_text(" + places(0, parts.size()) + ")", SQLDataType.VARCHAR,
                parts.toArray(new QueryPart[0]));
    }

    /**
     * {@code JSON_PARSE}: a SUPER of a JSON text.
     *
     * @param json a text
     * @return a SUPER; NULL for NULL
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/JSON_PARSE.html">JSON_PARSE function</a>
     */
    public static Field<String> jsonParse(Field<String> json) {
        return DSL.field("json_parse({0})", SUPER, json);
    }

    /**
     * Navigates into a SUPER column.
     *
     * <pre>{@code superPath(ORDERS.DETAIL).get("lines").at(0).get("price").as(SQLDataType.DECIMAL(10, 2))}</pre>
     *
     * @param column a SUPER column
     * @return its root, to go on from
     */
    public static SuperPath superPath(Field<?> column) {
        return SuperPath.of(column);
    }

    // clauses

    /**
     * {@code QUALIFY}: keeps the rows whose window functions meet a condition. If the query ends with FROM and one
     * table, that table needs an alias.
     *
     * <pre>{@code
     * dsl.fetch(qualify(select(SHOP, DAY, SOLD).from(SALES.as("s")),
     *         rowNumber().over(partitionBy(SHOP).orderBy(SOLD.desc())).eq(1), SHOP))
     * }</pre>
     *
     * @param query a query without ORDER BY and LIMIT
     * @param condition the condition
     * @param orderBy the order of what is kept
     * @return the query
     * @throws IllegalArgumentException if the query has an ORDER BY or a LIMIT, which come behind QUALIFY
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_QUALIFY_clause.html">QUALIFY clause</a>
     */
    public static ResultQuery<Record> qualify(Select<?> query, Condition condition,
            OrderField<?>... orderBy) {
        if (!query.$orderBy().isEmpty() || query.$limit() != null || query.$offset() != null) {
            throw new IllegalArgumentException("query must have neither ORDER BY nor LIMIT: they come behind QUALIFY; "
                    + "give the order to qualify");
        }
        List<QueryPart> parts = new ArrayList<>(List.of(query, condition));
        parts.addAll(List.of(orderBy));
        String template = "{0} qualify {1}" + (orderBy.length == 0 ? "" : " order by " + places(2, parts.size()));
        return DSL.resultQuery(template, parts.toArray(new QueryPart[0])).coerce(query.getSelect());
    }

    /**
     * {@code PIVOT} of a query: turns values of a column into columns, named after the values.
     *
     * <pre>{@code
     * select().from(pivot(select(SHOP, QUARTER, SOLD).from(SALES), sum(SOLD), QUARTER,
     *         List.of("q1", "q2", "q3", "q4"), "by_quarter"))
     * }</pre>
     *
     * @param query its other columns tell the rows
     * @param aggregate COUNT, SUM, MIN, MAX or AVG of a column
     * @param column the column whose values become columns
     * @param values the values
     * @param alias the name of the result
     * @param <T> the type of the values
     * @return a table
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_FROM_clause-pivot-unpivot-examples.html">PIVOT and
     *     UNPIVOT examples</a>
     */
    public static <T> Table<Record> pivot(Select<?> query, Field<?> aggregate, Field<T> column, Collection<T> values,
            String alias) {
        return pivot("({0})", query, aggregate, column, values, alias);
    }

    /**
     * {@code PIVOT} of a table.
     *
     * @param table a table without alias; its other columns tell the rows
     * @param aggregate COUNT, SUM, MIN, MAX or AVG of a column
     * @param column the column whose values become columns
     * @param values the values
     * @param alias the name of the result
     * @param <T> the type of the values
     * @return a table
     * @see #pivot(Select, Field, Field, Collection, String)
     */
    public static <T> Table<Record> pivot(Table<?> table, Field<?> aggregate, Field<T> column, Collection<T> values,
            String alias) {
        return pivot("{0}", table, aggregate, column, values, alias);
    }

    private static <T> Table<Record> pivot(String source, QueryPart part, Field<?> aggregate, Field<T> column,
            Collection<T> values, String alias) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must not be empty");
        }
        List<QueryPart> parts = new ArrayList<>(List.of(part, aggregate, column.getUnqualifiedName(), DSL.name(alias)));
        values.forEach(value -> parts.add(DSL.inline(value, column)));
        return DSL.table(source + " pivot ({1} for {2} in (" + places(4, parts.size()) + ")) as {3}",
                parts.toArray(new QueryPart[0]));
    }

    /**
     * {@code UNPIVOT}: turns columns into rows, one for each value that is not NULL.
     *
     * <pre>{@code select().from(unpivot(SCORES, name("score"), name("subject"), List.of(MATHS, PHYSICS), "u"))}</pre>
     *
     * @param table a table without alias
     * @param value the name of the new column with the values
     * @param column the name of the new column with the columns' names
     * @param columns the columns
     * @param alias the name of the result
     * @return a table
     * @see #pivot(Select, Field, Field, Collection, String)
     */
    public static Table<Record> unpivot(Table<?> table, Name value, Name column, Collection<? extends Field<?>> columns,
            String alias) {
        return unpivot("", table, value, column, columns, alias);
    }

    /**
     * {@code UNPIVOT INCLUDE NULLS}: the same, also for values that are NULL.
     *
     * @param table a table without alias
     * @param value the name of the new column with the values
     * @param column the name of the new column with the columns' names
     * @param columns the columns
     * @param alias the name of the result
     * @return a table
     * @see #unpivot(Table, Name, Name, Collection, String)
     */
    public static Table<Record> unpivotIncludingNulls(Table<?> table, Name value, Name column,
            Collection<? extends Field<?>> columns, String alias) {
        return unpivot(" include nulls", table, value, column, columns, alias);
    }

    private static Table<Record> unpivot(String nulls, Table<?> table, Name value, Name column,
            Collection<? extends Field<?>> columns, String alias) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must not be empty");
        }
        List<QueryPart> parts = new ArrayList<>(List.of(table, value, column, DSL.name(alias)));
        columns.forEach(each -> parts.add(each.getUnqualifiedName()));
        return DSL.table("{0} unpivot" + nulls + " ({1} for {2} in (" + places(4, parts.size()) + ")) as {3}",
                parts.toArray(new QueryPart[0]));
    }

    // statements

    /**
     * {@code MERGE … REMOVE DUPLICATES}: rows of the target that match become one row with the source's values; rows of
     * the source that match nothing are inserted. Both tables have the same columns.
     *
     * @param target a table, without alias
     * @param source a table
     * @param on an equality between columns of both
     * @return the statement
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html">MERGE</a>
     */
    public static RowCountQuery mergeRemovingDuplicates(Table<?> target, Table<?> source, Condition on) {
        return DSL.query("merge into {0} using {1} on {2} remove duplicates", target, source, on);
    }

    /**
     * Begins a {@code CREATE TABLE} with distribution, sort keys, encodings and identity columns.
     *
     * <pre>{@code
     * Redshift.createTable(SALES)
     *         .column(SALES.ID, column -> column.identity(0, 1))
     *         .column(SALES.SHOP, column -> column.notNull().encode(Encoding.BYTEDICT))
     *         .column(SALES.SOLD_AT)
     *         .distkey(SALES.SHOP)
     *         .sortkey(SALES.SOLD_AT)
     *         .query()
     * }</pre>
     *
     * @param table its name
     * @return a builder
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html">CREATE TABLE</a>
     */
    public static CreateTable createTable(Table<?> table) {
        return new CreateTable(table);
    }

    /**
     * {@code ANALYZE}: brings the planner's statistics up to date.
     *
     * @param table a table
     * @param columns the columns; none for all
     * @return the statement
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_ANALYZE.html">ANALYZE</a>
     */
    public static Query analyze(Table<?> table, Field<?>... columns) {
        if (columns.length == 0) {
            return DSL.query("analyze {0}", table);
        }
        List<QueryPart> parts = new ArrayList<>(List.of(table));
        Stream.of(columns).map(Field::getUnqualifiedName).forEach(parts::add);
        return DSL.query("analyze {0} (" + places(1, parts.size()) + ")", parts.toArray(new QueryPart[0]));
    }

    /**
     * {@code VACUUM}: sorts the rows and frees the space of deleted ones. Not in a transaction.
     *
     * @param table a table
     * @return the statement
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_VACUUM_command.html">VACUUM</a>
     */
    public static Query vacuum(Table<?> table) {
        return vacuum(Vacuum.FULL, table);
    }

    /**
     * {@code VACUUM} of a kind.
     *
     * @param kind what it does
     * @param table a table
     * @return the statement
     * @see #vacuum(Table)
     */
    public static Query vacuum(Vacuum kind, Table<?> table) {
        return DSL.query("vacuum {0} {1}", Objects.requireNonNull(kind, "kind must not be null").keyword(), table);
    }

    // places of a plain SQL template

    static String places(int from, int to) {
        StringJoiner places = new StringJoiner(", ");
        for (int i = from; i < to; i++) {
            places.add("{" + i + "}");
        }
        return places.toString();
    }
}
