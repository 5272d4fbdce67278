/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What UNLOAD writes, COPY reads back to the same rows: random rows of all types, in every format. */
class UnloadRoundTripTest {

    private static final int ROWS = 1500;
    /** As they are declared; VARBYTE comes last because not every format takes it. */
    private static final String COLUMNS = "id int, s smallint, i int, b bigint, d decimal(18,4), e decimal(38,10), r real, "
            + "f double precision, t boolean, c char(10), v varchar(200), n varchar(max), day date, ts timestamp, "
            + "tz timestamptz, tm time, tmz timetz, j super, x varbyte(20)";
    private static final String NAMES =
            "id, s, i, b, d, e, r, f, t, c, v, n, day, ts, tz, tm, tmz, j";
    private static final String[] PIECES = {"|", ",", "\"", "\"\"", "'", "\\", "\\\\", "\n", "\r", "\r\n", "\t", " ", "  ",
        "\\N", "N", "null", "é", "漢字", "😀", "{", "}", "[", ":", "\u0001", "\u007f", "\b", "\f", "\u000b", "a", "b", "0",
        "\u00a0", "\ufeff", "%", "$", "/", "\u2028"};
    private static final String[] TAME_PIECES = {"a", "B", "é", "漢", "😀", "-", "x y", "0", ".", "{", "'", "%"};

    @TempDir
    static Path folder;

    private static LocalRedshiftServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalRedshift.temporary().bucket("out", folder).start();
        connection = Sql.connect(server.endpoint());
        Random random = new Random(20260731);
        fill("nasty", random, PIECES);
        fill("tame", random, TAME_PIECES);
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static void fill(String table, Random random, String[] pieces) throws SQLException {
        Sql.run(connection, "create table " + table + " (" + COLUMNS + ")");
        StringBuilder insert = new StringBuilder("insert into " + table + " values ");
        for (int id = 0; id < ROWS; id++) {
            insert.append(id == 0 ? "(" : ", (").append(id);
            for (String value : values(random, pieces)) {
                // one value in eight is NULL
                insert.append(", ").append(random.nextInt(8) == 0 ? "null" : value);
            }
            insert.append(')');
        }
        Sql.run(connection, insert.toString());
    }

    private static List<String> values(Random random, String[] pieces) {
        List<String> values = new ArrayList<>();
        values.add(String.valueOf((short) random.nextInt()));
        values.add(String.valueOf(random.nextInt()));
        values.add("'" + random.nextLong() + "'");
        values.add(new BigDecimal(BigInteger.valueOf(random.nextLong() / 10), 4).toPlainString());
        values.add(new BigDecimal(new BigInteger(120, random), 10).toPlainString());
        values.add("'" + Float.intBitsToFloat(random.nextInt() & 0xbfffffff) + "'");
        values.add("'" + (random.nextInt(20) == 0 ? List.of("NaN", "Infinity", "-Infinity").get(random.nextInt(3))
                : random.nextGaussian() * Math.pow(10, random.nextInt(200) - 100)) + "'");
        values.add(String.valueOf(random.nextBoolean()));
        values.add(literal("abc xyz\"|,\\'".substring(random.nextInt(6)).substring(0, random.nextInt(7))
                .replaceAll(pieces == PIECES ? "ø" : "[\"|,\\\\']", "")));
        values.add(literal(text(random, pieces, 8)));
        values.add(literal(text(random, pieces, random.nextInt(50) == 0 ? 3000 : 20)));
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorMod(random.nextLong(), 250_000_000_000L) - 62_000_000_000L,
                random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
        LocalDate date = time.toLocalDate();
        LocalTime ofDay = time.toLocalTime();
        String iso = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").format(time);
        values.add("'" + date + "'");
        values.add("'" + iso + "'");
        values.add("'" + iso + (random.nextBoolean() ? "+00" : "-08:30") + "'");
        values.add("'" + ofDay + "'");
        values.add("'" + ofDay + "+02'");
        values.add(literal(json(random, pieces, 3)));
        // an empty field is NULL in COPY, so an empty VARBYTE does not come back
        byte[] bytes = new byte[1 + random.nextInt(20)];
        random.nextBytes(bytes);
        values.add("decode('" + java.util.HexFormat.of().formatHex(bytes) + "', 'hex')");
        return values;
    }

