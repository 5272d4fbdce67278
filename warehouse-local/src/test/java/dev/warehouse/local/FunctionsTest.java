/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redshift's functions give the results that its manual documents. */
class FunctionsTest {

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().start();
        connection = Sql.connect(server.endpoint());
        Sql.run(connection,
                "create table n (i int, s smallint, b bigint, d decimal(10,2), f float, v varchar(20), t timestamp)",
                "insert into n values (1, 1, 1, 1.25, 1, 'a', '2008-01-01'), (2, 2, 2, 2.50, 2, 'b', '2008-01-02'), "
                        + "(4, 4, 4, 4.00, 4, '', '2008-01-03'), (null, null, null, null, null, null, null)");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static void assertValue(String expression, String expected) throws SQLException {
        assertThat(Sql.value(connection, "select " + expression)).as(expression).isEqualTo(expected);
    }

    /** Columns: an expression, its value. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            dateadd(month, 18, '2008-02-28')                           ! 2009-08-28 00:00:00
            dateadd('month', 18, date '2008-02-28')                    ! 2009-08-28 00:00:00
            DATEADD("mons", 1, timestamp '2008-01-31')                 ! 2008-02-29 00:00:00
            dateadd(year, 1, '2016-02-29')                             ! 2017-03-01 00:00:00
            dateadd(yrs, 4, '2016-02-29')                              ! 2020-02-29 00:00:00
            dateadd(month, 12, '2016-02-29')                           ! 2017-02-28 00:00:00
            dateadd(m, 30, '2008-01-01 00:00:00')                      ! 2008-01-01 00:30:00
            dateadd(w, -1, '2008-01-08')                               ! 2008-01-01 00:00:00
            dateadd(qtr, 2, '2008-01-31')                              ! 2008-07-31 00:00:00
            dateadd(dec, 1, '2008-01-31')                              ! 2018-01-31 00:00:00
            dateadd(ms, 1500, '2008-01-01')                            ! 2008-01-01 00:00:01.5
            dateadd(us, 7, '2008-01-01')                               ! 2008-01-01 00:00:00.000007
            dateadd(hrs, 25, time '13:24:55')                          ! 14:24:55
            dateadd(day, 1, dateadd(hour, 1, '2008-01-01'))            ! 2008-01-02 01:00:00
            date_add('day', 1, '2008-01-01')                           ! 2008-01-02 00:00:00
            datediff(week, '2009-01-01', '2009-12-31')                 ! 52
            datediff(hour, '2023-01-01', '2023-01-03 05:04:03')        ! 53
            datediff(day, date '2009-01-01', date '2009-03-23')        ! 81
            datediff('year', '2008-12-31', '2009-01-01')               ! 1
            datediff(qtr, '1998-07-01', '2008-06-05')                  ! 39
            datediff(m, '2008-01-01 00:00:59', '2008-01-01 00:01:00')  ! 1
            datediff(mon, '2008-01-31', '2008-02-01')                  ! 1
            datediff(d, '2009-01-02', '2009-01-01')                    ! -1
            datediff(s, timestamp '2009-01-01', '2009-01-01 00:00:09') ! 9
            datediff(ms, '2009-01-01', '2009-01-01 00:00:00.25')       ! 250
            datediff(usec, '2009-01-01', '2009-01-01 00:00:00.25')     ! 250000
            datediff(minutes, time '04:00:00', time '06:30:00')        ! 150
            datediff(century, '1999-01-01', '2009-01-01')              ! 1
            datediff(day, date '2009-01-01', timestamp '2009-01-03')   ! 2
            extract(year from date '2009-01-01')                       ! 2009
            extract(week from timestamp '2022-05-02')                  ! 18
            extract('ms' from timestamp '2009-09-09 12:08:43.101')     ! 101
            extract(second from timestamp '2009-09-09 12:08:43.9')     ! 43
            extract(decade from timestamp '2000-01-01')                ! 201
            extract(century from '2022-01-01')                         ! 21
            extract(mil from '2022-01-01')                             ! 3
            extract(weekday from timestamp '2022-05-01')               ! 0
            extract(hour from date '2022-05-01')                       ! 0
            extract(epoch from timestamp '2100-01-01')                 ! 4102444800
            extract(minute from time '12:34:56')                       ! 34
            date_part(dow, date '2008-06-02')                          ! 1.0
            date_part('microsecond', timestamp '2019-10-01 00:00:03.789') ! 789000.0
            date_part(s, timestamp '2019-10-01 00:00:03.189717')       ! 3.189717
            date_part(w, timestamp '2008-06-17 09:44:54')              ! 25.0
            date_part_year(date '2022-05-02')                          ! 2022
            date_trunc('mon', date '2008-09-08')                       ! 2008-09-01 00:00:00
            date_trunc('week', '2008-09-07')                           ! 2008-09-01 00:00:00
            add_months('2008-04-30', 1)                                ! 2008-05-31 00:00:00
            add_months(date '2008-03-31', 1)                           ! 2008-04-30 00:00:00
            add_months('2008-03-15 10:00', -1)                         ! 2008-02-15 10:00:00
            last_day(date '2008-02-10')                                ! 2008-02-29
            next_day('2014-08-20', 'Tuesday')                          ! 2014-08-26
            next_day('2014-08-20', 'Wed')                              ! 2014-08-27
            months_between('1969-01-18', '1969-03-18')                 ! -2.0
            months_between('2008-02-29', '2008-01-31')                 ! 1.0
            convert_timezone('EST', 'PST', '2008-03-05 01:00')         ! 2008-03-04 22:00:00
            convert_timezone('America/New_York', '2008-03-05 12:00')   ! 2008-03-05 07:00:00
            trunc(timestamp '2011-07-21 10:32:38.248109')              ! 2011-07-21
            trunc(12.75)                                               ! 12
            to_date('20010631', 'YYYYMMDD')                            ! 2001-07-01
            to_date('02 Oct 2001', 'DD Mon YYYY')                      ! 2001-10-02
            to_date('31-Feb-2001', 'DD-Mon-YYYY')                      ! 2001-03-03
            to_timestamp('2011-02-30 10:30:12', 'YYYY-MM-DD HH24:MI:SS')::timestamp ! 2011-03-02 10:30:12
            nvl(null, null, 'x', 'y')                                  ! x
            nvl2(null, 'set', 'not set')                               ! not set
            nvl2('a', nvl2(null, 1, 2), 3)                             ! 2
            decode(2, 1, 'one', 2, 'two', 'many')                      ! two
            decode(null, 1, 'one', null, 'none')                       ! none
            decode(3, 1, 'one')                                        ! null
            decode(upper('a'), 'A', decode(1, 2, 'x', 'y'), 'z')       ! y
            isnull(null, 7)                                            ! 7
            convert(integer, '5') + 1                                  ! 6
            convert(decimal, 1.5)                                      ! 2
            cast('109.652' as decimal(4,1))                            ! 109.7
            1.5::decimal                                               ! 2
            try_cast('x' as int)                                       ! null
            try_cast('5' as int)                                       ! 5
            try_cast('2024-02-30' as date)                             ! null
            len('abc  ')                                               ! 5
            len('ab '::char(5))                                        ! 2
            textlen('fish')                                            ! 4
            charindex('fish', 'dogfish')                               ! 4
            charindex('x', 'dogfish')                                  ! 0
            concat('December 25, ', '2008')                            ! December 25, 2008
            concat('a', null)                                          ! null
            concat(concat('a', 'b'), 5)                                ! ab5
            'a'::varchar + 'b'::varchar                                ! ab
            '1' + 1                                                    ! 2
            len(12345)                                                 ! 5
            substring(12345, 2, 2)                                     ! 23
            round(1.2345::float, 2)                                    ! 1.23
            trunc(-1.2399::float, 2)                                   ! -1.23
            levenshtein('kitten', 'sitting')                           ! 3
            soundex('Amazon')                                          ! A525
            from_varbyte(to_varbyte('abc', 'utf8'), 'hex')             ! 616263
            to_hex(from_hex('61ff'))                                   ! 61ff
            grouping_id(i), count(*) from n group by rollup(i) order by 1 desc limit 1 ! 1
            percentile_cont(0.5) within group (order by t) from n where i < 4 ! 2008-01-01 12:00:00
            percentile_cont(0.5) within group (order by f desc) from n where i < 4 ! 1.5
            percentile_cont(0.25) within group (order by i) from n     ! 1.50
            percentile_disc(0.5) within group (order by v) from n      ! a
            approximate percentile_disc(0.5) within group (order by i) from n ! 2
            replicate('ab', 3)                                         ! ababab
            strtol('0xf', 16)                                          ! 15
            strtol('abcd1234', 16)                                     ! 2882343476
            strtol('1234567', 8)                                       ! 342391
            strtol('110101', 2)                                        ! 53
            strtol('', 10)                                             ! 0
            regexp_replace('the fox the', 'the', 'a')                  ! a fox a
            regexp_replace('a1b2', '[0-9]')                            ! ab
            regexp_replace('the fox', 'FOX', 'quick brown fox', 1, 'ip') ! the quick brown fox
            '[' || regexp_substr('abc', 'x') || ']'                    ! []
            regexp_substr('a12', 'a([0-9]+)', 1, 1, 'e')               ! 12
            regexp_substr('one two', '[a-z]+', 1, 2)                   ! two
            regexp_count('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}')     ! 8
            regexp_count('the fox', 'FOX', 1, 'ip')                    ! 1
            regexp_instr('the fox', 'FOX', 1, 1, 0, 'ip')              ! 5
            sha1('')                                                   ! da39a3ee5e6b4b0d3255bfef95601890afd80709
            func_sha1('abc')                                           ! a9993e364706816aba3e25717850c26c9cd0d89d
            sha2('abc', 0)                                             ! ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
            sha2('abc', 224)                                           ! 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7
            fnv_hash(1)                                                ! -5968735742475085980
            fnv_hash(1::smallint)                                      ! 589727492704079044
            fnv_hash(1::bigint)                                        ! -8517097267634966620
            fnv_hash('Amazon Redshift', fnv_hash(1))                   ! -2202602717770968555
            fnv_hash('cd', fnv_hash('ab'))                             ! -281581062704388899
            json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}', 'f4', 'f6') ! star
            json_extract_path_text('{"a":1}', 'b')                     ! null
            json_extract_path_text('{"a":1', 'a', true)                ! null
            json_extract_array_element_text('[111,112,113]', 2)        ! 113
            json_extract_array_element_text('[111]', -1)               ! null
            json_extract_array_element_text('["a",["b",1]]', 1)        ! ["b",1]
            json_array_length('[11,12,13,{"f1":21,"f2":[25,26]},14]')  ! 5
            json_array_length('[11,12', true)                          ! null
            is_valid_json('{"a":2}')                                   ! t
            is_valid_json('[1,2,3]')                                   ! f
            is_valid_json('{{}}')                                      ! f
            is_valid_json_array('["a",["b",1,["c",2,3,null]]]')        ! t
            is_valid_json_array('[1,2,]')                              ! f
            json_parse('{"b": 1, "a":  "x  y"}')                       ! {"b":1,"a":"x  y"}
            json_serialize(json_parse('[10001, 10002, "abc"]'))        ! [10001,10002,"abc"]
            json_typeof(json_parse('[1]'))                             ! array
            avg(i) from n                                              ! 2
            avg(s) from n                                              ! 2
            avg(b) from n                                              ! 2
            avg(d) from n                                              ! 2.58
            avg(i) over (order by i rows 1 preceding) from n order by i limit 1 ! 1
            sum(b) from n                                              ! 7
            median(i) from n                                           ! 2
            median(i) from n where i < 4                               ! 1.5
            median(f) from n where i < 4                               ! 1.5
            median(t) from n where i < 4                               ! 2008-01-01 12:00:00
            median(i) over () from n limit 1                           ! 2
            approximate count(distinct i) from n                       ! 3
            listagg(v, '-') within group (order by i desc) from n      ! b-a
            listagg(i) within group (order by i) from n                ! 124
            listagg(distinct v, ',') within group (order by v) from n  ! a,b
            listagg(distinct i, ',') within group (order by i desc) from n ! 4,2,1
            listagg(v) from n where i is null                          ! null
            listagg(i, ',') within group (order by i desc) over () from n limit 1 ! 4,2,1
            ratio_to_report(b) over () from n where i = 1              ! 1.0
            ratio_to_report(i + 3) over () from n order by i limit 1 ! 0.25
            any_value(v) from n where i = 1                            ! a
            """)
    void functionsGiveTheDocumentedResults(String expression, String expected) throws SQLException {
        assertValue(expression, expected);
    }

    /** Columns: an expression, the type of its column, its heading. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            avg(i) from n                            ! int8      ! avg
            sum(b) from n                            ! int8      ! sum
            sum(d) from n                            ! numeric   ! sum
            dateadd(day, 1, current_date)            ! timestamp ! date_add
            datediff(day, current_date, getdate())   ! int8      ! date_diff
            extract(year from getdate())             ! int4      ! date_part
            date_part(year, getdate())               ! float8    ! pgdate_part
            date_trunc('month', current_date)        ! timestamp ! date_trunc
            add_months(current_date, 1)              ! timestamp ! add_months
            last_day(getdate())                      ! date      ! last_day
            months_between(current_date, sysdate)    ! float8    ! months_between
            trunc(sysdate)                           ! date      ! trunc
            nvl(1, 2)                                ! int4      ! coalesce
            decode(1, 1, 'a', 'b')                   ! text      ! case
            listagg(v) from n                        ! text      ! listagg
            ratio_to_report(i) over () from n        ! float8    ! ?column?
            strtol('1', 10)                          ! int8      ! strtol
            """)
    void columnsHaveTheDocumentedTypesAndHeadings(String expression, String type, String heading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + expression)) {
            assertThat(result.getMetaData().getColumnTypeName(1)).isEqualTo(type);
            assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo(heading);
        }
    }

    /** Columns: an expression, the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            dateadd(fortnight, 1, '2008-01-01')      ! "fortnight" is not a date part
            json_extract_path_text('{"a":1', 'a')    ! JSON parsing error
            strtol('9', 8)                           ! The input 9 is not valid to be converted to base 8
            next_day('2008-01-01', 'noday')          ! "noday" is no day of the week
            to_date('20010631', 'YYYYMMDD', true)    ! date/time field value out of range
            to_date('20011331', 'YYYYMMDD')          ! date/time field value out of range
            """)
    void wrongArgumentsAreToldApart(String expression, String message) {
        assertThatThrownBy(() -> Sql.value(connection, "select " + expression)).hasMessageContaining(message);
    }
}
