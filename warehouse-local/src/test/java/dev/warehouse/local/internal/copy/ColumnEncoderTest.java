/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.warehouse.api.internal.sql.Tokenizer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnEncoderTest {

    private static ColumnEncoder encoder(String type, String options) {
        String name = type.replaceAll("\\(.*", "");
        int modifier = -1;
        if (type.indexOf('(') > 0) {
            String[] numbers = type.substring(type.indexOf('(') + 1, type.length() - 1).split(",");
            int first = Integer.parseInt(numbers[0]);
            modifier = 4 + (numbers.length > 1 ? first << 16 | Integer.parseInt(numbers[1]) : first);
        }
        String sql = "copy t from 's3://b/k' iam_role default " + options;
        return ColumnEncoder.of(new TargetColumn("c", name, modifier, false),
                CopyStatement.parse(sql, Tokenizer.tokenize(sql)));
    }

    private static byte[] encode(String type, String options, String value) throws BadData {
        // other bytes on both sides must not be looked at
        byte[] bytes = ("9" + value + "9").getBytes(StandardCharsets.UTF_8);
        TupleBuffer out = new TupleBuffer(1);
        encoder(type, options).encode(bytes, 1, bytes.length - 1, out);
        return Arrays.copyOf(out.bytes(), out.size());
    }

    private static String text(String type, String options, String value) throws BadData {
        byte[] field = encode(type, options, value);
        assertThat(field.length - 4).isEqualTo(HexFormat.fromHexDigits(HexFormat.of().formatHex(field, 0, 4)));
        return MemorySession.text(type.replaceAll("\\(.*", ""), Arrays.copyOfRange(field, 4, field.length));
    }

    private static BadData failure(String type, String options, String value) {
        BadData failure = catchThrowableOfType(BadData.class, () -> encode(type, options, value));
        assertThat(failure).as(type + " " + value).isNotNull();
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "int2,-2,00000002fffe", "int4,258,0000000400000102", "int8,-1,00000008ffffffffffffffff",
        "bool,t,0000000101", "bool,no,0000000100",
        "float4,1.5,000000043fc00000", "float8,-2,00000008c000000000000000",
        "'numeric(10,2)',12345.67,0000000e0003000100000002000109291a2c",
        "'numeric(10,2)',-0.5,0000000a0001ffff400000021388",
        "'numeric(10,2)',0,0000000800 00ffff00000002",
        "date,2000-01-02,0000000400000001", "date,1999-12-31,00000004ffffffff",
        "timestamp,2000-01-01 00:00:01,0000000800000000000f4240",
        "time,00:00:01,0000000800000000000f4240",
        "timetz,00:00:01+01,0000000c00000000000f4240fffff1f0",
        "varchar(3),abc,00000003616263", "bytea,00ff,0000000200ff", "super,[1],000000035b315d",
    })
    void valueHasPostgresBinaryForm(String type, String value, String hex) throws BadData {
        assertThat(HexFormat.of().formatHex(encode(type, "", value))).isEqualTo(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', ignoreLeadingAndTrailingWhitespace = false, value = {
        "int4~ +7 ~7", "int4~-2147483648~-2147483648", "int4~0000000000000000000000000012~12",
        "int8~-9223372036854775808~-9223372036854775808", "int8~9223372036854775807~9223372036854775807",
        "bool~TRUE~t", "bool~Y~t", "bool~ f ~f", "bool~0~f", "bool~Yes~t",
        "float8~1.0E4~10000.0", "float8~ .5~0.5", "float8~5.~5.0", "float8~NaN~NaN", "float8~-Infinity~-Infinity",
        "float4~inf~Infinity", "float8~+1e-3~0.001",
        "numeric(5,2)~999.999~999.99", "numeric(5,2)~-0.009~0.00", "numeric(18,0)~1e3~1000",
                "numeric(5,2)~1.239e1~12.39",
        "numeric(5,2)~ 007 ~7.00", "numeric(5,0)~.5~0", "numeric(5,2)~1e-500~0.00",
                "numeric(38,10)~1234567890123456789012345678.0123456789~"
                + "1234567890123456789012345678.0123456789",
        "numeric(19,0)~9223372036854775807~9223372036854775807",
                "numeric(19,0)~-9223372036854775808~-9223372036854775808",
        "time~04:05~04:05:00", "time~040506~04:05:06", "time~04:05 PM~16:05:00", "time~2018-11-01 04:05:06~04:05:06",
        "time~24:00:00~24:00:00", "timetz~04:05:06 PST~04:05:06-08:00", "timetz~04:05~04:05:00Z",
        "date~2018-11-01 20:57:10~2018-11-01", "timestamp~2018-11-01~2018-11-01 00:00:00",
        "timestamp~2018-11-01 20:57:10+02~2018-11-01 20:57:10",
                "timestamptz~2018-11-01 20:57:10+02~2018-11-01 18:57:10+00",
        "timestamptz~2018-11-01 20:57:10.5~2018-11-01 20:57:10.5+00",
    })
    void valueIsReadAsRedshiftReadsIt(String type, String value, String expected) throws BadData {
        assertThat(text(type, "", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', ignoreLeadingAndTrailingWhitespace = false, value = {
        "int4~12.5~1207~Invalid digit, Value '.', Pos 2, Type: Integer",
        "int2~ x~1207~Invalid digit, Value 'x', Pos 1, Type: Short",
        "int8~-~1207~Invalid digit, Value '-', Pos 0, Type: Long",
        "int4~99999999999~1222~Overflow, Value out of range, Type: Integer",
        "int2~32768~1222~Overflow, Value out of range, Type: Short",
        "int8~9223372036854775808~1222~Overflow, Value out of range, Type: Long",
        "bool~maybe~1210~Unknown boolean format", "bool~on~1210~Unknown boolean format",
        "numeric(5,2)~x~1207~Invalid digit, Value 'x', Pos 0, Type: Decimal",
        "numeric(5,2)~1.2.3~1209~Invalid digit, Value '.', Pos 3, Type: Decimal",
        "numeric(5,2)~1e~1207~Invalid digit, Value 'e', Pos 1, Type: Decimal",
        "numeric(5,2)~1000~1204~Overflow for NUMERIC(5,2)", "numeric(5,2)~1e9999~1204~Overflow for NUMERIC(5,2)",
        "numeric(19,0)~9223372036854775808~1204~Overflow for NUMERIC(19,0)",
        "float8~x1~1208~Invalid digit, Value 'x', Pos 0, Type: Double",
        "float8~1f~1208~Invalid digit, Value 'f', Pos 1, Type: Double",
        "float8~1-2~1208~Invalid floating point value, Type: Double",
        "float8~1e999~1204~Overflow, Value out of range, Type: Double",
        "float4~1e39~1204~Overflow, Value out of range, Type: Float",
        "date~20181101~1205~Invalid Date Format - length must be 10 or more",
        "date~2018-02-30~1205~Invalid date format or value [YYYY-MM-DD]",
        "timestamp~hello~1206~Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]",
        "time~25:00~1206~Invalid time format or value [HH24:MI:SS]",
        "bytea~0~1219~Odd number of hexadecimal digits", "bytea~0g~1219~Invalid hexadecimal digit, Value 'g'",
        "bytea(2)~abcdef~1204~Varbyte length exceeds DDL length",
        "varchar(2)~abc~1204~String length exceeds DDL length", "bpchar(2)~abc~1204~Char length exceeds DDL length",
    })
    void valueThatIsNoneIsRefusedWithItsCode(String type, String value, int code, String reason) {
        BadData failure = failure(type, "", value);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "c080~9~c0 80", "e08080~9~e0 80 80", "eda080~5~ed a0 80", "f4908080~8~f4 90 80", "f8~1~f8", "ff~3~ff",
        "80~3~80", "c3~2~c3", "e282~2~e2 82", "e28241~4~e2 82 41", "f0808080~9~f0 80 80",
    })
    void invalidUtf8HasItsSubCode(String hex, int subCode, String sequence) {
        byte[] bytes = HexFormat.of().parseHex("61" + hex);
        BadData failure = catchThrowableOfType(BadData.class,
                () -> encoder("varchar(20)", "").encode(bytes, 0, bytes.length, new TupleBuffer(16)));
        assertThat(failure.code()).isEqualTo(1220);
        assertThat(failure.position()).isEqualTo(1);
        assertThat(failure.reason()).isEqualTo(("String contains invalid or unsupported UTF-8 codepoints. "
                + "Bad UTF-8 hex sequence: " + sequence + " (error " + subCode + ")"));
    }

    @Test
    void excessOfBlanksIsCut() throws BadData {
        assertThat(text("varchar(2)", "", "ab   ")).isEqualTo("ab");
        assertThat(text("bpchar(2)", "", "ab   ")).isEqualTo("ab");
    }

    @Test
    void trimmingIsForVarcharOnly() throws BadData {
        assertThat(text("varchar(5)", "trimblanks", "ab \t")).isEqualTo("ab");
        assertThat(text("bpchar(5)", "trimblanks", "ab  ")).isEqualTo("ab  ");
    }

    @Test
    void replacementTakesNoncharactersToo() throws BadData {
        assertThat(text("varchar(20)", "acceptinvchars", "a\uffffb\ufdd0€")).isEqualTo("a???b???€");
        assertThat(text("varchar(20)", "", "a\uffffb")).isEqualTo("a\uffffb");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "epochsecs~0~1970-01-01 00:00:00", "epochsecs~1540344794.796~2018-10-24 01:33:14.796",
        "epochsecs~-1.5~1969-12-31 23:59:58.5", "epochsecs~1.5e9~2017-07-14 02:40:00",
        "epochsecs~1.0000019~1970-01-01 00:00:01.000001", "epochmillisecs~1541105830796~2018-11-01 20:57:10.796",
        "epochmillisecs~1541105830796.1239~2018-11-01 20:57:10.796123", "epochmillisecs~-1~1969-12-31 23:59:59.999",
    })
    void epochIsSecondsOrMilliseconds(String format, String value, String expected) throws BadData {
        assertThat(text("timestamp", "timeformat '" + format + "'", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"1541105830x", "1.2.3", ".", "99999999999999999999", "1e99", "2018-11-01",
            "-"})
    void epochTakesNumbersOnly(String value) {
        assertThat(failure("timestamp", "timeformat 'epochsecs'", value).reason())
                .isEqualTo("Invalid timestamp format or value [epochsecs]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "YYYY-MM-DDTHH:MI:SS~2018-11-01T20:57:10.5~2018-11-01 20:57:10.5",
        "YYYY-MM-DDTHH:MI:SSZ~2018-11-01T20:57:10Z~2018-11-01 20:57:10",
        "YYYYMMDD HHMISS~20181101 205710~2018-11-01 20:57:10", "YYMMDD~690101~2069-01-01 00:00:00",
        "YYMMDD~700101~1970-01-01 00:00:00",
        "DD/MM/YYYY HH12:MI AM~01/11/2018 08:57 PM~2018-11-01 20:57:00",
        "DD/MM/YYYY HH12:MI AM~01/11/2018 12:57 am~2018-11-01 00:57:00",
        "MM/DD/YYYY HH24:MI~1/8/1999 4:05~1999-01-08 04:05:00", "yyyy-mm-dd hh:mi:ss~2018-11-01~2018-11-01 00:00:00",
        "DD MON YYYY~8 Sept 2001~2001-09-08 00:00:00",
                "YYYY-MM-DD HH:MI:SS~2018-11-01 20:57:10 UTC~2018-11-01 20:57:10",
    })
    void timeFormatIsFollowed(String format, String value, String expected) throws BadData {
        assertThat(text("timestamp", "timeformat '" + format + "'", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "MM/DD/YYYY~2018-11-01", "MM/DD/YYYY~13/01/2018", "YYYY-MM-DD HH:MI:SS~2018-11-01 20:57:10 nonsense",
        "DD MON YYYY~8 Octember 2001", "HH12:MI AM DD/MM/YYYY~13:00 PM 01/01/2018", "YYYY-MM-DD~2018-11",
    })
    void valueOfAnotherFormatIsRefused(String format, String value) {
        assertThat(failure("timestamp", "timeformat '" + format + "'", value).reason())
                .isEqualTo("Invalid timestamp format or value [" + format + "]");
    }

    @Test
    void decimalsComeBackDigitByDigit() throws BadData {
        Random random = new Random(30);
        for (int i = 0; i < 20_000; i++) {
            int precision = 1 + random.nextInt(38);
            int scale = random.nextInt(Math.min(precision, 37) + 1);
            BigDecimal value = new BigDecimal(new java.math.BigInteger(random.nextInt(80), random),
                    random.nextInt(30)).multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
            String type = "numeric(" + precision + "," + scale + ")";
            boolean round = random.nextBoolean();
            BigDecimal cut = value.setScale(scale, round ? RoundingMode.HALF_UP : RoundingMode.DOWN);
            boolean fits = cut.precision() - cut.scale() <= precision - scale || cut.signum() == 0;
            fits &= precision != 19 || cut.unscaledValue().bitLength() < 64;
            String options = round ? "roundec" : "";
            String written = random.nextInt(5) == 0 ? value.toString() : value.toPlainString();
            if (fits) {
                assertThat(text(type, options, written)).as(type + " " + written).isEqualTo(cut.toPlainString());
            } else {
                assertThat(failure(type, options, written).code()).as(type + " " + written).isEqualTo(1204);
            }
        }
    }

    @Test
    void datesAreCountedAsTheCalendarDoes() {
        DateTime value = new DateTime();
        for (long day = java.time.LocalDate.of(-4712, 1, 1).toEpochDay(); day < 4_000_000; day += 97) {
            java.time.LocalDate date = java.time.LocalDate.ofEpochDay(day);
            assertThat(value.date(date.getYear(), date.getMonthValue(), date.getDayOfMonth())).isTrue();
            assertThat(value.days()).isEqualTo((int) (day - 10_957));
            value.dateOfDays((int) (day - 10_957));
            assertThat(java.time.LocalDate.of(value.year, value.month, value.day)).isEqualTo(date);
        }
    }
}
