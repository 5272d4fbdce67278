/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session over one table in memory. It answers the look-up of the table as PostgreSQL's catalog does, and reads the
 * binary COPY by its documented format, knowing nothing of the code that wrote it. Values come out as PostgreSQL prints
 * them.
 */
final class MemorySession implements StatementSession {

    private record Column(String name, String type, int modifier, boolean notNull, String identity,
            @Nullable String defaultValue) {
    }

    private final String table;
    private final List<Column> columns = new ArrayList<>();
    final List<List<@Nullable String>> rows = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final List<String> statements = new ArrayList<>();
    @Nullable String aborted;
    boolean finished;
    /** Throws from the so many-th call on. */
    int cancelAfter = Integer.MAX_VALUE;
    /** Fails the write that brings the stream beyond so many bytes. */
    long failAfterBytes = Long.MAX_VALUE;
    private List<Column> target = List.of();

    /** For example {@code new MemorySession("t", "id int4 not null", "name varchar(10)")}. */
    MemorySession(String table, String... columns) {
        this.table = table;
        for (String column : columns) {
            String[] words = column.split(" ", 3);
            String type = words[1];
            int modifier = -1;
            int bracket = type.indexOf('(');
            if (bracket > 0) {
                String[] numbers = type.substring(bracket + 1, type.length() - 1).split(",");
                type = type.substring(0, bracket);
                int first = Integer.parseInt(numbers[0]);
                modifier = 4 + (numbers.length > 1 ? first << 16 | Integer.parseInt(numbers[1]) : first);
            }
            String rest = words.length > 2 ? words[2] : "";
            String identity = rest.contains("always identity") ? "a" : rest.contains("identity") ? "d" : "";
            this.columns.add(new Column(words[0], type, modifier, rest.contains("not null") || !identity.isEmpty(),
                    identity, rest.contains("default ") && identity.isEmpty()
                            ? rest.substring(rest.indexOf("default ") + 8) : null));
        }
    }

    @Override
    public List<@Nullable String[]> query(String sql) {
        statements.add(sql);
        String name = table.contains(".") ? table.substring(table.indexOf('.') + 1) : table;
        String schema = table.contains(".") ? table.substring(0, table.indexOf('.')) : "public";
        boolean named = sql.contains("E'\"" + name + "\"'") || sql.contains("E'\"" + schema + "\".\"" + name + "\"'");
        List<@Nullable String[]> answer = new ArrayList<>();
        for (Column column : named ? columns : List.<Column>of()) {
            answer.add(new String[] {"4711", schema, name, "r", column.name(), column.type(),
                String.valueOf(column.modifier()), column.notNull() ? "t" : "f", column.identity(),
                column.defaultValue(), "", "", "99"});
        }
        return answer;
    }

    @Override
    public CopyIn copyIn(Target into) {
        statements.add(into.sql());
        List<Column> listed = new ArrayList<>();
        for (String name : into.columns()) {
            listed.add(columns.stream().filter(column -> column.name().equals(name)).findFirst()
                    .orElseThrow());
        }
        target = listed;
        return new Decoder();
    }

    @Override
    public void notice(String message) {
        notices.add(message);
    }

    @Override
    public void checkCancelled() {
        if (--cancelAfter < 0) {
            throw new RedshiftError(RedshiftError.QUERY_CANCELED, "canceling statement due to user request", null,
                    null);
        }
    }

    @Override
    public int pid() {
        return 42;
    }

    @Override
    public long queryId() {
        return 7;
    }

    @Override
    public String database() {
        return "dev";
    }

    private final class Decoder implements CopyIn {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
            if (bytes.size() > failAfterBytes) {
                throw new StatementFailedException("disk full");
            }
        }