    private static String text(Random random, String[] pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static String json(Random random, String[] pieces, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> String.valueOf(random.nextInt());
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> depth == 3 ? "{}" : "null";
            case 3 -> '"' + text(random, pieces, 4).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                    .replace("\r", "\\r").replace("\t", "\\t").replace("\b", "\\b").replace("\f", "\\f")
                    .replace("\u0001", "\\u0001").replace("\u000b", "\\u000b") + '"';
            case 4 -> "[" + json(random, pieces, depth - 1) + " , " + json(random, pieces, depth - 1) + "]";
            default -> "{\"a\": " + json(random, pieces, depth - 1) + ",\"b\":" + json(random, pieces, depth - 1) + "\t}";
        };
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
        "nasty; escape null as '@N'; escape null as '@N'",
        "nasty; escape addquotes null as '@N'; escape removequotes null as '@N'",
        "nasty; escape addquotes delimiter ',' null '@N' gzip; escape removequotes delimiter ',' null '@N' gzip",
        "nasty; escape delimiter '\\t' null as '@N' zstd header; escape delimiter '\\t' null as '@N' zstd ignoreheader 1",
        "nasty; csv null as '@N'; csv null as '@N'",
        "nasty; csv delimiter '|' null as '@N' bzip2; csv delimiter '|' null as '@N' bzip2",
        "nasty; csv header null as '@N'; csv ignoreheader 1 null as '@N'",
        "nasty; csv delimiter as '\\t' parallel off null as '@N'; csv delimiter as '\\t' null as '@N'",
        "nasty; json; json 'auto'",
        "nasty; format as json gzip parallel off; format as json 'auto' gzip",
        "nasty; parquet; parquet",
        "nasty; format parquet parallel off; format as parquet",
        "tame; null as '@N'; null as '@N'",
        "tame; delimiter '\\001' null as '@N' header; delimiter '\\001' null as '@N' ignoreheader 1",
        "tame; addquotes null as '@N'; removequotes null as '@N'",
    })
    void copyReadsWhatUnloadWrote(String table, String unload, String copy) throws SQLException {
        boolean parquet = unload.contains("parquet");
        String names = parquet || unload.contains("json") ? NAMES : NAMES + ", x";
        Sql.run(connection, "unload ('select " + names + " from " + table + "') to 's3://out/rows_' iam_role default manifest "
                + "cleanpath " + unload, "drop table if exists again", "create temp table again (like " + table + ")",
                "copy again (" + names + ") from 's3://out/rows_manifest' iam_role default manifest "
                + (parquet ? "" : "timeformat 'auto' dateformat 'auto' ") + copy);
        // Parquet knows no offset of a time of the day
        assertSame(table, parquet ? names.replace(" tmz", " tmz at time zone 'utc'") : names);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void copyReadsFixedWidths(boolean parallel) throws SQLException {
        String spec = "fixedwidth 'id:6,s:6,i:11,b:20,d:22,e:50,r:16,f:26,t:2,c:10,v:40,n:100,day:16,ts:32,tz:40,tm:16,tmz:20,"
                + "j:400' null as '@N' ";
        String trimmed = NAMES.replace(" v,", " trim(v) as v,").replace(" n,", " substring(trim(n), 1, 60) as n,");
        Sql.run(connection, "drop table if exists narrow",
                "create temp table narrow as select " + trimmed + " from tame where v <> '' and n <> '' and length(json_serialize(j)) < 300",
                "unload ('select * from narrow') to 's3://out/fixed_' iam_role default cleanpath " + spec
                + (parallel ? "" : "parallel off"),
                "drop table if exists again", "create temp table again (like tame)",
                "copy again (" + NAMES + ") from 's3://out/fixed_' iam_role default timeformat 'auto' " + spec);
        assertSame("narrow", NAMES);
    }

    private static void assertSame(String table, String names) throws SQLException {
        String shown = names.replace(" j", " json_serialize(j)::jsonb::varchar");
        List<List<String>> before = Sql.rows(connection, "select " + shown + " from " + table + " order by id");
        List<List<String>> after = Sql.rows(connection, "select " + shown + " from again order by id");
        Sql.run(connection, "drop table again");
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).as("row " + i).isEqualTo(before.get(i));
        }
    }
}
