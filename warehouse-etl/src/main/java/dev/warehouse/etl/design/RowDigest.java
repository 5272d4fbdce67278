/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a result holds, whatever the order of its rows: their number, and the sum of their digests. Equal rows count as
 * often as they come. Needs no memory for the rows.
 */
final class RowDigest {

    /** Sums of floating-point numbers depend on the order in which they are added, in the last of their 15 digits. */
    private static final MathContext APPROXIMATE = new MathContext(10);

    private final MessageDigest sha = sha();
    private long rows;
    private long high;
    private long low;

    void add(String row) {
        ByteBuffer digest = ByteBuffer.wrap(sha.digest(row.getBytes(StandardCharsets.UTF_8)));
        rows++;
        high += digest.getLong();
        low += digest.getLong();
    }

    long rows() {
        return rows;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowDigest digest && rows == digest.rows && high == digest.high && low == digest.low;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rows, high, low);
    }

    @Override
    public String toString() {
        return rows + " rows, " + HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** A row as text: the same for equal rows, another for others. */
    static String row(ResultSet result) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            Object value = result.getObject(i);
            if (i > 1) {
                text.append(", ");
            }
            if (value instanceof String string) {
                text.append('\'').append(string.replace("'", "''")).append('\'');
            } else {
                text.append(value == null ? "null" : text(value));
            }
        }
        return text.toString();
    }

    private static String text(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? plain(new BigDecimal(number).round(APPROXIMATE)) : Double.toString(number);
        }
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        if (value instanceof BigInteger || value instanceof Long || value instanceof Integer
                || value instanceof Short) {
            return value.toString();
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