        @Override
        public long finish() {
            ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
            byte[] signature = new byte[11];
            in.get(signature);
            if (!new String(signature, StandardCharsets.ISO_8859_1).equals("PGCOPY\n\u00ff\r\n\0")
                    || in.getInt() != 0 || in.getInt() != 0) {
                throw new IllegalStateException("no header of the binary COPY format");
            }
            while (true) {
                int fields = in.getShort();
                if (fields == -1) {
                    break;
                }
                if (fields != target.size()) {
                    throw new IllegalStateException("row has " + fields + " fields");
                }
                List<@Nullable String> row = new ArrayList<>();
                for (Column column : target) {
                    int length = in.getInt();
                    if (length < 0) {
                        row.add(null);
                    } else {
                        byte[] value = new byte[length];
                        in.get(value);
                        row.add(text(column, value));
                    }
                }
                rows.add(row);
            }
            if (in.hasRemaining()) {
                throw new IllegalStateException("bytes behind the trailer");
            }
            finished = true;
            return rows.size();
        }

        @Override
        public void abort(String reason) {
            aborted = reason;
        }
    }

    static String text(String type, byte[] value) {
        return text(new Column("c", type, -1, false, "", null), value);
    }

    private static String text(Column column, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        String text = switch (column.type()) {
            case "int2" -> String.valueOf(in.getShort());
            case "int4" -> String.valueOf(in.getInt());
            case "int8" -> String.valueOf(in.getLong());
            case "float4" -> String.valueOf(in.getFloat());
            case "float8" -> String.valueOf(in.getDouble());
            case "bool" -> in.get() == 0 ? "f" : "t";
            case "numeric" -> numeric(in);
            case "date" -> date(LocalDate.of(2000, 1, 1).plusDays(in.getInt()));
            case "timestamp" -> timestamp(in.getLong());
            case "timestamptz" -> timestamp(in.getLong()) + "+00";
            case "time" -> time(in.getLong());
            case "timetz" -> time(in.getLong()) + ZoneOffset.ofTotalSeconds(-in.getInt());
            case "bytea" -> {
                in.position(value.length);
                yield HexFormat.of().formatHex(value);
            }
            default -> {
                in.position(value.length);
                yield new String(value, StandardCharsets.UTF_8);
            }
        };
        if (in.hasRemaining()) {
            throw new IllegalStateException("field of " + column.type() + " is " + value.length + " bytes long");
        }
        return text;
    }

    private static String numeric(ByteBuffer in) {
        int digits = in.getShort();
        int weight = in.getShort();
        int sign = in.getShort() & 0xffff;
        int scale = in.getShort();
        BigInteger unscaled = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            int digit = in.getShort();
            if (digit < 0 || digit > 9999) {
                throw new IllegalStateException("numeric digit " + digit);
            }
            unscaled = unscaled.multiply(BigInteger.valueOf(10_000)).add(BigInteger.valueOf(digit));
        }
        if (sign != 0 && sign != 0x4000) {
            throw new IllegalStateException("numeric sign " + sign);
        }
        BigDecimal value = new BigDecimal(unscaled).movePointRight(4 * (weight + 1 - digits)).setScale(scale);
        return (sign == 0 ? value : value.negate()).toPlainString();
    }

    private static String date(LocalDate date) {
        int year = date.getYear();
        return year > 0 ? DateTimeFormatter.ofPattern("uuuu-MM-dd").format(date)
                : DateTimeFormatter.ofPattern("yyyy-MM-dd").format(date) + " BC";
    }

    private static String timestamp(long micros) {
        LocalDateTime time = LocalDateTime.of(2000, 1, 1, 0, 0).plus(micros, ChronoUnit.MICROS);
        String date = date(time.toLocalDate());
        boolean bc = date.endsWith(" BC");
        return (bc ? date.substring(0, date.length() - 3) : date) + " "
                + time(time.toLocalTime().toNanoOfDay() / 1000) + (bc ? " BC" : "");
    }

    private static String time(long micros) {
        if (micros == 86_400_000_000L) {
            return "24:00:00";
        }
        String text = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").format(LocalTime.ofNanoOfDay(micros * 1000));
        return text.replaceAll("\\.?0+$", "").length() < 8 ? text.substring(0, 8) : text.replaceAll("\\.?0+$", "");
    }
}
